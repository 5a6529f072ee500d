"""Applies what a team's lead decided on the sheet of conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from handover_xlsx.handover.model import Decision, Handover
from handover_xlsx.locale import LANGUAGES, N_, Message
from handover_xlsx.merging.comparable import text_key
from handover_xlsx.merging.conflicts import USE, Conflict, Option, decisions_of, find_conflicts
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.show import column_label, show

_NO_CHOICE = N_("{cell}: “{choice}” is no decision; choose “Use this” next to the right value, or "
                "“Different things”")  # fmt: skip
_NO_LINE = N_("{cell}: this line was added by hand and decides nothing; write the right value on "
              "the sheet it belongs to")  # fmt: skip
_NO_VALUE = N_("{cell}: “{value}” is not one of the values given for “{name}”, “{field}”, so "
               "nothing was decided; choose one of those, or write yours on the sheet “{sheet}”")  # fmt: skip
_GONE = N_("{cell}: no workbook contains the chosen value any more, so nothing was decided; check "
           "the sheet of conflicts again")  # fmt: skip
_SEVERAL = N_("{cell}: there is more than one decision about “{name}”, “{field}”; keep one, and "
              "clear the others")  # fmt: skip


@dataclass(frozen=True)
class Refusal:
    """A decision that was not applied: its line's key, and where it was read."""

    key: str
    place: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def sentence(self, cell: str | None) -> Message:
        """Where, what, and how to fix it; ``cell`` is where the line is now, if it still does."""
        return Message(self.message, {**self.values, "cell": cell or self.place})


@dataclass(frozen=True)
class Change:
    """A value that a decision wrote over another one: section, row and field of its cell."""

    section: str
    row: int
    field: str
    old: object
    new: object


@dataclass(frozen=True)
class Resolved:
    """How many decisions were applied, what that changed, and what could not be."""

    applied: int
    refused: tuple[Refusal, ...] = ()
    changed: tuple[Change, ...] = ()


def resolve(handover: Handover) -> Resolved:
    """Write the chosen values into all rows they concern; the handover is changed.

    Names that are one from now on are changed wherever other sheets refer to them.
    """
    conflicts = find_conflicts(handover)
    refused = list(_unfit(handover, conflicts))
    unfit = {refusal.key for refusal in refused if refusal.message != _NO_CHOICE}
    handover.decisions = tuple(
        decision for decision in handover.decisions if decision.key not in unfit
    )
    decisions = decisions_of(handover.decisions)
    applied = 0
    changed: list[Change] = []
    for conflict in conflicts:
        made = [option for option in conflict.options if option.key in decisions]
        chosen = [option for option in made if decisions[option.key] == USE]
        if chosen and len(made) > 1:
            refused += _contradicting(handover, conflict, made)
        elif chosen:
            changed += _written(handover, conflict, chosen[0].value)
            applied += 1
    edited = {handover.tables[change.section].source[change.row] for change in changed}
    handover.sources = tuple(
        replace(source, edited=source.edited or index in edited)
        for index, source in enumerate(handover.sources)
    )
    return Resolved(applied, tuple(refused), tuple(changed))


def _written(handover: Handover, conflict: Conflict, value: object) -> Iterator[Change]:
    """Write a value wherever a conflict is about."""
    for section, name, row in list(_rows(handover, conflict)):
        old = handover.write(section, row, name, value)
        if old != value:
            yield Change(section, row, name, old, value)


def _unfit(handover: Handover, conflicts: Sequence[Conflict]) -> Iterator[Refusal]:
    """Decisions that decide nothing, whatever else was decided."""
    known = {
        option.key: (conflict, option) for conflict in conflicts for option in conflict.options
    }
    understood = decisions_of(handover.decisions)
    for decision in handover.decisions:
        if not decision.key:
            yield Refusal("", decision.place, _NO_LINE)
        elif decision.key not in known:
            yield Refusal(decision.key, decision.place, _GONE)
        elif decision.key not in understood:
            yield Refusal(decision.key, decision.place, _NO_CHOICE, {"choice": decision.choice})
        elif not _shows_its_value(decision, handover, *known[decision.key]):
            about = {
                "value": show(decision.value),
                **_names(handover, known[decision.key][0]),
            }
            yield Refusal(decision.key, decision.place, _NO_VALUE, about)


def _shows_its_value(one: Decision, handover: Handover, conflict: Conflict, option: Option) -> bool:
    """Whether the line still shows the value that its key stands for."""
    if one.value is None:
        return True
    item = handover.template.by_id[conflict.section].by_id.get(conflict.field)
    records = handover.rows(conflict.section)
    values = [records[row].get(conflict.field) for row in option.rows]
    offered = {normalised(show(value, item, language)) for value in values
               for language in LANGUAGES}  # fmt: skip
    return normalised(show(one.value)) in offered


def _contradicting(
    handover: Handover, conflict: Conflict, made: Sequence[Option]
) -> Iterator[Refusal]:
    places = {decision.key: decision.place for decision in handover.decisions}
    for option in made:
        yield Refusal(option.key, places[option.key], _SEVERAL, _names(handover, conflict))


def _names(handover: Handover, conflict: Conflict) -> dict[str, object]:
    section = handover.template.by_id[conflict.section]
    return {
        "name": conflict.name,
        "field": column_label(section, conflict.field),
        "sheet": section.sheet,
    }


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
                value = record.get(name)
                if isinstance(value, str) and text_key(value) in names:
                    yield section.id, name, row
