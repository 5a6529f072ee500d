"""No output ever takes the place of a workbook that someone filled in, whatever --force says."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

pytestmark = pytest.mark.slow

FILLED, GAPS = "handover-complete.en.xlsx", "handover-gaps.en.xlsx"
REFUSED = "is someone's own workbook and is never replaced; choose another name"
WRITING = {
    "new": ("new",),
    "new --from": ("new", "--from", "mine.xlsx"),
    "validate": ("validate", "mine.xlsx"),
    "annotate": ("validate", "mine.xlsx", "--annotate"),
    "merge": ("merge", "mine.xlsx"),
}
OTHERS = {
    "report": ("report", "mine.xlsx"),
    "validate": ("validate", "mine.xlsx"),
    "diff": ("diff", "mine.xlsx", "hers.xlsx"),
    "status": ("status", "mine.xlsx"),
}


@pytest.fixture
def folder(samples, tmp_path):
    """A workbook to work on, and what must remain: a filled one, one with a password, a budget."""
    shutil.copyfile(samples / GAPS, tmp_path / "mine.xlsx")
    shutil.copyfile(samples / FILLED, tmp_path / "hers.xlsx")
    (tmp_path / "locked.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000))
    book = openpyxl.Workbook()
    book.active.append(["Budget", 2026])
    book.save(tmp_path / "budget.xlsx")
    return tmp_path


def written_to(arguments: tuple[str, ...], target: str) -> tuple[str, ...]:
    """The command with its output."""
    option = () if arguments[-1] == "--annotate" else ("-o",)
    return (*arguments, *option, target, "--force")


@pytest.mark.parametrize("target", ["hers.xlsx", "locked.xlsx", "budget.xlsx"])
@pytest.mark.parametrize("command", WRITING)
def test_a_persons_workbook_is_never_replaced(handover, folder, command, target):
    """Filled in, protected, or nothing to do with us: the answer says so, and it remains as it is."""
    before = (folder / target).read_bytes()
    outcome = handover(*written_to(WRITING[command], target))

    assert outcome.code == 2
    assert outcome.err == f"{target}: {REFUSED}\n"
    assert (folder / target).read_bytes() == before


@pytest.mark.parametrize("command", OTHERS)
def test_a_workbook_by_another_name_is_never_replaced(handover, folder, command):
    """What is in the file counts, not how it is called."""
    before = (folder / "hers.xlsx").read_bytes()
    (folder / "page.html").write_bytes(before)
    outcome = handover(*written_to(OTHERS[command], "page.html"))

    assert (outcome.code, outcome.err) == (2, f"page.html: {REFUSED}\n")
    assert (folder / "page.html").read_bytes() == before


@pytest.mark.parametrize("command", ["new", "validate", "annotate", "merge"])
def test_what_the_same_command_wrote_is_replaced_when_asked(handover, folder, command):
    """A blank workbook by a blank one, a list of gaps, a marked copy, a team's workbook."""
    first = handover(*written_to(WRITING[command], "ours.xlsx"))
    again = handover(*written_to(WRITING[command], "ours.xlsx"))

    assert "ours.xlsx is ready" in first.err
    assert "ours.xlsx is ready" in again.err


@pytest.mark.parametrize("command", ["validate", "annotate", "merge"])
def test_an_output_of_one_kind_is_not_replaced_by_another(handover, folder, command):
    """A blank workbook may wait to be filled in."""
    handover("new", "-o", "blank.xlsx")

    assert REFUSED in handover(*written_to(WRITING[command], "blank.xlsx")).err


def test_a_blank_workbook_is_not_replaced_once_someone_has_begun(handover, folder):
    """One row, or only one's name: it is no blank workbook any more."""
    for number, (sheet, cell) in enumerate([("Duties", "B7"), ("Start", "C9")]):
        name = f"begun{number}.xlsx"
        handover("new", "-l", "en", "-o", name)
        book = openpyxl.load_workbook(folder / name)
        book[sheet][cell] = "Ada"
        book.save(folder / name)

        assert REFUSED in handover("new", "-o", name, "--force").err


def test_the_demo_leaves_what_someone_made_of_its_samples(handover, folder):
    """It may be made again, but not over a sample that was changed."""
    assert handover("demo", "-o", "demo", "-l", "en").code == 0
    assert handover("demo", "-o", "demo", "-l", "en", "--force").code == 0

    shutil.copyfile(folder / "mine.xlsx", folder / "demo" / FILLED)
    assert REFUSED in handover("demo", "-o", "demo", "-l", "en", "--force").err
