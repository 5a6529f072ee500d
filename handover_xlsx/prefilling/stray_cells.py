"""What a workbook contains outside its sections: sheets of one's own, copies, notes at the side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handover_xlsx.format import layout
from handover_xlsx.handover.content import Unplaced
from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.places import SectionPlace
from handover_xlsx.package import addresses
from handover_xlsx.package.package import Container
from handover_xlsx.reading.identity import kind_of_sheet
from handover_xlsx.reading.locate import locate
from handover_xlsx.reading.unplaced_sheet import is_unplaced_sheet, plain
from handover_xlsx.secrets.mask import mask_grids, mask_names
from handover_xlsx.sheets.workbook import CellValue, Grid, Workbook

_MARKS = (layout.ID_MARK, layout.PROGRESS_MARK)
_LAST_HINT_COLUMN = layout.FORM_HINT_COLUMN + 4


def stray_cells(container: Container, handover: Handover) -> tuple[Unplaced, ...]:
    """Every filled cell of one person's workbook that its handover does not contain."""
    book = Workbook(container)
    places = {place.sheet: place for place in handover.sources[0].places.values()}
    found: list[Unplaced] = []
    shown, _ = mask_names([sheet.name for sheet in container.sheets])
    for sheet in container.sheets:
        if sheet.name in (layout.META_SHEET, layout.LISTS_SHEET):
            continue
        grid, name = book.grid(sheet), shown[sheet.name]
        mask_grids({name: grid}, kind_of_sheet)
        if is_unplaced_sheet(name, grid):
            continue
        place = places.get(name)
        if place:
            strays = _strays_of_form if place.is_form else _strays_of_table
            found += strays(name, grid, place)
        elif not (_is_ours(grid, layout.PROGRESS_MARK) and not _is_ours(grid, layout.ID_MARK)):
            copied = locate(handover.template, {name: grid}, {}).places
            found += _whole_sheet(name, grid, next(iter(copied.values()), None))
    return tuple(found)


def _is_ours(grid: Grid, mark: str) -> bool:
    return any(isinstance(v, str) and v.startswith(mark) for _, v in grid.first_column())


def _cells(values: Sequence[CellValue]) -> Iterator[tuple[int, CellValue]]:
    """The filled cells of a row, without the marks by which we find things again."""
    for column, value in enumerate(values):
        marked = column == 0 and isinstance(value, str) and value.startswith(_MARKS)
        if value is not None and not marked and str(value).strip():
            yield column, value


def _unplaced(
    sheet: str, row: int, column: int, value: CellValue, heading: str = "", name: str = ""
) -> Unplaced:
    return Unplaced(f"{sheet}!{addresses.address(row, column)}", heading, plain(value), name)


def _strays_of_table(sheet: str, grid: Grid, place: SectionPlace) -> Iterator[Unplaced]:
    """What is left of the table, below the headings; every other column is read."""
    if 0 in {*place.columns.values(), *place.own_columns.values(), place.origin_column}:
        return
    for row, values in grid.rows:
        if row > place.header_row:
            for column, value in _cells(values[:1]):
                yield _unplaced(sheet, row, column, value)


def _strays_of_form(sheet: str, grid: Grid, place: SectionPlace) -> Iterator[Unplaced]:
    """Lines between and below those of the form, and what is to the right of everything."""
    lines = set(place.lines.values())
    own = set(place.own_columns.values())
    progress = [row for row, v in grid.first_column() if str(v).startswith(layout.PROGRESS_MARK)]
    end = min(progress, default=0) - 2 if progress else max(lines) + 1  # title and headings above
    last = layout.REASON_COLUMN if progress else _LAST_HINT_COLUMN  # our own words end there
    for row, values in grid.rows:
        theirs = min(lines) < row < end and row not in lines
        below = row > max([*progress, *lines])
        for column, value in _cells(values):
            read = row in own and column in (place.value_column - 1, place.value_column)
            if ((theirs or below) and not read) or column > last:
                yield _unplaced(sheet, row, column, value)


def _whole_sheet(sheet: str, grid: Grid, copied: SectionPlace | None) -> Iterator[Unplaced]:
    """Each cell under its heading; of a copied section only what a person filled in."""
    if copied and copied.is_form and _is_ours(grid, layout.ID_MARK):
        yield from _copied_form(sheet, grid, copied)
        return
    header = copied.header_row if copied and not copied.is_form else _likely_header(grid)
    ours = copied is not None and _is_ours(grid, layout.ID_MARK)
    heads: dict[int, str] = {}
    seen: set[int] = set()
    for row, values in grid.rows:
        cells = dict(_cells(values))
        if row == header:
            heads = {column: str(value) for column, value in cells.items()}
        elif row > header or not ours:
            texts = [(c, value) for c, value in cells.items() if isinstance(value, str)]
            for column, value in cells.items():
                name = next((text for c, text in texts if c != column), "")
                yield _unplaced(sheet, row, column, value, heads.get(column, ""), name)
            seen.update(cells)
    for column, head in heads.items():
        if column not in seen and not ours:
            yield _unplaced(sheet, header, column, head)


def _copied_form(sheet: str, grid: Grid, place: SectionPlace) -> Iterator[Unplaced]:
    for line in sorted([*place.lines.values(), *place.own_columns.values()]):
        value = grid.value(line, place.value_column)
        if value is not None:
            heading = str(grid.value(line, place.value_column - 1) or "")
            yield _unplaced(sheet, line, place.value_column, value, heading)
    yield from _strays_of_form(sheet, grid, place)


def _likely_header(grid: Grid) -> int:
    """The first row, when it looks like headings of the rows below it; else -1."""
    if len(grid.rows) < 2:
        return -1
    row, values = grid.rows[0]
    filled = [value for value in values if value is not None]
    texts = [value for value in filled if isinstance(value, str)]
    return row if len(texts) == len(filled) >= 2 and len(set(texts)) == len(texts) else -1
