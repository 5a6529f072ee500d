"""C – whether what is filled in holds together: states, persons, order, figures without gaps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from handover_xlsx.handover.table import Record
from handover_xlsx.locale import Message
from handover_xlsx.template.model import CoverageRule, Section
from handover_xlsx.text.normalise import normalised
from handover_xlsx.validation.registry import Hit, View
from handover_xlsx.values.periods import first_day, in_order, period_label, period_of
from row_oracle.checks import by_rows
from row_oracle.declared import declared, histories, hit_for, rows_meant


@by_rows("C206")
def not_there_yet(view: View) -> Iterator[Hit]:
    """A row is still in a state in which it cannot be handed over (coverage: not-yet)."""
    for entry, section in declared(view, "not-yet"):
        for index, record in rows_meant(view, section, entry.when):
            yield hit_for(view, entry, section, record.source, index, entry.field)


@by_rows("C207")
def out_of_order(view: View) -> Iterator[Hit]:
    """Something was done before what has to come first (coverage: in-order)."""
    for entry, section in declared(view, "in-order"):
        by_source: dict[int, dict[str, tuple[int, Record]]] = {}
        for index, record in rows_meant(view, section, entry.when):
            code = str(record.get(entry.field or ""))
            by_source.setdefault(record.source, {})[code] = (index, record)
        for _, rows in sorted(by_source.items()):
            yield from _too_early(view, entry, section, rows)


def _too_early(
    view: View, entry: CoverageRule, section: Section, rows: dict[str, tuple[int, Record]]
) -> Iterator[Hit]:
    day = entry.date or ""
    present = [rows[code] for code in entry.order if code in rows]
    for place, (index, record) in enumerate(present):
        done = record.get(day)
        if done is None or day in record.unread:
            continue
        for first, earlier in present[:place]:
            before = earlier.get(day)
            if day not in earlier.unread and (before is None or str(before) > str(done)):
                other = view.handover.row_name(section.id, first)
                yield hit_for(view, entry, section, record.source, index, day, other=other)
                break


@by_rows("C208")
def period_missing(view: View) -> Iterator[Hit]:
    """A figure is missing between two others (coverage: unbroken)."""
    for entry, history in declared(view, "unbroken"):
        at_least = history.periods.at_least if history.periods else 0
        unit = history.periods.unit if history.periods else "month"
        for _, _, record, place, periods in histories(view, entry, history):
            missing = _missing(periods, unit) if place is not None else []
            if missing and len(periods) >= at_least:  # else the history is too short (C205)
                more = ["…"] if len(missing) > 6 else []
                listed = Message("{list}", {"list": (*map(period_label, missing[:6]), *more)})
                yield hit_for(view, entry, history, record.source, place, history.names_row,
                              missing=listed)  # fmt: skip


_LONGEST = {"week": 7, "month": 31, "quarter": 92}


def _missing(periods: list[str], unit: str) -> list[str]:
    """The periods between the first and the last one that are not there."""
    ordered = [name for name in in_order(periods) if period_of(first_day(name), unit) == name]
    found: list[str] = []
    name = ordered[0] if ordered else ""
    while ordered and name < ordered[-1]:
        if name not in periods:
            found.append(name)
        name = period_of(first_day(name) + timedelta(days=_LONGEST[unit]), unit)
    return found


@by_rows("C209")
def same_person(view: View) -> Iterator[Hit]:
    """Two fields of a row that have to differ say the same (coverage: differs)."""
    for entry, section in declared(view, "differs"):
        for index, record in rows_meant(view, section, entry.when):
            one = record.get(entry.field or "")
            other = record.get(entry.than or "")
            if one is not None and other is not None and normalised(one) == normalised(other):
                yield hit_for(view, entry, section, record.source, index, entry.field)


@by_rows("C210")
def stays_with_the_leaver(view: View) -> Iterator[Hit]:
    """The leaver is named where somebody else has to take over (coverage: not-leaver)."""
    for entry, section in declared(view, "not-leaver"):
        for index, record in rows_meant(view, section, entry.when):
            leaver = view.handover.role("leaver", record.source)
            name = record.get(entry.field or "")
            if name is not None and leaver is not None and normalised(name) == normalised(leaver):
                yield hit_for(view, entry, section, record.source, index, entry.field)
