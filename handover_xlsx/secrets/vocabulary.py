"""Which words may have to do with a secret. People use few different words, so each is judged once."""

from __future__ import annotations

import re

from handover_xlsx.secrets.shapes import is_bare_password
from handover_xlsx.secrets.words import has_token_sign, has_word

_ENOUGH = 14  # digits, of the shortest card number
_WORDS_KEPT = 100_000
# The first part of what is looked for with a blank in it: “log in”, “opens with”, “curl -u”.
_BEGINS_ONE = re.compile(r"(?:log|curl|open|opens|security)\Z")
_ACCOUNT_NUMBER = re.compile(r"[A-Z]\d\d")


def may_hold_one(text: str) -> bool:
    """Whether a word of a text may have to do with a secret, or all of its digits be a card's number.

    This is asked of every cell, and nearly always says no, in a millionth of a second.
    """
    return sum(map(_weights.__getitem__, text.split())) >= _ENOUGH


class _Weights(dict[str, int]):
    """How many digits a word has; enough of them, where it alone makes a text worth a look."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _WORDS_KEPT:
            self.clear()
        digits = sum(map(str.isdecimal, word))
        self[word] = weight = _ENOUGH if _is_telling(word, digits) else digits
        return weight


_weights = _Weights()


def _is_telling(word: str, digits: int) -> bool:
    if has_word(word) or _BEGINS_ONE.search(word.lower()) or has_token_sign(word, digits):
        return True
    return bool(digits and (_ACCOUNT_NUMBER.search(word) or is_bare_password(word)))
