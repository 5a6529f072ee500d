"""Which row of OLD is which row of NEW – wherever it stands now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from handover_xlsx.comparing.likeness import (
    fingerprint,
    identifying_fields,
    key_of,
    likeness,
)
from handover_xlsx.handover.model import Record
from handover_xlsx.template.model import Section

_ENOUGH = 0.5  # a row is known again while at least half of what it says stands
_FEW = 2500  # so many pairs of rows are all looked at
_TOO_COMMON = 400  # a value that so many pairs share tells nobody apart

Row = tuple[int, Record]
"""A row and its index among the records of its section."""


@dataclass
class Pairing:
    """Indices of records: rows that are in both, rows only in OLD, rows only in NEW."""

    pairs: list[tuple[int, int]] = field(default_factory=list)
    removed: list[int] = field(default_factory=list)
    added: list[int] = field(default_factory=list)


@dataclass
class _Open:
    """Rows that found no partner yet, in the order of their sheets."""

    old: dict[int, Record]
    new: dict[int, Record]
    pairs: list[tuple[int, int]] = field(default_factory=list)

    def match(self, old: int, new: int) -> None:
        self.pairs.append((old, new))
        del self.old[old], self.new[new]


def pair_rows(section: Section, old: Iterable[Row], new: Iterable[Row]) -> Pairing:
    """Rows that are the same thing: word for word, else by key, by name, or by likeness.

    Where a row stands only decides between equals, so that sorting and inserting change nothing.
    """
    waiting = _Open(dict(old), dict(new))
    if section.kind == "form":
        for pair in list(zip(waiting.old, waiting.new, strict=False)):
            waiting.match(*pair)
    else:
        _match_identical(waiting)
        for name in identifying_fields(section):
            _match_by_key(section, waiting, name)
        _match_alike(section, waiting)
    return Pairing(sorted(waiting.pairs, key=lambda pair: pair[1]), [*waiting.old], [*waiting.new])


def _match_identical(waiting: _Open) -> None:
    """Rows that say exactly the same; of several, first the one on the same line."""
    places = defaultdict(list)
    for index, record in waiting.new.items():
        places[fingerprint(record.values)].append(index)
    for old, record in list(waiting.old.items()):
        found = places.get(fingerprint(record.values))
        if found:
            near = min(found, key=lambda new: abs(waiting.new[new].row - record.row))
            found.remove(near)
            waiting.match(old, near)


def _match_by_key(section: Section, waiting: _Open, name: str) -> None:
    """Rows with the same key; where a key is there more than once, the most alike go together."""
    groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((waiting.old, waiting.new)):
        for index, record in rows.items():
            key = key_of(record.values.get(name))
            if key:
                groups[key][side].append(index)
    for old, new in groups.values():
        if len(old) == len(new) == 1:
            waiting.match(old[0], new[0])
        elif old and new:
            _match_best(section, waiting, ((a, b) for a in old for b in new), 0.0)


def _match_alike(section: Section, waiting: _Open) -> None:
    _match_best(section, waiting, _candidates(section, waiting), _ENOUGH)


def _match_best(
    section: Section, waiting: _Open, candidates: Iterable[tuple[int, int]], enough: float
) -> None:
    """Match pairs from the most alike on; the nearer one of equals."""
    rated = []
    for old, new in candidates:
        one, other = waiting.old[old], waiting.new[new]
        alike = likeness(section, one.values, other.values)
        if alike >= enough:
            rated.append((-alike, abs(one.row - other.row), old, new))
    for _, _, old, new in sorted(rated):
        if old in waiting.old and new in waiting.new:
            waiting.match(old, new)


def _candidates(section: Section, waiting: _Open) -> Iterator[tuple[int, int]]:
    """Pairs worth a look: all of a few rows; of many, those that share a rare value."""
    if len(waiting.old) * len(waiting.new) <= _FEW:
        yield from ((old, new) for old in waiting.old for new in waiting.new)
        return
    holders: dict[tuple[str, object], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((waiting.old, waiting.new)):
        for index, record in rows.items():
            for cell in fingerprint(record.values):
                holders[cell][side].append(index)
    rare = (both for both in holders.values() if len(both[0]) * len(both[1]) <= _TOO_COMMON)
    yield from dict.fromkeys((a, b) for old, new in rare for a in old for b in new)
