"""One block of the summary per section: its rows, what is open, and the gaps next to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from handover_xlsx.handover.content import filled_periods
from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.progress import is_started
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_
from handover_xlsx.reporting.common.wording import Fact, Wording, in_one_line
from handover_xlsx.reporting.gaps.model import Gap, gap, gaps_of
from handover_xlsx.reporting.summary.agenda import opening_fields
from handover_xlsx.reporting.summary.trends import Measures, Trend, all_periods, trend
from handover_xlsx.template.model import Section
from handover_xlsx.validation.finding import Finding, grouped

_MOST_COLUMNS = 6


@dataclass(frozen=True)
class Row:
    """One row: the cells of the block's columns, further texts with labels, and its gaps."""

    origin: str
    name: str
    cells: tuple[str, ...]
    details: tuple[Fact, ...]
    closed: bool
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Block:
    """One section of the template.

    ``status`` counts the rows in words; ``notes`` say what is empty, what does not apply, and
    what is still open. ``gaps`` concern the section rather than one row. A history has
    ``trends`` over ``periods`` instead of rows.
    """

    id: str
    kind: str
    title: str
    status: str
    notes: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    closed: int
    closed_text: str
    periods: tuple[str, ...]
    trends: tuple[Trend, ...]
    gaps: tuple[Gap, ...]
    empty: bool


def blocks(wording: Wording, findings: Sequence[Finding]) -> Iterator[Block]:
    """Every section of the template, in its order."""
    by_section: dict[str, list[Finding]] = {}
    for finding in findings:
        by_section.setdefault(finding.section or "", []).append(finding)
    for section in wording.handover.template.sections:
        yield _block(wording, section, by_section.get(section.id, []))


def _block(wording: Wording, section: Section, findings: Iterable[Finding]) -> Block:
    shown = _in_order(wording.handover, section)
    closed = int((~wording.handover.columns(section).open).sum())
    by_record: dict[int | None, list[Finding]] = {}
    for finding in findings:
        by_record.setdefault(finding.record, []).append(finding)
    columns, details = views(wording, section)
    history = section.kind == "history"
    periods = all_periods(record for _, record in shown) if history else ()
    rows = () if history else tuple(
        _row(wording, section, record, columns, details, by_record.get(index, ()))
        for index, record in shown
    )  # fmt: skip
    empty = not any(is_started(section, record) for _, record in shown)
    return Block(
        id=section.id,
        kind=section.kind,
        title=wording.label(section.sheet),
        status=_status(wording, section, len(shown), closed, empty=empty),
        notes=tuple(_notes(wording, section)),
        columns=tuple(wording.heading(section, name) for name in columns),
        rows=rows,
        closed=closed,
        closed_text=_closed_text(wording, closed),
        periods=periods,
        trends=tuple(_trends(wording, section, shown, periods, by_record)) if history else (),
        gaps=tuple(
            gap(wording, group)
            for group in grouped(by_record.get(None, ()))
            if group.first.rank < 2
        ),
        empty=empty,
    )


def _in_order(handover: Handover, section: Section) -> list[tuple[int, Record]]:
    """Position and record: open rows by priority, closed rows last."""
    pairs = list(enumerate(handover.rows(section)))
    if section.prepared:
        by_role = [tuple(prepared.items()) for prepared in section.prepared]
        return sorted(pairs, key=lambda pair: _place(by_role, pair[1]))
    columns = handover.columns(section)
    return [pairs[at] for at in np.lexsort((columns.priorities, ~columns.open)).tolist()]


def _place(by_role: Sequence[tuple[tuple[str, str], ...]], record: Record) -> int:
    for place, prepared in enumerate(by_role):
        if all(record.get(name) == value for name, value in prepared):
            return place
    return len(by_role)


def views(wording: Wording, section: Section) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The fields shown as columns and as details; a template that names none shows them all."""
    columns, details = section.report.columns, section.report.details
    if not columns and not details:
        short = [f.id for f in section.fields if f.type != "long" and f.id != section.names_row]
        named = [section.names_row] if section.names_row in section.by_id else []
        columns = (*named, *short[: _MOST_COLUMNS - len(named)])
        details = tuple(f.id for f in section.fields if f.id not in columns)
    if section is wording.handover.template.start:
        first = opening_fields(section)  # these are at the top of the report
        details = tuple(name for name in details if name not in first)
        roles = {to.field for to in wording.handover.template.roles.values()}
        columns = tuple(name for name in columns if name not in roles)
    return columns, (*details, *wording.handover.own_columns(section.id))


def _row(
    wording: Wording,
    section: Section,
    record: Record,
    columns: Iterable[str],
    details: Iterable[str],
    findings: Iterable[Finding],
) -> Row:
    return Row(
        origin=wording.origin(record.source),
        name=wording.name(section, record),
        cells=tuple(wording.cell(section, record, name) for name in columns),
        details=_facts(wording, section, record, details),
        closed=not wording.handover.columns(section).open[record.position],
        gaps=gaps_of(wording, findings),
    )


def _facts(
    wording: Wording, section: Section, record: Record, names: Iterable[str]
) -> tuple[Fact, ...]:
    given = (
        (wording.heading(section, name), wording.cell(section, record, name)) for name in names
    )
    return tuple(Fact(label, text) for label, text in given if text)


def _trends(
    wording: Wording,
    section: Section,
    shown: Iterable[tuple[int, Record]],
    periods: tuple[str, ...],
    by_record: Mapping[int | None, Sequence[Finding]],
) -> Iterator[Trend]:
    measures = Measures(wording, section)
    columns, details = views(wording, section)
    names = [name for name in (*columns, *details) if name != section.names_row]
    for index, record in shown:
        yield trend(
            wording, section, record, periods, measures.of(record),
            gaps_of(wording, by_record.get(index, ())),
            _facts(wording, section, record, names),
        )  # fmt: skip


def _status(wording: Wording, section: Section, rows: int, closed: int, *, empty: bool) -> str:
    """The rows of a section, counted in words."""
    if section.prepared:
        done = sum(is_complete(section, record) for record in wording.handover.rows(section))
        return wording.say(N_("{done} of {total} complete"), done=done, total=rows)
    if empty:
        return wording.say(N_("empty"))
    if section.kind == "form":
        return ""
    if closed:
        return wording.count(
            rows, N_("1 row, closed"), N_("{count} rows, {closed} of them closed"), closed=closed
        )
    return wording.count(rows, N_("1 row"), N_("{count} rows"))


def _closed_text(wording: Wording, closed: int) -> str:
    if not closed:
        return ""
    return wording.count(closed, N_("1 row is closed"), N_("{count} rows are closed"))


def is_complete(section: Section, record: Record) -> bool:
    """Whether a prepared row, such as a signature, has everything that its columns ask for."""
    return all(record.get(name) is not None for name in section.report.columns)


def _notes(wording: Wording, section: Section) -> Iterator[str]:
    """What is empty, what does not apply and why, which prepared rows are still open."""
    blank = []
    filled = {
        record.source
        for record in wording.handover.rows(section)
        if is_started(section, record) or filled_periods(record)
    }
    for index, source in enumerate(wording.handover.sources):
        reason = source.not_applicable.get(section.id)
        if reason is not None:
            yield _not_applicable(wording, index, in_one_line(reason))
        elif index not in filled:
            blank.append(wording.sources[index])
    if blank and wording.team:
        yield wording.say(N_("Nothing filled in by: {names}"), names=wording.listed(blank))
    elif blank:
        yield wording.say(N_("Nothing has been filled in here."))
    if section is wording.handover.template.start:
        yield wording.say(N_("Who hands over and what comes first are at the top."))
    yield from _still_open(wording, section)


def _not_applicable(wording: Wording, source: int, reason: str) -> str:
    if wording.team:
        return wording.say(
            N_("Does not apply to {name}: {reason}"), name=wording.sources[source], reason=reason
        )
    return wording.say(N_("Does not apply: {reason}"), reason=reason)


def _still_open(wording: Wording, section: Section) -> Iterator[str]:
    """Prepared rows, such as signatures, that are not complete, source by source."""
    if not section.prepared:
        return
    opened: dict[int, list[str]] = {}
    for _, record in _in_order(wording.handover, section):
        if not is_complete(section, record):
            opened.setdefault(record.source, []).append(wording.name(section, record))
    for source, names in sorted(opened.items()):
        listed = wording.listed(names)
        if wording.team:
            who = wording.sources[source]
            yield wording.say(N_("Still open for {name}: {names}"), name=who, names=listed)
        else:
            yield wording.say(N_("Still open: {names}"), names=listed)
