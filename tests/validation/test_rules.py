"""Each rule: a complete workbook is clean, one change to it gives just the finding it deserves."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from inline_snapshot import snapshot

from handover_xlsx.handover.content import Content
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.reporting.gaps.rows import gap_rows
from handover_xlsx.reporting.gaps.to_csv import gaps_csv
from handover_xlsx.reporting.gaps.to_json import gaps_json
from handover_xlsx.reporting.gaps.to_text import gaps_text
from handover_xlsx.reporting.gaps.view import gap_report
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.selecting import select
from handover_xlsx.validation.registry import all_rules
from handover_xlsx.validation.run import Validation, validate
from handover_xlsx.writing.write import workbook_bytes

SAMPLES = Path(__file__).parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))
from make_samples import content_of, load_story  # noqa: E402

pytestmark = pytest.mark.slow

sys.path.remove(str(SAMPLES))

Rows = dict[str, list[dict[str, Any]]]


@dataclass
class Story:
    """The complete sample's rows, to be changed."""

    rows: Rows
    not_applicable: dict[str, str] = field(default_factory=dict)

    def written(self, today: date = date(2026, 11, 2)) -> bytes:
        content = Content(rows=self.rows, not_applicable=self.not_applicable)
        return workbook_bytes(select(load_template("operations")), content=content, today=today)[0]

    def checked(self, edit: Callable[[openpyxl.Workbook], None] | None = None) -> Validation:
        data = self.written()
        if edit:
            book = openpyxl.load_workbook(io.BytesIO(data))
            edit(book)
            buffer = io.BytesIO()
            book.save(buffer)
            data = buffer.getvalue()
        return validate(read_bytes("story.xlsx", data))


@pytest.fixture
def story() -> Story:
    content = content_of(load_story(SAMPLES / "content" / "complete.en.yaml"))
    return Story(
        deepcopy({name: [dict(row) for row in rows] for name, rows in content.rows.items()})
    )


def found(validation: Validation) -> list[tuple[str, str]]:
    return [(finding.code, finding.place) for finding in validation.findings]


def put(section: str, row: int, **values: object) -> Callable[[Rows], None]:
    """Set (or with None delete) values of one row, counted from 1."""

    def change(rows: Rows) -> None:
        target = rows[section][row - 1]
        for name, value in values.items():
            target.pop(name, None)
            if value is not None:
                target[name] = value

    return change


# rule → (what was done to the complete workbook, the finding, part of what it says)
VALUES = {
    "V101": (put("duties", 1, description=None), "Duties!C7", "“What you do” is missing"),
    "V102": (put("duties", 1, deadline=None), "Duties!E7", "because “How often” is “Daily”"),
    "V110": (put("duties", 1, hours="half a day"), "Duties!J7", "should be a number, not “half a day”"),
    "V111": (put("kpis", 1, target="1,5"), "KPIs!H7", "may mean"),
    "V113": (put("duties", 1, hours=-1), "Duties!J7", "is -1; it cannot be less than 0"),
    "V114": (put("projects", 1, progress=1.2), "Projects!F7", "is 120%; it cannot be more than 100%"),
    "V120": (put("plan", 1, due="soon"), "Handover plan!E7", "should be a date, not “soon”"),
    "V121": (put("plan", 1, due="03/04/2026"), "Handover plan!E7", "2026-04-03 or 2026-03-04"),
    "V122": (put("documents", 1, updated_on="1899-12-30"), "Documents!M7", "before 1 March 1900"),
    "V130": (put("duties", 1, frequency="Dayly"), "Duties!D7", "“Dayly” is not in the list"),
    "V140": (put("contacts", 1, email="ada at home"), "Contacts!H7", "is not an e-mail address"),
    "V141": (put("contacts", 1, phone="ask Ada"), "Contacts!I7", "is not a phone number"),
    "V142": (put("systems", 1, url="the usual page"), "Systems & access!K7", "is not a web address"),
    "V161": (put("documents", 2, name=None), "Documents!B8", "is missing"),
    "R101": (put("duties", 1, successor="Zebulon Quark"), "Duties!H7", "is not listed on the sheet “Contacts”"),
    "R104": (put("contacts", 1, introduced="planned", introduce_on=date(2027, 3, 1)),
             "Contacts!G7", "after the last working day (2026-12-18)"),
    "P101": (put("systems", 1, used_for="Orders. Password: Winter2025!hx"),
             "Systems & access!C7", "contains what looks like a password"),
}  # fmt: skip
VALUES.pop("V161")


def test_the_complete_story_is_clean(story):
    """Without a change nothing is found: no false alarm."""
    assert found(story.checked()) == []


@pytest.mark.parametrize("code", VALUES)
def test_one_fault_gives_one_finding_at_its_cell(story, code):
    """The change, the place, the words."""
    change, place, words = VALUES[code]
    change(story.rows)
    validation = story.checked()

    assert (code, place) in found(validation)
    finding = next(f for f in validation.findings if f.code == code)
    assert words in finding.message.text("en")
    assert finding.hint.text("en")
    assert {f.cell for f in validation.findings if f.code[0] == "V"} <= {finding.cell, None}


def test_a_near_miss_of_a_choice_proposes_the_choice(story):
    """“Dayly” is answered with “Daily”, and with what else there is."""
    put("duties", 1, frequency="Dayly")(story.rows)
    (finding,) = [f for f in story.checked().findings if f.code == "V130"]

    assert finding.hint.text("en") == (
        "Choose “Daily” from the list if you mean that; else one of: Daily / Weekly / Every two weeks / "
        "Monthly / Quarterly / Yearly / When it comes up / Once."
    )


def test_a_near_miss_of_a_name_proposes_the_name(story):
    """A slip in a name is distinguished from an unknown person."""
    name = story.rows["duties"][0]["successor"]
    put("duties", 1, successor=name[:-1])(story.rows)
    (finding,) = [f for f in story.checked().findings if f.code == "R102"]

    assert f"but “{name}” is" in finding.message.text("en")


PROPOSED = {
    # contacts that are added, who is named in the other duties, what is typed, what is proposed
    "with care": (["priya nair", "Priya Nair"], [], "Priya Nairr", "Priya Nair"),
    "with care, whatever comes first": (
        ["Priya Nair", "PRIYA NAIR"],
        [],
        "Prya Nair",
        "Priya Nair",
    ),
    "as it is listed": (["priya nair"], ["Priya Nair", "Priya Nair"], "Priya Nairr", "priya nair"),
    "as most write it": (["Priya NAIR", "Priya Nair"], ["Priya NAIR"], "Prya Nair", "Priya NAIR"),
    "whom most name": (["Mina Aaker", "Mina Baker"], ["Mina Aaker"], "Mina Caker", "Mina Aaker"),
}


@pytest.mark.parametrize("case", PROPOSED)
def test_of_several_spellings_the_one_with_more_care_is_proposed(story, case):
    """As the name is listed; where it is listed twice, as most write it, else the tidier one."""
    listed, others, typed, proposed = PROPOSED[case]
    contact = story.rows["contacts"][-1]
    story.rows["contacts"] += [{**contact, "name": name} for name in listed]
    for number, name in enumerate(others, 2):
        put("duties", number, successor=name)(story.rows)
    put("duties", 1, successor=typed, backup=None)(story.rows)
    (finding,) = [f for f in story.checked().findings if f.code == "R102"]

    assert finding.hint.text("en").count(f"“{proposed}”") == 1


def test_a_message_names_a_month_as_a_reader_says_it(story):
    """The column 2026-10 is October 2026, in a message about its cell and in a list of months."""
    story.rows["kpi_history"][0]["2026-10"] = "many"
    for month in ("2026-08", "2026-09"):
        del story.rows["kpi_history"][1][month]
    messages = {
        f.code: (f.message.text("en"), f.message.text("zh")) for f in story.checked().findings
    }

    assert messages["V110"] == (
        "“October 2026” should be a number, not “many”",
        "“2026年10月”要填数字，“many”不是数字",
    )
    assert "August 2026, September 2026" in messages["C208"][0]


def test_what_was_read_in_another_spelling_is_quoted(story):
    """Cell, what was typed, what was understood."""
    put("duties", 1, hours="１．５")(story.rows)
    put("projects", 1, progress="百分之三十五")(story.rows)
    put("plan", 1, due="2026年12月4日")(story.rows)
    messages = [
        (f.place, f.message.text("en"), f.message.text("zh")) for f in story.checked().findings
    ]

    assert messages == snapshot(
        [
            (
                "Duties!J7",
                "“Hours each time”: one entry was read in its usual meaning: J7 “１．５” as 1.5",
                "“每次耗时（小时）”有 1 处按意思认成：J7“１．５”认作“1.5”",
            ),
            (
                "Projects!F7",
                "“Progress”: one entry was read in its usual meaning: F7 “百分之三十五” as 35%",
                "“进度”有 1 处按意思认成：F7“百分之三十五”认作“35%”",
            ),
            (
                "Handover plan!E7",
                "“On or by”: one entry was read in its usual meaning: E7 “2026年12月4日” as 2026-12-04",
                "“日期”有 1 处按意思认成：E7“2026年12月4日”认作“2026-12-04”",
            ),
        ]
    )


def test_of_many_entries_in_another_spelling_three_are_quoted(story):
    """The reader knows the pattern then."""
    for number, typed in enumerate(("３", "四", "５", "６"), 1):
        put("duties", number, hours=typed)(story.rows)
    (finding,) = story.checked().findings

    assert finding.message.text("en") == snapshot(
        "“Hours each time”: 4 entries were read in their usual meaning: J7 “３” as 3, J8 “四” as 4, J9 “５” as 5 …"
    )
    assert finding.message.text("zh") == snapshot(
        "“每次耗时（小时）”有 4 处按意思认成：J7“３”认作“3”、J8“四”认作“4”、J9“５”认作“5” …"
    )


def test_two_rows_of_one_name_are_a_duplicate(story):
    """The second row is named, with both cells; case and spaces make no difference."""
    name = story.rows["documents"][0]["name"]
    put("documents", 2, name=f" {name.upper()} ")(story.rows)
    (finding,) = [f for f in story.checked().findings if f.code == "V161"]

    assert finding.place == "Documents!B8"
    assert "(B7:B8)" in finding.message.text("en")


@pytest.mark.parametrize("space", ["\u00a0", "  ", "\u3000", "\n"])
def test_two_names_that_one_reference_means_are_a_duplicate(story, space):
    """What a reference cannot tell apart are two rows of one name: other spaces make no difference."""
    name = story.rows["documents"][0]["name"]
    put("documents", 2, name=name.replace(" ", space))(story.rows)

    assert [f.place for f in story.checked().findings if f.code == "V161"] == ["Documents!B8"]


def test_the_same_finding_down_a_column_is_one_line_and_counts_agree(story):
    """Forty cells: one line with their range; every format counts forty."""
    first = story.rows["duties"][0]
    text = "Do everything that is needed for this duty, as it was always done."
    story.rows["duties"] = [
        {**first, "name": f"Duty {number}", "priority": "low", "hours": "half a day",
         "pitfalls": text, "description": f"What is done in duty {number}"}
        for number in range(40)
    ]  # fmt: skip
    for row in (*story.rows["plan"], *story.rows["documents"]):
        row.pop("duty", None)
    for row in story.rows["workflows"]:
        row["duty"] = "Duty 1"
    validation = story.checked()
    duties = [f for f in validation.findings if f.sheet == "Duties"]
    gap_sheets = gap_report(validation, "en").sources[0].sheets
    messages = gaps_text([validation], "en").split("\nDuties (")[1].split("\n\n")[0]

    assert messages == snapshot("""\
79)
  error V110  Duties!J7:J46 (Duty 0): “Hours each time” should be a number, not “half a day” – and 39 more rows. Write only a number, such as 4 or 2.5; put any remark in a text column.
  warning Q110  Duties!O8:O46 (Duty 1): “Watch out for” is word for word the same as O7: “Do everything that is needed for this duty, as it was always done.” – and 38 more rows. Write for each row what is different there, or make one row of them.\
""")
    assert len(duties) == sum(one.found for one in gap_sheets if one.sheet == "Duties") == 79
    assert sum(gap.count for one in gap_sheets for gap in one.gaps) == len(validation.findings)
    assert len(gap_rows([validation], "en")) == len(validation.findings)
    assert len(json.loads(gaps_json([validation], "en"))["findings"]) == len(validation.findings)
    assert (
        len(list(csv.reader(gaps_csv([validation], "en").splitlines())))
        == len(validation.findings) + 1
    )


def test_only_spaces_are_not_content(story):
    """In a required cell that is a missing value, in an optional one a note."""
    put("duties", 1, description="  \u200b ", pitfalls="   ")(story.rows)
    findings = story.checked().findings

    assert [(f.code, f.place, f.severity) for f in findings] == [
        ("V101", "Duties!C7", "error"),
        ("V103", "Duties!O7", "info"),
    ]


def test_dates_out_of_order_name_both(story):
    """The end before the start."""
    put("projects", 1, start_date=date(2026, 5, 1), planned_end=date(2026, 4, 1))(story.rows)
    (finding,) = [f for f in story.checked().findings if f.code == "R103"]

    assert finding.place == "Projects!H7"
    assert finding.message.text("en") == (
        "“Planned end” (2026-04-01) is before “Started on” (2026-05-01)"
    )


def test_an_empty_section_is_one_finding(story):
    """Not one a cell."""
    story.rows["documents"] = []
    findings = [f for f in story.checked().findings if f.section == "documents"]

    assert [(f.code, f.place) for f in findings] == [("C101", "Documents")]


def test_a_section_that_does_not_apply_is_not_checked(story):
    """With a reason nothing is missing; without one, or with rows, that is reported."""
    story.rows["documents"] = []
    story.not_applicable["documents"] = "All documents belong to the legal department"
    assert found(story.checked()) == []

    story.not_applicable["documents"] = "n/a"
    assert found(story.checked()) == [("S112", "Documents")]

    story.rows["documents"] = [{"name": "Price list"}]
    story.not_applicable["documents"] = "All documents belong to the legal department"
    assert found(story.checked()) == [("S113", "Documents")]


COVERAGE = {
    "no workflow": (lambda rows: rows["workflows"].clear(), "C201", "no workflow describes how"),
    "no backup": (
        put("duties", 1, priority="critical", backup=None),
        "C202",
        "no one stands in for",
    ),
    "unsigned": (put("signoff", 2, decision=None, date=None), "C202", "has not signed off yet"),
    "no history": (lambda rows: rows["kpi_history"].pop(0), "C205", "fewer than six months"),
    "no session": (
        lambda rows: [row.update(phase="collect") for row in rows["plan"]],
        "C204",
        "no formal",
    ),
}


@pytest.mark.parametrize("hole", COVERAGE)
def test_holes_between_the_sections_are_found(story, hole):
    """What no single cell shows: the template's coverage rules."""
    change, code, words = COVERAGE[hole]
    change(story.rows)
    findings = [f for f in story.checked().findings if f.code == code]

    assert findings
    assert any(words in f.message.text("en").casefold() for f in findings)


def test_a_short_or_stale_history_is_found(story):
    """Fewer than six months, or nothing in the last two."""
    short, stale = story.rows["kpi_history"][:2]
    for period in [name for name in short if name.startswith("20")][3:]:
        del short[period]
    for period in ("2026-09", "2026-10", "2026-11"):
        stale.pop(period, None)

    thin = [f.place for f in story.checked().findings if f.code == "C205"]
    assert thin == ["KPI history!B7", "KPI history!B8"]


def test_secrets_are_masked_in_every_word_of_a_finding(story):
    """The password is named by its cell and never repeated."""
    put("contacts", 1, manner="pwd: Winter2025!hx", phone="password: Winter2025!hx")(story.rows)
    validation = story.checked()
    messages = " ".join(
        f"{f.message.text('en')} {f.hint.text('en')} {f.value}" for f in validation.findings
    )

    assert {"P101", "V141"} <= {f.code for f in validation.findings}
    assert "Winter2025" not in messages


def delete_sheet(book: openpyxl.Workbook) -> None:
    del book["Documents"]


def rename_sheet(book: openpyxl.Workbook) -> None:
    book["Documents"].title = "Our papers"


def copy_sheet(book: openpyxl.Workbook) -> None:
    book.copy_worksheet(book["Documents"])


def rename_heading(book: openpyxl.Workbook) -> None:
    book["Documents"]["C6"] = "Sort of paper"


def own_column(book: openpyxl.Workbook) -> None:
    sheet = book["Documents"]
    sheet.cell(6, sheet.max_column + 1, "Shelf")


def own_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("Scribbles")["A1"] = "Call Ada"


def merge_cells(book: openpyxl.Workbook) -> None:
    book["Documents"].merge_cells("C8:C9")


def delete_id_row(book: openpyxl.Workbook) -> None:
    for row in book["Documents"].iter_rows(1, 1):
        for cell in row:
            cell.value = None


def error_value(book: openpyxl.Workbook) -> None:
    book["Duties"]["J7"].value = "=1/0"


STRUCTURE = {
    "S101": (delete_sheet, "The sheet “Documents” is missing"),
    "S104": (rename_sheet, "The sheet “Our papers” was read as “Documents”"),
    "S105": (rename_heading, "The column “Sort of paper” was read as"),
    "S106": (own_column, "“Shelf” is a column of your own"),
    "S107": (own_sheet, "“Scribbles” is a sheet of your own"),
    "S108": (copy_sheet, "The sheet “Documents Copy” is a copy of “Documents”"),
    "S110": (delete_id_row, "The hidden first row was deleted"),
    "S111": (merge_cells, "The cells C8:C9 are merged"),
    "V151": (error_value, "contains a formula without a result"),
}


@pytest.mark.parametrize("code", STRUCTURE)
def test_what_people_did_to_the_workbook_is_reported_once(story, code):
    """After each edit everything is read; what changed is one finding."""
    edit, words = STRUCTURE[code]
    messages = [f.message.text("en") for f in story.checked(edit).findings if f.code == code]

    assert len(messages) == 1
    assert words in messages[0]


def test_every_message_and_hint_is_whole_in_both_languages(story):
    """No braces, no English left in a Chinese message."""
    for rule in all_rules().values():
        for text in (rule.message, rule.hint, rule.why):
            assert text.strip(), rule.code
