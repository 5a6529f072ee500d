"""C – whether what is filled in is consistent: states, persons, order, figures without gaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

import numpy as np

from handover_xlsx.handover.columns import Columns, Mask
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_, Message
from handover_xlsx.template.model import CoverageRule, Section
from handover_xlsx.validation.declared import HOW, SAYS, declared, histories, hit_for, rows_meant
from handover_xlsx.validation.registry import Hit, View, rule
from handover_xlsx.values.periods import first_day, in_order, period_label, period_of


@rule(
    "C206", "not-there-yet", "warning",
    message=SAYS, hint=HOW,
    why=N_("What is still in this state on the last day is not handed over: never tried, never moved."),
)  # fmt: skip
def not_there_yet(view: View) -> Iterator[Hit]:
    """A row is still in a state in which it cannot be handed over (coverage: not-yet)."""
    for entry, section in declared(view, "not-yet"):
        for index, source in view.columns(section).at(rows_meant(view, section, entry.when)):
            yield hit_for(view, entry, section, source, index, entry.field)


@rule(
    "C207", "out-of-order", "warning",
    message=SAYS, hint=HOW,
    why=N_("Someone who signs before those who must sign first signs for what was not yet done."),
)  # fmt: skip
def out_of_order(view: View) -> Iterator[Hit]:
    """Something was done before what has to come first (coverage: in-order)."""
    for entry, section in declared(view, "in-order"):
        # A loop: what has an order are a few prepared rows, such as signatures.
        by_source: dict[int, dict[str, tuple[int, Record]]] = {}
        records = view.handover.rows(section)
        for index, source in view.columns(section).at(rows_meant(view, section, entry.when)):
            code = str(records[index].get(entry.field or ""))
            by_source.setdefault(source, {})[code] = (index, records[index])
        for _, rows in sorted(by_source.items()):
            yield from _too_early(view, entry, section, rows)


def _too_early(
    view: View, entry: CoverageRule, section: Section, rows: dict[str, tuple[int, Record]]
) -> Iterator[Hit]:
    day = entry.date or ""
    present = [rows[code] for code in entry.order if code in rows]
    for place, (index, record) in enumerate(present):
        done = record.get(day)
        if done is None or record.is_unread(day):
            continue
        for first, earlier in present[:place]:
            before = earlier.get(day)
            if not earlier.is_unread(day) and (before is None or str(before) > str(done)):
                other = view.handover.row_name(section.id, first)
                yield hit_for(view, entry, section, record.source, index, day, other=other)
                break


@rule(
    "C208", "period-missing", "warning",
    message=SAYS, hint=HOW,
    why=N_("A gap in a history often hides the very month that matters."),
)  # fmt: skip
def period_missing(view: View) -> Iterator[Hit]:
    """A figure is missing between two others (coverage: unbroken)."""
    for entry, history in declared(view, "unbroken"):
        at_least = history.periods.at_least if history.periods else 0
        unit = history.periods.unit if history.periods else "month"
        found = histories(view, entry, history)
        if found is None or not len(found.owners):
            continue
        columns = view.columns(history)
        # With fewer periods the history is too short (C205).
        broken = np.append(
            _is_broken(columns, unit) & (columns.periods_filled >= at_least), [False]
        )
        for number in np.flatnonzero(broken[found.places]).tolist():
            place, source = int(found.places[number]), int(found.sources[number])
            missing = _missing(
                [name for name in columns.periods if columns.filled(name)[place]], unit
            )
            more = ["…"] if len(missing) > 6 else []
            names = map(period_label, missing[:6])
            listed = Message("{list}", {"list": (*names, *more)})
            yield hit_for(view, entry, history, source, place, history.names_row, missing=listed)


_LONGEST = {"week": 7, "month": 31, "quarter": 92}


def _is_broken(columns: Columns, unit: str) -> Mask:
    """The rows of a history with a hole: fewer periods than there are from the first to the last one."""
    there = {name for name in columns.periods if period_of(first_day(name), unit) == name}
    ordered = _in_a_row(in_order(there), unit)
    first = np.full(len(columns), len(ordered), dtype=np.int64)
    last, count = np.full(len(columns), -1, dtype=np.int64), np.zeros(len(columns), dtype=np.int64)
    for number, name in enumerate(ordered):
        if name in there:
            filled = columns.filled(name)
            first[filled] = np.minimum(first[filled], number)
            last[filled] = number
            count += filled
    return (count > 0) & (count < last - first + 1)


def _in_a_row(ordered: Sequence[str], unit: str) -> list[str]:
    """Every period from the first to the last of some, without a hole."""
    found = list(ordered[:1])
    while found and found[-1] < ordered[-1]:
        found.append(period_of(first_day(found[-1]) + timedelta(days=_LONGEST[unit]), unit))
    return found


def _missing(periods: list[str], unit: str) -> list[str]:
    """The periods between the first and the last one that are not there."""
    ordered = [name for name in in_order(periods) if period_of(first_day(name), unit) == name]
    return [name for name in _in_a_row(ordered, unit) if name not in periods]


@rule(
    "C209", "same-person", "warning",
    message=SAYS, hint=HOW,
    why=N_("A stand-in who is the same person cannot stand in."),
)  # fmt: skip
def same_person(view: View) -> Iterator[Hit]:
    """Two fields of a row that have to differ say the same (coverage: differs)."""
    for entry, section in declared(view, "differs"):
        one, other = view.keys(section, entry.field or ""), view.keys(section, entry.than or "")
        same = rows_meant(view, section, entry.when) & (one >= 0) & (one == other)
        for index, source in view.columns(section).at(same):
            yield hit_for(view, entry, section, source, index, entry.field)


@rule(
    "C210", "stays-with-the-leaver", "warning",
    message=SAYS, hint=HOW,
    why=N_("What stays with someone who leaves is taken over by no one."),
)  # fmt: skip
def stays_with_the_leaver(view: View) -> Iterator[Hit]:
    """The leaver is named where someone else has to take over (coverage: not-leaver)."""
    for entry, section in declared(view, "not-leaver"):
        names = view.keys(section, entry.field or "")
        leavers = np.array([_leaver(view, source) for source in range(len(view.handover.sources))])
        same = (names >= 0) & (names == leavers[view.columns(section).source])
        for index, source in view.columns(section).at(same & rows_meant(view, section, entry.when)):
            yield hit_for(view, entry, section, source, index, entry.field)


def _leaver(view: View, source: int) -> int:
    """The leaver of a source, as names are compared; -1 where no one is named."""
    leaver = view.handover.role("leaver", source)
    return -1 if leaver is None else view.key(leaver, source)
