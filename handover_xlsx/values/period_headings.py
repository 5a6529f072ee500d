"""Headings of period columns in any common spelling: 2025年3月, Mar 2025, 2025-W12, 2025年一季度."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from handover_xlsx.text.patterns import when_used
from handover_xlsx.values.dates import parse_month

_QUARTER_WORDS = {"一": "1", "二": "2", "三": "3", "四": "4"}
_WEEK = when_used(
    r"(?P<y1>\d{4})\s*(?:年\s*第?|[-/ ]?\s*(?:w|week|wk)\s*)(?P<w1>\d{1,2})\s*周?"
    r"|(?:w|week|wk)\s*(?P<w2>\d{1,2})[\s,/-]+(?P<y2>\d{4})",
    re.IGNORECASE,
)
_QUARTER = when_used(
    r"(?P<y1>\d{4})\s*(?:年\s*第?\s*(?P<q3>[1-4一二三四])\s*季度?|[-/ ]?\s*q\s*(?P<q1>[1-4]))"
    r"|q\s*(?P<q2>[1-4])[\s,/-]*(?P<y2>\d{4})",
    re.IGNORECASE,
)
_MONTH_ONLY = when_used(r"(\d{1,2})\s*月份?")


def parse_period(raw: object, unit: str) -> str | None:
    """A heading as a period of a unit, None when it is none."""
    text = unicodedata.normalize("NFKC", str(raw)).strip()
    if unit == "month":
        return parse_month(raw)
    if unit == "week":
        match = _WEEK.fullmatch(text)
        week = int(match["w1"] or match["w2"]) if match else 0
        return f"{match['y1'] or match['y2']}-W{week:02d}" if match and 1 <= week <= 53 else None
    match = _QUARTER.fullmatch(text)
    if match is None:
        return None
    quarter = match["q1"] or match["q2"] or match["q3"]
    return f"{match['y1'] or match['y2']}Q{_QUARTER_WORDS.get(quarter, quarter)}"


def month_before(heading: object, last_day: date) -> str | None:
    """``3月`` without a year is the last March up to the last day; None for other headings."""
    match = _MONTH_ONLY.fullmatch(unicodedata.normalize("NFKC", str(heading)).strip())
    month = int(match[1]) if match else 0
    if not 1 <= month <= 12:
        return None
    year = last_day.year if month <= last_day.month else last_day.year - 1
    return f"{year:04d}-{month:02d}"
