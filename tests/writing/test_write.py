"""What a generated workbook contains, as other programs see it."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from handover_xlsx.errors import WriterError
from handover_xlsx.handover.content import Content
from handover_xlsx.handover.remembered import SourceEntry
from handover_xlsx.merging.merge import merge
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.sheets.cell_text import shortened
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.model import Field, Section
from handover_xlsx.template.selecting import select
from handover_xlsx.writing.write import write_workbook
from handover_xlsx.writing.xlsxwriter_strict import Strict, strictly

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
OPERATIONS = select(load_template("operations"))
TODAY = date(2026, 11, 2)
LANGUAGES = ("en", "zh")
NAUGHTY = (
    "=1+1", "+x", "-x", "@x", "=HYPERLINK(\"http://x\")", "http://example.com", "mailto:a@b.example",
    "internal:'Start'!A1", "external:c:\\x.xlsx", "{=1}", "00123", "1e5", "2026-11-02", "TRUE", "'x",
)  # fmt: skip

FILLED = """
## start
| leaver | last_day | reason |
|---|---|---|
| 周敏 | 2026-11-30 | resignation |

## duties
| name | description | frequency | hours | My notes |
|---|---|---|---|---|
| Weekly report | Collect<br>Send | weekly | 2.5 | ask Ben |
| Stock order | Order | daily | | |

## kpi_history
| kpi | 2024-03 | 2026-10 |
|---|---|---|
| Sales | 100 | 110 |

## projects
No own projects
"""


@pytest.fixture(scope="module")
def workbooks(
    tmp_path_factory: pytest.TempPathFactory, content_from_markdown: Callable[..., Content]
) -> dict[str, Path]:
    """Every kind of workbook: blank and with data, in both languages, and a team's."""
    folder = tmp_path_factory.mktemp("workbooks")
    filled = content_from_markdown(FILLED)
    paths = {}
    for language in LANGUAGES:
        for kind, content in (("blank", Content()), ("filled", filled)):
            path = paths[f"{kind}-{language}"] = folder / f"{kind}-{language}.xlsx"
            write_workbook(OPERATIONS, path, language=language, content=content, today=TODAY)
        one = [
            read_workbook(paths[f"filled-{language}"]),
            read_workbook(paths[f"blank-{language}"]),
        ]
        path = paths[f"team-{language}"] = folder / f"team-{language}.xlsx"
        write_workbook(OPERATIONS, path, language=language, content=merge(one).content, today=TODAY)
    return paths


KINDS = [f"{kind}-{language}" for kind in ("blank", "filled", "team") for language in LANGUAGES]


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of workbook in turn."""
    return request.param


@pytest.fixture
def path(workbooks: dict[str, Path], kind: str) -> Path:
    """Where the workbook is."""
    return workbooks[kind]


@pytest.fixture
def book(path: Path) -> openpyxl.Workbook:
    """The workbook as openpyxl sees it; a warning would be an error."""
    return openpyxl.load_workbook(path)


@pytest.fixture
def language(kind: str) -> str:
    """The language of the workbook."""
    return kind[-2:]


def sheets(book: openpyxl.Workbook, language: str) -> Iterator[tuple[Section, Worksheet]]:
    """Each section that has a sheet of its own, with that sheet."""
    for section in OPERATIONS.sections:
        if section is not OPERATIONS.start:
            yield section, book[section.sheet[language]]


# --- Valid for every program ----------------------------------------------------------------------


def test_workbooks_are_valid_against_the_schemas(workbooks):
    """Every part of every kind of workbook is valid against the schemas of ECMA-376."""
    tool, schemas = SHARED / "tools/xsdcheck.py", SHARED / "xsd"
    if not tool.exists() or not schemas.exists():
        pytest.skip(f"the schemas are not at hand in {SHARED}")
    command = [sys.executable, str(tool), str(schemas), *map(str, workbooks.values())]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    verdicts = re.findall(r"^\S+: (\d+) parts checked, (\d+) invalid$", done.stdout, re.MULTILINE)

    assert len(verdicts) == len(KINDS)
    assert all(int(checked) > 25 and invalid == "0" for checked, invalid in verdicts), done.stdout


def test_sheets_are_in_the_order_of_the_template(book, kind, language):
    """Start comes first, then a sheet for each section, then the two hidden ones."""
    team = {"en": "Team", "zh": "团队"}[language]
    expected = [section.sheet[language] for section in OPERATIONS.sections]
    if kind.startswith("team"):
        expected.insert(1, team)

    assert book.sheetnames == [*expected, "_lists", "_handover"]
    assert book.active.title == expected[0]
    assert book["_lists"].sheet_state == "hidden"
    assert book["_handover"].sheet_state == "veryHidden"
    assert {sheet.sheet_state for sheet in book.worksheets[:-2]} == {"visible"}


def test_headings_say_what_is_required(book, kind, language):
    """A heading is the field's label, with ``*`` when always, ``(*)`` when at times required."""
    first = 3 if kind.startswith("team") else 2
    for section, sheet in sheets(book, language):
        shown = [sheet.cell(6, number).value for number, _ in columns_of(section, first)]

        assert shown == [
            f.label[language] + (" *" if f.required else " (*)" if f.required_if else "")
            for f in section.fields
        ]


SHOWN_BESIDE_THE_NAME = 3  # target, unit and trend, in the history of one person


def columns_of(section: Section, first: int) -> list[tuple[int, Field]]:
    """Column number and field of a section whose fields begin at column ``first``."""
    shift = SHOWN_BESIDE_THE_NAME if section.kind == "history" and first == 2 else 0
    return [(first + n + (shift if n else 0), item) for n, item in enumerate(section.fields)]


def test_hints_are_above_the_headings(book, kind, language):
    """Above each heading is what to write, and an example."""
    first = 3 if kind.startswith("team") else 2
    for section, sheet in sheets(book, language):
        for number, item in columns_of(section, first):
            hint = sheet.cell(5, number).value

            assert item.hint[language] in hint
            assert item.example[language] in hint


def test_tables_cover_headings_and_rows(book, language):
    """Each table begins at the headings, contains all rows and some blank ones, and names its columns."""
    for section, sheet in sheets(book, language):
        (table,) = sheet.tables.values()
        left, top, right, bottom = range_boundaries(table.ref)
        headings = [sheet.cell(top, column).value for column in range(left, right + 1)]

        assert table.name == f"tbl_{section.id}"
        assert (left, top) == (2, 6)
        assert bottom >= 56
        assert [column.name for column in table.tableColumns] == headings
        assert len({heading.casefold() for heading in headings}) == len(headings)


def test_checks_do_not_overlap(book):
    """No cell has two checks: programs would refuse the file or follow either of them."""
    for sheet in book.worksheets:
        seen: set[tuple[int, int, int, int]] = set()
        for check in sheet.data_validations.dataValidation:
            for cells in check.sqref.ranges:
                assert not any(overlap(cells.bounds, other) for other in seen), (sheet, cells)
                seen.add(cells.bounds)


def overlap(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether two ranges (left, top, right, bottom) share a cell."""
    return not (
        one[2] < other[0] or other[2] < one[0] or one[3] < other[1] or other[3] < one[1]
    )  # fmt: skip


def test_every_field_has_a_check_or_an_input_message(book, kind, language):
    """Each column has its check down to row 1,000; what it refers to is a defined name."""
    first = 3 if kind.startswith("team") else 2
    for section, sheet in sheets(book, language):
        checks = {tuple(cells.bounds): check for check in sheet.data_validations.dataValidation
                  for cells in check.sqref.ranges}  # fmt: skip
        for number, item in columns_of(section, first):
            check = checks[number, 7, number, 1000]
            assert check.prompt
            assert len(check.prompt) <= 255
            assert len(check.promptTitle) <= 32
            if item.type in ("choice", "ref"):
                assert check.type == "list"
                assert check.formula1 in book.defined_names
        locked = checks[2, 6, 1 + len(sheet.tables[f"tbl_{section.id}"].tableColumns), 6]
        assert (locked.type, locked.formula1) == ("custom", "FALSE")


def test_defined_names_point_to_their_columns(book, kind, language):
    """The name of each field and period stands for the cells below its heading."""
    first = 3 if kind.startswith("team") else 2
    for section, sheet in sheets(book, language):
        for number, item in columns_of(section, first):
            ((title, cells),) = book.defined_names[f"fld_{section.id}_{item.id}"].destinations
            assert title == sheet.title
            assert range_boundaries(cells) == (number, 7, number, 1000)
    assert "fld_kpi_history_m2026_10" in book.defined_names
    for name in OPERATIONS.choices:
        ((title, cells),) = book.defined_names[f"lst_{name}"].destinations
        column = [cell.value for (cell,) in book[title][cells]]
        assert column == [one.label[language] for one in OPERATIONS.choices[name].choices]


def test_panes_and_the_id_row(book, language):
    """Headings and the naming column remain in view; the first row contains the ids and is hidden."""
    for section, sheet in sheets(book, language):
        ids = [cell.value for cell in sheet[1] if cell.value]

        assert sheet.freeze_panes == "C7"
        assert sheet.row_dimensions[1].hidden
        assert ids[0] == f"_ids:{section.id}"
        assert {item.id for item in section.fields} <= set(ids)


def test_links_lead_to_sheets_that_exist(book):
    """Every link leads to a cell of a sheet of this workbook."""
    links = [cell.hyperlink for sheet in book.worksheets for row in sheet.iter_rows(max_row=60)
             for cell in row if cell.hyperlink]  # fmt: skip

    assert len(links) > 30
    for link in links:
        sheet, _, cell = link.location.rpartition("!")
        assert link.target is None
        assert sheet.strip("'").replace("''", "'") in book.sheetnames
        assert re.fullmatch(r"[A-Z]+\d+", cell)


def test_cached_values_are_true(path):
    """A program that does not calculate shows numbers that add up, and no formula lacks its value."""
    values = openpyxl.load_workbook(path, data_only=True).worksheets[0]
    lines = {str(row[0].value).removeprefix("_progress:"): [cell.value for cell in row[3:8]]
             for row in values.iter_rows() if str(row[0].value).startswith("_progress:")}  # fmt: skip
    total = lines.pop("")

    assert len(lines) == len(OPERATIONS.sections)
    assert total[:3] == [sum(line[n] for line in lines.values()) for n in range(3)]
    assert total[3] == pytest.approx(1 - total[2] / total[1])
    assert None not in [value for line in lines.values() for value in (*line[:3], line[4])]


def test_a_blank_workbook_is_small(workbooks):
    """A blank workbook can be sent by any mail: it is no larger than 150 kB."""
    assert max(workbooks[f"blank-{language}"].stat().st_size for language in LANGUAGES) <= 150_000


# --- Text remains text --------------------------------------------------------------------------------


def test_no_text_becomes_a_formula_or_a_link(make_workbook):
    """Texts that look like formulas, links, numbers or dates are stored as the texts they are."""
    content = Content(
        rows={
            "duties": [{"name": text, text: text} for text in NAUGHTY],
            "start": [{"leaver": "=1+1", "first_week": "http://example.com"}],
        },
        own_columns={"duties": NAUGHTY},
        not_applicable={"projects": "=1+1"},
    )
    path = make_workbook(content)
    book = openpyxl.load_workbook(path)
    sheet = book["Duties"]

    assert tuple(sheet.cell(7 + n, 2).value for n in range(len(NAUGHTY))) == NAUGHTY
    for cells in (sheet.iter_rows(min_row=6), book["Start"].iter_rows(min_row=9, max_row=21)):
        for cell in (cell for row in cells for cell in row if cell.value is not None):
            assert cell.data_type == "s"
            assert cell.hyperlink is None
    history = book.sheetnames.index("KPI history") + 1
    formulas = formula_sheets(path)  # the progress list, and what is next to the history's names
    assert formulas == {"xl/worksheets/sheet1.xml", f"xl/worksheets/sheet{history}.xml"}
    assert read_workbook(path).sources[0].not_applicable == {"projects": "=1+1"}


def formula_sheets(path: Path) -> set[str]:
    """The sheets that contain formulas."""
    with zipfile.ZipFile(path) as package:
        return {name for name in package.namelist()
                if name.startswith("xl/worksheets/sheet") and b"<f>" in package.read(name)}  # fmt: skip


def test_what_is_too_long_for_excel_is_reported(make_workbook, tmp_path):
    """Of a text of more than 32,767 characters the rest is cut, and the cell is named."""
    long = "x" * 40_000
    content = Content(
        rows={
            "start": [{"leaver": "A", "first_week": long}],
            "duties": [{"name": "short"}, {"name": "fits", "description": long[:32767]},
                       {"name": "long", "description": long}],
            "contacts": [{"name": "😀" * 16384}],
        }
    )  # fmt: skip
    written = write_workbook(OPERATIONS, tmp_path / "a.xlsx", content=content, today=TODAY)
    handover = read_workbook(tmp_path / "a.xlsx")

    assert written.cut == ("Start!C16", "Duties!C9", "Contacts!B7")
    assert [len(r.get("description", "")) for r in handover.rows("duties")] == [
        0,
        32767,
        32767,
    ]
    assert handover.rows("contacts")[0]["name"] == "😀" * 16383  # Excel counts them double


def test_an_own_heading_that_is_too_long_is_reported(tmp_path):
    """A heading longer than a table can have is shortened, and its cell is named."""
    heading = "My long heading " * 30
    content = Content(
        rows={"duties": [{"name": "A", heading: "kept"}]}, own_columns={"duties": (heading,)}
    )
    written = write_workbook(OPERATIONS, tmp_path / "a.xlsx", content=content, today=TODAY)

    assert written.cut == ("Duties!P6",)
    assert "kept" in read_workbook(tmp_path / "a.xlsx").rows("duties")[0].values()


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("Priority *", "Priority * ′"),  # the template's own heading
        ("my NOTES", "my NOTES ′"),  # is there already
        ("two\nlines", "two lines"),
        ("a\x01b", "a b"),
        ("\ufffe", "?"),
        ("=1+1", "=1+1"),
        ("From", "From"),
    ],
)
def test_own_columns_keep_a_heading_of_their_own(make_workbook, heading, shown):
    """A table needs headings that differ and contain no control characters; no column is dropped."""
    content = Content(
        rows={"duties": [{"name": "A", "My notes": "1", heading: "2"}]},
        own_columns={"duties": ("My notes", heading)},
    )
    handover = read_workbook(make_workbook(content))

    assert handover.rows("duties")[0] == {"name": "A", "My notes": "1", shown: "2"}


def test_dates_before_march_1900_are_written_as_text(make_workbook):
    """Programs disagree about dates before March 1900: such a date remains a text and is reported."""
    early = [date(1850, 1, 1), date(1899, 12, 31), date(1900, 1, 1), date(1900, 2, 28)]
    path = make_workbook(Content(rows={"contacts": [{"introduce_on": day} for day in early]}))
    handover = read_workbook(path)

    assert [r["introduce_on"] for r in handover.rows("contacts")] == [
        day.isoformat() for day in early
    ]
    assert [r.kind for r in handover.remarks] == ["too-early"] * 4


def test_dates_and_numbers_of_own_columns_remain_what_they_are(make_workbook):
    """Dates, moments and numbers in own columns are written as such."""
    values = {"Day": date(2026, 11, 2), "Moment": datetime(2026, 11, 2, 9, 30), "Number": 1.5}
    content = Content(rows={"duties": [values]}, own_columns={"duties": tuple(values)})
    handover = read_workbook(make_workbook(content))

    assert handover.rows("duties")[0] == values


# --- Whole, repeatable, quick to start ------------------------------------------------------------------


def test_the_same_content_gives_the_same_bytes(content_from_markdown):
    """With the same day and workbook id a workbook is the same, byte for byte."""
    content = content_from_markdown(FILLED)
    made = []
    for _ in range(2):
        stream = io.BytesIO()
        write_workbook(OPERATIONS, stream, content=content, today=TODAY, workbook_id="w")
        made.append(stream.getvalue())

    assert made[0] == made[1]


def test_history_columns_are_the_months_before_the_last_day(make_workbook):
    """Prepared are the months before the last working day, and every month that has a figure."""
    rows = {
        "start": [{"last_day": date(2026, 3, 15)}],
        "kpi_history": [{"kpi": "A", "2020-01": 1.0}],
    }
    sheet = openpyxl.load_workbook(make_workbook(Content(rows=rows), months=3))["KPI history"]

    assert [cell.value for cell in sheet[6][6:]] == ["2020-01", "2025-12", "2026-01", "2026-02"]


def test_a_team_of_hundreds_keeps_all_its_sources(make_workbook):
    """What a team's workbook knows of its sources may be longer than a cell contains."""
    sources = tuple(
        SourceEntry(f"周敏 {n} · handover-{n}.xlsx", f"handover-{n}.xlsx", f"周敏 {n}",
                    workbook_id=f"{n:036}", not_applicable={"projects": "none 😀" * 20})
        for n in range(400)
    )  # fmt: skip
    rows = {"duties": [{"_from": one.label, "name": "A"} for one in sources]}
    handover = read_workbook(make_workbook(Content(rows=rows, sources=sources)))

    assert [source.leaver for source in handover.sources] == [one.leaver for one in sources]
    assert [record.source for record in handover.rows("duties")] == list(range(400))


@pytest.mark.parametrize("module", ["handover_xlsx.cli", "handover_xlsx.writing.write"])
def test_writing_starts_without_pandas(module):
    """Making a blank workbook does not wait for pandas to be loaded."""
    code = f"import sys, {module}; print('pandas' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.split() == ["False", "False"]


def test_what_xlsxwriter_would_drop_is_an_error():
    """Where XlsxWriter warns or gives up in silence, writing stops with an error."""
    import xlsxwriter

    with strictly(), pytest.raises(WriterError):
        Strict(xlsxwriter.Workbook(io.BytesIO()).add_worksheet()).write_number(2_000_000, 0, 1)
    with pytest.raises(WriterError), strictly():
        Strict(xlsxwriter.Workbook(io.BytesIO())).define_name("not a name", "=1")


def test_a_text_is_shortened_between_characters():
    """Excel counts UTF-16 units; a character of two units is never cut in half."""
    assert shortened("a😀b", 2) == "a"
    assert shortened("a😀b", 3) == "a😀"
    assert shortened("abc", 3) == "abc"


def test_a_template_of_another_language_falls_back_to_english(make_workbook):
    """A language that the template does not speak is written in English."""
    assert openpyxl.load_workbook(make_workbook(language="de")).sheetnames[1] == "Duties"
