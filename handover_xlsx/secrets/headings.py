"""Which headings and labels ask for a secret, and how much they tell about what is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, IntEnum
from functools import lru_cache

from handover_xlsx.secrets.words import ACCOUNT, ASCII_WORD, CHINESE_WORD, WORD, names_a_secret
from handover_xlsx.text.patterns import when_used


class Asks(IntEnum):
    """What a heading or a label asks for.

    Below ``SECRET`` (“Password”, “API key”, 账号/密码) any made-up word is one; below ``ACCESS``
    (“Where the key is kept”, “Login”, 密码保管处) a place or a name is the rule, and only what
    no one would call one is a secret.
    """

    NOTHING = 0
    ACCESS = 1
    SECRET = 2


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading asks for; whether a bare number below it may be one; whether it is in doubt."""

    asks: Asks = Asks.NOTHING
    numbers: bool = False
    doubtful: bool = False


NO_HEADING = Heading()
_ACCESS = Heading(Asks.ACCESS)
_LONGEST = 30
_ASIDE = when_used(r"\s*[(（][^()（）]*[)）]")
_SECRET = when_used(
    rf"(?:[\w /&,-]{{0,20}}[ _/&,-])?{ASCII_WORD}s?|[\w /／、&+-]{{0,10}}{CHINESE_WORD}",
    re.IGNORECASE,
)
_ABOUT = when_used(rf"{WORD}|{ACCOUNT}|\bkeys? (?:is|are) kept", re.IGNORECASE)
_PRIVATE = when_used(
    r"身份证|证件|银行|卡号|薪|工资|password|token|secret|\bkey\b|"
    r"bank|iban|passport|salary|\bssn\b|identity",
    re.IGNORECASE,
)
# “Secret” may also be how confidential a document is, “Pass” how a check went: what is there is
# then a date or a count, and no secret. A number below “PIN” is one.
_DOUBTFUL = {"secret": False, "pass": False, "token": False, "tokens": False, "pin": True}


@lru_cache(10_000)  # names and choices appear in many cells
def heading_of(text: str) -> Heading:
    """What a heading or label asks for."""
    if len(text) > _LONGEST:
        return NO_HEADING
    words = _ASIDE.sub("", text).strip(" *:：")
    if _SECRET.fullmatch(words):
        word = words.casefold()
        return Heading(Asks.SECRET, _DOUBTFUL.get(word, True), word in _DOUBTFUL)
    return _ACCESS if _ABOUT.search(words) else NO_HEADING


def is_private(heading: str) -> bool:
    """Whether what is below may be a secret or private, so that it is not quoted."""
    return names_a_secret(heading) or _PRIVATE.search(heading) is not None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in a sheet a word is."""

    on_top: bool  # of its column: nothing above
    first: bool  # in its row: nothing to the left
    alone: bool  # in its row: nothing to the right
    among_headings: bool  # of a sheet of ours


class Sheet(Enum):
    """How the words in a sheet are to be read."""

    FREE = "headings and labels anywhere"
    FORM = "labels"
    TABLE = "a row of headings, rows of values below"


def asks_below(heading: Heading, sheet: Sheet, spot: Spot) -> Heading:
    """What a word asks of its column.

    A bare word of another meaning, such as “Secret”, is a heading only at the top: further down
    it is a value (“Result: Pass”), and what is below was hidden. In rows of a table of ours
    no word is one, since ours are above. On other sheets a word that begins a row with more in
    it is that row's label, and below it are other labels.
    """
    if sheet is Sheet.TABLE:
        counts = spot.among_headings
    else:
        counts = sheet is Sheet.FREE and (spot.on_top or not spot.first or spot.alone)
    return heading if counts and (spot.on_top or not heading.doubtful) else NO_HEADING


def asks_next_to(heading: Heading, sheet: Sheet, spot: Spot) -> Heading:
    """What a word asks of the cell to its right.

    A bare word of another meaning is a label only at the beginning of a row. In a row of ours
    “Alarm PIN” may be the name of a duty and the number next to it its hours, so that only what
    no one would call a place or a name counts there.
    """
    if heading.doubtful and not spot.first:
        return NO_HEADING
    if sheet is Sheet.TABLE:
        return NO_HEADING if spot.among_headings else _ACCESS
    return heading
