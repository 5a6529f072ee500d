"""Applies what a team's lead decided on the sheet of conflicts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from handover_xlsx.locale import N_, Message
from handover_xlsx.merging.comparable import text_key
from handover_xlsx.merging.conflicts import USE, Conflict, Option, decisions_of, find_conflicts
from handover_xlsx.template.model import text_in
from handover_xlsx.workbook.handover import Handover


@dataclass(frozen=True)
class Resolved:
    """How many decisions were applied, and what could not be."""

    applied: int
    notes: tuple[Message, ...] = ()


def resolve(handover: Handover) -> Resolved:
    """Write the chosen values into all rows they concern; the handover is changed.

    Names that are one from now on are changed wherever other sheets refer to them.
    """
    decisions = decisions_of(handover.decisions)
    notes: list[Message] = []
    applied = 0
    for conflict in find_conflicts(handover):
        chosen = [one for one in conflict.options if decisions.get(one.key) == USE]
        if not chosen or conflict.decided(decisions) != USE:
            continue
        if len(chosen) > 1:
            notes.append(_undecided(handover, conflict))
            continue
        for section, field, row in _rows(handover, conflict):
            handover.records[section][row].values[field] = chosen[0].value
        applied += 1
    return Resolved(applied, tuple(notes))


def _undecided(handover: Handover, conflict: Conflict) -> Message:
    section = handover.template.by_id[conflict.section]
    said = N_("{sheet}: “{name}”: more than one value is chosen; choose one, then try again")
    sheet = text_in(section.sheet, handover.sources[0].language)
    return Message(said, {"sheet": sheet, "name": conflict.name})


def _rows(handover: Handover, conflict: Conflict) -> Iterator[tuple[str, str, int]]:
    """Section, field and row of every cell that a decision concerns."""
    for option in conflict.options:
        for row in option.rows:
            yield conflict.section, conflict.field, row
    if conflict.duplicate:
        yield from _references(handover, conflict.section, conflict.field, conflict.options)


def _references(
    handover: Handover, target: str, field: str, options: tuple[Option, ...]
) -> Iterator[tuple[str, str, int]]:
    names = {text_key(str(option.value)) for option in options}
    for section in handover.template.sections:
        pointing = [
            item.id
            for item in section.fields
            if item.to and (item.to.section, item.to.field) == (target, field)
        ]
        for row, record in enumerate(handover.rows(section)) if pointing else ():
            for name in pointing:
                value = record.values.get(name)
                if isinstance(value, str) and text_key(value) in names:
                    yield section.id, name, row
