"""``handover validate``: what a manager sees."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from inline_snapshot import snapshot

XLS = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
ENCRYPTED = XLS + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def test_a_blank_workbook_is_answered_kindly_and_in_one_line_a_sheet(handover):
    """Exit 1, a friendly sentence, one finding per empty section – not hundreds."""
    handover("new")
    outcome = handover("validate", "handover.xlsx")
    findings = json.loads(handover("validate", "handover.xlsx", "-f", "json").out)["findings"]

    assert outcome.code == 1
    assert "Nothing is filled in yet: 12 sheets are waiting. Begin with “Start”" in outcome.out
    assert [finding["code"] for finding in findings] == ["C101"] * 12


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_complete_sample_passes(handover, samples, language):
    """Exit 0, no errors, no warnings, completeness 1.0, in both languages."""
    outcome = handover("validate", samples / f"handover-complete.{language}.xlsx", "-f", "json")
    report = json.loads(outcome.out)

    assert outcome.code == 0
    assert report["summary"] == {"errors": 0, "warnings": 0, "infos": 0, "completeness": 1.0}


def test_the_gap_report_begins_with_what_to_fix_first(handover, samples):
    """Place, row, what is wrong, how to fix it."""
    outcome = handover("validate", samples / "handover-gaps.en.xlsx")

    assert outcome.code == 1
    start = outcome.out.index("Fix these first")
    assert outcome.out[start:].splitlines()[:6] == snapshot(
        [
            "Fix these first",
            "  1. Start!C16: “First week” is missing. Fill in this cell: What your successor must do in the first seven days.",
            "  2. Duties!E11 (Payment reconciliation): “Due when” is missing; it is needed here because “How often” is “Weekly”. Fill in this cell: The day and time it must be done each time.",
            "  3. Duties!J12 (Promotion set-up): “Hours each time” should be a number, not “half a "
            "day”. Write only a number, such as 4 or 2.5; put any remark in a text column.",
            "  4. Issues & risks!J9 (Swiftline contract ends in February): “Look at it by” should be a date, not “soon”. Write a date, such as 2026-11-30; where it is not fixed yet, your best guess.",
            "  5. Projects!F9 (Brightmart launch): “Progress” is 650%; it cannot be more than "
            "100%. Enter the right number; check its unit and the decimal point.",
        ]
    )
    assert outcome.out.rstrip().endswith("15 errors, 10 warnings, 4 notes")


def test_json_has_the_documented_shape(handover, samples):
    """The contract for programs: schema handover-findings/1."""
    report = json.loads(handover("validate", samples / "handover-gaps.zh.xlsx", "-f", "json").out)

    assert list(report) == ["schema", "tool", "sources", "summary", "findings"]
    assert report["schema"] == "handover-findings/1"
    assert list(report["sources"][0]) == [
        "source", "path", "leaver", "language", "template", "template_version", "completeness",
        "sections",
    ]  # fmt: skip
    assert report["sources"][0]["sections"][1]["section"] == "duties"
    assert report["sources"][0]["sections"][1]["sheet"] == "工作职责"
    for finding in report["findings"]:
        assert list(finding) == [
            "code", "rule", "severity", "source", "sheet", "cell", "section", "field", "row_name",
            "message", "hint", "value",
        ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "begins"),
    [("gaps.html", b"<!"), ("gaps.md", b"#"), ("g.json", b"{"), ("g.csv", b"\xef\xbb\xbfSeverity"),
     ("g.xlsx", b"PK")],
)  # fmt: skip
def test_the_ending_of_the_output_chooses_the_format(handover, samples, tmp_path, name, begins):
    """-o gaps.html writes a web page, gaps.md Markdown, and nothing goes to the terminal."""
    outcome = handover("validate", samples / "handover-gaps.en.xlsx", "-o", name)

    assert outcome.code == 1
    assert outcome.out == ""
    assert (tmp_path / name).read_bytes().lstrip().startswith(begins)


def test_a_workbook_is_not_printed_on_the_terminal(handover, samples):
    """-f xlsx without a file is answered with what to add."""
    outcome = handover("validate", samples / "handover-gaps.en.xlsx", "-f", "xlsx")

    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err == "a workbook cannot be shown here; add a file for it: -o gaps.xlsx\n"


def test_fail_on_decides_about_the_exit_code(handover, samples):
    """The gap sample fails on errors and warnings; --fail-on never reports and passes."""
    gaps = samples / "handover-gaps.en.xlsx"

    assert handover("validate", gaps, "--fail-on", "error").code == 1
    assert handover("validate", gaps, "--fail-on", "never").code == 0
    assert handover("validate", gaps, "--select", "C", "--fail-on", "error").code == 0
    assert handover("validate", gaps, "--select", "C", "--fail-on", "warning").code == 1


def test_select_and_ignore_choose_rules_by_the_beginning_of_their_codes(handover, samples):
    """--select V1 runs V101, V110 …; --ignore takes away; an unknown code is answered kindly."""
    gaps = samples / "handover-gaps.en.xlsx"
    some = json.loads(
        handover("validate", gaps, "-f", "json", "--select", "V1", "--ignore", "V12").out
    )
    codes = {finding["code"] for finding in some["findings"]}
    wrong = handover("validate", gaps, "--select", "X9")

    assert codes
    assert all(code.startswith("V1") and not code.startswith("V12") for code in codes)
    assert wrong.code == 2
    assert wrong.err.startswith("there is no rule “X9”")


def another_workbook(path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Invoice", "Amount"])
    book.active.append(["A-1", 12])
    book.save(path)


def truncated(path: Path) -> None:
    another_workbook(path)
    path.write_bytes(path.read_bytes()[:2000])


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("holiday.txt", "sun")


BAD = {
    "missing": (lambda path: None, "does not exist"),
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "text": (lambda path: path.write_text("name;phone\nAda;1\n"), "not an Excel workbook"),
    "truncated": (truncated, "damaged"),
    "password": (lambda path: path.write_bytes(ENCRYPTED), "password"),
    "xls": (lambda path: path.write_bytes(XLS), "Excel 97-2003"),
    "zip": (zipped, "not an Excel workbook"),
    "another": (another_workbook, "not a handover workbook"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_one_line_naming_file_and_reason(handover, tmp_path, case):
    """Exit 2, no traceback, nothing written."""
    make, words = BAD[case]
    make(tmp_path / "bad.xlsx")
    before = sorted(tmp_path.iterdir())

    outcome = handover("validate", "bad.xlsx")

    assert outcome.code == 2
    assert outcome.out == ""
    assert outcome.err.startswith("bad.xlsx: ")
    assert outcome.err.count("\n") == 1
    assert words in outcome.err
    assert sorted(tmp_path.iterdir()) == before


def test_a_folder_without_workbooks_says_so(handover, tmp_path):
    """An empty folder is no clean bill of health."""
    (tmp_path / "returned").mkdir()
    outcome = handover("validate", "returned")

    assert outcome.code == 2
    assert outcome.err == "returned: contains no workbook (.xlsx); check the folder's name\n"


def test_one_bad_file_does_not_stop_the_others(handover, samples, tmp_path):
    """The good one is reported on, the bad one named, exit 2."""
    (tmp_path / "bad.xlsx").write_text("x")
    outcome = handover("validate", "bad.xlsx", samples / "handover-complete.en.xlsx")

    assert outcome.code == 2
    assert "Complete: nothing to fix." in outcome.out
    assert outcome.err.startswith("bad.xlsx: ")


def test_a_workbook_may_come_on_stdin(handover, samples, monkeypatch):
    """``handover validate - < file`` works like a file."""
    import io
    import sys

    data = (samples / "handover-complete.en.xlsx").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    assert handover("validate", "-").code == 0


def test_the_report_never_replaces_the_workbook(handover, samples, tmp_path):
    """An output path that is an input is refused, even with --force."""
    mine = tmp_path / "mine.xlsx"
    mine.write_bytes((samples / "handover-gaps.en.xlsx").read_bytes())
    outcome = handover("validate", mine, "-o", mine, "--force")

    assert outcome.code == 2
    assert "is one of the inputs" in outcome.err
    assert mine.read_bytes() == (samples / "handover-gaps.en.xlsx").read_bytes()


def test_chinese_speaks_chinese(handover, samples):
    """A Chinese workbook is answered in Chinese; -l en changes the language."""
    chinese = handover("validate", samples / "handover-gaps.zh.xlsx").out
    english = handover("validate", samples / "handover-gaps.zh.xlsx", "-l", "en").out

    assert "先补这些" in chinese or "优先" in chinese
    assert "Fix these first" in english


def test_two_files_of_one_name_are_distinguished(handover, samples, tmp_path):
    """From two folders: findings and reports name the path."""
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        data = (samples / "handover-gaps.en.xlsx").read_bytes()
        (tmp_path / folder / "handover.xlsx").write_bytes(data)
    report = json.loads(handover("validate", "north", "south", "-f", "json").out)

    named = {finding["source"].replace("\\", "/") for finding in report["findings"]}
    assert named == {"north/handover.xlsx", "south/handover.xlsx"}


def test_chosen_rules_do_not_say_that_all_is_well(handover, samples):
    """--select P on a workbook with gaps: nothing found by these rules, no clean bill."""
    outcome = handover("validate", samples / "handover-gaps.en.xlsx", "--select", "P")

    assert outcome.code == 0
    assert "The chosen rules found nothing to fix." in outcome.out
    assert "Complete" not in outcome.out


def test_an_unknown_ending_is_refused(handover, samples, tmp_path):
    """No text in a file called .pdf."""
    outcome = handover("validate", samples / "handover-gaps.en.xlsx", "-o", "gaps.pdf")

    assert outcome.code == 2
    assert outcome.err == (
        "gaps.pdf: the name should end in .html / .md / .xlsx / .csv / .json / .txt\n"
    )
    assert not (tmp_path / "gaps.pdf").exists()
