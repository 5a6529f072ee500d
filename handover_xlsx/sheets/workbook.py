"""The cells of a sheet with their true addresses, by whichever reader is safe and fast for it.

A sheet that is written as nearly all programs write it goes to the plain reader; one with anything
unusual – cells out of order, without addresses, under prefixes – to the careful one. Both return the
same grid, with error values, formulas without a result, and every address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.package.package import Container, SheetPart
from handover_xlsx.sheets import xml_reader as careful
from handover_xlsx.sheets.cell_values import (
    CellError,
    CellValue,
    Doubled,
    Rows,
    SheetCells,
    StoredValues,
    Uncalculated,
)
from handover_xlsx.sheets.fast_reader import PlainReader

_ROOT = re.compile(r"<(?![?!])(?:[^\s:<>/]+:)?([^\s:<>/]+)")
_ROOT_WITHIN = 1 << 16
_MERGED = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')


@dataclass(frozen=True)
class Grid:
    """The filled rows of a sheet: (row from 0, values from column A), and its merged ranges.

    ``doubled`` are cells that the file has twice, with the values that were not taken.
    """

    rows: Rows = field(default_factory=list)
    merged: tuple[str, ...] = ()
    doubled: tuple[Doubled, ...] = ()

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
        self._values = StoredValues(container)
        self._reader = PlainReader(self._values)
        self._room = container.limits.cells

    def grid(self, sheet: SheetPart) -> Grid:
        """The cells of a sheet."""
        data = self.container.part(sheet.path)
        _check_root(self.container.name, sheet, data)
        read = self._plain(data) or self._careful(sheet)
        if read.filled > self._room:
            limit = self.container.limits.cells
            reason = N_("has more than {limit:,} filled cells; split it into smaller workbooks, or "
                        "allow more with --max-cells")  # fmt: skip
            raise UnreadableFile(self.container.name, reason, limit=limit)
        self._room -= read.filled
        merged = tuple(ref.decode() for ref in _MERGED.findall(data))
        return Grid(read.rows, merged, read.doubled)

    def _plain(self, data: bytes) -> SheetCells | None:
        return self._reader.read(data, self._room)

    def _careful(self, sheet: SheetPart) -> SheetCells:
        return careful.Reader(self.container, self._values).read(sheet, self._room)


def _check_root(name: str, sheet: SheetPart, data: bytes) -> None:
    """A part that is XML, but no sheet, would read as a sheet without rows."""
    head = data[:_ROOT_WITHIN]
    if b"\0" in head[:200]:  # UTF-16
        head = head.replace(b"\0", b"")
    root = _ROOT.search(head.decode("utf-8", "replace"))
    if root is None or root[1] != "worksheet":
        reason = N_("is damaged: the contents of sheet '{sheet}' are not a sheet; get a fresh copy")
        raise UnreadableFile(name, reason, sheet=sheet.shown)


__all__ = ["CellError", "CellValue", "Doubled", "Grid", "Uncalculated", "Workbook"]
