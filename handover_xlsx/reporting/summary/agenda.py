"""What comes first for the successor: the leaver's own words, the next dates, what matters most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_
from handover_xlsx.reporting.common.wording import Fact, Wording
from handover_xlsx.template.model import Section

MOST = 12


@dataclass(frozen=True)
class Opening:
    """A long text of the Start form, such as what to do in the first week."""

    label: str
    text: str
    origin: str


@dataclass(frozen=True)
class DatedItem:
    """A row with a deadline that is still open."""

    day: date
    day_text: str
    time_left: str
    past: bool
    name: str
    label: str
    section: str
    sheet: str
    who: str
    origin: str


@dataclass(frozen=True)
class Matter:
    """An open row of the highest priority."""

    name: str
    priority: str
    section: str
    sheet: str
    facts: tuple[Fact, ...]
    origin: str


@dataclass(frozen=True)
class Agenda:
    """What comes first: the next ``dates`` soonest first, the ``overdue`` ones latest first.

    The fields that begin with ``more`` say how many items are not listed, "" where all are.
    """

    openings: tuple[Opening, ...]
    dates: tuple[DatedItem, ...]
    more_dates: str
    overdue: tuple[DatedItem, ...]
    more_overdue: str
    matters: tuple[Matter, ...]
    more_matters: str


def agenda(wording: Wording) -> Agenda:
    """What comes first in a handover."""
    items = (_dated_item(wording, due) for due in open_deadlines(wording.handover))
    dated = sorted(items, key=lambda item: (item.day, item.name))
    coming = [item for item in dated if not item.past]
    overdue = [item for item in reversed(dated) if item.past]
    matters = _most_important(wording)
    return Agenda(
        openings=tuple(_openings(wording)),
        dates=tuple(coming[:MOST]),
        more_dates=_more(wording, coming),
        overdue=tuple(overdue[:MOST]),
        more_overdue=_more(wording, overdue),
        matters=tuple(matters[:MOST]),
        more_matters=_more(wording, matters),
    )


def opening_fields(section: Section) -> tuple[str, ...]:
    """The long texts of the Start form that a successor reads first."""
    return tuple(name for name in section.report.details if section.by_id[name].type == "long")


def _openings(wording: Wording) -> Iterator[Opening]:
    start = wording.handover.template.start
    if start is None:
        return
    for record in sorted(wording.handover.rows(start), key=lambda record: record.source):
        for name in opening_fields(start):
            text = wording.cell(start, record, name)
            if text:
                yield Opening(wording.heading(start, name), text, wording.origin(record.source))


class Due(NamedTuple):
    """A deadline of a row that is not closed."""

    section: Section
    record: Record
    field: str
    day: date


def open_deadlines(handover: Handover) -> Iterator[Due]:
    """Every deadline that is still open, section by section and row by row."""
    for section in handover.template.sections:
        columns, rows = handover.columns(section), handover.rows(section)
        marked = [item.id for item in section.fields if item.deadline]
        open_ = {name: columns.open & ~np.isnat(columns.days(name)) for name in marked}
        for position in np.flatnonzero(np.any([columns.nowhere, *open_.values()], axis=0)).tolist():
            for name in marked:
                if open_[name][position]:
                    yield Due(section, rows[position], name, columns.typed(name)[position])


def _dated_item(wording: Wording, due: Due) -> DatedItem:
    section, record, name, day = due
    return DatedItem(
        day=day,
        day_text=wording.cell(section, record, name),
        time_left=wording.days_until(day),
        past=day < wording.today,
        name=wording.name(section, record),
        label=wording.heading(section, name),
        section=section.id,
        sheet=wording.label(section.sheet),
        who=_who(wording, section, record),
        origin=wording.origin(record.source),
    )


def _who(wording: Wording, section: Section, record: Record) -> str:
    """The person a row is in the hands of: the first one that the report shows."""
    shown = (*section.report.columns, *section.report.details, *section.by_id)
    people = (name for name in shown if name in section.by_id and section.by_id[name].person)
    return next((who for name in people if (who := wording.cell(section, record, name))), "")


def _most_important(wording: Wording) -> list[Matter]:
    """The open rows of the highest priority that any open row has."""
    ranked: dict[int, list[tuple[Section, Record]]] = {}
    for section in wording.handover.template.sections:
        columns, rows = wording.handover.columns(section), wording.handover.rows(section)
        for position, _ in columns.at(columns.filled(section.priority or "") & columns.open):
            place = int(columns.priorities[position])
            ranked.setdefault(place, []).append((section, rows[position]))
    highest = ranked[min(ranked)] if ranked else []
    return [_matter(wording, section, record) for section, record in highest]


def _matter(wording: Wording, section: Section, record: Record) -> Matter:
    columns = [c for c in section.report.columns if c not in (section.names_row, section.priority)]
    given = ((wording.heading(section, c), wording.cell(section, record, c)) for c in columns)
    return Matter(
        name=wording.name(section, record),
        priority=wording.cell(section, record, section.priority or ""),
        section=section.id,
        sheet=wording.label(section.sheet),
        facts=tuple(Fact(label, text) for label, text in given if text),
        origin=wording.origin(record.source),
    )


def _more(wording: Wording, items: Sequence[object]) -> str:
    count = len(items[MOST:])
    one = N_("One more is in its section below.")
    many = N_("{count} more are in their sections below.")
    return wording.count(count, one, many) if count else ""
