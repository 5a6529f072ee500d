"""What a finished workbook's XML says, as far as ``lint.py`` looks at it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeVar

from handover_xlsx.package.addresses import column_index, column_letter

T = TypeVar("T", bound=Hashable)
Attributes = Mapping[str, str]
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass
class Check:
    """A validation of cells."""

    attributes: Attributes
    formulas: list[str] = field(default_factory=list)

    @property
    def cells(self) -> str:
        """Which cells it checks, as blocks with spaces between them."""
        return self.attributes.get("sqref", "")


@dataclass
class Formula:
    """A formula in a cell; ``has_value`` when its result is stored next to it."""

    cell: str
    text: str
    has_value: bool = False


@dataclass
class Table:
    """An Excel table."""

    part: str
    attributes: Attributes = field(default_factory=dict)
    columns: list[Attributes] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name that formulas use."""
        return self.attributes.get("displayName", "")

    @property
    def cells(self) -> Area:
        """The cells, the headings among them."""
        return area(self.attributes.get("ref", ""))


@dataclass
class Sheet:
    """A sheet; of the values of its cells only what is looked at."""

    name: str
    part: str
    is_visible: bool = True
    misplaced: list[str] = field(default_factory=list)  # cells that repeat or are out of order
    headings: dict[str, str] = field(default_factory=dict)  # the texts in tables' first rows
    texts: list[str] = field(default_factory=list)  # that are not shared
    formulas: list[Formula] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)  # formulas of conditional formats
    checks: list[Check] = field(default_factory=list)
    merges: list[str] = field(default_factory=list)
    links: list[Attributes] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    strings: set[str] = field(default_factory=set)  # indexes in use: of shared strings,
    styles: set[str] = field(default_factory=set)  # of cell formats,
    marks: set[str] = field(default_factory=set)  # of conditional formats


@dataclass
class Book:
    """A workbook file."""

    parts: list[str] = field(default_factory=list)
    unreadable: dict[str, str] = field(default_factory=dict)  # part -> reason
    dangling: list[tuple[str, str]] = field(default_factory=list)  # part, where it links to
    types: dict[str, str] = field(default_factory=dict)  # /part or ending -> content type
    roles: dict[str, str] = field(default_factory=dict)  # part -> what it is linked to as
    sheets: list[Sheet] = field(default_factory=list)
    names: list[tuple[str, str, str]] = field(default_factory=list)  # sheet or "", name, formula
    strings: list[str] = field(default_factory=list)
    style_count: int = 0
    mark_count: int = 0

    @cached_property
    def known_sheets(self) -> frozenset[str]:
        """The names of the sheets, in small letters."""
        return frozenset(sheet.name.casefold() for sheet in self.sheets)

    @cached_property
    def known_names(self) -> frozenset[str]:
        """The names of cells and tables, in small letters."""
        tables = (table.name for sheet in self.sheets for table in sheet.tables)
        return frozenset(map(str.casefold, [*tables, *(name for _, name, _ in self.names)]))


@dataclass(frozen=True, slots=True)
class Area:
    """A block of cells; rows and columns count from 1."""

    shown: str
    top: int
    left: int
    bottom: int
    right: int

    def meets(self, other: Area) -> bool:
        """Whether two blocks share a cell."""
        apart = self.right < other.left or other.right < self.left
        return not (apart or self.bottom < other.top or other.bottom < self.top)

    @property
    def first_row(self) -> list[str]:
        """The addresses of the cells in its first row."""
        columns = range(self.left, self.right + 1)
        return [f"{column_letter(column - 1)}{self.top}" for column in columns]


@lru_cache(maxsize=4096)
def area(cells: str) -> Area:
    """The block that ``B6:O56`` or ``B6`` means; one without cells when it means none."""
    first, _, last = cells.partition(":")
    corners = _ADDRESS.fullmatch(first), _ADDRESS.fullmatch(last or first)
    places = [(int(c[2]), column_index(c[1]) + 1) if c else (0, 0) for c in corners]
    return Area(cells, *places[0], *places[1])


def text_of(escaped: str) -> str:
    """A text with ``_x000a_`` and the like as the characters that they stand for."""
    if "_x" not in escaped:
        return escaped
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), escaped)


def meeting(areas: Iterable[Area]) -> Iterator[tuple[Area, Area]]:
    """The pairs of blocks that share cells."""
    open_areas: list[Area] = []
    for block in sorted(areas, key=lambda block: block.top):
        open_areas = [other for other in open_areas if other.bottom >= block.top]
        yield from ((other, block) for other in open_areas if other.meets(block))
        open_areas.append(block)


def twice(things: Iterable[T]) -> list[T]:
    """What is there more than once."""
    return [thing for thing, times in Counter(things).items() if times > 1]


def some(words: list[str]) -> str:
    """The first three of many words."""
    return ", ".join(words[:3]) + (" …" if len(words) > 3 else "")
