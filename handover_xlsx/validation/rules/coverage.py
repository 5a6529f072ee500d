"""C – whether the handover is complete across its sections, as the template declares."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pandas as pd

from handover_xlsx.locale import N_, Message
from handover_xlsx.template.model import Condition, CoverageRule, Section
from handover_xlsx.validation.registry import Hit, View, rule
from handover_xlsx.workbook.content import filled_periods
from handover_xlsx.workbook.handover import Record
from handover_xlsx.workbook.layout import normalised
from handover_xlsx.workbook.periods import in_order, periods_between
from handover_xlsx.workbook.progress import is_started
from handover_xlsx.workbook.secrets import masked

_DECLARED = N_("{says}")
_HOW = N_("{how}")


@rule(
    "C101", "empty-section", "error",
    message=N_("“{sheet}” is still empty"),
    hint=N_("{purpose}"),
    why=N_("An empty sheet leaves open whether there is nothing, or nobody has written it down."),
)  # fmt: skip
def empty_section(view: View) -> Iterator[Hit]:
    """Nothing stands in a section that needs at least one row: one finding, not one a cell."""
    for index, section, started in _sections(view):
        if section.needed_rows and started == 0:
            yield Hit(index, section.id, values={"purpose": section.purpose})


@rule(
    "C102", "too-few-rows", "error",
    message=N_("“{sheet}” has {count} of at least {needed} rows"),
    hint=N_("{purpose}"),
    why=N_("Some sheets are complete only with a certain number of rows."),
)  # fmt: skip
def too_few_rows(view: View) -> Iterator[Hit]:
    """Fewer rows are filled in than the section needs."""
    for index, section, started in _sections(view):
        if 0 < started < section.needed_rows:
            values = {"count": started, "needed": section.needed_rows, "purpose": section.purpose}
            yield Hit(index, section.id, values=values)


def _sections(view: View) -> Iterator[tuple[int, Section, int]]:
    """Source, section and number of started rows, for sections that are there and apply."""
    for index, source in enumerate(view.handover.sources):
        for section in view.template.sections:
            if section.id in source.places and view.applies(section, index):
                rows = view.handover.rows(section, index)
                yield index, section, sum(is_started(section, r.values) for r in rows)


def _declared(view: View, name: str) -> Iterator[tuple[CoverageRule, Section]]:
    """The template's coverage entries of one rule."""
    for entry in view.template.coverage:
        if entry.rule == name:
            yield entry, view.template.by_id[entry.section]


def _rows(view: View, section: Section, when: Condition | None) -> Iterator[tuple[int, Record]]:
    """The rows that a coverage entry is about, with their index.

    Prepared rows count as soon as any row of their section was started: before that, one finding
    says that the section is empty.
    """
    records = view.handover.rows(section)
    begun = {r.source for r in records if is_started(section, r.values)}
    for index, record in enumerate(records):
        counts = record.source in begun and (
            bool(section.prepared) or is_started(section, record.values)
        )
        meets = when is None or when.holds(record.values)
        if counts and meets and view.applies(section, record.source):
            yield index, record


def _says(view: View, entry: CoverageRule, section: Section, index: int | None) -> Message:
    """The entry's sentence with the row's name in it."""
    name = masked(view.handover.row_name(section.id, index))
    words = {lang: text.replace("{name}", name) for lang, text in entry.says.items()}
    capital = {lang: text[:1].upper() + text[1:] for lang, text in words.items()}
    return Message(_DECLARED, {"says": capital})


def _hit(
    view: View,
    entry: CoverageRule,
    section: Section,
    source: int,
    index: int | None,
    field: str | None,
) -> Hit:
    return Hit(
        source, section.id, field, index, severity=entry.severity,
        message=_says(view, entry, section, index), hint=Message(_HOW, {"how": entry.hint}),
    )  # fmt: skip


@rule(
    "C201", "nothing-refers-to-it", "warning",
    message=_DECLARED, hint=_HOW,
    why=N_("A critical duty without a workflow, or a KPI without a history, is half a handover."),
)  # fmt: skip
def nothing_refers_to_it(view: View) -> Iterator[Hit]:
    """No row of another sheet refers to this row, though one should (coverage: referred-to)."""
    for entry, section in _declared(view, "referred-to"):
        if entry.by is None:
            continue
        naming = view.handover.table(entry.by.section)
        names = naming[["_source", entry.by.field]].dropna()
        named = {(int(s), normalised(n)) for s, n in names.itertuples(index=False)}
        for index, record in _rows(view, section, entry.when):
            name = record.values.get(section.names_row)
            wanted = view.applies(entry.by.section, record.source)
            if name is not None and wanted and (record.source, normalised(name)) not in named:
                yield _hit(view, entry, section, record.source, index, section.names_row)


@rule(
    "C202", "needed-here", "warning",
    message=_DECLARED, hint=_HOW,
    why=N_("What matters most needs more: a stand-in, a limit of authority, an owner."),
)  # fmt: skip
def needed_here(view: View) -> Iterator[Hit]:
    """A row of a certain kind lacks something (coverage: needs)."""
    for entry, section in _declared(view, "needs"):
        item = section.by_id[entry.field or ""]
        for index, record in _rows(view, section, entry.when):
            required = item.required or (item.required_if and item.required_if.holds(record.values))
            if record.values.get(item.id) is None and not required:
                yield _hit(view, entry, section, record.source, index, item.id)


@rule(
    "C203", "due-soon", "warning",
    message=_DECLARED, hint=_HOW,
    why=N_("What falls due just after the last day is forgotten unless it is decided now."),
)  # fmt: skip
def due_soon(view: View) -> Iterator[Hit]:
    """A date comes soon after the last day and something is still undecided (due-within)."""
    for entry, section in _declared(view, "due-within"):
        for index, record in _rows(view, section, entry.when):
            last = view.handover.last_day(record.source)
            day = view.handover.table(section.id)[entry.date][index]
            if last is None or pd.isna(day) or record.values.get(entry.needs or "") is not None:
                continue
            if day.date() <= last + timedelta(days=entry.days):
                yield _hit(view, entry, section, record.source, index, entry.needs)


@rule(
    "C204", "no-such-row", "warning",
    message=_DECLARED, hint=_HOW,
    why=N_("A handover that is only written, and never talked through, is not understood."),
)  # fmt: skip
def no_such_row(view: View) -> Iterator[Hit]:
    """Not one row is of the kind that a handover needs (coverage: has-row)."""
    for entry, section in _declared(view, "has-row"):
        for source, one, started in _sections(view):
            if one.id != section.id or started == 0:
                continue
            last = view.handover.last_day(source) if entry.by_last_day else None
            found = [
                record
                for index, record in _rows(view, section, entry.when)
                if record.source == source and _in_time(view, entry, section, index, last)
            ]
            if not found:
                yield _hit(view, entry, section, source, None, entry.date)


def _in_time(view: View, entry: CoverageRule, section: Section, index: int, last: object) -> bool:
    if last is None or entry.date is None:
        return True
    day = view.handover.table(section.id)[entry.date][index]
    return bool(pd.notna(day) and day.date() <= last)


@rule(
    "C205", "too-few-periods", "warning",
    message=_DECLARED, hint=_HOW,
    why=N_("Without a history nobody can tell whether this month's figure is good or bad."),
)  # fmt: skip
def too_few_periods(view: View) -> Iterator[Hit]:
    """A KPI has no history, a short one, or one that stopped long ago (coverage: periods)."""
    for entry, history in _declared(view, "periods"):
        if entry.of is None:
            continue
        owner = view.template.by_id[entry.of.section]
        rows: dict[tuple[int, str], tuple[int, list[str]]] = {}
        for index, record in enumerate(view.handover.rows(history)):
            name = record.values.get(history.names_row)
            if name is not None:
                rows[record.source, normalised(name)] = (index, filled_periods(record.values))
        for index, record in _rows(view, owner, entry.when):
            name = record.values.get(entry.of.field)
            if name is None or not view.applies(history, record.source):
                continue
            found = rows.get((record.source, normalised(name)))
            if found is None:
                yield _named(view, entry, owner, record, index)
            elif _is_thin(view, entry, found[1], record.source):
                yield _hit(view, entry, history, record.source, found[0], history.names_row)


def _named(view: View, entry: CoverageRule, owner: Section, record: Record, index: int) -> Hit:
    """A finding on the owner's row, for there is no row in the history."""
    return _hit(view, entry, owner, record.source, index, owner.names_row)


def _is_thin(view: View, entry: CoverageRule, periods: list[str], source: int) -> bool:
    if len(periods) < entry.at_least:
        return True
    last = view.handover.last_day(source)
    if last is None or not entry.stale_after:
        return False
    return periods_between(in_order(periods)[-1], last) > entry.stale_after
