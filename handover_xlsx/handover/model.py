"""A handover: what one workbook, or many together, say – and where every value is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as data_field
from datetime import date
from functools import cached_property
from itertools import chain
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from handover_xlsx.handover.content import Unplaced
from handover_xlsx.handover.origin import Origin
from handover_xlsx.handover.places import SectionPlace
from handover_xlsx.handover.remembered import ReplacedEntry
from handover_xlsx.handover.table import EMPTY, Record, Table
from handover_xlsx.package.addresses import address
from handover_xlsx.template.model import Section, Template

if TYPE_CHECKING:
    import pandas as pd

    from handover_xlsx.handover.columns import Columns


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that reading noticed; the rules turn it into a finding."""

    kind: str
    section: str | None = None
    field: str | None = None
    record: int | None = None  # position in the section's table
    sheet: str | None = None
    cell: str | None = None
    value: object = None
    detail: Mapping[str, object] = data_field(default_factory=dict)
    source: int = 0


@dataclass(frozen=True, slots=True)
class Note:
    """A note that someone attached to a cell; with a record where it is next to a value."""

    sheet: str
    cell: str
    text: str
    author: str = ""
    section: str | None = None
    field: str | None = None
    record: int | None = None
    source: int = 0

    @property
    def place(self) -> str:
        """The place as people write it: ``Duties!D7``."""
        return f"{self.sheet}!{self.cell}"


@dataclass(frozen=True)
class Source:
    """One workbook that rows came from."""

    name: str
    path: str
    language: str
    template_id: str
    template_version: int
    workbook_id: str
    leaver: str = ""
    places: Mapping[str, SectionPlace] = data_field(default_factory=dict)
    not_applicable: Mapping[str, str] = data_field(default_factory=dict)
    modified: str = ""
    sections: frozenset[str] = frozenset()
    part: bool = False  # only some of its rows are here: a team's workbook was split
    rows_of_whole: int = 0  # of a part: how many rows there are in all parts together
    fingerprint: str = (
        ""  # of what it contained when it was merged: a team's lead may change it later
    )
    edited: bool = False  # the lead has changed it since
    added: bool = False  # no one's workbook: rows that were added to the team's own

    @property
    def was_split(self) -> bool:
        """Whether other rows of the same leaver are elsewhere."""
        return self.part and not self.added

    @property
    def merged(self) -> bool:
        """Whether its rows are read in a team's workbook, not in the leaver's own."""
        return self.added or bool(self.fingerprint)

    @property
    def file(self) -> str:
        """The file in which its cells are."""
        return PurePath(self.path).name or self.name if self.merged else self.name

    def has(self, section: str) -> bool:
        """Whether the workbook was made with a section (its own choice of optional ones)."""
        return not self.sections or section in self.sections


@dataclass(frozen=True, slots=True)
class Decision:
    """What a team's lead chose for one line of the conflicts.

    ``key`` names the line, "" where it is none of ours; ``place`` is the cell, and ``value`` what
    is in the line as the value, None where that is not known.
    """

    key: str
    choice: str
    place: str = data_field(default="", compare=False)
    value: object = data_field(default=None, compare=False)


class RowAsSplit(NamedTuple):
    """How a row was when its team's workbook was split: a short text that is the same for the same."""

    section: str
    source: int
    origin: Origin
    digest: str


@dataclass
class Handover:
    """The rows of all sources: a table for each section, with everything needed to name a cell."""

    template: Template
    sources: tuple[Source, ...]
    tables: dict[str, Table]
    remarks: list[Remark] = data_field(default_factory=list)
    notes: tuple[Note, ...] = ()  # what people attached to cells
    unplaced: tuple[Unplaced, ...] = ()  # what still waits on the sheet of that name
    replaced: tuple[ReplacedEntry, ...] = ()
    decisions: tuple[Decision, ...] = ()  # what a team's lead wrote on the sheet of conflicts
    as_split: frozenset[RowAsSplit] = frozenset()  # of a part: how its rows were

    def __getstate__(self) -> dict[str, object]:
        """Another process makes its arrays itself."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    def rows(self, section: Section | str, source: int | None = None) -> Sequence[Record]:
        """The rows of a section, of all sources or of one."""
        table = self.tables.get(section if isinstance(section, str) else section.id, EMPTY)
        if source is None:
            return table
        return [table[position] for position in table.by_source.get(source, ())]

    @property
    def rows_of_sources(self) -> Counter[int]:
        """How many rows each source has in all sections together."""
        return Counter(chain.from_iterable(table.source for table in self.tables.values()))

    @cached_property
    def _columns(self) -> dict[str, Columns]:
        """The columns of each section that were used."""
        return {}

    def columns(self, section: Section | str) -> Columns:
        """The section as arrays, one for each column, for everything that goes through all rows."""
        name = section if isinstance(section, str) else section.id
        if name not in self._columns:
            from handover_xlsx.handover.columns import Columns  # numpy: not to write a workbook

            table = self.tables.get(name, EMPTY)
            self._columns[name] = Columns(self.template.by_id[name], table)
        return self._columns[name]

    def write(self, section: str, position: int, field: str, value: object) -> object:
        """Put a value that a team's lead decided on into a row; returns what was there."""
        self._columns.pop(section, None)
        return self.tables[section].write(position, field, value)

    def table(self, section: str) -> pd.DataFrame:
        """The section as a typed DataFrame.

        One row per row of the sheet (index 0 … n-1); one column per field of the template, then the
        periods and people's own columns that occur. Choices are codes
        (ordered categories, as the template lists them), dates datetime64[s], numbers
        Float64, yes/no boolean, texts string; blank and unreadable values are NA. The column
        ``_source`` is the index of the source, ``_row`` the row on the sheet: no field can have such
        a name.
        """
        return self.columns(section).frame

    def unread(self, section: str) -> pd.DataFrame:
        """What could not be understood, in long form: one row per cell.

        Columns: ``position`` (int64, index of ``table``), ``field`` (string), ``value`` (object, as
        it was typed).
        """
        return self.columns(section).unread_cells

    def history(self, section: str) -> pd.DataFrame:
        """The figures of a history in long form: one row per period that has a number.

        Columns: ``position`` (int64, index of ``table``), ``name`` (string, what the figures are
        of), ``period`` (string, ``2025-11``), ``value`` (float64).
        """
        return self.columns(section).history

    def cell(
        self, section: str, field_id: str | None, record: int | None
    ) -> tuple[str, str | None]:
        """Sheet and address of a value; without a record or field only what is known."""
        if record is None:
            return "", None
        table = self.tables[section]
        place = self.sources[table.source[record]].places.get(section)
        if place is None:
            return "", None
        where = place.cell(field_id, table.row[record]) if field_id else None
        return place.sheet, address(*where) if where else None

    def row_name(self, section: str, record: int | None) -> str:
        """What people call the row: the text in the field that names it; a form needs no name."""
        if record is None or self.template.by_id[section].kind == "form":
            return ""
        item = self.template.by_id[section].by_id.get(self.template.by_id[section].names_row)
        row = self.tables[section][record]
        value = row.get(item.id) if item else None
        if value is None or item is None:
            return ""
        language = self.sources[row.source].language
        return item.choices.label(str(value), language) if item.choices else str(value)

    def role(self, role: str, source: int) -> object:
        """The value of a role such as "leaver" or "last_day" for a source; None where blank."""
        reference = self.template.roles.get(role)
        if reference is None:
            return None
        for record in self.rows(reference.section, source):
            if reference.field in record:
                return record.read(reference.field)
        return None

    def last_day(self, source: int) -> date | None:
        """The leaver's last working day."""
        value = self.role("last_day", source)
        return value if isinstance(value, date) else None

    def own_columns(self, section: str) -> tuple[str, ...]:
        """Headings of the columns that people added, in the order they occur."""
        known = self.template.by_id[section]
        own = [place.own_columns for source in self.sources
               if (place := source.places.get(section))]  # fmt: skip
        named = {name for columns in own for name in columns}
        occurring = self.tables.get(section, EMPTY).values
        return tuple(key for key in occurring if key not in known.by_id and key in named)
