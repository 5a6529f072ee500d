"""A section as columns: one row per record, masks, and what could not be understood next to them."""

from datetime import date, datetime

import numpy as np
import pytest
from support.tables import Line, table_of

from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.model import BLANK, FILLED, Condition
from handover_xlsx.validation.registry import View

TEMPLATE = load_template("operations")


def _source(name, **more):
    return Source(name, name, "en", TEMPLATE.id, TEMPLATE.version, "", **more)


@pytest.fixture
def handover():
    """Three duties of two people; the second one's hours are no number, and one date has a time."""
    duties = [
        Line({"name": "Payroll", "frequency": "monthly", "hours": 4.0}, 7),
        Line({"name": "payroll ", "frequency": "daily", "hours": "half a day"}, 8, 1,
               unread=frozenset({"hours"})),
        Line({"name": "PAYROLL"}, 9),
    ]  # fmt: skip
    plan = [Line({"topic": "Payroll", "date": datetime(2026, 11, 30, 9, 30)}, 7),
            Line({"topic": "Keys", "date": date(2026, 12, 1)}, 8)]  # fmt: skip
    history = [Line({"kpi": "Calls", "2026-10": 3, "2026-11": 4, "Remarks": "x"}, 7)]
    sources = (_source("a.xlsx"), _source("b.xlsx", not_applicable={"duties": "none"}))
    return Handover(TEMPLATE, sources, {
        "duties": table_of(duties), "training": table_of(plan), "kpi_history": table_of(history),
    })  # fmt: skip


def test_a_table_has_typed_columns_and_na_for_what_was_not_understood(handover):
    """Numbers are Float64, dates datetime64[s], texts string; the unread are in a table of their own."""
    duties, plan = handover.table("duties"), handover.table("training")

    assert duties["_source"].tolist() == [0, 1, 0]
    assert duties["_row"].tolist() == [7, 8, 9]
    assert str(duties["hours"].dtype) == "Float64"
    assert duties["hours"].isna().tolist() == [False, True, True]
    assert (duties["frequency"] < "monthly").tolist() == [False, True, False]  # as they are listed
    assert str(plan["date"].dtype) == "datetime64[s]"
    assert plan["date"].dt.hour.tolist() == [9, 0]
    assert handover.unread("duties").to_dict("records") == [
        {"position": 1, "field": "hours", "value": "half a day"}
    ]


def test_masks_distinguish_filled_from_understood(handover):
    """What could not be understood is filled, and not known."""
    columns = handover.columns("duties")

    assert columns.filled("hours").tolist() == [True, True, False]
    assert columns.known("hours").tolist() == [True, False, False]
    assert columns.unread("hours").tolist() == [False, True, False]
    assert columns.filled("no such field").tolist() == [False, False, False]
    assert columns.typed("hours").tolist() == [4.0, "half a day", None]
    assert list(columns.at(columns.unread("hours"))) == [(1, 1)]


def test_numbers_and_moments_leave_out_what_was_not_understood(handover):
    """Numbers are NaN and dates NaT where nothing was understood."""
    np.testing.assert_array_equal(
        handover.columns("duties").numbers("hours"), [4.0, np.nan, np.nan]
    )
    assert handover.columns("training").moments("date").tolist() == [
        datetime(2026, 11, 30, 9, 30), datetime(2026, 12, 1),
    ]  # fmt: skip
    assert np.isnat(handover.columns("training").moments("no such field")).all()


@pytest.mark.parametrize(
    ("tests", "rows"),
    [
        ((("frequency", ("daily", "weekly")),), [1]),
        ((("hours", (FILLED,)),), [0, 1]),
        ((("hours", (BLANK,)),), [2]),
        ((("hours", (FILLED,)), ("frequency", ("monthly",))), [0]),
        ((), [0, 1, 2]),
    ],
)
def test_a_condition_is_a_mask(handover, tests, rows):
    """A condition holds for the same rows as a mask and asked row by row."""
    condition = Condition(tests)
    found = np.flatnonzero(handover.columns("duties").holds(condition)).tolist()

    assert found == rows
    assert found == [i for i, r in enumerate(handover.rows("duties")) if condition.holds(r)]


def test_a_history_counts_its_periods(handover):
    """Periods are columns of their own, and own columns are none."""
    columns = handover.columns("kpi_history")

    assert columns.periods == ("2026-10", "2026-11")
    assert columns.periods_filled.tolist() == [2]
    assert columns.started.tolist() == [True]


def test_names_are_one_key_within_their_own_workbook(handover):
    """Spelling does not matter, the workbook does; blank is -1."""
    view = View(handover)
    keys = view.keys("duties", "name")

    assert keys[0] == keys[2] != keys[1]
    assert view.keys("training", "topic")[0] == keys[0]
    assert view.keys("duties", "frequency")[2] == -1


def test_a_section_that_does_not_apply_is_masked_by_source(handover):
    """Rows of a workbook whose section does not apply are left out."""
    assert View(handover).applicable("duties").tolist() == [True, False, True]
    assert View(handover).applicable("training").tolist() == [True, True]
