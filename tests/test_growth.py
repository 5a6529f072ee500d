"""What takes twice as long for twice as much, and no longer: findings, notes, rows to compare."""

from __future__ import annotations

import gc
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from support.tables import Line, table_of

from handover_xlsx.annotating import annotate as marks
from handover_xlsx.annotating.annotate import annotate
from handover_xlsx.cli import main
from handover_xlsx.comparing.comparison import compare
from handover_xlsx.handover.content import Content
from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.handover.places import SectionPlace
from handover_xlsx.handover.table import Table
from handover_xlsx.locale import translate
from handover_xlsx.package.package import open_container
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.gaps.rows import most_severe
from handover_xlsx.reporting.gaps.to_json import gaps_json
from handover_xlsx.reporting.gaps.to_pages import gaps_html, gaps_markdown
from handover_xlsx.reporting.gaps.to_text import gaps_text
from handover_xlsx.reporting.gaps.to_xlsx import gaps_xlsx
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.selecting import select
from handover_xlsx.validation import run
from handover_xlsx.validation.run import Validation, validate
from handover_xlsx.writing.write import write_workbook

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


# The process's own peak comes from /proc: ru_maxrss begins with what the process that started it used.
PROBE = """
import re, sys
from handover_xlsx.cli import main
try:
    main(["validate", sys.argv[1], "--annotate", sys.argv[2], "-o", sys.argv[3]])
finally:
    print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
"""


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
    records = {section.id: table_of(rows.get(section.id, ())) for section in OPERATIONS.sections}
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


@pytest.mark.parametrize(
    ("language", "words"), [("en", "150 more findings"), ("zh", "还有 150 个")]
)
def test_a_flood_of_one_fault_is_cut_off_with_a_sentence(monkeypatch, language, words):
    """The first ones of each rule are listed, and how many more there are; other faults remain."""
    rows = [{"name": f"Duty {n}", "frequency": "daily", "priority": "low"} for n in range(200)]
    rows[-1]["description"] = "The password is Tr0ub4dor&3"
    whole = validate(handover(duties=rows))
    flood = sum(finding.code == "V101" for finding in whole.findings)
    monkeypatch.setattr(run, "MOST_OF_A_RULE", flood - 150)
    cut = validate(handover(duties=rows))

    assert sum(finding.code == "V101" for finding in cut.findings) == flood - 150 + 1
    assert {f.code for f in cut.findings} == {f.code for f in whole.findings}
    assert words in gaps_text([cut], language)
    assert words not in cut.fix_first[0].first.message.text(language)
    assert cut.scores == whole.scores


# --- Marks in a copy --------------------------------------------------------------------------


@pytest.fixture
def flooded(make_workbook) -> Callable[[int], Path]:
    """A workbook with so many duties of which nothing but the name is filled in."""
    return lambda count: make_workbook(
        Content(rows={"duties": [{"name": f"Duty number {n}"} for n in range(count)]})
    )


def test_marking_four_times_the_gaps_takes_four_times_as_long(flooded):
    """Colours, notes and the list of gaps."""

    def marking(count: int) -> Callable[[], object]:
        path = flooded(count)
        rows, _ = most_severe([validate(read_workbook(path))], "en", str(path), 10_000)
        return lambda: annotate(open_container(path), rows, "en")

    assert growth(marking(300), marking(1200)) <= FOUR_TIMES


@pytest.mark.parametrize(
    ("language", "inside", "outside"),
    [
        ("en", "… and {} more gaps, neither coloured nor listed here", "{} more gaps are neither"),
        ("zh", "还有 {} 处没有标色，也没有列出", "还有 {} 处没有标出"),
    ],
)
def test_a_copy_lists_the_most_severe_of_a_flood_and_says_how_many_more(
    flooded, tmp_path, monkeypatch, capsys, language, inside, outside
):
    """In its last sheet and on the screen, with the command that lists all."""
    monkeypatch.setenv("LANGUAGE", language)
    monkeypatch.setattr(marks, "MOST_GAPS", 20)
    path, copy = flooded(30), tmp_path / "marked.xlsx"
    validation = validate(read_workbook(path))
    more = validation.counts.errors + validation.counts.warnings - 20
    with pytest.raises(SystemExit):
        main(["validate", str(path), "--annotate", str(copy), "-l", language])
    listed = list(openpyxl.load_workbook(copy).worksheets[-1].iter_rows(values_only=True))
    rows = [row for row in listed[5:] if row[1]]

    assert inside.format(more) in listed[3][1]
    assert "handover validate FILE -o gaps.xlsx" in listed[3][1]
    assert outside.format(more) in capsys.readouterr().err
    assert len(rows) == 20
    assert {row[1] for row in rows} == {translate("Must be fixed", language)}


def test_forty_thousand_gaps_are_marked_within_a_gigabyte(make_workbook, operations, tmp_path):
    """The whole command, from reading to the copy: half of what is promised for one file."""
    tables = [section for section in operations.sections if section.kind == "table"][:8]
    rows = {one.id: [{one.names_row: f"{one.id} {n}"} for n in range(1000)] for one in tables}
    path = make_workbook(Content(rows=rows), name="flood.xlsx")
    assert len(validate(read_workbook(path)).findings) > 20_000
    done = subprocess.run(
        [sys.executable, "-c", PROBE, path, tmp_path / "marked.xlsx", tmp_path / "gaps.json"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert "lists 10000 gaps" in done.stderr
    assert int(done.stdout.split()[-1]) < 512 * 1024


# --- Rows to compare --------------------------------------------------------------------------


def prose(count: int, seed: int) -> list[dict[str, object]]:
    """Duties of one person, in words that no one else uses in this order."""
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


# --- Tables -----------------------------------------------------------------------------------


def with_words_as_hours(tmp_path: Path, rows: int) -> Path:
    """A workbook in which no hours are numbers."""
    path = tmp_path / f"{rows}.xlsx"
    content = Content(
        {"duties": [{"name": f"Duty {n}", "hours": f"{n} or so"} for n in range(rows)]}
    )
    write_workbook(OPERATIONS, path, language="en", content=content)
    return path


def test_reading_four_times_the_cells_that_are_not_understood_takes_four_times_as_long(tmp_path):
    """Each of them is remembered by itself."""
    some, more = with_words_as_hours(tmp_path, 6_000), with_words_as_hours(tmp_path, 24_000)

    assert growth(lambda: read_workbook(some), lambda: read_workbook(more)) <= FOUR_TIMES


def test_putting_four_times_the_tables_together_takes_four_times_as_long():
    """A company's workbooks, each with a cell that was not understood."""
    one = table_of([Line({"name": "Payroll", "hours": "half a day"}, unread={"hours"})])

    def together(count: int) -> Table:
        table = Table()
        for number in range(count):
            table.append(one, number)
        return table

    assert growth(lambda: together(4_000), lambda: together(16_000)) <= FOUR_TIMES
    assert len(together(10).unread["hours"]) == 10
