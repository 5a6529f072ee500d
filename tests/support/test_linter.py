"""The linter of finished workbooks: each way to break one is caught and named."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date

import openpyxl
import pytest
from openpyxl.formatting.rule import DataBarRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from handover_xlsx.handover.content import Content
from handover_xlsx.merging.merge import merge
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.template.catalogue import load_template, template_names
from handover_xlsx.template.loading import load_text
from handover_xlsx.writing.write import workbook_bytes
from support.linter.formulas import is_valid_name, names_in, sheets_in, words_in
from support.linter.lint import lint
from support.small_workbook import (
    BOOK,
    BOOK_LINKS,
    DUTIES,
    FILLED,
    OTHER_TABLE,
    SMALL,
    START,
    STRINGS,
    STYLES,
    TABLE,
    TYPES,
    broken,
    rewritten,
)

OPERATIONS = load_template("operations")
TODAY = date(2026, 11, 2)
FOR_OPERATIONS = Content(
    rows={"start": [{"leaver": "周敏"}], "duties": [{"name": "A", "notes": "x"}]},
    own_columns={"duties": ("notes",)},
)


@pytest.fixture(scope="module")
def good() -> bytes:
    """A sound workbook, to be broken."""
    return workbook_bytes(SMALL, content=FILLED, today=TODAY)[0]


def faults(data: bytes) -> list[str]:
    """What is reported about a workbook."""
    return lint(data)


# --- Sound ones -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["blank", "filled", "team"])
def test_what_is_written_is_sound(kind, language):
    """Blank, filled and team workbooks in both languages have no fault."""
    content = Content() if kind == "blank" else FOR_OPERATIONS
    data, _ = workbook_bytes(OPERATIONS, language=language, content=content, today=TODAY)
    if kind == "team":
        team = merge([read_bytes("a.xlsx", data)]).content
        data, _ = workbook_bytes(OPERATIONS, language=language, content=team, today=TODAY)

    assert faults(data) == []


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", template_names())
def test_every_shipped_template_makes_a_sound_workbook(name, language):
    """No shipped template has a fault in either language."""
    data, _ = workbook_bytes(load_template(name), language=language, today=TODAY)

    assert faults(data) == []


def test_a_workbook_of_another_program_is_sound():
    """Plain content saved by openpyxl: a table, a drop-down, merged cells, bars, links also to another file."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Name", "Hours"])
    sheet.append(["  Weekly report ", 2.5])
    sheet.merge_cells("D1:E2")
    sheet.add_table(openpyxl.worksheet.table.Table(displayName="Tasks", ref="A1:B2"))
    check = DataValidation(type="list", formula1='"yes,no"')
    check.add("C2:C9")
    sheet.add_data_validation(check)
    sheet["F1"].hyperlink = "#Sheet!A1"
    sheet["F2"].hyperlink = Hyperlink(ref="F2", target="other.xlsx", location="Elsewhere!B2")
    sheet.conditional_formatting.add("B2:B9", DataBarRule("num", 0, "num", 1, color="9DC3E6"))
    stream = io.BytesIO()
    book.save(stream)

    assert faults(stream.getvalue()) == []


def test_faults_of_another_program_are_found(good):
    """Other programs write what they are told: here a name for a sheet that Excel refuses."""
    book = openpyxl.load_workbook(io.BytesIO(good))
    stream = io.BytesIO()
    book.save(stream)
    assert faults(stream.getvalue()) == []

    book["Duties"].title = "History"
    book.save(stream)
    found = faults(stream.getvalue())

    assert "“History” cannot be a sheet name: Excel reserves it" in found
    assert "the name “fld_duties_name” leads to “Duties”, and there is no such sheet" in found


# --- Broken ones ----------------------------------------------------------------------------

LONG_CHECK = "AND(" + ",".join(["B7&gt;0"] * 60) + ")"
LONG_INLINE = f'<c r="B3" t="inlineStr"><is><t>{"😀" * 16384}</t></is>'
MERGED = '<mergeCells count="1"><mergeCell ref="F56:F57"/></mergeCells><dataValidations'
CASES: Mapping[str, tuple[list[tuple[str, str, str]], str]] = {
    # The package
    "unreadable": ([(OTHER_TABLE, "(?s)<table .*", "<table>")],
        "xl/tables/table2.xml: is not readable (no element found: line 2, column 7)"),
    "no styles": ([(BOOK_LINKS, "relationships/styles", "relationships/theme")],
        "no part is linked to as styles"),
    "link to nothing": ([(BOOK_LINKS, "theme/theme1.xml", "theme/theme2.xml")],
        "xl/workbook.xml: links to xl/theme/theme2.xml, which is missing"),
    "content type": ([(TYPES, r"spreadsheetml\.table.xml", "spreadsheetml.styles+xml")],
        "xl/tables/table1.xml: has the wrong content type "
        "“application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml”"),
    # Sheets
    "long sheet name": ([(BOOK, 'name="_lists"', f'name="{"😀" * 16}"')],
        f"“{'😀' * 16}” is not a name that a sheet may have"),
    "sign in a sheet name": ([(BOOK, 'name="_lists"', 'name="a/b"')],
        "“a/b” is not a name that a sheet may have"),
    "kept sheet name": ([(BOOK, 'name="_lists"', 'name="HISTORY"')],
        "“HISTORY” cannot be a sheet name: Excel reserves it"),
    "sheet name twice": ([(BOOK, 'name="_lists"', 'name="DUTIES"')],
        "two sheets are called “duties”"),
    "all sheets hidden": (
        [(BOOK, f'name="{name}"', f'name="{name}" state="hidden"') for name in ("Start", "Duties", "People")],
        "no sheet is visible"),
    "link to no sheet": ([(DUTIES, "location=\"'Start'", "location=\"'Begin'")],
        "Duties!B4: the link leads to “Begin”, which does not exist"),
    # Names
    "bad name": ([(BOOK, "fld_about_leaver", "AB12")],
        "“AB12” is not a name that cells may have"),
    "name twice": ([(BOOK, "fld_about_leaver", "FLD_duties_NAME")],
        "the name “fld_duties_name” is defined twice"),
    "name of gone cells": ([(BOOK, r"'People'!\$B\$7:\$B\$1000", "#REF!")],
        "the name “fld_people_name” leads to cells that are gone"),
    "name of a gone sheet": ([(BOOK, r"'People'!\$B\$7", "'Peo''ple'!$B$7")],
        "the name “fld_people_name” leads to “Peo'ple”, and there is no such sheet"),
    # Cells
    "cell twice": ([(DUTIES, '<c r="C6"', '<c r="B6"')],
        "sheet “Duties”: B6 appear twice or out of order"),
    "row out of order": ([(DUTIES, '<row r="5"', '<row r="4"')],
        "sheet “Duties”: 4:4 appear twice or out of order"),
    "no such text": ([(DUTIES, '(?<=<c r="F7" s="20" t="s"><v>)[0-9]+', "9999")],
        "sheet “Duties”: there is no shared text 9999"),
    "no such format": ([(DUTIES, '<c r="B2" s="3"', '<c r="B2" s="999"')],
        "sheet “Duties”: there is no cell format 999"),
    "no such marks": ([(DUTIES, 'dxfId="[0-9]+"', 'dxfId="99"')],
        "sheet “Duties”: there is no format of marks 99"),
    "long shared text": ([(STRINGS, "ask Ben", "x" * 32768)],
        "the text “xxxxxxxxxxxxxxxxxxxx…” is longer than a cell can hold"),
    "long text in a cell": ([(DUTIES, '<c r="B3"[^>]*><v>[0-9]+</v>', LONG_INLINE)],
        f"sheet “Duties”: the text “{'😀' * 20}…” is longer than a cell can hold"),
    # Formulas
    "no result": ([(START, "</f><v>[^<]*</v>", "</f>")],
        "sheet “Start”: the formulas in D14 have no stored result"),
    "function of one program": ([(START, "<f>IFERROR", "<f>XLOOKUP")],
        "Start!D14: not every program calculates the function XLOOKUP in the same way"),
    "unknown name": ([(START, "fld_duties_name", "fld_duties_nmae")],
        "sheet “Start”: formulas refer to fld_duties_nmae, which does not exist"),
    "lost cells in a mark": ([(DUTIES, "<formula>AND", "<formula>#REF!+AND")],
        "sheet “Duties”: formulas refer to #REF!, which does not exist"),
    "long text in a formula": ([(START, '"check errors"', f'"{"x" * 256}"')],
        "Start!D14: the formula, or a text in it, is longer than Excel allows"),
    "long formula": ([(START, '"check errors"', "+1" * 4097)],
        "Start!D14: the formula, or a text in it, is longer than Excel allows"),
    # Tables
    "bad table name": ([(TABLE, 'displayName="tbl_duties"', 'displayName="tbl duties"')],
        "“tbl duties” is not a name that a table may have"),
    "table name twice": ([(TABLE, 'displayName="tbl_duties"', 'displayName="TBL_people"')],
        "the name “tbl_people” of a table is used twice"),
    "table name of cells": ([(TABLE, 'displayName="tbl_duties"', 'displayName="lst_rhythm"')],
        "the name “lst_rhythm” of a table is used twice"),
    "table number twice": ([(OTHER_TABLE, ' id="2"', ' id="1"')],
        "the number 1 of a table is used twice"),
    "column twice": ([(TABLE, 'name="Tried"', 'name="DUTY *"')],
        "table tbl_duties: two columns are called “duty *”"),
    "column missing": ([(TABLE, '<tableColumn id="5" name="notes"/>', "")],
        "table tbl_duties: 4 columns are named, but there are 5"),
    "heading differs": ([(TABLE, r'name="Duty \*"', 'name="Task *"')],
        "table tbl_duties: B6 says “Duty *”, but the column is called “Task *”"),
    "heading with a line break": (
        [(STRINGS, "<t>Tried", "<t>Tr\nied"), (TABLE, 'name="Tried"', 'name="Tr&#10;ied"')],
        "table tbl_duties: D6 says “Tr\nied”, but the column is called “Tr\nied”"),
    "heading blank": ([(STRINGS, "<t>Tried", "<t>"), (TABLE, 'name="Tried"', 'name=""')],
        "table tbl_duties: the heading in D6 is blank or longer than 255 characters"),
    "table on merged cells": ([(DUTIES, "<dataValidations", MERGED)],
        "sheet “Duties”: tables or merged cells overlap (B6:F56 and F56:F57)"),
    "merged twice": ([(START, '<mergeCell ref="D10:H10"', '<mergeCell ref="D9:H10"')],
        "sheet “Start”: tables or merged cells overlap (D9:H9 and D9:H10)"),
    # Checks of what is typed
    "checks overlap": ([(DUTIES, 'sqref="C7:C1000"', 'sqref="C7 B9:B1000"')],
        "sheet “Duties”: two checks for one cell (B7:B1000 and B9:B1000)"),
    "long prompt title": ([(DUTIES, 'promptTitle="Duty"', f'promptTitle="{"x" * 33}"')],
        "Duties!B7:B1000: the promptTitle of the check is longer than 32 characters"),
    "long prompt": ([(DUTIES, ' prompt="[^"]*"', f' prompt="{"😀" * 128}"')],
        "Duties!B7:B1000: the prompt of the check is longer than 255 characters"),
    "long title of a refusal": ([(DUTIES, 'errorTitle="[^"]*"', f'errorTitle="{"x" * 33}"')],
        "Duties!B6:F6: the errorTitle of the check is longer than 32 characters"),
    "long refusal": ([(DUTIES, ' error="[^"]*"', f' error="{"x" * 256}"')],
        "Duties!B6:F6: the error of the check is longer than 255 characters"),
    "long list": ([(DUTIES, '"Yes,No"', f'"{"x" * 256}"')],
        "Duties!D7:D1000: the list or formula of the check is longer than 255 characters"),
    "torn entry": ([(DUTIES, '"Yes,No"', '"Yes, perhaps,No"')],
        "Duties!D7:D1000: an entry of the list is blank, or torn at a comma in it"),
    "long check": ([(DUTIES, "<formula1>FALSE<", f"<formula1>{LONG_CHECK}<")],
        "Duties!B6:F6: the list or formula of the check is longer than 255 characters"),
    "list of a gone name": ([(DUTIES, "<formula1>lst_rhythm<", "<formula1>lst_gone<")],
        "sheet “Duties”: formulas refer to lst_gone, which does not exist"),
}  # fmt: skip


@pytest.mark.parametrize(("edits", "sentence"), CASES.values(), ids=CASES)
def test_a_broken_workbook_is_caught(good, edits, sentence):
    """Each fault is named in one sentence, with its place."""
    assert sentence in faults(broken(good, *edits))


def test_a_fault_is_named_once(good):
    """A fault that no other follows from is all that is reported."""
    assert faults(good) == []
    assert faults(broken(good, *CASES["heading differs"][0])) == [CASES["heading differs"][1]]
    assert faults(broken(good, *CASES["row out of order"][0])) == [CASES["row out of order"][1]]


def test_a_missing_or_doubled_part_is_caught(good):
    """Without its list of types a package is none; a part that is there twice is read at random."""
    missing = rewritten(good, lambda parts: parts.pop(TYPES))
    stream = io.BytesIO(good)
    with zipfile.ZipFile(stream, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr(BOOK, package.read(BOOK))

    assert "[Content_Types].xml: is missing" in faults(missing)
    assert "xl/workbook.xml: has the wrong content type “”" in faults(missing)
    assert faults(stream.getvalue()) == ["xl/workbook.xml: is in the package twice"]


def test_what_is_no_workbook_is_reported_as_none():
    """Anything may be given: the answer is a sentence, not an exception."""
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()

    assert faults(b"") == faults(b"PK\3\4 and no more") == ["the file is not a zip package"]
    assert "no part is linked to as worksheet" in faults(empty.getvalue())


@pytest.mark.parametrize("part", [BOOK, STRINGS, STYLES, TYPES, BOOK_LINKS, START, DUTIES, TABLE])
def test_a_bare_part_does_not_stop_the_others(good, part):
    """Elements without their attributes and texts are faults, not exceptions."""

    def strip(parts: dict[str, bytes]) -> None:
        parts[part] = re.sub(rb' (?!xmlns)[\w:]+="[^"]*"|(?<=>)[^<]+', b"", parts[part])

    assert isinstance(lint(rewritten(good, strip)), list)


# --- What people write does not break a workbook ---------------------------------------------


@pytest.mark.parametrize("heading", ["_x0041_", "_x000a_", "😀" * 200, "[a]", "'q", "A\u0301"])
def test_any_heading_of_a_person_is_written(heading):
    """A column that a person added keeps its heading, whatever it looks like."""
    content = Content(rows={"duties": [{heading: "1"}]}, own_columns={"duties": (heading,)})
    data, _ = workbook_bytes(SMALL, content=content, today=TODAY)
    (column,) = read_bytes("a.xlsx", data).rows("duties")[0]

    assert column[:6] == heading[:6]
    assert faults(data) == []


def test_many_conditions_fit_into_a_formula():
    """Fifteen fields needed in some rows next to thirty others: still no formula is too long."""
    fields = [f"{{id: a_long_field_name_{n}, label: {{en: A{n}}}, type: text}}" for n in range(30)]
    fields += [
        f"{{id: needed_in_some_rows_{n}, label: {{en: B{n}}}, type: text, required_if: {{how: [a, b]}}}}"
        for n in range(15)
    ]
    template = load_text(
        "{template: t, version: 1, title: {en: T}, choices: {l: {a: {en: Often}, b: {en: At times}}},"
        "sections: [{id: tasks, kind: table, sheet: {en: Tasks}, purpose: {en: P}, fields: ["
        f"{{id: how, label: {{en: How}}, type: choice, choices: l}}, {', '.join(fields)}]}}]}}",
        "t.yaml",
    )

    assert faults(workbook_bytes(template, today=TODAY)[0]) == []


def test_labels_of_wide_characters_fit_into_input_messages():
    """Excel counts an emoji twice; title and text of an input message are shortened to fit."""
    text = f"""
template: t
version: 1
title: {{en: T}}
sections:
  - id: tasks
    kind: table
    sheet: {{en: Tasks}}
    purpose: {{en: P}}
    fields: [{{id: a, label: {{en: {"😀" * 30}}}, type: date, hint: {{en: {"😀" * 200}}}}}]
"""

    assert faults(workbook_bytes(load_text(text, "t.yaml"), today=TODAY)[0]) == []


# --- What a formula speaks of ---------------------------------------------------------------


def test_words_of_a_formula():
    """Names and sheets are distinguished from texts, cells, columns, functions, errors and other files."""
    words = words_in(
        """SUM('It''s mine'!$A$1,Other!B:B,fld_a,tbl[Col x],1.5E3,"no_name",[1]Far!x,#N/A,TRUE)"""
    )

    assert sheets_in(words) == {"It's mine", "Other"}
    assert names_in(words) == {"fld_a", "tbl"}


def test_names_that_cells_may_have():
    """Letters of any language, digits and _; nothing that reads as a cell."""
    assert all(
        map(is_valid_name, ("fld_duties_name", "lst_x", "频率", "_xlnm.Print_Area", "XYZ12"))
    )
    assert not any(
        map(is_valid_name, ("", "a b", "1a", "A1", "xfd1048576", "R1C1", "c", "x" * 256))
    )
