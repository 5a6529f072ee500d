"""``handover merge`` when much goes wrong: many bad files, too many rows, and being stopped."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest

from handover_xlsx.cli import merge as merge_command
from handover_xlsx.exporting.to_parquet import table_parquet
from handover_xlsx.format import layout
from handover_xlsx.package import limits
from handover_xlsx.reading.read import read_workbook

pytestmark = pytest.mark.slow

MERGE = [sys.executable, "-m", "handover_xlsx", "merge"]
posix = pytest.mark.skipif(os.name != "posix", reason="signals are different on Windows")


def started(*arguments: object, folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*MERGE, *map(str, arguments)], cwd=folder, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def hidden_and_visible(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- Many files, some of them bad -------------------------------------------------------------


def test_bad_files_among_many_are_named_and_the_rest_merges(handover, samples, tmp_path):
    """One in a hundred: each is named with its reason, nothing of the others is missing."""
    several = tmp_path / "returned"
    several.mkdir()
    slip = (samples / "handover-slip.en.xlsx").read_bytes()
    for number in range(100):
        (several / f"slip-{number:03}.xlsx").write_bytes(slip)
    (several / "slip-033.xlsx").write_bytes(slip[: len(slip) // 2])
    (several / "slip-066.xlsx").write_bytes(b"")
    outcome = handover("merge", several, "-o", "team.xlsx")

    assert outcome.code == 2
    assert "slip-033.xlsx: is damaged" in outcome.err
    assert "slip-066.xlsx: is empty" in outcome.err
    assert "2 files could not be read (named above); their rows are missing." in outcome.err
    assert outcome.err.count("the same workbook appears twice") == 97
    assert len(read_workbook(tmp_path / "team.xlsx").sources) == 1


# --- More rows than a sheet contains ---------------------------------------------------------------


def test_rows_beyond_a_sheet_go_to_a_file_next_to_it(handover, samples, tmp_path, monkeypatch):
    """All rows of the section are in the file, none on the sheet, and a message says so."""
    from pyarrow import parquet

    monkeypatch.setattr(layout, "MOST_ROWS", 12)
    outcome = handover("merge", samples / "team", "-o", "team.xlsx")
    table = parquet.read_table(tmp_path / "team.duties.parquet")

    assert outcome.code == 2
    assert table.num_rows == 13
    assert (
        "team.xlsx: 13 rows of “Duties” are more than a sheet can hold; all of them are in "
        "team.duties.parquet, and the sheet is empty" in outcome.err
    )
    assert openpyxl.load_workbook(tmp_path / "team.xlsx")["Duties"]["B7"].value is None
    assert read_workbook(tmp_path / "team.xlsx").rows("signoff")


def test_without_pyarrow_the_rows_go_to_a_csv_file(handover, samples, tmp_path, monkeypatch):
    """What is not installed costs no row."""
    monkeypatch.setattr(layout, "MOST_ROWS", 12)
    monkeypatch.setattr(merge_command, "find_spec", lambda name: None)
    outcome = handover("merge", samples / "team", "-o", "team.xlsx")

    assert outcome.code == 2
    assert "team.duties.csv" in outcome.err
    assert (tmp_path / "team.duties.csv").read_text("utf-8-sig").count("anna-fischer") >= 1
    assert table_parquet  # the other writer is there all the same


def test_a_side_file_is_not_replaced_without_force(handover, samples, tmp_path, monkeypatch):
    """Someone's own file of that name stops the merge before anything is written."""
    monkeypatch.setattr(layout, "MOST_ROWS", 12)
    (tmp_path / "team.duties.parquet").write_text("mine")
    outcome = handover("merge", samples / "team", "-o", "team.xlsx")

    assert outcome.code == 2
    assert "team.duties.parquet: exists already" in outcome.err
    assert hidden_and_visible(tmp_path) == {"team.duties.parquet"}


# --- Being stopped ------------------------------------------------------------------------------


@posix
def test_a_killed_merge_leaves_the_old_output_or_the_new_one(samples, tmp_path):
    """``kill -9`` at random moments: there is never half a file under the output's name."""
    target = tmp_path / "team.xlsx"
    old = (samples / "handover-slip.en.xlsx").read_bytes()
    chance = random.Random(7)  # noqa: S311 - always the same moments
    for _ in range(5):
        target.write_bytes(old)
        merge = started(samples / "team", "-o", target, "--force", folder=tmp_path)
        time.sleep(chance.uniform(0.1, 2))
        merge.kill()
        merge.communicate()
        assert target.read_bytes() == old or len(read_workbook(target).sources) == 3
        others = hidden_and_visible(tmp_path) - {"team.xlsx"}
        assert all(name.startswith(".") for name in others)


@posix
def test_ctrl_c_ends_a_merge_without_half_a_file_or_a_traceback(samples, tmp_path):
    """Exit 2, nothing was written, and no process goes on reading."""
    several = tmp_path / "returned"
    several.mkdir()
    workbook = (samples / "handover-complete.en.xlsx").read_bytes()
    for number in range(200):
        (several / f"{number}.xlsx").write_bytes(workbook)
    merge = started(several, "-o", "team.xlsx", "--jobs", "2", folder=tmp_path)
    children = _children_of(merge.pid)
    merge.send_signal(signal.SIGINT)
    _, errors = merge.communicate(timeout=60)

    assert merge.returncode == 2
    assert "Traceback" not in errors
    assert hidden_and_visible(tmp_path) == {"returned"}
    for child in children:
        _wait_until_gone(child)


def _children_of(parent: int) -> list[int]:
    """The processes that a merge reads with, as soon as there are two."""
    listing = Path(f"/proc/{parent}/task")
    if not listing.exists():
        pytest.skip("only Linux says which children a process has")
    until = time.monotonic() + 60
    while time.monotonic() < until:
        lists = [(task / "children").read_text().split() for task in listing.iterdir()]
        found = [int(child) for several in lists for child in several]
        if len(found) >= 2:
            return found
        time.sleep(0.02)
    raise AssertionError("no child was started")


def _wait_until_gone(child: int) -> None:
    until = time.monotonic() + 30
    while Path(f"/proc/{child}").exists() and time.monotonic() < until:
        time.sleep(0.02)
    assert not Path(f"/proc/{child}").exists()


# --- Two at once --------------------------------------------------------------------------------


def test_two_merges_into_one_file_do_not_mix(samples, tmp_path):
    """The file is complete, and is what one of them wrote."""
    team = sorted((samples / "team").glob("*.xlsx"))
    several = [
        started(*team[:2], "-o", "team.xlsx", "--force", folder=tmp_path),
        started(team[2], "-o", "team.xlsx", "--force", folder=tmp_path),
    ]
    for merge in several:
        merge.communicate()
    merged = read_workbook(tmp_path / "team.xlsx")
    names = {source.name for source in merged.sources}

    assert names in ({team[0].name, team[1].name}, {team[2].name})
    assert hidden_and_visible(tmp_path) == {"team.xlsx"}
    assert 0 in {merge.returncode for merge in several}


def test_adding_notices_that_the_team_workbook_was_changed_meanwhile(
    handover, samples, tmp_path, monkeypatch
):
    """What someone else wrote while we were reading remains."""
    from handover_xlsx.merging import merge as combine

    team = sorted((samples / "team").glob("*.xlsx"))
    handover("merge", team[0], "-o", "team.xlsx")
    newer = (samples / "handover-slip.en.xlsx").read_bytes()
    merge = combine.merge

    def slow(handovers):
        (tmp_path / "team.xlsx").write_bytes(newer)
        return merge(handovers)

    monkeypatch.setattr(combine, "merge", slow)
    outcome = handover("merge", team[1], "--into", "team.xlsx")

    assert outcome.code == 2
    assert "was changed by someone else in the meantime" in outcome.err
    assert (tmp_path / "team.xlsx").read_bytes() == newer


def test_a_team_beyond_the_default_limits_says_what_to_add(
    handover, samples, tmp_path, monkeypatch
):
    """The options that the message names are enough."""
    small = limits.Limits(cells=600)
    with monkeypatch.context() as limited:
        limited.setattr(limits, "LIMITS", small)
        outcome = handover("merge", samples / "team", "-o", "team.xlsx")
    line_with_options = next(
        line for line in outcome.err.splitlines() if "more than the default limit" in line
    )
    options = line_with_options.partition("add: ")[2].split()

    assert outcome.code == 0
    assert options[:2] == ["--max-cells", "2400"]
    assert handover("validate", "team.xlsx", *options).code == 1
