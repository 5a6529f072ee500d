"""CPU seconds and memory of whole processes next to named baselines, in one run: ``make bench``.

Each command and its baseline run by turns, so that a busy machine slows both; figures are medians of
five, the ratio is the median of the pairwise ratios. ``python benchmarks/bench.py typical`` measures
only the rows whose names contain that word; ``growth.py`` prints how the time grows.
"""

from __future__ import annotations

import compileall
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

import baselines
import growth
import openpyxl
from measuring import Pair, Work, measure
from workbooks import write_changed, write_company, write_typical

from handover_xlsx.template.compiled import compile_all

T = TypeVar("T")
ROOT = Path(__file__).parents[1]
PYTHON = sys.executable
HANDOVER = [PYTHON, "-m", "handover_xlsx"]
LONG_ROWS, COMPANY = 10_000, 200  # what it takes is as much for each: see scale.py
ROWS_OF_MANY_FINDINGS = 1_200  # on each of eight sheets: 40,900 findings
HTML_BYTES = 300_000
MEBIBYTES = 600  # the most that a long workbook or a company may take
PANDAS = "import pandas, read with calamine"


def script(text: str, *arguments: object) -> Work:
    """A baseline as a process."""
    return Work([PYTHON, "-c", text, *map(str, arguments)])


def made(write: Callable[..., T], *given: object, **options: object) -> T:
    """What a process of its own writes: the memory of this one would count for all that it starts."""
    with ProcessPoolExecutor(1) as process:
        return process.submit(write, *given, **options).result()


def handover(*words: object, says: str = "", writes: Path | None = None, exits: int = 0) -> Work:
    """One of our commands as a process."""
    return Work([*HANDOVER, *map(str, words)], says, writes, exits)


def library(
    name: str, work: Work, library: str, text: str, path: Path, what: str = "reads only"
) -> Iterator[Pair]:
    """A row next to a library of the group ``bench``; without it a line that says so."""
    if baselines.is_installed(library):
        yield Pair(name, work, f"{library}, {what}", script(text, path))
    else:
        print(f"{library} is not installed (pip install --group bench): its row is missing")


def quick_pairs(folder: Path) -> Iterator[Pair]:
    """What a person waits for every day."""
    sample = ROOT / "samples" / "handover-gaps.en.xlsx"
    typical, other = (
        made(write_typical, folder / f"typical{seed}.xlsx", seed=seed) for seed in (1, 2)
    )
    yield Pair("--help", handover("--help", says="validate"), "import click",
               script("import click"), 1.4)  # fmt: skip
    yield new_pair("new", [], folder)
    yield new_pair("new --all", ["--all"], folder)
    name, check = "validate, typical", handover("validate", typical, says="Ada Lee", exits=1)
    alone = script(baselines.READ_WITH_CALAMINE, typical)
    pandas = script(baselines.PANDAS_AND_CALAMINE, typical)
    yield Pair(name, check, PANDAS, pandas, 1.5)
    yield Pair(name, check, "calamine alone", alone)
    for engine in ("calamine", "openpyxl"):
        read = script(baselines.READ_EXCEL, typical, engine)
        yield Pair(name, check, f"pandas.read_excel, {engine}", read)
    yield from library(name, check, "fastexcel", baselines.FASTEXCEL, typical)
    yield from library(name, check, "polars", baselines.POLARS, typical)
    columns = "required columns"
    yield from library(name, check, "frictionless", baselines.FRICTIONLESS, typical, columns)
    yield from library(name, check, "pandera", baselines.PANDERA, typical, columns)
    marked = folder / "marked.xlsx"
    gaps = ["validate", sample]
    yield Pair("validate, gap sample", handover(*gaps, says="Hannah Kessler", exits=1), PANDAS,
               script(baselines.PANDAS_AND_CALAMINE, sample), 1.5)  # fmt: skip
    yield Pair("validate --annotate, gap sample",
               handover(*gaps, "--annotate", marked, writes=marked, exits=1), PANDAS,
               script(baselines.PANDAS_AND_CALAMINE, sample))  # fmt: skip
    both = handover("validate", typical, other, exits=1)
    yield Pair("diff, two people", handover("diff", typical, other, exits=1), "validate of both",
               both, 2)  # fmt: skip
    yield Pair("status, five people", handover("status", ROOT / "samples" / "team"), PANDAS, pandas)
    for target in ("data.json", "deadlines.ics", "contacts.vcf"):
        path = folder / target
        yield Pair(f"export {path.suffix[1:]}", handover("export", typical, "-o", path, writes=path),
                   PANDAS, pandas)  # fmt: skip


def many_findings(folder: Path) -> Iterator[Pair]:
    """A flood of gaps in every format: at most five seconds and 500 MiB."""
    path = made(write_changed, folder / "flood.xlsx", ROWS_OF_MANY_FINDINGS, growth.faulty)
    alone = script(baselines.READ_WITH_CALAMINE, path)
    for form in ("text", "json", "html", "md", "xlsx"):
        target = folder / f"flood-gaps.{form}"
        work = handover("validate", path, "-f", form, "-o", target, "--max-seconds", 600,
                        writes=target, exits=1)  # fmt: skip
        yield Pair(f"40,000 findings, {form}", work, "calamine alone", alone, most_memory=500,
                   most_seconds=5)  # fmt: skip
    marked = folder / "flood-marked.xlsx"
    work = handover("validate", path, "--annotate", marked, "--max-seconds", 600, writes=marked,
                    exits=1)  # fmt: skip
    yield Pair("40,000 findings, annotated copy", work, "calamine alone", alone, most_memory=500,
               most_seconds=5)  # fmt: skip


def large_pairs(folder: Path) -> Iterator[Pair]:
    """Very long tables, and a company's leavers."""
    long = made(write_typical, folder / "long.xlsx", LONG_ROWS)
    name = f"validate, {10 * LONG_ROWS:,} rows"
    check = handover("validate", long, "--max-seconds", 600, says="Ada Lee", exits=1)
    alone = script(baselines.READ_WITH_CALAMINE, long)
    yield Pair(name, check, "calamine alone", alone, 5, most_memory=MEBIBYTES)
    read = script(baselines.READ_EXCEL, long, "calamine")
    yield Pair(name, check, "pandas.read_excel, calamine", read)
    company, team = folder / "company", folder / "team.xlsx"
    made(write_company, company, COMPANY)
    everything, name, says = f"{company}/*.xlsx", f"merge {COMPANY:,}", f"{COMPANY:,}"
    one = handover("merge", company, "-o", team, "--jobs", "1", says=says, writes=team)
    all_cores = handover("merge", company, "-o", team, says=says, writes=team)
    folder_alone = script(baselines.FOLDER_WITH_CALAMINE, everything)
    yield Pair(f"{name}, one core", one, "calamine alone", folder_alone, 6, MEBIBYTES)
    read = script(baselines.READ_EXCEL, everything, "openpyxl")
    yield Pair(f"{name}, one core", one, "read_excel + concat, openpyxl", read, 0.25)
    read = script(baselines.READ_EXCEL, everything, "calamine")
    yield Pair(f"{name}, all cores", all_cores, "read_excel + concat, calamine", read, 1, wall=True)


def new_pair(name: str, options: Sequence[str], folder: Path) -> Pair:
    """``handover new`` next to XlsxWriter alone, which writes as many texts and formulas."""
    target = folder / "new.xlsx"
    command = ["new", *options, "-o", target]
    subprocess.run([*HANDOVER, *map(str, command), "--force"], capture_output=True, check=True)
    sheets = openpyxl.load_workbook(target).worksheets
    kinds = [cell.data_type for sheet in sheets for row in sheet.iter_rows() for cell in row
             if cell.value is not None]  # fmt: skip
    formulas = kinds.count("f")
    counts = (len(sheets), len(kinds) - formulas, formulas)
    baseline = script(baselines.WRITE_AS_MANY_CELLS, folder / "bare.xlsx", *counts)
    work = handover(*command, writes=target)
    return Pair(name, work, "bare XlsxWriter, as many cells", baseline, 1.5)


def html_size(folder: Path) -> None:
    """How large the report of a typical handover is."""
    report = folder / "report.html"
    handover(
        "report", made(write_typical, folder / "report.xlsx"), "-o", report, writes=report
    ).take()
    size = report.stat().st_size
    over = "  OVER" if size > HTML_BYTES else ""
    print(f"HTML report, typical: {size:,} bytes, budget {HTML_BYTES:,}{over}")


def main() -> None:
    """Print one row a pair, then the growth."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    # As when the package is installed; the baselines' libraries were.
    compileall.compile_dir(ROOT / "handover_xlsx", quiet=1)
    compile_all(ROOT / "templates")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        head = f"{'command':<38} {'CPU s':>8} {'MiB':>6}   {'baseline':<36} {'CPU s':>8}"
        print(f"{head}   ratio (least-most)  budget")
        html_size(folder)
        for pairs in (quick_pairs, many_findings, large_pairs):
            for pair in pairs(folder):
                if wanted in pair.name:
                    measure(pair)
    if not wanted:
        growth.main()


if __name__ == "__main__":
    main()
