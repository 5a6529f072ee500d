"""A sheet before it is written: its name, columns and rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from handover_xlsx.format import layout
from handover_xlsx.format.layout import FIRST_COLUMN, FIRST_ROW
from handover_xlsx.handover.content import CellNotes, Row
from handover_xlsx.package import addresses
from handover_xlsx.template.model import Field, Section, text_in
from handover_xlsx.text import normalise
from handover_xlsx.values import periods
from handover_xlsx.writing.styles import PERIOD_WIDTH, column_width

_CONTROL = "[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"  # compiled for the first own column
_HEADING_LENGTH = 120  # Excel allows 255 UTF-16 units
_MORE = " …"


class Column(NamedTuple):
    """One column of a sheet to be written."""

    id: str
    heading: str
    item: Field | None
    width: float
    required: bool = False
    own: str = ""  # of a column that people added: its heading in full

    @property
    def is_period(self) -> bool:
        """Whether it is a month, week or quarter of a history."""
        return periods.is_period(self.id)

    @property
    def kind(self) -> str:
        """The type of its cells."""
        if self.item:
            return self.item.type
        return "number" if self.is_period else "text"

    @property
    def key(self) -> str:
        """Under which name a row has this column's value."""
        return self.id or self.own

    @property
    def is_cut(self) -> bool:
        """Whether a person's own heading is longer than a table's heading can be."""
        return bool(self.own) and self.heading.endswith(_MORE) and not self.own.endswith(_MORE)


class SheetPlan(NamedTuple):
    """A section's sheet before it is written: its name, columns and rows."""

    section: Section
    name: str
    language: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    start: str
    following: str | None
    notes: CellNotes

    @property
    def team(self) -> bool:
        """Whether it is a team's sheet, whose rows say where they come from."""
        return any(column.id == layout.FROM_FIELD for column in self.columns)

    @property
    def is_form(self) -> bool:
        """Whether values are next to their labels; a team's form is a table, one row a person."""
        return self.section.kind == "form" and not self.team

    @property
    def last_row(self) -> int:
        """The last row that drop-downs, marks and counts reach."""
        return max(layout.LAST_ROW, FIRST_ROW + len(self.rows) + layout.ROWS_IN_TABLE)

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods of a history, oldest first."""
        return tuple(column.id for column in self.columns if column.is_period)

    @property
    def last_column(self) -> int:
        """The last column."""
        return FIRST_COLUMN + len(self.columns) - 1

    def column(self, field: str) -> int:
        """Where the column of a field is."""
        ids = [column.id for column in self.columns]
        return FIRST_COLUMN + ids.index(field)

    def starts_row(self, column: Column) -> bool:
        """Whether writing into this column starts a row."""
        prepared = column.id in self.section.prepared_fields
        return column.is_period or (column.item is not None and not prepared)

    def names(self) -> Mapping[str, str]:
        """Defined name → the cells of each column, for progress, drop-downs and reading."""
        if self.is_form:
            return form_names(self.section, self.name, layout.HEADER_ROW)
        return {
            layout.field_name(self.section.id, column.id): addresses.column_range(
                self.name, FIRST_COLUMN + offset, FIRST_ROW, self.last_row
            )
            for offset, column in enumerate(self.columns)
            if column.id and column.id != layout.FROM_FIELD
        }


def form_names(section: Section, sheet: str, first: int) -> dict[str, str]:
    """Defined name → the cell of each line of a form that begins at row ``first``."""
    column = layout.FORM_VALUE_COLUMN
    return {
        layout.field_name(section.id, item.id): addresses.column_range(sheet, column, line, line)
        for line, item in enumerate(section.fields, first)
    }


def plan_columns(
    section: Section,
    language: str,
    prepared: Sequence[str],
    own: Sequence[str],
    shown: Sequence[Column] = (),
    *,
    team: bool,
) -> tuple[Column, ...]:
    """The columns of a section.

    From (in a team), the fields – behind the name what is only ``shown`` –, the prepared periods,
    and the columns that people added.
    """
    columns = []
    if team:
        columns.append(Column(layout.FROM_FIELD, text_in(layout.FROM_LABEL, language), None, 30))
    for item in section.fields:
        width = column_width(item, language, names_row=item.id == section.names_row)
        head = layout.heading(item, language)
        columns.append(Column(item.id, head, item, width, item.required))
        columns += shown if item.id == section.names_row else ()
    if section.periods:
        columns += [Column(period, period, None, PERIOD_WIDTH) for period in prepared]
    taken = {normalise.normalised(column.heading) for column in columns}
    for name in own:
        columns.append(Column("", _own_heading(name, taken), None, 22, own=name))
    return tuple(columns)


def _own_heading(name: str, taken: set[str]) -> str:
    """An own column's heading: one line, not too long for a table, and unlike all others."""
    heading = " ".join(re.sub(_CONTROL, " ", name).split()) or "?"
    if len(heading) > _HEADING_LENGTH:
        heading = heading[:_HEADING_LENGTH] + _MORE
    while normalise.normalised(heading) in taken:
        heading += layout.ANOTHER
    taken.add(normalise.normalised(heading))
    return heading
