"""Whose part of OLD is whose part of NEW: a team's workbook contains several people's rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.text.normalise import normalised


@dataclass(frozen=True)
class People:
    """Indices of sources: pairs (OLD, NEW), and those that only one of them has."""

    pairs: tuple[tuple[int, int], ...]
    only_old: tuple[int, ...]
    only_new: tuple[int, ...]


_KEYS: tuple[Callable[[Source], str], ...] = (
    lambda source: source.workbook_id,
    lambda source: normalised(source.leaver),
    lambda source: source.name,
)


def pair_sources(old: Handover, new: Handover) -> People:
    """Sources are the same by workbook, else by leaver, else by file.

    Two workbooks of one person each are always compared with each other.
    """
    if len(old.sources) == len(new.sources) == 1:
        return People(((0, 0),), (), ())
    before, after = dict(enumerate(old.sources)), dict(enumerate(new.sources))
    pairs = []
    for key in _KEYS:
        for one, source in list(before.items()):
            name = key(source)
            other = next((i for i, s in after.items() if name and key(s) == name), None)
            if other is not None:
                pairs.append((one, other))
                del before[one], after[other]
    return People(tuple(sorted(pairs)), tuple(before), tuple(after))
