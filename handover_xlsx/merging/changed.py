"""What decisions changed, in words: nothing that a person wrote is replaced without a trace."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from handover_xlsx.format import layout
from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.locale import LANGUAGES, N_, Message
from handover_xlsx.merging.deciding import Change
from handover_xlsx.package import addresses
from handover_xlsx.values.show import show

_MOST_CELLS = 5


def change_messages(
    handover: Handover, changed: Iterable[Change], language: str
) -> Iterator[Message]:
    """One line for each value that was replaced: its cells in the team's workbook, old and new."""
    alike: dict[tuple[str, str, str, str], list[Change]] = defaultdict(list)
    for change in changed:
        alike[change.section, change.field, str(change.old), str(change.new)].append(change)
    for group in alike.values():
        first = group[0]
        item = handover.template.by_id[first.section].by_id.get(first.field)
        old, new = ({each: show(value, item, each) for each in LANGUAGES}
                    for value in (first.old, first.new))  # fmt: skip
        yield Message(
            N_("{cells}: “{new}” instead of “{old}” ({leaver})"),
            {"cells": _cells(handover, group, language), "new": new, "old": old,
             "leaver": _leavers(handover, group)},
        )  # fmt: skip


def _cells(handover: Handover, group: list[Change], language: str) -> Message | str:
    """Where the rows are when the team's workbook has been written in a language."""
    sheet = layout.sheet_names(handover.template, language, team=True)[group[0].section]
    places = [
        addresses.address(layout.FIRST_ROW + one.row, _column(handover, one))
        for one in group[:_MOST_CELLS]
    ]
    cells = f"{sheet}!{', '.join(places)}"
    if len(group) <= _MOST_CELLS:
        return cells
    more = N_("{cells} and {count} more")
    return Message(more, {"cells": cells, "count": len(group) - _MOST_CELLS})


def _column(handover: Handover, one: Change) -> int:
    """The column of a field behind *From*; a period's is where it was read."""
    section = handover.template.by_id[one.section]
    ids = [item.id for item in section.fields]
    if one.field in ids:
        return layout.FIRST_COLUMN + 1 + ids.index(one.field)
    place = _source(handover, one).places.get(one.section)
    return place.columns.get(one.field, 0) if place else 0


def _leavers(handover: Handover, group: list[Change]) -> tuple[str, ...]:
    sources = (_source(handover, one) for one in group)
    return tuple(dict.fromkeys(source.leaver or source.name for source in sources))


def _source(handover: Handover, one: Change) -> Source:
    return handover.sources[handover.tables[one.section].source[one.row]]
