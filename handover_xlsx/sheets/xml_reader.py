"""The careful reader: every cell of a sheet's XML, with error values, formulas and addresses.

Slow, but it drops nothing, however a program wrote it: cells out of order, twice, without addresses,
with prefixes, in another encoding.
"""

from __future__ import annotations

import re

from lxml import etree

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.package.addresses import SHEET_COLUMNS, SHEET_ROWS, address, column_index
from handover_xlsx.package.package import Container, SheetPart
from handover_xlsx.package.zip_directory import printable
from handover_xlsx.sheets.cell_values import (
    WIDEST_AREA,
    CellValue,
    Doubled,
    SheetCells,
    StoredValues,
    Uncalculated,
)
from handover_xlsx.sheets.shared_strings import elements, free, local, text

_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")


class Reader:
    """Reads sheets of one container."""

    def __init__(self, container: Container, values: StoredValues) -> None:
        self._container = container
        self._values = values

    def read(self, sheet: SheetPart, most: int) -> SheetCells:
        """The filled cells of a sheet's XML by row, in order; reading ends above ``most`` cells."""
        found: dict[int, dict[int, CellValue]] = {}
        doubled: list[Doubled] = []
        row, filled = -1, 0
        for element in elements(self._container, sheet.path, "row"):
            row = self._row_number(sheet, element.get("r"), row)
            column = -1
            for cell in element.iterdescendants("{*}c"):
                line, column = self._place(sheet, cell.get("r"), row, column)
                value = self._value(cell)
                if value is None or value == "":
                    continue
                cells = found.setdefault(line, {})
                if column in cells and cells[column] != value:
                    doubled.append(Doubled(line, column, cells[column]))
                cells[column] = value
                filled += 1
            free(element)
            if filled > most:
                return SheetCells([], (), filled)
        if sum(max(cells) for cells in found.values()) > WIDEST_AREA:
            reason = N_(
                "has cells far to the right on sheet '{sheet}'; delete the columns that are not "
                "needed in Excel and save it again"
            )
            raise UnreadableFile(self._container.name, reason, sheet=sheet.shown)
        rows = [(number, _dense(found.pop(number))) for number in sorted(found)]
        return SheetCells(rows, tuple(doubled), sum(len(r) - r.count(None) for _, r in rows))

    def _row_number(self, sheet: SheetPart, given: str | None, last: int) -> int:
        """A row's number from 0; one that says none follows the last."""
        row = last + 1 if given is None else int(given) - 1 if _ROW.fullmatch(given) else -1
        if not 0 <= row < SHEET_ROWS:
            raise self._nowhere(sheet, given or str(row + 1))
        return row

    def _place(self, sheet: SheetPart, given: str | None, row: int, last: int) -> tuple[int, int]:
        """Row and column of a cell from 0; one that says none follows the last in its row."""
        if given is None:
            line, column = row, last + 1
        elif match := _CELL.fullmatch(given):
            line, column = int(match[2]) - 1, column_index(match[1])
        else:
            raise self._nowhere(sheet, given)
        if not (0 <= line < SHEET_ROWS and column < SHEET_COLUMNS):
            raise self._nowhere(sheet, given or address(line, column))
        return line, column

    def _nowhere(self, sheet: SheetPart, given: str) -> UnreadableFile:
        reason = N_(
            "is damaged: sheet '{sheet}' has a cell at '{place}', outside the sheet; get a fresh "
            "copy"
        )
        return UnreadableFile(
            self._container.name, reason, sheet=sheet.shown, place=printable(given)[:20]
        )

    def _value(self, cell: etree._Element) -> CellValue:
        stored: str | None = None
        formula: str | None = None
        for child in cell:
            name = local(child)
            if name == "v":
                stored = child.text
            elif name == "f":
                formula = child.text or ""
            elif name == "is":
                return text(child)
        if stored is None:
            return None if formula is None else Uncalculated(formula)
        return self._values.value(cell.get("t") or "n", stored, cell.get("s") or "")


def _dense(cells: dict[int, CellValue]) -> list[CellValue]:
    row: list[CellValue] = [None] * (max(cells) + 1)
    for column, value in cells.items():
        row[column] = value
    return row
