"""A finished workbook is checked shortly before it is handed out: names, lengths, doubled cells."""

import io
import subprocess
import sys
from datetime import date

import pytest
from support.small_workbook import (
    BOOK,
    DUTIES,
    FILLED,
    OTHER_TABLE,
    SMALL,
    START,
    STRINGS,
    TABLE,
    broken,
)

from handover_xlsx.errors import WriterError
from handover_xlsx.writing import write as writing
from handover_xlsx.writing.output_check import check
from handover_xlsx.writing.write import workbook_bytes, write_workbook

TODAY = date(2026, 11, 2)
TWICE = {
    "sheet": ([(BOOK, 'name="_lists"', 'name="DUTIES"')], "sheets: “duties”"),
    "name": ([(BOOK, "fld_about_leaver", "FLD_duties_NAME")], "names: “fld_duties_name”"),
    "table": ([(TABLE, 'displayName="tbl_duties"', 'displayName="TBL_people"')], "names: “tbl_people”"),
    "name of a table and of cells": (
        [(TABLE, 'displayName="tbl_duties"', 'displayName="lst_rhythm"')], "names: “lst_rhythm”"),
    "heading": ([(TABLE, 'name="Tried"', 'name="DUTY *"')], f"{TABLE}: “duty *”"),
    "cell": ([(DUTIES, '<c r="C6"', '<c r="B6"')], f"{DUTIES}: “b6”"),
}  # fmt: skip
LONG = {
    "shared text": ([(STRINGS, "ask Ben", "x" * 32768)], f"{STRINGS}: “{'x' * 20}…”", 32767),
    "text in a cell": (
        [(DUTIES, '<c r="B3"[^>]*><v>[0-9]+</v>', f'<c r="B3" t="inlineStr"><is><t>{"😀" * 16384}</t></is>')],
        f"{DUTIES}: “{'😀' * 20}…”", 32767),
    "formula": ([(START, '"check errors"', "+1" * 4097)], f"{START}: “", 8192),
    "text in a formula": ([(START, '"check errors"', f'"{"x" * 256}"')], f"{START}: “{'x' * 20}…”", 255),
}  # fmt: skip
BAD_SHEETS = ("", "a/b", "HISTORY", "'a", "😀" * 16)


@pytest.fixture(scope="module")
def good() -> bytes:
    """A sound workbook, to be broken."""
    return workbook_bytes(SMALL, content=FILLED, today=TODAY)[0]


def test_a_sound_workbook_passes(good):
    """Nothing is reported about a workbook without a fault, not about a second table either."""
    check(good)
    check(broken(good, (OTHER_TABLE, ' id="2"', ' id="7"')))


@pytest.mark.parametrize(("edits", "what"), TWICE.values(), ids=TWICE)
def test_what_may_be_there_once_only(good, edits, what):
    """Names of sheets, cells and tables, headings of a table, and cells are there once."""
    with pytest.raises(WriterError, match="please report this") as error:
        check(broken(good, *edits))

    assert f"{what} is there twice" in error.value.text("en")


@pytest.mark.parametrize(("edits", "what", "limit"), LONG.values(), ids=LONG)
def test_what_is_longer_than_excel_allows(good, edits, what, limit):
    """Texts, formulas and texts in formulas keep to Excel's limits, counted as Excel counts."""
    with pytest.raises(WriterError) as error:
        check(broken(good, *edits))

    assert what in error.value.text("en")
    assert f"is longer than {limit} characters" in error.value.text("en")


@pytest.mark.parametrize("name", BAD_SHEETS)
def test_names_that_no_sheet_may_have(good, name):
    """A name that Excel refuses for a sheet is refused here."""
    with pytest.raises(WriterError) as error:
        check(broken(good, (BOOK, 'name="_lists"', f'name="{name}"')))

    assert f"“{name}” is not a name that a sheet may have" in error.value.text("en")


def test_faults_are_reported_in_the_readers_language(good):
    """Every sentence has its Chinese, with the same places."""
    with pytest.raises(WriterError) as error:
        check(broken(good, *TWICE["heading"][0]))

    assert "duty *" in error.value.text("zh")
    assert "twice" not in error.value.text("zh")


def test_a_faulty_workbook_is_never_written(tmp_path, monkeypatch):
    """The faults are named, and neither a file nor a byte appears."""
    monkeypatch.setattr(writing, "check", lambda data: check(broken(data, *TWICE["heading"][0])))
    stream = io.BytesIO()
    for target in (tmp_path / "a.xlsx", stream):
        with pytest.raises(WriterError, match="“duty"):
            write_workbook(SMALL, target, content=FILLED, today=TODAY)

    assert list(tmp_path.iterdir()) == []
    assert stream.getvalue() == b""


def test_writing_does_not_load_lxml():
    """A blank workbook does not take the time that loading lxml or pandas would."""
    code = "import sys, handover_xlsx.writing.write; print({'lxml', 'pandas'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "set()"
