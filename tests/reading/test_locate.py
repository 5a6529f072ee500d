"""Where is what, after people have edited the workbook: ids, names and headings vote."""

from collections.abc import Callable

import openpyxl
import pytest

from handover_xlsx.handover.model import Handover
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.selecting import select
from handover_xlsx.validation.run import validate

pytestmark = pytest.mark.slow

OPERATIONS = select(load_template("operations"))

STORY = """
## start
| leaver | last_day |
|---|---|
| Clara Whitfield | 2026-11-30 |

## duties
| name | description | frequency | priority | hours |
|---|---|---|---|---|
| Weekly report | Collect | weekly | critical | 2 |
| Stock order | Order | daily | high | 1 |

## kpi_history
| kpi | note | 2026-09 | 2026-10 |
|---|---|---|---|
| Sales | good | 100 | 110 |

## contacts
| name | side | email |
|---|---|---|
| Priya Nair | internal | priya@example.com |
"""
DUTIES = [
    {"name": "Weekly report", "description": "Collect", "frequency": "weekly",
     "priority": "critical", "hours": 2.0},
    {"name": "Stock order", "description": "Order", "frequency": "daily",
     "priority": "high", "hours": 1.0},
]  # fmt: skip
Change = Callable[[openpyxl.Workbook], None]


@pytest.fixture
def changed(workbook_from_markdown, tmp_path) -> Callable[..., Handover]:
    """The story's workbook, changed with openpyxl and read; ``without`` takes layers away."""

    def change(edit: Change = lambda book: None, *, without: tuple[str, ...] = (),
               language: str = "en") -> Handover:  # fmt: skip
        book = openpyxl.load_workbook(workbook_from_markdown(STORY, language=language))
        edit(book)
        if "names" in without:
            for name in list(book.defined_names):
                del book.defined_names[name]
        for sheet in book.worksheets[:-2]:
            if "ids" in without:
                for cell in (*sheet[1], *(row[0] for row in sheet.iter_rows(max_col=1))):
                    cell.value = None
            if "tables" in without:
                sheet.tables.clear()
        book.save(tmp_path / "changed.xlsx")
        return read_workbook(tmp_path / "changed.xlsx")

    return change


def values(handover: Handover, section: str = "duties") -> list[dict[str, object]]:
    """The rows of a section."""
    return [dict(record) for record in handover.rows(section)]


def structure(handover: Handover) -> list[tuple[str, str, str | None]]:
    """The findings about the structure: code, sheet, cell."""
    return [(f.code, f.sheet, f.cell) for f in validate(handover, select="S").findings]


def once(handover: Handover) -> list[tuple[str, str, str | None]]:
    """The same without the remark that ids are missing."""
    return [one for one in structure(handover) if one[0] != "S110"]


# --- Each layer alone -----------------------------------------------------------------------------

LAYERS = [(), ("names",), ("ids",), ("tables",), ("names", "ids"), ("names", "ids", "tables")]


@pytest.mark.parametrize("without", LAYERS, ids="+".join)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_any_layer_is_enough(changed, without, language):
    """Without the names, the ids, or both, everything is found at its place."""
    handover = changed(without=without, language=language)

    assert values(handover) == DUTIES
    assert values(handover, "kpi_history") == [
        {"kpi": "Sales", "note": "good", "2026-09": 100, "2026-10": 110}
    ]
    assert handover.cell("duties", "hours", 1)[1] == "J8"
    assert handover.cell("kpi_history", "2026-10", 0)[1] == "R7"
    assert handover.sources[0].leaver == "Clara Whitfield"
    assert once(handover) == []
    tables = len(OPERATIONS.sections) - 1
    assert len(structure(handover)) == (tables if "ids" in without else 0)


def test_ids_alone_are_enough_when_every_heading_was_rewritten(changed):
    """With other headings and without names, columns are found by the hidden row."""

    def change(book):
        for number, cell in enumerate(book["Duties"][6][1:6]):
            cell.value = f"Column {number}"

    handover = changed(change, without=("names", "tables"))

    assert values(handover) == DUTIES
    assert [code for code, *_ in structure(handover)] == ["S105"] * 5


def test_names_alone_are_enough_when_every_heading_was_rewritten(changed):
    """With other headings and without ids, columns are found by the defined names."""

    def change(book):
        for cell in book["Duties"][6][1:]:
            cell.value = f"Column {cell.column}"

    handover = changed(change, without=("ids", "tables"))

    assert values(handover) == DUTIES
    assert {code for code, *_ in once(handover)} == {"S105"}


# --- Columns --------------------------------------------------------------------------------------


@pytest.mark.parametrize("without", [(), ("names",), ("ids",)], ids="+".join)
def test_layers_that_disagree_are_outvoted(changed, without):
    """In a program that moves cells, but no names, headings and ids tell where a column went."""

    def change(book):
        book["Duties"].insert_cols(3)
        book["Duties"]["C6"] = "My notes"
        book["Duties"]["C7"] = "ask Ben"

    handover = changed(change, without=("tables", *without))

    assert values(handover) == [{**DUTIES[0], "My notes": "ask Ben"}, DUTIES[1]]
    assert once(handover) == [("S106", "Duties", "C6")]
    assert handover.cell("duties", "description", 0) == ("Duties", "D7")


def test_a_deleted_column_is_missing_and_nothing_shifts(changed):
    """Without a column its values are blank; the columns next to it keep their own."""

    def change(book):
        book["Duties"].delete_cols(4)  # How often
        del book.defined_names["fld_duties_frequency"]

    handover = changed(change, without=("names", "tables"))

    assert values(handover) == [
        {key: value for key, value in row.items() if key != "frequency"} for row in DUTIES
    ]
    assert structure(handover) == [("S102", "Duties", None)]


def test_a_renamed_column_is_remarked_once(changed):
    """A heading of one's own is remarked at its cell, with both names."""
    handover = changed(lambda book: book["Duties"].__setitem__("D6", "Rhythm"))
    (finding,) = validate(handover, select="S").findings

    assert values(handover) == DUTIES
    assert (finding.code, finding.cell, finding.value) == ("S105", "D6", "Rhythm")
    assert finding.message.text("en") == "The column “Rhythm” was read as “How often”"
    assert finding.message.text("zh").count("频率") == 1


@pytest.mark.parametrize(
    "heading", ["HOW  OFTEN", "how often*", "频率 *", "Frequency", "Ｈｏｗ ｏｆｔｅｎ：", "周期"]
)
@pytest.mark.parametrize("without", [(), ("names", "ids")], ids="+".join)
def test_another_spelling_of_a_heading_is_no_renaming(changed, heading, without):
    """Case, spaces, width, the other language and known aliases make no difference."""
    handover = changed(lambda book: book["Duties"].__setitem__("D6", heading), without=without)

    assert values(handover) == DUTIES
    assert once(handover) == []


def test_headings_of_earlier_editions_are_still_found(changed):
    """备岗人（B角） was 备份人; a workbook that carries neither ids nor its template is read all the same."""

    def change(book):
        heading = next(
            c for row in book["工作职责"].iter_rows() for c in row if c.value == "备岗人（B角）"
        )
        heading.value = "备份人"
        heading.offset(row=1).value = "Priya Nair"

    duties = changed(change, without=("names", "ids", "tables"), language="zh").tables["duties"]

    assert duties[0]["backup"] == "Priya Nair"


def test_a_doubled_column_is_kept_and_remarked_once(changed):
    """Of two columns with one heading the original is read; the other is kept under its heading."""

    def change(book):
        book["Duties"]["Q6"], book["Duties"]["Q7"] = "How often *", "Monthly"

    handover = changed(change)

    assert values(handover) == [{**DUTIES[0], "How often *": "Monthly"}, DUTIES[1]]
    assert structure(handover) == [("S109", "Duties", "Q6")]


def test_three_columns_of_one_heading_are_all_kept(changed):
    """Each further column with the same heading is kept and remarked at its own cell."""

    def change(book):
        for column in "QR":
            book["Duties"][f"{column}6"], book["Duties"][f"{column}7"] = "Priority *", column

    handover = changed(change)

    assert list(values(handover)[0].values())[-2:] == ["Q", "R"]
    assert structure(handover) == [("S109", "Duties", "Q6"), ("S109", "Duties", "R6")]


def test_a_heading_that_is_an_id_is_an_own_column(changed):
    """An own column may be called like a field's id without taking its place."""

    def change(book):
        book["Duties"]["Q6"], book["Duties"]["Q7"] = "description", "mine"

    handover = changed(change)

    assert values(handover)[0]["description"] == "Collect"
    assert "mine" in values(handover)[0].values()
    assert structure(handover) == [("S109", "Duties", "Q6")]


def test_own_columns_without_a_heading_are_kept(changed):
    """Values next to the table, under no heading, are kept under the column's letter."""
    handover = changed(lambda book: book["Duties"].__setitem__("T8", "beside"))

    assert values(handover)[1]["T"] == "beside"
    assert structure(handover) == [("S106", "Duties", "T6")]


@pytest.mark.parametrize("heading", ["2025-03", "2025/3", "2025年3月", "March 2025", "202503"])
def test_months_are_recognised_in_their_common_spellings(changed, heading):
    """A period column that someone adds is a period however the month is written."""

    def change(book):
        book["KPI history"]["S6"], book["KPI history"]["S7"] = heading, 90

    handover = changed(change)

    assert values(handover, "kpi_history")[0]["2025-03"] == 90
    assert structure(handover) == []


def test_a_heading_that_became_a_number_is_still_a_month(changed):
    """202503 typed into a cell is a number; it is the month all the same."""

    def change(book):
        book["KPI history"]["S6"], book["KPI history"]["S7"] = 202503, 90

    assert values(changed(change), "kpi_history")[0]["2025-03"] == 90


def test_a_removed_month_is_not_remarked(changed):
    """A period column that no one needs may be removed."""
    handover = changed(lambda book: book["KPI history"].delete_cols(4), without=("names", "tables"))

    assert values(handover, "kpi_history")[0]["2026-10"] == 110
    assert structure(handover) == []


# --- Sheets ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("without", LAYERS, ids="+".join)
def test_a_renamed_sheet_is_recognised_by_what_is_on_it(changed, without):
    """A sheet with another name is recognised by its ids, its names or its headings."""

    def change(book):
        book["Duties"].title = "What I do"
        for name in book.defined_names.values():
            name.attr_text = name.attr_text.replace("'Duties'", "'What I do'")

    handover = changed(change, without=without)

    assert values(handover) == DUTIES
    assert once(handover) == [("S104", "What I do", None)]


@pytest.mark.parametrize(
    ("without", "code"),
    [((), "S108"), (("names",), "S108"), (("ids",), "S107"), (("names", "ids"), "S107")],
)
@pytest.mark.parametrize("move", [0, -12])
def test_of_a_copied_sheet_the_original_is_read(changed, without, code, move):
    """A copy of a sheet is remarked once and not read, wherever it is, whatever is left."""

    def change(book):
        copy = book.copy_worksheet(book["Duties"])
        copy.title = "Duties (2)"
        copy["B7"] = "In the copy"
        book.move_sheet(copy, -2 + move)

    handover = changed(change, without=without)

    assert values(handover) == DUTIES
    assert once(handover) == [(code, "Duties (2)", None)]


def test_swapped_sheet_names_confuse_no_one(changed):
    """Two sheets whose names were swapped are recognised by what is on them."""

    def change(book):
        book["Duties"].title = "x"
        book["Contacts"].title = "Duties"
        book["x"].title = "Contacts"

    handover = changed(change, without=("names", "tables"))

    assert values(handover) == DUTIES
    assert values(handover, "contacts")[0]["name"] == "Priya Nair"
    assert sorted(structure(handover)) == [("S104", "Contacts", None), ("S104", "Duties", None)]


def test_sheets_in_another_order_are_found(changed):
    """The order of the sheets makes no difference."""

    def change(book):
        book.move_sheet("Duties", 8)
        book.move_sheet("Start", 5)

    handover = changed(change)

    assert values(handover) == DUTIES
    assert structure(handover) == []


def test_the_form_is_found_by_its_labels(changed):
    """Without ids and names the lines of the Start sheet are found by their labels."""

    def change(book):
        book["Start"].insert_rows(9, 3)
        book["Start"]["B12"] = "移交人"

    handover = changed(change, without=("names", "ids", "tables"))

    assert handover.sources[0].leaver == "Clara Whitfield"
    assert handover.cell("start", "leaver", 0) == ("Start", "C12")
