"""The careful reader: every cell of a sheet's XML, with error values, formulas and addresses.

Slower than calamine, but it drops nothing: calamine reads ``#REF!`` and a formula without a stored
value as blank, and shifts or loses cells that are stored out of order.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lxml import etree

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.workbook.container import Container, SheetPart
from handover_xlsx.workbook.date_formats import dated_styles
from handover_xlsx.workbook.layout import SHEET_COLUMNS, SHEET_ROWS, address, column_index
from handover_xlsx.workbook.shared_strings import (
    SharedStrings,
    elements,
    free,
    local,
    text,
    unescaped,
)
from handover_xlsx.workbook.zip_directory import printable


@dataclass(frozen=True, slots=True)
class CellError:
    """A spreadsheet error value such as ``#REF!``."""

    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula that was saved without its result."""

    formula: str

    def __str__(self) -> str:
        return f"={self.formula}"


CellValue = (
    str | float | bool | date | datetime | time | timedelta | CellError | Uncalculated | None
)


@dataclass(frozen=True, slots=True)
class Doubled:
    """A cell that the file holds twice (row and column from 0), and the value not taken."""

    row: int
    column: int
    dropped: CellValue


@dataclass(frozen=True, slots=True)
class CarefulSheet:
    """The filled rows of a sheet, what it holds twice, and how many cells are filled."""

    rows: list[tuple[int, list[CellValue]]]
    doubled: tuple[Doubled, ...]
    filled: int


_CELL = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW = re.compile(r"[0-9]{1,7}")
_WIDEST_AREA = 20_000_000  # places laid out as rows: 160 MB; honest sheets have no wide gaps
_MAX_SERIAL = 2958466  # 9999-12-31 and a day


class Reader:
    """Reads sheets of one container."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._strings = SharedStrings(container)
        self._kinds = dated_styles(container)
        self._epoch = datetime(1904, 1, 1) if container.date_1904 else datetime(1899, 12, 30)

    def read(self, sheet: SheetPart, most: int) -> CarefulSheet:
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
                return CarefulSheet([], (), filled)
        if sum(max(cells) for cells in found.values()) > _WIDEST_AREA:
            reason = N_(
                "holds cells far to the right on sheet '{sheet}'; delete the columns that are"
                " not needed in Excel and save it again"
            )
            raise UnreadableFile(self._container.name, reason, sheet=sheet.shown)
        rows = [(number, _dense(found.pop(number))) for number in sorted(found)]
        return CarefulSheet(rows, tuple(doubled), sum(len(r) - r.count(None) for _, r in rows))

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
            "is damaged: sheet '{sheet}' holds a cell at '{place}', which is no place on a sheet;"
            " get a fresh copy"
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
        return self._converted(cell.get("t") or "n", stored, cell.get("s") or "")

    def _converted(self, kind: str, stored: str, style: str) -> CellValue:
        if kind == "s":
            index = int(stored) if stored.strip().isdigit() else -1
            found = self._strings.text(index)
            return CellError("#REF!") if found is None else found
        if kind == "b":
            return stored.strip() in ("1", "true")
        if kind == "e":
            return CellError(stored.strip())
        if kind in ("str", "inlineStr"):
            return unescaped(stored)
        if kind == "d":
            return _iso_date(stored)
        try:
            number = float(stored)
        except ValueError:
            return stored
        if not math.isfinite(number):
            return stored
        return self._dated(number, self._kinds.get(style, ""))

    def _dated(self, number: float, kind: str) -> CellValue:
        if kind == "duration":
            return _days(number) if abs(number) < _MAX_SERIAL else number
        if kind != "date" or not 0 <= number < _MAX_SERIAL:
            return number
        if number < 1:
            return (datetime(2000, 1, 1) + _days(number)).time()
        # Excel's calendar holds a 29 February 1900 that never was.
        shift = 1 if self._epoch.year == 1899 and number < 60 else 0
        try:
            moment = self._epoch + _days(number + shift)
        except OverflowError:  # after the year 9999, counted from 1904
            return number
        return moment.date() if number.is_integer() else moment


def _days(number: float) -> timedelta:
    """A number of days, to the millisecond as the fast reader has it."""
    return timedelta(milliseconds=math.copysign(math.floor(abs(number) * 86_400_000 + 0.5), number))


def _iso_date(stored: str) -> CellValue:
    try:
        moment = datetime.fromisoformat(stored.strip()).replace(tzinfo=None)
    except ValueError:
        return stored
    return moment.date() if moment.time() == time(0) else moment


def _dense(cells: dict[int, CellValue]) -> list[CellValue]:
    row: list[CellValue] = [None] * (max(cells) + 1)
    for column, value in cells.items():
        row[column] = value
    return row
