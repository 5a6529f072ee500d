"""The sheet *Unplaced*: what an older workbook contains and this one has no place for. Nothing is lost.

Written at the end of a workbook; read again, its rows travel along until a person has placed them.
"""

from __future__ import annotations

from collections.abc import Iterable

from handover_xlsx.format import layout
from handover_xlsx.format.layout import FIRST_COLUMN, FIRST_ROW, HEADER_ROW
from handover_xlsx.format.unplaced_columns import (
    FROM,
    HEADING,
    HEADS,
    MARK,
    ROW,
    UNPLACED_SHEET,
    VALUE,
    WHERE,
    shown_head,
)
from handover_xlsx.handover.content import Content
from handover_xlsx.locale import N_, translate
from handover_xlsx.template.model import text_in
from handover_xlsx.writing.sections import fit_row, write_value
from handover_xlsx.writing.styles import Styles
from handover_xlsx.writing.xlsxwriter_strict import Strict

_WIDTHS = {FROM: 30, WHERE: 28, ROW: 28, HEADING: 28, VALUE: 60}


def unplaced_sheet_name(language: str, taken: Iterable[str]) -> str:
    """The sheet's name, unlike those of all other sheets."""
    name, others = text_in(UNPLACED_SHEET, language), {other.casefold() for other in taken}
    while name.casefold() in others:
        name += layout.ANOTHER
    return name


def write_unplaced(sheet: Strict, name: str, content: Content, styles: Styles) -> None:
    """One row a value: where it was, in which row, under which heading, and the value."""
    language = styles.language
    keys = ((FROM,) if content.team else ()) + tuple(HEADS)
    sheet.set_row(layout.ID_ROW, None, None, {"hidden": True})
    sheet.write_text(layout.ID_ROW, 0, MARK, styles.identity())
    sheet.set_column(0, 0, 2)
    sheet.set_row(layout.TITLE_ROW, 30)
    sheet.write_text(layout.TITLE_ROW, FIRST_COLUMN, name, styles.title())
    purpose = N_("Values from the older files that have no place in this workbook. Move what is "
                 "still needed to where it belongs, then delete its row here.")  # fmt: skip
    sheet.write_text(layout.PURPOSE_ROW, FIRST_COLUMN, translate(purpose, language), styles.plain())
    for place, key in enumerate(keys, FIRST_COLUMN):
        sheet.set_column(place, place, _WIDTHS[key])
        sheet.write_text(layout.ID_ROW, place, key, styles.identity())
        head = shown_head(key, language)
        sheet.write_text(HEADER_ROW, place, head, styles.heading(required=True))
    for line, one in enumerate(content.unplaced, FIRST_ROW):
        label = content.sources[one.source].label if content.team else None
        cells = {
            FROM: label,
            WHERE: one.where,
            ROW: one.row,
            HEADING: one.heading,
            VALUE: one.value,
        }
        shown = [
            (write_value(sheet, (line, place), None, value, styles), _WIDTHS[key])
            for place, key in enumerate(keys, FIRST_COLUMN)
            if (value := cells[key]) is not None and value != ""
        ]
        fit_row(sheet, line, shown, styles)
    last = FIRST_ROW + len(content.unplaced) - 1
    sheet.autofilter(HEADER_ROW, FIRST_COLUMN, last, FIRST_COLUMN + len(keys) - 1)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.set_tab_color("#FFE699")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
