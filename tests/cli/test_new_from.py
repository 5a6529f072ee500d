"""``handover new --from`` and ``--from-csv``: start again from what exists."""

from __future__ import annotations

import subprocess
import sys

import openpyxl
import pytest

from handover_xlsx.reading.read import read_workbook

pytestmark = pytest.mark.slow

TEMPLATE = """
template: short
version: 1
extends: operations
sections:
  - {id: plan, drop: true}
  - id: duties
    fields:
      - {id: hours, label: {en: Time needed, zh: 所需时间}}
      - {id: partner, drop: true}
"""


def values(path):
    handover = read_workbook(path)
    return {s.id: [dict(r) for r in handover.rows(s)] for s in handover.template.sections}


def test_an_older_workbook_is_carried_over(handover, samples, tmp_path):
    """Its language, its sheets, its rows; the older file remains as it is."""
    old = samples / "handover-complete.zh.xlsx"
    before = old.read_bytes()
    outcome = handover("new", "--from", old, "-o", "new.xlsx")
    rows = sum(len(rows) for rows in values(old).values())

    assert outcome.code == 0
    assert outcome.err == (
        f"handover-complete.zh.xlsx: {rows} rows carried over.\n"
        "new.xlsx is ready. Next: fill it in, then: handover validate new.xlsx\n"
    )
    assert values(tmp_path / "new.xlsx") == values(old)
    assert read_workbook(tmp_path / "new.xlsx").sources[0].language == "zh"
    assert old.read_bytes() == before


def test_the_other_language_and_the_persons_details(handover, samples, tmp_path):
    """What the command line says wins over what is carried."""
    old = samples / "handover-complete.en.xlsx"
    handover("new", "--from", old, "-l", "zh", "--leaver", "沈若溪", "-o", "new.xlsx")
    before, after = values(old), values(tmp_path / "new.xlsx")

    assert after["start"] == [{**before["start"][0], "leaver": "沈若溪"}]
    assert after["duties"] == before["duties"]
    assert "工作职责" in openpyxl.load_workbook(tmp_path / "new.xlsx").sheetnames


def test_what_is_renamed_or_has_no_place_is_listed(handover, samples, tmp_path):
    """Another template: every change in one line, and everything without a place on one sheet."""
    (tmp_path / "short.yaml").write_text(TEMPLATE, encoding="utf-8")
    old = samples / "handover-complete.en.xlsx"
    outcome = handover("new", "-t", "short.yaml", "--from", old, "-o", "new.xlsx")

    assert outcome.code == 0
    waiting = len(read_workbook(tmp_path / "new.xlsx").unplaced)
    assert waiting > 20
    assert outcome.err.splitlines()[1:-1] == [
        "Duties: the new workbook has no place for “Done together with”.",
        "Duties: the column “Hours each time” is now “Time needed”.",
        "The new workbook has no place for the sheet “Handover plan”.",
        f"{waiting} values could not be placed; they are on the sheet “Unplaced”.",
    ]


def test_a_teams_workbook_is_refused(handover, samples, tmp_path):
    """One person's workbook is expected; nothing is written."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    outcome = handover("new", "--from", "team.xlsx", "-o", "new.xlsx")

    assert outcome.code == 2
    assert outcome.err == (
        "team.xlsx: is a team's workbook; --from needs the workbook of one person\n"
    )
    assert not (tmp_path / "new.xlsx").exists()


def test_the_older_file_is_never_written_to(handover, samples, tmp_path):
    """Not even with --force."""
    handover("new", "-o", "mine.xlsx")
    before = (tmp_path / "mine.xlsx").read_bytes()
    outcome = handover("new", "--from", "mine.xlsx", "-o", "mine.xlsx", "--force")

    assert outcome.code == 2
    assert "is one of the inputs" in outcome.err
    assert (tmp_path / "mine.xlsx").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--from", "nothing.xlsx"], "nothing.xlsx: does not exist"),
        (["--from-csv", "nothing"], "nothing: is not a folder"),
        (["--from", "a.xlsx", "--from-csv", "b"], "choose one"),
    ],
)
def test_what_cannot_be_done_is_reported_in_one_line(handover, tmp_path, arguments, words):
    """Exit 2, and nothing is left behind."""
    outcome = handover("new", *arguments)

    assert outcome.code == 2
    assert words in outcome.err
    assert len(outcome.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_tables_become_a_workbook(handover, tmp_path):
    """One CSV file a sheet; an optional sheet that a file is named after is there."""
    folder = tmp_path / "tables"
    folder.mkdir()
    (folder / "duties.csv").write_text("Duty,Every\nRoster,Weekly\n", encoding="utf-8")
    (folder / "contracts.csv").write_text("name\nLease\n", encoding="utf-8")
    outcome = handover("new", "--from-csv", "tables", "--leaver", "Ada", "-o", "new.xlsx")

    assert outcome.code == 0
    assert "duties.csv: 1 row copied to “Duties”.\n" in outcome.err
    assert values(tmp_path / "new.xlsx")["duties"][0]["name"] == "Roster"
    assert values(tmp_path / "new.xlsx")["start"] == [{"leaver": "Ada"}]


def test_new_needs_no_pandas(tmp_path):
    """Neither a blank workbook nor one that is carried over waits for pandas to load."""
    program = (
        "import sys\nfrom handover_xlsx.cli import main\n"
        "for more in ([], ['--from', 'a.xlsx']):\n"
        "    try:\n        main(['new', '-o', f'{\"ab\"[len(more) > 0]}.xlsx', *more])\n"
        "    except SystemExit as stop:\n        assert not stop.code\n"
        "    assert 'pandas' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True)

    assert done.returncode == 0, done.stderr.decode()
