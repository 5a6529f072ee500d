"""What a cell contains: from the text in the file to a value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from handover_xlsx.package.package import Container
from handover_xlsx.sheets.cell_styles import CellStyle, cell_styles
from handover_xlsx.sheets.number_formats import FormattedNumber
from handover_xlsx.sheets.shared_strings import SharedStrings, unescaped


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
Rows = list[tuple[int, list[CellValue]]]  # row from 0, values from column A


@dataclass(frozen=True, slots=True)
class Doubled:
    """A cell that the file has twice (row and column from 0), and the value not taken."""

    row: int
    column: int
    dropped: CellValue


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The filled rows of a sheet, what it has twice, and how many cells are filled."""

    rows: Rows
    doubled: tuple[Doubled, ...]
    filled: int


WIDEST_AREA = 20_000_000  # places laid out as rows: 160 MB; honest sheets have no wide gaps
_MAX_SERIAL = 2958466  # 9999-12-31 and a day


class StoredValues:
    """The values of one workbook's cells."""

    def __init__(self, container: Container) -> None:
        self.strings = SharedStrings(container)
        self.styles = cell_styles(container)
        self._epoch = datetime(1904, 1, 1) if container.date_1904 else datetime(1899, 12, 30)

    def value(self, kind: str, stored: str, style: str) -> CellValue:
        """What the text of a cell means, by its kind (``t``) and its style (``s``)."""
        if kind == "s":
            index = int(stored) if stored.strip().isdigit() else -1
            found = self.strings.text(index)
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
        meant = self.styles.get(style)
        return number if meant is None else self._styled(number, meant)

    def _styled(self, number: float, style: CellStyle) -> CellValue:
        if style.kind == "number":
            return FormattedNumber(number, style.code)
        if style.kind == "duration":
            return _days(number) if abs(number) < _MAX_SERIAL else number
        if not 0 <= number < _MAX_SERIAL:
            return number
        if number < 1:
            return (datetime(2000, 1, 1) + _days(number)).time()
        # Excel's calendar has a 29 February 1900 that never was.
        shift = 1 if self._epoch.year == 1899 and number < 60 else 0
        try:
            moment = self._epoch + _days(number + shift)
        except OverflowError:  # after the year 9999, counted from 1904
            return number
        return moment.date() if number.is_integer() else moment


def _days(number: float) -> timedelta:
    """A number of days, to the millisecond as calamine has it."""
    return timedelta(milliseconds=math.copysign(math.floor(abs(number) * 86_400_000 + 0.5), number))


def _iso_date(stored: str) -> CellValue:
    try:
        moment = datetime.fromisoformat(stored.strip()).replace(tzinfo=None)
    except ValueError:
        return stored
    return moment.date() if moment.time() == time(0) else moment
