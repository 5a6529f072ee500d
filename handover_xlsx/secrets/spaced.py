"""Passwords with blanks in them, all of which must be hidden: “Passwort: kitten 4711 Blue”."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from handover_xlsx.secrets.shapes import (
    has_digit,
    is_number,
    looks_made_up,
)
from handover_xlsx.secrets.words import (
    ASIDE,
    FOR,
    IS,
    PASSWORD,
    STILL,
    WIFI,
    is_talk,
)

Span = tuple[int, int]
_QUOTES = {'"': '"', "“": "”", "'": "'", "‘": "’", "„": "“", "「": "」", "`": "`", "«": "»"}
_LED = re.compile(
    rf"{PASSWORD}[\"”]?{FOR}\s*{ASIDE}?\s*(?:{IS}?\s*(?P<told>[:：=]+|→|->)|\s?{IS}(?:\s+{STILL})*(?=\s)|\s(?=[\"“„「]))\s*",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"(?:(?![,;，；、。|(（<\n]|\.(?:\s|$)|\s[-–—/→]\s|\s&\s*$).){0,120}")
_NEXT_LABEL = re.compile(
    r"(?:user(?:name)?|login|account|pin|puk|pw|pass\w*|ssid|url|host|port|id)[:=]?", re.IGNORECASE
)
_MOST_WORDS = 7
_FEWEST_SMALL = 3  # words without a digit, “sunny side up”; two may be a remark, but for a Wi-Fi


def spaced_in(text: str) -> Iterator[Span]:
    """Where passwords of several words stand, each whole."""
    small = _FEWEST_SMALL - bool(WIFI.search(text))
    for match in _LED.finditer(text):
        start = match.end()
        closing = _QUOTES.get(text[start : start + 1], "")
        end = text.find(closing, start + 1) if closing else -1
        if end > start:
            # In a line of settings, PASS="mail relay 25", nobody speaks.
            words = text[start + 1 : end].split(" ")
            odd = match["told"] or not "".join(words).isalpha()
            if match["told"] == "=" or (odd and not is_talk(words[0])):
                yield start + 1, end
        else:
            clause = _CLAUSE.match(text, start) or match  # it always does
            length = _length(clause[0].rstrip(), told=bool(match["told"]), small=small)
            if length:
                yield start, start + length


def spaced_length(clause: str) -> int:
    """How much of a clause in a place for passwords is one of several words; 0 for none."""
    return _length(clause, told=True, small=_FEWEST_SMALL)


def _length(clause: str, *, told: bool, small: int) -> int:
    """How much of a clause is a password; so many small words may be one, if it is told by a colon."""
    words = clause.split(" ")
    run = _before(words, is_talk)
    if len(words) - len(run) == 1 < len(run):  # “dy 2025 ok”: better a word too much than too few
        run = words
    run = _before(run, lambda word: bool(_NEXT_LABEL.fullmatch(word)))
    odd = [number for number, word in enumerate(run, 1) if not word.isalpha()]
    if not 2 <= len(run) <= _MOST_WORDS or all(map(is_number, run)):
        return 0
    if not odd:
        whole = told and len(run) == len(words) >= small and clause.islower()
        return len(clause) if whole else 0
    if looks_made_up(run[0]):  # what follows it may speak of something else
        run = run[: odd[-1]]
    elif not has_digit(" ".join(run)) or not (told or len(run) == len(words)):
        return 0
    return len(" ".join(run)) if len(run) > 1 else 0


def _before(words: list[str], ends: Callable[[str], bool]) -> list[str]:
    """The words up to the first that ends them."""
    return words[: next((at for at, word in enumerate(words) if ends(word)), len(words))]
