"""Tables of a handover from a few rows, for tests that need no workbook."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from handover_xlsx.handover.table import Table


@dataclass(frozen=True)
class Line:
    """One row: its values, where it stands (from 0), whose it is, and what was not understood."""

    values: Mapping[str, object]
    row: int = 6
    source: int = 0
    unread: Collection[str] = ()


def table_of(lines: Iterable[Line | Mapping[str, object]]) -> Table:
    """The lines as a table; plain mappings stand below one another from row 6 on."""
    table = Table()
    for number, line in enumerate(lines):
        one = line if isinstance(line, Line) else Line(line, 6 + number)
        given = {name: value for name, value in one.values.items() if value is not None}
        alone = Table({name: [value] for name, value in given.items()}, [one.row], [one.source],
                      [None], {name: {0} for name in one.unread})  # fmt: skip
        table.append(alone)
    return table
