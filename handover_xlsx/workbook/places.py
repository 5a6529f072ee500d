"""Where a section stands in a workbook: its sheet, its columns or lines, and what is unknown."""

from __future__ import annotations

from dataclasses import dataclass, field

from handover_xlsx.template.model import Section
from handover_xlsx.workbook import layout


@dataclass
class SectionPlace:
    """Where a section stands: its sheet, its columns (or a form's lines), and what is unknown.

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
    value_column: int = layout.FORM_VALUE_COLUMN
    value_columns: dict[str, int] = field(default_factory=dict)  # of fields that stand elsewhere

    @property
    def is_form(self) -> bool:
        """Whether values stand beside their labels instead of below them."""
        return bool(self.lines)

    def cell(self, field_id: str, row: int) -> tuple[int, int] | None:
        """Row and column (from 0) of a value; ``row`` is the record's row, also from 0."""
        if self.is_form:
            line = self.lines.get(field_id, self.own_columns.get(field_id))
            beside = self.value_columns.get(field_id, self.value_column)
            return None if line is None else (line, beside)
        column = self.columns.get(field_id, self.own_columns.get(field_id))
        return None if column is None else (row, column)


@dataclass
class Located:
    """All places found in one workbook."""

    places: dict[str, SectionPlace] = field(default_factory=dict)
    copies: list[tuple[str, str]] = field(default_factory=list)  # (section, sheet)
    unknown_sheets: list[str] = field(default_factory=list)


def unlike_others(name: str, section: Section, place: SectionPlace) -> str:
    """The name of an own column, unlike all others of its section."""
    while name in place.own_columns or name in section.by_id or name == layout.FROM_FIELD:
        name += layout.ANOTHER
    return name
