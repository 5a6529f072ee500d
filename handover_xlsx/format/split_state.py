"""What a part of a split team remembers on its hidden sheet, since no sheet of it shows that.

How its rows were, so that the part in which one was changed is known when parts are put together
again; and what the lead had decided, for a part has no sheet of conflicts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from handover_xlsx.handover.model import Decision, Handover, RowAsSplit
from handover_xlsx.handover.origin import Origin

_ROWS, _DECISIONS = "rows", "decisions"


def memory_of(handover: Handover) -> Mapping[str, object]:
    """What to write; nothing where there is nothing to remember."""
    found = {
        _ROWS: [[*row[:2], *row.origin, row.digest] for row in sorted(handover.as_split)],
        _DECISIONS: [
            [decision.key, decision.choice, decision.place] for decision in handover.decisions
        ],
    }
    return {name: lines for name, lines in found.items() if lines}


def rows_as_split(memory: Mapping[str, object], sources: int) -> frozenset[RowAsSplit]:
    """How the rows of the first ``sources`` sources were (what is read is untrusted)."""
    return frozenset(
        RowAsSplit(section, source, Origin(sheet, row), digest)
        for section, source, sheet, row, digest in _lines(memory, _ROWS, (str, int, str, int, str))
        if 0 <= source < sources
    )


def earlier_decisions(memory: Mapping[str, object]) -> tuple[Decision, ...]:
    """What had been decided before the team was split."""
    return tuple(
        Decision(key, choice, place)
        for key, choice, place in _lines(memory, _DECISIONS, (str, str, str))
    )


def _lines(memory: Mapping[str, object], name: str, types: tuple[type, ...]) -> Iterator[list]:  # type: ignore[type-arg]
    given = memory.get(name)
    for line in given if isinstance(given, list) else ():
        if isinstance(line, list) and list(map(type, line)) == list(types):
            yield line
