"""Who takes over how much, and what nobody takes over."""

from __future__ import annotations

from collections.abc import Iterator

from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.table import Record
from handover_xlsx.merging.comparable import text_key
from handover_xlsx.merging.load import A_MONTH, URGENT, Load
from handover_xlsx.template.model import Section
from handover_xlsx.values.vocabulary import names_no_one


def loads(handover: Handover) -> list[Load]:
    """Everybody who takes something over, the most loaded first."""
    leavers = {text_key(source.leaver) for source in handover.sources if source.leaver}
    known = _known_people(handover)
    found: dict[str, Load] = {}
    for section, record, name in _taken(handover):
        if name is None:
            continue
        key = text_key(name)
        load = found.setdefault(key, Load(name, leaves=key in leavers))
        load.in_contacts = not known or key in known
        load.rows[section.id] += 1
        load.urgent += is_urgent(section, record)
        if section.hours:
            hours = hours_a_month(section, record)
            load.hours += hours or 0
            load.uncounted += hours is None
        if not handover.sources[record.source].added:
            load.givers[handover.sources[record.source].leaver] = None
    return sorted(found.values(), key=lambda one: (-one.urgent, -one.hours, -one.total, one.name))


def unclaimed(handover: Handover) -> Iterator[tuple[Section, int]]:
    """Open rows that nobody takes over: section and index of the row."""
    for section in handover.template.sections:
        if section.taken_over_by is None:
            continue
        for index, record in enumerate(handover.rows(section)):
            closed = section.closed_when is not None and section.closed_when.holds(record)
            if taker(section, record) is None and not closed:
                yield section, index


def taker(section: Section, record: Record) -> str | None:
    """Who takes a row over, as it is written; None where no one is named."""
    value = record.get(section.taken_over_by or "")
    return None if value is None or names_no_one(str(value)) else str(value)


def hours_a_month(section: Section, record: Record) -> float | None:
    """The hours that a row takes in a month; None where it does not say, or comes irregularly.

    How often it comes is said in the field whose list has the codes of ``A_MONTH``.
    """
    hours = record.read(section.hours or "")
    if not isinstance(hours, (int, float)):
        return None
    times = A_MONTH.get(str(record.read(_frequency(section))))
    return None if times is None else hours * times


def _frequency(section: Section) -> str:
    """The field that says how often a row comes, "" where there is none."""
    lists = {item.id: set(item.choices.codes) for item in section.fields if item.choices}
    return next((name for name, codes in lists.items() if {"weekly", "monthly"} <= codes), "")


def is_urgent(section: Section, record: Record) -> bool:
    """Whether a row has one of the two highest priorities."""
    item = section.by_id.get(section.priority or "")
    codes = item.choices.codes[:URGENT] if item and item.choices else ()
    return record.get(section.priority or "") in codes


def _taken(handover: Handover) -> Iterator[tuple[Section, Record, str | None]]:
    for section in handover.template.sections:
        if section.taken_over_by:
            for record in handover.rows(section):
                closed = section.closed_when and section.closed_when.holds(record)
                if not closed:
                    yield section, record, taker(section, record)


def _known_people(handover: Handover) -> set[str]:
    """Everybody on the sheets that references to people point at."""
    targets = {
        (item.to.section, item.to.field)
        for section in handover.template.sections
        for item in section.fields
        if item.to and item.id == section.taken_over_by
    }
    return {
        text_key(str(record[name]))
        for section, name in targets
        for record in handover.rows(section)
        if record.get(name) is not None
    }
