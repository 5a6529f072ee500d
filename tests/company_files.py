"""Spreadsheets as companies have them: made here, so that every oddity can be seen in one place."""

from __future__ import annotations

from datetime import date

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

BOLD, TITLE, RED = Font(bold=True), Font(bold=True, size=16), Font(bold=True, color="FFFF0000")
GREY = PatternFill("solid", fgColor="FFD9D9D9")
YELLOW = PatternFill("solid", fgColor="FFFFFF00")


def headings(sheet: Worksheet, row: int, texts: list[object]) -> None:
    """A row of bold headings on grey."""
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column, text)
        cell.font, cell.fill = BOLD, GREY


def drop_down(sheet: Worksheet, cells: str, source: str, prompt: str | None = None) -> None:
    """A drop-down list in some cells."""
    check = DataValidation(type="list", formula1=source, prompt=prompt)
    check.add(cells)
    sheet.add_data_validation(check)


def english() -> Workbook:
    """A form, a table fed by a list sheet and by another table, and sheets that are neither."""
    book = Workbook()
    form = book.active
    form.title = "Employee"
    form["A1"], form["A1"].font = "Exit handover form", TITLE
    form.merge_cells("A1:D1")
    labels = ["Employee name *", "Department *", "Job title", "Last working day *", "Successor",
              "Reason for leaving"]  # fmt: skip
    for row, text in enumerate(labels, 3):
        form.cell(row, 1, text).font = BOLD
    form["B6"].number_format = "yyyy-mm-dd"
    drop_down(form, "B8", '"Resignation,Transfer,Retirement"')

    tasks = book.create_sheet("Tasks")
    tasks["A1"], tasks["A1"].font = "Open tasks", TITLE
    tasks.merge_cells("A1:F1")
    tasks["A2"] = "List everything your successor must go on with."
    names = ["Task (required)", "Status*", "Owner", "Due date", "Budget", "Share done", "Done?"]
    headings(tasks, 4, names)
    tasks["A4"].comment = Comment("HR:\nOne line, a verb first.", "HR")
    tasks.column_dimensions["A"].width = 40
    drop_down(tasks, "B5:B100", "=Lists!$A$1:$A$3", "Where it stands")
    drop_down(tasks, "C5:C100", "=people")
    drop_down(tasks, "G5:G100", '"Yes,No"')
    for row in range(5, 30):
        tasks.cell(row, 4).number_format = "d/m/yyyy"
        tasks.cell(row, 5).number_format = '"$"#,##0.00'
        tasks.cell(row, 6).number_format = "0%"

    people = book.create_sheet("People")
    headings(people, 1, ["Name*", "Role", "E-mail", "Phone", "Intranet page"])
    page = "https://intranet.example.com/nair"
    people.append(["Priya Nair", "Team lead", "priya@example.com", "+44 20 7946 0123", page])

    lists = book.create_sheet("Lists")
    for text in ("Open", "Waiting", "Closed"):
        lists.append([text])
    book.defined_names["people"] = DefinedName("people", attr_text="People!$A$2:$A$50")
    book.create_sheet("Read me")["A1"] = (
        "Please fill in all sheets and send them to HR before your last day at the company."
    )
    book.create_sheet("Empty")
    hidden = book.create_sheet("Internal")
    headings(hidden, 1, ["A", "B", "C"])
    hidden.sheet_state = "hidden"
    return book


def chinese() -> Workbook:
    """A form with two labels a line, headings in two rows, a totals row, a checklist, months."""
    book = Workbook()
    form = book.active
    form.title = "基本信息"
    form["A1"], form["A1"].font = "离职工作交接表", TITLE
    form.merge_cells("A1:D1")
    lines = [("姓名", "部门"), ("岗位", "最后工作日"), ("接手人", "监交人")]
    for row, (left, right) in enumerate(lines, 2):
        form.cell(row, 1, left).font = BOLD
        form.cell(row, 3, right).font = BOLD
    for cell in ("A2", "C2", "C3", "A4"):
        form[cell].font = RED

    work = book.create_sheet("工作清单")
    work["A1"], work["A1"].font = "一、日常工作", TITLE
    work.merge_cells("A1:G1")
    names = ["序号", "工作内容（必填）", "优先级*", "联系方式", None, "完成日期", "备注"]
    headings(work, 2, names)
    headings(work, 3, [None, None, None, "联系人", "电话", None, None])
    for cells in ("D2:E2", "A2:A3", "B2:B3", "C2:C3", "F2:F3", "G2:G3"):
        work.merge_cells(cells)
    for number in range(1, 6):
        work.cell(number + 3, 1, number)
    drop_down(work, "C4:C99", '"高,中,低"', "按影响选")
    for row in range(4, 40):
        work.cell(row, 6).number_format = 'yyyy"年"m"月"d"日"'

    assets = book.create_sheet("资产清单")
    headings(assets, 1, ["物品名称", "数量", "是否归还*", "归还日期"])
    for text in ("笔记本电脑", "门禁卡", "办公室钥匙"):
        assets.append([text])

    figures = book.create_sheet("指标")
    headings(figures, 1, ["指标", "单位", *[date(2025, month, 1) for month in range(1, 7)]])
    figures.append(["销售额", "万元", 1, 2, 3, 4, 5, 6])
    figures.append(["合计", None, 1, 2, 3, 4, 5, 6])
    return book


def bilingual() -> Workbook:
    """Two languages in one heading, on two lines, and in two rows; yellow marks what is required."""
    book = Workbook()
    duties = book.active
    duties.title = "职责 Duties"
    names = ["职责 Duty", "频率 Frequency", "Notes（说明）", "Due date\n截止日期", "VPN 账号"]
    headings(duties, 1, names)
    duties["A1"].fill = duties["B1"].fill = YELLOW
    drop_down(duties, "B2:B50", '"每日 Daily,每周 Weekly"')
    systems = book.create_sheet("系统")
    headings(systems, 1, ["系统", "负责人*", "权限"])
    headings(systems, 2, ["System", "Owner", "Access"])
    return book
