"""The rows of every section: each cell as a value of its field's type, or a remark about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from operator import itemgetter

from handover_xlsx.handover.model import Remark
from handover_xlsx.handover.origin import parse_origin
from handover_xlsx.handover.places import Located, SectionPlace
from handover_xlsx.handover.table import Table
from handover_xlsx.package import addresses
from handover_xlsx.reading.locate_tables import place_months_without_year
from handover_xlsx.reading.shares import Share, settle_shares
from handover_xlsx.sheets.number_formats import FormattedNumber
from handover_xlsx.sheets.workbook import CellError, CellValue, Grid, Uncalculated
from handover_xlsx.template.model import Field, Section, Template
from handover_xlsx.values.convert import Context, Converted, convert, is_kept_as_typed, is_ordinary

_PERIOD_FIELD = Field("", {}, "number")
_NO_VALUE = (CellError, Uncalculated)
_MOST_SHOWN = 3  # entries of a column that are quoted


@dataclass
class Respelled:
    """How many entries of a column were understood though not plain, and the first of them."""

    count: int = 0
    first: list[tuple[int, CellValue]] = field(default_factory=list)

    def note(self, position: int, raw: CellValue) -> None:
        """One entry more, with what was typed."""
        self.count += 1
        if len(self.first) < _MOST_SHOWN:
            self.first.append((position, raw))


@dataclass
class Reading:
    """One workbook while it is being read."""

    template: Template
    grids: Mapping[str, Grid]
    located: Located
    context: Context
    last_day: date = field(default_factory=lambda: datetime.now(UTC).date())
    origins: dict[str, int] = field(default_factory=dict)
    strays: int = 0  # the source of rows that name none
    tables: dict[str, Table] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    changed: dict[tuple[str, str], Respelled] = field(default_factory=dict)
    shares: dict[str, list[Share]] = field(default_factory=dict)
    made_here: bool = True  # a company's own file never had the hidden ids


def read_sections(reading: Reading) -> None:
    """Read the Start sheet first, for the last day gives others their year; then the rest."""
    start = reading.template.start
    order = sorted(reading.template.sections, key=lambda section: section is not start)
    for section in order:
        table = reading.tables[section.id] = Table()
        place = reading.located.places.get(section.id)
        if place is None:
            continue
        if place.is_form:
            _read_form(reading, section, place)
        else:
            place_months_without_year(section, place, reading.last_day)
            _read_table(reading, section, place)
        if section is start and (table := reading.tables[section.id]):
            role = reading.template.roles.get("last_day")
            day = table[0].get(role.field) if role else None
            if isinstance(day, date):
                reading.last_day = day
                reading.context = Context(day.year, reading.context.date_1904)
    settle_shares(reading.template, reading.tables, reading.shares)
    for (section_id, key), found in reading.changed.items():
        _remark_changed(reading, reading.template.by_id[section_id], key, found)


def _remark_changed(reading: Reading, section: Section, key: str, found: Respelled) -> None:
    """One remark a column, with the cells, what was typed and what it was taken for."""
    place, table = reading.located.places[section.id], reading.tables[section.id]
    examples = []
    for position, raw in found.first:
        where = place.cell(key, table.row[position])
        cell = addresses.address(*where) if where else ""
        examples.append((cell, raw, table.values[key][position]))
    remark_cell(reading, "changed", section, key, found.first[0][0],
                detail={"count": found.count, "examples": tuple(examples)})  # fmt: skip


_Cells = list[CellValue | None]


def _read_form(reading: Reading, section: Section, place: SectionPlace) -> None:
    grid = reading.grids[place.sheet]
    places = ((key, place.cell(key, 0)) for key in (*place.lines, *place.own_columns))
    columns = ((key, [grid.value(*where) if where else None]) for key, where in places)
    _keep(
        reading, section, place, Table(row=[place.header_row], source=[0], origin=[None]), columns
    )


def _read_table(reading: Reading, section: Section, place: SectionPlace) -> None:
    rows = [one for one in reading.grids[place.sheet].rows if one[0] > place.header_row]

    def cells(column: int) -> _Cells:
        return [values[column] if column < len(values) else None for _, values in rows]

    table = Table(
        row=[row for row, _ in rows],
        source=[reading.strays] * len(rows),
        origin=[None] * len(rows),
    )
    if place.origin_column is not None:
        for position, label in enumerate(cells(place.origin_column)):
            if label is not None:
                source, table.origin[position] = parse_origin(label, reading.origins)
                table.source[position] = reading.strays if source is None else source
    columns = {**place.columns, **place.own_columns}
    _keep(reading, section, place, table, ((key, cells(n)) for key, n in columns.items()))


def _keep(
    reading: Reading,
    section: Section,
    place: SectionPlace,
    table: Table,
    columns: Iterable[tuple[str, _Cells]],
) -> None:
    """The table with what its cells mean, column by column; blank rows are left out."""
    noted: list[tuple[int, str, CellValue, Converted]] = []
    shares: list[Share] = []
    for key, cells in columns:
        if key in place.own_columns:
            table.values[key] = [None if raw is None else _as_own(raw) for raw in cells]
            continue
        table.values[key], read = _read_column(
            cells, section.by_id.get(key, _PERIOD_FIELD), reading
        )
        noted += [(position, key, raw, converted) for position, raw, converted in read]
        shares += [(position, key) for position, _, converted in read if converted.share]
    kept = table.begun()
    now = {old: new for new, old in enumerate(kept)}
    sources = {source: source for source in set(table.source)}
    reading.tables[section.id] = table = table.taken(kept, sources)
    reading.shares[section.id] = [(now[position], key) for position, key in shares]
    for position, key, raw, converted in sorted(noted, key=itemgetter(0)):
        if position in now:
            _remark(reading, section, key, now[position], raw, converted)


def _remark(
    reading: Reading, section: Section, key: str, index: int, raw: CellValue, converted: Converted
) -> None:
    """What is reported about a cell that is not plain."""
    if not converted.trouble:
        if converted.changed:
            reading.changed.setdefault((section.id, key), Respelled()).note(index, raw)
        return
    if converted.trouble == "only-spaces":
        remark_cell(reading, converted.trouble, section, key, index)
        return
    reading.tables[section.id].unread.setdefault(key, set()).add(index)
    remark_cell(reading, converted.trouble, section, key, index, raw, converted.detail)


def _as_own(raw: CellValue) -> object:
    """What is in a person's own column: the number, unless another text is seen."""
    if isinstance(raw, FormattedNumber):
        return str(raw) if raw.is_share or raw.is_code else float(raw)
    return str(raw) if isinstance(raw, _NO_VALUE) else raw


def _read_column(
    cells: _Cells, item: Field, reading: Reading
) -> tuple[list[object], list[tuple[int, CellValue, Converted]]]:
    """The values of one column, and the cells that are not plain; each distinct one is read once."""
    as_typed = is_kept_as_typed(item)
    known: dict[tuple[type | str, CellValue], Converted] = {}
    values: list[object] = list(cells)
    noted: list[tuple[int, CellValue, Converted]] = []
    for position, raw in enumerate(cells):
        if raw is None or (as_typed and is_ordinary(raw)):  # nearly every cell of a long table
            continue
        same = (raw.code if isinstance(raw, FormattedNumber) else raw.__class__, raw)
        converted = known.get(same)
        if converted is None:
            converted = known[same] = convert(raw, item, reading.context)
        values[position] = None if converted.trouble == "only-spaces" else converted.value
        if converted.trouble or converted.changed or converted.share:
            noted.append((position, raw, converted))
    return values, noted


def remark_cell(
    reading: Reading,
    kind: str,
    section: Section,
    key: str,
    index: int,
    value: object = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Note something about the cell of a record's field."""
    place = reading.located.places[section.id]
    table = reading.tables[section.id]
    where = place.cell(key, table.row[index])
    cell, source = addresses.address(*where) if where else None, table.source[index]
    reading.remarks.append(
        Remark(kind, section.id, key, index, place.sheet, cell, value, detail or {}, source)
    )
