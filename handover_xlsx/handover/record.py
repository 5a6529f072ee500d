"""A row of a section, as one object."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from handover_xlsx.handover.origin import Origin


@dataclass(slots=True)
class Record:
    """One row of a section.

    ``values`` maps field ids, periods and headings of own columns to values of the field's type;
    what could not be understood stays as typed and is listed in ``unread``. ``row`` counts from 0
    on the sheet. ``source`` is the index of its source; in a team's workbook ``origin`` is where
    the row stands in its source's own file.
    """

    values: dict[str, object]
    row: int
    source: int = 0
    unread: frozenset[str] = frozenset()
    origin: Origin | None = None

    def of_source(self, source: int) -> Record:
        """The same row as one of that source; ``dataclasses.replace`` takes five times as long."""
        return Record(self.values, self.row, source, self.unread, self.origin)

    def read(self, key: str) -> object:
        """The value of a field; None where it is blank or could not be understood."""
        return None if key in self.unread else self.values.get(key)

    def moment(self, key: str) -> datetime | None:
        """A date, with its time where it has one; None where there is none."""
        value = self.read(key)
        if isinstance(value, datetime):
            return value
        return datetime.combine(value, time.min) if isinstance(value, date) else None
