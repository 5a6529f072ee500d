"""Stories of workbooks that come back: what is read, and what is remarked about each."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.handover.content import Content
from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.table import EMPTY
from handover_xlsx.merging.merge import merge
from handover_xlsx.reading.read import read_bytes, read_workbook, read_workbooks
from handover_xlsx.template import resolved
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import Template
from handover_xlsx.template.selecting import select
from handover_xlsx.validation.run import validate

OPERATIONS = select(load_template("operations"))

STORY = """
## start
| leaver | successor | last_day |
|---|---|---|
| Clara Whitfield | Priya Nair | 2026-11-30 |

## duties
| name | description | frequency | priority | hours |
|---|---|---|---|---|
| Weekly report | Collect | weekly | critical | 2 |
| Stock order | Order | daily | high | 1 |

## kpi_history
| kpi | 2026-09 | 2026-10 |
|---|---|---|
| Sales | 100 | 110 |
"""
ODD = """
template: odd-jobs
version: 3
title: {en: Odd jobs}
roles: {leaver: who.name}
sections:
  - id: who
    kind: form
    sheet: {en: Cover}
    purpose: {en: Who you are}
    fields:
      - {id: name, label: {en: Your name}, type: text, required: true}
      - {id: until, label: {en: Until}, type: date}
  - id: jobs
    kind: table
    sheet: {en: Jobs}
    purpose: {en: What you do}
    fields:
      - {id: job, label: {en: Job}, type: text, required: true}
      - {id: place, label: {en: Where}, type: text}
"""
Change = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def changed(workbook_from_markdown, tmp_path) -> Callable[[Change], Handover]:
    """The story's workbook, changed with openpyxl and read."""

    def change(edit: Change) -> Handover:
        book = openpyxl.load_workbook(workbook_from_markdown(STORY))
        edit(book)
        book.save(tmp_path / "changed.xlsx")
        return read_workbook(tmp_path / "changed.xlsx")

    return change


def remarks(handover: Handover) -> list[tuple[str, str | None, str | None, str | None]]:
    """What was remarked: kind, section, sheet, cell."""
    return [(r.kind, r.section, r.sheet, r.cell) for r in handover.remarks]


def codes(handover: Handover, family: str = "S") -> list[str]:
    """The codes of the findings of a family."""
    return [finding.code for finding in validate(handover, select=family).findings]


def names(handover: Handover) -> list[object]:
    """The names of the duties."""
    return [record.get("name") for record in handover.rows("duties")]


NAMES = ["Weekly report", "Stock order"]


# --- A workbook as it should be ---------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_workbook_says_what_was_written(workbook_from_markdown, language):
    """Values, their cells, the source, its language and its leaver are read; nothing is remarked."""
    path = workbook_from_markdown(STORY, language=language)
    handover = read_workbook(path)
    (source,) = handover.sources

    assert handover.rows("duties")[0] == {
        "name": "Weekly report", "description": "Collect", "frequency": "weekly",
        "priority": "critical", "hours": 2.0,
    }  # fmt: skip
    assert handover.cell("duties", "frequency", 1) == (
        OPERATIONS.by_id["duties"].sheet[language],
        "D8",
    )
    assert handover.cell("start", "last_day", 0)[1] == "C14"
    assert handover.rows("kpi_history")[0] == {
        "kpi": "Sales",
        "2026-09": 100,
        "2026-10": 110,
    }
    assert (source.name, source.path, source.language) == (path.name, str(path), language)
    assert (source.leaver, handover.last_day(0)) == ("Clara Whitfield", date(2026, 11, 30))
    assert (source.template_id, source.template_version) == ("operations", 1)
    assert handover.template == OPERATIONS
    assert handover.remarks == []


def test_a_blank_workbook_is_a_handover_without_rows(make_workbook):
    """A blank workbook is read; only prepared rows are in it."""
    handover = read_workbook(make_workbook())

    assert {name for name, rows in handover.tables.items() if rows} <= {"signoff", "review"}
    assert handover.remarks == []
    assert handover.sources[0].leaver == ""


def test_blank_rows_leave_no_record_and_move_nothing(workbook_from_markdown, tmp_path):
    """Blank rows in the middle are skipped; each row keeps the address it has."""
    book = openpyxl.load_workbook(workbook_from_markdown(STORY))
    book["Duties"].insert_rows(8, 5)
    book.save(tmp_path / "a.xlsx")
    handover = read_workbook(tmp_path / "a.xlsx")

    assert names(handover) == NAMES
    assert handover.cell("duties", "name", 1) == ("Duties", "B13")


def test_several_workbooks_are_read_in_order(workbook_from_markdown):
    """``read_workbooks`` reads one after the other."""
    paths = [workbook_from_markdown(STORY, name=f"{n}.xlsx") for n in "ab"]

    assert [one.sources[0].name for one in read_workbooks(paths)] == ["a.xlsx", "b.xlsx"]


def test_a_section_that_does_not_apply_has_its_reason(workbook_from_markdown):
    """A reason on the Start sheet is read for its section, and an unknown mark is ignored."""
    path = workbook_from_markdown(
        "## start\n| leaver |\n|---|\n| A |\n## projects\nNone of my own\n"
    )

    assert read_workbook(path).sources[0].not_applicable == {"projects": "None of my own"}


# --- Cells that are not what they should be -----------------------------------------------------


def test_what_is_not_understood_is_kept_and_remarked(workbook_from_markdown):
    """A value that does not fit its field remains as typed, is unread, and is remarked at its cell."""
    path = workbook_from_markdown("""
## duties
| name | frequency | hours | priority |
|---|---|---|---|
| Report | weekly | some | hihg |
""")
    handover = read_workbook(path)
    (record,) = handover.rows("duties")

    assert record["hours"] == "some"
    assert record["priority"] == "hihg"
    assert record.unread == {"hours", "priority"}
    assert remarks(handover) == [
        ("not-in-list", "duties", "Duties", "F7"),
        ("not-a-number", "duties", "Duties", "J7"),
    ]
    assert handover.remarks[0].detail["near"] == "high"


def test_cells_of_spaces_are_blank_and_remarked(workbook_from_markdown):
    """A cell that contains only spaces counts as blank; a row of nothing else is no row."""
    handover = read_workbook(
        workbook_from_markdown(
            "## duties\n| name | deadline |\n|---|---|\n| A | \u3000\u200b |\n|  | \u200b |\n"
        )
    )

    assert [dict(record) for record in handover.rows("duties")] == [{"name": "A"}]
    assert remarks(handover) == [("only-spaces", "duties", "Duties", "E7")]


def test_error_values_and_formulas_without_result_are_remarked(changed):
    """Errors and formulas that were never calculated are remarked at their cells."""

    def change(book):
        book["Duties"]["B7"] = "#REF!"
        book["Duties"]["J8"] = "=J7*2"

    handover = changed(change)

    assert names(handover) == ["#REF!", "Stock order"]
    assert remarks(handover) == [
        ("error-value", "duties", "Duties", "B7"),
        ("no-result", "duties", "Duties", "J8"),
    ]


def test_what_was_changed_is_remarked_once_a_column(changed):
    """Values that were understood but not plain are remarked once for their column."""

    def change(book):
        book["Duties"]["D7"], book["Duties"]["D8"] = "every week", "每天"

    handover = changed(change)

    assert [r["frequency"] for r in handover.rows("duties")] == ["weekly", "daily"]
    assert remarks(handover) == [("changed", "duties", "Duties", "D7")]
    examples = (("D7", "every week", "weekly"), ("D8", "每天", "daily"))
    assert handover.remarks[0].detail == {"count": 2, "examples": examples}


def test_dates_without_a_year_are_in_the_year_of_the_last_day(changed):
    """The leaver's last day gives the year to dates that have none."""
    handover = changed(lambda book: book["Handover plan"].__setitem__("E7", "11月16日"))

    assert handover.rows("plan")[0]["due"] == date(2026, 11, 16)


def test_moments_and_numbers_in_own_columns_are_kept(changed):
    """What is in an own column is kept as the value it is."""

    def change(book):
        for column, value in zip("QRS", ("Mine", "When", "Wrong"), strict=True):
            book["Duties"][f"{column}6"] = value
        book["Duties"]["Q7"], book["Duties"]["R7"] = 7.5, datetime(2026, 11, 2, 9, 30)
        book["Duties"]["S7"] = "#N/A"

    handover = changed(change)
    values = handover.rows("duties")[0]

    assert (values["Mine"], values["When"], values["Wrong"]) == (
        7.5,
        datetime(2026, 11, 2, 9, 30),
        "#N/A",
    )
    assert handover.own_columns("duties") == ("Mine", "When", "Wrong")


def test_the_1904_calendar_is_understood(changed):
    """In a workbook of the 1904 calendar the same numbers are four years later."""

    def change(book):
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert changed(change).last_day(0) == date(2026, 11, 30)


# --- Templates ------------------------------------------------------------------------------------


def write(make_workbook, template: Template) -> Path:
    """A workbook of the odd jobs template."""
    rows = {"who": [{"name": "Ann"}], "jobs": [{"job": "Water the plants", "place": "Hall"}]}
    return make_workbook(Content(rows=rows), template=template)


def test_a_workbook_brings_its_own_template(make_workbook):
    """A workbook of a template that is not installed is read by the one it carries."""
    template = load_text(ODD, "odd-jobs.yaml")
    handover = read_workbook(write(make_workbook, template))

    assert resolved.digest(handover.template) == resolved.digest(template)
    assert handover.rows("jobs")[0] == {"job": "Water the plants", "place": "Hall"}
    assert handover.sources[0].leaver == "Ann"
    assert handover.sources[0].template_version == 3
    assert remarks(handover) == [("template-not-installed", None, None, None)]
    assert codes(handover) == ["S120"]


@pytest.mark.parametrize(
    ("version", "kind", "code"),
    [(1, "template-altered", "S121"), (0, "template-older", "S122"), (9, "template-newer", "S123")],
)
def test_another_version_of_the_template_is_used_and_remarked(make_workbook, version, kind, code):
    """A workbook is checked by the template inside it, also when another version is installed."""
    text = ODD.replace("odd-jobs", "operations").replace("version: 3", f"version: {version}")
    handover = read_workbook(write(make_workbook, load_text(text, "a.yaml")))

    assert set(handover.tables) == {"who", "jobs"}
    assert [r.kind for r in handover.remarks] == [kind]
    assert codes(handover) == [code]


def test_a_given_template_replaces_the_one_inside(make_workbook, workbook_from_markdown):
    """With a template given, the workbook is read by that one."""
    handover = read_workbook(workbook_from_markdown(STORY), OPERATIONS)

    assert names(handover) == NAMES
    with pytest.raises(UnreadableFile, match="not a handover workbook"):
        read_workbook(write(make_workbook, load_text(ODD, "odd-jobs.yaml")), OPERATIONS)


def test_a_damaged_hidden_sheet_is_survived(changed):
    """With a damaged template inside, the installed one of that name is used, with a remark."""

    def change(book):
        for row in book["_handover"].iter_rows():
            if row[0].value == "template_digest":
                row[1].value = "0"
            if str(row[0].value).startswith("template_body"):
                row[1].value = '{"template": '

    handover = changed(change)

    assert names(handover) == NAMES
    assert handover.template == OPERATIONS
    assert codes(handover) == ["S124"]


def hidden(book, entry: str, value: str) -> None:
    """Write another value next to an entry of the hidden sheet."""
    row = next(row for row in book["_handover"].iter_rows() if row[0].value == entry)
    row[1].value = value


@pytest.mark.parametrize(
    ("entry", "value", "message"),
    [
        ("template", "team-plan", "“template” is “team-plan” instead of “operations”"),
        ("template_version", "999", "“template_version” is “999” instead of “1”"),
        ("format", "a letter", "“format” is “a letter” instead of “handover-workbook/1”"),
    ],
)
def test_an_altered_entry_of_the_hidden_sheet_is_reported(changed, entry, value, message):
    """The workbook is read by the template inside it, and what does not fit it is reported."""
    handover = changed(lambda book: hidden(book, entry, value))
    found = validate(handover, select="S12").findings

    assert names(handover) == NAMES
    assert handover.template == OPERATIONS
    assert [finding.code for finding in found] == ["S126"]
    assert message in found[0].message.text("en")


def test_a_path_in_place_of_the_template_is_never_opened(changed, tmp_path, monkeypatch):
    """It is a word that does not fit; the template that is there is another one, and not used."""
    planted = tmp_path / "planted.yaml"
    planted.write_text(ODD, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for path in (str(planted), "planted.yaml"):
        handover = changed(lambda book, path=path: hidden(book, "template", path))

        assert handover.template == OPERATIONS
        assert codes(handover) == ["S126"]


def test_a_workbook_of_a_newer_format_says_so(changed):
    """What an older program does not know it cannot check; the rest is read."""
    handover = changed(lambda book: hidden(book, "format", "handover-workbook/2"))

    assert names(handover) == NAMES
    assert codes(handover) == ["S127"]


@pytest.mark.parametrize(
    "garbage", ["", "x" * 5000, "\x01", "=1+1", '{"a": [', "[[[[[", "null", "9" * 400]
)
def test_nothing_on_the_hidden_sheet_is_trusted(changed, garbage):
    """Whatever is on the hidden sheet, the workbook is read or guessed, never a crash."""

    def change(book):
        for row in book["_handover"].iter_rows(min_col=2, max_col=2):
            row[0].value = garbage.replace("\x01", "_x0001_")

    handover = changed(change)

    assert names(handover) == NAMES
    assert len(handover.sources) == 1
    assert [code for code in codes(handover) if code not in ("S124", "S125")] == []


def test_without_its_hidden_sheet_a_workbook_is_recognised_by_its_headings(changed):
    """Without the hidden sheet the template is guessed by ids and headings, and that is remarked."""

    def change(book):
        del book["_handover"]

    handover = changed(change)

    assert names(handover) == NAMES
    assert handover.sources[0].leaver == "Clara Whitfield"
    assert codes(handover) == ["S125"]


def test_headings_alone_are_enough(tmp_path):
    """A plain sheet with a template's headings, made in any program, is read."""
    book = openpyxl.Workbook()
    book.active.title = "工作职责"
    book.active.append(["职责名称", "频率 *", "优先级", "备注"])
    book.active.append(["销售周报", "每周", "高", "先问小王"])
    book.save(tmp_path / "a.xlsx")
    handover = read_workbook(tmp_path / "a.xlsx")
    missing = [s.id for s in OPERATIONS.sections if s.id != "duties"]

    assert handover.rows("duties")[0] == {
        "name": "销售周报", "frequency": "weekly", "priority": "high", "备注": "先问小王",
    }  # fmt: skip
    assert handover.cell("duties", "frequency", 0) == ("工作职责", "B2")
    assert handover.sources[0].language == "zh"
    assert [r.section for r in handover.remarks if r.kind == "sheet-missing"] == missing
    assert [r.kind for r in handover.remarks if r.section is None] == ["template-guessed"]


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [["Name", "Amount"], ["A", 1]],
        [["Invoice", "Customer", "Total"], [1, "B", 2]],
        [["x"] * 50] * 50,
    ],
)
def test_another_kind_of_workbook_is_refused(tmp_path, rows):
    """A workbook that is no handover is refused with a sentence that says so."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "budget.xlsx")

    with pytest.raises(UnreadableFile, match=r"budget\.xlsx: is a workbook, but not a handover"):
        read_workbook(tmp_path / "budget.xlsx")


# --- Sheets ---------------------------------------------------------------------------------------


def test_a_deleted_sheet_is_remarked(changed):
    """A sheet that is gone is remarked once; links to it harm nothing."""

    def change(book):
        del book["Duties"]

    handover = changed(change)

    assert handover.rows("duties") == EMPTY
    assert remarks(handover) == [("sheet-missing", "duties", None, None)]
    assert codes(handover) == ["S101"]


def test_own_sheets_are_mentioned_unless_empty(changed):
    """A sheet of one's own is mentioned once; an empty one is not worth a word."""

    def change(book):
        book.create_sheet("My notes").append(["remember"])
        book.create_sheet("Sheet1")

    handover = changed(change)

    assert remarks(handover) == [("sheet-unknown", None, "My notes", None)]
    assert codes(handover) == ["S107"]


def test_merged_cells_are_remarked(changed):
    """Merged cells among the rows are remarked; merged cells above the headings are decoration."""

    def change(book):
        book["Duties"].merge_cells("E7:E8")
        book["Duties"].merge_cells("B3:F3")

    handover = changed(change)

    assert remarks(handover) == [("merged-cells", "duties", "Duties", "E7")]
    assert codes(handover) == ["S111"]


def test_macros_and_links_are_mentioned_and_not_followed(workbook_from_markdown, tmp_path):
    """Active content is mentioned; what is in the cells is read all the same."""
    path = tmp_path / "a.xlsx"
    shutil.copy(workbook_from_markdown(STORY), path)
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"macro")
    handover = read_workbook(path)

    assert names(handover) == NAMES
    assert codes(handover) == ["S130"]


# --- Teams ------------------------------------------------------------------------------------------


@pytest.fixture
def team(workbook_from_markdown, make_workbook) -> Path:
    """A workbook merged from an English and a Chinese one, with own columns of one name."""
    other = STORY.replace("Clara Whitfield", "周敏").replace("Weekly report", "库存")
    other = other.replace("| hours |", "| From |").replace(
        "---|---|---|---|\n| 库存", "---|---|---|---|\n| 库存"
    )
    one = workbook_from_markdown(STORY, name="clara.xlsx")
    two = workbook_from_markdown(
        other + "\n## projects\n没有项目\n", name="zhou.xlsx", language="zh"
    )
    return make_workbook(merge(read_workbooks([one, two])).content, name="team.xlsx")


def test_a_teams_workbook_keeps_its_sources(team):
    """Each row of a team's workbook knows its source; so does each section that does not apply."""
    handover = read_workbook(team)

    assert [source.leaver for source in handover.sources] == ["Clara Whitfield", "周敏"]
    assert [source.name for source in handover.sources] == ["clara.xlsx", "zhou.xlsx"]
    assert [dict(source.not_applicable) for source in handover.sources] == [
        {},
        {"projects": "没有项目"},
    ]
    assert [(r.source, r["name"]) for r in handover.rows("duties")] == [
        (0, "Weekly report"), (0, "Stock order"), (1, "库存"), (1, "Stock order"),
    ]  # fmt: skip
    assert handover.last_day(1) == date(2026, 11, 30)
    assert handover.cell("start", "leaver", 1) == ("Team", "C8")


def test_an_own_column_called_from_is_not_the_source(team):
    """A person's own column “From” is one thing, the source of a row another."""
    handover = read_workbook(team)

    assert [r.get("From ′") for r in handover.rows("duties")] == [None, None, "2", "1"]
    assert [r.kind for r in handover.remarks] == ["column-unknown"]


def test_merging_a_teams_workbook_again_changes_nothing(team, make_workbook):
    """A team's workbook, read and written again, contains the same rows of the same sources."""
    first = read_workbook(team)
    second = read_workbook(make_workbook(merge([first]).content))

    assert [[(r.source, dict(r)) for r in rows] for rows in second.tables.values()] == [
        [(r.source, dict(r)) for r in rows] for rows in first.tables.values()
    ]


def test_rows_of_an_unknown_source_belong_to_the_team(team):
    """A row that someone typed into a team's workbook is no one's: its source is that workbook."""
    book = openpyxl.load_workbook(team)
    book["Duties"]["C11"] = "Typed by hand"
    stream = io.BytesIO()
    book.save(stream)
    handover = read_bytes("team.xlsx", stream.getvalue())

    assert (handover.rows("duties")[-1].source, names(handover)[-1]) == (2, "Typed by hand")
    assert [source.name for source in handover.sources] == ["clara.xlsx", "zhou.xlsx", "team.xlsx"]


def test_broken_sources_leave_one(team):
    """When what a team's workbook knows of its sources is damaged, its rows are read as one's."""
    book = openpyxl.load_workbook(team)
    for row in book["_handover"].iter_rows():
        if str(row[0].value).startswith("sources"):
            row[1].value = json.dumps(["x"])
    stream = io.BytesIO()
    book.save(stream)
    handover = read_bytes("team.xlsx", stream.getvalue())

    assert len(handover.sources) == 1
    assert len(handover.rows("duties")) == 4
    assert handover.rows("duties")[0]["From"] == "Clara Whitfield · clara.xlsx · Duties!7"


def test_the_table_is_typed(team):
    """A section as a DataFrame has one row a record, typed columns, and NA for what is unread."""
    table = read_workbook(team).table("duties")

    assert list(table["_source"]) == [0, 0, 1, 1]
    assert list(table["_row"]) == [6, 7, 8, 9]
    assert str(table["hours"].dtype) == "Float64"
    assert table["hours"].isna().tolist() == [False, False, True, True]
    assert re.fullmatch("string|str|object", str(table["name"].dtype).split("[")[0])
