"""What 97% means in a row: 97 where the row counts in %, else 0.97.

The unit is in the same row or, for a history, in the row of the figure that the history is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from handover_xlsx.format.history_lookup_columns import owner_of
from handover_xlsx.template.model import Section, Template
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.show import show
from handover_xlsx.values.vocabulary import folded, words

_UNIT = "unit"  # the id of the field that says what numbers count, as on the sheet of KPIs


class _Row(Protocol):
    def get(self, name: str, /) -> object: ...


class PercentUnits:
    """Looks up whether the rows of a section count in %.

    ``rows_of`` gives the rows of a section by its id, each with the index of its source.
    """

    def __init__(
        self,
        template: Template,
        section: Section,
        rows_of: Callable[[str], Iterable[tuple[int, _Row]]],
    ) -> None:
        self._section = section
        self._by_name: dict[tuple[int, str], bool] = {}
        owner = owner_of(template, section) if section.periods else None
        if owner and _UNIT in owner.by_id and _UNIT not in section.by_id:
            for source, row in rows_of(owner.id):
                key = (source, normalised(row.get(owner.names_row)))
                self._by_name.setdefault(key, _is_percent(owner, row))

    def count(self, source: int, row: _Row) -> bool:
        """Whether a row of the section counts in %."""
        if _UNIT in self._section.by_id:
            return _is_percent(self._section, row)
        name = row.get(self._section.names_row)
        return self._by_name.get((source, normalised(name)), False)


def _is_percent(section: Section, row: _Row) -> bool:
    unit = show(row.get(_UNIT), section.by_id[_UNIT])
    return folded(unit) in words("percent")
