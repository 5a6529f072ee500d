"""Which values of a workbook are looked at closely: with many of them the same as with few."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from test_secret_cells import TABLES, WORDS, cells

from handover_xlsx.secrets.find import is_suspicious
from handover_xlsx.secrets.words import FIRST_LOOK
from handover_xlsx.secrets.worth_a_look import suspicious, worth_a_look
from handover_xlsx.sheets.cell_values import Uncalculated
from handover_xlsx.sheets.workbook import Grid
from handover_xlsx.text import prefilter


@pytest.fixture(autouse=True)
def _many(monkeypatch):
    """However few values there are, they count as many."""
    monkeypatch.setattr(prefilter, "FEW", 0)


FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
WAYS = (str, str.upper, str.lower, str.swapcase, lambda text: text.translate(FULL_WIDTH))
AS_TYPED = st.tuples(
    st.lists(
        st.one_of(
            st.sampled_from(WORDS),
            st.sampled_from(FIRST_LOOK).flatmap(st.from_regex),
            st.text("aZ9 !@_=·/密码İıſK\u212a\u00a0\u0307", max_size=4),
        ),
        min_size=1,
        max_size=4,
    ).map(" ".join),
    st.sampled_from(WAYS),
).map(lambda typed: typed[1](typed[0]))


@settings(
    deadline=None, derandomize=True, max_examples=150, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(AS_TYPED, max_size=12, unique=True))
@example(["Sommer2026!"])
@example(["pİn", "WİFİ", "安İİİ码 7"])
def test_the_first_look_at_all_texts_passes_over_none_that_is_suspicious(texts):
    """One search over all of them leaves what each alone would have been taken for."""
    assert set(suspicious(texts)) == set(filter(is_suspicious, texts))


def test_every_cell_of_the_tables_is_taken_for_what_it_was():
    """What was written to improve and to measure the detector."""
    texts = sorted({cell.text for table in TABLES for cell in cells(table)})

    assert set(suspicious(texts)) == set(filter(is_suspicious, texts))


def test_of_numbers_the_long_ones_are_looked_at_and_of_formulas_all():
    """A card's number may have been stored as a number; a formula may contain a text."""
    formula = Uncalculated('"pin "&4711')
    grid = Grid(
        [(0, [None, "Anna", 4111111111111111, 12.5, True]), (1, [formula, "Password", "Anna"])]
    )

    assert worth_a_look([grid]) == {4111111111111111, formula, "Password"}


def test_a_text_is_judged_once_however_many_cells_contain_it(monkeypatch):
    """Sheets repeat names and choices thousands of times."""
    judged: list[str] = []
    name = "handover_xlsx.secrets.worth_a_look.is_suspicious"
    monkeypatch.setattr(name, lambda text: not judged.append(text))
    monkeypatch.setattr(prefilter, "FEW", 10)
    monkeypatch.setattr("handover_xlsx.secrets.worth_a_look._looked_through", Counter())

    worth_a_look([Grid([(row, ["Anna", "daily"]) for row in range(1000)])] * 3)

    assert sorted(judged) == ["Anna", "daily"]
