"""Speed of whole processes beside named baselines, in one run: ``make bench``.

Each command and its baseline run by turns, so that a busy machine slows both; figures are medians,
the last column is the median of the pairwise ratios.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
HANDOVER = [sys.executable, "-m", "handover_xlsx"]
ROUNDS = 7

WRITE_AS_MANY_CELLS = """
import sys, xlsxwriter
book = xlsxwriter.Workbook(sys.argv[1])
for number in range(14):
    sheet = book.add_worksheet()
    for row in range(6):
        for column in range(14):
            sheet.write_string(row, column, f"text {number} {row} {column}")
book.close()
"""
READ_WITH_CALAMINE = """
import sys, pandas, python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
for name in book.sheet_names:
    book.get_sheet_by_name(name).to_python(skip_empty_area=False)
"""


@dataclass(frozen=True)
class Pair:
    """A command, the baseline it is measured against, and the ratio it should stay under."""

    name: str
    command: Sequence[str]
    baseline_name: str
    baseline: Sequence[str]
    budget: float


def pairs(folder: Path) -> list[Pair]:
    """What is measured."""
    sample = str(ROOT / "samples" / "handover-gaps.en.xlsx")
    python = sys.executable
    return [
        Pair("handover --help", [*HANDOVER, "--help"],
             "python -c 'import click'", [python, "-c", "import click"], 2.0),
        Pair("handover new", [*HANDOVER, "new", "--force", "-o", str(folder / "new.xlsx")],
             "bare XlsxWriter, as many cells",
             [python, "-c", WRITE_AS_MANY_CELLS, str(folder / "bare.xlsx")], 2.0),
        Pair("handover validate (gap sample)", [*HANDOVER, "validate", sample],
             "import pandas, read with calamine", [python, "-c", READ_WITH_CALAMINE, sample], 1.7),
    ]  # fmt: skip


def seconds(command: Sequence[str]) -> float:
    """How long a whole process takes."""
    begin = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - begin


def main() -> None:
    """Print one row a pair."""
    with tempfile.TemporaryDirectory() as name:
        print(f"{'command':<32} {'s':>6}   {'baseline':<34} {'s':>6}   ratio  budget")
        for pair in pairs(Path(name)):
            seconds(pair.command), seconds(pair.baseline)  # warm the caches
            runs = [(seconds(pair.command), seconds(pair.baseline)) for _ in range(ROUNDS)]
            ours, theirs = (statistics.median(column) for column in zip(*runs, strict=True))
            ratio = statistics.median(mine / other for mine, other in runs)
            verdict = "" if ratio <= pair.budget else "  over"
            print(f"{pair.name:<32} {ours:6.3f}   {pair.baseline_name:<34} {theirs:6.3f}   "
                  f"{ratio:5.2f}  {pair.budget:6.1f}{verdict}")  # fmt: skip


if __name__ == "__main__":
    main()
