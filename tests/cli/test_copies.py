"""``handover validate --annotate``: where copies go, and what is never written to."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

pytestmark = pytest.mark.slow

NAME = "handover-gaps.en.xlsx"


@pytest.fixture
def mine(samples, tmp_path) -> Path:
    """A workbook with gaps in the current folder."""
    return Path(shutil.copyfile(samples / NAME, tmp_path / "mine.xlsx"))


def test_a_copy_is_written_next_to_the_report(handover, mine, tmp_path):
    """The report is printed as ever, the copy is announced, the exit code speaks of gaps."""
    before = mine.read_bytes()
    outcome = handover("validate", "mine.xlsx", "--annotate", "marked.xlsx")

    assert outcome.code == 1
    assert outcome.out.startswith("mine.xlsx: Hannah Kessler")
    assert outcome.err == (
        "marked.xlsx is ready: 23 cells are marked, and its last sheet lists 25 gaps.\n"
    )
    assert openpyxl.load_workbook(tmp_path / "marked.xlsx").sheetnames[-1] == "Gaps"
    assert mine.read_bytes() == before


def test_the_copy_speaks_the_workbooks_language_or_the_chosen_one(handover, samples, tmp_path):
    """A Chinese workbook gets a Chinese list; -l en an English one."""
    handover("validate", samples / "handover-gaps.zh.xlsx", "--annotate", "zh.xlsx")
    handover("validate", samples / "handover-gaps.zh.xlsx", "--annotate", "en.xlsx", "-l", "en")

    assert openpyxl.load_workbook(tmp_path / "zh.xlsx").sheetnames[-1] == "待补清单"
    assert openpyxl.load_workbook(tmp_path / "en.xlsx").sheetnames[-1] == "Gaps"


def test_the_workbook_itself_is_never_written_to(handover, mine):
    """Not even with --force."""
    before = mine.read_bytes()
    outcome = handover("validate", "mine.xlsx", "--annotate", "mine.xlsx", "--force")

    assert outcome.code == 2
    assert "is one of the inputs and is never written to" in outcome.err
    assert mine.read_bytes() == before


def test_an_existing_copy_is_only_replaced_when_asked(handover, mine, tmp_path):
    """--force replaces it."""
    handover("validate", "mine.xlsx", "--annotate", "marked.xlsx")
    before = (tmp_path / "marked.xlsx").read_bytes()
    refused = handover("validate", "mine.xlsx", "--annotate", "marked.xlsx", "-l", "zh")
    assert refused.code == 2
    assert "exists already" in refused.err
    assert (tmp_path / "marked.xlsx").read_bytes() == before

    forced = handover("validate", "mine.xlsx", "--annotate", "marked.xlsx", "-l", "zh", "--force")
    assert forced.code == 1
    assert openpyxl.load_workbook(tmp_path / "marked.xlsx").sheetnames[-1] == "待补清单"


def test_a_copy_that_someone_has_worked_in_is_never_replaced(handover, mine, tmp_path):
    """She fixed the gaps in the marked copy, as it asks her to: it is her workbook now."""
    handover("validate", "mine.xlsx", "--annotate", "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    book["Duties"]["C8"] = "fixed"
    book.save(tmp_path / "marked.xlsx")
    before = (tmp_path / "marked.xlsx").read_bytes()
    outcome = handover("validate", "mine.xlsx", "--annotate", "marked.xlsx", "--force")

    assert outcome.code == 2
    assert outcome.err == (
        "marked.xlsx: is someone's own workbook and is never replaced; choose another name\n"
    )
    assert (tmp_path / "marked.xlsx").read_bytes() == before


def test_the_maker_of_a_copy_with_secrets_is_warned(handover, mine, tmp_path):
    """It is her own workbook: what she wrote into cells and notes is still in it."""
    book = openpyxl.load_workbook(tmp_path / "mine.xlsx")
    book["Duties"]["C8"] = "Portal, password: Winter2026!"
    book.save(tmp_path / "mine.xlsx")
    one = handover("validate", "mine.xlsx", "--annotate", "marked.xlsx")
    book["Duties"]["C8"].comment = Comment("PIN: 4711", "Hannah")
    book.save(tmp_path / "mine.xlsx")
    two = handover("validate", "mine.xlsx", "--annotate", "marked.xlsx", "--force", "--ignore", "P")

    assert one.err.splitlines()[-1] == (
        "marked.xlsx still shows the secret in the workbook: remove it before you pass the file on."
    )
    assert two.err.splitlines()[-1] == (
        "marked.xlsx still shows the 2 secrets in the workbook: remove them before you pass the "
        "file on."
    )


def test_of_several_workbooks_a_folder_of_copies_is_made(handover, samples, tmp_path):
    """Each under its own name; a second run skips the copies that are there."""
    shutil.copytree(samples / "team", tmp_path / "team", ignore=shutil.ignore_patterns("*.csv"))
    names = sorted(path.name for path in (tmp_path / "team").iterdir())
    handover("validate", "team", "--annotate", "team/marked")
    again = handover("validate", "team", "--annotate", "team/marked", "--force")

    assert sorted(path.name for path in (tmp_path / "team/marked").iterdir()) == names
    assert again.err.count("is ready") == len(names)


def test_copies_of_one_name_keep_their_folders(handover, samples, tmp_path):
    """Two people may both have called it handover.xlsx."""
    for folder in ("north", "south"):
        (tmp_path / folder).mkdir()
        shutil.copyfile(samples / NAME, tmp_path / folder / "handover.xlsx")
    handover("validate", "north", "south", "--annotate", "marked")

    assert (tmp_path / "marked/north/handover.xlsx").exists()
    assert (tmp_path / "marked/south/handover.xlsx").exists()


def test_several_workbooks_do_not_fit_into_one_file(handover, samples, tmp_path):
    """The answer says what to name instead; nothing is written."""
    outcome = handover("validate", samples / "team", "--annotate", "marked.xlsx")

    assert outcome.code == 2
    assert outcome.err == "marked.xlsx: there are 3 workbooks; name a folder for their copies\n"
    assert list(tmp_path.iterdir()) == []


def test_a_copy_keeps_its_originals_ending(handover, mine):
    """Excel refuses a workbook with macros that is called .xlsx, and the other way round."""
    outcome = handover("validate", "mine.xlsx", "--annotate", "marked.xlsm")

    assert outcome.code == 2
    assert outcome.err == "marked.xlsm: the name should end in .xlsx\n"


def test_an_unreadable_one_is_named_and_the_others_are_marked(handover, samples, tmp_path):
    """Exit code 2, and a copy of the good one."""
    (tmp_path / "bad.xlsx").write_text("x")
    outcome = handover("validate", "bad.xlsx", samples / NAME, "--annotate", "marked")

    assert outcome.code == 2
    assert outcome.err.startswith("bad.xlsx: ")
    assert [path.name for path in (tmp_path / "marked").iterdir()] == [NAME]


def test_a_complete_workbook_is_copied_without_marks(handover, samples, tmp_path):
    """Byte for byte."""
    complete = samples / "handover-complete.en.xlsx"
    outcome = handover("validate", complete, "--annotate", "marked.xlsx")

    assert outcome.code == 0
    assert outcome.err == "marked.xlsx is ready: there is nothing to mark.\n"
    assert (tmp_path / "marked.xlsx").read_bytes() == complete.read_bytes()


def test_a_password_is_named_but_not_repeated(handover, workbook_from_markdown, tmp_path):
    """Neither in a note nor in the list: only its own cell still contains it."""
    path = workbook_from_markdown(
        """
        ## duties
        | name | description |
        |------|-------------|
        | Login | password: Hunter2xyz! |
        """
    )
    handover("validate", path, "--annotate", "marked.xlsx")
    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    holding = [cell.coordinate for cell in cells if "Hunter2xyz" in str(cell.value)]
    notes = [cell.comment.text for cell in cells if cell.comment]

    assert holding == ["C7"]
    assert any("P1" in note for note in notes)
    assert not any("Hunter2xyz" in note for note in notes)


def test_only_the_chosen_rules_are_marked(handover, mine, tmp_path):
    """--select V101 marks what is missing and nothing else."""
    handover("validate", "mine.xlsx", "--select", "V101", "--annotate", "marked.xlsx")
    listed = openpyxl.load_workbook(tmp_path / "marked.xlsx")["Gaps"]

    assert {row[8].value for row in listed.iter_rows(min_row=6)} == {"V101"}
