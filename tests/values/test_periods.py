"""Months, weeks and quarters: which columns a history has, and which headings name them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_xlsx.template.model import PERIOD_UNITS, Periods
from handover_xlsx.values.period_headings import month_before, parse_period
from handover_xlsx.values.periods import (
    first_day,
    from_identity,
    from_name_part,
    identity,
    in_order,
    is_period,
    name_part,
    period_label,
    period_of,
    periods_before,
    periods_between,
)

LAST_DAY = date(2026, 1, 14)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("month", ("2025-10", "2025-11", "2025-12")),
        ("week", ("2025-W52", "2026-W01", "2026-W02")),
        ("quarter", ("2025Q2", "2025Q3", "2025Q4")),
    ],
)
def test_a_history_ends_with_the_complete_period_before_the_last_day(unit, expected):
    """The running month, week or quarter is not complete yet."""
    assert periods_before(LAST_DAY, Periods(unit, 3)) == expected


@pytest.mark.parametrize(
    ("heading", "unit", "period"),
    [
        ("2025-03", "month", "2025-03"),
        ("2025/3", "month", "2025-03"),
        ("Mar 2025", "month", "2025-03"),
        ("2025年3月", "month", "2025-03"),
        ("２０２５年３月", "month", "2025-03"),
        ("2025Q1", "quarter", "2025Q1"),
        ("Q1 2025", "quarter", "2025Q1"),
        ("2025-Q1", "quarter", "2025Q1"),
        ("2025年一季度", "quarter", "2025Q1"),
        ("2025年第1季度", "quarter", "2025Q1"),
        ("2025-W12", "week", "2025-W12"),
        ("W12 2025", "week", "2025-W12"),
        ("2025年第12周", "week", "2025-W12"),
        ("Week 12 2025", "week", "2025-W12"),
        ("2025-13", "month", None),
        ("2025-W54", "week", None),
        ("Q5 2025", "quarter", None),
        ("Notes", "month", None),
        ("2025年1", "quarter", None),
    ],
)
def test_headings_are_read_in_any_common_spelling(heading, unit, period):
    """English and Chinese, full-width digits, month names."""
    assert parse_period(heading, unit) == period


@pytest.mark.parametrize(
    ("heading", "period"),
    [("1月", "2026-01"), ("12月", "2025-12"), ("3月份", "2025-03"), ("13月", None), ("合计", None)],
)
def test_a_month_without_a_year_is_the_last_one_before_the_last_day(heading, period):
    """Twelve pasted columns 1月 … 12月 are the past twelve months."""
    assert month_before(heading, LAST_DAY) == period


@pytest.mark.parametrize(
    ("period", "english", "chinese"),
    [
        ("2026-08", "August 2026", "2026年8月"),
        ("2026-12", "December 2026", "2026年12月"),
        ("2025-W07", "Week 7 2025", "2025年第7周"),
        ("2025Q4", "Q4 2025", "2025年第4季度"),
    ],
)
def test_a_sentence_names_a_period_as_a_reader_says_it(period, english, chinese):
    """Its name for the machine, 2026-08, is no word of a sentence."""
    assert period_label(period) == {"en": english, "zh": chinese}


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(day=days, unit=st.sampled_from(PERIOD_UNITS))
def test_a_period_survives_every_way_it_is_written_down(day, unit):
    """As id, as a part of a defined name, as a heading, as a reader says it; its first day is in it."""
    period = period_of(day, unit)

    assert is_period(period)
    assert from_identity(identity(period)) == period
    assert from_name_part(name_part(period)) == period
    assert parse_period(period, unit) == period
    assert {parse_period(label, unit) for label in period_label(period).values()} == {period}
    assert period_of(first_day(period), unit) == period
    assert periods_between(period, day) == 0


@given(day=days, unit=st.sampled_from(PERIOD_UNITS), count=st.integers(1, 60))
def test_periods_before_a_day_are_consecutive_and_in_order(day, unit, count):
    """As many as asked for, each once, the last one just before the day's own."""
    found = periods_before(day, Periods(unit, count))

    assert len(found) == count
    assert in_order(reversed(found)) == found
    assert [periods_between(period, day) for period in found] == list(range(count, 0, -1))
