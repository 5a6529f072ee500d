"""Who needs help first, and what changed since the last look."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from inline_snapshot import snapshot

from handover_xlsx.errors import OutputError, UnreadableFile
from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.handover.progress import Progress
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.status.to_text import shortened, status_text
from handover_xlsx.reporting.status.view import status_report
from handover_xlsx.status.leaver_status import LeaverStatus, leaver_statuses
from handover_xlsx.status.snapshots import last_snapshots, track, tracking_file
from handover_xlsx.text.width import display_width

TODAY = date(2026, 11, 2)


def standing(
    leaver: str, days: int | None, filled: int, errors: int = 0, *, file: str = "", key: str = ""
) -> LeaverStatus:
    source = Source(file or f"{leaver}.xlsx", f"{leaver}.xlsx", "en", "t", 1, key or f"id-{leaver}")
    last_day = None if days is None else date.fromordinal(TODAY.toordinal() + days)
    return LeaverStatus(source, leaver, last_day, days, Progress(1, 100, filled), errors, 0, None)


def in_order(*found: LeaverStatus) -> list[str]:
    return [one.leaver for one in sorted(found, key=lambda one: one.urgency)]


def test_little_time_comes_first_then_little_done_then_many_errors():
    """What is finished comes last, also when its last day is over."""
    assert in_order(
        standing("finished", -3, 100),
        standing("no day", None, 10),
        standing("month", 30, 5),
        standing("week, errors", 7, 50, 9),
        standing("week", 7, 50, 1),
        standing("week, empty", 7, 5),
        standing("over", -1, 99),
    ) == ["over", "week, empty", "week, errors", "week", "month", "no day", "finished"]


def test_leavers_are_listed_in_this_order_whichever_is_read_first(workbook_from_markdown):
    """Ada has a month, Zoe a week: Zoe comes first."""

    def workbook(name: str, day: str) -> Handover:
        text = f"## start\n| leaver | last_day |\n| {name} | {day} |"
        handover = read_workbook(workbook_from_markdown(text))
        handover.sources = (replace(handover.sources[0], workbook_id=name),)
        return handover

    ada, zoe = workbook("Ada", "2026-12-02"), workbook("Zoe", "2026-11-09")

    assert [one.leaver for one in leaver_statuses([ada, zoe], TODAY)] == ["Zoe", "Ada"]
    assert [one.leaver for one in leaver_statuses([zoe, ada], TODAY)] == ["Zoe", "Ada"]


@pytest.mark.parametrize(
    ("days", "filled", "errors", "level"),
    [
        (-1, 99, 0, "overdue"), (0, 99, 0, "urgent"), (7, 99, 0, "urgent"), (8, 99, 0, "under-way"),
        (None, 0, 5, "under-way"), (-1, 100, 0, "finished"), (-1, 100, 1, "overdue"),
    ],
)  # fmt: skip
def test_the_state_follows_from_time_and_gaps(days, filled, errors, level):
    """All required cells filled and no error: finished; else by the days left."""
    assert standing("Ada", days, filled, errors).level == level


START = "## start\n| leaver | last_day |\n|--|--|\n| {} | 2026-12-18 |\n"


def test_of_several_states_of_one_workbook_the_newest_counts(workbook_from_markdown):
    """By the time inside the workbook, whatever the files are called."""
    old, new, other = (
        read_workbook(workbook_from_markdown(START.format(leaver), workbook_id=key))
        for leaver, key in (("Ada", "one"), ("Ada", "one"), ("Ben", "other"))
    )
    states = {"path": "zz-final.xlsx", "modified": "2026-11-01T10:00:00Z"}
    old.sources = (replace(old.sources[0], **states),)
    new.sources = (replace(new.sources[0], name="aa.xlsx", modified="2026-11-02T09:00:00Z"),)
    found = leaver_statuses([old, new, other], TODAY)

    assert [(one.source.name, one.older) for one in found] == [
        ("aa.xlsx", ("zz-final.xlsx",)),
        (other.sources[0].name, ()),
    ]


@pytest.mark.parametrize(
    ("rows", "decision", "signed"),
    [
        ("| leaver | accepted |", "", 1),
        ("| leaver | accepted |\n| successor | accepted_with_gaps |", "accepted_with_gaps", 2),
        ("| successor | accepted |\n| hr | rejected |", "rejected", 2),
        ("| successor | maybe |", "", 0),
    ],
)
def test_the_successor_decides_unless_someone_rejects(
    workbook_from_markdown, rows, decision, signed
):
    """Four decide; what could not be read is no decision."""
    text = f"## signoff\n| role | decision |\n|--|--|\n{rows}"
    sign_off = leaver_statuses([read_workbook(workbook_from_markdown(text))], TODAY)[0].sign_off

    assert (sign_off.decision, sign_off.signed, sign_off.wanted) == (decision, signed, 4)


# --- The trend ------------------------------------------------------------------------------


def trend(before: list[LeaverStatus], now: LeaverStatus, tmp_path, language: str = "en") -> str:
    if before:
        track(tmp_path, before, date(2026, 10, 26))
    report = status_report([now], last_snapshots(tmp_path), language, TODAY)
    return report.lines[0].trend


def test_the_trend_compares_with_the_last_snapshot(tmp_path):
    """More filled in, fewer errors; and the look before the last one is history."""
    track(tmp_path, [standing("Ada", 30, 10, 99)], date(2026, 10, 19))
    wording = trend([standing("Ada", 20, 50, 5)], standing("Ada", 10, 62, 4), tmp_path)

    assert wording == "+12%, 1 error fewer since 2026-10-26"


@pytest.mark.parametrize(
    ("filled", "errors", "better", "wording"),
    [
        (50, 5, None, "as on 2026-10-26"), (40, 5, False, "-10% since 2026-10-26"),
        (60, 7, None, "+10%, 2 errors more since 2026-10-26"),
        (60, 5, True, "+10% since 2026-10-26"),
    ],
)  # fmt: skip
def test_a_trend_is_better_worse_or_neither(tmp_path, filled, errors, better, wording):
    """A page colours it; the words say it too."""
    track(tmp_path, [standing("Ada", 20, 50, 5)], date(2026, 10, 26))
    now = [standing("Ada", 10, filled, errors)]
    line = status_report(now, last_snapshots(tmp_path), "en", TODAY).lines[0]

    assert (line.trend, line.better) == (wording, better)


def test_someone_seen_for_the_first_time_is_new(tmp_path):
    """Also in Chinese; and without any look there is no trend at all."""
    assert trend([], standing("Bea", 10, 5), tmp_path) == ""
    assert trend([standing("Ada", 20, 50)], standing("Bea", 10, 5), tmp_path) == "new"
    assert trend([], standing("Bea", 10, 5), tmp_path, "zh") == "新增"


def test_a_person_who_was_away_is_compared_with_their_own_last_snapshot(tmp_path):
    """A look without them does not forget them."""
    track(tmp_path, [standing("Ada", 20, 50, 5)], date(2026, 10, 12))
    wording = trend([standing("Bea", 20, 1)], standing("Ada", 10, 62, 5), tmp_path)

    assert wording == "+12% since 2026-10-12"


def damaged_files():
    with closing(sqlite3.connect(":memory:")) as other:
        other.executescript("CREATE TABLE t (x); PRAGMA user_version = 7;")
        newer = other.serialize()
    with closing(sqlite3.connect(":memory:")) as odd:
        odd.executescript(
            "CREATE TABLE looks (id, day); CREATE TABLE standings (look, person, leaver, required,"
            " filled, errors, warnings); INSERT INTO looks VALUES (1, 'yesterday');"
            " INSERT INTO standings VALUES (1, 'a', 'a', 'x', 1, 1, 1); PRAGMA user_version = 1;"
        )
        wrong = odd.serialize()
    return {"text": b"not a database at all" * 100, "newer": newer, "wrong values": wrong,
            "cut": newer[:700], "empty tables": b""}  # fmt: skip


@pytest.mark.parametrize("kind", damaged_files())
def test_a_damaged_memory_is_named_and_left_alone(tmp_path, kind):
    """One sentence with the file and what to do; the file remains as it is."""
    data = damaged_files()[kind]
    path = tracking_file(tmp_path)
    path.parent.mkdir()
    path.write_bytes(data)

    with pytest.raises(UnreadableFile, match="delete it to start over"):
        last_snapshots(tmp_path)
    assert path.read_bytes() == data


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    """A file is where the memory's folder should be."""
    (tmp_path / ".handover").write_bytes(b"")

    with pytest.raises(OutputError, match="cannot be written"):
        track(tmp_path, [standing("Ada", 1, 1)], TODAY)


# --- On the terminal ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "columns"), [("Ada", 3), ("沈若溪", 6), ("ｱ", 1), ("Á", 1), ("", 0)]
)
def test_width_is_what_a_terminal_shows(text, columns):
    """Chinese characters take two columns, combining accents none."""
    assert display_width(text) == columns


def test_columns_are_in_line_with_chinese_names():
    """Every line's last day begins in the same column."""
    found = [standing("沈若溪", 5, 50), standing("Hannah Kessler", 6, 50), standing("Ó", 7, 50)]
    lines = status_text(status_report(found, {}, "zh", TODAY)).splitlines()[3:]

    assert len({display_width(line[: line.index("2026-")]) for line in lines}) == 1


def test_in_a_narrow_window_what_has_no_room_is_below():
    """With its name; a window that is wide enough has it all in columns."""
    found = [standing("沈若溪", 5, 50, errors=3), standing("Hannah Kessler", 6, 50)]
    report = status_report(found, {}, "en", TODAY)

    assert status_text(report, width=200) == status_text(report)
    assert status_text(report, width=50).splitlines()[2:] == snapshot(
        [
            "Leaver          State   Last day      Left",
            "沈若溪          urgent  2026-11-07  5 days",
            "  Complete: 50% · Errors: 3 · Warnings: 0 ·",
            "    Sign-off: – · Saved: –",
            "Hannah Kessler  urgent  2026-11-08  6 days",
            "  Complete: 50% · Errors: 0 · Warnings: 0 ·",
            "    Sign-off: – · Saved: –",
        ]
    )


def test_a_name_cannot_disturb_the_terminal():
    """No escape, no line break, and a very long one is shortened."""
    found = [standing("\x1b[31mEvil\nname" + "长" * 100, 5, 50)]
    text = status_text(status_report(found, {}, "en", TODAY))

    assert "\x1b" not in text
    assert len(text.splitlines()) == 4
    assert display_width(shortened("长" * 100)) <= 40
