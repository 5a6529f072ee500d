"""Two states of a handover: what counts as a change, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.tables import table_of

from handover_xlsx.comparing.comparison import Comparison, compare
from handover_xlsx.errors import UsageError
from handover_xlsx.handover.content import Content, Unplaced
from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.merging.merge import merge
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.selecting import select
from handover_xlsx.writing.write import write_workbook

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[2] / "samples"
OPERATIONS = select(load_template("operations"))

DUTIES = """
## duties
| name           | frequency | priority | description              | hours |
|----------------|-----------|----------|--------------------------|-------|
| Weekly report  | weekly    | high     | Collect the shop figures | 3     |
| Stock order    | daily     | critical | Order what runs low      | 1     |
| Price check    | monthly   | low      | Compare the competitors  | 2     |
"""


def seen(comparison: Comparison) -> list[tuple[str, str, str | None]]:
    """Every change as (kind, section, field)."""
    return [(change.what, change.section, change.field) for change in comparison.changes]


def states(make, old: str, new: str, **options: object) -> Comparison:
    """The comparison of two workbooks that small tables describe."""
    return compare(read_workbook(make(old)), read_workbook(make(new, **options)))


# --- Laws -----------------------------------------------------------------------------------

TEXT = st.text("abc xyz周报", min_size=1, max_size=12).map(str.strip).filter(bool)
ROW = st.fixed_dictionaries(
    {"description": TEXT, "hours": st.integers(0, 9).map(float)},
    optional={
        "frequency": st.sampled_from(["daily", "weekly"]),
        "deadline": TEXT,
        "last": st.dates(date(2026, 1, 1), date(2027, 1, 1)),
        "Cost centre": TEXT,
    },
)
ROWS = st.dictionaries(TEXT, ROW, min_size=1, max_size=8).map(
    lambda named: [{"name": name, **row} for name, row in named.items()]
)


def handover(rows: list[dict[str, object]], *, section: str = "duties") -> Handover:
    source = Source("a.xlsx", "a.xlsx", "en", OPERATIONS.id, OPERATIONS.version, "id")
    return Handover(OPERATIONS, (source,), {section: table_of(rows)})


@settings(max_examples=40, deadline=None)
@given(
    st.lists(ROW.flatmap(lambda row: TEXT.map(lambda n: {"name": n, **row})), max_size=8), st.data()
)
def test_the_order_of_rows_is_no_change(rows, data):
    """Also where names are there twice; and a handover is always the same as itself."""
    shuffled = data.draw(st.permutations(rows))

    assert seen(compare(handover(rows), handover(rows))) == []
    assert seen(compare(handover(rows), handover(shuffled))) == []


@settings(max_examples=40, deadline=None)
@given(ROWS, st.data())
def test_one_changed_cell_is_exactly_one_change(rows, data):
    """Wherever the row is now: the cell of that row, and nothing else."""
    line = data.draw(st.integers(0, len(rows) - 1))
    others = {"description": "else", "hours": 77.0, "frequency": "yearly", "Cost centre": 4711}
    key = data.draw(st.sampled_from(sorted(others)))
    changed = [dict(row) for row in rows]
    changed[line][key] = others[key]
    order = data.draw(st.permutations(range(len(rows))))
    comparison = compare(handover(rows), handover([changed[i] for i in order]))
    change = comparison.changes[0]

    assert len(comparison.changes) == 1
    assert change.field == key
    assert comparison.new.tables["duties"][change.new]["name"] == rows[line]["name"]


@settings(max_examples=40, deadline=None)
@given(ROWS, st.data())
def test_one_row_more_or_less_is_exactly_one_change(rows, data):
    """A row that is taken out is removed, and the other way round it is added."""
    line = data.draw(st.integers(0, len(rows) - 1))
    fewer = rows[:line] + rows[line + 1 :]

    assert seen(compare(handover(rows), handover(fewer))) == [("row-removed", "duties", None)]
    assert seen(compare(handover(fewer), handover(rows))) == [("row-added", "duties", None)]


# --- What is found again --------------------------------------------------------------------


def test_a_renamed_row_is_found_by_what_else_it_says(workbook_from_markdown):
    """A new name is one changed cell, not a row that went and another that came."""
    new = DUTIES.replace("Weekly report", "Report for the board")

    assert seen(states(workbook_from_markdown, DUTIES, new)) == [("cell-changed", "duties", "name")]


def test_a_different_row_in_the_same_place_is_another_row(workbook_from_markdown):
    """Rows that only share a priority are not the same thing."""
    new = DUTIES.replace(
        "| Price check    | monthly   | low      | Compare the competitors  | 2     |",
        "| Team lunch     | weekly    | low      | Book a table             | 1     |",
    )
    found = seen(states(workbook_from_markdown, DUTIES, new))

    assert found == [("row-added", "duties", None), ("row-removed", "duties", None)]


def test_own_columns_are_compared(workbook_from_markdown):
    """A column that a person added is a column like any other."""
    old = "## duties\n| name | Cost centre |\n|--|--|\n| Stock order | 4711 |"
    new = "## duties\n| name | Cost centre |\n|--|--|\n| Stock order | 4712 |"

    assert seen(states(workbook_from_markdown, old, new)) == [
        ("cell-changed", "duties", "Cost centre")
    ]


def test_a_kpi_history_is_compared_by_kpi_and_period(workbook_from_markdown):
    """One figure more is one cell, although a row was put above it."""
    old = "## kpi_history\n| kpi | 2026-08 | 2026-09 |\n|--|--|--|\n| Orders | 5 | 6 |"
    new = (
        "## kpi_history\n| kpi | 2026-08 | 2026-09 | 2026-10 |\n|--|--|--|--|\n"
        "| Returns | 1 | | |\n| Orders | 5 | 7 | 8 |"
    )

    assert seen(states(workbook_from_markdown, old, new)) == [
        ("row-added", "kpi_history", None),
        ("cell-changed", "kpi_history", "2026-09"),
        ("cell-added", "kpi_history", "2026-10"),
    ]


def test_the_language_of_a_workbook_is_no_change(workbook_from_markdown):
    """Codes are compared, not labels: the same handover in Chinese is the same handover."""
    comparison = states(workbook_from_markdown, DUTIES, DUTIES, language="zh")

    assert not comparison.differs


def test_a_form_is_compared_line_by_line(workbook_from_markdown):
    """The Start form: one line changed, one filled in."""
    old = "## start\n| leaver | position |\n|--|--|\n| Ada | Manager |"
    new = "## start\n| leaver | position | department |\n|--|--|--|\n| Ada | Director | Sales |"

    assert seen(states(workbook_from_markdown, old, new)) == [
        ("cell-changed", "start", "position"),
        ("cell-added", "start", "department"),
    ]


def test_not_applicable_is_compared_with_its_reason(workbook_from_markdown):
    """Declared, withdrawn, or for another reason."""
    old = "## kpis\nNo figures\n## projects\nNone run"
    new = "## projects\nAll closed\n## kpi_history\nNo figures"
    comparison = states(workbook_from_markdown, old, new)
    found = {one.section: (one.old_reason, one.new_reason) for one in comparison.declared}

    assert found == {
        "kpis": ("No figures", None),
        "projects": ("None run", "All closed"),
        "kpi_history": (None, "No figures"),
    }
    assert comparison.differs


def test_values_without_a_place_that_found_one_are_counted(make_workbook):
    """What waited on the sheet Unplaced, and what waits there now."""
    waiting = [Unplaced("Old!B7", "Cost centre", text, "Stock order") for text in ("1", "2")]
    old, new = (
        read_workbook(make_workbook(Content(unplaced=tuple(some))))
        for some in (waiting, waiting[1:])
    )

    assert compare(old, new).unplaced == (1, 0)
    assert compare(old, new).differs
    assert not compare(old, old).differs


def test_sheets_that_only_one_has_are_named(make_workbook):
    """A workbook with an optional sheet, and one without it."""
    more = select(load_template("operations"), add=["contracts"])
    comparison = compare(
        read_workbook(make_workbook()), read_workbook(make_workbook(template=more))
    )

    assert comparison.only_new == ("contracts",)
    assert comparison.only_old == ()
    assert comparison.differs


def test_templates_without_a_common_sheet_cannot_be_compared(make_workbook):
    """Nothing is compared with nothing."""
    one = select(load_template("operations"))
    sections = tuple(replace(s, id=f"x_{s.id}") for s in one.sections)
    other = replace(handover([]), template=replace(one, sections=sections))

    with pytest.raises(UsageError, match="no sheet in common"):
        compare(handover([]), other)


# --- Teams and findings ---------------------------------------------------------------------


def test_in_a_team_rows_are_compared_person_by_person(tmp_path):
    """The same team in another order and language is the same; who is gone is named."""
    people = [read_workbook(path) for path in sorted((SAMPLES / "team").glob("*.xlsx"))]
    first, turned, two = (
        team(tmp_path / f"{n}.xlsx", group, language)
        for n, (group, language) in enumerate(
            [(people, "en"), (people[::-1], "zh"), (people[:2], "en")]
        )
    )
    fewer = compare(first, two)

    assert not compare(first, turned).differs
    assert [fewer.old.sources[i].leaver for i in fewer.people.only_old] == ["刘思涵"]
    assert {what for what, _, _ in seen(fewer)} == {"row-removed"}


def team(path: Path, people: list[Handover], language: str) -> Handover:
    merged = merge(people)
    write_workbook(merged.handover.template, path, language=language, content=merged.content)
    return read_workbook(path)


def test_findings_are_fixed_new_or_still_open(workbook_from_markdown):
    """A finding is the same one although its row is elsewhere now."""
    old = "## duties\n| name | frequency |\n|--|--|\n| Stock order | daily |\n| Report | often |"
    new = "## duties\n| name | frequency |\n|--|--|\n| Report | weekly |\n| Stock order | rarely |"
    findings = states(workbook_from_markdown, old, new).findings

    def of(found, field):
        return [(f.code, f.row_name) for f in found if f.field == field]

    assert of(findings.fixed, "frequency") == [("V130", "Report")]
    assert of(findings.new, "frequency") == [("V130", "Stock order")]
    assert {row for _, row in of(findings.still_open, "description")} == {"Report", "Stock order"}
    assert not of(findings.new, "description")


def test_thousands_of_rows_are_compared_without_looking_at_every_pair():
    """All names changed: rows are still found by what else they say, in linear time."""
    rows = [
        {"name": f"duty {n}", "description": f"what {n} needs", "hours": 1.0} for n in range(3000)
    ]
    renamed = [{**row, "name": f"{n} renamed"} for n, row in enumerate(rows)]
    comparison = compare(handover(rows), handover(renamed[::-1]))

    assert {change.field for change in comparison.changes} == {"name"}
    assert len(comparison.changes) == 3000
