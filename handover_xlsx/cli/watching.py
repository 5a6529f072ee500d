"""Does something again whenever one of some files is saved."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from handover_xlsx.cli.console import inform
from handover_xlsx.locale import N_

_SECONDS_BETWEEN_LOOKS = 0.5
_SECONDS_UNTIL_QUIET = 0.3  # programs save in several steps

_States = tuple[tuple[int, int] | None, ...]


def watch(files: Sequence[Path], check: Callable[[], int]) -> int:
    """Check at once, and again after every save, until Ctrl-C; the last answer is returned."""
    code = 0
    seen: _States = ()
    try:
        while True:
            now = _states(files)
            if now != seen and None not in now:
                seen = _quiet(files)
                code = check()
                inform(N_("{time} – waiting for the next save; press Ctrl-C to stop."),
                       time=f"{datetime.now():%H:%M:%S}")  # fmt: skip
            time.sleep(_SECONDS_BETWEEN_LOOKS)
    except KeyboardInterrupt:
        return code


def _quiet(files: Sequence[Path]) -> _States:
    """The state of the files once no one writes into them."""
    before = _states(files)
    while True:
        time.sleep(_SECONDS_UNTIL_QUIET)
        now = _states(files)
        if now == before and None not in now:
            return now
        before = now


def _states(files: Sequence[Path]) -> _States:
    """When each file was saved, and its size; None while it is away (saved under another name)."""

    def state(path: Path) -> tuple[int, int] | None:
        try:
            found = path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    return tuple(state(path) for path in files)
