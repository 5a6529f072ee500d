"""Writes the Start sheet: who hands over to whom, three instructions, and live progress."""

from __future__ import annotations

from handover_xlsx.format import layout
from handover_xlsx.format.layout import FORM_VALUE_COLUMN, REASON_COLUMN
from handover_xlsx.handover.content import Row
from handover_xlsx.locale import N_, translate
from handover_xlsx.template.model import Section, text_in
from handover_xlsx.writing.forms import LABEL_WIDTH, VALUE_WIDTH, write_form
from handover_xlsx.writing.progress_list import StartPlan, write_progress
from handover_xlsx.writing.styles import Styles
from handover_xlsx.writing.xlsxwriter_strict import Strict

_WIDTHS = {0: 2, 1: LABEL_WIDTH, 2: VALUE_WIDTH, 3: 9, 4: 10, 5: 10, 6: 16, 7: 20, 8: 32}
_MOST_NAMED, _MOST_SHEETS = 8, 4  # leavers, and sheets of each, in one line
_STEPS = (
    N_("1.  Go through the sheets from left to right. Headings with * must be filled, with (*) in "
       "some rows; the grey text above each heading says what to write."),
    N_("2.  Choose from the drop-down lists where there are any. "
       "Yellow cells are still missing; the list below counts along while you type."),
    N_("3.  Does a part not apply to you? Say why in the last column below. "
       "Then save the file and send it back."),
)  # fmt: skip


def write_start(sheet: Strict, plan: StartPlan, styles: Styles) -> None:
    """Write the Start sheet."""
    for column, width in _WIDTHS.items():
        sheet.set_column(column, column, width, styles.plain())
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.hide_gridlines(2)
    _write_top(sheet, plan, styles)
    if plan.form:
        _write_form(sheet, plan, plan.form, styles)
    write_progress(sheet, plan, styles)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.fit_to_pages(1, 1)
    sheet.set_selection(plan.places.form, FORM_VALUE_COLUMN, plan.places.form, FORM_VALUE_COLUMN)


def _write_top(sheet: Strict, plan: StartPlan, styles: Styles) -> None:
    sheet.write_text(layout.ID_ROW, REASON_COLUMN, layout.REASON_MARK, styles.identity())
    sheet.set_row(layout.ID_ROW, None, None, {"hidden": True})
    sheet.set_row(1, 34)
    title = text_in(plan.template.title, plan.language)
    purpose = text_in(plan.template.description, plan.language)
    if plan.content.team:
        shown = translate(N_("{title} – team of {count}"), plan.language)
        title = shown.format(title=title, count=len(plan.content.sources))
        purpose = translate(
            N_("Every row says in its first column where it comes from."), plan.language
        )
    sheet.write_text(1, 1, title, styles.title())
    sheet.write_text(2, 1, purpose, styles.plain(font_color="#595959"))
    lines, style = [translate(step, plan.language) for step in _STEPS], styles.plain()
    if plan.content.team:
        lines, style = _holes(plan), styles.plain(bold=True)
    for row, line in enumerate(lines, 3):
        sheet.write_text(row, 1, line, style)


def _holes(plan: StartPlan) -> list[str]:
    """Who has left which sheets empty: below other people's rows no one would see it."""
    names = {sheet_plan.section.id: sheet_plan.name for sheet_plan in plan.plans}
    outstanding: dict[str, list[str]] = {}
    for section, leavers in plan.content.waiting.items():
        for leaver in leavers:
            outstanding.setdefault(leaver, []).append(names[section])
    listed = [
        translate(N_("{leaver}: {sheets}"), plan.language).format(
            leaver=leaver, sheets=_sheets(sheets, plan.language)
        )
        for leaver, sheets in list(outstanding.items())[:_MOST_NAMED]
    ]
    if not listed:
        return []
    text = translate(N_("Still to be filled in – {list}"), plan.language)
    more = " …" if len(outstanding) > _MOST_NAMED else ""
    line = text.format(list=translate(N_("; "), plan.language).join(listed) + more)
    return [line, translate(N_("More on the sheet Sources."), plan.language)]


def _sheets(names: list[str], language: str) -> str:
    if len(names) > _MOST_SHEETS:
        return translate(N_("{count} sheets"), language).format(count=len(names))
    return translate(N_(", "), language).join(names)


def _write_form(sheet: Strict, plan: StartPlan, section: Section, styles: Styles) -> None:
    places = plan.places
    title = text_in(section.purpose, plan.language)
    sheet.write_text(places.form_title, 1, title, styles.subtitle())
    sheet.set_row(places.form_title, 22)
    row: Row = next(iter(plan.content.of(section)), {})
    write_form(sheet, section, row, places.form, styles)
