"""A table or a form as it is on a sheet: its headings, and the cells filled in for them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from handover_xlsx.learning.areas import Area
from handover_xlsx.learning.workbook import Spot
from handover_xlsx.locale import Message

LONGEST_HEADING = 120
_MONTH = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?")


@dataclass
class Item:
    """A heading or label, and the cells that are filled in for it."""

    spot: Spot
    text: str  # by which it is found again
    cells: Area
    second: Spot | None = None  # the same heading in a second row, in another language
    group: str = ""  # the heading above several headings
    hint: str = ""
    month: bool = False


@dataclass
class Outline:
    """A table or a form on a sheet."""

    kind: str
    items: list[Item]
    heading_row: int
    title: str = ""
    purpose: str = ""
    rows: list[int] = field(default_factory=list)  # rows with values to learn from
    notes: list[Message] = field(default_factory=list)


def heading_text(spot: Spot) -> str:
    """A cell as a heading, "" when it cannot be one."""
    value = spot.value
    if isinstance(value, (date, datetime)):
        return value.strftime("%Y-%m") if value.day == 1 else ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if 1990 <= value <= 2100 else ""
    text = spot.text
    if not 1 <= len(text) <= LONGEST_HEADING or text.count("\n") > 3 or "://" in text:
        return ""
    if _MONTH.fullmatch(text):
        return " ".join(text.split())
    letters = any(c.isalpha() for c in text) or text in ("#", "№", "No.")
    return " ".join(text.split()) if letters and not re.search(r"\S@\S", text) else ""


def is_month(spot: Spot) -> bool:
    """Whether a heading is a month."""
    return isinstance(spot.value, (date, datetime)) or bool(_MONTH.fullmatch(spot.text))
