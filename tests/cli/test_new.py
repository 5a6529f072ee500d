"""``handover new``: the first thing anyone does."""

from __future__ import annotations

import json
from datetime import date

import openpyxl
import pytest

pytestmark = pytest.mark.slow


def test_a_blank_workbook_is_made_and_the_next_step_named(handover, tmp_path):
    """One command, one file, one sentence."""
    outcome = handover("new")

    assert outcome.code == 0
    assert (tmp_path / "handover.xlsx").exists()
    assert outcome.err == (
        "handover.xlsx is ready. Next: fill it in, then: handover validate handover.xlsx\n"
    )


def test_the_persons_details_are_filled_in(handover, tmp_path):
    """What was given on the command line is on the Start sheet."""
    handover("new", "-l", "zh", "--leaver", "沈若溪", "--successor", "何俊杰",
             "--last-day", "2026-12-25", "-o", "shen.xlsx")  # fmt: skip
    sheet = openpyxl.load_workbook(tmp_path / "shen.xlsx")["开始"]
    values = {row[1].value: row[2].value for row in sheet.iter_rows(min_row=1, max_row=25)}

    assert values["交接人 *"] == "沈若溪"
    assert values["接手人 *"] == "何俊杰"
    assert values["最后工作日 *"].date() == date(2026, 12, 25)


def test_the_kpi_history_ends_with_the_month_before_the_last_day(handover, tmp_path):
    """Twelve whole months back from the last working day; --months changes how many."""
    handover("new", "--last-day", "2026-12-18", "-o", "a.xlsx")
    handover("new", "--last-day", "2026-12-18", "--months", "3", "-o", "b.xlsx")

    def months(name: str) -> list[str]:
        row = next(openpyxl.load_workbook(tmp_path / name)["KPI history"].iter_rows(6, 6))
        return [cell.value for cell in row if str(cell.value).startswith("20")]

    assert months("a.xlsx")[0] == "2025-12"
    assert months("a.xlsx")[-1] == "2026-11"
    assert len(months("a.xlsx")) == 12
    assert months("b.xlsx") == ["2026-09", "2026-10", "2026-11"]


def test_an_existing_file_is_never_overwritten_without_force(handover, tmp_path):
    """The second run refuses, says how to go on, and leaves the file alone."""
    handover("new")
    before = (tmp_path / "handover.xlsx").read_bytes()

    refused = handover("new")

    assert refused.code == 2
    assert refused.err == (
        "handover.xlsx: exists already; choose another name, or add --force to replace it\n"
    )
    assert (tmp_path / "handover.xlsx").read_bytes() == before
    assert handover("new", "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--last-day", "18.12.2026"], "is not a date; write it as 2026-11-30"),
        (["-t", "operation"], "did you mean “operations”?"),
        (["-o", "nowhere/x.xlsx"], "its folder does not exist"),
        (["-o", "."], "is a folder"),
    ],
)
def test_a_wrong_option_is_answered_in_one_line(handover, arguments, words):
    """Exit 2, what is wrong and what to do, no traceback."""
    outcome = handover("new", *arguments)

    assert outcome.code == 2
    assert words in outcome.err
    assert "Traceback" not in outcome.err


def test_nothing_is_left_behind_when_writing_fails(handover, tmp_path):
    """Outputs appear whole or not at all."""
    handover("new", "-o", "nowhere/x.xlsx")

    assert list(tmp_path.iterdir()) == []


def test_a_sheet_can_be_left_out_and_is_not_missed(handover, tmp_path):
    """--without KPIs: no sheet, no finding; its history needs it no more."""
    handover("new", "--without", "kpis", "--without", "KPI history", "-o", "small.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "small.xlsx").sheetnames
    shown = handover("validate", "small.xlsx", "-f", "json").out

    assert "KPIs" not in sheets
    assert "KPI history" not in sheets
    assert "kpi" not in shown.lower()


@pytest.mark.parametrize(("language", "column"), [("en", "Belongs to duty"), ("zh", "所属职责")])
def test_what_would_be_chosen_from_a_sheet_left_out_is_not_missed(
    handover, tmp_path, language, column
):
    """--without duties: a workflow need not say which duty it belongs to, here or in the report."""
    filled = "workflows.csv"
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / filled).write_text("Workflow\nClose the till\n", encoding="utf-8")
    handover("new", "-l", language, "--without", "duties", "--from-csv", "tables", "-o", "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[1]
    headings = [cell.value for row in sheet.iter_rows(max_row=12) for cell in row if cell.value]
    found = json.loads(handover("validate", "a.xlsx", "-f", "json").out)["findings"]
    handover("report", "a.xlsx", "-o", "a.md")

    assert column in headings
    assert not [text for text in headings if ("Duties" in str(text) or "工作职责" in str(text))]
    assert not [one for one in found if one["field"] == "duty"]
    assert "Close the till" in (tmp_path / "a.md").read_text(encoding="utf-8")


def test_workbooks_with_different_sheets_merge(handover, samples, tmp_path):
    """One with and one without KPIs become one team; nothing is missed in the smaller one."""
    from handover_xlsx.reading.read import read_workbook

    handover(
        "new", "--without", "kpis", "--without", "kpi_history", "--leaver", "Ada", "-o", "a.xlsx"
    )
    merged = handover(
        "merge", "a.xlsx", samples / "team" / "anna-fischer.en.xlsx", "-o", "team.xlsx"
    )
    findings = handover("validate", "team.xlsx", "-f", "json").out

    assert merged.code == 0
    assert len(read_workbook(tmp_path / "team.xlsx").rows("kpis")) == 3
    assert "KPI" not in findings.split('"findings"')[1]
