"""A value as people see it: the one place where values become text.

``show`` is for values of a field, ``seen`` for what a cell of any spreadsheet contains.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from handover_xlsx.locale import number
from handover_xlsx.sheets.number_formats import FormattedNumber
from handover_xlsx.template.model import YES_NO, Field, Section, Texts, text_in
from handover_xlsx.values.periods import is_period, period_label


def show(
    value: object,
    item: Field | None = None,
    language: str = "en",
    *,
    grouped: bool = False,
    between: str = "; ",
) -> str:
    """A field's value in a language: labels instead of codes, Yes/No, 45% instead of 0.45.

    Days are written as in ISO 8601, without a clock at midnight. ``grouped`` is for readers (12,000
    instead of 12000); without it the text can be typed into a cell again. ``between`` separates the
    parts of a list. None is "".
    """
    if isinstance(value, bool):
        return text_in(YES_NO["yes" if value else "no"], language)
    if isinstance(value, tuple):
        parts = (show(part, item, language, grouped=grouped) for part in value)
        return between.join(parts)
    if isinstance(value, (int, float)):
        percent = item is not None and item.type == "percent"
        return (
            _number(value * 100, grouped=grouped) + "%"
            if percent
            else _number(value, grouped=grouped)
        )
    if item and item.choices and value is not None:
        return item.choices.label(str(value), language)
    return seen(value)


def column_label(section: Section, key: str) -> Texts:
    """What a reader calls a column: a field's label, a period's name, an own column's heading."""
    item = section.by_id.get(key)
    if item is not None:
        return item.label
    return period_label(key) if section.periods and is_period(key) else {"en": key}


def seen(raw: object) -> str:
    """What a cell shows, whatever its field: 12, 97%, 00042, TRUE, 2026-11-30, 36:05."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, FormattedNumber):
        return str(raw)
    if isinstance(raw, (int, float)):
        return _number(raw, grouped=False)
    if isinstance(raw, datetime):
        if raw.time() == time():
            return raw.date().isoformat()
        return raw.isoformat(" ", "seconds" if raw.second else "minutes")
    if isinstance(raw, date):
        return raw.isoformat()
    if isinstance(raw, time):
        return raw.isoformat("seconds" if raw.second else "minutes")
    return _duration(raw) if isinstance(raw, timedelta) else str(raw)


def _number(value: float, *, grouped: bool) -> str:
    """As many digits as a spreadsheet shows: no dust of binary fractions."""
    return number(value) if grouped else f"{value:.15g}"


def _duration(raw: timedelta) -> str:
    """Hours, also more than a day of them, and minutes; seconds where there are any."""
    sign = "-" if raw < timedelta() else ""
    minutes, seconds = divmod(round(abs(raw.total_seconds())), 60)
    shown = f"{sign}{minutes // 60}:{minutes % 60:02d}"
    return f"{shown}:{seconds:02d}" if seconds else shown
