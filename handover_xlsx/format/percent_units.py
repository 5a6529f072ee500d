"""What 97% means in a row: 97 where the row counts in %, else 0.97.

The unit is in the same row or, for a history, in the row of the figure that the history is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handover_xlsx.format.history_lookup_columns import owner_of
from handover_xlsx.template.model import Section, Template
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.show import show
from handover_xlsx.values.vocabulary import folded, words

_UNIT = "unit"  # the id of the field that says what numbers count, as on the sheet of KPIs
_Values = Mapping[str, object]


class PercentUnits:
    """Looks up whether the rows of a section count in %.

    ``rows`` gives the rows of a section by its id, each as its source and its values.
    """

    def __init__(
        self,
        template: Template,
        section: Section,
        rows: Mapping[str, Iterable[tuple[int, _Values]]],
    ) -> None:
        self._section = section
        self._by_name: dict[tuple[int, str], bool] = {}
        owner = owner_of(template, section) if section.periods else None
        if owner and _UNIT in owner.by_id and _UNIT not in section.by_id:
            for source, values in rows.get(owner.id, ()):
                key = (source, normalised(values.get(owner.names_row)))
                self._by_name.setdefault(key, _is_percent(owner, values))

    def count(self, source: int, values: _Values) -> bool:
        """Whether a row of the section counts in %."""
        if _UNIT in self._section.by_id:
            return _is_percent(self._section, values)
        name = values.get(self._section.names_row)
        return self._by_name.get((source, normalised(name)), False)


def _is_percent(section: Section, values: _Values) -> bool:
    unit = show(values.get(_UNIT), section.by_id[_UNIT])
    return folded(unit) in words("percent")
