"""The sheet of conflicts: a line for each value, and where a lead finds the line of a decision."""

from __future__ import annotations

from collections.abc import Sequence

from handover_xlsx.format.layout import FIRST_COLUMN, FIRST_ROW
from handover_xlsx.handover.columns import NO_PRIORITY
from handover_xlsx.handover.content import Link, Overview
from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.origin import format_origin
from handover_xlsx.locale import N_, translate
from handover_xlsx.merging.conflicts import APART, USE, Conflict, decisions_of
from handover_xlsx.merging.merge import source_labels
from handover_xlsx.package.addresses import address
from handover_xlsx.template.model import text_in
from handover_xlsx.values.show import column_label, show

CONFLICTS = N_("Conflicts")
_HEADS = (
    N_("No."), N_("Sheet"), N_("What"), N_("Field"), N_("Value"), N_("From"), N_("Decision"),
)  # fmt: skip
_VALUE, _DECISION = 4, 6
_ORDINARY = 2  # the place of a row without a priority: as "medium"


def conflict_sheet(handover: Handover, conflicts: Sequence[Conflict], language: str) -> Overview:
    """The conflicts, the most important first; a line each value, those of one conflict together."""
    purpose = N_("The workbooks contradict each other. Choose “Use this” next to the right value, "
                 "or “Different things”; then run: handover merge TEAM.xlsx --resolve")  # fmt: skip
    ordered = sorted(conflicts, key=lambda one: _importance(handover, one))
    table = _Table(handover, language)
    lines = [
        (option.key, table.line(number, conflict, place))
        for number, conflict in enumerate(ordered, 1)
        for place, option in enumerate(conflict.options)
    ]
    return Overview(
        "conflicts",
        translate(CONFLICTS, language),
        translate(purpose, language),
        tuple(translate(head, language) for head in _HEADS),
        (6, 18, 32, 20, 40, 62, 20),
        tuple(cells for _, cells in lines),
        {_DECISION: tuple(translate(choice, language) for choice in (USE, APART))},
        tuple(key for key, _ in lines),
        about=_VALUE,
        grouped=True,
        nothing=translate(N_("None: no two workbooks contradict each other."), language),
    )


def place_of(sheet: Overview, key: str) -> str | None:
    """The cell in which the line with a key is decided on; None where there is no such line."""
    if key not in sheet.keys:
        return None
    return f"{sheet.name}!{address(FIRST_ROW + sheet.keys.index(key), FIRST_COLUMN + _DECISION)}"


def _importance(handover: Handover, conflict: Conflict) -> tuple[bool, int]:
    """Contradictions before probable duplicates; by priority; then as the template is ordered."""
    priorities = handover.columns(conflict.section).priorities
    places = priorities[[row for option in conflict.options for row in option.rows]]
    return conflict.duplicate, min(places[places < NO_PRIORITY].tolist(), default=_ORDINARY)


class _Table:
    """Conflicts as lines in one language."""

    def __init__(self, handover: Handover, language: str) -> None:
        self.handover = handover
        self.language = language
        self.labels = source_labels(handover.sources)
        typed = {decision.key: decision.choice for decision in handover.decisions}
        known = decisions_of(handover.decisions)
        # What is no decision remains as it was typed, so that the person who typed it can fix it.
        self.chosen = {key: translate(known.get(key, text), language)
                       for key, text in typed.items()}  # fmt: skip

    def line(self, number: int, conflict: Conflict, place: int) -> tuple[object, ...]:
        """The cells of one value."""
        section = self.handover.template.by_id[conflict.section]
        option = conflict.options[place]
        item = section.by_id.get(conflict.field)
        return (
            number,
            text_in(section.sheet, self.language),
            self._what(conflict),
            text_in(column_label(section, conflict.field), self.language),
            show(option.value, item, self.language) if item else option.value,
            Link(self._from(conflict, place), section.id, option.rows[0], section.names_row),
            self.chosen.get(option.key),
        )

    def _what(self, conflict: Conflict) -> str:
        if not conflict.duplicate:
            return conflict.name
        names = " / ".join(str(option.value) for option in conflict.options)
        return translate(N_("{names}: probably the same"), self.language).format(names=names)

    def _from(self, conflict: Conflict, place: int) -> str:
        rows = conflict.options[place].rows
        record = self.handover.rows(conflict.section)[rows[0]]
        label = self.labels[record.source]
        text = format_origin(label, record.origin) if record.origin else label
        if len(rows) == 1:
            return text
        return text + translate(N_(" and {count} more"), self.language).format(count=len(rows) - 1)
