"""Where things are in a workbook: the one fact that writing, reading and annotating share.

Rows and columns count from 0 here, as in XlsxWriter; addresses for people are ``D7``.
"""

from __future__ import annotations

from typing import NamedTuple

from handover_xlsx.package.addresses import SHEET_ROWS
from handover_xlsx.template.model import Field, Section, Template, text_in
from handover_xlsx.values import periods

START_SHEET = {"en": "Start", "zh": "开始"}
TEAM_SHEET = {"en": "Team", "zh": "团队"}
META_SHEET = "_handover"
FORMAT = "handover-workbook/1"  # what the hidden sheet says of the workbook
LISTS_SHEET = "_lists"

ID_ROW, TITLE_ROW, PURPOSE_ROW, LINK_ROW, HINT_ROW, HEADER_ROW = range(6)
FIRST_ROW = HEADER_ROW + 1
FIRST_COLUMN = 1
LAST_ROW = 999  # drop-downs, marks and counts reach row 1,000 even if the table is shorter
ROWS_IN_TABLE = 50
MOST_ROWS = SHEET_ROWS - FIRST_ROW - ROWS_IN_TABLE - 1  # of a section on its sheet

ANOTHER = " ′"  # marks an own column whose heading is used already
SHOWN = "_"  # ids of columns that are not fields begin so: they only show something
FROM_FIELD = "_from"
FROM_LABEL = {"en": "From", "zh": "来源"}
ID_MARK = "_ids:"
PROGRESS_MARK = "_progress:"

FORM_LABEL_COLUMN, FORM_VALUE_COLUMN, FORM_HINT_COLUMN = 1, 2, 3
REASON_COLUMN = 8
VALUE_MARK, REASON_MARK = "_value", "_reason"  # in the hidden id row of the Start sheet


def field_name(section: str, field: str) -> str:
    """The defined name of a field's cells: ``fld_duties_name``, ``fld_kpi_history_m2025_11``."""
    part = periods.name_part(field) if periods.is_period(field) else field
    return f"fld_{section}_{part}"


def list_name(choices: str) -> str:
    """The defined name of a choice list on the hidden list sheet."""
    return f"lst_{choices}"


ALWAYS_REQUIRED, SOMETIMES_REQUIRED = " *", " (*)"


def heading(item: Field, language: str) -> str:
    """A column's heading: the label, with `` *`` when always and `` (*)`` when at times required."""
    mark = ALWAYS_REQUIRED if item.required else SOMETIMES_REQUIRED if item.required_if else ""
    return text_in(item.label, language) + mark


def sheet_names(template: Template, language: str, *, team: bool) -> dict[str, str]:
    """Section id → name of its sheet. The form that says who hands over is on Start."""
    names = {section.id: text_in(section.sheet, language) for section in template.sections}
    if team and template.start:
        names[template.start.id] = text_in(TEAM_SHEET, language)
    return names


def start_sheet_name(template: Template, language: str) -> str:
    """The name of the first sheet."""
    texts = template.start.sheet if template.start else START_SHEET
    return text_in(texts, language)


class StartLayout(NamedTuple):
    """Rows of the Start sheet: the form's lines, then one progress line a section, then a total."""

    form_title: int
    form: int
    progress_title: int
    progress: int
    total: int


def start_layout(template: Template, sections: tuple[Section, ...], *, team: bool) -> StartLayout:
    """Where the parts of the Start sheet are for a template and the sections in use."""
    form_title = 7
    lines = len(template.start.fields) if template.start and not team else 0
    progress_title = form_title + lines + 2 if lines else form_title
    progress = progress_title + 2
    return StartLayout(
        form_title, form_title + 1, progress_title, progress, progress + len(sections)
    )
