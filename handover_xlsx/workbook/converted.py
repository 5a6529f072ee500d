"""What became of a cell – a value or a kind of trouble – and how its text is looked at."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

# Joiners, marks of direction (Outlook copies them along), and letters that look like nothing.
_INVISIBLE = dict.fromkeys(
    map(
        ord,
        "\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
        "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\u2800\u3164\ufeff\uffa0",
    )
)
_LOOK = dict.fromkeys((0xFE0E, 0xFE0F))  # as a picture, or as a letter: ✔️ and ✔


class Converted(NamedTuple):  # made for every cell: a dataclass takes three times as long
    """A value of the field's type; or the kind of trouble (then ``value`` is what was typed).

    ``trouble`` is a name such as "not-a-date"; ``detail`` explains it (possible readings, the
    nearest choice). ``changed`` says that the typed text was understood but not plain.
    """

    value: object
    trouble: str = ""
    detail: Mapping[str, object] = MappingProxyType({})
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What helps to understand a cell: the year for dates without one, and the 1904 calendar.

    ``spellings`` remembers how the choices of a list may be written, by the list's id.
    """

    year: int | None = None
    date_1904: bool = False
    spellings: dict[str, dict[str, tuple[str, bool]]] = field(
        default_factory=dict, repr=False, compare=False
    )


def clean(text: str) -> str:
    """The text without invisible characters and outer spaces; line breaks inside stay."""
    return (text if text.isascii() else text.translate(_INVISIBLE)).strip()


def folded(raw: object) -> str:
    """For reading numbers, dates and choices: full-width forms become ordinary ones."""
    return clean(unicodedata.normalize("NFKC", str(raw)).translate(_LOOK))
