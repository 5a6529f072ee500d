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

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.workbook import careful
from handover_xlsx.workbook.careful import CellError, CellValue, Doubled, Uncalculated
from handover_xlsx.workbook.container import Container, SheetPart
from handover_xlsx.workbook.date_formats import dated_styles
from handover_xlsx.workbook.sheet_scan import fast_reader_is_safe, is_plain, scan_sheet

_MERGED = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]+\d+:[A-Z]+\d+)"')


@dataclass(frozen=True)
class Grid:
    """The filled rows of a sheet: (row from 0, values from column A), and its merged ranges.

    ``doubled`` are cells that the file holds twice, with the values that were not taken.
    """

    rows: list[tuple[int, list[CellValue]]] = field(default_factory=list)
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
        self._calamine: object | None = None
        self._careful: careful.Reader | None = None
        self._dated = frozenset(style.encode() for style in dated_styles(container))
        self._fast_is_safe = fast_reader_is_safe(container)
        self._room = container.limits.cells

    def grid(self, sheet: SheetPart) -> Grid:
        """The cells of a sheet."""
        data = self.container.part(sheet.path)
        merged = tuple(ref.decode() for ref in _MERGED.findall(data))
        scan = scan_sheet(self.container, sheet, data, self._dated)
        found = None
        if scan.plain and self._fast_is_safe:
            self._check_room(scan.filled)
            found = self._fast(sheet)
        # A reader that lost a cell, or found one too many, is not believed.
        if found is not None and sum(len(row) - row.count(None) for _, row in found) == scan.filled:
            self._room -= scan.filled
            return Grid(found, merged)
        read = self._slow(sheet)
        self._room -= read.filled
        return Grid(read.rows, merged, read.doubled)

    def _check_room(self, filled: int) -> None:
        if filled > self._room:
            limit = self.container.limits.cells
            reason = N_("holds more than {limit:,} filled cells; split it into smaller workbooks,"
                        " or allow more with --max-cells")  # fmt: skip
            raise UnreadableFile(self.container.name, reason, limit=limit)

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
        except BaseException as error:
            if type(error).__name__ == "PanicException":  # a defect in calamine, no Exception
                return None
            raise
        return [
            (number, row) for number, values in enumerate(laid_out) if (row := _trimmed(values))
        ]

    def _slow(self, sheet: SheetPart) -> careful.CarefulSheet:
        if self._careful is None:
            self._careful = careful.Reader(self.container)
        read = self._careful.read(sheet, self._room)
        self._check_room(read.filled)
        return read


def _trimmed(values: list[CellValue]) -> list[CellValue]:
    """The row with None for blanks and without the blanks at its end."""
    row = [None if value == "" else value for value in values]
    while row and row[-1] is None:
        row.pop()
    return row


__all__ = ["CellError", "CellValue", "Doubled", "Grid", "Uncalculated", "Workbook", "is_plain"]
