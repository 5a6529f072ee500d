"""What a whole process takes: CPU seconds (its children's, too) and its largest resident set."""

from __future__ import annotations

import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

ROUNDS = 5
_KIBIBYTES = 1024  # ru_maxrss counts them on Linux


@dataclass(frozen=True)
class Taken:
    """CPU and elapsed seconds, and MiB of the largest process."""

    cpu: float
    wall: float
    peak: float


@dataclass(frozen=True)
class Work:
    """A command that must do its work: end with ``exits``, say ``says`` and leave ``writes``."""

    command: Sequence[str]
    says: str = ""
    writes: Path | None = None  # deleted before each run
    exits: int = 0

    def take(self) -> Taken:
        """Run it once; stop the measurement when it did not do its work."""
        if self.writes is not None and self.writes.is_file():
            self.writes.unlink()
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
            begin = time.perf_counter()
            process = subprocess.Popen(self.command, stdout=output, stderr=subprocess.STDOUT)
            _, status, used = os.wait4(process.pid, 0)
            wall = time.perf_counter() - begin
            process.returncode = code = os.waitstatus_to_exitcode(status)
            output.seek(0)
            printed = output.read()
        left = self.writes is None or (self.writes.exists() and self.writes.stat().st_size > 0)
        if code != self.exits or self.says not in printed or not left:
            raise SystemExit(
                f"{self.command[:6]} did not do its work: exit {code}, not {self.exits};"
                f"\n{printed[-3000:]}"
            )
        return Taken(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / _KIBIBYTES)


@dataclass(frozen=True)
class Pair:
    """Our work, the baseline it is measured against, and its limit."""

    name: str
    work: Work
    baseline_name: str
    baseline: Work
    budget: float | None = None  # of the ratio
    most_memory: float | None = None  # MiB
    most_seconds: float | None = None
    wall: bool = False  # all cores: elapsed time is what people wait for


def measure(pair: Pair, rounds: int = ROUNDS) -> None:
    """Print one row: medians of runs by turns, and the median of the pairwise ratios."""
    runs = [(pair.work.take(), pair.baseline.take()) for _ in range(rounds)]
    seconds: Callable[[Taken], float] = (lambda t: t.wall) if pair.wall else (lambda t: t.cpu)
    ours = statistics.median(seconds(mine) for mine, _ in runs)
    theirs = statistics.median(seconds(other) for _, other in runs)
    ratios = sorted(seconds(mine) / seconds(other) for mine, other in runs)
    ratio, peak = statistics.median(ratios), max(mine.peak for mine, _ in runs)
    over = [
        word
        for word, value, most in (
            ("ratio", ratio, pair.budget),
            ("memory", peak, pair.most_memory),
            ("seconds", ours, pair.most_seconds),
        )
        if most is not None and value > most
    ]
    limits = [f"{pair.budget:g} x" if pair.budget else "",
              f"{pair.most_seconds:g} s" if pair.most_seconds else "",
              f"{pair.most_memory:g} MiB" if pair.most_memory else ""]  # fmt: skip
    print(
        f"{pair.name:<38} {ours:8.3f} {peak:6.0f}   {pair.baseline_name:<36} {theirs:8.3f}  "
        f"{ratio:6.2f} ({ratios[0]:.2f}-{ratios[-1]:.2f})  {', '.join(filter(None, limits))}"
        f"{'  OVER: ' + ', '.join(over) if over else ''}",
        flush=True,
    )


def growth(name: str, sizes: Sequence[int], works: Sequence[Work], idle: float) -> None:
    """Print one row: the seconds at each size, and the exponent between the two largest.

    ``idle`` are the seconds that the command takes for next to nothing; they do not grow. Runs that
    take hardly more than that tell nothing about growth, and the row says so.
    """
    spent = [statistics.median(work.take().cpu for _ in range(3)) for work in works]
    first, last = spent[-2] - idle, spent[-1] - idle
    shown = " / ".join(f"{one:.2f}" for one in spent)
    counted = " / ".join(f"{size:,}" for size in sizes)
    if first < idle / 4:
        print(f"{name:<38} {counted:<26} {shown:<24} too little to tell", flush=True)
        return
    exponent = log(last / first) / log(sizes[-1] / sizes[-2])
    over = "  OVER: 1.1" if exponent > 1.1 else ""
    print(f"{name:<38} {counted:<26} {shown:<24} {exponent:5.2f}{over}", flush=True)
