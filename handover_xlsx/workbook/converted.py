"""What became of a cell – a value or a kind of trouble – and how its text is looked at."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f"), None)


@dataclass(frozen=True, slots=True)
class Converted:
    """A value of the field's type; or the kind of trouble (then ``value`` is what was typed).

    ``trouble`` is a name such as "not-a-date"; ``detail`` explains it (possible readings, the
    nearest choice). ``changed`` says that the typed text was understood but not plain.
    """

    value: object
    trouble: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What helps to understand a cell: the year for dates without one, and the 1904 calendar."""

    year: int | None = None
    date_1904: bool = False


def clean(text: str) -> str:
    """The text without invisible characters and outer spaces; line breaks inside stay."""
    return text.translate(_INVISIBLE).strip()


def folded(raw: object) -> str:
    """For reading numbers, dates and choices: full-width forms become ordinary ones."""
    return clean(unicodedata.normalize("NFKC", str(raw)))
