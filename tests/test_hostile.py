"""The hostile corpus: whatever is sent, it is read in full, or told, or refused in one line."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile import CASES
from hostile.building import FOUND, REFUSED, SAME, plain

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.validation.run import validate
from handover_xlsx.workbook.handover import Handover
from handover_xlsx.workbook.reading import read_bytes

SECONDS, MEMORY = 5.0, 500  # of one file, in seconds and MiB
WORST = (
    "bomb", "bomb that lies", "five million letters", "a million levels", "thousands of comments",
    "sheet with a thousand million laughs", "strings say they are 4000000000", "noise 4",
    "stray cell in the last corner", "cells far to the right in every row", "xls whose counts lie",
    "sixty thousand formatted blanks", "template inside is two hundred thousand keys",
)  # fmt: skip
PROBE = """
import resource, sys
from handover_xlsx.cli import main
try:
    main(["validate", sys.argv[1], "-o", "report.json"])
finally:
    used = [resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    print(max(used), file=sys.stdout)
"""


def of(outcome: str) -> list[str]:
    """The cases that must end in one way."""
    return [name for name, case in CASES.items() if case.outcome == outcome]


def content(handover: Handover) -> dict[str, object]:
    """What a workbook says, wherever it says it."""
    return {
        "leavers": [source.leaver for source in handover.sources],
        "language": [source.language for source in handover.sources],
        **{name: [record.values for record in rows] for name, rows in handover.records.items()},
    }


def test_there_are_enough_cases_and_a_third_of_them_are_good():
    """At least two hundred."""
    assert len(CASES) >= 200
    assert len(of(SAME)) >= len(CASES) / 3


@pytest.mark.parametrize("name", of(REFUSED))
def test_a_bad_file_is_refused_in_one_line(name):
    """In time, with the file's name, the cause and a cure."""
    case = CASES[name]
    data = case.build()
    begun = time.perf_counter()
    with pytest.raises(UnreadableFile) as refused:
        read_bytes(case.file, data)
    message = str(refused.value)

    assert time.perf_counter() - begun < SECONDS
    assert message.startswith(f"{case.file}: ")
    assert case.words in message
    assert "; " in message
    assert message.isprintable()


@pytest.mark.parametrize("name", of(FOUND))
def test_a_doubtful_file_is_read_with_a_finding(name):
    """In time, and what is doubtful is said."""
    case = CASES[name]
    data = case.build()
    begun = time.perf_counter()
    validation = validate(read_bytes(case.file, data))

    assert time.perf_counter() - begun < SECONDS
    assert any(finding.code.startswith(case.words) for finding in validation.findings)
    assert all(finding.message.text("zh") for finding in validation.findings)


@pytest.mark.parametrize("name", of(SAME))
def test_an_odd_file_is_read_in_full(name):
    """It says what the plain workbook says, and at most what is allowed is remarked."""
    case = CASES[name]
    data = case.build()
    begun = time.perf_counter()
    handover = read_bytes(case.file, data)

    assert time.perf_counter() - begun < SECONDS
    assert content(handover) == content(read_bytes("plain.xlsx", plain()))
    assert {remark.kind for remark in handover.remarks} <= set(filter(None, case.words.split(",")))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not tell a process's memory so")
@pytest.mark.parametrize("name", WORST)
def test_the_worst_files_take_little_memory_and_write_nothing(name, tmp_path):
    """As a whole process: no traceback, no output beside a report, at most 500 MiB."""
    case = CASES[name]
    (tmp_path / case.file).write_bytes(case.build())
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", PROBE, case.file], cwd=tmp_path, capture_output=True, text=True,
        timeout=60,
    )  # fmt: skip

    assert time.perf_counter() - begun < 2 * SECONDS  # the interpreter starts, too
    assert int(done.stdout.split()[-1]) / 1024 < MEMORY
    assert "Traceback" not in done.stderr
    files = {path.name for path in tmp_path.iterdir()}
    if case.outcome == REFUSED:
        assert done.returncode == 2
        assert done.stderr.count("\n") == 1
        assert files == {case.file}
    else:
        assert done.returncode in (0, 1)
        assert json.loads(Path(tmp_path / "report.json").read_text(encoding="utf-8"))["sources"]
        assert files == {case.file, "report.json"}
