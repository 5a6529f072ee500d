"""C – whether the handover is complete across its sections, as the template declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

import numpy as np

from handover_xlsx.handover.columns import Columns, Mask, Whole
from handover_xlsx.locale import N_, Message
from handover_xlsx.template.model import CoverageRule, Section
from handover_xlsx.validation.declared import (
    HOW,
    SAYS,
    begun_sections,
    declared,
    histories,
    hit_for,
    hit_for_past,
    rows_meant,
)
from handover_xlsx.validation.end_of_job_tasks import days_judged_on, judged_by_time
from handover_xlsx.validation.registry import Hit, View, rule
from handover_xlsx.values.periods import in_order, periods_between

_EMPTY = {
    "rows": N_("Fill in at least one row. What belongs there: {purpose}"),
    "may not apply": N_("Fill in at least one row, or say on the Start sheet why it does not apply. "
                        "What belongs there: {purpose}"),
    "lines": N_("Fill in the prepared lines. What they are for: {purpose}"),
}  # fmt: skip
_TOO_FEW = N_(
    "Fill in the rows that are still blank, {needed} in all. What belongs there: {purpose}"
)


@rule(
    "C101", "empty-section", "error",
    message=N_("“{sheet}” is still empty"),
    hint=_EMPTY["rows"],
    why=N_("An empty sheet does not say whether there is nothing to hand over or no one has "
           "written it down."),
)  # fmt: skip
def empty_section(view: View) -> Iterator[Hit]:
    """A section that needs at least one row is empty: one finding, not one a cell."""
    for index, section, started in begun_sections(view):
        if section.needed_rows and started == 0:
            yield _waiting(
                view, "C101", section, Hit(index, section.id), _EMPTY[_kind(section)], {}
            )


@rule(
    "C102", "too-few-rows", "error",
    message=N_("“{sheet}” has {count} of at least {needed} rows"),
    hint=_TOO_FEW,
    why=N_("Some sheets are complete only with a certain number of rows."),
)  # fmt: skip
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
    """What someone can do about an empty sheet."""
    if section.kind == "form" or section.prepared:
        return "lines"
    return "may not apply" if section.may_not_apply else "rows"


@rule(
    "C201", "nothing-refers-to-it", "warning",
    message=SAYS, hint=HOW,
    why=N_("A critical duty without a workflow, or a KPI without a history, is half a handover."),
)  # fmt: skip
def nothing_refers_to_it(view: View) -> Iterator[Hit]:
    """No row of another sheet refers to this row, though one should (coverage: referred-to)."""
    for entry, section in declared(view, "referred-to"):
        if entry.by is None:
            continue
        named = view.keys(entry.by.section, entry.by.field)
        named = named[view.columns(entry.by.section).known(entry.by.field)]
        names = view.keys(section, section.names_row)
        lonely = rows_meant(view, section, entry.when) & (names >= 0) & ~np.isin(names, named)
        wanted = lonely & view.in_sources(section, partial(view.applies, entry.by.section))
        for index, source in view.columns(section).at(wanted):
            yield hit_for(view, entry, section, source, index, section.names_row)


@rule(
    "C202", "needed-here", "warning",
    message=SAYS, hint=HOW,
    why=N_("What matters most needs more: a stand-in, a limit of authority, an owner."),
)  # fmt: skip
def needed_here(view: View) -> Iterator[Hit]:
    """A row of a certain kind lacks something (coverage: needs)."""
    for entry, section in declared(view, "needs"):
        item = section.by_id[entry.field or ""]
        columns = view.columns(section)
        blank = rows_meant(view, section, entry.when) & ~columns.filled(item.id)
        for index, source in columns.at(blank & ~columns.required(item)):
            yield hit_for(view, entry, section, source, index, item.id)


@rule(
    "C203", "due-soon", "warning",
    message=SAYS, hint=HOW,
    why=N_("What falls due just after the last day is forgotten unless it is decided now."),
)  # fmt: skip
def due_soon(view: View) -> Iterator[Hit]:
    """A date has passed or comes soon after the last day, and something is undecided (due-within)."""
    for entry, section in declared(view, "due-within"):
        columns = view.columns(section)
        open_ = rows_meant(view, section, entry.when) & ~columns.filled(entry.needs or "")
        days, last = columns.days(entry.date or ""), view.last_days[columns.source]
        past = ~np.isnat(last) & (days < days_judged_on(view)[columns.source])
        soon = days <= last + np.timedelta64(entry.days, "D")
        for index, source in columns.at(open_ & (past | soon)):
            if past[index]:
                yield hit_for_past(view, entry, section, source, index, days[index].item())
            else:
                yield hit_for(view, entry, section, source, index, entry.needs)


@rule(
    "C204", "no-such-row", "warning",
    message=SAYS, hint=HOW,
    why=N_("A handover that is only written, and never talked through, is not understood."),
)  # fmt: skip
def no_such_row(view: View) -> Iterator[Hit]:
    """Not one row is of the kind that a handover needs (coverage: has-row)."""
    for entry, section in declared(view, "has-row"):
        columns = view.columns(section)
        found = rows_meant(view, section, entry.when) & _in_time(view, entry, columns)
        there = set(columns.source[found].tolist())
        for source, one, started in begun_sections(view):
            if one.id == section.id and started and source not in there:
                yield hit_for(view, entry, section, source, None, entry.date)


def _in_time(view: View, entry: CoverageRule, columns: Columns) -> Mask:
    """Rows whose date is not after the last day, where that matters and is known."""
    if not entry.by_last_day or entry.date is None:
        return columns.everywhere
    last = view.last_days[columns.source]
    return np.isnat(last) | (columns.days(entry.date) <= last)


@rule(
    "C205", "too-few-periods", "warning",
    message=SAYS, hint=HOW,
    why=N_("Without a history no one can tell whether this month's figure is good or bad."),
)  # fmt: skip
def too_few_periods(view: View) -> Iterator[Hit]:
    """A KPI has no history, a short one, or one that stopped long ago (coverage: periods)."""
    for entry, history in declared(view, "periods"):
        found = histories(view, entry, history)
        if found is None or not len(found.owners):
            continue
        none = (found.places < 0) & (entry.at_least > 0)
        thin = (found.places >= 0) & _is_thin(view, entry, history)[found.places]
        for number in np.flatnonzero(none | thin).tolist():
            source, place = int(found.sources[number]), int(found.places[number])
            if place < 0:
                owner, index = found.owner, int(found.owners[number])
                yield hit_for(view, entry, owner, source, index, owner.names_row)
            else:
                yield hit_for(view, entry, history, source, place, history.names_row)


def _is_thin(view: View, entry: CoverageRule, history: Section) -> Mask:
    """The rows of a history with too few periods, or none of late; one False more at the end."""
    columns = view.columns(history)
    short = columns.periods_filled < entry.at_least
    # A history that is too short is reported by the entry that counts; its age is no second fault.
    enough = max(1, history.periods.at_least if history.periods else 0)
    old = columns.nowhere
    if entry.stale_after:
        old = (columns.periods_filled >= enough) & (_age(view, columns) > entry.stale_after)
    return np.append(short | old, [False])


def _age(view: View, columns: Columns) -> Whole:
    """How many periods there are between each row's latest and its leaver's last day; -1: not known."""
    latest = np.full(len(columns), -1, dtype=np.int64)
    periods = in_order(columns.periods)
    for number, name in enumerate(periods):
        latest[columns.filled(name)] = number
    age = np.full(len(columns), -1, dtype=np.int64)
    for source in np.unique(columns.source).tolist():
        last = view.handover.last_day(source)
        ages = [periods_between(name, last) for name in periods] if last else []
        own = columns.source == source
        age[own] = np.array([*ages, *[-1] * (len(periods) + 1 - len(ages))])[latest[own]]
    return age
