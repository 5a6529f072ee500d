"""What can only be done in the last days: how serious it is that it is still open, by the time left.

A signature that is missing four weeks before the last working day is no fault. Time is counted to
the day the workbook was saved: the same file gives the same findings, whenever it is checked.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np

from handover_xlsx.handover.columns import Days
from handover_xlsx.locale import N_, Message
from handover_xlsx.validation.registry import Hit, View

_NOT_YET = N_("Not due before {day}. {hint}")


def saved_on(modified: str) -> date | None:
    """The day a workbook was saved, as it says itself."""
    try:
        return date.fromisoformat(modified[:10])
    except ValueError:  # a program that does not write it, or not so
        return None


def judged_on(view: View, source: int) -> date:
    """The day on which a workbook's state is judged: when it was saved, else today."""
    return saved_on(view.handover.sources[source].modified) or datetime.now(UTC).date()


def days_judged_on(view: View) -> Days:
    """The days of ``judged_on``, one for each source (datetime64[D])."""
    days = [judged_on(view, source) for source in range(len(view.handover.sources))]
    return np.array(days, dtype="datetime64[D]")


def judged_by_time(view: View, code: str, hit: Hit, hint: Message) -> Hit:
    """A hit about something of the last days: a note before them, then a warning, then an error.

    Without a last working day no one can tell, and the hit remains as it is.
    """
    last, begin = view.handover.last_day(hit.source), last_days_begin(view, code, hit.source)
    if last is None or begin is None:
        return replace(hit, hint=hint)
    day = judged_on(view, hit.source)
    if day < begin:
        not_yet = Message(_NOT_YET, {"day": begin.isoformat(), "hint": hint})
        return replace(hit, severity="info", hint=not_yet, not_before=begin)
    return replace(hit, severity="warning" if day <= last else "error", hint=hint)


def last_days_begin(view: View, code: str, source: int) -> date | None:
    """From which day on something is expected; None without a last working day."""
    last = view.handover.last_day(source)
    return last - timedelta(days=view.limit(code, "last_days")) if last else None
