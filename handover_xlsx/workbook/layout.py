"""Where things stand in a workbook: the one fact that writing, reading and annotating share.

Rows and columns count from 0 here, as in XlsxWriter; addresses for people are ``D7``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from handover_xlsx.template.model import Field, Section, Template, text_in
from handover_xlsx.workbook import periods

START_SHEET = {"en": "Start", "zh": "开始"}
TEAM_SHEET = {"en": "Team", "zh": "团队"}
META_SHEET = "_handover"
LISTS_SHEET = "_lists"

ID_ROW, TITLE_ROW, PURPOSE_ROW, LINK_ROW, HINT_ROW, HEADER_ROW = range(6)
FIRST_ROW = HEADER_ROW + 1
FIRST_COLUMN = 1
SHEET_ROWS, SHEET_COLUMNS = 1_048_576, 16_384  # as many as a sheet has in Excel
LAST_ROW = 999  # drop-downs, marks and counts reach row 1,000 even if the table is shorter
ROWS_IN_TABLE = 50
MOST_ROWS = SHEET_ROWS - FIRST_ROW - ROWS_IN_TABLE - 1  # of a section on its sheet

ANOTHER = " ′"  # marks an own column whose heading stands elsewhere already
SHOWN = "_"  # ids of columns that are not fields begin so: they only show something
FROM_FIELD = "_from"
FROM_LABEL = {"en": "From", "zh": "来源"}
ID_MARK = "_ids:"
PROGRESS_MARK = "_progress:"

FORM_LABEL_COLUMN, FORM_VALUE_COLUMN, FORM_HINT_COLUMN = 1, 2, 3
REASON_COLUMN = 8
_MARK = re.compile(r"\(\*\)\s*$")
_GAPS = re.compile(r"[\s\u200b\u200c\u200d\ufeff_]+")
VALUE_MARK, REASON_MARK = "_value", "_reason"  # in the hidden id row of the Start sheet


def column_letter(column: int) -> str:
    """``0`` → ``A``, ``27`` → ``AB``."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """``A`` → ``0``."""
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


def address(row: int, column: int) -> str:
    """The address that people see: ``address(6, 3) == "D7"``."""
    return f"{column_letter(column)}{row + 1}"


def absolute(row: int, column: int) -> str:
    """The address that stays when a formula is copied: ``$D$7``."""
    return f"${column_letter(column)}${row + 1}"


def quoted(sheet: str) -> str:
    """A sheet name as formulas and links write it."""
    return "'" + sheet.replace("'", "''") + "'"


def column_range(sheet: str, column: int, first: int, last: int) -> str:
    """An absolute reference to a part of a column: ``'Duties'!$B$7:$B$1000``."""
    letter = column_letter(column)
    return f"{quoted(sheet)}!${letter}${first + 1}:${letter}${last + 1}"


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


def normalised(label: object) -> str:
    """A label as it is compared: width, case, spaces, line breaks and marks do not matter."""
    return _normalised(str(label))


@lru_cache(10_000)
def _normalised(label: str) -> str:
    folded = unicodedata.normalize("NFKC", label).casefold()
    return _GAPS.sub(" ", _MARK.sub("", folded)).strip(" *:：")


def sheet_names(template: Template, language: str, *, team: bool) -> dict[str, str]:
    """Section id → name of its sheet. The form that says who hands over stands on Start."""
    names = {section.id: text_in(section.sheet, language) for section in template.sections}
    if team and template.start:
        names[template.start.id] = text_in(TEAM_SHEET, language)
    return names


def start_sheet_name(template: Template, language: str) -> str:
    """The name of the first sheet."""
    texts = template.start.sheet if template.start else START_SHEET
    return text_in(texts, language)


@dataclass(frozen=True, slots=True)
class StartLayout:
    """Rows of the Start sheet: the form's lines, then one progress line a section, then a total."""

    form_title: int
    form: int
    progress_title: int
    progress: int
    total: int


def start_layout(template: Template, sections: tuple[Section, ...], *, team: bool) -> StartLayout:
    """Where the parts of the Start sheet stand for a template and the sections in use."""
    form_title = 7
    lines = len(template.start.fields) if template.start and not team else 0
    progress_title = form_title + lines + 2 if lines else form_title
    progress = progress_title + 2
    return StartLayout(
        form_title, form_title + 1, progress_title, progress, progress + len(sections)
    )
