"""Speed of whole processes beside named baselines, in one run: ``make bench``.

Each command and its baseline run by turns, so that a busy machine slows both; figures are medians,
the last column is the median of the pairwise ratios. ``python benchmarks/bench.py typical`` measures
only the rows whose names hold that word.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import baselines
import openpyxl
from workbooks import write_company, write_typical

ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
HANDOVER = [PYTHON, "-m", "handover_xlsx"]
ROUNDS = 5
LONG_ROWS, COMPANY = 10_000, 200  # what it takes is as much for each: see scale.py
HTML_BYTES = 300_000


@dataclass(frozen=True)
class Pair:
    """A command, the baseline it is measured against, and the ratio it should stay under."""

    name: str
    command: Sequence[str]
    baseline_name: str
    baseline: Sequence[str]
    budget: float | None = None
    says: str = ""  # what the command's output holds when it did its work
    writes: Path | None = None  # the file that it leaves; deleted before each run
    exits: int = 0


def script(text: str, *arguments: object) -> list[str]:
    """A baseline as a process."""
    return [PYTHON, "-c", text, *map(str, arguments)]


def quick_pairs(folder: Path) -> Iterator[Pair]:
    """What a person waits for every day."""
    sample = ROOT / "samples" / "handover-gaps.en.xlsx"
    typical = write_typical(folder / "typical.xlsx")
    yield Pair("--help", [*HANDOVER, "--help"], "import click", script("import click"), 2,
               says="validate")  # fmt: skip
    yield new_pair("new", [], folder)
    yield new_pair("new --all", ["--all"], folder)
    check = partial(Pair, says="Ada Lee", exits=1)  # its sign-off is empty
    pandas = ("import pandas, read with calamine", script(baselines.PANDAS_AND_CALAMINE, typical))
    command = [*HANDOVER, "validate", str(typical)]
    yield check("validate, typical", command, *pandas, 1.7)
    for engine in ("calamine", "openpyxl"):
        yield check("validate, typical", command, f"pandas.read_excel, {engine}",
                    script(baselines.READ_EXCEL, typical, engine))  # fmt: skip
    for library, text in (("frictionless", baselines.FRICTIONLESS), ("pandera", baselines.PANDERA)):
        if baselines.is_installed(library):
            yield check("validate, typical", command, f"{library}, required columns",
                        script(text, typical))  # fmt: skip
        else:
            print(f"{library} is not installed (pip install --group bench): its row is missing")
    check = partial(Pair, says="Hannah Kessler", exits=1)
    command = [*HANDOVER, "validate", str(sample)]
    pandas = (pandas[0], script(baselines.PANDAS_AND_CALAMINE, sample))
    yield check("validate, gap sample", command, *pandas, 1.7)
    marked = folder / "marked.xlsx"
    yield check("validate --annotate, gap sample", [*command, "--annotate", str(marked)], *pandas,
                writes=marked)  # fmt: skip


def large_pairs(folder: Path) -> Iterator[Pair]:
    """Very long tables, and a company's leavers."""
    long = write_typical(folder / "long.xlsx", LONG_ROWS)
    yield Pair(f"validate, {10 * LONG_ROWS:,} rows", [*HANDOVER, "validate", str(long)],
               "calamine alone", script(baselines.READ_WITH_CALAMINE, long), 4,
               says="Ada Lee", exits=1)  # fmt: skip
    company, team = folder / "company", folder / "team.xlsx"
    write_company(company, COMPANY)
    all_of_them = f"{company}/*.xlsx"
    merged = partial(Pair, says=f"{COMPANY:,}", writes=team)
    merge = [*HANDOVER, "merge", str(company), "-o", str(team)]
    name = f"merge {COMPANY:,}"
    yield merged(f"{name}, one core", [*merge, "--jobs", "1"], "calamine alone",
                 script(baselines.FOLDER_WITH_CALAMINE, all_of_them), 5)  # fmt: skip
    for jobs, engine, budget in ((["--jobs", "1"], "openpyxl", 0.2), ([], "calamine", 1)):
        yield merged(f"{name}, {'one core' if jobs else 'all cores'}", [*merge, *jobs],
                     f"read_excel + concat, {engine}",
                     script(baselines.READ_EXCEL, all_of_them, engine), budget)  # fmt: skip


def new_pair(name: str, options: Sequence[str], folder: Path) -> Pair:
    """``handover new`` beside XlsxWriter alone, which writes as many texts and formulas."""
    target = folder / "new.xlsx"
    command = [*HANDOVER, "new", *options, "-o", str(target)]
    subprocess.run([*command, "--force"], capture_output=True, check=True)
    sheets = openpyxl.load_workbook(target).worksheets
    kinds = [cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row
             if cell.value is not None]  # fmt: skip
    formulas = kinds.count("f")
    counts = (len(sheets), len(kinds) - formulas, formulas)
    baseline = script(baselines.WRITE_AS_MANY_CELLS, folder / "bare.xlsx", *counts)
    return Pair(name, command, "bare XlsxWriter, as many cells", baseline, 2, writes=target)


def seconds(
    command: Sequence[str], exits: int = 0, says: str = "", writes: Path | None = None
) -> float:
    """How long a whole process takes that ends, says and leaves what it should; else stop."""
    if writes is not None:
        writes.unlink(missing_ok=True)
    begin = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    spent = time.perf_counter() - begin
    left = writes is None or (writes.exists() and writes.stat().st_size > 0)
    if done.returncode != exits or says not in done.stdout + done.stderr or not left:
        raise SystemExit(f"{command[:4]} did not do its work: exit {done.returncode}, not {exits};"
                         f"\n{done.stdout[-1000:]}\n{done.stderr[-2000:]}")  # fmt: skip
    return spent


def measure(pair: Pair, rounds: int = ROUNDS) -> None:
    """Print one row."""
    runs = [
        (seconds(pair.command, pair.exits, pair.says, pair.writes), seconds(pair.baseline))
        for _ in range(rounds + 1)
    ][1:]
    ours, theirs = (statistics.median(column) for column in zip(*runs, strict=True))
    ratio = statistics.median(mine / other for mine, other in runs)
    budget = "" if pair.budget is None else f"{pair.budget:.1f}"
    over = "  over" if pair.budget is not None and ratio > pair.budget else ""
    print(f"{pair.name:<32} {ours:8.3f}   {pair.baseline_name:<34} {theirs:8.3f}  {ratio:6.2f}  "
          f"{budget:>6}{over}", flush=True)  # fmt: skip


def html_size(folder: Path) -> None:
    """How large the report of a typical handover is."""
    report = folder / "report.html"
    typical = write_typical(folder / "report.xlsx")
    subprocess.run([*HANDOVER, "report", str(typical), "-o", str(report)],
                   capture_output=True, check=True)  # fmt: skip
    size = report.stat().st_size
    print(f"HTML report, typical: {size:,} bytes, budget {HTML_BYTES:,}"
          f"{'  over' if size > HTML_BYTES else ''}")  # fmt: skip


def main() -> None:
    """Print one row a pair."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"{'command':<32} {'s':>8}   {'baseline':<34} {'s':>8}   ratio  budget")
        html_size(folder)
        for pairs in (quick_pairs, large_pairs):
            for pair in pairs(folder):
                if wanted in pair.name:
                    measure(pair)


if __name__ == "__main__":
    main()
