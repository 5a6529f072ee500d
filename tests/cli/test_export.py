"""``handover export``: handovers as data for other programs."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing

import openpyxl
import pytest

pytestmark = pytest.mark.slow


def test_a_folder_of_csv_files(handover, samples, tmp_path):
    """One file a section, UTF-8 with a BOM, the sources next to them."""
    outcome = handover("export", samples / "team", "-o", "data")

    assert (outcome.code, outcome.err) == (0, "data is ready: 125 rows.\n")
    assert (tmp_path / "data/sources.csv").read_bytes().startswith(b"\xef\xbb\xbfsource,")
    assert "刘思涵" in (tmp_path / "data/duties.csv").read_text(encoding="utf-8-sig")


def test_a_team_workbook_next_to_its_workbooks_is_not_counted_again(handover, samples, tmp_path):
    """The folder of returned workbooks, with the team's workbook merged into it."""
    for path in (samples / "team").glob("*.xlsx"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    handover("merge", ".", "-o", "team.xlsx")
    folder = handover("export", ".", "-o", "all.json")
    alone = handover("export", "team.xlsx", "-o", "team.json")

    assert folder.err == (
        "team.xlsx: 3 of the workbooks it was merged from are here, too; each counts once\n"
        "all.json is ready: 125 rows.\n"
    )
    assert alone.err == "team.json is ready: 125 rows.\n"


def test_what_the_lead_changed_is_exported(handover, samples, tmp_path):
    """As it would be merged: the changed rows count, and a line says so."""
    for path in (samples / "team").glob("*.xlsx"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    handover("merge", ".", "-o", "team.xlsx")
    book = openpyxl.load_workbook(tmp_path / "team.xlsx")
    book["Duties"]["C7"].value = "Renamed"
    book.save(tmp_path / "team.xlsx")
    outcome = handover("export", ".", "-o", "all.json")
    tables = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["tables"]

    assert outcome.err == (
        "anna-fischer.en.xlsx: what Anna Fischer wrote was changed in team.xlsx; the changed rows "
        "count\n"
        "team.xlsx: 2 of the workbooks it was merged from are here, too; each counts once\n"
        "all.json is ready: 125 rows.\n"
    )
    assert tables["duties"]["rows"][0]["name"] == "Renamed"


@pytest.mark.parametrize("ending", ["sqlite", "db"])
def test_a_database(handover, samples, tmp_path, ending):
    """A question about the whole team is one line of SQL."""
    handover("export", samples / "team", "-o", f"team.{ending}")
    with closing(sqlite3.connect(tmp_path / f"team.{ending}")) as database:
        found = database.execute(
            "SELECT _leaver, count(*) FROM duties WHERE priority = 'critical' GROUP BY 1 ORDER BY 1"
        ).fetchall()

    assert [name for name, _ in found] == ["Anna Fischer", "Ben Carter", "刘思涵"]


def test_json_has_labels_in_the_chosen_language(handover, samples, tmp_path):
    """-l zh: codes remain, labels change."""
    handover("export", samples / "handover-complete.en.xlsx", "-o", "x.json", "-l", "zh")
    duties = json.loads((tmp_path / "x.json").read_text(encoding="utf-8"))["tables"]["duties"]
    labels = {column["name"]: column["label"] for column in duties["columns"]}

    assert labels["name"] == "职责名称"
    assert duties["rows"][0]["frequency__label"].startswith("每")


@pytest.mark.needs("pyarrow")
def test_parquet_is_a_folder_of_files(handover, samples, tmp_path):
    """One file a section."""
    outcome = handover("export", samples / "team", "-o", "team.parquet")

    assert outcome.code == 0
    assert (tmp_path / "team.parquet/duties.parquet").is_file()


def test_parquet_without_its_library_exits_2(handover, samples, tmp_path, monkeypatch):
    """How to get it; nothing is written."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    outcome = handover("export", samples / "team", "-o", "team.parquet")

    assert outcome.code == 2
    assert "pip install pyarrow" in outcome.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "begins"), [("d.ics", b"BEGIN:VCALENDAR"), ("c.vcf", b"BEGIN:VCARD")]
)
def test_deadlines_and_contacts(handover, samples, tmp_path, name, begins):
    """Also of workbooks from different templates."""
    outcome = handover(
        "export",
        samples / "handover-full.zh.xlsx",
        samples / "operations-manual.en.xlsx",
        "-o",
        name,
    )

    assert outcome.code == 0
    assert (tmp_path / name).read_bytes().startswith(begins)


def test_tables_of_different_templates_are_not_mixed(handover, samples, tmp_path):
    """Which ones they are, and what to do."""
    outcome = handover(
        "export", samples / "handover-full.en.xlsx", samples / "work-plan.en.xlsx", "-o", "x.json"
    )

    assert outcome.code == 2
    assert "different templates (operations 1, work-plan 1); export each kind alone" in outcome.err
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_ending_is_answered_with_the_known_ones(handover, samples):
    """Before anything is read."""
    outcome = handover("export", samples / "team", "-o", "team.xlsx")

    assert outcome.code == 2
    assert outcome.err == (
        "team.xlsx: name a folder for CSV files, or let the name end in "
        ".json / .sqlite / .db / .parquet / .ics / .vcf\n"
    )


@pytest.mark.parametrize("name", ["data", "x.json", "x.ics"])
def test_nothing_is_replaced_without_force(handover, samples, name):
    """--force replaces an earlier output, as a whole."""
    handover("export", samples / "team", "-o", name)
    again = handover("export", samples / "team", "-o", name)

    assert again.code == 2
    assert "exists already" in again.err
    assert handover("export", samples / "team", "-o", name, "--force").code == 0


def test_a_folder_with_workbooks_is_never_an_output(handover, samples, tmp_path):
    """-o returned/ with the people's files in it, even with --force."""
    (tmp_path / "returned").mkdir()
    (tmp_path / "returned/ada.xlsx").write_bytes((samples / "handover-full.en.xlsx").read_bytes())
    outcome = handover("export", "returned", "-o", "returned", "--force")

    assert (outcome.code, outcome.out) == (2, "")
    assert "returned: contains other files" in outcome.err


def test_an_unreadable_file_is_named_and_the_rest_is_exported(handover, samples, tmp_path):
    """Exit 2, so that no one overlooks it."""
    (tmp_path / "bad.xlsx").write_text("x")
    outcome = handover("export", samples / "team", "bad.xlsx", "-o", "data")

    assert outcome.code == 2
    assert outcome.err.startswith("bad.xlsx: ")
    assert (tmp_path / "data/duties.csv").is_file()
