"""``handover status``: how far everyone has come."""

from __future__ import annotations

import json
import re
import zipfile
from datetime import date

import openpyxl
import pytest
from jsonschema import validate as check_schema

from handover_xlsx.handover.content import Content
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.writing.write import write_workbook

pytestmark = pytest.mark.slow

LATER = date(2026, 11, 20)

SCHEMA = {
    "type": "object",
    "required": ["schema", "tool", "today", "handovers"],
    "properties": {
        "schema": {"const": "handover-status/1"},
        "handovers": {
            "items": {
                "required": ["leaver", "source", "path", "workbook_id", "template", "state",
                             "last_day", "days_left", "completeness", "required", "filled",
                             "errors", "warnings", "sign_off", "saved", "before", "older"],
                "properties": {
                    "state": {"enum": ["overdue", "urgent", "under-way", "finished"]},
                    "days_left": {"type": ["integer", "null"]},
                    "completeness": {"type": "number", "minimum": 0, "maximum": 1},
                },
            }
        },
    },
}  # fmt: skip


@pytest.fixture
def returned(tmp_path, samples):
    """A folder with what came back from two people, in English and in Chinese."""
    folder = tmp_path / "returned"
    folder.mkdir()
    for name in ("handover-gaps.en.xlsx", "handover-complete.zh.xlsx"):
        (folder / name).write_bytes((samples / name).read_bytes())
    return folder


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("2 handovers: urgent 1, complete 1", "Hannah Kessler", "4 days", "Leaver")),
        ("zh", ("2 份交接表：紧急 1、填齐了 1", "沈若溪", "还有 4 天", "交接人")),
    ],
)
def test_one_line_a_leaver_in_both_languages(handover, returned, language, words):
    """Who needs help comes first; exit 0 although there are errors."""
    outcome = handover("status", "returned", "--as-of", "2026-12-14", "-l", language)

    assert (outcome.code, outcome.err) == (0, "")
    assert all(word in outcome.out for word in words)
    assert outcome.out.index("Hannah Kessler") < outcome.out.index("沈若溪")


def test_json_has_a_schema(handover, returned):
    """Codes, dates and numbers for programs."""
    data = json.loads(handover("status", "returned", "-f", "json", "--as-of", "2026-12-14").out)
    first, second = data["handovers"]

    check_schema(data, SCHEMA)
    assert (first["leaver"], first["days_left"], first["errors"]) == ("Hannah Kessler", 4, 15)
    assert (first["state"], second["state"]) == ("urgent", "finished")
    assert second["sign_off"] == {
        "decision": "accepted_with_gaps",
        "signed": 4,
        "wanted": 4,
        "due": "2026-12-18",
    }
    assert first["before"] is None


@pytest.mark.parametrize(
    ("today", "state", "sign_off"),
    [("2026-11-10", "under way", "not due yet"), ("2026-12-14", "urgent", "open"),
     ("2026-12-20", "overdue", "open")],
)  # fmt: skip
def test_what_no_one_has_signed_is_not_complete(
    handover, samples, tmp_path, today, state, sign_off
):
    """Every cell is filled in and nothing is wrong; the signatures follow in the last days."""
    unsigned(samples / "team" / "anna-fischer.en.xlsx", tmp_path / "anna.xlsx")
    status = handover("status", "anna.xlsx", "--as-of", today).out
    line = status.splitlines()[3]

    assert line.startswith(f"Anna Fischer  {state}  ")
    assert f"100%       0         0  {sign_off}  " in line


def test_what_is_not_due_yet_is_not_called_complete(handover, samples, tmp_path):
    """The sheet in the report, and the last line; the share of filled cells remains as it is."""
    unsigned(samples / "team" / "anna-fischer.en.xlsx", tmp_path / "anna.xlsx")
    text = handover("validate", "anna.xlsx").out
    page = handover("validate", "anna.xlsx", "-f", "html").out

    assert text.startswith("anna.xlsx: Anna Fischer · Operations handover\n100% complete")
    assert text.endswith(
        "Nothing to fix now. Tasks for the last days are not due before 2026-12-11.\n"
    )
    assert "not due before 2026-12-11</td>" in page


def unsigned(path, target):
    """A complete workbook before anyone has decided; saved long before the last day."""
    book = openpyxl.load_workbook(path)
    for row in book["Sign-off"].iter_rows(min_row=7, max_row=10, min_col=4, max_col=7):
        for cell in row:
            cell.value = None
    book.save(target)
    with zipfile.ZipFile(target) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(
        rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2026-11-02T00:00:00Z", core
    )
    with zipfile.ZipFile(target, "w") as made:
        for name, data in parts.items():
            made.writestr(name, data)


def test_a_page_is_written(handover, returned, tmp_path):
    """One file, in the chosen language; nothing in it is fetched."""
    outcome = handover("status", "returned", "-o", "status.html", "-l", "zh")
    page = (tmp_path / "status.html").read_text(encoding="utf-8")

    assert (outcome.code, outcome.err) == (0, "status.html is ready.\n")
    assert "沈若溪" in page
    assert "<script" not in page
    assert "http://" not in page
    assert "https://" not in page


def test_a_name_is_never_markup_in_the_page(handover):
    """Tags in a cell are text."""
    handover("new", "--leaver", "<img src=x onerror=alert(1)>", "-o", "evil.xlsx")
    page = handover("status", "evil.xlsx", "-f", "html").out

    assert "<img" not in page
    assert "&lt;img" in page


def test_only_a_tracked_look_is_remembered(handover, returned):
    """Without --track nothing is written; with it the next look shows a trend."""
    handover("status", "returned")
    assert not (returned / ".handover").exists()

    first = handover("status", "returned", "--track", "--as-of", "2026-12-07")
    (returned / "handover-gaps.en.xlsx").rename(returned / "renamed.xlsx")
    second = handover("status", "returned", "--as-of", "2026-12-14")

    assert "Trend" not in first.out
    assert second.out.count("as on 2026-12-07") == 2
    assert (returned / ".handover/status.sqlite").is_file()


def test_a_damaged_memory_does_not_hide_the_status(handover, returned):
    """One line says so, the status is shown, the file is not touched; exit 2."""
    handover("status", "returned", "--track")
    memory = returned / ".handover/status.sqlite"
    memory.write_bytes(b"garbage " * 500)
    outcome = handover("status", "returned", "--track")

    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert outcome.err.startswith("returned/.handover/status.sqlite: is not a valid status history")
    assert "Hannah Kessler" in outcome.out
    assert memory.read_bytes() == b"garbage " * 500


def test_an_older_state_of_a_workbook_is_left_out_and_named(handover, returned):
    """A copy in another folder is not a second person."""
    (returned / "archive").mkdir()
    copy = (returned / "handover-gaps.en.xlsx").read_bytes()
    (returned / "archive/last-week.xlsx").write_bytes(copy)
    (returned / "archive/handover-gaps.en.xlsx").write_bytes(copy)
    outcome = handover("status", "returned")

    assert "2 handovers" in outcome.out
    assert (
        "Hannah Kessler: returned/handover-gaps.en.xlsx is the newest state; left out: "
        "returned/archive/handover-gaps.en.xlsx, returned/archive/last-week.xlsx\n"
    ) in outcome.out


def test_a_merged_workbook_shows_each_person_once(handover, returned, samples):
    """The team's workbook next to the files it was made from."""
    handover("merge", samples / "team", "-o", returned / "team.xlsx")
    for path in (samples / "team").glob("*.xlsx"):
        (returned / path.name).write_bytes(path.read_bytes())
    outcome = handover("status", "returned", "-f", "json")

    assert sorted(one["leaver"] for one in json.loads(outcome.out)["handovers"]) == [
        "Anna Fischer", "Ben Carter", "Hannah Kessler", "刘思涵", "沈若溪",
    ]  # fmt: skip


def test_a_team_workbook_is_named_by_its_own_file(handover, samples, tmp_path):
    """Inside it every leaver's workbook still has the name of the original."""
    for path in (samples / "team").glob("*.en.xlsx"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    handover("merge", ".", "-o", "team.xlsx")
    outcome = handover("status", ".")

    assert outcome.out.splitlines()[-2:] == [
        "Anna Fischer: anna-fischer.en.xlsx is the newest state; left out: team.xlsx",
        "Ben Carter: ben-carter.en.xlsx is the newest state; left out: team.xlsx",
    ]


def test_parts_of_a_split_team_are_not_older_states(handover, samples, tmp_path):
    """They say different things; the whole is what they say together."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    handover("split", "team.xlsx", "-o", "parts")
    whole = handover("status", samples / "team", "--as-of", "2026-12-14")
    together = handover("status", "parts", "--as-of", "2026-12-14")
    (tmp_path / "parts" / "others.xlsx").unlink()
    fewer = handover("status", "parts", "--as-of", "2026-12-14")

    assert columns(together.out) == columns(whole.out)
    assert "newest state" not in together.out
    assert "a workbook that was split, and not all of its other parts are here" in fewer.out


def columns(text):
    """The table without its warnings: those about conflicts are a team's."""
    return [line.split()[:6] for line in text.splitlines()[3:6]]


def test_one_rule_which_workbooks_count(handover, samples, tmp_path):
    """Merge, status and export take the newest of everyone, also where she began a second workbook."""
    team = sorted((samples / "team").glob("*.xlsx"))
    for path in team:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    first = read_workbook(team[0])
    rows = {name: [dict(row) for row in found] for name, found in first.tables.items()}
    rows["duties"] = rows["duties"][1:]
    write_workbook(first.template, tmp_path / "begun-anew.xlsx", content=Content(rows), today=LATER)
    merged = handover("merge", ".", "-o", "team.xlsx")
    (tmp_path / "team.xlsx").unlink()
    exported = handover("export", ".", "-o", "team.json")
    status = handover("status", ".", "--as-of", "2026-12-14")

    message = (
        "anna-fischer.en.xlsx: Anna Fischer sent a newer workbook (begun-anew.xlsx); only that one "
        "counts\n"
    )
    assert merged.err.startswith(f"{message}team.xlsx is ready: 124 rows from 3 workbooks.")
    assert exported.err == f"{message}team.json is ready: 124 rows.\n"
    assert status.out.startswith("3 handovers: ")
    assert "begun-anew.xlsx is the newest state; left out: anna-fischer.en.xlsx" in status.out


def test_our_own_gap_report_is_passed_over(handover, returned):
    """It is in the folder because the lead put it there; exit 0."""
    handover("validate", "returned", "-o", "returned/gaps.xlsx", "-t", "operations")
    outcome = handover("status", "returned")

    assert outcome.code == 0
    assert outcome.err == (
        "gaps.xlsx: is a list of gaps, not a workbook to fill in; it is skipped\n"
    )
    assert "2 handovers" in outcome.out


def test_an_unreadable_file_is_named_and_the_rest_is_shown(handover, returned):
    """Exit 2, so that no one overlooks it."""
    (returned / "bad.xlsx").write_text("x")
    outcome = handover("status", "returned")

    assert outcome.code == 2
    assert outcome.err.startswith("bad.xlsx: ")
    assert "Hannah Kessler" in outcome.out


def test_a_folder_without_workbooks_is_an_error(handover, tmp_path):
    """Rather than an empty table."""
    (tmp_path / "empty").mkdir()
    outcome = handover("status", "empty")

    assert (outcome.code, outcome.out) == (2, "")
    assert "contains no workbook" in outcome.err
