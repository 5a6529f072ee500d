"""XlsxWriter without its search for newer functions in every formula."""

from __future__ import annotations

import xlsxwriter
from xlsxwriter.worksheet import Worksheet


class _PlainSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet whose formulas are stored as they are.

    XlsxWriter looks in every formula for some 115 newer functions, a fifth of all our time; ours
    use none (a test sees to it). Should XlsxWriter rename its step, only the time comes back.
    """

    dim_rowmax: int

    def __init__(self) -> None:
        super().__init__()
        self._written_below = self.xls_rowmax

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def leave_out(self, first: int, last: int, last_column: int) -> None:
        """These rows, the sheet's last ones, are put in when it is finished."""
        self._check_dimensions(last, last_column)
        self._written_below = first

    def _write_rows(self) -> None:
        last = self.dim_rowmax
        self.dim_rowmax = min(last, self._written_below - 1)  # rows with notes would be there, too
        super()._write_rows()
        self.dim_rowmax = last

    @property
    def part(self) -> str:
        """Where the sheet lies in the package."""
        return f"xl/worksheets/sheet{self.index + 1}.xml"


class PlainWorkbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook of such sheets."""

    worksheet_class = _PlainSheet
