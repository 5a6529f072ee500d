"""Which row of OLD is which row of NEW – wherever it is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from handover_xlsx.comparing.likeness import fingerprint, identifying_fields, key_of, likeness
from handover_xlsx.handover.table import Record
from handover_xlsx.template.model import Section

_ENOUGH = 0.5  # a row is known again while at least half of what it says is
_FEW = 2500  # so many pairs of rows are all looked at
_TOO_COMMON = 400  # a value that so many pairs share distinguishes no one

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

    Where a row is only decides between equals, so that sorting and inserting change nothing.
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
    """Rows that say exactly the same: first those on the same line, then one after the other."""
    old, new = (_by_fingerprint(rows) for rows in (waiting.old, waiting.new))
    for content in old.keys() & new.keys():
        one, other = old[content], new[content]
        for row in one.keys() & other.keys():
            waiting.match(one.pop(row), other.pop(row))
        for pair in zip(one.values(), other.values(), strict=False):
            waiting.match(*pair)


def _by_fingerprint(rows: Mapping[int, Record]) -> dict[frozenset[object], dict[int, int]]:
    """What a row says → line → index."""
    found: dict[frozenset[object], dict[int, int]] = defaultdict(dict)
    for index, record in rows.items():
        found[fingerprint(record)][record.row] = index
    return found


def _match_by_key(section: Section, waiting: _Open, name: str) -> None:
    """Rows with the same key; where a key is there more than once, the most alike go together."""
    groups: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((waiting.old, waiting.new)):
        for index, record in rows.items():
            key = key_of(record.get(name))
            if key:
                groups[key][side].append(index)
    for old, new in groups.values():
        if len(old) == len(new) == 1:
            waiting.match(old[0], new[0])
        elif old and new:
            _match_best(section, waiting, _candidates(waiting, old, new), 0.0)
            rest = [[i for i in old if i in waiting.old], [i for i in new if i in waiting.new]]
            for pair in zip(*rest, strict=False):
                waiting.match(*pair)


def _match_alike(section: Section, waiting: _Open) -> None:
    candidates = _candidates(waiting, [*waiting.old], [*waiting.new])
    _match_best(section, waiting, candidates, _ENOUGH)


def _match_best(
    section: Section, waiting: _Open, candidates: Iterable[tuple[int, int]], enough: float
) -> None:
    """Match pairs from the most alike on; the nearer one of equals."""
    rated = []
    for old, new in candidates:
        one, other = waiting.old[old], waiting.new[new]
        alike = likeness(section, one, other)
        if alike >= enough:
            rated.append((-alike, abs(one.row - other.row), old, new))
    for _, _, old, new in sorted(rated):
        if old in waiting.old and new in waiting.new:
            waiting.match(old, new)


def _candidates(
    waiting: _Open, old: Sequence[int], new: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: all of a few rows; of many, those that share a rare value."""
    if len(old) * len(new) <= _FEW:
        yield from product(old, new)
        return
    holders: dict[tuple[str, object], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, (rows, chosen) in enumerate(((waiting.old, old), (waiting.new, new))):
        for index in chosen:
            for cell in fingerprint(rows[index]):
                holders[cell][side].append(index)
    rare = (both for both in holders.values() if len(both[0]) * len(both[1]) <= _TOO_COMMON)
    yield from dict.fromkeys(pair for both in rare for pair in product(*both))
