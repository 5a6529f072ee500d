"""The process that reads many workbooks, one after the other, for ``reading_many.py``.

Run as a file of its own: what it is to do comes on stdin, one answer a workbook goes to stdout. A
workbook that ends the process or never ends costs itself only.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from handover_xlsx.template.model import Template

LENGTH = 8  # bytes before each answer that say how long it is
_OBJECTS_BETWEEN_COLLECTIONS = 50_000  # as in the command line
TEMPLATES_KEPT = 8


def _limit_memory(most: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(out: IO[bytes], reply: tuple[Any, ...]) -> None:
    packed = pickle.dumps(reply, pickle.HIGHEST_PROTOCOL)
    out.write(len(packed).to_bytes(LENGTH, "big") + packed)
    out.flush()


def main() -> None:
    """Read every workbook that stdin names; answer with what it says, or why it cannot be read."""
    request = sys.stdin.buffer
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # no one else writes between the answers
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    sys.path[:] = pickle.load(request)  # noqa: S301 - from our own parent
    from handover_xlsx.errors import HandoverError, UnreadableFile
    from handover_xlsx.locale import N_
    from handover_xlsx.reading import read as reading

    paths, template, limits = pickle.load(request)  # noqa: S301 - from our own parent
    _limit_memory(limits.child_memory)
    known: list[Template] = []
    for path in paths:
        try:
            handover = reading.read_workbook(path, template, limits)
        except HandoverError as error:
            _answer(out, (error,))
        except MemoryError:
            reason = N_("needs too much memory to be read; split it into smaller workbooks")
            _answer(out, (UnreadableFile(path.name, reason),))
        else:
            # A template is large, and most workbooks share one: it is sent once.
            own, handover.template = handover.template, None  # type: ignore[assignment]
            number = next((n for n, one in enumerate(known) if one == own), None)
            _answer(out, (handover, own if number is None else number))
            if number is None:
                known = [*known[1 - TEMPLATES_KEPT :], own]


if __name__ == "__main__":
    main()
