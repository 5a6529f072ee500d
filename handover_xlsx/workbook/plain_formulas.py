"""XlsxWriter without its search for newer functions in every formula."""

from __future__ import annotations

import xlsxwriter
from xlsxwriter.worksheet import Worksheet


class _PlainFormulas(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet whose formulas are stored as they are.

    XlsxWriter looks in every formula for some 115 newer functions, a fifth of all our time; ours
    use none (``linting`` sees to it). Should XlsxWriter rename its step, only the time comes back.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")


class PlainWorkbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook of such sheets."""

    worksheet_class = _PlainFormulas
