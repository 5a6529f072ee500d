"""S, row by row."""

from __future__ import annotations

from collections.abc import Iterator

from handover_xlsx.handover.progress import is_started
from handover_xlsx.locale import N_, Message
from handover_xlsx.validation.registry import Hit, View
from row_oracle.checks import by_rows

_ONE_ROW_FILLED = N_("“{sheet}” is declared not applicable, but one row is filled in")


@by_rows("S113")
def not_applicable_but_filled(view: View) -> Iterator[Hit]:
    """A section was declared not applicable and filled in all the same."""
    for index, source in enumerate(view.handover.sources):
        for name in source.not_applicable:
            section = view.template.by_id.get(name)
            if section is None:
                continue
            started = sum(is_started(section, r) for r in view.handover.rows(section, index))
            if started:
                one = Message(_ONE_ROW_FILLED, {"sheet": section.sheet}) if started == 1 else None
                yield Hit(index, name, values={"count": started}, message=one)
