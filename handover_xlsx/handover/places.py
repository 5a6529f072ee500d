"""Where a section is in a workbook: its sheet, its columns or lines, and what is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from handover_xlsx.handover.table import Table


@dataclass
class SectionPlace:
    """Where a section is: its sheet, its columns (or a form's lines), and what is unknown.

    ``own_columns`` are what people added: heading → column, on a form label → line.
    """

    section: str
    sheet: str
    header_row: int
    columns: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    own_columns: dict[str, int] = field(default_factory=dict)
    renamed: dict[str, tuple[str, str]] = field(default_factory=dict)
    doubled: dict[int, str] = field(default_factory=dict)  # own column → heading of another one
    without_ids: bool = False
    origin_column: int | None = None
    value_column: int = 2  # as in our own forms (format/layout.py); a company's may differ
    value_columns: dict[str, int] = field(default_factory=dict)  # of fields that are elsewhere

    @property
    def is_form(self) -> bool:
        """Whether values are next to their labels instead of below them."""
        return bool(self.lines)

    def cell(self, field_id: str, row: int) -> tuple[int, int] | None:
        """Row and column (from 0) of a value; ``row`` is the record's row, also from 0."""
        if self.is_form:
            line = self.lines.get(field_id, self.own_columns.get(field_id))
            place = self.value_columns.get(field_id, self.value_column)
            return None if line is None else (line, place)
        column = self.columns.get(field_id, self.own_columns.get(field_id))
        return None if column is None else (row, column)


@dataclass
class Located:
    """All places found in one workbook."""

    places: dict[str, SectionPlace] = field(default_factory=dict)
    copies: list[tuple[str, str]] = field(default_factory=list)  # (section, sheet)
    unknown_sheets: list[str] = field(default_factory=list)


class RecordsAt:
    """Which record's which value is in a cell."""

    def __init__(self, places: Mapping[str, SectionPlace], tables: Mapping[str, Table]) -> None:
        self._places, self._tables = places, tables
        self._of_sheet = {place.sheet: section for section, place in places.items()}
        self._rows: dict[str, dict[int, int]] = {}

    def find(self, sheet: str, row: int, column: int) -> tuple[str, str, int] | None:
        """Section, field and index of the record; None for a cell next to all of them."""
        section = self._of_sheet.get(sheet)
        if section is None:
            return None
        place = self._places[section]
        index = 0 if place.is_form else self._by_row(section).get(row, -1)
        if not 0 <= index < len(self._tables.get(section, ())):
            return None
        keys = (*place.lines, *place.columns, *place.own_columns)
        key = next((key for key in keys if place.cell(key, row) == (row, column)), None)
        return None if key is None else (section, key, index)

    def _by_row(self, section: str) -> Mapping[int, int]:
        if section not in self._rows:
            table = self._tables.get(section)
            self._rows[section] = {row: at for at, row in enumerate(table.row if table else ())}
        return self._rows[section]
