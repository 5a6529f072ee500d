"""Numbers written with a percent sign: 97% is 97 where the unit is %, and 0.97 elsewhere.

A spreadsheet stores 97% as 0.97.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from handover_xlsx.format.percent_units import PercentUnits
from handover_xlsx.handover.table import Record, Table
from handover_xlsx.template.model import Template
from handover_xlsx.values.numbers import of_hundred

Share = tuple[int, str]  # position and key of a value that was written with a percent sign


def settle_shares(
    template: Template, tables: Mapping[str, Table], shares: Mapping[str, Sequence[Share]]
) -> None:
    """Turn the values that were written as 97% into 97 where their unit is %."""

    def rows_of(name: str) -> Iterator[tuple[int, Record]]:
        return ((row.source, row) for row in tables.get(name, ()))

    for name, found in shares.items():
        if not found:
            continue
        table, units = tables[name], PercentUnits(template, template.by_id[name], rows_of)
        for position, key in found:
            column = table.values.get(key, ())
            value = column[position] if column else None
            row = table[position]
            if isinstance(value, float) and units.count(row.source, row):
                table.values[key][position] = of_hundred(value)
