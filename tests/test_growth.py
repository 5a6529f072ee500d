"""What takes twice as long for twice as much, and no longer: findings, notes, rows to compare."""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable

import pytest

from handover_xlsx.comparing.comparison import compare
from handover_xlsx.handover.model import Handover, Record, Source
from handover_xlsx.handover.places import SectionPlace
from handover_xlsx.reporting.gaps.to_html import gaps_html
from handover_xlsx.reporting.gaps.to_json import gaps_json
from handover_xlsx.reporting.gaps.to_markdown import gaps_markdown
from handover_xlsx.reporting.gaps.to_text import gaps_text
from handover_xlsx.reporting.gaps.to_xlsx import gaps_xlsx
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.selecting import select
from handover_xlsx.validation.run import Validation, validate

OPERATIONS = select(load_template("operations"))
FOUR_TIMES = 6  # times as long for four times as much: a square would be 16
TRIES = 3  # a busy machine may slow one of them down


def seconds(work: Callable[[], object]) -> float:
    """The processor time that some work takes."""
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time()
        work()
        return time.process_time() - begun
    finally:
        gc.enable()


def growth(some: Callable[[], object], four_times: Callable[[], object]) -> float:
    """How many times as long four times as much takes, by the best of a few tries."""
    some()  # what is loaded and compiled once
    best = (float("inf"), float("inf"))
    for _ in range(TRIES):
        best = min(best[0], seconds(some)), min(best[1], seconds(four_times))
        if best[1] <= FOUR_TIMES * best[0]:
            break
    return best[1] / best[0]


def handover(**rows: list[dict[str, object]]) -> Handover:
    """A handover with these rows, as it is read from a workbook."""
    columns = {
        section.id: {item.id: column for column, item in enumerate(section.fields, 1)}
        for section in OPERATIONS.sections
    }
    source = Source(
        "ada.xlsx", "ada.xlsx", "en", OPERATIONS.id, OPERATIONS.version, "id", sections=frozenset(columns),
        places={name: SectionPlace(name, name, 4, columns[name]) for name in columns},
    )  # fmt: skip
    records = {
        section.id: [Record(row, 6 + line) for line, row in enumerate(rows.get(section.id, ()))]
        for section in OPERATIONS.sections
    }
    return Handover(OPERATIONS, (source,), records)


# --- Findings ---------------------------------------------------------------------------------


def only_names(count: int) -> Validation:
    """The gaps of so many duties of which nothing but the name is filled in."""
    return validate(handover(duties=[{"name": f"Duty number {n}"} for n in range(count)]))


@pytest.mark.parametrize("report", [gaps_text, gaps_json, gaps_html, gaps_markdown, gaps_xlsx])
def test_a_gap_report_of_four_times_the_gaps_takes_four_times_as_long(report):
    """Thousands of rows may miss the same: each format puts a finding into words a few times."""
    few, many = only_names(150), only_names(600)
    assert len(many.findings) > 3_000
    of_several = report in (gaps_text, gaps_json, gaps_xlsx)

    def reporting(validation: Validation) -> Callable[[], object]:
        return lambda: report([validation] if of_several else validation, "en")

    assert growth(reporting(few), reporting(many)) <= FOUR_TIMES


# --- Rows to compare --------------------------------------------------------------------------


def prose(count: int, seed: int) -> list[dict[str, object]]:
    """Duties of one person, in words that nobody else uses in this order."""
    chance = random.Random(seed)  # noqa: S311 - always the same
    words = ["orders", "stock", "price", "report", "customer", "weekly", "figures", "supplier"]
    return [
        {
            item: " ".join(chance.choices(words, k=12))
            for item in ("name", "description", "deadline")
        }
        for _ in range(count)
    ]


DIFFERENT = {
    "no row is the other's": lambda n: (prose(n, 1), prose(n, 2)),
    "all have one name": lambda n: tuple(
        [{**row, "name": "Report"} for row in prose(n, seed)] for seed in (1, 2)
    ),
    "all rows are the same": lambda n: ([{"name": "Report"}] * n, [{"name": "Report"}] * n),
}


@pytest.mark.parametrize("case", DIFFERENT)
def test_comparing_four_times_the_rows_takes_four_times_as_long(case):
    """Also the handovers of two people, in which no row is found again by its name."""

    def comparing(count: int) -> Callable[[], object]:
        old, new = (handover(duties=rows) for rows in DIFFERENT[case](count))
        return lambda: compare(old, new)

    assert growth(comparing(500), comparing(2000)) <= FOUR_TIMES


def test_two_peoples_handovers_are_compared_in_the_time_that_checking_both_takes_twice():
    """As many rows as an ordinary sheet has: each pair of rows is looked at, text by text."""
    old, new = (handover(duties=prose(45, seed), issues=[]) for seed in (1, 2))
    compare(old, new)

    checking = seconds(lambda: [validate(one) for one in (old, new)])
    assert seconds(lambda: compare(old, new)) <= 2 * checking
