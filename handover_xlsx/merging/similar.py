"""Rows that probably mean one thing although they are called differently."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from handover_xlsx.handover.columns import Columns
from handover_xlsx.merging.comparable import comparable, is_chinese, text_key
from handover_xlsx.template.model import Field

NEAR = 88  # of 100, by rapidfuzz: “Marcus Bell” and “Markus Bell” are 91, “Anna Li” and “Ann Lu” 77
_SHORTEST = 5  # letters; shorter names are near too many others
_COMMON = 1_000  # a word in more names than this tells nothing
_REACH = ("phone", "email")  # the types of fields by which people are reached
_PLACE = "organisation"  # the id of the field that says where someone works
_SWITCHBOARD = 20  # a phone or address that more names than this share is no one's own


@dataclass(frozen=True)
class _Entry:
    """What some rows call a thing, and how they say it is reached: (field, comparable value)."""

    key: str
    where: str
    reach: tuple[tuple[str, str], ...]


_Pair = tuple[_Entry, _Entry]


def probable_duplicates(columns: Columns) -> list[list[int]]:
    """Groups of rows (positions) that probably describe one thing.

    People: the same phone or e-mail, or a near name in the same organisation – never when a phone
    or e-mail that two of the group give differs. Things: near names whose figures are the same.
    """
    people = any(item.type in _REACH for item in columns.section.fields)
    rows = _entries(columns)
    entries = sorted(rows, key=repr)  # the order of the files does not matter
    pairs = [*(_by_reach(entries) if people else ()), *_by_name(entries, same_place=people)]
    groups = (sorted(index for entry in group for index in rows[entry]) for group in _groups(pairs))
    return sorted(groups)


def _entries(columns: Columns) -> Mapping[_Entry, Sequence[int]]:
    """What rows call a thing and how they say it is reached, and the rows that say it so."""
    section = columns.section
    ways = [item.id for item in section.fields if item.type in _REACH]
    given = [*dict.fromkeys((section.names_row, _PLACE, *ways))]
    keyed = {name: columns.keyed(name, partial(_key, section.by_id.get(name))) for name in given}
    codes = np.column_stack([of_rows for of_rows, _ in keyed.values()])
    rows: dict[_Entry, list[int]] = defaultdict(list)
    distinct, of_row = np.unique(codes, axis=0, return_inverse=True)
    entries = []
    for which in distinct.tolist():
        keys = {name: keyed[name][1][code] for name, code in zip(given, which, strict=True)
                if code >= 0}  # fmt: skip
        reach = tuple((name, keys[name]) for name in ways if name in keys)
        entries.append(_Entry(keys.get(section.names_row, ""), keys.get(_PLACE, ""), reach))
    for place, number in enumerate(of_row.ravel().tolist()):
        if entries[number].key:
            rows[entries[number]].append(place)
    return rows


def _key(item: Field | None, value: object) -> str | None:
    """A name, a place or a way to reach someone, as it is compared."""
    if item is not None and item.type in _REACH:
        return str(comparable(item, value))
    return text_key(str(value)) if isinstance(value, str) else None


def _groups(pairs: Iterable[_Pair]) -> Iterator[list[_Entry]]:
    """Pairs that share an entry, joined – unless two of them are reached in different ways."""
    home: dict[_Entry, list[_Entry]] = {}
    for one, other in pairs:
        mine, its = home.get(one, [one]), home.get(other, [other])
        if mine is its or any(_contradict(a, b) for a in mine for b in its):
            continue
        joined = [*mine, *its]
        home.update(dict.fromkeys(joined, joined))
    seen: set[int] = set()
    for group in home.values():
        if id(group) not in seen:
            seen.add(id(group))
            yield group


def _contradict(one: _Entry, other: _Entry) -> bool:
    """Whether both say how to reach them, and not the same way."""
    mine = dict(one.reach)
    return any(key in mine and mine[key] != value for key, value in other.reach)


def _by_reach(entries: Iterable[_Entry]) -> Iterator[_Pair]:
    alike: dict[tuple[str, str], list[_Entry]] = defaultdict(list)
    for entry in entries:
        for way in entry.reach:
            alike[way].append(entry)
    for several in alike.values():
        if len(several) <= _SWITCHBOARD:
            for place, one in enumerate(several):
                yield from ((one, other) for other in several[place + 1 :] if one.key != other.key)


def _by_name(entries: Iterable[_Entry], *, same_place: bool) -> Iterator[_Pair]:
    """Near names; only such are compared that share a word (or two Chinese signs) and all figures."""
    from rapidfuzz import fuzz, process  # not needed by most commands

    alike: dict[tuple[object, ...], list[_Entry]] = defaultdict(list)
    for entry in entries:
        if len(entry.key) >= _SHORTEST and not (same_place and not entry.where):
            where = entry.where if same_place else ""
            for part in _parts(entry.key):
                alike[part, where, *re.findall(r"\d+", entry.key)].append(entry)
    for several in alike.values():
        if len({entry.key for entry in several}) == 1 or len(several) > _COMMON:
            continue
        words = [" ".join(sorted(entry.key.split())) for entry in several]
        for place, one in enumerate(several):
            near = process.extract(
                words[place], words[place + 1 :], scorer=fuzz.ratio, score_cutoff=NEAR, limit=None
            )
            for _, _, further in near:
                if several[place + 1 + further].key != one.key:
                    yield one, several[place + 1 + further]


def _parts(key: str) -> list[str]:
    if is_chinese(key):
        return sorted({key[i : i + 2] for i in range(len(key) - 1)})
    # The beginning of each word: a spelling differs seldom there. Figures are compared as they are.
    return sorted({word[:3] for word in key.split() if not word.isdecimal()})
