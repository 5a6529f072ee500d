"""Two readers, one grid: the plain one where it can, the careful one on everything unusual."""

import io
import re
import time
import zipfile
from datetime import date, datetime

import pytest
import xlsxwriter
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from handover_xlsx.package.package import open_container_bytes
from handover_xlsx.sheets.workbook import CellError, Grid, Uncalculated, Workbook

pytestmark = pytest.mark.slow

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
FORMATS = (
    "", "0", "0.00", "#,##0.00", "0%", "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "d/m/yy", "mmm-yy",
    "h:mm", "h:mm AM/PM", "[h]:mm", "mm:ss.0", "General", '0 "days"', '"Year" 0', "[Red]0.0",
    "[$-409]d-mmm-yyyy", '[$¥-804]#,##0', 'yyyy"年"m"月"d"日"', r"0\d", "0;[Red]-0;yyyy", "# ?/?",
    "00000", "0.0%", '#,##0.00" USD"', "_ ¥* #,##0.00_ ", "[h]:mm:ss", "0.00E+00", "#,##0,",
)  # fmt: skip
SETTINGS = settings(deadline=None, derandomize=True, max_examples=150)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.floats(allow_nan=False, allow_infinity=False, width=64) | st.floats(-10, 60000)
whole = st.integers(-100, 60000).map(float)
cell_values = st.tuples(texts | numbers | whole | st.booleans(), st.sampled_from(FORMATS))
places = st.tuples(st.integers(0, 30), st.integers(0, 30))


def written(cells: dict[tuple[int, int], tuple[object, str]], **options: object) -> bytes:
    """A workbook with one sheet of cells: place → (value, number format)."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, options)
    sheet = book.add_worksheet("Sheet")
    styles = {code: book.add_format({"num_format": code}) for code in FORMATS}
    for (row, column), (value, code) in cells.items():
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, styles[code])
        elif isinstance(value, float):
            sheet.write_number(row, column, value, styles[code])
        elif value:
            sheet.write_string(row, column, str(value), styles[code])
    book.close()
    return stream.getvalue()


def both(data: bytes) -> tuple[list[object], list[object]]:
    """The rows of the first sheet according to the plain and to the careful reader."""
    container = open_container_bytes("a.xlsx", data)
    book, sheet = Workbook(container), container.sheets[0]
    read = book._plain(container.part(sheet.path))
    assert read is not None
    return read.rows, book._careful(sheet).rows


def with_sheet(rows: str, *, after: str = "", shared: str = "") -> bytes:
    """A workbook whose one sheet contains these rows of XML."""
    made = io.BytesIO(written({(0, 0): ("x", "")}))
    changed = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == SHEET:
                sheet = (
                    f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
                )
                content = sheet.encode()
            if name == "xl/sharedStrings.xml" and shared:
                content = f'<sst xmlns="{MAIN}">{shared}</sst>'.encode()
            new.writestr(name, content)
    return changed.getvalue()


def grid(data: bytes) -> Grid:
    """The first sheet, read by whichever reader is right for it."""
    container = open_container_bytes("a.xlsx", data)
    return Workbook(container).grid(container.sheets[0])


def plain(data: bytes) -> bool:
    """Whether the first sheet is one for the plain reader."""
    container = open_container_bytes("a.xlsx", data)
    return Workbook(container)._plain(container.part(container.sheets[0].path)) is not None


# --- Both readers say the same -----------------------------------------------------------------


@SETTINGS
@given(st.dictionaries(places, cell_values, max_size=40), st.booleans())
@example({(0, 0): (" both ends ", ""), (0, 1): ("_x0041_", ""), (3, 3): ("a\tb\nc", "")}, False)
@example({(0, 0): (0.5, "yyyy-mm-dd"), (0, 1): (1.25, "h:mm"), (0, 2): (0.0, "yyyy-mm-dd")}, True)
@example(
    {(2, 2): (59.0, "yyyy-mm-dd"), (2, 3): (60.0, "yyyy-mm-dd"), (2, 4): (61.0, "d/m/yy")}, False
)
def test_both_readers_read_a_plain_sheet_alike(cells, from_1904):
    """Whatever a plain sheet contains, the fast and the careful reader return the same grid."""
    data = written(cells, date_1904=from_1904)
    assume(plain(data))
    fast, careful = both(data)

    assert fast == careful
    assert [list(map(type, row)) for _, row in fast] == [list(map(type, row)) for _, row in careful]
    assert [list(map(str, row)) for _, row in fast] == [list(map(str, row)) for _, row in careful]


STRINGS = (
    "<si><t> a </t></si>"
    '<si><r><t>周</t></r><r><t xml:space="preserve"> report</t></r><rPh sb="0" eb="1"><t>k</t></rPh></si>'
    '<si><t xml:space="preserve"> b&#10;c_x0041_d_x005F_x0041_ </t></si>'
    "<si><t/></si>"
)
PLAIN_CELLS = {
    "an inline string": '<c r="B2" t="inlineStr"><is><t>x</t></is></c>',
    "inline runs": '<c r="B2" t="inlineStr"><is><r><t>x</t></r><r><t>y</t></r></is></c>',
    "spaces that do not count": '<c r="B2" t="inlineStr"><is><t>  x </t></is></c>',
    "spaces that count": '<c r="B2" t="inlineStr"><is><t xml:space="preserve">  x </t></is></c>',
    "entities": '<c r="B2" t="inlineStr"><is><t>&lt;&amp;&#65;&#10;&#x4e2d;</t></is></c>',
    "an empty string": '<c r="B2" t="inlineStr"><is><t/></is></c>',
    "a shared string": '<c r="B2" t="s"><v>0</v></c>',
    "runs and a reading aid": '<c r="B2" t="s"><v>1</v></c>',
    "escaped characters": '<c r="B2" t="s"><v>2</v></c>',
    "an empty shared string": '<c r="B2" t="s"><v>3</v></c>',
    "booleans": '<c r="B2" t="b"><v>1</v></c><c r="C2" t="b"><v>0</v></c>',
    "a number without a type": '<c r="B2"><v>7</v></c>',
    "a number with a type": '<c r="B2" t="n"><v>-7.5</v></c>',
    "a style that does not exist": '<c r="B2" s="99"><v>7</v></c>',
    "a style that is no number": '<c r="B2" s="x"><v>7</v></c>',
    "as SheetJS writes lines": '<c r="B2" t="str" xml:space="preserve"><v xml:space="preserve"> a\nb </v></c>',
    "a formula and its result": '<c r="B2" t="str"><f>A1&amp;"x"</f><v>1 &lt; 2</v></c>',
    "a shared formula and its result": '<c r="B2"><f t="shared" ref="B2:B3" si="0">A2</f><v>7</v></c>'
    '<c r="C2"><f t="shared" si="0"/><v>8</v></c>',
    "a formula without a result": '<c r="B2"><f>A1&amp;"x"</f></c><c r="C2"><f>A2</f><v></v></c>',
    "an error value": '<c r="B2" t="e"><v>#REF!</v></c>',
    "a shared string that does not exist": '<c r="B2" t="s"><v>99</v></c>',
    "no value": '<c r="B2"/><c r="C2"><v></v></c>',
}


@pytest.mark.parametrize("cells", PLAIN_CELLS.values(), ids=PLAIN_CELLS)
def test_both_readers_read_every_way_to_store_a_value_alike(cells):
    """Whichever way a program stores a plain value, both readers return the same."""
    data = with_sheet(f'<row r="2">{cells}</row>', shared=STRINGS)
    fast, careful = both(data)

    assert plain(data)
    assert fast == careful


def test_runs_are_joined_and_reading_aids_left_out():
    """A text in several runs is one text, without its phonetic reading aid."""
    data = with_sheet('<row r="1"><c r="A1" t="s"><v>1</v></c></row>', shared=STRINGS)

    assert grid(data).rows == [(0, ["周 report"])]


escaped = texts.map(lambda text: "".join(f"&#{ord(c)};" if c in "<>&\r" else c for c in text))
allowed_in_xml = escaped.filter(
    lambda text: not re.search("[\x00-\x08\x0b-\x1f\ufffe\uffff]", text)
)
pieces = allowed_in_xml | st.sampled_from(
    [
        "_x0041_",
        "_x000D_",
        "_x005F_x0041_",
        "_xD800_",
        "_x4E2D_",
        "_x00zz_",
        " a ",
        "<![CDATA[ b ]]>",
        "&#10;",
    ]
)
spelled = st.sampled_from(
    ["0", "-0", "1", "007", "1.50", ".5", "1.", "1e5", "1E5", "1E+5", "1e-7", "-3.25", "+2", " 2 ", "2\n",
     "1E+300", "1e400", "-1e400", "0.1", "12345678901234567890", "45351", "45351.75", "2958465", "2958466",
     "-5", "0.99999999999", "59.5", "60", "0x10", "1_000", "NaN", "inf", "", "1,5", "１", "1 2"]
)  # fmt: skip
indexes = st.sampled_from(
    ["0", "1", "2", "3", "4", "99", "-1", "1.5", "+1", " 1", "1 ", "", "x", "1e0", "00"]
)
styles = st.sampled_from(
    ["", ' s="0"', ' s="6"', ' s="7"', ' s="8"', ' s="12"', ' s="999"', ' s="x"', ' s=""']
)
spaced = st.sampled_from(["", ' xml:space="preserve"'])
stored = st.one_of(
    st.builds("<c{{at}}{0}><v>{1}</v></c>".format, styles, spelled),
    st.builds('<c{{at}}{0} t="n"><v>{1}</v></c>'.format, styles, spelled),
    st.builds('<c{{at}} t="s"{0}><v>{1}</v></c>'.format, styles, indexes),
    st.builds('<c{{at}}{0} t="b"><v>{1}</v></c>'.format, styles, st.sampled_from(["0", "1", "true", "2", ""])),
    st.builds('<c{{at}}{0} t="str"><v>{1}</v></c>'.format, styles, pieces),
    st.builds('<c{{at}} t="inlineStr"><is><t{0}>{1}</t></is></c>'.format, spaced, pieces),
    st.builds('<c{{at}} t="inlineStr"><is><r><t>{0}</t></r><r><t{1}>{2}</t></r></is></c>'.format,
              pieces, spaced, pieces),
    st.builds("<c{{at}}{0}/>".format, styles),
    st.builds('<c{{at}} t="{0}"><v>{1}</v></c>'.format, st.sampled_from(["zzz", "", "N", "S"]), spelled),
)  # fmt: skip


@settings(SETTINGS, max_examples=200)
@given(st.dictionaries(places, stored, max_size=12))
def test_however_a_program_stores_cells_a_plain_sheet_reads_alike(cells):
    """Numbers, indexes and texts as XML: what the fast reader may see, it reads as the careful one.

    Or with another number of cells; then it is not believed.
    """
    lines: dict[int, list[str]] = {}
    for (row, column), cell in sorted(cells.items()):
        at = f' r="{chr(65 + column) if column < 26 else "A" + chr(39 + column)}{row + 1}"'
        lines.setdefault(row, []).append(cell.replace("{at}", at))
    rows = "".join(f'<row r="{row + 1}">{"".join(line)}</row>' for row, line in lines.items())
    data = with_sheet(rows, shared=STRINGS)
    container = open_container_bytes("a.xlsx", data)
    book, sheet = Workbook(container), container.sheets[0]

    assert repr(book.grid(sheet).rows) == repr(book._careful(sheet).rows)


# --- What only the careful reader keeps -----------------------------------------------------------

UNUSUAL = {
    "a marked stretch of text": (
        '<row r="1"><c r="A1" t="inlineStr"><is><t><![CDATA[<c r="B1">]]></t></is></c></row>',
        [(0, ['<c r="B1">'])],
    ),
    "a comment that looks like a cell": (
        '<row r="1"><c r="A1"><v>1</v></c><!--<c r="B1"><v>2</v></c>--></row>',
        [(0, [1.0])],
    ),
    "a cell in another row than it says": (
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        [(1, [1.0])],
    ),
    "a shared formula without its result": (
        '<row r="1"><c r="A1"><f t="shared" si="0"/><v/></c></row>',
        [(0, [Uncalculated("")])],
    ),
    "an error value": (
        '<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row>',
        [(1, [None, CellError("#REF!")])],
    ),
    "a formula without its result": (
        '<row r="2"><c r="B2"><f>SUM(A1:A9)</f></c></row>',
        [(1, [None, Uncalculated("SUM(A1:A9)")])],
    ),
    "a formula with its result": (
        '<row r="2"><c r="B2" t="str"><f>A1</f><v>done</v></c></row>',
        [(1, [None, "done"])],
    ),
    "rows out of order": (
        '<row r="5"><c r="A5"><v>5</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>',
        [(1, [2.0]), (4, [5.0])],
    ),
    "cells out of order": (
        '<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>',
        [(0, [1.0, None, 3.0])],
    ),
    "doubled cells: the last one holds": (
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        [(0, [2.0])],
    ),
    "a stray cell far away": (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
        [(0, [1.0]), (1048575, [None] * 16383 + [2.0])],
    ),
    "no addresses at all": (
        "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
        [(0, [1.0, 2.0]), (1, [3.0])],
    ),
    "a date as text": (
        '<row r="1"><c r="A1" t="d"><v>2026-11-30</v></c><c r="B1" t="d"><v>2026-11-30T09:30:00</v></c></row>',
        [(0, [date(2026, 11, 30), datetime(2026, 11, 30, 9, 30)])],
    ),
    "a shared string that does not exist": (
        '<row r="1"><c r="A1" t="s"><v>99</v></c><c r="B1"><v>1</v></c></row>',
        [(0, [CellError("#REF!"), 1.0])],
    ),
    "an unknown kind of cell": (
        '<row r="1"><c r="A1" t="zzz"><v>7</v></c></row>',
        [(0, [7.0])],
    ),
    "a number that is too large": (
        '<row r="1"><c r="A1"><v>9E+999</v></c></row>',
        [(0, ["9E+999"])],
    ),
    "a number that is none": (
        '<row r="1"><c r="A1"><v>NaN</v></c></row>',
        [(0, ["NaN"])],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), UNUSUAL.values(), ids=UNUSUAL)
def test_what_the_fast_reader_would_lose_is_kept(rows, expected):
    """Errors, formulas and cells in odd places are read carefully: nothing is dropped or moved."""
    assert grid(with_sheet(rows)).rows == expected


def test_a_prefixed_namespace_is_read():
    """A sheet whose elements carry a prefix is read like any other."""
    made = with_sheet("")
    changed = io.BytesIO()
    sheet = (
        f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, sheet if name == SHEET else old.read(name))

    assert grid(changed.getvalue()).rows == [(0, [1.0])]


@pytest.mark.parametrize(
    ("number", "code"),
    [
        *((number, "yyyy-mm-dd") for number in (-1.0, -0.5, 2958466.0, 1e10, 1e300)),
        *((number, "[h]:mm") for number in (2958466.0, 1e10, 1e300)),  # -1 is a duration
    ],
)
def test_a_number_that_is_no_date_remains_a_number(number, code):
    """A number too small or too large for the date format of its cell is read as the number."""
    assert grid(written({(0, 0): (number, code)})).rows == [(0, [number])]


def test_merged_ranges_are_reported():
    """The grid says which ranges are merged."""
    merged = '<mergeCells count="1"><mergeCell ref="A1:B2"/></mergeCells>'

    assert grid(with_sheet('<row r="1"><c r="A1"><v>1</v></c></row>', after=merged)).merged == (
        "A1:B2",
    )


def test_an_empty_sheet_has_no_rows():
    """A sheet without cells is an empty grid, and asking it for a value is no error."""
    empty = grid(with_sheet(""))

    assert empty.rows == []
    assert empty.value(3, 3) is None
    assert list(empty.first_column()) == []


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1"><is></is><x/></c>',
        '<c r="A1" t="inlineStr"><is><t>x</t></is></c>',
        '<c r="A1"><f>1</f><x/></c>',
        '<c r="A1" s="1" ',
    ],
)
@pytest.mark.parametrize("count", [16_000, 200_000])
def test_a_row_made_to_be_searched_for_ever_is_read_at_once(cell, count):
    """Cells such as no pattern ends in; more of them, in one place, than a row can have."""
    cell += "/>" if cell.endswith(" ") else ""
    data = with_sheet(f'<row r="1">{cell * count}</row>')
    begun = time.process_time()

    assert len(grid(data).rows) <= 1
    assert time.process_time() - begun < 20


def test_cells_of_many_looks_are_read_without_remembering_all():
    """Each cell with an attribute of its own."""
    cells = [f'<row r="{n}"><c r="A{n}" ph="{n}"><v>{n}</v></c></row>' for n in range(1, 5000)]

    assert len(grid(with_sheet("".join(cells))).rows) == 4999


def test_a_reading_aid_without_text_hides_nothing():
    """An element that ends at once does not reach to the end of the next one."""
    strings = "<si><r><t>a</t></r><rPh/><r><t>b</t></r><rPh><t>c</t></rPh></si>"
    data = with_sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', shared=strings)

    assert grid(data).rows == [(0, ["ab"])]
