"""Months, weeks and quarters: the columns of a history.

A period is written ``2025-11``, ``2025-W48`` or ``2025Q4``; so it sorts, and remains text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from handover_xlsx.template.model import Periods, Texts

PERIOD = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])|-W(?:0[1-9]|[1-4]\d|5[0-3])|Q[1-4])")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def is_period(name: str) -> bool:
    """Whether a name is that of a period column."""
    return PERIOD.fullmatch(name) is not None


def identity(period: str) -> str:
    """How the hidden id row names a period column."""
    return f"m{period}"


def from_identity(text: str) -> str | None:
    """The period that an id names, None when it names something else."""
    return text[1:] if text[:1] == "m" and is_period(text[1:]) else None


def name_part(period: str) -> str:
    """A period as a part of a defined name: ``m2025_11``, ``m2025_W48``, ``m2025Q4``."""
    return identity(period).replace("-", "_")


def from_name_part(text: str) -> str | None:
    """The period in a part of a defined name."""
    return from_identity(text.replace("_", "-"))


def period_label(period: str) -> Texts:
    """A period as a reader says it: August 2026 and 2026年8月, Week 48 2025, Q4 2025."""
    year, part = period[:4], int(period[4:].lstrip("-WQ"))
    if "W" in period:
        return {"en": f"Week {part} {year}", "zh": f"{year}年第{part}周"}
    if "Q" in period:
        return {"en": f"Q{part} {year}", "zh": f"{year}年第{part}季度"}
    return {"en": f"{MONTHS[part - 1]} {year}", "zh": f"{year}年{part}月"}


def periods_before(last_day: date, periods: Periods, count: int | None = None) -> tuple[str, ...]:
    """The complete periods before the one of the last day, oldest first."""
    wanted = count or periods.count
    current = period_of(last_day, periods.unit)
    found: list[str] = []
    day = last_day
    while len(found) < wanted:
        day = first_day(current) - timedelta(days=1)
        current = period_of(day, periods.unit)
        found.append(current)
    return tuple(reversed(found))


def period_of(day: date, unit: str) -> str:
    """The period that a day is in."""
    if unit == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    if unit == "quarter":
        return f"{day.year:04d}Q{(day.month + 2) // 3}"
    return f"{day.year:04d}-{day.month:02d}"


def first_day(period: str) -> date:
    """The day on which a period begins."""
    year = int(period[:4])
    if "W" in period:
        weeks = date(year, 12, 28).isocalendar().week  # 52 or 53
        return date.fromisocalendar(year, min(int(period[6:]), weeks), 1)
    if "Q" in period:
        return date(year, int(period[5]) * 3 - 2, 1)
    return date(year, int(period[5:7]), 1)


def periods_between(period: str, last_day: date) -> int:
    """How many periods of the same unit lie between a period and that of the last day."""
    unit = "week" if "W" in period else "quarter" if "Q" in period else "month"
    current, begin = period_of(last_day, unit), first_day(period)
    end = first_day(current)
    if unit == "week":
        return (end - begin).days // 7
    months = (end.year * 12 + end.month) - (begin.year * 12 + begin.month)
    return months // 3 if unit == "quarter" else months


def in_order(periods: Iterable[str]) -> tuple[str, ...]:
    """Each period once, oldest first."""
    return tuple(sorted(set(periods), key=lambda period: (first_day(period), period)))
