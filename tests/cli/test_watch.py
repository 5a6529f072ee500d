"""``handover validate --watch``: the meeting in which the gaps are closed together."""

from __future__ import annotations

import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from handover_xlsx.cli import watching

pytestmark = pytest.mark.slow


@pytest.fixture
def watched(samples, tmp_path) -> Iterator[tuple[Path, queue.Queue[str], subprocess.Popen[str]]]:
    """A workbook with gaps that is being watched, and the lines that are printed."""
    path = tmp_path / "ada.xlsx"
    shutil.copy(samples / "handover-gaps.en.xlsx", path)
    process = subprocess.Popen(
        [sys.executable, "-m", "handover_xlsx", "validate", str(path), "--watch", "-l", "en"],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, encoding="utf-8",
    )  # fmt: skip
    lines: queue.Queue[str] = queue.Queue()

    def listen() -> None:
        for line in process.stderr:
            lines.put(line.strip())

    threading.Thread(target=listen, daemon=True).start()
    yield path, lines, process
    process.kill()
    process.wait()
    process.stderr.close()


def next_line(lines: queue.Queue[str], part: str) -> str:
    """The next line that contains a text."""
    while part not in (line := lines.get(timeout=30)):
        pass
    return line


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_every_save_is_checked_until_ctrl_c(watched, samples):
    """What the last save changed is printed; Ctrl-C ends with the last answer."""
    path, lines, process = watched
    next_line(lines, "waiting for the next save")
    fresh = path.with_name("~saving.tmp")  # as Excel does: written next to it, then renamed
    shutil.copy(samples / "handover-complete.en.xlsx", fresh)
    fresh.replace(path)

    assert next_line(lines, "Since").endswith("closed, 0 new, 0 left.")
    next_line(lines, "waiting for the next save")
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    assert lines.empty()


def test_nothing_is_checked_while_the_file_is_away(tmp_path, monkeypatch):
    """Programs delete and rename while they save; that is no state of the workbook."""
    path = tmp_path / "ada.xlsx"
    path.write_text("one")
    seen = []
    naps = iter([path.unlink, lambda: None, lambda: path.write_text("two, longer")])

    def nap(_: float) -> None:
        if not seen:
            return
        try:
            next(naps)()
        except StopIteration:
            if len(seen) == 2:
                raise KeyboardInterrupt from None

    monkeypatch.setattr(watching.time, "sleep", nap)
    code = watching.watch([path], lambda: seen.append(path.read_text()) or len(seen))

    assert (code, seen) == (2, ["one", "two, longer"])


def test_stdin_cannot_be_watched(handover):
    """There is no file that could be saved."""
    outcome = handover("validate", "-", "--watch")

    assert outcome.code == 2
    assert outcome.err == "--watch needs the workbook's file; it cannot come from stdin\n"
