"""What became of a cell – a value or a kind of trouble – and how its text is looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple


class Converted(NamedTuple):  # made for every cell: a dataclass takes three times as long
    """A value of the field's type; or the kind of trouble (then ``value`` is what was typed).

    ``trouble`` is a name such as "not-a-date"; ``detail`` explains it (possible readings, the
    nearest choice). ``changed`` says that the typed text was understood but not plain.
    ``share`` says that a plain number was written with a percent sign: it is 97 where its unit is %.
    """

    value: object
    trouble: str = ""
    detail: Mapping[str, object] = MappingProxyType({})
    changed: bool = False
    share: bool = False


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
