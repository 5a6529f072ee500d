"""Dates and months as people write them, in Chinese and English. Two readings are none."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from handover_xlsx.sheets.cell_values import CellValue
from handover_xlsx.template.model import Field
from handover_xlsx.text.normalise import folded
from handover_xlsx.text.patterns import when_used
from handover_xlsx.values.numerals import with_figures
from handover_xlsx.values.periods import MONTHS
from handover_xlsx.values.result import Context, Converted
from handover_xlsx.values.show import seen

FIRST_SAFE_DATE = date(1900, 3, 1)  # before it, spreadsheet programs disagree about dates
_LIKELY_YEARS = range(1950, 2100)  # a bare number is taken for a day count only within these

_YEAR = r"(\d{4}|\d{2}(?=\s*年))"
_BY = r"\s*[-/.,、。年 ]\s*"  # between year, month and day, where the year comes first
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:\s*\(?(?:周|星期|礼拜)[一二三四五六日天]\)?)?"
_CLOCK = (
    r"(?:(?:[T\s]+|(?<=[日号]))(?:[上下中]午|晚上)?\s*\d{1,2}"
    r"(?::\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]m)?|[点时](?:半|\d{1,2}分?)?)"
    r"(?:Z|[-+]\d{2}:?\d{2})?|\s*(?:[上下中]午|早上|晚上))?"
)
_AROUND = " \t\n'‘’\"“”;；,，。."  # what a sentence or a spreadsheet puts around a date
_YEAR_FIRST = when_used(
    rf"{_YEAR}{_BY}(\d{{1,2}})(?:\s*月\s*|{_BY})(\d{{1,2}})\s*[日号]?{_WEEKDAY}{_CLOCK}",
    re.IGNORECASE,
)
_COMPACT = when_used(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = when_used(
    rf"(\d{{1,2}})\s*[-/.]\s*(\d{{1,2}})\s*[-/.]\s*(\d{{4}}){_CLOCK}", re.IGNORECASE
)
_SHORT_YEAR = when_used(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})")
_ONLY_TWO = when_used(r"(\d{1,2})\s*/\s*(\d{1,2})")
_SHORT_NAMED = when_used(r"(\d{1,2})[\s\-./]*([a-z]{3,9})\.?[\s\-./,]*'?(\d{2})", re.IGNORECASE)
_NAMED_MIDDLE = when_used(r"(\d{4})[\s\-./,]*([a-z]{3,9})\.?[\s\-./,]*(\d{1,2})", re.IGNORECASE)
_WITHOUT_YEAR = when_used(rf"(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*[日号]?{_WEEKDAY}{_CLOCK}")

_NAMED_DAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}[.,]?\s+)?"
_DAY_FIRST = when_used(
    rf"{_NAMED_DAY}{_DAY}[\s\-./]*(?:of\s+)?([a-z]{{3,9}})\.?(?:[\s\-./,]*(\d{{4}}))?{_CLOCK}",
    re.IGNORECASE,
)
_MONTH_FIRST = when_used(
    rf"{_NAMED_DAY}([a-z]{{3,9}})\.?[\s\-]*{_DAY}[\s\-,]+(\d{{4}}){_CLOCK}", re.IGNORECASE
)
_MONTH = when_used(rf"{_YEAR}\s*[-/.年]\s*(\d{{1,2}})\s*(?:月份?)?|(\d{{4}})(\d{{2}})")
_MONTH_YEAR = when_used(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
_NAMED_MONTH = when_used(r"([a-z]{3,9})\.?[\s\-,./]*(\d{4})", re.IGNORECASE)
_JANUARY_OR_OCTOBER = when_used(r"\d{4}\.1")  # a cell forgets the 0 of 2025.10


def convert_date(raw: CellValue, item: Field, context: Context) -> Converted:
    """A day; 03/04/2025 may be 3 April or March 4 and is reported, 25/12/2025 is only one day."""
    if isinstance(raw, datetime):
        return _safe(raw.date(), raw, changed=raw.time() != time(0))
    if isinstance(raw, date):
        return _safe(raw, raw, changed=False)
    if isinstance(raw, (bool, time, timedelta)):
        return Converted(seen(raw), "not-a-date")
    if isinstance(raw, float | int):
        shown = seen(float(raw))
        written_out = len(shown) == 8 and shown.isdigit()  # 20250301
        read = _readings(shown, None) if written_out else _day_count(float(raw), context)
        return _safe(read[0], shown, changed=True) if read else Converted(shown, "not-a-date")
    found = _readings(with_figures(folded(raw).strip(_AROUND)), context.year)
    if len(found) > 1:
        one, other = (day.isoformat() for day in found[:2])
        return Converted(raw, "ambiguous-date", {"one": one, "other": other})
    return _safe(found[0], raw, changed=True) if found else Converted(raw, "not-a-date")


def _day_count(number: float, context: Context) -> list[date]:
    """A spreadsheet's count of days since its first one, when that gives a likely date."""
    if not 0 <= number < 100_000:
        return []
    epoch = date(1904, 1, 1) if context.date_1904 else date(1899, 12, 30)
    day = epoch + timedelta(days=int(number))
    return [day] if day.year in _LIKELY_YEARS else []


def _readings(text: str, year: int | None) -> list[date]:
    """The days that a text may mean; ``year`` is for a text without one."""
    found = _with_short_year(text, year)
    if found:
        pass
    elif match := _YEAR_FIRST.fullmatch(text) or _COMPACT.fullmatch(text):
        found = [(int(match[1]), int(match[2]), int(match[3]))]
    elif match := _YEAR_LAST.fullmatch(text):
        first, second, last = int(match[1]), int(match[2]), int(match[3])
        found = [(last, second, first), (last, first, second)]
    elif (match := _WITHOUT_YEAR.fullmatch(text)) and year:
        found = [(year, int(match[1]), int(match[2]))]
    elif match := _DAY_FIRST.fullmatch(text):
        found = [(int(match[3] or year or 0), _month_number(match[2]), int(match[1]))]
    elif match := _MONTH_FIRST.fullmatch(text):
        found = [(int(match[3]), _month_number(match[1]), int(match[2]))]
    elif match := _NAMED_MIDDLE.fullmatch(text):
        found = [(int(match[1]), _month_number(match[2]), int(match[3]))]
    days = (_day(*numbers) for numbers in found)
    return list(dict.fromkeys(day for day in days if day))


def _with_short_year(text: str, year: int | None) -> list[tuple[int, int, int]]:
    """Year, month and day of 25/3/1 in every order that people use; of 3/1 with ``year``."""
    if match := _SHORT_YEAR.fullmatch(text):
        one, two, three = int(match[1]), int(match[3]), int(match[4])
        return [(one + 2000, two, three), (three + 2000, two, one), (three + 2000, one, two)]
    if (match := _ONLY_TWO.fullmatch(text)) and year:
        return [(year, int(match[1]), int(match[2])), (year, int(match[2]), int(match[1]))]
    if match := _SHORT_NAMED.fullmatch(text):
        month = _month_number(match[2])
        one, two = int(match[1]), int(match[3])
        return [(two + 2000, month, one), (one + 2000, month, two)]
    return []


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year + 2000 if 0 < year < 100 else year, month, day)
    except ValueError:
        return None


def _month_number(name: str) -> int:
    """Mar, Sept, March; 0 for other words."""
    starts = (
        number for number, full in enumerate(MONTHS, 1) if full.lower().startswith(name.lower())
    )
    return next(starts, 0)


def _safe(day: date, raw: object, *, changed: bool) -> Converted:
    if day < FIRST_SAFE_DATE:
        return Converted(raw if isinstance(raw, str) else day.isoformat(), "too-early")
    return Converted(day, changed=changed)


def parse_month(raw: object) -> str | None:
    """``2025-03`` for the common spellings of a month or of a day in it, else None."""
    if isinstance(raw, date):
        return _shown_month(raw.year, raw.month)
    text = seen(raw) if isinstance(raw, float) else folded(raw)
    if _JANUARY_OR_OCTOBER.fullmatch(text):
        return None
    if match := _MONTH.fullmatch(text):
        year, month = (int(part) for part in match.groups() if part)
        return _shown_month(year + 2000 if 0 < year < 100 else year, month)
    if match := _MONTH_YEAR.fullmatch(text):
        return _shown_month(int(match[2]), int(match[1]))
    if match := _NAMED_MONTH.fullmatch(text):
        return _shown_month(int(match[2]), _month_number(match[1]))
    days = _readings(text, None)
    return _shown_month(days[0].year, days[0].month) if len(days) == 1 else None


def _shown_month(year: int, month: int) -> str | None:
    return f"{year:04d}-{month:02d}" if 1 <= month <= 12 and year >= 1900 else None


def convert_month(raw: CellValue, item: Field, context: Context) -> Converted:
    """A month as ``2025-03``."""
    parsed = parse_month(raw)
    if parsed is None:
        shown = seen(raw)
        return Converted(shown, "not-a-month")
    return Converted(parsed, changed=raw != parsed)
