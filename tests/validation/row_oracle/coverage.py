"""C – whether the handover is complete across its sections, as the template declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_, Message
from handover_xlsx.template.model import CoverageRule, Section
from handover_xlsx.text.normalise import normalised
from handover_xlsx.validation.end_of_job_tasks import judged_by_time, judged_on
from handover_xlsx.validation.registry import Hit, View
from handover_xlsx.values.periods import in_order, periods_between
from row_oracle.checks import by_rows
from row_oracle.declared import (
    begun_sections,
    declared,
    histories,
    hit_for,
    hit_for_past,
    rows_meant,
)

_EMPTY = {
    "rows": N_("Fill in at least one row. What belongs there: {purpose}"),
    "may not apply": N_("Fill in at least one row, or say on the Start sheet why it does not apply. "
                        "What belongs there: {purpose}"),
    "lines": N_("Fill in the prepared lines. What they are for: {purpose}"),
}  # fmt: skip
_TOO_FEW = N_(
    "Fill in the rows that are still blank, {needed} in all. What belongs there: {purpose}"
)


@by_rows("C101")
def empty_section(view: View) -> Iterator[Hit]:
    """Nothing stands in a section that needs at least one row: one finding, not one a cell."""
    for index, section, started in begun_sections(view):
        if section.needed_rows and started == 0:
            yield _waiting(
                view, "C101", section, Hit(index, section.id), _EMPTY[_kind(section)], {}
            )


@by_rows("C102")
def too_few_rows(view: View) -> Iterator[Hit]:
    """Fewer rows are filled in than the section needs."""
    for index, section, started in begun_sections(view):
        if 0 < started < section.needed_rows:
            values = {"count": started, "needed": section.needed_rows}
            yield _waiting(view, "C102", section, Hit(index, section.id), _TOO_FEW, values)


def _waiting(
    view: View, code: str, section: Section, hit: Hit, how: str, values: Mapping[str, object]
) -> Hit:
    """A sheet that still lacks rows; one for the last days is judged by the time left."""
    given = {**values, "purpose": section.purpose}
    hint = Message(how, given)
    hit = replace(hit, values=given, hint=hint)
    return judged_by_time(view, code, hit, hint) if section.at_end else hit


def _kind(section: Section) -> str:
    """What somebody can do about a sheet on which nothing stands."""
    if section.kind == "form" or section.prepared:
        return "lines"
    return "may not apply" if section.may_not_apply else "rows"


@by_rows("C201")
def nothing_refers_to_it(view: View) -> Iterator[Hit]:
    """No row of another sheet refers to this row, though one should (coverage: referred-to)."""
    for entry, section in declared(view, "referred-to"):
        if entry.by is None:
            continue
        naming = view.handover.rows(entry.by.section)
        names = ((record.source, record.read(entry.by.field)) for record in naming)
        named = {(source, normalised(name)) for source, name in names if name is not None}
        for index, record in rows_meant(view, section, entry.when):
            name = record.get(section.names_row)
            wanted = view.applies(entry.by.section, record.source)
            if name is not None and wanted and (record.source, normalised(name)) not in named:
                yield hit_for(view, entry, section, record.source, index, section.names_row)


@by_rows("C202")
def needed_here(view: View) -> Iterator[Hit]:
    """A row of a certain kind lacks something (coverage: needs)."""
    for entry, section in declared(view, "needs"):
        item = section.by_id[entry.field or ""]
        for index, record in rows_meant(view, section, entry.when):
            required = item.required or (item.required_if and item.required_if.holds(record))
            if record.get(item.id) is None and not required:
                yield hit_for(view, entry, section, record.source, index, item.id)


@by_rows("C203")
def due_soon(view: View) -> Iterator[Hit]:
    """A date has passed or comes soon after the last day, and something is undecided (due-within)."""
    for entry, section in declared(view, "due-within"):
        for index, record in rows_meant(view, section, entry.when):
            last = view.handover.last_day(record.source)
            day = record.moment(entry.date or "")
            if last is None or day is None or record.get(entry.needs or "") is not None:
                continue
            if day.date() < judged_on(view, record.source):
                yield hit_for_past(view, entry, section, record.source, index, day.date())
            elif day.date() <= last + timedelta(days=entry.days):
                yield hit_for(view, entry, section, record.source, index, entry.needs)


@by_rows("C204")
def no_such_row(view: View) -> Iterator[Hit]:
    """Not one row is of the kind that a handover needs (coverage: has-row)."""
    for entry, section in declared(view, "has-row"):
        found = {
            record.source
            for _, record in rows_meant(view, section, entry.when)
            if _is_in_time(view, entry, record)
        }
        for source, one, started in begun_sections(view):
            if one.id == section.id and started and source not in found:
                yield hit_for(view, entry, section, source, None, entry.date)


def _is_in_time(view: View, entry: CoverageRule, record: Record) -> bool:
    last = view.handover.last_day(record.source) if entry.by_last_day else None
    if last is None or entry.date is None:
        return True
    day = record.moment(entry.date)
    return day is not None and day.date() <= last


@by_rows("C205")
def too_few_periods(view: View) -> Iterator[Hit]:
    """A KPI has no history, a short one, or one that stopped long ago (coverage: periods)."""
    for entry, history in declared(view, "periods"):
        for owner, index, record, place, periods in histories(view, entry, history):
            if place is None and entry.at_least:
                yield hit_for(view, entry, owner, record.source, index, owner.names_row)
            elif place is not None and _is_thin(view, entry, history, periods, record.source):
                yield hit_for(view, entry, history, record.source, place, history.names_row)


def _is_thin(
    view: View, entry: CoverageRule, history: Section, periods: list[str], source: int
) -> bool:
    if len(periods) < entry.at_least:
        return True
    last = view.handover.last_day(source)
    enough = history.periods.at_least if history.periods else 0
    # A history that is too short is said so by the entry that counts; its age is no second fault.
    if last is None or not entry.stale_after or len(periods) < max(1, enough):
        return False
    return periods_between(in_order(periods)[-1], last) > entry.stale_after
