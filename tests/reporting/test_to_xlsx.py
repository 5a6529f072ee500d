"""The gap report as a workbook: sheets, links and texts as a spreadsheet program sees them."""

from __future__ import annotations

import io
import os
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.gaps import to_xlsx
from handover_xlsx.reporting.gaps.to_xlsx import gaps_xlsx
from handover_xlsx.validation.run import Validation, validate

SAMPLES = Path(__file__).parents[2] / "samples"
SHEETS = {
    "en": ["Overview", "Fix these first", "All gaps"],
    "zh": ["总览", "先补这些", "全部待补内容"],
}


def checked(path: Path) -> Validation:
    return validate(read_workbook(path))


def report(
    validations: Sequence[Validation], language: str = "en", folder: Path = SAMPLES
) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(gaps_xlsx(validations, language, folder)))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_there_is_an_overview_what_to_fix_first_and_a_table_of_all_gaps(language):
    """All gaps: one row a finding, filter buttons, a heading that remains and is printed again."""
    validation = checked(SAMPLES / f"handover-gaps.{language}.xlsx")
    book = report([validation], language)
    first, gaps = book.worksheets[1:]

    assert book.sheetnames == SHEETS[language]
    assert gaps.tables["tbl_gaps"].autoFilter is not None
    assert gaps.freeze_panes == "A2"
    assert gaps.print_title_rows == "$1:$1"
    assert gaps.max_row - 1 == len(validation.findings)
    assert first.max_row - 3 == len(validation.fix_first) <= 10


def test_each_row_has_a_link_that_opens_the_file_at_the_cell():
    """The link is relative to the report's folder, and leads to the finding's sheet and cell."""
    validation = checked(SAMPLES / "handover-gaps.en.xlsx")
    sheet = report([validation])["All gaps"]
    cells = [finding.cell for finding in validation.findings]
    links = [row[2].hyperlink for row in sheet.iter_rows(min_row=2)]

    assert [link and link.target for link in links] == [
        "handover-gaps.en.xlsx" if cell else None for cell in cells
    ]
    assert [link.location for link in links if link][:3] == [
        "'Start'!C16",
        "'Duties'!E11",
        "'Duties'!J12",
    ]
    assert [row[2].value for row in sheet.iter_rows(min_row=2)] == cells


def test_links_bear_folders_and_awkward_names(tmp_path):
    """Slashes as every system writes them; signs that mean something in a link are escaped."""
    folder = tmp_path / "in 100% #1"
    folder.mkdir()
    path = folder / "沈 若溪.xlsx"
    path.write_bytes((SAMPLES / "handover-gaps.zh.xlsx").read_bytes())
    (tmp_path / "out").mkdir()
    sheet = report([checked(path)], "zh", tmp_path / "out")["全部待补内容"]

    assert sheet["C2"].hyperlink.target == "../in%20100%25%20%231/沈%20若溪.xlsx"


def test_there_are_never_more_links_than_excel_bears(monkeypatch):
    """What comes after the last possible link is listed without one."""
    monkeypatch.setattr(to_xlsx, "MOST_LINKS", 5)
    sheet = report([checked(SAMPLES / "handover-gaps.en.xlsx")])["All gaps"]

    linked = [row[2].hyperlink is not None for row in sheet.iter_rows(min_row=2)]
    assert linked == [True] * 5 + [False] * (len(linked) - 5)


def test_more_gaps_than_a_sheet_has_rows_are_counted(monkeypatch):
    """The line below the table says how many are not listed; filters and sorting leave it there."""
    monkeypatch.setattr(to_xlsx, "_MOST_ROWS", 5)
    validation = checked(SAMPLES / "handover-gaps.en.xlsx")
    sheet = report([validation])["All gaps"]

    left = len(validation.findings) - 5
    assert sheet["A7"].value == f"{left} more findings are not listed."
    assert sheet.tables["tbl_gaps"].ref == "A1:H6"
    assert sheet.dimensions == "A1:H7"


def test_what_cells_contain_is_only_ever_text(workbook_from_markdown):
    """No formula, no link of the leaver's making, no password."""
    path = workbook_from_markdown(
        """
        ## duties
        | name | description | frequency |
        |------|-------------|-----------|
        | =cmd()                | password: Hunter2xyz! | weekly |
        | https://evil.example  | short                 | weekly |
        """
    )
    data = gaps_xlsx([checked(path)], "en", path.parent)
    book = openpyxl.load_workbook(io.BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        whole = b"".join(package.read(name) for name in package.namelist())

    assert "=cmd()" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert set(re.findall(rb'Target="([^"]*)" TargetMode', whole)) == {os.fsencode(path.name)}
    assert b"Hunter2xyz" not in whole


def test_several_workbooks_say_which_file_a_gap_is_in():
    """The table gets two more columns, and every link leads to its own file."""
    paths = [SAMPLES / "handover-gaps.en.xlsx", SAMPLES / "handover-gaps.zh.xlsx"]
    sheet = report([checked(path) for path in paths])["All gaps"]

    assert [cell.value for cell in sheet[1]][-2:] == ["From", "File"]
    for row in sheet.iter_rows(min_row=2):
        if row[2].hyperlink:
            assert row[2].hyperlink.target == row[9].value


def test_a_complete_handover_gets_only_the_overview():
    """No empty table, no heading without anything below."""
    assert report([checked(SAMPLES / "handover-complete.en.xlsx")]).sheetnames == ["Overview"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_on_paper_the_letters_are_large_enough_to_be_read(language):
    """A page is one sheet wide: about 125 columns at full size, and nothing below 80%."""
    book = report([checked(SAMPLES / f"handover-gaps.{language}.xlsx")], language)

    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sum(one.width for one in sheet.column_dimensions.values()) <= 125 / 0.8, sheet.title
