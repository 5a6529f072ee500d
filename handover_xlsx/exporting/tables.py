"""Every section as a plain typed table whose rows say where they come from.

Dates are ISO 8601, choices their code with a label column next to it, secrets masked. What could not
be understood as its column's type is in ``_unread`` as typed: a column has one type only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

import numpy as np

from handover_xlsx.handover.columns import Columns
from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.handover.plain_values import Plain, plain_value
from handover_xlsx.handover.table import EMPTY
from handover_xlsx.locale import N_, translate
from handover_xlsx.secrets.find import masked
from handover_xlsx.template.model import Field, Section, text_in
from handover_xlsx.text.normalise import unused
from handover_xlsx.values.field_types import FIELD_TYPES

Value = Plain | Mapping[str, object]

SOURCES, UNPLACED = "sources", "unplaced"
_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name (unique in its table, also in small letters), type and label.

    Types: text, integer, number, yesno (True or False), date (ISO 8601), list (of texts), object
    (text → value).
    """

    name: str
    type: str
    label: str


@dataclass(frozen=True)
class Table:
    """A section's rows, each with a value (None where blank) for every column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


_ORIGIN = (
    Column("_source", "text", N_("file the row comes from")),
    Column("_leaver", "text", N_("who hands over")),
    Column("_workbook", "text", N_("id that copies of one workbook share")),
    Column("_sheet", "text", N_("sheet")),
    Column("_row", "integer", N_("row on the sheet")),
)
_UNREAD = Column("_unread", "object", N_("what could not be understood, as typed"))


def tables(handover: Handover, language: str) -> list[Table]:
    """The sources, then every section of the template, then what has no place in it."""
    found = [_table(handover, section, language) for section in handover.template.sections]
    names = {table.name for table in found}
    first = _sources(handover, f"_{SOURCES}" if SOURCES in names else SOURCES, language)
    rest = [_unplaced(handover, f"_{UNPLACED}" if UNPLACED in names else UNPLACED, language)]
    return [first, *found, *(table for table in rest if table.rows)]


# --- One section ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Part:
    """What fills a column: the values of a key, or the labels of its choices in a language."""

    column: Column
    key: str
    item: Field | None = None
    label_in: str = ""

    def values(self, columns: Columns) -> list[Value]:
        """One value for each row; None where it is blank or not of the column's type."""
        codes, distinct = columns.distinct(self.key)
        shown = np.fromiter([*map(self._value, distinct), None], object, len(distinct) + 1)[codes]
        shown[columns.unread(self.key)] = None
        return list(shown)

    def _value(self, raw: object) -> Value:
        if not _fits(raw, self.column.type):
            return None
        if not self.label_in or self.item is None or self.item.choices is None:
            plain = plain_value(raw)
            return str(plain) if self.column.type == "text" else plain
        codes = raw if isinstance(raw, tuple) else (raw,)
        labels = [self.item.choices.label(str(code), self.label_in) for code in codes]
        return labels if isinstance(raw, tuple) else labels[0]


def _table(handover: Handover, section: Section, language: str) -> Table:
    columns = handover.columns(section)
    given = [*_of_fields(section, language), *_of_others(columns)]
    columns_of_table = (*_ORIGIN, *(part.column for part in given), _UNREAD)
    taken: set[str] = set()  # databases do not tell capitals from small letters
    names = [unused(column.name, taken) for column in columns_of_table]
    parts = [
        replace(part, column=replace(part.column, name=name))
        for part, name in zip(given, names[len(_ORIGIN) : -1], strict=True)
    ]
    values = [part.values(columns) for part in parts]
    rows = zip(
        *_origin(handover, section), *values, _unread(columns, parts, values), strict=True
    )  # fmt: skip
    return Table(
        section.id,
        (*_labelled(_ORIGIN, language), *(part.column for part in parts),
         *_labelled((_UNREAD,), language)),
        tuple(rows),
    )  # fmt: skip


def _labelled(ours: Sequence[Column], language: str) -> tuple[Column, ...]:
    """Columns that no template names, with their labels in a language."""
    return tuple(replace(column, label=translate(column.label, language)) for column in ours)


def _of_fields(section: Section, language: str) -> Iterator[_Part]:
    for item in section.fields:
        kind, label = FIELD_TYPES[item.type].column, text_in(item.label, language)
        yield _Part(Column(item.id, kind, label), item.id, item)
        if item.choices:
            named = Column(f"{item.id}__label", kind, label)
            yield _Part(named, item.id, item, label_in=language)


def _of_others(columns: Columns) -> Iterator[_Part]:
    """Periods, oldest first, and people's own columns."""
    section = columns.section
    periods = columns.periods if section.periods else ()
    for key in periods:
        yield _Part(Column(key, "number", key), key)
    for key in columns.names:
        if key not in section.by_id and key not in periods:
            held = columns.typed(key)[columns.known(key)]
            yield _Part(Column(masked(key), _own_type(held), masked(key)), key)


def _own_type(values: Iterable[object]) -> str:
    """The type of an own column: what all of its cells are, else text."""
    values = list(values)
    kinds = ("number", "yesno", "date")
    return next((kind for kind in kinds if values and all(_fits(v, kind) for v in values)), "text")


def _fits(value: object, kind: str) -> bool:
    """Whether a value can be in a column of a type."""
    if kind in ("number", "integer"):
        limit = kind == "number" or (isinstance(value, int) and abs(value) < _LARGEST)
        return isinstance(value, (int, float)) and not isinstance(value, bool) and limit
    if kind == "yesno":
        return isinstance(value, bool)
    if kind == "date":
        day_only = not isinstance(value, datetime) or value.time() == time()
        return isinstance(value, date) and day_only
    if kind == "list":
        return isinstance(value, tuple)
    return True


def _unread(
    columns: Columns, parts: Iterable[_Part], values: Iterable[Sequence[Value]]
) -> list[Value]:
    """For each row what is there but not in its column, as typed; None where there is nothing."""
    left: list[dict[str, Plain] | None] = [None] * len(columns)
    for part, shown in zip(parts, values, strict=True):
        if part.label_in:
            continue
        typed = columns.typed(part.key)
        missing = np.fromiter((value is None for value in shown), bool, len(columns))
        for place in np.flatnonzero(missing & columns.filled(part.key)).tolist():
            left[place] = {**(left[place] or {}), part.column.name: plain_value(typed[place])}
    return list(left)


def _origin(handover: Handover, section: Section) -> Iterator[tuple[Value, ...]]:
    """Columns: whose a row is, where it is; of a team's workbook in the file it came from."""
    table = handover.tables.get(section.id, EMPTY)
    whose = [_whose(source) for source in handover.sources]
    sheets = [place.sheet if (place := source.places.get(section.id)) else None
              for source in handover.sources]  # fmt: skip
    rows = (
        (*whose[source], *(origin or (sheets[source], row + 1)))
        for source, origin, row in zip(table.source, table.origin, table.row, strict=True)
    )
    yield from zip(*rows, strict=True) if table else [()] * len(_ORIGIN)


def _whose(source: Source) -> tuple[str, str, str]:
    return (source.name, masked(source.leaver), source.workbook_id)


# --- Next to the sections ------------------------------------------------------------------------


def _sources(handover: Handover, name: str, language: str) -> Table:
    columns = (
        Column("source", "text", N_("file")),
        Column("path", "text", N_("path as it was given")),
        Column("leaver", "text", N_("who hands over")),
        Column("workbook", "text", N_("id that copies of one workbook share")),
        Column("language", "text", N_("language of the workbook")),
        Column("template", "text", N_("template")),
        Column("template_version", "integer", N_("version of the template")),
        Column("last_day", "date", N_("last working day")),
        Column("saved", "text", N_("when the workbook was last saved")),
        Column("not_applicable", "object", N_("section and reason")),
    )
    rows = []
    for index, source in enumerate(handover.sources):
        reasons = {key: masked(reason) for key, reason in source.not_applicable.items()}
        rows.append((
            source.name, source.path, masked(source.leaver), source.workbook_id, source.language,
            source.template_id, source.template_version,
            plain_value(handover.last_day(index)), source.modified or None, reasons or None,
        ))  # fmt: skip
    return Table(name, _labelled(columns, language), tuple(rows))


def _unplaced(handover: Handover, name: str, language: str) -> Table:
    columns = (
        *_ORIGIN[:3],
        Column("where", "text", N_("where it was")),
        Column("heading", "text", N_("heading it was under")),
        Column("row", "text", N_("row it belonged to")),
        Column("value", "text", N_("value")),
    )
    rows = tuple(
        (*_whose(handover.sources[value.source]), value.where, masked(value.heading), masked(value.row),
         None if value.value is None else str(plain_value(value.value)))
        for value in handover.unplaced
    )  # fmt: skip
    return Table(name, _labelled(columns, language), rows)
