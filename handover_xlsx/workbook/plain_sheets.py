"""XlsxWriter without its search for newer functions in every formula, and without long tables in memory."""

from __future__ import annotations

import io
import zlib
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import Worksheet


class _PlainSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet whose formulas are stored as they are.

    XlsxWriter looks in every formula for some 115 newer functions, a fifth of all our time; ours
    use none (``linting`` sees to it). Should XlsxWriter rename its step, only the time comes back.

    Rows that are ``settled`` are turned into XML at once and kept packed: the cells of a long table
    take a tenth of the memory. Nobody may write into them any more.
    """

    fh: IO[str]
    dim_rowmin: int

    def __init__(self) -> None:
        super().__init__()
        self._settled: list[bytes] = []
        self._settled_below = 0

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def settle(self, below: int) -> None:
        """All rows above a row are finished."""
        own, self.fh = self.fh, io.StringIO()
        for row in range(self._settled_below, below):
            cells = self.table.pop(row, {})
            info = self.row_info.get(row)
            if cells:
                self._write_row(row, None, info)
                for column in sorted(cells):
                    self._settle_cell(row, column, cells[column])
                self._xml_end_tag("row")
            elif info:
                self._write_empty_row(row, None, info)
        self._settled.append(zlib.compress(self.fh.getvalue().encode(), 1))
        self._settled_below, self.fh = below, own

    def _settle_cell(self, row: int, column: int, cell: Any) -> None:  # noqa: ANN401
        """As XlsxWriter does it, in fewer steps for texts and numbers, which most cells are."""
        kind, style = type(cell).__name__, getattr(cell, "format", None)
        if style is None or kind not in ("String", "Number", "Datetime"):
            self._write_cell(row, column, cell)
            return
        start = f'<c r="{xl_rowcol_to_cell_fast(row, column)}" s="{style._get_xf_index()}"'
        if kind == "String":
            self.fh.write(f'{start} t="s"><v>{cell[0]}</v></c>')
        else:
            self.fh.write(f"{start}><v>{cell[0]:.16G}</v></c>")

    def _write_rows(self) -> None:
        for packed in self._settled:
            self.fh.write(zlib.decompress(packed).decode())
        first, self.dim_rowmin = self.dim_rowmin, max(self.dim_rowmin, self._settled_below)
        super()._write_rows()
        self.dim_rowmin = first


class PlainWorkbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook of such sheets."""

    worksheet_class = _PlainSheet
