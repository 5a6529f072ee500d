"""Writes a section's sheet: hints, headings, drop-downs, marks, and the rows there are."""

from __future__ import annotations

from collections.abc import Iterable

from handover_xlsx.format import layout
from handover_xlsx.format.layout import FIRST_COLUMN, FIRST_ROW, HEADER_ROW
from handover_xlsx.locale import N_, translate
from handover_xlsx.package import addresses
from handover_xlsx.template.model import Field, text_in
from handover_xlsx.values import periods
from handover_xlsx.writing.input_help import add_validation, hint_text, mark_missing, typed
from handover_xlsx.writing.sheet_plan import SheetPlan
from handover_xlsx.writing.styles import (
    TALLEST,
    Styles,
    line_height,
    lines_needed,
    ordinary_row,
    text_height,
)
from handover_xlsx.writing.xlsxwriter_strict import Strict

_A4, _A3 = 9, 8
_WIDEST_ON_A4 = 170  # characters; a wider sheet would be printed too small to read


def write_section(sheet: Strict, plan: SheetPlan, styles: Styles) -> None:
    """Write the sheet of a section."""
    _write_ids(sheet, plan, styles)
    write_title(sheet, plan, styles)
    _write_headings(sheet, plan, styles)
    if not plan.team:  # those are put into the finished workbook
        _write_rows(sheet, plan, styles)
    _write_notes(sheet, plan)
    for column in plan.columns:
        if column.item:
            add_validation(sheet, plan, column.item)
    mark_missing(sheet, plan, styles)
    _set_page(sheet, plan)


def _write_ids(sheet: Strict, plan: SheetPlan, styles: Styles) -> None:
    """The hidden row by which columns are found again when they are moved or renamed."""
    sheet.write_text(layout.ID_ROW, 0, layout.ID_MARK + plan.section.id, styles.identity())
    for offset, column in enumerate(plan.columns):
        if column.id:
            mark = periods.identity(column.id) if column.is_period else column.id
            sheet.write_text(layout.ID_ROW, FIRST_COLUMN + offset, mark, styles.identity())


def write_title(sheet: Strict, plan: SheetPlan, styles: Styles) -> None:
    """The title, the purpose, and links to the Start sheet and the next one."""
    language = plan.language
    sheet.set_row(layout.ID_ROW, None, None, {"hidden": True})
    sheet.set_row(layout.TITLE_ROW, 30)
    sheet.write_text(layout.TITLE_ROW, FIRST_COLUMN, plan.name, styles.title())
    sheet.set_row(layout.PURPOSE_ROW, 18)
    purpose = text_in(plan.section.purpose, language)
    sheet.write_text(layout.PURPOSE_ROW, FIRST_COLUMN, purpose, styles.plain())
    back = translate(N_("← Back to start"), language)
    _link(sheet, layout.LINK_ROW, FIRST_COLUMN, plan.start, back, styles)
    if plan.following and len(plan.columns) > 1:
        onward = translate(N_("Next: {sheet} →"), language).format(sheet=plan.following)
        _link(sheet, layout.LINK_ROW, FIRST_COLUMN + 1, plan.following, onward, styles)


def _link(sheet: Strict, row: int, column: int, target: str, text: str, styles: Styles) -> None:
    sheet.write_url(row, column, f"internal:{addresses.quoted(target)}!A1", styles.link(), text)


def _write_headings(sheet: Strict, plan: SheetPlan, styles: Styles) -> None:
    """Hints, and the headings of an Excel table."""
    sheet.set_column(0, 0, 2)
    hint_lines = heading_lines = 1
    for place, column in enumerate(plan.columns, FIRST_COLUMN):
        sheet.set_column(place, place, column.width, styles.cell(column.kind))
        if column.is_cut:
            sheet.cut.append((HEADER_ROW, place))
        hint = hint_text(column.item, plan.language) if column.item else ""
        if hint:
            sheet.write_text(layout.HINT_ROW, place, hint, styles.hint())
            hint_lines = max(hint_lines, lines_needed(hint, column.width * 1.15))
        heading_lines = max(heading_lines, lines_needed(column.heading, column.width - 3))
    line = line_height(plan.language)
    sheet.set_row(layout.HINT_ROW, min(0.82 * line * hint_lines + 4, 140))
    sheet.set_row(HEADER_ROW, max(36, line * heading_lines + 6))
    sheet.add_table(HEADER_ROW, FIRST_COLUMN, FIRST_ROW, plan.last_column, {
        "name": f"tbl_{plan.section.id}",
        "style": "Table Style Light 1",
        "banded_rows": False,
        "columns": [
            {"header": column.heading, "header_format": styles.heading(required=column.required)}
            for column in plan.columns
        ],
    })  # fmt: skip
    last = FIRST_ROW + max(layout.ROWS_IN_TABLE, len(plan.rows) + 20) - 1
    sheet.stretch_table(HEADER_ROW, FIRST_COLUMN, last, plan.last_column)
    _lock_headings(sheet, plan)
    sheet.freeze_panes(FIRST_ROW, FIRST_COLUMN + 1)


def _lock_headings(sheet: Strict, plan: SheetPlan) -> None:
    """Headings cannot be typed over; protecting the sheet would also stop sorting and deleting."""
    refusal = N_("Please leave the headings as they are. Add your own columns at the right.")
    sheet.data_validation(HEADER_ROW, FIRST_COLUMN, HEADER_ROW, plan.last_column, {
        "validate": "custom",
        "value": "=FALSE",
        "error_title": translate(N_("This is a heading"), plan.language),
        "error_message": translate(refusal, plan.language),
    })  # fmt: skip


def _write_rows(sheet: Strict, plan: SheetPlan, styles: Styles) -> None:
    sheet.set_default_row(ordinary_row(plan.language))
    for place, row in enumerate(plan.rows, FIRST_ROW):
        shown = [
            (write_value(sheet, (place, number), column.item, value, styles), column.width)
            for number, column in enumerate(plan.columns, FIRST_COLUMN)
            if (value := row.get(column.key)) is not None
        ]
        fit_row(sheet, place, shown, styles)


def fit_row(sheet: Strict, row: int, shown: Iterable[tuple[str, float]], styles: Styles) -> None:
    """Make a row as high as its texts need in columns of these widths.

    LibreOffice does not fit the height of wrapped rows when it loads a file.
    """
    heights = (text_height(text, width, styles.language) + 2 for text, width in shown)
    height = max(heights, default=0.0)
    if height > ordinary_row(styles.language):
        sheet.set_row(row, min(height, TALLEST))


def _write_notes(sheet: Strict, plan: SheetPlan) -> None:
    """What people attached to cells of older workbooks, attached again."""
    keys = {column.key: place for place, column in enumerate(plan.columns, FIRST_COLUMN)}
    for (row, key), (author, text) in plan.notes.items():
        if key in keys:
            sheet.write_note(FIRST_ROW + row, keys[key], author, text)


def write_value(
    sheet: Strict, place: tuple[int, int], item: Field | None, value: object, styles: Styles
) -> str:
    """Write a value: dates and numbers as such, everything else as text; returns what is seen."""
    kind, shown = typed(item, value, styles.language)
    style = styles.of_value(item, kind)
    if kind == "text":
        sheet.write_text(*place, shown, style)
    elif kind == "number":
        sheet.write_number(*place, value, style)
    else:
        sheet.write_datetime(*place, value, style)
    return shown


def paper_for(width: float) -> int:
    """The paper, in Excel's numbers, on which columns so wide together can be read."""
    return _A4 if width <= _WIDEST_ON_A4 else _A3


def _set_page(sheet: Strict, plan: SheetPlan) -> None:
    sheet.set_landscape()
    sheet.set_paper(paper_for(sum(column.width for column in plan.columns)))
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.set_selection(FIRST_ROW, FIRST_COLUMN, FIRST_ROW, FIRST_COLUMN)
    corner = addresses.address(plan.last_row, plan.last_column)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{corner}"})
