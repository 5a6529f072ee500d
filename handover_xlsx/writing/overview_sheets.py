"""Sheets about the rows of a complete team, after those of the template: to read, or to decide on.

They are made again by every merge; what a person chose on them is read back by the hidden key of
its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handover_xlsx.format import layout
from handover_xlsx.format.layout import FIRST_COLUMN, FIRST_ROW, HEADER_ROW
from handover_xlsx.format.overview_marks import ABOUT, CHOICE, MARK
from handover_xlsx.handover.content import Hole, Link, Overview
from handover_xlsx.package import addresses
from handover_xlsx.sheets.cell_text import shortened
from handover_xlsx.writing.sections import fit_row, paper_for, write_value
from handover_xlsx.writing.sheet_plan import SheetPlan
from handover_xlsx.writing.styles import MISSING_FILL, Styles, ordinary_row
from handover_xlsx.writing.xlsxwriter_strict import Strict

_COLOUR, _TO_FILL = "#A9D08E", "#FFF9E5"
_EDGE, _REPEATED = "#1F3864", "#7F7F7F"
_HEAD_HEIGHT = 34  # two lines
MOST_LINKS = 60_000  # Excel shows no more than 65,530 on a sheet


def write_overview(
    sheet: Strict, overview: Overview, plans: Mapping[str, SheetPlan], styles: Styles
) -> None:
    """Title, purpose, headings and lines; a link leads to the row that a line is about."""
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.set_row(layout.ID_ROW, None, None, {"hidden": True})
    sheet.write_text(layout.ID_ROW, 0, MARK + overview.id, styles.identity())
    if overview.about is not None:
        sheet.write_text(layout.ID_ROW, FIRST_COLUMN + overview.about, ABOUT, styles.identity())
    sheet.set_row(layout.TITLE_ROW, 30)
    sheet.write_text(layout.TITLE_ROW, FIRST_COLUMN, overview.name, styles.title())
    sheet.write_text(layout.PURPOSE_ROW, FIRST_COLUMN, overview.purpose, styles.plain())
    last = FIRST_ROW + max(len(overview.rows), 1) - 1
    for place, head in enumerate(overview.heads):
        column = FIRST_COLUMN + place
        sheet.set_column(column, column, overview.widths[place], styles.cell("text"))
        sheet.write_text(HEADER_ROW, column, head, styles.heading(required=True))
        if offered := overview.choices.get(place):
            sheet.write_text(layout.ID_ROW, column, CHOICE, styles.identity())
            check = {"validate": "list", "source": list(offered)}
            sheet.data_validation(FIRST_ROW, column, last, column, check)
    sheet.set_row(HEADER_ROW, _HEAD_HEIGHT)
    sheet.set_default_row(ordinary_row(styles.language))
    _format_lines(sheet, overview, last, styles)
    if not overview.rows:
        sheet.write_text(FIRST_ROW, FIRST_COLUMN, overview.nothing, styles.plain())
    for number, cells in enumerate(overview.rows):
        if overview.keys:
            sheet.write_text(FIRST_ROW + number, 0, overview.keys[number], styles.identity())
        shown = _write_line(sheet, FIRST_ROW + number, cells, overview, plans, styles)
        fit_row(sheet, FIRST_ROW + number, shown, styles)
    # With the hidden column: sorting must move a line's key along with what was chosen.
    sheet.autofilter(HEADER_ROW, 0, last, FIRST_COLUMN + len(overview.heads) - 1)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.set_tab_color(_COLOUR)
    sheet.set_landscape()
    sheet.set_paper(paper_for(sum(overview.widths)))
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)


def _format_lines(sheet: Strict, overview: Overview, last: int, styles: Styles) -> None:
    """A line under each row; of lines that belong together one edge, and one name.

    The formats follow the cells, so that they remain right when someone sorts.
    """
    right, row = FIRST_COLUMN + len(overview.heads) - 1, FIRST_ROW + 1
    in_use = f"COUNTA($B{row}:${addresses.column_letter(right)}{row})>0"
    formats = [(right, in_use, styles.ruled())]
    if overview.grouped:
        about = FIRST_COLUMN + (overview.about or 0)
        formats = [
            (right, f"$B{row}<>$B{row - 1}", styles.line(top=1, top_color=_EDGE)),
            (about - 1, f"$B{row}=$B{row - 1}", styles.line(font_color=_REPEATED)),
        ]
    for column, formula, style in formats:
        sheet.conditional_format(FIRST_ROW, FIRST_COLUMN, last, column, {
            "type": "formula", "criteria": f"={formula}", "format": style,
        })  # fmt: skip


def _write_line(
    sheet: Strict, line: int, cells: tuple[object, ...], overview: Overview,
    plans: Mapping[str, SheetPlan], styles: Styles,
) -> Iterator[tuple[str, float]]:  # fmt: skip
    """What is seen in each cell, and how wide that is."""
    for place, value in enumerate(cells):
        at = (line, FIRST_COLUMN + place)
        if value is None or value == "":
            if place in overview.choices:
                sheet.write_blank(*at, None, styles.make(bg_color=_TO_FILL))
            continue
        if isinstance(value, Hole):
            text = value.text
            sheet.write_text(*at, text, styles.cell("text", bg_color=MISSING_FILL))
        elif isinstance(value, Link) and line - FIRST_ROW < MOST_LINKS:
            plan = plans[value.section]
            cell = addresses.address(FIRST_ROW + value.row, plan.column(value.field))
            target = f"{addresses.quoted(plan.name)}!{cell}"
            text = shortened(value.text, 1000)
            sheet.write_link(*at, target, text, styles.link())
        else:
            shown = value.text if isinstance(value, Link) else value
            text = write_value(sheet, at, None, shown, styles)
        yield text, overview.widths[place]
