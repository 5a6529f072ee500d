"""Sheets about the rows of a whole team, after those of the template: to read, or to decide on.

They are made anew by every merge; what a person chose on them is read back by the hidden key of
its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from handover_xlsx.workbook import layout
from handover_xlsx.workbook.content import Link, Overview
from handover_xlsx.workbook.layout import FIRST_COLUMN, FIRST_ROW, HEADER_ROW
from handover_xlsx.workbook.plan import SheetPlan
from handover_xlsx.workbook.sections import write_value
from handover_xlsx.workbook.strict import Strict, shortened
from handover_xlsx.workbook.styles import TALLEST, Styles, ordinary_row, text_height

if TYPE_CHECKING:  # the readers bring lxml, which writing does not need
    from handover_xlsx.workbook.cells import Grid
    from handover_xlsx.workbook.handover import Decision

_MARK, _CHOICE = "_overview:", "_choice"
_MARK_WITHIN = 40  # rows may be inserted above
_COLOUR, _TO_FILL = "#A9D08E", "#FFF9E5"
MOST_LINKS = 60_000  # Excel shows no more than 65,530 on a sheet


# --- writing ------------------------------------------------------------------------------------


def write_overview(
    sheet: Strict,
    overview: Overview,
    plans: Mapping[str, SheetPlan],
    language: str,
    styles: Styles,
) -> None:
    """Title, purpose, headings and lines; a link leads to the row that a line is about."""
    sheet.set_column(0, 0, 2, None, {"hidden": True})
    sheet.set_row(layout.ID_ROW, None, None, {"hidden": True})
    sheet.write_text(layout.ID_ROW, 0, _MARK + overview.id, styles.identity())
    sheet.set_row(layout.TITLE_ROW, 30)
    sheet.write_text(layout.TITLE_ROW, FIRST_COLUMN, overview.name, styles.title())
    sheet.write_text(layout.PURPOSE_ROW, FIRST_COLUMN, overview.purpose, styles.plain())
    last = FIRST_ROW + max(len(overview.rows), 1) - 1
    for place, head in enumerate(overview.heads):
        column = FIRST_COLUMN + place
        sheet.set_column(column, column, overview.widths[place], styles.cell("text"))
        sheet.write_text(HEADER_ROW, column, head, styles.heading(required=True))
        if offered := overview.choices.get(place):
            sheet.write_text(layout.ID_ROW, column, _CHOICE, styles.identity())
            check = {"validate": "list", "source": list(offered)}
            sheet.data_validation(FIRST_ROW, column, last, column, check)
    sheet.set_row(HEADER_ROW, 26)
    right = layout.column_letter(FIRST_COLUMN + len(overview.heads) - 1)
    in_use = f"=COUNTA($B{FIRST_ROW + 1}:${right}{FIRST_ROW + 1})>0"
    sheet.conditional_format(FIRST_ROW, FIRST_COLUMN, last, FIRST_COLUMN + len(overview.heads) - 1, {
        "type": "formula", "criteria": in_use, "format": styles.ruled(),
    })  # fmt: skip
    for number, cells in enumerate(overview.rows):
        if overview.keys:
            sheet.write_text(FIRST_ROW + number, 0, overview.keys[number], styles.identity())
        _write_line(sheet, FIRST_ROW + number, cells, overview, plans, language, styles)
    sheet.autofilter(HEADER_ROW, FIRST_COLUMN, last, FIRST_COLUMN + len(overview.heads) - 1)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.set_tab_color(_COLOUR)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)


def _write_line(
    sheet: Strict,
    line: int,
    cells: tuple[object, ...],
    overview: Overview,
    plans: Mapping[str, SheetPlan],
    language: str,
    styles: Styles,
) -> None:
    height = 0.0
    for place, value in enumerate(cells):
        at = (line, FIRST_COLUMN + place)
        if value is None or value == "":
            if place in overview.choices:
                sheet.write_blank(*at, None, styles.make(bg_color=_TO_FILL))
            continue
        if isinstance(value, Link) and line - FIRST_ROW < MOST_LINKS:
            plan = plans[value.section]
            cell = layout.address(FIRST_ROW + value.row, plan.column(value.field))
            target = f"{layout.quoted(plan.name)}!{cell}"
            text = shortened(value.text, 1000)
            sheet.write_link(*at, target, text, styles.link())
        else:
            shown = value.text if isinstance(value, Link) else value
            text = write_value(sheet, at, None, shown, language, styles)
        height = max(height, text_height(text, overview.widths[place], language) + 2)
    if height > ordinary_row(language):
        sheet.set_row(line, min(height, TALLEST))


# --- reading ------------------------------------------------------------------------------------


def is_overview(grid: Grid) -> bool:
    """Whether a sheet is one of ours, by its hidden mark."""
    return any(
        row <= _MARK_WITHIN and str(value).startswith(_MARK) for row, value in grid.first_column()
    )


def read_decisions(grid: Grid) -> Iterator[Decision]:
    """What was chosen, line by line."""
    from handover_xlsx.workbook.handover import Decision

    column = None
    for row, values in grid.rows:
        if column is None:
            marked = [c for c, value in enumerate(values) if value == _CHOICE]
            column = marked[0] if marked and row <= _MARK_WITHIN else None
            continue
        key, choice = values[0], values[column] if column < len(values) else None
        if isinstance(key, str) and choice is not None:
            yield Decision(key, str(choice))
