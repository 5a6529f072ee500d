"""Many workbooks in processes of their own: whatever happens to one, the others are read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.reading import batch as reading_many
from handover_xlsx.reading import batch_child as reading_child
from handover_xlsx.reading.batch import read_all

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]

# What our own child does with files of these names, without the time that real reading takes.
STAND_IN = f"""
import os, runpy, sys, types
sys.path.insert(0, {str(ROOT)!r})
from handover_xlsx.errors import UnreadableFile
from handover_xlsx.handover.model import Handover

def read_workbook(path, template, limits):
    kind = path.stem.split("-")[1]
    if kind == "aborts": os.abort()
    if kind == "leaves": os._exit(0)
    if kind == "raises": raise RuntimeError("nobody foresaw it")
    if kind == "mumbles": os.write(out(), b"\\0\\0\\0") or os._exit(1)
    if kind == "refused": raise UnreadableFile(path.name, "is damaged")
    return Handover(None, (path.name,), {{}})

def out():
    return max(fd for fd in map(int, os.listdir("/proc/self/fd")) if is_pipe(fd))

def is_pipe(fd):
    try:
        return os.readlink(f"/proc/self/fd/{{fd}}").startswith("pipe")
    except OSError:
        return False

module = types.ModuleType("handover_xlsx.reading.read")
module.read_workbook = read_workbook
sys.modules[module.__name__] = module
runpy.run_path({reading_child.__file__!r}, run_name="__main__")
"""
DEADLY = ("aborts", "leaves", "raises", "mumbles")
kinds = st.sampled_from(("good", "good", "good", "good", "refused", *DEADLY))


@pytest.mark.skipif(sys.platform != "linux", reason="the stand-in looks for its pipe in /proc")
def test_a_file_that_ends_its_process_costs_itself_only(tmp_path_factory):
    """Wherever it is, however many there are, however many processes read: one answer a file."""
    stand_in = tmp_path_factory.mktemp("child") / "child.py"
    stand_in.write_text(STAND_IN, encoding="utf-8")

    @settings(deadline=None, derandomize=True, max_examples=100)
    @given(st.lists(kinds, max_size=5), st.integers(1, 3))
    def holds(batch: list[str], jobs: int) -> None:
        paths = [Path(f"{number}-{kind}.xlsx") for number, kind in enumerate(batch)]
        answers = dict(read_all(paths, jobs=jobs))

        assert [outcome(answers[place]) for place in range(len(paths))] == [
            expected(path.name, kind) for path, kind in zip(paths, batch, strict=True)
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading_many, "_CHILD", stand_in)
        holds()


def outcome(answer: object) -> str:
    """The file that was read; the first words about one that was not."""
    if isinstance(answer, UnreadableFile):
        return " ".join(answer.text().split()[:3])
    return str(answer.sources[0])


def expected(name: str, kind: str) -> str:
    if kind in DEADLY:
        return f"{name}: stopped the"
    return f"{name}: is damaged" if kind == "refused" else name
