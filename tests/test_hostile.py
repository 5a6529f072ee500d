"""The hostile corpus: whatever is sent, it is read in full, or reported, or refused in one line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hostile import CASES
from hostile.building import (
    BOOK,
    BOOK_LINKS,
    DUTIES,
    FOUND,
    REFUSED,
    SAME,
    STRINGS,
    STYLES,
    pack,
    parts,
    plain,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.handover.model import Handover
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.reporting.gaps.to_json import gaps_json
from handover_xlsx.reporting.gaps.to_text import gaps_text
from handover_xlsx.validation.run import validate

pytestmark = pytest.mark.slow

SECONDS, MEMORY = 5.0, 500  # of one file, in seconds and MiB
WORST = (
    "bomb", "bomb that lies", "five million letters", "a million levels", "thousands of comments",
    "sheet with a thousand million laughs", "strings say they are 4000000000", "noise 4",
    "stray cell in the last corner", "cells far to the right in every row", "xls whose counts lie",
    "sixty thousand formatted blanks", "template inside is two hundred thousand keys",
)  # fmt: skip
# The process's own peak comes from /proc: ru_maxrss begins with what the process that started it used.
PROBE = """
import re, resource, sys
from handover_xlsx.cli import main
try:
    main(["validate", sys.argv[1], "-o", "report.json"])
finally:
    own = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
    print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


def of(outcome: str) -> list[str]:
    """The cases that must end in one way."""
    return [name for name, case in CASES.items() if case.outcome == outcome]


def content(handover: Handover) -> dict[str, object]:
    """What a workbook says, wherever it says it."""
    return {
        "leavers": [source.leaver for source in handover.sources],
        "language": [source.language for source in handover.sources],
        **{name: [dict(record) for record in rows] for name, rows in handover.tables.items()},
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
    """In time, and what is doubtful is reported."""
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


# --- Anything at all ----------------------------------------------------------------------------

NASTY = (
    "", "0", "-1", "1e999", "NaN", "99999999999999999999", "A1", "XFD1048577", "#REF!", "&#10;", "_x0000_",
    "../../x", "s", "e", "b", "d", "n", "true", "\u202e", "\ufffd", "x" * 3_000, "'", "[", "2026-13-45",
)  # fmt: skip
ATTRIBUTE = re.compile(rb'(?<==)"[^"<>]*"|(?<=>)[^<>]+(?=<)')
ELEMENT = re.compile(rb"<([A-Za-z]+)(?: [^<>]*)?(?:/>|>[^<>]*</\1>)")
PROPERTY = settings(
    deadline=None, max_examples=50, derandomize=True, suppress_health_check=list(HealthCheck)
)


def is_told_or_refused(data: bytes, name: str = "a.xlsx") -> None:
    """The only two outcomes there may be: a report in both languages, or one line."""
    try:
        validation = validate(read_bytes(name, data))
    except UnreadableFile as error:
        refused = str(error)
    else:
        for language in ("en", "zh"):
            assert gaps_text([validation], language)
            assert gaps_json([validation], language)
        return
    assert refused.isprintable()


@PROPERTY
@given(
    st.binary(max_size=3_000),
    st.sampled_from([b"", b"PK\3\4", b"PK\5\6", b"<?xml ", b"\xef\xbb\xbf", b"%PDF", b"{"]),
)
def test_any_bytes_are_reported_or_refused(data, start):
    """No byte string whatsoever makes validate raise."""
    is_told_or_refused(start + data)


@PROPERTY
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_reported_or_refused(data):
    """Damaged in transfer: bytes changed, cut out, put in twice."""
    content = bytearray(plain())
    places = st.integers(0, len(content) - 1)
    for at, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=8)):
        content[at] = value
    start, end = sorted(data.draw(st.tuples(places, places)))
    way = data.draw(st.sampled_from(["keep", "cut", "end", "twice"]))
    changed = {
        "keep": content,
        "cut": content[:start] + content[end:],
        "end": content[:end],
        "twice": content[:end] + content[start:],
    }[way]

    is_told_or_refused(bytes(changed))


PARTS = parts()
SPOILED = st.sampled_from([name for name in PARTS if name.endswith((".xml", ".rels"))]) | (
    st.sampled_from([DUTIES, STRINGS, STYLES, BOOK, BOOK_LINKS, "xl/worksheets/sheet1.xml",
                     "xl/worksheets/sheet7.xml", "xl/worksheets/sheet5.xml"])
)  # fmt: skip


@PROPERTY
@given(st.data())
def test_a_workbook_with_any_values_changed_is_reported_or_refused(data):
    """Well-formed, but wrong: values of attributes and texts replaced by nasty ones."""
    name = data.draw(SPOILED)
    content = PARTS[name]
    for _ in range(data.draw(st.integers(1, 6))):
        spots = list(ATTRIBUTE.finditer(content))
        spot = spots[data.draw(st.integers(0, len(spots) - 1))]
        nasty = data.draw(st.sampled_from(NASTY)).replace("&", "&amp;").encode()
        quote = b'"' if spot[0][:1] == b'"' else b""
        content = content[: spot.start()] + quote + nasty + quote + content[spot.end() :]

    is_told_or_refused(pack(PARTS | {name: content}))


@PROPERTY
@given(st.data())
def test_a_workbook_with_any_elements_moved_is_reported_or_refused(data):
    """Elements deleted, doubled, exchanged; parts exchanged and left out."""
    name, other = data.draw(SPOILED), data.draw(SPOILED)
    content = PARTS[name]
    for _ in range(data.draw(st.integers(1, 6))):
        spots = list(ELEMENT.finditer(content))
        if len(spots) < 2:
            break
        places = st.integers(0, len(spots) - 1)
        one, two = spots[data.draw(places)], spots[data.draw(places)]
        put = data.draw(st.sampled_from([b"", one[0] * 2, two[0], one[0] + two[0]]))
        content = content[: one.start()] + put + content[one.end() :]
    changed = PARTS | {name: content}
    match data.draw(st.sampled_from(["keep", "exchange", "leave out"])):
        case "exchange":
            changed |= {other: PARTS[name]}
        case "leave out":
            del changed[other]

    is_told_or_refused(pack(changed))


# --- As a whole process -------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process's memory so")
@pytest.mark.parametrize("name", WORST)
def test_the_worst_files_take_little_memory_and_write_nothing(name, tmp_path):
    """As a whole process: no traceback, no output next to a report, at most 500 MiB."""
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
