"""Names of libraries that are not promised: a new version that drops one fails here first."""

import io
import re
import tomllib
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from handover_xlsx.writing.xlsxwriter_internals import new_workbook, number_of

ROOT = Path(__file__).parents[1]
PRIVATE = {
    Worksheet: (
        "_prepare_formula",
        "_check_dimensions",
        "_write_rows",
        "_write_hyperlinks",
        "_xml_start_tag",
        "_xml_empty_tag",
        "_xml_end_tag",
    ),
    Format: ("_get_xf_index",),
}
OWN_FILE = {  # where a private name of a library may be
    "xlsxwriter": "writing/xlsxwriter_internals.py",
    "openpyxl": "learning/workbook.py",
    "icalendar.parser": "exporting/contacts.py",
}
REACHES = {
    "xlsxwriter": r"_prepare_formula|_check_dimensions|_get_xf_index|external_hyper_links|\bdim_rowmax",
    "openpyxl": r"sheet\._cells",
    "icalendar.parser": r"Contentline",
}


@pytest.mark.parametrize(
    ("owner", "names"), PRIVATE.items(), ids=lambda thing: getattr(thing, "__name__", "")
)
def test_the_private_methods_that_we_use_are_there(owner, names):
    """XlsxWriter still has them."""
    assert [name for name in names if not callable(getattr(owner, name, None))] == []


def test_the_private_attributes_that_we_use_are_there():
    """XlsxWriter's sheets know their size and tables, links and parts; openpyxl's their cells."""
    book = xlsxwriter.Workbook(io.BytesIO())
    sheet = book.add_worksheet()
    sheet.add_table(0, 0, 1, 0)

    assert {"dim_rowmax", "xls_rowmax", "index", "rel_count", "external_hyper_links"} <= set(
        vars(sheet)
    )
    assert {"range", "a_range", "autofilter", "columns"} <= set(sheet.tables[-1])
    assert len(openpyxl.Workbook().active._cells) == 0


def test_what_they_are_used_for_works():
    """A link keeps its slashes, formulas remain as they are, and a format has a number."""
    stream = io.BytesIO()
    book = new_workbook(stream, "Arial")
    sheet = book.add_worksheet("A")
    style = book.add_format({"bold": True})
    sheet.write_string(0, 0, "there")
    sheet.link(0, 0, "../b/c.xlsx", "'B'!A1")
    sheet.write_formula(1, 0, "=CONCAT(1)", style, "1")
    sheet.write_string(5, 0, "left out")
    sheet.leave_out(4, 5, 0)
    number = number_of(style)
    book.close()
    read = openpyxl.load_workbook(stream)

    assert (number, read._fonts[0].name) == (1, "Arial")
    assert (read["A"]["A1"].hyperlink.target, read["A"]["A1"].hyperlink.location) == (
        "../b/c.xlsx",
        "'B'!A1",
    )
    assert (read["A"]["A2"].value, read["A"]["A6"].value) == ("=CONCAT(1)", None)


def test_icalendar_folds_lines():
    """Long lines of contacts are folded as the format wants, between characters."""
    from icalendar.parser import Contentline

    folded = Contentline("NOTE:" + "周" * 60).to_ical()

    assert all(len(line) <= 75 for line in folded.split(b"\r\n"))
    assert folded.replace(b"\r\n ", b"").decode() == "NOTE:" + "周" * 60


@pytest.mark.parametrize("library", REACHES)
def test_a_private_name_is_in_one_file(library):
    """Everything else uses what the library promises."""
    package = ROOT / "handover_xlsx"
    found = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(REACHES[library], path.read_text(encoding="utf-8"))
    }

    assert found == {OWN_FILE[library]}


@pytest.mark.parametrize("library", OWN_FILE)
def test_such_a_library_has_an_upper_bound(library):
    """The next major version is tried before it is allowed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (needed,) = (n for n in project["dependencies"] if n.startswith(library.partition(".")[0]))

    assert re.search(r",<\d", needed)
