"""Reads the sheet of values that found no place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from handover_xlsx.format.layout import HEADER_ROW
from handover_xlsx.format.unplaced_columns import (
    FROM,
    HEADING,
    HEADS,
    MARK,
    MARK_WITHIN,
    ROW,
    UNPLACED_SHEET,
    VALUE,
    WHERE,
    shown_head,
)
from handover_xlsx.handover.content import Unplaced
from handover_xlsx.locale import LANGUAGES
from handover_xlsx.text.normalise import clean, normalised

if TYPE_CHECKING:  # the readers bring lxml, which writing does not need
    from handover_xlsx.sheets.cell_values import CellValue
    from handover_xlsx.sheets.workbook import Grid
from handover_xlsx.package import addresses


def plain(raw: CellValue) -> object:
    """A cell's value as it can be written again."""
    typed = (str, int, float, date, datetime, time, timedelta)  # all but errors and formulas
    return raw if raw is None or isinstance(raw, typed) else str(raw)


def is_unplaced_sheet(name: str, grid: Grid) -> bool:
    """Whether a sheet is ours: by its hidden mark, else by its name and headings."""
    if any(row <= MARK_WITHIN and value == MARK for row, value in grid.first_column()):
        return True
    named = normalised(name) in {normalised(text) for text in UNPLACED_SHEET.values()}
    return named and _header(grid) is not None


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row of the headings, and the columns they name."""
    heads = {
        normalised(shown_head(key, language)): key
        for key in (FROM, *HEADS)
        for language in LANGUAGES
    }
    for row, values in grid.rows:
        if row > MARK_WITHIN:
            break
        found: dict[str, int] = {}
        for column, value in enumerate(values):
            hidden = not isinstance(value, str) or value in (FROM, *HEADS)
            key = None if hidden else heads.get(normalised(value))
            if key:
                found.setdefault(key, column)
        if len(found.keys() & HEADS.keys()) >= 3:
            return row, found
    return None


def _columns(grid: Grid) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the column of each part: by its hidden id, else its heading."""
    row, columns = _header(grid) or (HEADER_ROW, {})
    for _, values in grid.rows:
        if values and values[0] == MARK:
            marked = {str(v): c for c, v in enumerate(values) if v in (FROM, *HEADS)}
            return row, {**columns, **marked}
    return row, columns


def read_unplaced(
    name: str, grid: Grid, origins: Mapping[str, int] | None = None
) -> Iterator[Unplaced]:
    """The rows of the sheet; what people wrote next to them is unplaced, too.

    ``origins`` names the sources of a team's workbook: what *From* says → index.
    """
    header, columns = _columns(grid)
    heads: dict[int, str] = {}
    for row, values in grid.rows:
        filled = {column: value for column, value in enumerate(values) if value is not None}
        if row == header:
            heads = {column: str(value) for column, value in filled.items()}
        if row <= header:
            continue
        known = {key: plain(filled.pop(c)) for key, c in columns.items() if c in filled}
        source = (origins or {}).get(clean(str(known.get(FROM, ""))), 0)
        where, of, heading = (str(known.get(key, "")) for key in (WHERE, ROW, HEADING))
        if known.get(VALUE) is not None:
            yield Unplaced(where, heading, known[VALUE], of, source)
        for column, value in filled.items():
            cell = f"{name}!{addresses.address(row, column)}"
            yield Unplaced(cell, heads.get(column, ""), plain(value), of, source)
