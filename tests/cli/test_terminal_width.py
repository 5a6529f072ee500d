"""In a terminal lines fit the window; in a pipe or a file they remain complete, for programs."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from handover_xlsx.text.wrap import shown_width

pytestmark = pytest.mark.slow

GAPS, COMPLETE = "samples/handover-gaps.zh.xlsx", "samples/handover-complete.zh.xlsx"
COMMANDS = {
    "validate": ("validate", GAPS),
    "diff": ("diff", GAPS, COMPLETE),
    "status": ("status", "samples/team", GAPS, "-l", "zh"),
}


WIDEST_COLUMN = 14  # of a table: one that does not fit goes below the row and leaves its room free


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("name", COMMANDS)
def test_in_a_terminal_lines_fit_the_window(samples, name, columns):
    """Whatever a command tells; nothing but the breaks is different."""
    command = [sys.executable, "-m", "handover_xlsx", *COMMANDS[name]]
    options = {
        "cwd": samples.parent,
        "env": {**os.environ, "COLUMNS": str(columns), "LC_ALL": "zh_CN.UTF-8", "TERM": "xterm"},
    }
    lines = _shown_in_a_terminal(command, options).splitlines()
    piped = subprocess.run(command, capture_output=True, check=False, **options).stdout.decode()

    assert columns - WIDEST_COLUMN < max(map(shown_width, lines)) <= columns
    assert max(map(shown_width, piped.splitlines())) > columns


def _shown_in_a_terminal(command: list[str], options: dict) -> str:
    ours, theirs = os.openpty()
    shown = bytearray()
    with subprocess.Popen(command, stdout=theirs, **options):
        os.close(theirs)
        try:
            while part := os.read(ours, 10_000):
                shown += part
        except OSError:  # how Linux says that the other end is closed
            pass
        finally:
            os.close(ours)
    return shown.decode()
