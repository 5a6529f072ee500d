"""``handover template learn``: the company's own file, drafted, filled in, and checked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from company_files import bilingual, chinese, english
from openpyxl import Workbook, load_workbook

from handover_xlsx.reading.read import read_workbook
from handover_xlsx.template.catalogue import load_template


@pytest.fixture
def company(handover, tmp_path):
    """A company's file, its draft, and a function that fills in a copy of the file."""

    def make(book: Workbook, cells: dict[str, object]) -> Path:
        book.save(tmp_path / "company.xlsx")
        outcome = handover("template", "learn", "company.xlsx", "-o", "company.yaml")
        assert outcome.code == 0, outcome.err
        assert "would not be found again" not in outcome.err
        filled = load_workbook(tmp_path / "company.xlsx")
        for place, value in cells.items():
            sheet, cell = place.split("!")
            filled[sheet][cell] = value
        filled.save(tmp_path / "filled.xlsx")
        return tmp_path / "filled.xlsx"

    return make


def findings(handover) -> list[tuple[str, str, str]]:
    """Code, sheet and cell of the findings that matter in the filled copy."""
    outcome = handover("validate", "filled.xlsx", "-t", "company.yaml", "-f", "json")
    found = json.loads(outcome.out)["findings"]
    return [(f["code"], f["sheet"], f["cell"]) for f in found if f["severity"] != "info"]


def values(path: Path, section: str) -> list[dict[str, object]]:
    read = read_workbook(path, load_template(str(path.with_name("company.yaml"))))
    return [dict(record) for record in read.tables[section]]


EMPLOYEE = {
    "Employee!B3": "Ada Lee", "Employee!B4": "Retail", "Employee!B5": "Store manager",
    "Employee!B6": date(2026, 9, 30), "Employee!B7": "Priya Nair", "Employee!B8": "Transfer",
}  # fmt: skip
TASKS = {
    "Tasks!A5": "Renew courier contract", "Tasks!B5": "Open", "Tasks!C5": "Priya Nair",
    "Tasks!D5": date(2026, 9, 1), "Tasks!E5": 1200.5, "Tasks!F5": 0.25, "Tasks!G5": "No",
    "Tasks!A6": "Hire a cashier", "Tasks!B6": "Waiting",
}  # fmt: skip


def test_an_english_company_file_is_read_by_its_own_draft(handover, company):
    """Every value of the filled copy arrives, typed, from its cell; nothing is missing."""
    path = company(english(), {**EMPLOYEE, **TASKS})

    assert values(path, "employee") == [
        {"employee_name": "Ada Lee", "department": "Retail", "job_title": "Store manager",
         "last_working_day": date(2026, 9, 30), "successor": "Priya Nair",
         "reason_for_leaving": "transfer"}
    ]  # fmt: skip
    assert values(path, "tasks") == [
        {"task": "Renew courier contract", "status": "open", "owner": "Priya Nair",
         "due_date": date(2026, 9, 1), "budget": 1200.5, "share_done": 0.25, "done": False},
        {"task": "Hire a cashier", "status": "waiting"},
    ]  # fmt: skip
    assert [row["phone"] for row in values(path, "people")] == ["+44 20 7946 0123"]
    assert findings(handover) == []


def test_what_is_missing_in_a_company_file_is_named_with_its_cell(handover, company):
    """A blank required cell in a form and in a table, and an entry that the list does not have."""
    company(
        english(), {**EMPLOYEE, **TASKS, "Employee!B6": None, "Tasks!B6": None, "Tasks!B5": "?!"}
    )

    assert findings(handover) == [
        ("V101", "Employee", "B6"), ("V130", "Tasks", "B5"), ("V101", "Tasks", "B6"),
    ]  # fmt: skip


def test_a_chinese_company_file_is_read_by_its_own_draft(handover, company):
    """Two labels a line, headings in two rows, months; numbered blank rows are no entries."""
    path = company(chinese(), {
        "基本信息!B2": "周敏", "基本信息!D2": "运营部", "基本信息!B3": "店长",
        "基本信息!D3": date(2026, 9, 30), "基本信息!B4": "李文静", "基本信息!D4": "王建国",
        "工作清单!B4": "销售周报", "工作清单!C4": "高", "工作清单!D4": "陈岩",
        "工作清单!E4": "13900001234", "工作清单!F4": date(2026, 8, 1), "工作清单!B5": "盘点",
        "资产清单!C2": "是", "资产清单!C3": "否", "资产清单!C4": "是", "资产清单!B2": 1,
    })  # fmt: skip

    assert values(path, "basics") == [
        {"name": "周敏", "department": "运营部", "position": "店长", "last_day": date(2026, 9, 30),
         "successor": "李文静", "supervisor": "王建国"}
    ]  # fmt: skip
    work = [{k: v for k, v in row.items() if k != "序号"} for row in values(path, "tasks")]
    assert work[:2] == [
        {"work": "销售周报", "priority": "high", "contacts": "陈岩", "phone": "13900001234",
         "done_on": date(2026, 8, 1)},
        {"work": "盘点"},
    ]  # fmt: skip
    assert [row["returned"] for row in values(path, "assets")] == [True, False, True]
    assert values(path, "kpi")[0]["2025-03"] == 3
    assert findings(handover) == [("V101", "工作清单", "C5")]


def test_a_bilingual_company_file_is_read_by_its_own_draft(handover, company):
    """Headings in two languages in one cell, and in two rows of which neither is an entry."""
    path = company(bilingual(), {
        "职责 Duties!A2": "Report", "职责 Duties!B2": "每日 Daily", "职责 Duties!D2": date(2026, 8, 1),
        "系统!A3": "ERP", "系统!C3": "Admin",
    })  # fmt: skip

    assert values(path, "duties") == [
        {"duty": "Report", "frequency": "daily", "due_date": date(2026, 8, 1)}
    ]
    assert [row["system"] for row in values(path, "section_2")] == ["ERP"]
    assert findings(handover) == [("V101", "系统", "B3")]


@pytest.mark.parametrize("make", [english, chinese, bilingual])
def test_a_draft_makes_a_workbook_of_its_own(handover, company, make):
    """Check accepts it; new writes a blank workbook from it, in which only filling in is left."""
    company(make(), {})
    check = handover("template", "check", "company.yaml")
    made = handover("new", "-t", "company.yaml", "-o", "new.xlsx")
    outcome = handover("validate", "new.xlsx", "-f", "json")

    assert (check.code, made.code) == (0, 0)
    assert "good." in check.err
    codes = {finding["code"] for finding in json.loads(outcome.out)["findings"]}
    assert codes <= {"C101", "S120", "V101"}


def test_a_report_is_written_of_a_filled_company_file(handover, company, tmp_path):
    """The successor's summary works on it as well."""
    company(english(), {**EMPLOYEE, **TASKS})
    outcome = handover("report", "filled.xlsx", "-t", "company.yaml", "-o", "report.md")

    assert outcome.code == 0
    assert "Renew courier contract" in (tmp_path / "report.md").read_text(encoding="utf-8")


def test_headings_that_cannot_be_distinguished_are_named_at_once(handover, tmp_path):
    """The draft is tried on the file that it was learned from."""
    book = english()
    book["People"]["B1"] = "Phone"
    book.save(tmp_path / "company.xlsx")
    outcome = handover("template", "learn", "company.xlsx", "-o", "company.yaml")

    assert outcome.code == 0
    assert outcome.err.splitlines() == [
        "company.yaml is ready: 3 sheets, 18 fields. Read it through, then: "
        "handover template check company.yaml",
        "“Phone 2” would not be found again in company.xlsx: give it a heading of its own",
    ]


def test_remarks_are_in_the_readers_language_and_the_draft_can_be_printed(handover, tmp_path):
    """Without -o the draft goes to stdout; labels remain as they are in the file."""
    chinese().save(tmp_path / "公司.xlsx")
    outcome = handover("template", "learn", "公司.xlsx", "-l", "zh")

    assert outcome.code == 0
    assert outcome.out.splitlines()[0].startswith("# ")
    assert "label: {zh: 工作内容}" in outcome.out


def test_a_file_that_is_no_workbook_or_has_no_form_is_refused(handover, tmp_path):
    """One line, exit 2, no draft; an existing draft is kept."""
    (tmp_path / "note.xlsx").write_text("hello", encoding="utf-8")
    Workbook().save(tmp_path / "blank.xlsx")
    english().save(tmp_path / "company.xlsx")
    (tmp_path / "mine.yaml").write_text("mine", encoding="utf-8")

    for arguments in (
        ("note.xlsx", "-o", "a.yaml"), ("blank.xlsx", "-o", "a.yaml"), ("company.xlsx", "-o", "a.txt"),
        ("company.xlsx", "-o", "mine.yaml"), ("nowhere.xlsx",),
    ):  # fmt: skip
        outcome = handover("template", "learn", *arguments)
        assert outcome.code == 2, arguments
        assert len(outcome.err.splitlines()) == 1, outcome.err
    assert not (tmp_path / "a.yaml").exists()
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "mine"
