"""Masks the secrets in a workbook that openpyxl has opened, before anything is learned from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_xlsx.reading.identity import kind_of_sheet
from handover_xlsx.secrets.find import masked
from handover_xlsx.secrets.mask import mask_grid
from handover_xlsx.sheets.workbook import Grid

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def mask_book(book: Workbook) -> None:
    """Put dots in the place of every secret in names of sheets, cells, notes and input messages."""
    for sheet in book.worksheets:
        _mask_cells(sheet)
        if masked(sheet.title) != sheet.title:
            sheet.title = masked(sheet.title)
        for check in sheet.data_validations.dataValidation:
            check.prompt, check.promptTitle = (
                masked(check.prompt or ""),
                masked(check.promptTitle or ""),
            )


def _mask_cells(sheet: Worksheet) -> None:
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    kept = [[one if isinstance(one, (str, int, float)) else None for one in row] for row in rows]
    grid = Grid([(number, list(row)) for number, row in enumerate(kept)])
    for found in mask_grid(sheet.title, grid, kind_of_sheet):
        if found.row is not None and found.column is not None:
            value = grid.rows[found.row][1][found.column]
            sheet.cell(found.row + 1, found.column + 1).value = str(value)
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment:
                cell.comment.text = masked(cell.comment.text)
