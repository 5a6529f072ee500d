"""Many workbooks, read in a process of their own: one that ends it or hangs costs itself only.

The guard lets nothing pass that is known to do so; this is for what no one knows yet. On Windows
only the time is limited, not the memory.
"""

from __future__ import annotations

import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any

from handover_xlsx.errors import HandoverError, UnreadableFile
from handover_xlsx.handover.model import Handover
from handover_xlsx.locale import N_
from handover_xlsx.package.limits import LIMITS, Limits
from handover_xlsx.package.zip_directory import printable
from handover_xlsx.reading import batch_child as reading_child
from handover_xlsx.template.model import Template

_CHILD = Path(reading_child.__file__)
_SECONDS_TO_START = 20  # on a busy machine


class _Running:
    """The children that run, so that all of them can be ended at once."""

    def __init__(self) -> None:
        self._children: list[_Process] = []
        self._lock = threading.Lock()
        self.stopped = False

    def add(self, child: _Process) -> None:
        """One more; it is ended at once when the others were."""
        with self._lock:
            self._children.append(child)
            if self.stopped:
                child.end()

    def stop(self) -> None:
        """End all of them, and those that are about to begin."""
        with self._lock:
            self.stopped = True
            for child in self._children:
                child.end()


def read_each(
    paths: Sequence[Path],
    template: Template | None = None,
    limits: Limits = LIMITS,
    running: _Running | None = None,
) -> Iterator[Handover | HandoverError]:
    """What each workbook says, in order; in place of one that cannot be read, why."""
    done = 0
    while done < len(paths) and not (running and running.stopped):
        with _Process(paths[done:], template, limits) as process:
            if running:
                running.add(process)
            for path in paths[done:]:
                done += 1
                answer = process.answer(path)
                yield answer
                if process.ended:
                    break


def read_all(
    paths: Sequence[Path],
    template: Template | None = None,
    limits: Limits = LIMITS,
    jobs: int = 1,
) -> Iterator[tuple[int, Handover | HandoverError]]:
    """The same by several processes at once: the place of each workbook, as soon as it is read."""
    if jobs <= 1:
        yield from enumerate(read_each(paths, template, limits))
        return
    answers: queue.Queue[tuple[int, Handover | HandoverError] | None] = queue.Queue()
    running = _Running()

    def read_some(first: int) -> None:
        places = range(first, len(paths), jobs)
        try:
            some = read_each([paths[place] for place in places], template, limits, running)
            for place, answer in zip(places, some, strict=False):
                answers.put((place, answer))
        finally:
            answers.put(None)

    threads = [threading.Thread(target=read_some, args=(n,), daemon=True) for n in range(jobs)]
    for thread in threads:
        thread.start()
    waiting = jobs
    try:
        while waiting:
            found = answers.get()
            if found is None:
                waiting -= 1
            else:
                yield found
    finally:  # also when someone pressed Ctrl-C
        running.stop()


class _Process:
    """One child and the thread that listens to it."""

    def __init__(self, paths: Sequence[Path], template: Template | None, limits: Limits) -> None:
        self._limits = limits
        self._known: list[Template] = []
        self._answers: queue.Queue[tuple[Any, ...] | None] = queue.Queue()
        self._patience = limits.child_seconds + _SECONDS_TO_START
        self.ended = False
        # -P: nothing next to the person's workbooks may pass for a module of Python's.
        self._child = subprocess.Popen(  # noqa: S603 - our own file, by our own interpreter
            [sys.executable, "-P", str(_CHILD)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        request = [pickle.dumps(sys.path), pickle.dumps((list(paths), template, limits))]
        threading.Thread(target=self._talk, args=(b"".join(request),), daemon=True).start()

    def __enter__(self) -> _Process:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        self._child.wait()

    def end(self) -> None:
        """Stop the child, whatever it does."""
        self._child.kill()

    def _talk(self, request: bytes) -> None:
        """Say what is to be read, then queue the answers; None when there will be no more."""
        talking, listening = self._child.stdin, self._child.stdout
        try:
            with talking, listening:  # type: ignore[union-attr]
                talking.write(request)  # type: ignore[union-attr]
                talking.close()  # type: ignore[union-attr]
                while (reply := _next(listening)) is not None:  # type: ignore[arg-type]
                    self._answers.put(reply)
        except (OSError, EOFError, pickle.UnpicklingError, ValueError):
            pass  # it ended in the middle of a word
        finally:
            self._answers.put(None)

    def answer(self, path: Path) -> Handover | HandoverError:
        """What the child says of the next workbook."""
        name = printable(path.name)
        try:
            reply = self._answers.get(timeout=self._patience)
        except queue.Empty:
            self.ended = True
            reason = N_("could not be read within {seconds} seconds; split it, or get a fresh copy")
            return UnreadableFile(name, reason, seconds=self._limits.child_seconds)
        self._patience = self._limits.child_seconds
        if reply is None:
            self.ended = True
            reason = N_(
                "stopped the program that reads workbooks (damaged, or made to do harm);"
                " open it in Excel and save it again"
            )
            return UnreadableFile(name, reason)
        if len(reply) == 1:
            error: HandoverError = reply[0]
            return error
        handover: Handover = reply[0]
        handover.template = self._template(reply[1])
        return handover

    def _template(self, reply: Template | int) -> Template:
        """The template itself when it is new, else the number of one that was sent before."""
        if isinstance(reply, int):
            return self._known[reply]
        self._known = [*self._known[1 - reading_child.TEMPLATES_KEPT :], reply]
        return reply


def _next(stream: IO[bytes]) -> tuple[Any, ...] | None:
    head = stream.read(reading_child.LENGTH)
    if len(head) < reading_child.LENGTH:
        return None
    length = int.from_bytes(head, "big")
    body = stream.read(length)
    if len(body) < length:
        return None
    reply: tuple[Any, ...] = pickle.loads(body)  # noqa: S301 - from our own child
    return reply
