"""The rows of a section, column by column: what a handover is made of.

Plain lists, so that a process which only reads needs no pandas; ``Columns`` shows them as arrays and
as a typed DataFrame.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from itertools import repeat
from typing import overload

from handover_xlsx.handover.origin import Origin


@dataclass
class Table(Sequence["Record"]):
    """The rows of one section.

    ``values`` maps field ids, periods and headings of own columns to one value per row, of the
    field's type; None where blank, and every column contains something. What could not be understood
    remains as typed; ``unread`` has the positions of such values by column. ``row`` counts from 0 on
    the sheet, ``source`` is the index of each row's source; in a team's workbook ``origin`` is where
    the row is in its source's own file.

    Once its workbook is read a table is changed by ``append`` and ``write`` alone; as a sequence it
    is one of its rows.
    """

    values: dict[str, list[object]] = field(default_factory=dict)
    row: list[int] = field(default_factory=list)
    source: list[int] = field(default_factory=list)
    origin: list[Origin | None] = field(default_factory=list)
    unread: dict[str, set[int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.row)

    @overload
    def __getitem__(self, position: int) -> Record: ...
    @overload
    def __getitem__(self, position: slice) -> list[Record]: ...
    def __getitem__(self, position: int | slice) -> Record | list[Record]:
        places = range(len(self.row))[position]
        if isinstance(places, int):
            return Record(self, places)
        return [Record(self, place) for place in places]

    def __iter__(self) -> Iterator[Record]:
        return map(Record, repeat(self), range(len(self.row)))

    @property
    def cells(self) -> int:
        """How many cells are filled."""
        return sum(len(column) - column.count(None) for column in self.values.values())

    @cached_property
    def by_source(self) -> Mapping[int, Sequence[int]]:
        """The positions of each source's rows."""
        found: dict[int, list[int]] = {}
        for position, source in enumerate(self.source):
            found.setdefault(source, []).append(position)
        return found

    def texts(self) -> list[list[tuple[str, str]]]:
        """What each row says, as text: the names of its filled columns in order, and their values."""
        columns = sorted(self.values.items())
        named = ([None if value is None else (name, str(value)) for value in column]
                for name, column in columns)  # fmt: skip
        rows = zip(*named, strict=True) if columns else [()] * len(self)
        return [[cell for cell in row if cell is not None] for row in rows]

    def write(self, position: int, name: str, value: object) -> object:
        """Put a value into a row; returns what was there."""
        if name not in self.values:
            self.values[name] = [None] * len(self)
        column = self.values[name]
        before, column[position] = column[position], value
        return before

    def __getstate__(self) -> dict[str, object]:
        """Another process makes what is derived itself."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    def begun(self) -> Sequence[int]:
        """The positions of rows that have something."""
        rows = zip(*self.values.values(), strict=True)
        return [i for i, cells in enumerate(rows) if any(value is not None for value in cells)]

    def taken(self, positions: Sequence[int], sources: Mapping[int, int]) -> Table:
        """The rows at some positions, in that order, as rows of other sources (old → new)."""
        now = {old: new for new, old in enumerate(positions)} if self.unread else {}
        values = {name: [column[i] for i in positions] for name, column in self.values.items()}
        unread = {name: {now[i] for i in places if i in now}
                  for name, places in self.unread.items()}  # fmt: skip
        return Table(
            {name: column for name, column in values.items() if _holds_something(column)},
            [self.row[i] for i in positions],
            [sources[self.source[i]] for i in positions],
            [self.origin[i] for i in positions],
            {name: places for name, places in unread.items() if places},
        )

    def append(self, other: Table, shift: int = 0) -> None:
        """Add the rows of another table, whose sources come behind ours."""
        before = len(self)
        for name, column in other.values.items():
            if name not in self.values:
                self.values[name] = [None] * before
            self.values[name].extend(column)
        self.row += other.row
        self.source += [source + shift for source in other.source] if shift else other.source
        self.origin += other.origin
        for column in self.values.values():
            if len(column) < len(self):
                column.extend(repeat(None, len(self) - len(column)))
        for name, places in other.unread.items():
            self.unread.setdefault(name, set()).update(place + before for place in places)
        self.__dict__.pop("by_source", None)


EMPTY = Table()


def _holds_something(column: Sequence[object]) -> bool:
    return any(value is not None for value in column)


class Record(Mapping[str, object]):
    """One row of a table: the names of its filled columns → their values."""

    __slots__ = ("position", "table")

    def __init__(self, table: Table, position: int) -> None:
        self.table = table
        self.position = position

    def __getitem__(self, name: str) -> object:
        value = self.get(name)
        if value is None:
            raise KeyError(name)
        return value

    def filled(self) -> dict[str, object]:
        """The same as a dict, for whoever goes through all of it."""
        at = self.position
        return {name: column[at] for name, column in self.table.values.items()
                if column[at] is not None}  # fmt: skip

    def __iter__(self) -> Iterator[str]:
        return iter(self.filled())

    def items(self) -> ItemsView[str, object]:
        """Names and values of the filled columns."""
        return self.filled().items()

    def __len__(self) -> int:
        return len(self.filled())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.get(name) is not None

    def get(self, name: str, default: object = None) -> object:
        """The value of a column, as typed where it was not understood."""
        column = self.table.values.get(name)
        value = column[self.position] if column is not None else None
        return default if value is None else value

    @property
    def row(self) -> int:
        """Where the row is on its sheet, counted from 0."""
        return self.table.row[self.position]

    @property
    def source(self) -> int:
        """The index of the row's source."""
        return self.table.source[self.position]

    @property
    def origin(self) -> Origin | None:
        """Where the row is in its source's own file, in a team's workbook."""
        return self.table.origin[self.position]

    def is_unread(self, name: str) -> bool:
        """Whether it has something that could not be understood."""
        return name in self.table.unread and self.position in self.table.unread[name]

    @property
    def unread(self) -> frozenset[str]:
        """The columns with something that could not be understood."""
        return frozenset(name for name in self.table.unread if self.is_unread(name))

    def read(self, name: str) -> object:
        """The value of a column; None where it is blank or could not be understood."""
        return None if self.is_unread(name) else self.get(name)

    def moment(self, name: str) -> datetime | None:
        """A date, with its time where it has one; None where there is none."""
        value = self.read(name)
        if isinstance(value, datetime):
            return value
        return datetime.combine(value, time.min) if isinstance(value, date) else None
