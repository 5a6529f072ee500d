"""The house remains one that people find their way in: small rooms, small files, one way."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "handover_xlsx"
FILES = sorted(PACKAGE.rglob("*.py"))
MOST_LINES, MOST_LINES_OF_A_FUNCTION, MOST_FILES = 300, 50, 25


def brought_in(statement: str, *modules: str) -> list[str]:
    """Which of the modules a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint(*[m for m in {modules!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize(
    ("statement", "unwanted"),
    [
        ("import handover_xlsx.writing.write", ("lxml", "pandas", "numpy", "pyarrow")),
        ("import handover_xlsx.reading.read", ("xlsxwriter",)),
        ("import handover_xlsx.cli", ("pandas", "lxml", "xlsxwriter", "yaml")),
        ("import handover_xlsx.secrets.mask", ("handover_xlsx.handover", "pandas")),
    ],
)
def test_a_room_brings_in_only_what_it_needs(statement, unwanted):
    """A blank workbook is there at once; help starts without the tables."""
    assert brought_in(statement, *unwanted) == []


def test_no_file_is_longer_than_people_read_at_once():
    """A file of more than 300 lines is two rooms."""
    lengths = {
        str(path.relative_to(PACKAGE)): path.read_text("utf-8").count("\n") for path in FILES
    }

    assert {name: lines for name, lines in lengths.items() if lines > MOST_LINES} == {}


def test_no_function_is_longer_than_a_screen():
    """A function of more than 50 lines does two things."""
    long = {}
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > MOST_LINES_OF_A_FUNCTION:
                    long[f"{path.relative_to(PACKAGE)}: {node.name}"] = lines

    assert long == {}


def test_no_room_is_crowded():
    """A folder of more than 25 files has more than one trade."""
    crowded = Counter(str(path.parent.relative_to(PACKAGE)) for path in FILES)

    assert {room: count for room, count in crowded.items() if count > MOST_FILES} == {}


def test_nothing_is_kept_in_a_drawer():
    """A helper lives in the room that owns its noun."""
    drawers = {"utils", "helpers", "misc", "common_utils", "tools"}

    assert [path.name for path in FILES if path.stem in drawers] == []
