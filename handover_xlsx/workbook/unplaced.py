"""The sheet *Unplaced*: what an older workbook held and this one has no place for. Nothing is lost.

Written at the end of a workbook; read again, its rows travel along until a person has placed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from handover_xlsx.locale import LANGUAGES, N_, translate
from handover_xlsx.template.model import text_in
from handover_xlsx.workbook import layout
from handover_xlsx.workbook.content import Content, Unplaced
from handover_xlsx.workbook.converted import clean
from handover_xlsx.workbook.layout import FIRST_COLUMN, FIRST_ROW, HEADER_ROW, normalised
from handover_xlsx.workbook.sections import write_value
from handover_xlsx.workbook.strict import Strict
from handover_xlsx.workbook.styles import TALLEST, Styles, ordinary_row, text_height

if TYPE_CHECKING:  # the readers bring lxml, which writing does not need
    from handover_xlsx.workbook.cell_values import CellValue
    from handover_xlsx.workbook.cells import Grid
    from handover_xlsx.workbook.handover import Note

UNPLACED_SHEET = {"en": "Unplaced", "zh": "未归位"}
NOTE = "✎"  # stands for a heading, in either language: what follows was a note
_MARK = "_unplaced"
_FROM, _WHERE, _ROW, _HEADING, _VALUE = layout.FROM_FIELD, "_where", "_row", "_heading", "_value"
_HEADS = {
    _WHERE: N_("Where it stood"),
    _ROW: N_("Row"),
    _HEADING: N_("Heading"),
    _VALUE: N_("Value"),
}
_WIDTHS = {_FROM: 30, _WHERE: 28, _ROW: 28, _HEADING: 28, _VALUE: 60}
_MARK_WITHIN = 40  # rows may be inserted above


# --- writing ------------------------------------------------------------------------------------


def unplaced_sheet_name(language: str, taken: Iterable[str]) -> str:
    """The sheet's name, unlike those of all other sheets."""
    name, others = text_in(UNPLACED_SHEET, language), {other.casefold() for other in taken}
    while name.casefold() in others:
        name += layout.ANOTHER
    return name


def write_unplaced(
    sheet: Strict, name: str, content: Content, language: str, styles: Styles
) -> None:
    """One row a value: where it stood, in which row, under which heading, and the value."""
    keys = ((_FROM,) if content.team else ()) + tuple(_HEADS)
    sheet.set_row(layout.ID_ROW, None, None, {"hidden": True})
    sheet.write_text(layout.ID_ROW, 0, _MARK, styles.identity())
    sheet.set_column(0, 0, 2)
    sheet.set_row(layout.TITLE_ROW, 30)
    sheet.write_text(layout.TITLE_ROW, FIRST_COLUMN, name, styles.title())
    purpose = N_("What stood in the older files and has no place in this workbook. Move what is "
                 "still needed to where it belongs, then delete its row here.")  # fmt: skip
    sheet.write_text(layout.PURPOSE_ROW, FIRST_COLUMN, translate(purpose, language), styles.plain())
    for place, key in enumerate(keys, FIRST_COLUMN):
        sheet.set_column(place, place, _WIDTHS[key])
        sheet.write_text(layout.ID_ROW, place, key, styles.identity())
        head = _shown_head(key, language)
        sheet.write_text(HEADER_ROW, place, head, styles.heading(required=True))
    for line, one in enumerate(content.unplaced, FIRST_ROW):
        _write_row(sheet, line, keys, one, content, language, styles)
    last = FIRST_ROW + len(content.unplaced) - 1
    sheet.autofilter(HEADER_ROW, FIRST_COLUMN, last, FIRST_COLUMN + len(keys) - 1)
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.set_tab_color("#FFE699")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _shown_head(key: str, language: str) -> str:
    if key == _FROM:
        return text_in(layout.FROM_LABEL, language)
    return translate(_HEADS[key], language)


def _write_row(
    sheet: Strict,
    line: int,
    keys: Sequence[str],
    one: Unplaced,
    content: Content,
    language: str,
    styles: Styles,
) -> None:
    source = content.sources[one.source] if content.team else {}
    cells: Mapping[str, object] = {
        _FROM: source.get("label"), _WHERE: one.where, _ROW: one.row, _HEADING: one.heading,
        _VALUE: one.value,
    }  # fmt: skip
    height = 0.0
    for place, key in enumerate(keys, FIRST_COLUMN):
        value = cells[key]
        if value is not None and value != "":
            text = write_value(sheet, (line, place), None, value, language, styles)
            height = max(height, text_height(text, _WIDTHS[key], language) + 2)
    if height > ordinary_row(language):
        sheet.set_row(line, min(height, TALLEST))


def placed_notes(notes: Iterable[Note]) -> tuple[list[Note], list[Note]]:
    """The notes at a row's cells, and those that stand elsewhere."""
    at_rows: list[Note] = []
    loose: list[Note] = []
    for note in notes:
        (at_rows if note.section and note.record is not None else loose).append(note)
    return at_rows, loose


def note_beside(note: Note) -> Unplaced:
    """A note that somebody attached to a cell, as a row of the sheet."""
    value = f"{note.author}: {note.text}" if note.author else note.text
    return Unplaced(note.place, NOTE, value, source=note.source)


# --- reading ------------------------------------------------------------------------------------


def plain(raw: CellValue) -> object:
    """A cell's value as it can be written again."""
    typed = (str, int, float, date, datetime, time, timedelta)  # all but errors and formulas
    return raw if raw is None or isinstance(raw, typed) else str(raw)


def is_unplaced_sheet(name: str, grid: Grid) -> bool:
    """Whether a sheet is ours: by its hidden mark, else by its name and headings."""
    if any(row <= _MARK_WITHIN and value == _MARK for row, value in grid.first_column()):
        return True
    named = normalised(name) in {normalised(text) for text in UNPLACED_SHEET.values()}
    return named and _header(grid) is not None


def _header(grid: Grid) -> tuple[int, dict[str, int]] | None:
    """The row of the headings, and the columns they name."""
    heads = {
        normalised(_shown_head(key, language)): key
        for key in (_FROM, *_HEADS)
        for language in LANGUAGES
    }
    for row, values in grid.rows:
        if row > _MARK_WITHIN:
            break
        found: dict[str, int] = {}
        for column, value in enumerate(values):
            hidden = not isinstance(value, str) or value in (_FROM, *_HEADS)
            key = None if hidden else heads.get(normalised(value))
            if key:
                found.setdefault(key, column)
        if len(found.keys() & _HEADS.keys()) >= 3:
            return row, found
    return None


def _columns(grid: Grid) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the column of each part: by its hidden id, else its heading."""
    row, columns = _header(grid) or (HEADER_ROW, {})
    for _, values in grid.rows:
        if values and values[0] == _MARK:
            marked = {str(v): c for c, v in enumerate(values) if v in (_FROM, *_HEADS)}
            return row, {**columns, **marked}
    return row, columns


def read_unplaced(
    name: str, grid: Grid, origins: Mapping[str, int] | None = None
) -> Iterator[Unplaced]:
    """The rows of the sheet; what people wrote beside them is unplaced, too.

    ``origins`` names the sources of a team's workbook: what *From* says → index.
    """
    header, columns = _columns(grid)
    heads: dict[int, str] = {}
    for row, values in grid.rows:
        filled = {column: value for column, value in enumerate(values) if value is not None}
        if row == header:
            heads = {column: str(value) for column, value in filled.items()}
        if row <= header:
            continue
        told = {key: plain(filled.pop(c)) for key, c in columns.items() if c in filled}
        source = (origins or {}).get(clean(str(told.get(_FROM, ""))), 0)
        where, of, heading = (str(told.get(key, "")) for key in (_WHERE, _ROW, _HEADING))
        if told.get(_VALUE) is not None:
            yield Unplaced(where, heading, told[_VALUE], of, source)
        for column, value in filled.items():
            cell = f"{name}!{layout.address(row, column)}"
            yield Unplaced(cell, heads.get(column, ""), plain(value), of, source)
