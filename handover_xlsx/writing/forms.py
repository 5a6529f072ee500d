"""Writes a form: one label, one value and one hint a line."""

from __future__ import annotations

from typing import Any

from handover_xlsx.format import layout
from handover_xlsx.format.layout import (
    FORM_HINT_COLUMN,
    FORM_LABEL_COLUMN,
    FORM_VALUE_COLUMN,
    ID_ROW,
)
from handover_xlsx.handover.content import Row
from handover_xlsx.package import addresses
from handover_xlsx.template.model import Field, Section
from handover_xlsx.writing.input_help import cell_check, condition_tests, hint_text
from handover_xlsx.writing.sections import write_title, write_value
from handover_xlsx.writing.sheet_plan import SheetPlan
from handover_xlsx.writing.styles import GREY, Styles, line_height, text_height
from handover_xlsx.writing.xlsxwriter_strict import Strict

LABEL_WIDTH, VALUE_WIDTH = 26, 42
HINT_WIDTH = 65  # the hint spans the columns next to the value
_LAST_HINT_COLUMN = FORM_HINT_COLUMN + 4
_LONG_LINES = 3  # room for a long text that is still to be written


def write_form_sheet(sheet: Strict, plan: SheetPlan, styles: Styles) -> None:
    """A form on a sheet of its own."""
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.set_column(FORM_LABEL_COLUMN, FORM_LABEL_COLUMN, LABEL_WIDTH, styles.plain())
    sheet.set_column(FORM_VALUE_COLUMN, FORM_VALUE_COLUMN, VALUE_WIDTH, styles.plain())
    hints = _LAST_HINT_COLUMN - FORM_HINT_COLUMN + 1
    sheet.set_column(FORM_HINT_COLUMN, _LAST_HINT_COLUMN, HINT_WIDTH / hints, styles.plain())
    write_title(sheet, plan, styles)
    row: Row = next(iter(plan.rows), {})
    write_form(sheet, plan.section, row, layout.HEADER_ROW, styles)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    first = (layout.HEADER_ROW, FORM_VALUE_COLUMN)
    sheet.set_selection(*first, *first)


def write_form(sheet: Strict, section: Section, row: Row, first: int, styles: Styles) -> None:
    """The lines of a form, from row ``first`` on, and the marks by which they are found again."""
    sheet.write_text(ID_ROW, 0, layout.ID_MARK + section.id, styles.identity())
    sheet.write_text(ID_ROW, FORM_VALUE_COLUMN, layout.VALUE_MARK, styles.identity())
    for line, item in enumerate(section.fields, first):
        _write_line(sheet, line, item, row.get(item.id), styles)
    _mark_missing(sheet, section, first, styles)


def _write_line(sheet: Strict, line: int, item: Field, value: object, styles: Styles) -> None:
    """One label–value line with its hint, check and mark."""
    language = styles.language
    sheet.write_text(line, 0, item.id, styles.identity())
    label = layout.heading(item, language)
    sheet.write_text(line, FORM_LABEL_COLUMN, label, styles.heading(required=item.required))
    hint = hint_text(item, language).replace("\n", "  ·  ")
    grey = styles.make(font_size=9, font_color=GREY, text_wrap=True, valign="vcenter", indent=1)
    sheet.merge_range(line, FORM_HINT_COLUMN, line, _LAST_HINT_COLUMN, "", grey)
    sheet.write_text(line, FORM_HINT_COLUMN, hint, grey)
    place = (line, FORM_VALUE_COLUMN)
    sheet.write_blank(*place, None, styles.boxed().cell(item.type))
    height = text_height(hint, HINT_WIDTH * 1.15, language)
    if value is not None:
        text = write_value(sheet, place, item, value, styles.boxed())
        height = max(height, text_height(text, VALUE_WIDTH, language))
    elif item.type == "long":
        height = _LONG_LINES * line_height(language)
    sheet.set_row(line, max(20, height + 4))
    sheet.data_validation(*place, *place, cell_check(item, language))


def _mark_missing(sheet: Strict, section: Section, first: int, styles: Styles) -> None:
    """Required lines are yellow while they are blank; in a condition only where it holds."""

    def cell_of(name: str) -> str:
        line = first + list(section.by_id).index(name)
        return addresses.absolute(line, FORM_VALUE_COLUMN)

    last = first + len(section.fields) - 1
    values = f"{addresses.absolute(first, FORM_VALUE_COLUMN)}:{addresses.absolute(last, FORM_VALUE_COLUMN)}"
    for line, item in enumerate(section.fields, first):
        rule: dict[str, Any] = {"type": "blanks", "format": styles.missing()}
        if item.required_if:
            tests = condition_tests(section, item.required_if, styles.language, cell_of)
            blank = f'{cell_of(item.id)}=""'
            rule["type"] = "formula"
            rule["criteria"] = f"=AND(COUNTA({values})>0,{blank},{','.join(tests)})"
        if item.may_be_required:
            place = (line, FORM_VALUE_COLUMN)
            sheet.conditional_format(*place, *place, rule)
