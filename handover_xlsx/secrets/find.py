"""Secrets that should never be in a handover: found in any text, shown masked everywhere.

Passwords, tokens and keys; identity-card numbers (by their check digit); card numbers (Luhn) and
bank accounts (IBAN check digits). A place is not a secret: “the password is in the vault”.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from handover_xlsx.secrets.headings import Asks
from handover_xlsx.secrets.patterns import codes_in, tokens_in
from handover_xlsx.secrets.personal_numbers import personal_numbers
from handover_xlsx.secrets.phrases import asked_for, pairs_in, spaced_in, stated_in
from handover_xlsx.secrets.shapes import has_digit, is_bare_password, made_up_words
from handover_xlsx.secrets.words import has_sign, has_word, names_a_secret, speaks_of_accounts

DOTS = "••••••"
_SHORTEST = 4


@dataclass(frozen=True)
class Secret:
    """A kind of secret and where in a text it is."""

    kind: str
    start: int
    end: int


@lru_cache(10_000)  # names and choices appear in many cells
def is_suspicious(text: str) -> bool:
    """Whether a text may contain a secret, or be the heading of some; for most it may not."""
    if has_word(text):
        return True
    # What no word announces nearly always contains a digit.
    return has_digit(text) and (has_sign(text) or is_bare_password(text))


@lru_cache(10_000)
def find_secrets(text: str, asks: Asks = Asks.NOTHING) -> tuple[Secret, ...]:
    """Each secret in a text, in a cell whose heading or label asks for this.

    Where there is one, or anything has to do with secrets, whatever else looks made up goes, too.
    """
    suspicious = is_suspicious(text)
    if len(text) < _SHORTEST or not (asks or suspicious):
        return ()
    found: list[tuple[str, int, int]] = []
    if suspicious:
        found += (*tokens_in(text), *personal_numbers(text))
        found += (("password", *span) for span in pairs_in(text))
        found += codes_in(text)
    named = suspicious and names_a_secret(text)
    if named or "key" in text.lower():
        found += (("password", *span) for span in (*stated_in(text), *spaced_in(text)))
    about = asks or found or named or speaks_of_accounts(text)
    if has_digit(text) and (about or is_bare_password(text)):
        found += (("password", *span) for span in made_up_words(text))
    if asks is Asks.SECRET or (asks and not found):  # there all of it is one, not only a part
        found += (("password", *span) for span in asked_for(text, asks))
    return tuple(Secret(*secret) for secret in found)


def masked(text: str) -> str:
    """The text with every secret replaced by dots."""
    found = find_secrets(text)
    return without(text, found) if found else text


def without(text: str, secrets: Iterable[Secret]) -> str:
    """The text with these secrets replaced by dots; those that overlap become one."""
    shown: list[str] = []
    reached = 0
    for start, end in sorted({(secret.start, secret.end) for secret in secrets}):
        if start > reached or not shown:
            shown += [text[reached:start], DOTS]
        reached = max(reached, end)
    return "".join(shown) + text[reached:]
