"""The rows of every section: each cell as a value of its field's type, or a remark about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from handover_xlsx.template.model import Field, Section, Template
from handover_xlsx.workbook import layout
from handover_xlsx.workbook.cells import CellError, CellValue, Grid, Uncalculated
from handover_xlsx.workbook.conversion import Context, convert
from handover_xlsx.workbook.handover import Record, Remark
from handover_xlsx.workbook.places import Located, SectionPlace
from handover_xlsx.workbook.placing_tables import place_months_without_year
from handover_xlsx.workbook.provenance import understood

_PERIOD_FIELD = Field("", {}, "number")
_MOST_SHOWN = 3  # entries of a column that are quoted


@dataclass
class Respelled:
    """How many entries of a column were understood though not plain, and the first of them."""

    count: int = 0
    first: list[tuple[int, CellValue]] = field(default_factory=list)

    def note(self, record: int, raw: CellValue) -> None:
        """One entry more, with what was typed."""
        self.count += 1
        if len(self.first) < _MOST_SHOWN:
            self.first.append((record, raw))


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
    records: dict[str, list[Record]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    changed: dict[tuple[str, str], Respelled] = field(default_factory=dict)
    made_here: bool = True  # a company's own file never had the hidden ids


def read_sections(reading: Reading) -> None:
    """Read the Start sheet first, for the last day gives others their year; then the rest."""
    start = reading.template.start
    order = sorted(reading.template.sections, key=lambda section: section is not start)
    for section in order:
        records = reading.records[section.id] = []
        place = reading.located.places.get(section.id)
        if place is None:
            continue
        if place.is_form:
            _read_form(reading, section, place)
        else:
            place_months_without_year(section, place, reading.last_day)
            _read_table(reading, section, place)
        if section is start and records:
            role = reading.template.roles.get("last_day")
            day = records[0].values.get(role.field) if role else None
            if isinstance(day, date):
                reading.last_day = day
                reading.context = Context(day.year, reading.context.date_1904)
    for (section_id, key), found in reading.changed.items():
        _remark_changed(reading, reading.template.by_id[section_id], key, found)


def _remark_changed(reading: Reading, section: Section, key: str, found: Respelled) -> None:
    """One remark a column, with the cells, what was typed and what it was taken for."""
    place, records = reading.located.places[section.id], reading.records[section.id]
    examples = []
    for index, raw in found.first:
        where = place.cell(key, records[index].row)
        cell = layout.address(*where) if where else ""
        examples.append((cell, raw, records[index].values[key]))
    remark_cell(reading, "changed", section, key, found.first[0][0],
                detail={"count": found.count, "examples": tuple(examples)})  # fmt: skip


def _read_form(reading: Reading, section: Section, place: SectionPlace) -> None:
    grid = reading.grids[place.sheet]
    places = {key: place.cell(key, 0) for key in (*place.lines, *place.own_columns)}
    cells = {key: grid.value(*where) for key, where in places.items() if where}
    _add_record(reading, section, place, Record({}, place.header_row), cells)


def _read_table(reading: Reading, section: Section, place: SectionPlace) -> None:
    columns = {**place.columns, **place.own_columns}
    for row, values in reading.grids[place.sheet].rows:
        if row <= place.header_row:
            continue
        cells = {key: values[c] for key, c in columns.items() if c < len(values)}
        origin = place.origin_column
        label = values[origin] if origin is not None and origin < len(values) else None
        source, first = understood(label or "", reading.origins)
        record = Record({}, row, reading.strays if source is None else source, origin=first)
        _add_record(reading, section, place, record, cells)


def _add_record(
    reading: Reading,
    section: Section,
    place: SectionPlace,
    record: Record,
    cells: Mapping[str, CellValue],
) -> None:
    """One record from the cells of a row; blank rows leave no record."""
    reading.records[section.id].append(record)
    index = len(reading.records[section.id]) - 1
    unread = set()
    spaces = []
    for key, raw in cells.items():
        if raw is None:
            continue
        if key in place.own_columns:
            record.values[key] = str(raw) if isinstance(raw, (CellError, Uncalculated)) else raw
            continue
        converted = convert(raw, section.by_id.get(key, _PERIOD_FIELD), reading.context)
        if converted.trouble == "only-spaces":
            spaces.append(key)
            continue
        record.values[key] = converted.value
        if converted.trouble:
            unread.add(key)
            remark_cell(reading, converted.trouble, section, key, index, raw, converted.detail)
        elif converted.changed:
            reading.changed.setdefault((section.id, key), Respelled()).note(index, raw)
    if not record.values:
        reading.records[section.id].pop()
        return
    record.unread = frozenset(unread)
    for key in spaces:
        remark_cell(reading, "only-spaces", section, key, index)


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
    record = reading.records[section.id][index]
    where = place.cell(key, record.row)
    cell = layout.address(*where) if where else None
    reading.remarks.append(
        Remark(kind, section.id, key, index, place.sheet, cell, value, detail or {}, record.source)
    )
