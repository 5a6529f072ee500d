"""How values become text: one way, wherever they are shown."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest

from handover_xlsx.template.model import Choice, ChoiceList, Field
from handover_xlsx.values.show import seen, show

PERCENT = Field("progress", {"en": "Progress"}, "percent")
LEVELS = ChoiceList("level", (
    Choice("high", {"en": "High", "zh": "高"}), Choice("low", {"en": "Low", "zh": "低"}),
))  # fmt: skip
LEVEL = Field("level", {"en": "Level"}, "choice", choices=LEVELS)
SEVERAL = Field("levels", {"en": "Levels"}, "choices", choices=LEVELS)
DAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("value", "item", "english", "chinese"),
    [
        (None, None, "", ""),
        ("Ann", None, "Ann", "Ann"),
        (True, None, "Yes", "是"),
        (False, None, "No", "否"),
        (12, None, "12", "12"),
        (0.1 + 0.2, None, "0.3", "0.3"),
        (1_234_567.5, None, "1234567.5", "1234567.5"),
        (0.45, PERCENT, "45%", "45%"),
        (0.07, PERCENT, "7%", "7%"),
        (0.57, PERCENT, "57%", "57%"),
        (-0.005, PERCENT, "-0.5%", "-0.5%"),
        (DAY, None, "2026-11-30", "2026-11-30"),
        (datetime(2026, 11, 30), None, "2026-11-30", "2026-11-30"),
        (datetime(2026, 11, 30, 9, 5), None, "2026-11-30 09:05", "2026-11-30 09:05"),
        (datetime(2026, 11, 30, 9, 5, 7), None, "2026-11-30 09:05:07", "2026-11-30 09:05:07"),
        (time(9, 30), None, "09:30", "09:30"),
        (timedelta(hours=36), None, "36:00", "36:00"),
        (timedelta(seconds=-90), None, "-0:01:30", "-0:01:30"),
        ("high", LEVEL, "High", "高"),
        ("unlisted", LEVEL, "unlisted", "unlisted"),
        (("high", "low"), SEVERAL, "High; Low", "高; 低"),
        (None, LEVEL, "", ""),
    ],
)
def test_a_value_is_shown_as_people_write_it(
    value: object, item: Field | None, english: str, chinese: str
) -> None:
    """Labels instead of codes, 45% without a space, no clock at midnight, hours beyond a day."""
    assert (show(value, item, "en"), show(value, item, "zh")) == (english, chinese)


def test_readers_see_grouped_digits() -> None:
    """A page shows 12,000; a cell has to take the text again. A year is a year."""
    assert (show(12_000), show(12_000, grouped=True)) == ("12000", "12,000")
    assert show(1_234_567.5, grouped=True) == "1,234,567.5"
    assert (show(2026, grouped=True), show(0.1 + 0.2, grouped=True)) == ("2026", "0.3")
    assert show(120.5, PERCENT, grouped=True) == "12,050%"
    assert show(1e20, grouped=True) == "1e+20"


def test_a_list_is_written_as_the_reader_writes_lists() -> None:
    """Chinese pages part names with 、, cells with a semicolon."""
    assert show(("high", "low"), SEVERAL, "zh", between="、") == "高、低"


@pytest.mark.parametrize(
    ("raw", "text"),
    [(None, ""), (True, "TRUE"), (False, "FALSE"), (42.0, "42"), (DAY, "2026-11-30")],
)
def test_a_cell_is_quoted_as_it_is_seen(raw: object, text: str) -> None:
    """What is in a cell, before anything is known about its field."""
    assert seen(raw) == text
