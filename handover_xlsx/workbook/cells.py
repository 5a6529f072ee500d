"""The cells of a sheet with their true addresses, by whichever reader is safe and fast for it.

A *plain* sheet goes to python-calamine. A sheet with anything unusual in its bytes – errors,
formulas, references out of order, another encoding – goes to our own careful reader, which keeps
error values, formulas without a value and every address. Both return the same grid.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from handover_xlsx.workbook import careful
from handover_xlsx.workbook.careful import CellError, CellValue, Uncalculated
from handover_xlsx.workbook.container import Container, SheetPart
from handover_xlsx.workbook.layout import column_index

_ROW = re.compile(rb"<row\b")
_NUMBERED_ROW = re.compile(rb'<row\b[^>]*?\sr="(\d+)"')
_CELL = re.compile(rb"<c[\s>/]")
_ADDRESSED_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
# Searched one by one, each by its first letters: much faster than as one pattern.
_UNUSUAL_BYTES = (b't="e"', b't="d"', b't="s"><v>-', b":row", b":c ", b":c>")
_UNUSUAL = tuple(
    map(re.compile, (rb"<f[\s>/]", rb"<v>[^\d.<-]", rb"E\+\d{3}</v>", rb"e\+\d{3}</v>"))
)
_MERGED = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')
_FAR_NUMBER = re.compile(rb'<c r="[A-Z]+\d+" s="(\d+)"[^>]*><v>(?:-|\d{7}|[^<]{0,40}[eE])')
_SPARSE = 50  # a grid that is this much larger than its cells is not worth laying out


@dataclass(frozen=True)
class Grid:
    """The filled rows of a sheet: (row from 0, values from column A), and its merged ranges."""

    rows: list[tuple[int, list[CellValue]]] = field(default_factory=list)
    merged: tuple[str, ...] = ()

    def value(self, row: int, column: int) -> CellValue:
        """The value of a cell, None where blank (row and column from 0)."""
        for number, values in self.rows:
            if number == row:
                return values[column] if column < len(values) else None
            if number > row:
                break
        return None

    def first_column(self) -> Iterator[tuple[int, CellValue]]:
        """Row and value of each filled cell in column A."""
        for number, values in self.rows:
            if values and values[0] is not None:
                yield number, values[0]


class Workbook:
    """Reads the sheets of a workbook that passed the guard, each once."""

    def __init__(self, container: Container) -> None:
        self.container = container
        self._calamine: object | None = None
        self._careful: careful.Reader | None = None
        self._dated = frozenset(style.encode() for style in careful.dated_styles(container))

    def grid(self, sheet: SheetPart) -> Grid:
        """The cells of a sheet."""
        data = self.container.part(sheet.path)
        merged = tuple(ref.decode() for ref in _MERGED.findall(data))
        rows = self._fast(sheet) if is_plain(data, self._dated) else None
        rows = self._slow(data) if rows is None else rows
        return Grid(rows, merged)

    def _fast(self, sheet: SheetPart) -> list[tuple[int, list[CellValue]]] | None:
        """The filled rows according to calamine; None where it refuses the sheet."""
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            if self._calamine is None:
                self._calamine = CalamineWorkbook.from_filelike(io.BytesIO(self.container.data))
            found = self._calamine.get_sheet_by_name(sheet.name)  # type: ignore[attr-defined]
            laid_out = found.to_python(skip_empty_area=False)
        except CalamineError:
            return None
        return [
            (number, row) for number, values in enumerate(laid_out) if (row := _trimmed(values))
        ]

    def _slow(self, data: bytes) -> list[tuple[int, list[CellValue]]]:
        if self._careful is None:
            self._careful = careful.Reader(self.container)
        return self._careful.rows(data)


def _trimmed(values: list[CellValue]) -> list[CellValue]:
    """The row with None for blanks and without the blanks at its end."""
    row = [None if value == "" else value for value in values]
    while row and row[-1] is None:
        row.pop()
    return row


def is_plain(data: bytes, dated: frozenset[bytes] = frozenset()) -> bool:
    """Whether a sheet's bytes hold nothing that the fast reader drops, shifts or breaks at.

    ``dated`` are the cell styles that show numbers as dates or times: a number too small or too
    large for one is misread, or ends the program.
    """
    if dated and any(match[1] in dated for match in _FAR_NUMBER.finditer(data)):
        return False
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:200]:
        return False
    if any(mark in data for mark in _UNUSUAL_BYTES) or any(one.search(data) for one in _UNUSUAL):
        return False
    rows = [int(number) for number in _NUMBERED_ROW.findall(data)]
    if len(rows) != len(_ROW.findall(data)) or any(a >= b for a, b in pairwise(rows)):
        return False
    cells = _ADDRESSED_CELL.findall(data)
    if len(cells) != len(_CELL.findall(data)):
        return False
    columns = {letters: column_index(letters.decode()) for letters in {c[0] for c in cells}}
    places = [int(row) * 16384 + columns[letters] for letters, row in cells]
    if any(a >= b for a, b in pairwise(places)):
        return False
    widest, lowest = max(columns.values(), default=0), max(rows, default=0)
    inside = widest < 16384 and lowest <= 1_048_576
    return inside and (widest + 1) * lowest <= max(100_000, _SPARSE * len(cells))


__all__ = ["CellError", "CellValue", "Grid", "Uncalculated", "Workbook", "is_plain"]
