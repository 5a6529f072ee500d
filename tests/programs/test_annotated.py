"""Annotated copies of what programs save, and what programs make of annotated copies.

A leaver gets the copy, fixes some of it in her own program and sends it back: nothing is lost on
the way, marks never count as content, and the next annotation takes them away.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from comparing import contents
from lxml import etree
from openpyxl.styles import PatternFill

from handover_xlsx.annotating.annotate import annotate
from handover_xlsx.annotating.cell_formats import Cells, place_of
from handover_xlsx.annotating.format_styles import Formats
from handover_xlsx.format.annotation_marks import FILLS, NOTE_BEGINS
from handover_xlsx.package.package import open_container_bytes
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.reporting.gaps.rows import gap_rows
from handover_xlsx.validation.run import Validation, validate

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "samples"
SHARED = ROOT.parent / "shared"
RESAVE = Path(__file__).parent / "node/resave.mjs"
NEEDS = {
    "xlsxwriter": (),
    "openpyxl": (),
    "libreoffice": ("soffice", "python3-uno"),
    "exceljs": ("node libraries",),
    "sheetjs": ("node libraries",),
}
PROGRAMS = [
    pytest.param(name, marks=pytest.mark.needs(*needed), id=name) for name, needed in NEEDS.items()
]


def checked(data: bytes) -> Validation:
    return validate(read_bytes("handover.xlsx", data))


def marked(data: bytes) -> bytes:
    """The annotated copy with everything that the rules find."""
    rows = gap_rows([checked(data)], "en")
    return annotate(open_container_bytes("handover.xlsx", data), rows, "en").data


def cleared(data: bytes) -> bytes:
    """The copy as it is when nothing is left to fix."""
    return annotate(open_container_bytes("handover.xlsx", data), [], "en").data


@pytest.fixture(scope="module")
def saved(request, tmp_path_factory) -> Callable[[str, bytes], bytes]:
    """What a program writes when it opens a workbook and saves it."""
    folder = tmp_path_factory.mktemp("saved")

    def save(program: str, data: bytes) -> bytes:
        source, target = folder / "in.xlsx", folder / "out.xlsx"
        source.write_bytes(data)
        target.unlink(missing_ok=True)  # what the last one saved
        if program == "openpyxl":
            openpyxl.load_workbook(source).save(target)
        elif program == "libreoffice":
            office = request.getfixturevalue("office")
            office.open(source)
            office.save(target)
            office.close()
        elif program != "xlsxwriter":  # that is what the workbook comes from
            jobs = json.dumps([[program, str(source), str(target)]])
            done = subprocess.run(["node", str(RESAVE)], input=jobs, text=True, check=True,
                                  capture_output=True)  # fmt: skip
            assert json.loads(done.stdout) == [None]
        return (source if program == "xlsxwriter" else target).read_bytes()

    return save


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_annotated_copy_says_what_the_original_says(saved, program, language):
    """Read again it gives the same handover, the same remarks and the same findings."""
    data = saved(program, (SAMPLES / f"handover-gaps.{language}.xlsx").read_bytes())
    before, after = checked(data), checked(marked(data))

    assert len(before.findings) > 20
    assert contents(after.handover) == contents(before.handover)
    assert after.handover.remarks == before.handover.remarks
    assert after.findings == before.findings


@pytest.mark.parametrize("program", PROGRAMS)
def test_only_what_marks_need_is_changed(saved, program):
    """All other parts are the same; marking again gives the same file."""
    data = saved(program, (SAMPLES / "handover-gaps.en.xlsx").read_bytes())
    copy = marked(data)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(copy)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}

    may = ("xl/worksheets/", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/", "[Content_Types]")
    assert {name for name in changed if not name.startswith(may)} == set()
    assert marked(copy) == copy


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_copy_that_comes_back_is_cleared(saved, program):
    """Saved by the leaver's program: its marks are no content, and all of them are taken away."""
    data = saved(program, (SAMPLES / "handover-gaps.en.xlsx").read_bytes())
    back = saved(program, marked(data))
    usual = saved(program, data)
    assert contents(checked(back).handover) == contents(checked(usual).handover)
    assert checked(back).findings == checked(usual).findings

    clean = cleared(back)
    assert looks(clean) == looks(usual)
    assert NOTE_BEGINS.encode() not in whole(clean)
    assert coloured(back) > 20 or program == "sheetjs"  # which drops all formats
    assert coloured(clean) == 0


def looks(data: bytes) -> dict[tuple[str, str], tuple[object, ...]]:
    """What cells contain and how they look, without the blank ones of no format."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = openpyxl.load_workbook(io.BytesIO(data))
        except ValueError:  # openpyxl does not read all that exceljs writes
            return {}
    ordinary = (None, None, None, "General", False, None)
    shown = {
        (sheet.title, cell.coordinate): (
            cell.value, cell.fill.patternType, cell.fill.fgColor.rgb if cell.fill.patternType else None,
            cell.number_format, cell.font.b, cell.comment.text if cell.comment else None,
        )
        for sheet in book for row in sheet.iter_rows() for cell in row
    }  # fmt: skip
    return {place: look for place, look in shown.items() if look != ordinary}


@pytest.mark.parametrize(
    "program", [one for one in PROGRAMS if one.id not in ("sheetjs", "exceljs")]
)
def test_a_colour_of_the_persons_own_comes_back(saved, program):
    """Also when her program has renumbered the formats and written the colours its own way.

    SheetJS drops all colours, the person's own ones as well; exceljs cannot open a workbook that
    openpyxl has saved with its tables.
    """
    book = openpyxl.load_workbook(SAMPLES / "handover-gaps.en.xlsx")
    green = PatternFill("solid", fgColor="FFC6E0B4")
    book["Duties"]["D14"].fill = book["Duties"]["D13"].fill = green  # D14 is faulty
    stream = io.BytesIO()
    book.save(stream)
    copy = marked(stream.getvalue())
    back = cleared(saved(program, copy))

    assert fill(copy, "D14") == FILLS["error"]
    assert fill(back, "D14") == fill(back, "D13") == "FFC6E0B4"
    assert fill(back, "J12") is None


def fill(data: bytes, cell: str) -> str | None:
    """The colour of a cell on the second sheet."""
    container = open_container_bytes("handover.xlsx", data)
    styles = etree.fromstring(container.part(str(container.styles)))
    found = dict(Cells(etree.fromstring(container.part(container.sheets[1].path))).all())
    xf = styles.find("{*}cellXfs")[int(found[place_of(cell)].get("s") or 0)]
    pattern = styles.find("{*}fills")[int(xf.get("fillId"))].find("{*}patternFill")
    front = pattern.find("{*}fgColor")
    return front.get("rgb") if pattern.get("patternType") == "solid" else None


def coloured(data: bytes) -> int:
    """How many cells have a mark's colour."""
    container = open_container_bytes("handover.xlsx", data)
    marks = Formats(etree.fromstring(container.part(str(container.styles)))).marks()
    cells = (
        cell
        for sheet in container.sheets
        for _, cell in Cells(etree.fromstring(container.part(sheet.path))).all()
    )
    return sum(int(cell.get("s") or -1) in marks for cell in cells)


def whole(data: bytes) -> bytes:
    """Everything in a package."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"".join(package.read(name) for name in package.namelist())


@pytest.mark.needs("soffice", "python3-uno")
def test_libreoffice_shows_every_mark(saved):
    """Opened and saved by LibreOffice, a copy still has its colours, notes, list and links."""
    data = (SAMPLES / "handover-gaps.en.xlsx").read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl would lose
        book = openpyxl.load_workbook(io.BytesIO(saved("libreoffice", marked(data))))
    gaps = [f for f in checked(data).findings if f.cell and f.severity != "info"]
    cells = {(f.sheet, f.cell) for f in gaps}
    notes = {
        (sheet.title, cell.coordinate)
        for sheet in book for row in sheet.iter_rows() for cell in row
        if cell.comment and cell.comment.text.startswith(NOTE_BEGINS)
    }  # fmt: skip
    rows = book["Gaps"].iter_rows(min_row=6)
    links = [link.location for row in rows if (link := row[3].hyperlink)]

    assert notes == cells
    assert all(book[sheet][cell].fill.patternType == "solid" for sheet, cell in cells)
    assert [link.replace("'", "").split("!")[1] for link in links] == [f.cell for f in gaps]
    assert book.sheetnames[-1] == "Gaps"


@pytest.mark.parametrize("program", PROGRAMS)
def test_copies_are_valid_where_their_originals_were(saved, program, tmp_path):
    """By the schemas of ECMA-376: not one part more is at fault."""
    tool, schemas = SHARED / "tools/xsdcheck.py", SHARED / "xsd"
    if not tool.exists() or not schemas.exists():
        pytest.skip("the schemas are not at hand")
    data = saved(program, (SAMPLES / "handover-gaps.zh.xlsx").read_bytes())
    faults = []
    for name, content in (("before.xlsx", data), ("after.xlsx", marked(data))):
        (tmp_path / name).write_bytes(content)
        command = [sys.executable, str(tool), str(schemas), str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        faults.append([line for line in done.stdout.splitlines() if line.startswith("  ")])

    assert faults[1] == faults[0]
