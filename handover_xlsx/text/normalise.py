"""Texts as they are compared and understood: width, case, invisible characters and spaces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_MARK = re.compile(r"\(\*\)\s*$")


_GAPS = re.compile(r"[\s\u200b\u200c\u200d\ufeff_]+")


def caseless(text: str) -> str:
    """A text as names and keys are compared: width and case do not matter."""
    return unicodedata.normalize("NFKC", text).casefold()


def unused(
    name: str,
    taken: set[str],
    form: str = "{name} ({number})",
    key: Callable[[str], str] = caseless,
) -> str:
    """The name, or the name with a number, that is still free; it is taken now, as its key."""
    number, found = 1, name
    while key(found) in taken:
        number += 1
        found = form.format(name=name, number=number)
    taken.add(key(found))
    return found


def normalised(label: object) -> str:
    """A label as it is compared: width, case, spaces, line breaks and marks do not matter."""
    return _normalised(str(label))


@lru_cache(10_000)
def _normalised(label: str) -> str:
    return _GAPS.sub(" ", _MARK.sub("", caseless(label))).strip(" *:：")


# Joiners, marks of direction (Outlook copies them along), and letters that look like nothing.
_INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
        "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u2800\u3164\ufeff\uffa0",
    )
)


_LOOK = dict.fromkeys((0xFE0E, 0xFE0F))  # as a picture, or as a letter: ✔️ and ✔


def clean(text: str) -> str:
    """The text without invisible characters and outer spaces; line breaks inside remain."""
    return (text if text.isascii() else text.translate(_INVISIBLE)).strip()


def folded(raw: object) -> str:
    """For reading numbers, dates and choices: full-width forms become ordinary ones."""
    return clean(unicodedata.normalize("NFKC", str(raw)).translate(_LOOK))
