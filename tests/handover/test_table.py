"""The table of a section: columns that are put together, taken apart, and looked at row by row."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st
from support.tables import Line, table_of

from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.handover.table import Table
from handover_xlsx.template.catalogue import load_template

OPERATIONS = load_template("operations")
NAMES = ("name", "frequency", "hours", "2025-11", "Remarks")
VALUES = st.dictionaries(
    st.sampled_from(NAMES), st.sampled_from(["a", "b", 4.0, "half"]), min_size=1
)
LINES = st.builds(
    lambda values, source, unread: Line(values, 7, source, unread & set(values)),
    VALUES, st.integers(0, 2), st.frozensets(st.sampled_from(NAMES), max_size=1),
)  # fmt: skip
TABLES = st.lists(LINES, max_size=6).map(table_of)


def rows(table: Table) -> list[tuple[object, ...]]:
    """Everything that the rows say, and whose they are."""
    return [(dict(one), one.source, one.row, one.unread) for one in table]


def test_a_record_is_a_look_at_one_row():
    """Only filled columns are in it; what was not understood is there as typed, and not read."""
    table = table_of([Line({"name": "Payroll", "hours": "half a day"}, 7, 0, {"hours"}),
                      Line({"name": "Keys", "Remarks": "ask Ben"}, 8)])  # fmt: skip
    payroll, keys = table

    assert dict(payroll) == {"name": "Payroll", "hours": "half a day"}
    assert payroll.read("hours") is None
    assert payroll.unread == {"hours"}
    assert "Remarks" not in payroll
    assert (keys["Remarks"], keys.row, keys.get("hours")) == ("ask Ben", 8, None)
    assert table.cells == 4


@given(TABLES, TABLES)
def test_a_table_put_behind_another_keeps_every_row(one, other):
    """Rows, their sources (counted on) and what was not understood are as before."""
    together = Table()
    together.append(one)
    together.append(other, shift=3)

    assert rows(together) == rows(one) + [(v, s + 3, r, u) for v, s, r, u in rows(other)]


@given(TABLES, st.data())
def test_taken_rows_say_what_they_said(table, data):
    """In any order, with other sources; a column that nobody fills any more is gone."""
    order = data.draw(st.permutations(range(len(table))))[: data.draw(st.integers(0, len(table)))]
    taken = table.taken(order, {0: 5, 1: 6, 2: 7})

    assert rows(taken) == [
        (dict(r), r.source + 5, r.row, r.unread) for r in map(table.__getitem__, order)
    ]
    assert all(any(v is not None for v in column) for column in taken.values.values())


@given(TABLES)
def test_a_table_travels_between_processes(table):
    """It is equal on the other side, whatever was derived from it before."""
    assert table.by_source is not None
    assert pickle.loads(pickle.dumps(table)) == table  # noqa: S301 - made here


def test_a_handover_travels_without_its_arrays():
    """What was made to judge it stays behind; it is equal on the other side."""
    source = Source("a.xlsx", "a.xlsx", "en", "operations", 1, "")
    handover = Handover(OPERATIONS, (source,), {"duties": table_of([{"name": "Payroll"}])})
    assert len(handover.table("duties")) == 1
    packed = pickle.dumps(handover)

    assert b"pandas" not in packed
    assert pickle.loads(packed) == handover  # noqa: S301 - made here


def test_a_history_is_read_in_long_form():
    """One row for each period in which a number is; blank ones and words are left out."""
    source = Source("a.xlsx", "a.xlsx", "en", "operations", 1, "")
    history = table_of([Line({"kpi": "Calls", "2026-10": 3, "2026-11": 4.5}, 7),
                        Line({"kpi": "Returns", "2026-11": "many"}, 8, unread={"2026-11"})])  # fmt: skip
    long = Handover(OPERATIONS, (source,), {"kpi_history": history}).history("kpi_history")

    assert long.to_dict("list") == {
        "position": [0, 0], "name": ["Calls", "Calls"], "period": ["2026-10", "2026-11"],
        "value": [3.0, 4.5],
    }  # fmt: skip
