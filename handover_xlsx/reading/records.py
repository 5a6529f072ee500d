"""The rows of every section: each cell as a value of its field's type, or a remark about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from handover_xlsx.handover.model import Record, Remark
from handover_xlsx.handover.origin import understood
from handover_xlsx.handover.places import Located, SectionPlace
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
    shares: dict[str, list[Share]] = field(default_factory=dict)
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
    settle_shares(reading.template, reading.records, reading.shares)
    for (section_id, key), found in reading.changed.items():
        _remark_changed(reading, reading.template.by_id[section_id], key, found)


def _remark_changed(reading: Reading, section: Section, key: str, found: Respelled) -> None:
    """One remark a column, with the cells, what was typed and what it was taken for."""
    place, records = reading.located.places[section.id], reading.records[section.id]
    examples = []
    for index, raw in found.first:
        where = place.cell(key, records[index].row)
        cell = addresses.address(*where) if where else ""
        examples.append((cell, raw, records[index].values[key]))
    remark_cell(reading, "changed", section, key, found.first[0][0],
                detail={"count": found.count, "examples": tuple(examples)})  # fmt: skip


def _read_form(reading: Reading, section: Section, place: SectionPlace) -> None:
    grid = reading.grids[place.sheet]
    record = Record({}, place.header_row)
    columns = []
    for key in (*place.lines, *place.own_columns):
        where = place.cell(key, 0)
        value = grid.value(*where) if where else None
        columns.append((key, [] if value is None else [(record, value)]))
    _keep(reading, section, place, [record], columns)


def _read_table(reading: Reading, section: Section, place: SectionPlace) -> None:
    rows = [
        (Record({}, row, reading.strays), values)
        for row, values in reading.grids[place.sheet].rows
        if row > place.header_row
    ]
    if place.origin_column is not None:
        for record, label in _cells(rows, place.origin_column):
            source, record.origin = understood(label, reading.origins)
            record.source = reading.strays if source is None else source
    columns = {**place.columns, **place.own_columns}
    filled = ((key, _cells(rows, column)) for key, column in columns.items())
    _keep(reading, section, place, [record for record, _ in rows], filled)


_Cells = Sequence[tuple[Record, CellValue]]


def _cells(rows: Iterable[tuple[Record, Sequence[CellValue]]], column: int) -> _Cells:
    """The filled cells of a column."""
    return [
        (record, value)
        for record, values in rows
        if column < len(values) and (value := values[column]) is not None
    ]


def _keep(
    reading: Reading,
    section: Section,
    place: SectionPlace,
    records: Sequence[Record],
    columns: Iterable[tuple[str, _Cells]],
) -> None:
    """The records with what their cells mean, column by column; blank rows leave no record."""
    noted: list[tuple[Record, str, CellValue, Converted]] = []
    for key, cells in columns:
        if key in place.own_columns:
            for record, raw in cells:
                record.values[key] = _as_own(raw)
        else:
            item = section.by_id.get(key, _PERIOD_FIELD)
            shares = reading.shares.setdefault(section.id, [])
            read = _read_column(key, item, cells, reading, shares)
            noted += [(record, key, raw, converted) for record, raw, converted in read]
    kept = [record for record in records if record.values]
    reading.records[section.id] += kept
    index = {id(record): place for place, record in enumerate(kept)}
    known = [one for one in noted if id(one[0]) in index]
    for record, key, raw, converted in sorted(known, key=lambda one: index[id(one[0])]):
        number = index[id(record)]
        if not converted.trouble:
            reading.changed.setdefault((section.id, key), Respelled()).note(number, raw)
            continue
        if converted.trouble == "only-spaces":
            remark_cell(reading, converted.trouble, section, key, number)
            continue
        record.unread |= {key}
        remark_cell(reading, converted.trouble, section, key, number, raw, converted.detail)


def _as_own(raw: CellValue) -> object:
    """What stands in a person's own column: the number, unless another text is seen."""
    if isinstance(raw, FormattedNumber):
        return str(raw) if raw.is_share or raw.is_code else float(raw)
    return str(raw) if isinstance(raw, _NO_VALUE) else raw


def _read_column(
    key: str, item: Field, cells: _Cells, reading: Reading, shares: list[Share]
) -> Iterator[tuple[Record, CellValue, Converted]]:
    """Put the values of one column into their records; yield what is to be remarked."""
    as_typed = is_kept_as_typed(item)
    known: dict[tuple[type | str, CellValue], Converted] = {}
    for record, raw in cells:
        if as_typed and is_ordinary(raw):  # nearly every cell of a long table
            record.values[key] = raw
            continue
        same = (raw.code if isinstance(raw, FormattedNumber) else raw.__class__, raw)
        converted = known.get(same)
        if converted is None:
            converted = known[same] = convert(raw, item, reading.context)
        if converted.trouble != "only-spaces":
            record.values[key] = converted.value
            if converted.share:
                shares.append((record, key))
        if converted.trouble or converted.changed:
            yield record, raw, converted


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
    cell = addresses.address(*where) if where else None
    reading.remarks.append(
        Remark(kind, section.id, key, index, place.sheet, cell, value, detail or {}, record.source)
    )
