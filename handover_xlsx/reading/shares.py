"""Numbers written with a percent sign: 97% is 97 where the unit is %, and 0.97 elsewhere.

A spreadsheet stores 97% as 0.97. Which of both is meant is said by the unit, which stands in the same
row or, for a history, in the row of the figure that the history is about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from handover_xlsx.format.history_lookup_columns import owner_of
from handover_xlsx.handover.table import Record, Table
from handover_xlsx.template.model import Section, Template
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.numbers import of_hundred
from handover_xlsx.values.show import show
from handover_xlsx.values.vocabulary import folded, words

Share = tuple[int, str]  # position and key of a value that was written with a percent sign
_UNIT = "unit"  # the id of the field that says what numbers count, as on the sheet of KPIs


def settle_shares(
    template: Template, tables: Mapping[str, Table], shares: Mapping[str, Sequence[Share]]
) -> None:
    """Turn the values that were written as 97% into 97 where their unit is %."""
    for name, found in shares.items():
        section = template.by_id[name]
        table, units = tables[name], _Units(template, section, tables) if found else None
        for position, key in found:
            column = table.values.get(key, ())
            value = column[position] if column else None
            if units and isinstance(value, float) and units.is_percent(table[position]):
                table.values[key][position] = of_hundred(value)


class _Units:
    """Looks up the unit of a row."""

    def __init__(self, template: Template, section: Section, tables: Mapping[str, Table]) -> None:
        self._section = section
        self._by_name: dict[tuple[int, str], bool] = {}
        owner = owner_of(template, section) if section.periods else None
        if owner and _UNIT in owner.by_id and _UNIT not in section.by_id:
            for record in tables.get(owner.id, ()):
                key = (record.source, normalised(record.get(owner.names_row)))
                self._by_name.setdefault(key, _is_percent(owner, record))

    def is_percent(self, record: Record) -> bool:
        """Whether the unit of a row is the percent sign."""
        if _UNIT in self._section.by_id:
            return _is_percent(self._section, record)
        name = record.get(self._section.names_row)
        return self._by_name.get((record.source, normalised(name)), False)


def _is_percent(section: Section, record: Record) -> bool:
    unit = show(record.get(_UNIT), section.by_id[_UNIT])
    return folded(unit) in words("percent")
