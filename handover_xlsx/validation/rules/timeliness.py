"""Q – whether what is filled in is still true: overdue, not touched for long, a figure that jumps."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from handover_xlsx.handover.columns import Columns, Days, Figures, Mask
from handover_xlsx.locale import N_, number
from handover_xlsx.template.model import Field, Section
from handover_xlsx.validation.end_of_job_tasks import saved_on
from handover_xlsx.validation.registry import Hit, View, rule


@rule(
    "Q130", "overdue", "warning",
    message=N_("“{field}” ({value}) had passed when the workbook was saved ({saved}), "
               "and it is still open"),
    hint=N_("If it is done, choose the status that says so; if not, enter the new date."),
    why=N_("A list full of overdue entries is ignored: no one can tell what still counts."),
)  # fmt: skip
def overdue(view: View) -> Iterator[Hit]:
    """An open row whose deadline had passed on the day the workbook was saved."""
    for section, columns, open_, saved in _open_rows(view):
        for item in section.fields:
            if item.deadline:
                days = columns.days(item.id)
                for index, source in columns.at(open_ & _missed(section, columns, item, saved)):
                    yield Hit(source, section.id, item.id, index, {"saved": str(saved[index])},
                              value=str(days[index]))  # fmt: skip


@rule(
    "Q131", "stale", "info",
    message=N_("“{name}” is still open, and nothing in it is newer than {value}"),
    hint=N_("If it is over, choose the status that says so; if not, write what comes next "
            "and by when."),
    why=N_("What no one has touched for half a year is done, forgotten or out of date."),
)  # fmt: skip
def stale(view: View) -> Iterator[Hit]:
    """An open row with dates, all of which are long before the day the workbook was saved."""
    longest = np.timedelta64(int(view.limit("Q131", "days")), "D")
    for section, columns, open_, saved in _open_rows(view):
        dates = [item for item in section.fields if item.type == "date"]
        latest = np.full(len(columns), np.datetime64("NaT", "D"))
        for item in dates:
            latest = np.fmax(latest, columns.days(item.id))
            if item.deadline:
                open_ = open_ & ~_missed(section, columns, item, saved)
        for index, source in columns.at(open_ & (latest < saved - longest)):
            item = next(i for i in dates if columns.days(i.id)[index] == latest[index])
            yield Hit(source, section.id, item.id, index, value=str(latest[index]))


def _open_rows(view: View) -> Iterator[tuple[Section, Columns, Mask, Days]]:
    """Sections with rows that can be closed: which are open, and the day each was saved."""
    saved = np.array(
        [saved_on(source.modified) for source in view.handover.sources], "datetime64[D]"
    )
    for section in view.template.sections:
        columns = view.columns(section)
        watched = any(item.deadline and item.by_last_day for item in section.fields)
        if len(columns) and (section.closed_when is not None or watched):
            open_ = view.applicable(section) & columns.open
            yield section, columns, open_, saved[columns.source]


def _missed(section: Section, columns: Columns, item: Field, saved: Days) -> Mask:
    """Rows in which a deadline had passed, and still counts: not handed over yet."""
    missed = columns.days(item.id) < saved
    if section.closed_when is not None:
        return missed
    return missed & columns.holds(item.required_if) if item.required_if else columns.nowhere


@rule(
    "Q140", "sudden-jump", "warning",
    message=N_("“{field}” of “{name}” is {value}, while the other figures are around {usual}"),
    hint=N_("Check the figure and its unit; if it is right, explain the change in the note."),
    why=N_("A figure many times larger or smaller than its neighbours is a slip – or the one event "
           "a successor must know."),
)  # fmt: skip
def sudden_jump(view: View) -> Iterator[Hit]:
    """A figure far from all others of its row, and no note that explains it."""
    factor = view.limit("Q140", "factor")
    for section in view.template.sections:
        if section.periods is None:
            continue
        notes = [item.id for item in section.fields if item.type in ("text", "long")]
        columns = view.columns(section)
        watched = view.applicable(section) & ~columns.any_filled(notes)
        for index, place, usual in _jumps(
            columns, watched, factor, int(view.limit("Q140", "figures"))
        ):
            period = columns.periods[place]
            value = columns.numbers(period)[index]
            yield Hit(int(columns.source[index]), section.id, period, index,
                      {"usual": number(float(f"{usual:.6g}"))}, value=number(float(f"{value:.6g}")))  # fmt: skip


def _jumps(
    columns: Columns, watched: Mask, factor: float, at_least: int
) -> Iterator[tuple[int, int, float]]:
    """Row, number of the period, and the usual figure: the one in the cell is ``factor`` times it or more.

    Or as many times smaller. Small counts and zeros jump by nature; so do rows that scatter anyway.
    """
    if not columns.periods:
        return
    figures = np.column_stack([columns.numbers(name) for name in columns.periods])
    enough = (~np.isnan(figures)).sum(axis=1) >= at_least
    rows = np.flatnonzero(watched & enough & _may_jump(figures, factor))
    figures = figures[rows]
    counted = (np.isnan(figures) | (figures % 1 == 0)).all(axis=1)
    usual, far = np.empty_like(figures), np.empty_like(figures, dtype=bool)
    for place in range(figures.shape[1]):
        others = figures.copy()
        others[:, place] = np.nan
        value, middle = figures[:, place], _median(others)
        scatter = _median(np.abs(others - middle[:, None]))
        small = (value <= 0) | (middle <= 0) | (counted & (np.fmax(value, middle) < 10 * factor))
        with np.errstate(divide="ignore", invalid="ignore"):
            times = value / middle
        usual[:, place] = middle
        far[:, place] = (np.abs(value - middle) > 8 * scatter) & ~small & (
            (times >= factor) | (times <= 1 / factor)
        )  # fmt: skip
    for row, place in np.argwhere(far).tolist():
        yield int(rows[row]), place, float(usual[row, place])


def _may_jump(figures: Figures, factor: float) -> Mask:
    """Rows whose largest figure is that many times the smallest one; in others nothing can jump."""
    largest = np.where(np.isnan(figures), -np.inf, figures).max(axis=1)
    smallest = np.where(np.isnan(figures), np.inf, figures).min(axis=1)
    jumping: Mask = largest >= factor * smallest
    return jumping


def _median(figures: Figures) -> Figures:
    """The median of each row, without the blanks; every row has figures."""
    ordered = np.sort(figures, axis=1)  # blanks last
    count = (~np.isnan(figures)).sum(axis=1)
    rows = np.arange(len(figures))
    middle: Figures = (ordered[rows, (count - 1) // 2] + ordered[rows, count // 2]) / 2
    return middle
