"""Rows that probably mean one thing although they are called differently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from handover_xlsx.merging.comparable import comparable, is_chinese, text_key
from handover_xlsx.template.model import Field, Section
from handover_xlsx.workbook.handover import Record

NEAR = 88  # of 100, by rapidfuzz: “Marcus Bell” and “Markus Bell” are 91, “Anna Li” and “Ann Lu” 77
_SHORTEST = 5  # letters; shorter names are near too many others
_COMMON = 200  # a word in more names than this tells nothing


@dataclass(frozen=True)
class _Named:
    index: int
    key: str
    digits: tuple[str, ...]
    where: str
    reach: tuple[tuple[str, object], ...]  # phone and e-mail: (field, comparable value)


def probable_duplicates(section: Section, records: list[Record]) -> Iterator[tuple[int, int]]:
    """Pairs of rows (indexes into ``records``) that probably describe one thing.

    People: the same phone or e-mail, or a near name in the same organisation – never when a phone
    or e-mail that both give differs. Things: near names whose figures are the same.
    """
    people = [item for item in section.fields if item.type in ("phone", "email")]
    place = section.by_id.get("organisation")
    rows = [_named(section, people, place, i, record) for i, record in enumerate(records)]
    named = [row for row in rows if row is not None]
    pairs = set(_by_reach(named)) if people else set()
    pairs |= set(_by_name(named, same_place=bool(people)))
    by_index = {row.index: row for row in named}
    for first, second in sorted(pairs):
        one, other = by_index[first], by_index[second]
        if one.key != other.key and not _contradict(one, other):
            yield first, second


def _named(
    section: Section, reach: list[Field], place: Field | None, index: int, record: Record
) -> _Named | None:
    name = record.values.get(section.names_row)
    if not isinstance(name, str):
        return None
    where = record.values.get(place.id) if place else None
    given = ((item.id, comparable(item, record.values.get(item.id))) for item in reach)
    known = tuple((key, value) for key, value in given if value)
    key = text_key(name)
    return _Named(index, key, _digits(key), text_key(str(where or "")), known)


def _contradict(one: _Named, other: _Named) -> bool:
    """Whether both say how to reach them, and not the same way."""
    mine = dict(one.reach)
    return any(key in mine and mine[key] != value for key, value in other.reach)


def _by_reach(rows: Iterable[_Named]) -> Iterator[tuple[int, int]]:
    alike: dict[tuple[str, object], list[int]] = defaultdict(list)
    for row in rows:
        for way in row.reach:
            alike[way].append(row.index)
    for indexes in alike.values():
        if 1 < len(indexes) <= _COMMON:
            yield from _pairs(indexes)


def _by_name(rows: list[_Named], *, same_place: bool) -> Iterator[tuple[int, int]]:
    """Near names; only such are compared that share a word (or two Chinese signs)."""
    from rapidfuzz import fuzz  # not needed by most commands

    alike: dict[tuple[str, str], list[_Named]] = defaultdict(list)
    for row in rows:
        if len(row.key) >= _SHORTEST and not (same_place and not row.where):
            for part in _parts(row.key):
                alike[(part, row.where if same_place else "")].append(row)
    for several in alike.values():
        if len(several) > _COMMON:
            continue
        for one, other in ((a, b) for i, a in enumerate(several) for b in several[i + 1 :]):
            differs = one.key != other.key and one.digits == other.digits
            if differs and fuzz.token_sort_ratio(one.key, other.key) >= NEAR:
                yield one.index, other.index


def _parts(key: str) -> set[str]:
    if is_chinese(key):
        return {key[i : i + 2] for i in range(len(key) - 1)}
    # The beginning of each word: a spelling differs seldom there.
    return {word[:3] for word in key.split()}


def _digits(key: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\d+", key))


def _pairs(indexes: list[int]) -> Iterator[tuple[int, int]]:
    ordered = sorted(indexes)
    return ((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
