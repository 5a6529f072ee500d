"""Q – whether what is filled in is still true: overdue, not touched for long, a figure that jumps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median

from handover_xlsx.handover.content import filled_periods
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import number
from handover_xlsx.template.model import Field, Section
from handover_xlsx.validation.end_of_job_tasks import saved_on
from handover_xlsx.validation.registry import Hit, View
from row_oracle.checks import by_rows


@by_rows("Q130")
def overdue(view: View) -> Iterator[Hit]:
    """An open row whose deadline had passed on the day the workbook was saved."""
    for section, index, record, saved in _open_rows(view):
        for item in _missed(section, record, saved):
            yield Hit(record.source, section.id, item.id, index, {"saved": saved.isoformat()},
                      value=f"{record[item.id]:%Y-%m-%d}")  # fmt: skip


@by_rows("Q131")
def stale(view: View) -> Iterator[Hit]:
    """An open row with dates, all of which lie long before the day the workbook was saved."""
    for section, index, record, saved in _open_rows(view):
        days = [day for item in section.fields if (day := _day(record, item))]
        if not days or any(_missed(section, record, saved)):
            continue
        if max(days) < saved - timedelta(days=view.limit("Q131", "days")):
            latest = max(days)
            item = next(i for i in section.fields if _day(record, i) == latest)
            yield Hit(record.source, section.id, item.id, index, value=f"{latest:%Y-%m-%d}")


def _open_rows(view: View) -> Iterator[tuple[Section, int, Record, date]]:
    """Rows that can be closed and are not, with the day their workbook was saved."""
    days = [saved_on(source.modified) for source in view.handover.sources]
    for section in view.template.sections:
        watched = any(item.deadline and item.by_last_day for item in section.fields)
        if section.closed_when is None and not watched:
            continue
        for index, record in enumerate(view.handover.rows(section)):
            closed = section.closed_when is not None and section.closed_when.holds(record)
            saved = days[record.source]
            if saved and not closed and view.applies(section, record.source):
                yield section, index, record, saved


def _day(record: Record, item: Field) -> date | None:
    value = record.get(item.id)
    return value if isinstance(value, date) and item.id not in record.unread else None


def _missed(section: Section, record: Record, saved: date) -> list[Field]:
    """The deadlines of a row that had passed, and still count."""
    return [
        item
        for item in section.fields
        if item.deadline
        and (day := _day(record, item))
        and day < saved
        and (section.closed_when is not None or _still_asked(item, record))
    ]


def _still_asked(item: Field, record: Record) -> bool:
    """Whether the row's state still asks for the date: not handed over yet."""
    return item.required_if is not None and item.required_if.holds(record)


@by_rows("Q140")
def sudden_jump(view: View) -> Iterator[Hit]:
    """A figure far from all others of its row, and no note that explains it."""
    factor = view.limit("Q140", "factor")
    for section in view.template.sections:
        if section.periods is None:
            continue
        notes = [item.id for item in section.fields if item.type in ("text", "long")]
        for index, record in enumerate(view.handover.rows(section)):
            explained = any(record.get(name) is not None for name in notes)
            if explained or not view.applies(section, record.source):
                continue
            for period, value, usual in _jumps(record, factor, int(view.limit("Q140", "figures"))):
                yield Hit(record.source, section.id, period, index, {"usual": number(float(f"{usual:.6g}"))},
                          value=number(float(f"{value:.6g}")))  # fmt: skip


def _jumps(record: Record, factor: float, at_least: int) -> Iterator[tuple[str, float, float]]:
    """Periods whose figure is ``factor`` times the usual one or more, or as many times smaller.

    Small counts and zeros jump by nature; so do rows that scatter anyway.
    """
    figures = {p: v for p in filled_periods(record)
               if isinstance(v := record[p], (int, float)) and p not in record.unread}  # fmt: skip
    if len(figures) < at_least:
        return
    for period, value in figures.items():
        others = [other for name, other in figures.items() if name != period]
        usual = median(others)
        scatter = median(abs(other - usual) for other in others)
        counted = all(float(other).is_integer() for other in (*others, value))
        if value <= 0 or usual <= 0 or (counted and max(value, usual) < 10 * factor):
            continue
        far = abs(value - usual) > 8 * scatter
        if far and not 1 / factor < value / usual < factor:
            yield period, value, usual
