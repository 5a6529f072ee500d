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

import openpyxl

ROOT = Path(__file__).parents[1]
HANDOVER = [str(Path(sys.executable).with_name("handover"))]
ROUNDS = 7

WRITE_AS_MANY_CELLS = """
import sys, xlsxwriter
target, sheets, texts, formulas = sys.argv[1], *map(int, sys.argv[2:])
book = xlsxwriter.Workbook(target)
for number in range(sheets):
    sheet = book.add_worksheet()
    for cell in range(texts // sheets):
        sheet.write_string(cell // 14, cell % 14, f"text {number} {cell}")
    for cell in range(formulas // sheets):
        sheet.write_formula(100 + cell // 14, cell % 14, "=SUM(A1:A9)", None, 0)
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
        new_pair("handover new", [], folder),
        new_pair("handover new --all", ["--all"], folder),
        Pair("handover validate (gap sample)", [*HANDOVER, "validate", sample],
             "import pandas, read with calamine", [python, "-c", READ_WITH_CALAMINE, sample], 1.7),
    ]  # fmt: skip


def new_pair(name: str, options: Sequence[str], folder: Path) -> Pair:
    """``handover new`` beside XlsxWriter alone, which writes as many texts and formulas."""
    target = folder / "new.xlsx"
    command = [*HANDOVER, "new", "--force", *options, "-o", str(target)]
    subprocess.run(command, capture_output=True, check=True)
    sheets = openpyxl.load_workbook(target).worksheets
    kinds = [cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row
             if cell.value is not None]  # fmt: skip
    formulas = kinds.count("f")
    counts = (len(sheets), len(kinds) - formulas, formulas)
    baseline = [sys.executable, "-c", WRITE_AS_MANY_CELLS, str(folder / "bare.xlsx")]
    return Pair(name, command, "bare XlsxWriter, as many cells", [*baseline, *map(str, counts)], 2)


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
