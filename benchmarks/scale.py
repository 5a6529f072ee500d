"""Time and memory of a merge of 1,000 to 10,000 workbooks: ``make bench-scale``.

Each is one run: the workbooks are made once, into a temporary folder. The memory is the largest
resident set of the process or of one of its children, whichever is larger, as the system counts it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from workbooks import write_company

COUNTS = (1_000, 3_000, 10_000)


def main() -> None:
    """Print one row a number of workbooks (those named, else all)."""
    counts = [int(given) for given in sys.argv[1:]] or list(COUNTS)
    print(f"{'workbooks':>10} {'s':>9} {'ms each':>8} {'MB':>7}")
    with tempfile.TemporaryDirectory() as name:
        company = Path(name) / "company"
        for count in counts:
            write_company(company, count)
            command = [sys.executable, "-m", "handover_xlsx", "merge", str(company), "--force",
                       "-o", str(Path(name) / "team.xlsx")]  # fmt: skip
            begin = time.perf_counter()
            done = subprocess.run(command, capture_output=True, check=False, text=True)
            spent = time.perf_counter() - begin
            largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{count:>10,} {spent:>9.1f} {1000 * spent / count:>8.1f} {largest:>7.0f}  "
                  f"exit {done.returncode} {done.stderr[-200:].strip()}", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
