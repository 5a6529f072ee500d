"""Which workbooks are states of one: the newest of each person counts, the others are named.

Two workbooks of leavers who are called the same are one person's when they grew from the same blank
workbook (its id), or when department and position are the same as far as both say them. The time is
the one inside the workbook: a file's own changes with every copy.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.handover.origin import Origin
from handover_xlsx.text.normalise import normalised

PERSON = ("position", "department")
"""The roles that tell people of one name apart."""


@dataclass(frozen=True)
class Versions:
    """Sources by their index: those that count, in an order that every merge finds again.

    ``replaced`` are (older, newer) pairs; ``repeated`` are pairs that say the same word for word.
    ``remembered`` are those of both, with their fingerprint, by which later merges find out that two
    others are one person's.
    """

    kept: tuple[int, ...]
    replaced: tuple[tuple[int, int], ...] = ()
    repeated: tuple[tuple[int, int], ...] = ()
    remembered: tuple[tuple[int, str], ...] = ()
    fingerprints: tuple[str, ...] = ()  # of those kept
    edited: frozenset[int] = frozenset()


def digest(content: object) -> str:
    """A short text that is the same for the same."""
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@dataclass
class _State:
    """One source with its rows, and what tells it from others."""

    index: int
    source: Source
    position: str = ""
    department: str = ""
    rows: list[tuple[str, list[tuple[str, str]]]] = field(default_factory=list)  # section, texts
    first: Origin | None = None  # where its first row is
    unplaced: list[str] = field(default_factory=list)  # notes, and what has no place

    @cached_property
    def leaver(self) -> str:
        return normalised(self.source.leaver)

    @cached_property
    def fingerprint(self) -> str:
        """The same for two sources that say the same."""
        if self.index < 0:
            return self.source.fingerprint
        return digest((self.rows, sorted(self.source.not_applicable.items())))

    @property
    def as_merged(self) -> str:
        """The fingerprint of what it said when it was first merged."""
        return "" if self.source.added else self.source.fingerprint or self.fingerprint

    @property
    def identity(self) -> str:
        """The id that all states of one workbook share."""
        return self.source.workbook_id

    @property
    def everything(self) -> tuple[str, list[str]]:
        """What it says, and what is next to it."""
        return self.fingerprint, sorted(self.unplaced)

    @cached_property
    def place(self) -> tuple[str, ...]:
        """Where the source is among all."""
        source = self.source
        return (
            str(source.added),
            self.leaver,
            source.name,
            source.workbook_id,
            source.modified,
            self.fingerprint,
        )

    @property
    def age(self) -> tuple[object, ...]:
        """What sorts the newest last; what a team's lead has fixed is newer than its original."""
        # Of two that say the same, in two languages perhaps: the same one in every merge.
        original = not self.source.merged
        return (
            self.source.modified, self.edited, len(self.rows), self.place, str(self.first), original,
        )  # fmt: skip

    @property
    def edited(self) -> bool:
        """Whether a team's lead has changed it since it was merged."""
        source = self.source
        return not source.part and source.fingerprint not in ("", self.fingerprint)

    def is_same_person(self, other: _State) -> bool:
        """Whether both are one person's, given that their leavers are called the same."""
        if self.source.added or other.source.added:
            return False  # what was added to a team's workbook is no one's
        mine, its = self.source.workbook_id, other.source.workbook_id
        if mine and mine == its:
            return True
        if not self.leaver:
            return self.fingerprint == other.fingerprint
        pairs = ((self.position, other.position), (self.department, other.department))
        return all(one == another for one, another in pairs if one and another)


def newest(handover: Handover) -> Versions:
    """The newest state of each person's workbook."""
    states = _states(handover)
    kept: list[int] = []
    replaced: list[tuple[int, int]] = []
    repeated: list[tuple[int, int]] = []
    remembered: list[tuple[int, str]] = []
    for group in _people([*states, *_earlier(handover)]):
        present = [state for state in group if state.index >= 0]
        if not present:
            continue
        *older, last = sorted(present, key=lambda state: state.age)
        kept.append(last.index)
        for state in older:
            # The same under the same id tells nothing new.
            if state.everything != last.everything or state.identity != last.identity:
                remembered.append((state.index, state.fingerprint))
            pairs = repeated if state.everything == last.everything else replaced
            pairs.append((state.index, last.index))
    kept.sort(key=lambda index: states[index].place)
    fingerprints = (states[i].as_merged for i in kept)
    return Versions(
        tuple(kept), tuple(sorted(replaced)), tuple(sorted(repeated)), tuple(sorted(remembered)),
        tuple(fingerprints), frozenset(one.index for one in states if one.edited),
    )  # fmt: skip


def _states(handover: Handover) -> list[_State]:
    states = [_State(index, source) for index, source in enumerate(handover.sources)]
    for section, table in handover.tables.items():
        for source, texts, origin in zip(table.source, table.texts(), table.origin, strict=True):
            states[source].first = states[source].first if states[source].rows else origin
            states[source].rows.append((section, texts))
    for note in handover.notes:
        states[note.source].unplaced.append(f"{note.field}: {note.author}: {note.text}")
    for one in handover.unplaced:
        states[one.source].unplaced.append(f"{one.where}: {one.heading}: {one.value}")
    for role in PERSON:
        reference = handover.template.roles.get(role)
        for record in handover.rows(reference.section) if reference else ():
            value = record.get(reference.field) if reference else None
            if value is not None:
                setattr(states[record.source], role, normalised(value))
    return states


def _earlier(handover: Handover) -> Iterator[_State]:
    """What earlier merges replaced: it still tells that two others are one person's."""
    for entry in handover.replaced:
        source = Source(
            entry.name, "", "", "", 0, entry.workbook_id, entry.leaver,
            modified=entry.modified, fingerprint=entry.fingerprint,
        )  # fmt: skip
        yield _State(-1, source, normalised(entry.position), normalised(entry.department))


def _people(states: Sequence[_State]) -> Iterator[list[_State]]:
    """The states of each person's workbook."""
    named: dict[str, list[_State]] = {}
    for state in states:
        named.setdefault(state.leaver, []).append(state)
    for alike in named.values():
        people: list[list[_State]] = []
        for state in sorted(alike, key=lambda state: state.place) if len(alike) > 1 else alike:
            same = [
                person for person in people if any(state.is_same_person(other) for other in person)
            ]
            people = [person for person in people if person not in same]
            people.append([state, *(other for one in same for other in one)])
        yield from people
