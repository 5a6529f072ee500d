"""Time and memory of a merge of 1,000 to 10,000 workbooks: ``make bench-scale``.

Each is one run: the workbooks are made once, into a temporary folder. The memory is the largest
resident set of one process, as the system counts it. The first number is also read by the libraries that
only read: calamine alone, and pandas with calamine and with openpyxl, which put the tables together.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import baselines
from workbooks import write_company

COUNTS = (1_000, 3_000, 10_000)


def run(name: str, count: int, command: Sequence[str], target: Path | None = None) -> None:
    """Print one row."""
    begin = time.perf_counter()
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    spent = time.perf_counter() - begin
    if done.returncode != 0 or (target and (f"{count} workbooks" not in done.stderr + done.stdout)):
        raise SystemExit(
            f"{name} did not do its work: exit {done.returncode}\n{done.stderr[-2000:]}"
        )
    size = f"{target.stat().st_size / 1e6:.0f} MB" if target else ""
    # The system tells the largest child so far: rows go from small to large.
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{name:<34} {count:>7,} {spent:>8.1f} s {1000 * spent / count:>7.1f} ms each "
          f"{largest:>7.0f} MiB  {size}", flush=True)  # fmt: skip


def main() -> None:
    """Print the rows (of the numbers named, else of all)."""
    counts = [int(given) for given in sys.argv[1:]] or list(COUNTS)
    with tempfile.TemporaryDirectory() as name:
        company, target = Path(name) / "company", Path(name) / "team.xlsx"
        merge = [sys.executable, "-m", "handover_xlsx", "merge", str(company), "--force",
                 "--max-seconds", "600", "-o", str(target)]  # fmt: skip
        for place, count in enumerate(counts):
            write_company(company, count)
            everything = f"{company}/*.xlsx"
            if place == 0:
                alone = baselines.FOLDER_WITH_CALAMINE
                run("calamine alone", count, [sys.executable, "-c", alone, everything])
                run("merge, one core", count, [*merge, "--jobs", "1"], target)
            run("merge, all cores", count, merge, target)
            if place == 0:
                for engine in ("calamine", "openpyxl"):
                    read = [sys.executable, "-c", baselines.READ_EXCEL, everything, engine]
                    run(f"read_excel + concat, {engine}", count, read)


if __name__ == "__main__":
    main()
