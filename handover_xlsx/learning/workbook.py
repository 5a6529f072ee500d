"""A company's sheet as the learner sees it: cells with their formats, merged areas, checks, widths."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from handover_xlsx.learning.areas import Area, area_of, tidy
from handover_xlsx.package.addresses import address, column_index
from handover_xlsx.reading.identity import kind_of_sheet
from handover_xlsx.secrets.find import masked
from handover_xlsx.secrets.mask import mask_grid
from handover_xlsx.sheets.workbook import CellValue, Grid

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

# Dates of Chinese and Japanese programs that have a number but no pattern in the file.
_NUMBERED_FORMATS = {
    **dict.fromkeys((27, 36, 50, 52, 57), "yyyy-mm"),
    **dict.fromkeys((28, 29, 30, 31, 51, 53, 54, 58), "yyyy-mm-dd"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """One cell: what is there and how it looks. Formulas and errors have no value to learn."""

    row: int
    column: int
    value: object
    text: str  # of a text cell
    raw: str  # the same as typed
    computed: bool
    bold: bool
    red: bool
    fill: str  # "", "yellow" or "other"
    size: float
    format: str
    wrap: bool
    note: str

    @property
    def filled(self) -> bool:
        """Whether anything is there."""
        return self.value is not None or self.computed

    @property
    def styled(self) -> bool:
        """Whether it is set off as headings are."""
        return self.bold or bool(self.fill)

    @property
    def address(self) -> str:
        """As people see it: ``D7``."""
        return address(self.row - 1, self.column - 1)


@dataclass(frozen=True, slots=True)
class Check:
    """A data validation: its kind, its formulas, its message, and the cells it applies to."""

    kind: str
    operator: str
    first: str
    second: str
    message: str
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class ListObject:
    """An Excel table: its name, its area, and its columns' names."""

    name: str
    area: Area
    columns: tuple[str, ...]
    has_headings: bool
    totals: int


@dataclass
class Sheet:
    """A sheet of the company's workbook; ``rows`` are the filled cells that a person sees."""

    name: str
    hidden: bool
    spots: Mapping[tuple[int, int], Spot]
    merged: tuple[Area, ...]
    checks: tuple[Check, ...]
    tables: tuple[ListObject, ...]
    filtered: Area | None
    widths: Mapping[int, float]
    formats: Mapping[int, str]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    rows: dict[int, list[Spot]] = field(default_factory=dict)
    _spans: dict[tuple[int, int], Area] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for (row, column), spot in sorted(self.spots.items()):
            if spot.filled and row not in self.hidden_rows and column not in self.hidden_columns:
                self.rows.setdefault(row, []).append(spot)
        self._spans = {(area.top, area.left): area for area in self.merged}

    def at(self, row: int, column: int) -> Spot | None:
        """The cell, if the file mentions it."""
        return self.spots.get((row, column))

    def span(self, spot: Spot) -> Area:
        """The cells that a cell covers: more than itself when merged."""
        alone = Area(spot.row, spot.column, spot.row, spot.column)
        return self._spans.get((spot.row, spot.column), alone)

    def inside(self, area: Area) -> Iterator[Spot]:
        """The filled cells of an area, hidden ones too (lists are there), row by row."""
        yield from (s for place, s in self.spots.items() if s.filled and area.contains(*place))

    def checks_of(self, area: Area) -> list[Check]:
        """The checks that apply to some cell of an area."""
        return [c for c in self.checks if any(part.meets(area) for part in c.areas)]


def read_sheets(book: Workbook, parts: Mapping[str, bytes]) -> list[Sheet]:
    """The worksheets of a workbook; ``parts`` are the same sheets as XML, for what openpyxl skips."""
    return [_sheet(sheet, parts.get(sheet.title, b"")) for sheet in book.worksheets]


def _sheet(sheet: Worksheet, part: bytes) -> Sheet:
    widths, formats, hidden = _columns(sheet)
    hidden_rows = {row for row, size in sheet.row_dimensions.items() if size.hidden}
    cells = sorted(sheet._cells.items())  # iter_rows would make a million blank ones
    spots = _masked({place: _spot(cell) for place, cell in cells})  # type: ignore[arg-type]
    merged = (Area(r.min_row, r.min_col, r.max_row, r.max_col) for r in sheet.merged_cells.ranges)
    return Sheet(
        name=masked(sheet.title),
        hidden=sheet.sheet_state != "visible",
        spots=spots,
        merged=tuple(sorted(merged)),
        checks=(*_checks(sheet), *_extended_checks(part)),
        tables=tuple(_tables(sheet)),
        filtered=area_of(sheet.auto_filter.ref) if sheet.auto_filter.ref else None,
        widths=widths,
        formats=formats,
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden),
    )


def _columns(sheet: Worksheet) -> tuple[dict[int, float], dict[int, str], set[int]]:
    widths: dict[int, float] = {}
    formats: dict[int, str] = {}
    hidden: set[int] = set()
    for letters, size in sheet.column_dimensions.items():
        first = size.min or column_index(letters) + 1
        for column in range(first, min(size.max or first, first + 300) + 1):
            if size.hidden:
                hidden.add(column)
            if size.customWidth and size.width:
                widths[column] = float(size.width)
            formats[column] = str(size.number_format)
    return widths, formats, hidden


def _spot(cell: Cell) -> Spot:
    value = cell.value
    raw = value if isinstance(value, str) else ""
    computed = getattr(cell, "data_type", "n") in ("f", "e")
    text = "" if computed else tidy(raw)
    style = getattr(cell, "_style", None)  # the only place that has the format's number
    number = getattr(style, "numFmtId", 0)
    note = getattr(cell, "comment", None)
    return Spot(
        row=cell.row,
        column=cell.column,
        value=None if computed or (raw and not text) or value == "" else value,
        text=text,
        raw=raw,
        computed=computed,
        bold=bool(cell.font and cell.font.b),
        red=_is_red(_rgb(cell.font.color if cell.font else None)),
        fill=_fill(cell),
        size=float((cell.font and cell.font.sz) or 11),
        format=_NUMBERED_FORMATS.get(number, str(cell.number_format)),
        wrap=bool(cell.alignment and cell.alignment.wrap_text),
        note=_note(note.text, note.author) if note else "",
    )


def _masked(spots: dict[tuple[int, int], Spot]) -> dict[tuple[int, int], Spot]:
    """The cells with dots instead of every secret: a form that is filled in gives its examples."""
    rows: dict[int, list[CellValue]] = {}
    for (row, column), spot in spots.items():
        values = rows.setdefault(row, [])
        values += [None] * (column - len(values))
        values[-1] = spot.value if isinstance(spot.value, (str, int, float)) else None
    grid = Grid([(row - 1, values) for row, values in rows.items()])
    for secret in mask_grid("", grid, kind_of_sheet):
        if secret.row is not None and secret.column is not None:
            place, shown = (secret.row + 1, secret.column + 1), rows[secret.row + 1][secret.column]
            spots[place] = replace(spots[place], value=shown, text=str(shown), raw=str(shown))
    return spots


def _note(text: str | None, author: str | None) -> str:
    """A comment without the author's name, which Excel writes first."""
    text = masked(tidy(text or ""))
    return text.removeprefix(f"{tidy(author or '')}:").strip() if author else text


_INDEXED = {2: "FF0000", 10: "FF0000", 5: "FFFF00", 13: "FFFF00", 0: "000000", 8: "000000",
            1: "FFFFFF", 9: "FFFFFF"}  # fmt: skip


def _rgb(color: object) -> tuple[int, int, int] | None:
    """The colour, where the file says it outright (colours of a theme are decoration)."""
    kind, value = getattr(color, "type", ""), None
    if kind == "rgb":
        value = str(getattr(color, "rgb", ""))[-6:]
    elif kind == "indexed":
        value = _INDEXED.get(getattr(color, "indexed", -1))
    if value is None or not re.fullmatch("[0-9A-Fa-f]{6}", value):
        return None
    return int(value[:2], 16), int(value[2:4], 16), int(value[4:], 16)


def _is_red(rgb: tuple[int, int, int] | None) -> bool:
    return rgb is not None and rgb[0] >= 0xB0 and max(rgb[1:]) <= 0x50


def _fill(cell: Cell) -> str:
    fill = cell.fill
    if getattr(fill, "fill_type", None) is None:
        return ""
    rgb = _rgb(getattr(fill, "fgColor", None))
    if rgb is None:
        return "other"
    if min(rgb) >= 0xFA:
        return ""  # white
    return "yellow" if rgb[0] >= 0xF0 and rgb[1] >= 0xDC and rgb[2] <= 0xCC else "other"


def _checks(sheet: Worksheet) -> Iterator[Check]:
    for check in sheet.data_validations.dataValidation:
        areas = (Area(r.min_row, r.min_col, r.max_row, r.max_col) for r in check.sqref.ranges)
        yield Check(
            str(check.type or ""), str(check.operator or "between"), str(check.formula1 or ""),
            str(check.formula2 or ""), masked(tidy(check.prompt or "")), tuple(areas),
        )  # fmt: skip


def _extended_checks(part: bytes) -> Iterator[Check]:
    """Checks that refer to another sheet: Excel keeps them in an extension."""
    if b":dataValidation " not in part:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    for one in etree.fromstring(part, parser).iterfind(".//{*}ext//{*}dataValidation"):
        areas = (area_of(ref) for ref in (one.findtext("{*}sqref") or "").split())
        yield Check(
            str(one.get("type", "")),
            str(one.get("operator", "between")),
            one.findtext("{*}formula1/{*}f") or "",
            one.findtext("{*}formula2/{*}f") or "",
            masked(tidy(one.get("prompt", ""))),
            tuple(area for area in areas if area),
        )


def _tables(sheet: Worksheet) -> Iterator[ListObject]:
    for table in sheet.tables.values():
        area = area_of(str(table.ref))
        if area:
            yield ListObject(
                str(table.displayName), area, tuple(str(c.name) for c in table.tableColumns),
                table.headerRowCount != 0, int(table.totalsRowCount or 0),
            )  # fmt: skip
