"""What a person does to a workbook in LibreOffice, and what we read afterwards."""

import shutil
import warnings
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from comparing import cached_progress, cells, scored, shown_progress, values

from handover_xlsx.format import layout
from handover_xlsx.handover.content import Content
from handover_xlsx.handover.model import Handover
from handover_xlsx.merging.merge import merge
from handover_xlsx.package import addresses
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.gaps.to_json import gaps_data
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import Field, Section
from handover_xlsx.template.selecting import select
from handover_xlsx.validation.run import validate
from handover_xlsx.values.show import show

pytestmark = pytest.mark.needs("soffice", "python3-uno")

OPERATIONS = select(load_template("operations"))
SAMPLES = Path(__file__).parents[2] / "samples"
TEAM = sorted((SAMPLES / "team").glob("*.xlsx"))

FILLED_IN = """
## start
| leaver | position | department | successor | last_day | reason | first_week |
|---|---|---|---|---|---|---|
| 周敏 | Manager | Retail | Priya Nair | 2026-11-30 | resignation | Mon: report<br>Tue: order |

## duties
| name | description | frequency | deadline | priority | done_when | successor | hours |
|---|---|---|---|---|---|---|---|
| Weekly report | Collect and send | weekly | Mondays | critical | Sent | Priya Nair | 2.5 |
| Stock order | | daily | | high | | Priya Nair | |
| 库存盘点 | 清点 | on_event | | low | 完成 | | |
| =1+1 | +49 30 1234 | yearly | 03/04 | | | | 0 |
| | only a description | | | | | | |

## workflows
| name | duty | trigger | steps | result | tried |
|---|---|---|---|---|---|
| Report | Weekly report | Monday | 1. open<br>2. send | Sent | yes |
| Order | Stock order | | | | no |

## projects
| name | goal | status | health | progress | start_date | planned_end | achieved | new_owner | remaining | next_step | next_date | blockers |
|---|---|---|---|---|---|---|---|---|---|---|---|---|
| New till | Faster | in_progress | at_risk | 0.45 | 2026-01-05 | 2026-12-20 | Half | Priya Nair | | Train staff | 2026-11-20 | |
| Old till | Sold | done | on_track | 1 | 2025-01-05 | 2025-12-20 | All | Priya Nair | | | | |
| Archive | | blocked | | | | | | | | | | No room |

## kpis
| name | definition | unit | direction | frequency | source | target |
|---|---|---|---|---|---|---|
| Sales | Net | money | up | monthly | Till | 125000 |
| Stock-outs | Share | percent | down | weekly | System | -1.5 |

## kpi_history
| kpi | note | 2025-11 | 2026-01 | 2026-02 | 2026-05 | 2026-06 | 2026-08 | 2026-10 |
|---|---|---|---|---|---|---|---|---|
| Sales | Christmas | 1200.5 | 800 | 900 | 1000 | 1100 | 0 | 1300 |
| Stock-outs | | 2 | | | 1.5 | | | |

## contacts
| name | side | organisation | topics | introduced | introduce_on | email | phone | im |
|---|---|---|---|---|---|---|---|---|
| Priya Nair | internal | Retail | All | planned | | priya@example.com | | |
| 王芳 | external | 快递公司 | 发货 | not_yet | | | | |
| Helen | internal | IT | Till | planned | 2026-11-10 | | 010 6555 0101 | |
| Ben | internal | | | done | | | | ben.c |

## issues
No open problems

## plan
| task | phase | method | due | participant | status |
|---|---|---|---|---|---|
| Report together | formal | hands_on | 2026-11-16 | Priya Nair | not_started |

## signoff
| role | name | decision | date | reservation |
|---|---|---|---|---|
| leaver | 周敏 | accepted | | |
| successor | Priya Nair | accepted_with_gaps | 2026-11-29 | |
| supervisor | | | | |
| hr | | | | |
"""


# --- A person fills in the blank workbook ----------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_was_typed_is_read_and_counted(
    office, make_workbook, content_from_markdown, tmp_path, language
):
    """Values typed into a blank workbook are read as typed; its progress equals the report's."""
    content = content_from_markdown(FILLED_IN)
    office.open(make_workbook(language=language))
    fill_in(office, content, language)
    live = shown_progress(office)
    office.recalculate()
    recalculated = shown_progress(office)
    office.save(tmp_path / "filled.xlsx")
    handover = read_workbook(tmp_path / "filled.xlsx")

    assert values(handover) == {s.id: content.of(s) for s in OPERATIONS.sections}
    assert handover.sources[0].not_applicable == content.not_applicable
    assert live == recalculated == scored(handover) == reported(handover)
    assert recalculated["documents"] == (0, 5, 5)  # no one wrote a line, one row is needed
    assert recalculated["issues"] == (0, 0, 0)  # declared not applicable


def fill_in(office, content: Content, language: str) -> None:
    """Type a content into the open blank workbook."""
    start = layout.start_layout(OPERATIONS, OPERATIONS.sections, team=False)
    names = layout.sheet_names(OPERATIONS, language, team=False)
    for section in OPERATIONS.sections:
        is_form = section is OPERATIONS.start
        entries = {}
        for number, row in enumerate(content.of(section)):
            for key, value in row.items():
                item, place = section.by_id.get(key), column_of(section, key)
                if key not in section.prepared_fields:
                    line = start.form + section.fields.index(item) if is_form else 0
                    cell = (line, 2) if is_form else (layout.FIRST_ROW + number, place)
                    entries[addresses.address(*cell)] = typed(item, value, language)
        office.enter(names[section.id], entries)
    for section_id, reason in content.not_applicable.items():
        line = start.progress + list(OPERATIONS.by_id).index(section_id)
        cell = addresses.address(line, layout.REASON_COLUMN)
        office.enter(names[OPERATIONS.start.id], {cell: reason})


def column_of(section: Section, key: str) -> int:
    """Where a field or period (November 2025 is the first) is in a new workbook."""
    beside = (
        3 if section.kind == "history" and key != section.names_row else 0
    )  # target, unit, trend
    if key in section.by_id:
        return layout.FIRST_COLUMN + list(section.by_id).index(key) + beside
    months = int(key[:4]) * 12 + int(key[5:]) - (2025 * 12 + 11)
    return layout.FIRST_COLUMN + len(section.fields) + beside + months


def typed(item: Field | None, value: object, language: str) -> str:
    """What a person types for a value."""
    if isinstance(value, date):
        return value.isoformat()
    if item and item.type == "percent":
        return f"{value:.0%}"
    if isinstance(value, float):
        return f"{value:g}"
    return show(value, item, language)


def reported(handover: Handover) -> dict[str, tuple[int, int, int]]:
    """The same numbers from the JSON report."""
    source = gaps_data([validate(handover)], "en")["sources"][0]
    lines = {
        one["section"]: (one["rows"], one["required"], one["missing"]) for one in source["sections"]
    }
    return {**lines, "": tuple(map(sum, zip(*lines.values(), strict=True)))}


# --- Opening and saving ----------------------------------------------------------------------


def test_a_teams_workbook_survives_saving(office, make_workbook, tmp_path):
    """A merged workbook saved by LibreOffice still knows where each row comes from."""
    merged = merge([read_workbook(path) for path in TEAM])
    path = make_workbook(merged.content)
    before = read_workbook(path)
    office.open(path)
    office.recalculate()
    counted = shown_progress(office)
    office.save(tmp_path / "saved.xlsx")
    after = read_workbook(tmp_path / "saved.xlsx")

    assert after.tables == before.tables
    assert [s.leaver for s in after.sources] == [s.leaver for s in merged.handover.sources]
    assert {record.source for record in after.rows("duties")} == {0, 1, 2}
    assert counted == cached_progress(path)


@pytest.mark.parametrize(("ending", "kind"), [("ods", "calc8"), ("xls", "MS Excel 97")])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_other_formats_are_read_for_their_values(office, tmp_path, ending, kind, language):
    """Saved as .ods or .xls, a workbook says the same; one note says that only values were read."""
    name = f"handover-complete.{language}.xlsx"
    original = Path(
        shutil.copyfile(SAMPLES / name, tmp_path / name)
    )  # LibreOffice locks what it opens
    office.open(original)
    office.save_as(tmp_path / f"saved.{ending}", kind)
    before, after = read_workbook(original), read_workbook(tmp_path / f"saved.{ending}")

    assert values(after) == values(before)
    assert [f.code for f in validate(after).findings if f.code.startswith("S")] == ["S132"]


# --- Edits -----------------------------------------------------------------------------------

EDITED = """
## start
| leaver | successor | last_day |
|---|---|---|
| Clara Whitfield | Priya Nair | 2026-11-30 |

## duties
| name | description | frequency | priority | hours |
|---|---|---|---|---|
| Weekly report | Collect | weekly | critical | 2 |
| Stock order | Order | daily | high | 1 |
| Stocktake | Count | yearly | low | 16 |

## kpi_history
| kpi | 2026-09 | 2026-10 |
|---|---|---|
| Sales | 100 | 110 |

## plan
| task | due |
|---|---|
| Report together | 2026-11-16 |
"""
Edit = Callable[..., None]


@pytest.fixture
def edited(office, workbook_from_markdown, tmp_path) -> Iterator[Callable[[Edit], Handover]]:
    """Make an edit to a small workbook in LibreOffice, save it there, and read it.

    Whatever is read must be in the cell it is said to be in, and the workbook's own progress
    must show what the report counts (unless the edit takes away what it counts by).
    """

    def edit(change: Edit, *, counts: bool = True) -> Handover:
        office.open(workbook_from_markdown(EDITED))
        change(office)
        office.recalculate()
        counted = shown_progress(office)
        office.save(tmp_path / "edited.xlsx")
        handover = read_workbook(tmp_path / "edited.xlsx")
        assert_cells_are_right(handover, tmp_path / "edited.xlsx")
        assert counted == scored(handover) or not counts
        return handover

    return edit


def assert_cells_are_right(handover: Handover, path: Path) -> None:
    """Each value is, as openpyxl sees it, at the address that we name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # it does not know LibreOffice's data bars
        book = openpyxl.load_workbook(BytesIO(path.read_bytes()))
    for (section, number, key), (sheet, cell) in cells(handover).items():
        value = handover.tables[section][number][key]
        found = book[sheet][cell].value
        item = handover.template.by_id[section].by_id.get(key)
        shown = value if isinstance(value, (date, float, int)) else show(value, item, "en")
        assert (found.date() if isinstance(value, date) else found) == shown, (sheet, cell)


def structure(handover: Handover) -> list[tuple[str, str, str | None]]:
    """The findings about the workbook's structure: code, sheet, cell."""
    found = validate(handover, select="S").findings
    return [(finding.code, finding.sheet, finding.cell) for finding in found]


def names(handover: Handover) -> list[object]:
    """The names of the duties."""
    return [record.get("name") for record in handover.rows("duties")]


ALL = ["Weekly report", "Stock order", "Stocktake"]


def test_a_row_inserted_in_the_middle_is_read(edited):
    """A row inserted between others is read at its place, without a remark."""

    def change(office):
        office.insert_rows("Duties", 7, 2)
        office.enter("Duties", {"B9": "Inserted", "D9": "Weekly"})

    handover = edited(change)

    assert names(handover) == ["Weekly report", "Inserted", "Stock order", "Stocktake"]
    assert handover.rows("duties")[1]["frequency"] == "weekly"
    assert structure(handover) == []


def test_sorting_keeps_rows_together(edited):
    """Rows sorted by the person are read in their new order, each with its own values."""
    handover = edited(lambda office: office.sort("Duties", "B6:P56", 0, True))

    assert names(handover) == ["Stock order", "Stocktake", "Weekly report"]
    assert [r["hours"] for r in handover.rows("duties")] == [1, 16, 2]
    assert structure(handover) == []


def test_a_deleted_row_is_gone(edited):
    """A deleted row leaves the others as they were."""
    handover = edited(lambda office: office.delete_rows("Duties", 7, 1))

    assert names(handover) == ["Weekly report", "Stocktake"]
    assert structure(handover) == []


def test_a_moved_column_is_found(edited):
    """A column that was moved is read from its new place, without a remark."""
    handover = edited(lambda office: office.move_column("Duties", 5, 1))

    assert [r["priority"] for r in handover.rows("duties")] == ["critical", "high", "low"]
    assert handover.cell("duties", "priority", 0) == ("Duties", "B7")
    assert handover.cell("duties", "name", 0) == ("Duties", "C7")
    assert structure(handover) == []


def test_an_own_column_is_kept(edited):
    """A column that the person inserted travels along and is mentioned once."""

    def change(office):
        office.insert_column("Duties", 3)
        office.paste("Duties", "D6", "My notes")
        office.paste("Duties", "D8", "ask Ben")

    handover = edited(change)

    assert [r.get("My notes") for r in handover.rows("duties")] == [None, "ask Ben", None]
    assert handover.rows("duties")[1]["frequency"] == "daily"
    assert structure(handover) == [("S106", "Duties", "D6")]


def test_a_renamed_heading_is_recognised(edited):
    """A column with another heading is still read, and mentioned once."""
    handover = edited(lambda office: office.paste("Duties", "B6", "Thing to do"))

    assert names(handover) == ALL
    assert structure(handover) == [("S105", "Duties", "B6")]


def test_a_renamed_sheet_is_recognised(edited):
    """A sheet with another name is still read, and mentioned once; links and counts follow."""
    handover = edited(lambda office: office.rename_sheet("Duties", "My work"))

    assert names(handover) == ALL
    assert structure(handover) == [("S104", "My work", None)]


def test_the_renamed_start_sheet_is_recognised(edited):
    """The Start sheet is found under another name, too."""
    handover = edited(lambda office: office.rename_sheet("Start", "Cover"))

    assert handover.sources[0].leaver == "Clara Whitfield"
    assert structure(handover) == [("S104", "Cover", None)]


@pytest.mark.parametrize("place", [0, 2])
def test_a_copied_sheet_is_not_read_twice(edited, place):
    """Of a sheet and its copy the original is read; the copy is mentioned once."""

    def change(office):
        office.copy_sheet("Duties", "Duties_2", place)
        office.paste("Duties_2", "B7", "In the copy")

    handover = edited(change)

    assert names(handover) == ALL
    assert structure(handover) == [("S108", "Duties_2", None)]


def test_a_copy_of_the_start_sheet_does_not_count(edited):
    """Of two Start sheets the original says who hands over, and what does not apply."""

    def change(office):
        office.copy_sheet("Start", "Start_2", 1)
        office.paste("Start_2", "C10", "Somebody else")
        office.paste("Start_2", "I27", "Not in the original")

    handover = edited(change)

    assert handover.sources[0].leaver == "Clara Whitfield"
    assert handover.sources[0].not_applicable == {}
    assert structure(handover) == [("S108", "Start_2", None)]


def test_rows_far_below_the_table_are_read_and_counted(edited, office):
    """Rows typed past row 300, far below the table's end, are read and counted."""

    def change(office):
        office.enter("Duties", {"B310": "Far below", "D310": "Monthly", "B999": "Last"})
        office.recalculate()
        assert shown_progress(office)["duties"][0] == 5

    handover = edited(change)

    assert names(handover) == [*ALL, "Far below", "Last"]
    assert scored(handover)["duties"] == shown_progress(office)["duties"]
    assert structure(handover) == []


def test_the_hidden_id_row_can_be_deleted(edited):
    """Without the hidden row everything is found by names and headings; it is mentioned once."""
    handover = edited(lambda office: office.delete_rows("Duties", 0, 1))

    assert names(handover) == ALL
    assert handover.cell("duties", "name", 0) == ("Duties", "B6")
    assert structure(handover) == [("S110", "Duties", None)]


def test_text_pasted_over_a_date_is_kept_and_reported(edited):
    """A text pasted over a date cell is kept as it is and reported at its cell."""
    handover = edited(lambda office: office.paste("Handover plan", "E7", "next Tuesday"))

    assert handover.rows("plan")[0]["due"] == "next Tuesday"
    assert structure(handover) == []
    wrong = [f for f in validate(handover, select="V").findings if f.field == "due"]
    assert [(f.sheet, f.cell) for f in wrong] == [("Handover plan", "E7")]


def test_hidden_columns_are_read(edited):
    """A hidden column is read like any other."""
    handover = edited(lambda office: office.hide_column("Duties", 1))

    assert names(handover) == ALL
    assert structure(handover) == []


def test_filtered_rows_are_read(edited):
    """Rows that a filter hides are read like any other."""

    def change(office):
        office.filter("Duties", "B6:P56", 0, "Stocktake")
        assert {6, 7} <= set(office.hidden_rows("Duties", 6, 9))

    handover = edited(change)

    assert names(handover) == ALL
    assert structure(handover) == []


def test_deleted_columns_are_mentioned_once(edited):
    """A deleted required column is an error, a deleted optional one is only mentioned."""

    def change(office):
        office.delete_column("Duties", 9)
        office.delete_column("Duties", 2)

    handover = edited(change, counts=False)  # formulas over a deleted column are errors

    assert names(handover) == ALL
    assert [r["priority"] for r in handover.rows("duties")] == ["critical", "high", "low"]
    assert structure(handover) == [("S102", "Duties", None), ("S103", "Duties", None)]


def test_rows_inserted_above_everything_move_all_cells(edited):
    """Blank rows above the title change addresses, and nothing else."""
    handover = edited(lambda office: office.insert_rows("Duties", 0, 3))

    assert names(handover) == ALL
    assert handover.cell("duties", "name", 0) == ("Duties", "B10")
    assert structure(handover) == []


def test_a_column_inserted_on_start_moves_the_form(edited):
    """A column inserted on the Start sheet moves values and reasons; both are still read."""

    def change(office):
        office.paste("Start", "I27", "Not part of my job")
        office.insert_column("Start", 2)

    handover = edited(change)

    assert handover.sources[0].leaver == "Clara Whitfield"
    assert handover.cell("start", "leaver", 0) == ("Start", "D9")
    assert handover.sources[0].not_applicable == {"workflows": "Not part of my job"}
    assert structure(handover) == []


def test_an_own_line_on_start_is_kept(edited):
    """A line that the person inserted into the form travels along and is mentioned once."""

    def change(office):
        office.insert_rows("Start", 10, 1)
        office.enter("Start", {"B11": "Desk", "C11": "4th floor"})

    handover = edited(change)

    assert handover.rows("start")[0]["Desk"] == "4th floor"
    assert structure(handover) == [("S106", "Start", "B11")]


@pytest.mark.parametrize("month", ["2025-10", "2025-10-01"])
def test_a_month_added_by_hand_is_read(edited, month):
    """A period column that the person adds is a period like the others, even as a date."""

    def change(office):
        office.insert_column("KPI history", 4)
        put = office.enter_date if len(month) > 7 else office.paste
        put("KPI history", "E6", month)
        office.enter("KPI history", {"E7": "95"})

    handover = edited(change, counts=False)  # the formulas count the prepared months

    assert handover.rows("kpi_history")[0]["2025-10"] == 95
    assert structure(handover) == []


# --- What helps to fill in ---------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_drop_downs_offer_their_lists(office, workbook_from_markdown, language):
    """Every choice, yes/no and reference cell offers a list, and its name resolves."""
    path = workbook_from_markdown(EDITED, language=language)
    office.open(path)
    names = layout.sheet_names(OPERATIONS, language, team=False)
    for section in OPERATIONS.sections:
        for item in section.fields:
            if item.type not in ("choice", "yesno", "ref") or section is OPERATIONS.start:
                continue
            cell = addresses.address(layout.FIRST_ROW + 20, column_of(section, item.id))
            kind, source, _ = office.validation(names[section.id], cell)
            assert kind == "LIST", (section.id, item.id)
            if item.type == "choice":
                labels = [choice.label[language] for choice in item.choices.choices]
                assert office.name_cells(source)[1][: len(labels)] == labels
            elif item.type == "ref":
                target = names[item.to.section]
                assert target in office.name_cells(source)[0]
    kind, source, _ = office.validation(names["duties"], "I20")
    assert office.name_cells("fld_duties_name")[1][:3] == ALL


WITH_CONDITION = """
template: leave
version: 1
title: {en: Leave, zh: 请假}
choices:
  answers: {later: {en: Later, zh: 以后}, now: {en: Now, zh: 现在}}
roles: {leaver: start.leaver}
sections:
  - id: start
    kind: form
    sheet: {en: Start, zh: 开始}
    purpose: {en: Who leaves., zh: 谁离开。}
    fields:
      - {id: leaver, label: {en: Name, zh: 姓名}, type: text, required: true}
      - {id: answer, label: {en: When, zh: 何时}, type: choice, choices: answers}
      - {id: reason, label: {en: Why, zh: 原因}, type: text, required_if: {answer: [later]}}
      - {id: phone, label: {en: Phone, zh: 电话}, type: text, required_if: {reason: blank}}
"""


def is_marked(office, path: Path, sheet: str, cell: str) -> bool:
    """Whether the mark of a cell is on, calculated by the program."""
    rules = openpyxl.load_workbook(path)[sheet].conditional_formatting
    [rule] = [r for block in rules if cell in str(block.sqref).split() for r in block.rules]
    [test] = [f"LEN(TRIM({cell}))=0"] if rule.type == "containsBlanks" else rule.formula
    office.paste(sheet, "Z99", "")
    office.enter(sheet, {"Z99": f"=IF({test},1,0)"})
    return office.values(sheet, ["Z99"]) == [1]


@pytest.mark.parametrize(
    ("typed_in", "marked"),
    [
        ({}, {"leaver": True, "reason": False, "phone": False}),
        ({"leaver": "A"}, {"leaver": False, "reason": False, "phone": True}),
        ({"answer": "以后"}, {"leaver": True, "reason": True, "phone": True}),
        ({"answer": "以后", "reason": "B"}, {"leaver": True, "reason": False, "phone": False}),
        ({"answer": "现在", "phone": "1"}, {"leaver": True, "reason": False, "phone": False}),
    ],
)
def test_lines_of_a_form_are_marked_where_they_are_required(
    office, make_workbook, tmp_path, typed_in, marked
):
    """A line that is required in a condition turns yellow when it holds; the counts agree."""
    template = load_text(WITH_CONDITION, "leave.yaml")
    path = make_workbook(template=template, language="zh")
    first = layout.start_layout(template, template.sections, team=False).form
    cell = {item.id: f"C{first + n + 1}" for n, item in enumerate(template.start.fields)}
    office.open(path)
    office.enter("开始", {cell[name]: text for name, text in typed_in.items()})
    office.recalculate()

    assert {name: is_marked(office, path, "开始", cell[name]) for name in marked} == marked
    office.paste("开始", "Z99", "")
    live = shown_progress(office)
    office.save(tmp_path / "typed.xlsx")
    assert live == scored(read_workbook(tmp_path / "typed.xlsx"))
    assert live["start"][2] == sum(marked.values())
