"""What differs between two states of a handover, as data: codes and places, no words yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain

from handover_xlsx.comparing.fixed_findings import FindingChanges, compare_findings
from handover_xlsx.comparing.likeness import comparable, same
from handover_xlsx.comparing.pairing import Pairing, pair_rows
from handover_xlsx.comparing.people import People, pair_sources
from handover_xlsx.errors import UsageError
from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.table import EMPTY, Record
from handover_xlsx.locale import N_
from handover_xlsx.template.model import Section
from handover_xlsx.values.periods import is_period

ROW_ADDED, ROW_REMOVED = "row-added", "row-removed"
CELL_ADDED, CELL_REMOVED, CELL_CHANGED = "cell-added", "cell-removed", "cell-changed"
APPLIES = "not-applicable"
KINDS = (ROW_ADDED, ROW_REMOVED, CELL_ADDED, CELL_REMOVED, CELL_CHANGED, APPLIES)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a row that came or went, or one cell of a row that both have.

    ``old`` and ``new`` are indices into the section's records, None where the row is not there.
    ``field`` is a field's id, a period, or the heading of an own column.
    """

    what: str
    section: str
    old: int | None = None
    new: int | None = None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Declared:
    """A section that became not applicable, or applicable again, or for another reason.

    Reasons are None where the section applies; ``new_source`` is whose it is now.
    """

    section: str
    new_source: int
    old_reason: str | None
    new_reason: str | None


@dataclass(frozen=True)
class Comparison:
    """Everything that differs between OLD and NEW.

    ``only_old`` and ``only_new`` are ids of sections that only one of them has.
    """

    old: Handover
    new: Handover
    changes: tuple[Change, ...]
    declared: tuple[Declared, ...]
    people: People
    only_old: tuple[str, ...] = ()
    only_new: tuple[str, ...] = ()
    pairings: Mapping[str, Pairing] = field(default_factory=dict)

    @cached_property
    def findings(self) -> FindingChanges:
        """What was fixed, what is new, what is still open; both are checked for it."""
        return compare_findings(self.old, self.new, self.pairings, self.people)

    @property
    def differs(self) -> bool:
        """Whether anything differs, where things are and how they are checked aside."""
        return bool(
            self.changes or self.declared or self.only_old or self.only_new
            or self.people.only_old or self.people.only_new or any(self.unplaced)
        )  # fmt: skip

    @cached_property
    def unplaced(self) -> tuple[int, int]:
        """How many values without a place are gone, and how many have come."""
        before, after = _without_place(self.old), _without_place(self.new)
        return (before - after).total(), (after - before).total()

    def count(self, what: str) -> int:
        """How many changes there are of a kind."""
        if what == APPLIES:
            return len(self.declared)
        return sum(change.what == what for change in self.changes)

    def section(self, name: str) -> Section:
        """A section as NEW has it, else as OLD has it."""
        return self.new.template.by_id.get(name) or self.old.template.by_id[name]


def _without_place(handover: Handover) -> Counter[tuple[str, str, object]]:
    return Counter(
        (value.heading, value.row, comparable(value.value)) for value in handover.unplaced
    )


def compare(old: Handover, new: Handover) -> Comparison:
    """What is different in NEW. Raises UsageError when the two have nothing to compare."""
    before, after = old.template.by_id, new.template.by_id
    sections = [*after, *(name for name in before if name not in after)]
    if not set(before) & set(after):
        raise UsageError(
            N_("these workbooks are made from different templates ({names}) that have no sheet in "
               "common; compare two of one kind"),
            names=f"{old.template.id}, {new.template.id}",
        )  # fmt: skip
    people = pair_sources(old, new)
    pairings = {
        name: _pair_section(after.get(name) or before[name], old, new, people) for name in sections
    }
    changes = [
        change
        for name in sections
        for change in _changes(after.get(name) or before[name], old, new, pairings[name])
    ]
    return Comparison(
        old, new, tuple(changes), tuple(_declared(old, new, people)), people,
        only_old=tuple(name for name in before if name not in after),
        only_new=tuple(name for name in after if name not in before),
        pairings=pairings,
    )  # fmt: skip


def _pair_section(section: Section, old: Handover, new: Handover, people: People) -> Pairing:
    """The rows of a section paired person by person: a row never moves to someone else."""
    whole = Pairing()
    before, after = (one.tables.get(section.id, EMPTY) for one in (old, new))
    left, came = dict(before.by_source), dict(after.by_source)
    for one, other in people.pairs:
        rows = ((i, before[i]) for i in left.pop(one, ()))
        found = pair_rows(section, rows, ((i, after[i]) for i in came.pop(other, ())))
        whole.pairs += found.pairs
        whole.removed += found.removed
        whole.added += found.added
    whole.removed += chain.from_iterable(left.values())
    whole.added += chain.from_iterable(came.values())
    return whole


def _changes(section: Section, old: Handover, new: Handover, pairing: Pairing) -> Iterator[Change]:
    """The differences of a section in the order of NEW, rows that are gone at the end."""
    before, after = old.rows(section.id), new.rows(section.id)
    found = [Change(ROW_ADDED, section.id, None, index) for index in pairing.added]
    for one, other in pairing.pairs:
        found += _cells(section, before[one], after[other], one, other)
    yield from sorted(found, key=lambda change: change.new or 0)
    for index in sorted(pairing.removed):
        yield Change(ROW_REMOVED, section.id, index, None)


def _cells(section: Section, old: Record, new: Record, one: int, other: int) -> list[Change]:
    """The cells that differ between two states of a row, in the template's order."""
    keys = [*section.by_id, *_others(section, old, new)]
    found = []
    for key in keys:
        before, after = old.get(key), new.get(key)
        if same(before, after):
            continue
        what = CELL_ADDED if before is None else CELL_REMOVED if after is None else CELL_CHANGED
        found.append(Change(what, section.id, one, other, key))
    return found


def _others(section: Section, old: Record, new: Record) -> list[str]:
    """Periods, oldest first, then own columns and fields that only OLD's template had."""
    keys = dict.fromkeys(key for r in (new, old) for key in r if key not in section.by_id)
    return sorted(keys, key=lambda key: (not is_period(key), key if is_period(key) else ""))


def _declared(old: Handover, new: Handover, people: People) -> Iterator[Declared]:
    for one, other in people.pairs:
        before, after = old.sources[one].not_applicable, new.sources[other].not_applicable
        for name in dict.fromkeys((*after, *before)):
            if not same(before.get(name), after.get(name)):
                yield Declared(name, other, before.get(name), after.get(name))
