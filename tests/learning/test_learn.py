"""A company's spreadsheet becomes a draft: what is recognised, and what is left to the person."""

from __future__ import annotations

import io
import string
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from company_files import BOLD, GREY, RED, YELLOW, bilingual, chinese, drop_down, english, headings
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table

from handover_xlsx.learning.draft import Draft, DraftField, DraftSection
from handover_xlsx.learning.headings import slug, split_languages, without_marks
from handover_xlsx.learning.learn import learn
from handover_xlsx.learning.write_yaml import to_yaml
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import Section, Template

pytestmark = pytest.mark.slow


def learned(book: Workbook, file: str = "company.xlsx") -> Template:
    """The draft, through YAML and every check of a template."""
    return load_text(to_yaml(learn(book, file), "en"), "draft.yaml")


def table(names: list[object], *rows: list[object], **formats: str) -> Workbook:
    """A workbook with one table on a sheet “Tasks”; formats by the column's letter."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Tasks"
    headings(sheet, 1, names)
    for row in rows:
        sheet.append(row)
    for letter, pattern in formats.items():
        for number in range(2, 20):
            sheet[f"{letter}{number}"].number_format = pattern
    return book


def section(book: Workbook) -> Section:
    return learned(book).sections[0]


def draft_section(book: Workbook) -> DraftSection:
    return learn(book, "company.xlsx").sections[0]


def remarks(part: DraftSection | DraftField | Draft) -> str:
    return "\n".join(note.text() for note in part.notes)


def types(part: Section) -> dict[str, str]:
    return {item.id: item.type for item in part.fields}


def required(part: Section) -> set[str]:
    return {item.id for item in part.fields if item.required}


# --- three companies ----------------------------------------------------------------------------


def test_an_english_company_file_is_understood():
    """A form, two tables, drop-downs from lists and from another table; formats give types."""
    template = learned(english())
    form, tasks, people = template.sections

    assert (form.kind, tasks.kind, people.kind) == ("form", "table", "table")
    assert types(form) == {
        "employee_name": "text", "department": "text", "job_title": "text",
        "last_working_day": "date", "successor": "text", "reason_for_leaving": "choice",
    }  # fmt: skip
    assert types(tasks) == {
        "task": "text", "status": "choice", "owner": "ref", "due_date": "date",
        "budget": "money", "share_done": "percent", "done": "yesno",
    }  # fmt: skip
    assert types(people) == {
        "name": "text", "role": "text", "email": "email", "phone": "phone", "intranet_page": "url",
    }  # fmt: skip
    assert required(form) == {"employee_name", "department", "last_working_day"}
    assert required(tasks) == {"task", "status"}
    assert str(tasks.by_id["owner"].to) == "people.name"
    assert template.choices["status"].codes == ("open", "waiting", "closed")
    assert tasks.by_id["task"].hint == {"en": "One line, a verb first."}
    assert tasks.by_id["status"].hint == {"en": "Where it stands"}
    assert tasks.by_id["task"].width == 40
    assert tasks.purpose == {"en": "List everything your successor must go on with."}
    assert template.title == {"en": "Exit handover form"}
    assert str(template.roles["last_day"]) == "employee.last_working_day"


def test_sheets_without_a_table_are_left_out_and_named():
    """The list sheet, instructions, blank and hidden sheets: a remark each, with the reason."""
    shown = remarks(learn(english(), "company.xlsx"))

    assert "Sheet “Lists” was left out: it only feeds drop-down lists." in shown
    assert "Sheet “Read me” was left out: it contains no table with headings and no form." in shown
    assert "Sheet “Empty” was left out: it is blank." in shown
    assert "Sheet “Internal” was left out: it is hidden." in shown


def test_a_chinese_company_file_is_understood():
    """Two labels a line, red labels, two rows of headings, a checklist, months as columns."""
    template = learned(chinese())
    form, work, assets, figures = template.sections

    assert template.languages == ("zh",)
    assert [(one.id, one.kind) for one in template.sections] == [
        ("basics", "form"), ("tasks", "table"), ("assets", "table"), ("kpi", "history"),
    ]  # fmt: skip
    assert required(form) == {"name", "department", "last_day", "successor"}
    assert set(template.roles) == {
        "leaver", "department", "position", "last_day", "successor", "supervisor",
    }  # fmt: skip
    assert [item.label["zh"] for item in work.fields] == [
        "工作内容", "优先级", "联系人", "电话", "完成日期", "备注",
    ]  # fmt: skip
    assert types(work)["phone"] == "phone"
    assert types(work)["done_on"] == "date"
    assert required(work) == {"work", "priority"}
    assert template.choices["priority"].codes == ("high", "medium", "low")
    assert [row["item"] for row in assets.prepared] == ["笔记本电脑", "门禁卡", "办公室钥匙"]
    assert figures.periods is not None
    assert figures.periods.count == 6
    assert [item.label["zh"] for item in figures.fields] == ["指标", "单位"]


def test_a_bilingual_company_file_gives_both_languages():
    """“职责 Duty”, two lines in a cell, or two rows; what has one language keeps it in both."""
    template = learned(bilingual())
    duties, systems = template.sections

    assert template.languages == ("en", "zh")
    assert [item.label for item in duties.fields] == [
        {"en": "Duty", "zh": "职责"}, {"en": "Frequency", "zh": "频率"},
        {"en": "Notes", "zh": "说明"}, {"en": "Due date", "zh": "截止日期"},
        {"en": "VPN 账号", "zh": "VPN 账号"},
    ]  # fmt: skip
    assert [item.label["en"] for item in systems.fields] == ["System", "Owner", "Access"]
    assert [item.label["zh"] for item in systems.fields] == ["系统", "负责人", "权限"]
    assert required(duties) == {"duty", "frequency"}
    assert required(systems) == {"owner"}
    assert duties.by_id["frequency"].choices.choices[0].label == {"en": "Daily", "zh": "每日"}


# --- required marks, languages, ids -------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "label", "needed"),
    [("Name *", "Name", True), ("*姓名", "姓名", True), ("姓名＊", "姓名", True),
     ("Name (required)", "Name", True), ("Name - required", "Name", True),
     ("姓名（必填）", "姓名", True), ("【必填】姓名", "姓名", True), ("姓名 必填", "姓名", True),
     ("Name (optional)", "Name", False), ("备注（选填）", "备注", False),
     ("备注（非必填）", "备注", False), ("Required skills", "Required skills", False),
     ("Name:", "Name", False), ("*", "*", True)],
)  # fmt: skip
def test_marks_that_say_required_are_taken_off_the_label(text, label, needed):
    """Stars, words in brackets, in both languages; “optional” wins."""
    assert without_marks(text) == (label, needed)


@pytest.mark.parametrize(
    ("text", "both"),
    [("姓名 Name", ("Name", "姓名")), ("Name 姓名", ("Name", "姓名")),
     ("姓名/Name", ("Name", "姓名")), ("姓名（Name）", ("Name", "姓名")),
     ("Name (姓名)", ("Name", "姓名")), ("姓名Name", ("Name", "姓名")),
     ("KPI名称 KPI name", ("KPI name", "KPI名称")), ("Due date\n截止日期", ("Due date", "截止日期")),
     ("VPN 账号", None), ("ERP账号", None), ("姓名", None), ("Name", None)],
)  # fmt: skip
def test_two_languages_in_one_heading_are_distinguished(text, both):
    """An abbreviation such as VPN is no translation."""
    assert split_languages(text) == both


@pytest.mark.parametrize(
    ("text", "name"),
    [("Job title", "job_title"), ("E-mail", "email"), ("2nd contact", "contact"),
     ("Prénom", "prenom"), ("姓名", "name"), ("未知标题", ""), ("#", ""), ("Null", "")],
)  # fmt: skip
def test_ids_come_from_english_or_from_well_known_words(text, name):
    """What cannot become an id gets a number; its label remains."""
    assert slug(text) == name


def test_red_or_yellow_headings_are_required_unless_all_are():
    """A colour says something only where it makes a difference."""
    book = table(["Task", "Owner", "Notes"])
    book.active["A1"].font, book.active["B1"].fill = RED, YELLOW
    all_red = table(["Task", "Owner", "Notes"])
    for cell in all_red.active[1]:
        cell.font = RED

    assert required(section(book)) == {"task", "owner"}
    assert required(section(all_red)) == set()
    assert "no field is marked as required" in remarks(draft_section(all_red))


def test_yellow_cells_below_a_heading_mark_it_as_required():
    """Companies also colour what must be filled in."""
    book = table(["Task", "Owner", "Notes"])
    book.active["B2"].fill = YELLOW

    assert required(section(book)) == {"owner"}


def test_headings_that_appear_twice_get_labels_of_their_own():
    """Ids and labels are unique; the person learns that the second cannot be distinguished."""
    book = table(["Name", "Phone", "Phone"])

    assert [item.label["en"] for item in section(book).fields] == ["Name", "Phone", "Phone 2"]
    assert "appears twice" in remarks(draft_section(book).fields[2])


def test_headings_under_two_groups_are_named_after_their_group():
    """“Leaver: Name, Phone | Successor: Name, Phone”."""
    book = Workbook()
    headings(book.active, 1, ["Leaver", None, "Successor", None])
    headings(book.active, 2, ["Name", "Phone", "Name", "Phone"])
    book.active.merge_cells("A1:B1")
    book.active.merge_cells("C1:D1")
    labels = [item.label["en"] for item in section(book).fields]

    assert labels == ["Leaver Name", "Leaver Phone", "Successor Name", "Successor Phone"]


def test_words_that_a_workbook_keeps_for_itself_are_avoided():
    """The heading “From” and the sheet names Start and Team have a meaning in our workbooks."""
    book = table(["From", "To", "What"])
    book.active.title = "Team"
    book.create_sheet("Start")
    headings(book["Start"], 1, ["Task", "Owner", "Notes"])
    template = learned(book)

    assert template.sections[0].fields[0].label == {"en": "Source"}
    assert template.sections[0].fields[0].aliases == {"en": ("From",)}
    assert [one.sheet["en"] for one in template.sections] == ["Team 2", "Start 2"]


# --- types --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [("yyyy-mm-dd", "date"), ('yyyy"年"m"月"d"日"', "date"), ("mm-dd-yy", "date"),
     ("yyyy-mm", "month"), ("mmm-yy", "month"), ("0%", "percent"), ("0.00%", "percent"),
     ("¥#,##0.00", "money"), ("[$€-407]#,##0", "money"), ("#,##0", "integer"), ("0.00", "number"),
     ("@", "text"), ("h:mm", "text"), ("General", "text")],
)  # fmt: skip
def test_a_number_format_gives_the_type_of_a_blank_column(pattern, kind):
    """Dates, percentages, money, numbers – also where nothing is filled in yet."""
    book = table(["Task", "Figure", "Other"], B=pattern)

    assert types(section(book))["figure"] == kind


@pytest.mark.parametrize(
    ("values", "kind"),
    [(["ann@example.com", "bob@example.org"], "email"), (["+44 20 7946 0123"], "phone"),
     (["13900001234", "021-62345678"], "phone"), (["https://example.com/a"], "url"),
     (["是", "否"], "yesno"), ([True, False], "yesno"), ([date(2026, 1, 2)], "date"),
     (["2026-01-02", "2026/3/4"], "date"), ([3, 4], "integer"), ([3.5, 4], "number"),
     (["12%", "7.5 %"], "percent"), (["12", "some"], "text"), ([time(9, 30)], "text"),
     (["one\ntwo"], "long"), (["x" * 80], "long"), (["2026-01-02", "Mondays"], "text"),
     (["High", "Low", "High", "Low", "High", "High"], "choice"),
     (["Ann", "Bob", "Cid", "Dan", "Eve", "Flo"], "text")],
)  # fmt: skip
def test_values_give_the_type_only_when_all_of_them_fit(values, kind):
    """One value that does not fit makes it a text."""
    book = table(["Task", "Figure", "Other"], *([f"t{n}", v] for n, v in enumerate(values)))

    assert types(section(book))["figure"] == kind


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("手机", "phone"), ("E-mail", "email"), ("网址", "url"), ("是否完成", "yesno"),
     ("开始日期", "date"), ("Start date", "date"), ("存放路径", "place"), ("备注", "long"),
     ("Deadline", "text"), ("Priority", "text")],
)  # fmt: skip
def test_a_clear_heading_gives_the_type_of_a_blank_column(heading, kind):
    """Only words that leave no doubt."""
    assert section(table(["Task", heading, "Other"])).fields[1].type == kind


def test_few_different_values_become_a_choice_with_a_remark():
    """The person learns that it is a guess."""
    rows = [[f"t{n}", "High" if n % 2 else "Low"] for n in range(8)]
    book = table(["Task", "Priority", "Notes"], *rows)
    item = draft_section(book).fields[1]

    assert item.type == "choice"
    assert "there are only 2 different values" in remarks(item)


def test_a_few_names_do_not_become_a_choice():
    """The people in charge today are no fixed list."""
    rows = [[f"t{n}", "Ann Lee" if n % 2 else "Bob Ray"] for n in range(8)]
    item = section(table(["Task", "Owner", "Notes"], *rows)).by_id["owner"]

    assert (item.type, item.person) == ("text", True)


def test_examples_never_come_from_secrets_or_from_what_reaches_a_person():
    """A draft may be shared; passwords, e-mail addresses and phone numbers are not copied."""
    row = [
        "Reports",
        "hunter2!",
        "ann@example.com",
        "13900001234",
        "Ann Lee",
        2500,
        "kf-99",
        "lock12",
    ]
    names = ["Task", "Password", "E-mail", "Phone", "Owner", "Salary", "Pwd", "Door code"]
    text = to_yaml(learn(table(names, row), "company.xlsx"), "en")

    assert "Reports" in text
    for private in (
        "hunter2!",
        "ann@example.com",
        "13900001234",
        "Ann Lee",
        "2500",
        "kf-99",
        "lock12",
    ):
        assert private not in text


def test_limits_of_a_check_are_kept():
    """Whole numbers from 1 to 5; a text of at most 50 characters."""
    book = table(["Task", "Score", "Notes"])
    for cells, options in (
        ("B2:B9", {"type": "whole", "operator": "between", "formula1": "1", "formula2": "5"}),
        ("A2:A9", {"type": "textLength", "operator": "lessThanOrEqual", "formula1": "50"}),
    ):
        check = DataValidation(**options)
        check.add(cells)
        book.active.add_data_validation(check)
    task, score, _ = section(book).fields

    assert task.max_length == 50
    assert (score.type, score.min, score.max) == ("integer", 1, 5)


def test_a_column_of_formulas_is_not_a_field():
    """It is calculated; the remark says so."""
    book = table(["Task", "Days *", "Notes"], ["t", "=1+1", "n"])
    item = draft_section(book).fields[1]

    assert not item.required
    assert "calculated by formulas" in remarks(item)


# --- drop-downs ---------------------------------------------------------------------------------


def sources(book: Workbook) -> Callable[[str], None]:
    """Lists in every place a company keeps them, and a function that points the drop-down there."""
    lists = book.create_sheet("My lists")
    for row, text in enumerate(("Kind", "Report", "Call"), 1):
        lists.cell(row, 2, text)
        book.active.cell(row, 30, text if row > 1 else None)
    lists.add_table(Table(displayName="Kinds", ref="B1:B3"))
    lists.tables["Kinds"]._initialise_columns()
    lists.tables["Kinds"].tableColumns[0].name = "Kind"
    book.active.column_dimensions["AD"].hidden = True
    from openpyxl.workbook.defined_name import DefinedName

    book.defined_names["Kinds_of_work"] = DefinedName(
        "Kinds_of_work", attr_text="'My lists'!$B$2:$B$3"
    )
    return lambda source: drop_down(book.active, "B2:B50", source)


@pytest.mark.parametrize(
    "source",
    ['"Report,Call"', "='My lists'!$B$2:$B$3", "$AD$2:$AD$3", "=Kinds_of_work", "=kinds_of_WORK",
     'INDIRECT("Kinds[Kind]")', 'INDIRECT("Kinds_of_work")'],
)  # fmt: skip
def test_a_drop_down_is_read_wherever_its_entries_are(source):
    """In the check, on another sheet, in a hidden column, behind a name, in an Excel table."""
    book = table(["Task", "Kind", "Notes"])
    sources(book)(source)
    item = section(book).by_id["kind"]

    assert item.choices is not None
    assert item.choices.codes == ("report", "call")


def test_a_drop_down_that_cannot_be_read_is_mentioned():
    """Calculated lists are left to the person."""
    book = table(["Task", "Kind", "Notes"])
    drop_down(book.active, "B2:B50", "OFFSET($Z$1,0,0,COUNTA($Z:$Z),1)")

    assert "entries cannot be read here" in remarks(draft_section(book).fields[1])


def test_drop_downs_with_the_same_entries_share_one_list():
    """One list in the template, as one would write it by hand."""
    book = table(["Task", "Before", "After"])
    drop_down(book.active, "B2:C50", '"Good,Bad"')
    template = learned(book)

    assert list(template.choices) == ["before"]
    assert template.sections[0].by_id["after"].choices.id == "before"


def test_drop_downs_that_excel_keeps_in_an_extension_are_read():
    """Excel writes lists on other sheets where openpyxl does not look."""
    item = with_extension("Choose").sections[0].fields[1]

    assert (item.type, item.choices, item.hint) == ("choice", "kind", "Choose")


def test_a_secret_in_the_message_of_a_drop_down_is_masked():
    """Wherever Excel keeps the message: a draft may be shared."""
    book = table(["Task", "Kind", "Notes"])
    drop_down(book.active, "B2:B50", '"Report"', "password: Hunter2xyz!")

    for drafted in (learn(book, "company.xlsx"), with_extension("password: Hunter2xyz!")):
        assert drafted.sections[0].fields[1].hint == "password: ••••••"


def test_a_single_cell_far_away_costs_nothing():
    """The cells that are there are looked at for secrets, not the million between them."""
    book = table(["Task", "Kind", "Notes"])
    book.active["XFD1048576"] = "lost"

    assert [item.id for item in learn(book, "company.xlsx").sections[0].fields][:2] == [
        "task",
        "kind",
    ]


def with_extension(prompt: str) -> Draft:
    """The draft from a list whose entries are on another sheet, as Excel writes it."""
    book = table(["Task", "Kind", "Notes"])
    book.create_sheet("L")["A1"] = "Report"
    extension = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"><x14:dataValidations count="1" '
        'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:dataValidation '
        f'type="list" prompt="{prompt}"><x14:formula1><xm:f>L!$A$1:$A$3</xm:f></x14:formula1>'
        "<xm:sqref>B2:B50</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
    )
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        part = archive.read("xl/worksheets/sheet1.xml")
    part = part.replace(b"</worksheet>", extension.encode() + b"</worksheet>")
    return learn(book, "company.xlsx", {"Tasks": part})


# --- outlines -----------------------------------------------------------------------------------


def test_a_plain_table_without_any_style_is_found():
    """The first row is the headings."""
    book = Workbook()
    for row in (["Task", "Owner", "Due"], ["Report", "Ann", "Mondays"], ["Order", "Bob", "Daily"]):
        book.active.append(row)

    assert list(types(section(book))) == ["task", "owner", "due"]


def test_an_excel_table_itself_says_where_its_headings_are():
    """Whatever is above it."""
    book = Workbook()
    for row in (["Team", "Store", "Year", "Place"], [], ["Task", "Owner"], ["Report", "Ann"]):
        book.active.append(row)
    book.active.add_table(Table(displayName="T", ref="A3:B4"))

    assert list(types(section(book))) == ["task", "owner"]


def test_a_form_without_any_style_is_recognised_by_colons_or_known_words():
    """Labels in one column, values next to them, filled or not."""
    colons = Workbook()
    for row in (["Project:", "Apollo"], ["Phase:", "two"], ["Sponsor:", "Ann"]):
        colons.active.append(row)
    known = Workbook()
    for row in (["姓名", "周敏", "部门", "运营部"], ["岗位", "店长", "电话", "13900001234"]):
        known.active.append(row)

    assert section(colons).kind == "form"
    assert list(types(section(colons))) == ["project", "phase", "sponsor"]
    assert section(known).kind == "form"
    assert list(types(section(known))) == ["name", "department", "position", "phone"]


def test_a_blank_form_without_any_style_is_recognised():
    """Short texts below each other with nothing next to them."""
    book = Workbook()
    for text in ("Project name", "Phase", "Sponsor", "Goal"):
        book.active.append([text])

    assert section(book).kind == "form"


def test_hints_next_to_a_form_and_comments_become_hints():
    """A third column, a comment: what to write."""
    book = Workbook()
    for row in (
        ["Name", None, "First and last"],
        ["Department", None, None],
        ["Date", None, "Today"],
    ):
        book.active.append(row)
    for cell in book.active["A"]:
        cell.font = BOLD
    book.active["A2"].comment = Comment("As in the intranet", None)
    hints = [item.hint.get("en") for item in section(book).fields]

    assert hints == ["First and last", "As in the intranet", "Today"]


def test_a_row_of_totals_and_a_row_of_explanations_are_not_learned_from():
    """They are named, for a filled copy would have them as entries."""
    rows = [["e.g. Weekly report", "e.g. 3"], ["Report", 2], ["Total", "=SUM(B2:B3)"]]
    book = table(["Task", "Hours"], *rows)
    part = draft_section(book)

    assert [(item.type, item.hint) for item in part.fields] == [
        ("text", "e.g. Weekly report"), ("integer", "e.g. 3"),
    ]  # fmt: skip
    assert "row 2 explains the columns" in remarks(part)
    assert "row 4 is a row of totals" in remarks(part)


def test_what_is_above_or_below_a_table_is_mentioned():
    """One sheet contains one table: a second one, and form lines above, are left to the person."""
    book = Workbook()
    sheet = book.active
    for row, text in enumerate(("Name:", "Department:", "Position:"), 1):
        sheet.cell(row, 1, text)
    headings(sheet, 5, ["Task", "Due", "Notes"])
    sheet.append(["Report", "Monday", "x"])
    headings(sheet, 9, ["Project", "Phase", "Goal"])
    sheet.append(["Apollo", "one", "Moon"])
    part = draft_section(book)

    assert [item.id for item in part.fields] == ["task", "due", "notes"]
    assert "the lines above the table (“Name:” …)" in remarks(part)
    assert "row 9 and below (“Project” …)" in remarks(part)


def test_headings_may_be_anywhere_on_the_sheet():
    """Not in the first row, not in the first column."""
    book = Workbook()
    book.active["B2"], book.active["B2"].font = "Our tasks", Font(bold=True, size=18)
    for column, text in enumerate(("Task", "Owner", "Due"), 3):
        cell = book.active.cell(6, column, text)
        cell.font, cell.fill = BOLD, GREY

    assert list(types(section(book))) == ["task", "owner", "due"]


# --- whatever comes -----------------------------------------------------------------------------

_TEXTS = st.one_of(
    st.text(max_size=20),
    st.text("姓名部门Name :*（）(必填)/\n#", max_size=12),
    st.sampled_from(["Name", "姓名", "From", "null", "yes", "合计", "例如", "# x", "- y", "a: b"]),
    st.text(string.printable, max_size=12),
)
_VALUES = st.one_of(
    st.none(), _TEXTS, st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(), st.datetimes(datetime(1901, 1, 1), datetime(2099, 1, 1)), st.just("=A1+1"),
)  # fmt: skip


@st.composite
def workbooks(draw: st.DrawFn) -> Workbook:
    """Small workbooks with anything in them."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook()
    for number in range(draw(st.integers(1, 2))):
        sheet = book.active if number == 0 else book.create_sheet()
        sheet.title = draw(st.text("ab姓名 _'Start", min_size=1, max_size=30)) + str(number)
        for row in range(1, draw(st.integers(1, 7)) + 1):
            for column in range(1, draw(st.integers(1, 5)) + 1):
                value = draw(_VALUES)
                clean = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
                cell = sheet.cell(row, column)
                try:
                    cell.value = clean
                except ValueError:
                    continue
                if draw(st.booleans()):
                    cell.font, cell.fill = draw(st.sampled_from([(BOLD, GREY), (RED, YELLOW)]))
        if draw(st.booleans()):
            sheet.merge_cells(draw(st.sampled_from(["A1:C1", "A1:A2", "B1:C1", "A2:B3"])))
        if draw(st.booleans()):
            source = draw(
                st.sampled_from(['"a,b"', '"是,否"', '""', "$A$1:$B$3", "x", "A:A", "#REF!"])
            )
            drop_down(sheet, draw(st.sampled_from(["A2:A9", "B1:C9"])), source)
    return book


@settings(max_examples=150, deadline=None)
@given(workbooks())
def test_whatever_a_workbook_contains_its_draft_is_a_good_template(book):
    """Never a crash, and never a draft that the check refuses (unless there is nothing in it)."""
    draft = learn(book, "company.xlsx")

    if draft.sections:
        template = load_text(to_yaml(draft, "zh"), "draft.yaml")
        assert len(template.sections) == len(draft.sections)


def test_a_workbook_of_our_own_can_be_learned_from(make_workbook, operations):
    """No one needs to, but it must not go wrong: hidden rows and sheets are skipped."""
    template = learned(load_workbook(make_workbook()))

    assert "Duties" in {one.sheet["en"] for one in template.sections}
