"""What people and programs do to a workbook, by the names that the rules' examples use.

Edits of an open workbook take the sheets of the story's language; ``BEFORE`` are templates and rows
to write it from, ``AFTER`` changes to the finished file.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from handover_xlsx.format import layout
from handover_xlsx.handover.content import Content
from handover_xlsx.merging.merge import merge
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.model import Template
from handover_xlsx.template.selecting import select
from handover_xlsx.writing.write import workbook_bytes

Book = openpyxl.Workbook
Rows = dict[str, list[dict[str, Any]]]
HEAD = layout.HEADER_ROW + 1  # as openpyxl counts


class Edits:
    """The edits of one language's workbook."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.template = load_template("operations")

    def sheet(self, book: Book, section: str) -> Any:
        return book[self.template.by_id[section].sheet[self.language]]

    def column(self, section: str, field: str) -> int:
        fields = [item.id for item in self.template.by_id[section].fields]
        return layout.FIRST_COLUMN + 1 + fields.index(field)

    def cell(self, book: Book, section: str, field: str) -> Any:
        return self.sheet(book, section).cell(HEAD + 1, self.column(section, field))

    def _heading(self, book: Book, field: str) -> Any:
        return self.sheet(book, "documents").cell(HEAD, self.column("documents", field))

    def _drop_column(self, book: Book, field: str) -> None:
        sheet, column = self.sheet(book, "documents"), self.column("documents", field)
        sheet.tables.clear()
        sheet.delete_cols(column)
        for name in [n for n in book.defined_names if n.startswith("fld_documents_")]:
            del book.defined_names[name]

    def delete_sheet(self, book: Book) -> None:
        del book[self.template.by_id["documents"].sheet[self.language]]

    def rename_sheet(self, book: Book) -> None:
        self.sheet(book, "documents").title = "Our papers"

    def move_sheet(self, book: Book) -> None:
        book.move_sheet(self.sheet(book, "documents"), 3)

    def delete_required_column(self, book: Book) -> None:
        self._drop_column(book, "location")

    def delete_optional_column(self, book: Book) -> None:
        self._drop_column(book, "updated_on")

    def move_column(self, book: Book) -> None:
        sheet, column = self.sheet(book, "documents"), self.column("documents", "location")
        sheet.tables.clear()
        far = sheet.max_column + 2
        for row in range(1, sheet.max_row + 1):
            sheet.cell(row, far).value = sheet.cell(row, column).value
            sheet.cell(row, column).value = None
        for name in [n for n in book.defined_names if n.startswith("fld_documents_")]:
            del book.defined_names[name]

    def hide_column(self, book: Book) -> None:
        self.sheet(book, "documents").column_dimensions["E"].hidden = True

    def rename_heading(self, book: Book) -> None:
        self._heading(book, "kind").value = "Sort of paper"

    def shout_heading(self, book: Book) -> None:
        cell = self._heading(book, "kind")
        cell.value = f"{str(cell.value).upper()}  "

    def own_column(self, book: Book) -> None:
        sheet = self.sheet(book, "documents")
        sheet.cell(HEAD, sheet.max_column + 1, "Shelf")

    def doubled_heading(self, book: Book) -> None:
        sheet = self.sheet(book, "documents")
        sheet.cell(HEAD, sheet.max_column + 1, self._heading(book, "kind").value)

    def own_sheet(self, book: Book) -> None:
        book.create_sheet("Scribbles")["A1"] = "Call Ada"

    def copy_sheet(self, book: Book) -> None:
        book.copy_worksheet(self.sheet(book, "documents"))

    def delete_id_row(self, book: Book) -> None:
        for cell in self.sheet(book, "documents")[1]:
            cell.value = None

    def merge_cells(self, book: Book) -> None:
        self.sheet(book, "documents").merge_cells("C8:C9")

    def merge_title(self, book: Book) -> None:
        self.sheet(book, "documents").merge_cells("D2:E2")

    def damage_hidden_sheet(self, book: Book) -> None:
        for row in book[layout.META_SHEET].iter_rows():
            if str(row[0].value).startswith(("template_digest", "template_body")):
                row[1].value = "{scrambled"

    def alter_hidden_sheet(self, book: Book) -> None:
        self._hidden(book, "template_version", "999")

    def newer_format(self, book: Book) -> None:
        self._hidden(book, "format", "handover-workbook/2")

    def _hidden(self, book: Book, entry: str, value: str) -> None:
        next(row for row in book["_handover"].iter_rows() if row[0].value == entry)[1].value = value

    def delete_hidden_sheet(self, book: Book) -> None:
        del book[layout.META_SHEET]

    def error_value(self, book: Book) -> None:
        cell = self.cell(book, "duties", "hours")
        cell.value, cell.data_type = "#REF!", "e"

    def formula(self, book: Book) -> None:
        self.cell(book, "duties", "hours").value = "=1+1"

    def into_date(self, book: Book) -> None:
        cell = self.cell(book, "documents", "name")
        cell.value, cell.number_format = date(2023, 1, 1), "yyyy-mm"

    def very_long(self, book: Book) -> None:
        self.cell(book, "duties", "pitfalls").value = "x" * 32_767

    def example(self, book: Book) -> None:
        item = self.template.by_id["duties"].by_id["done_when"]
        if self.language == "zh":
            item = self.template.by_id["workflows"].by_id["steps"]
            self.cell(book, "workflows", "steps").value = item.example["zh"]
        else:
            self.cell(book, "duties", "done_when").value = item.example["en"]


def _with(section: str, **values: object) -> Callable[[Template, Rows], Template]:
    def prepare(template: Template, rows: Rows) -> Template:
        rows[section] = [dict(values)]
        return select(load_template("operations"), add=[section])

    return prepare


def _changed(**values: object) -> Callable[[Template, Rows], Template]:
    return lambda template, rows: replace(template, **values)


BEFORE: dict[str, Callable[[Template, Rows], Template]] = {
    "other_template": _changed(id="store"),
    "altered_template": _changed(description={"en": "Ours", "zh": "我们的"}),
    "older_template": _changed(version=0),
    "newer_template": _changed(version=99),
    "half_lead_days": _with("calendar", what="Stocktake", lead_days=2.5),
    "lead_days": _with("calendar", what="Stocktake", lead_days=2),
    "no_month": _with("lessons", title="Count early", happened="last summer"),
    "month": _with("lessons", title="Count early", happened="2025-07"),
}


def add_macros(data: bytes) -> bytes:
    """The file as Excel saves one with macros in it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return made.getvalue()


def _with_part(part: str, old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A part of the file is changed."""

    def changed(data: bytes) -> bytes:
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as was, zipfile.ZipFile(made, "w") as now:
            for name in was.namelist():
                content = was.read(name)
                now.writestr(name, content.replace(old, new) if name == part else content)
        return made.getvalue()

    return changed


_BOOK = b"officedocument.spreadsheetml.sheet.main+xml"


def _team(*sections: str) -> Callable[[bytes], bytes]:
    """Merged with the workbook of a second leaver: on some sheets much as the first one's."""

    def merged(data: bytes) -> bytes:
        first = read_bytes("first.xlsx", data)
        language = first.sources[0].language
        leaver = {"en": "Ben Carter", "zh": "刘思涵"}[language]
        taker = first.rows("duties")[0]["successor"]
        name = {"en": "Stock count", "zh": "盘点"}[language]
        rows: Rows = {
            "start": [{"leaver": leaver}],
            "duties": [{"name": name, "priority": "low", "successor": taker}],
            **{section: [{**r, "name": f"{r['name']} 2"} for r in first.rows(section)]
               for section in sections},
        }  # fmt: skip
        rows["contacts"] = [dict(row) for row in _complete(language)["contacts"]]
        other, _ = workbook_bytes(first.template, language=language, content=Content(rows))
        team = merge([first, read_bytes("second.xlsx", other)])
        return workbook_bytes(first.template, language=language, content=team.content)[0]

    return merged


@cache
def _complete(language: str) -> Rows:
    path = Path(__file__).parents[2] / "samples" / f"handover-complete.{language}.xlsx"
    story = read_bytes("complete.xlsx", path.read_bytes())
    return {name: [dict(r) for r in rows] for name, rows in story.tables.items()}


AFTER = {
    "add_macros": add_macros,
    "doubled_cell": _with_part(
        "xl/worksheets/sheet2.xml",
        b"</sheetData>",
        b'<row r="7"><c r="B7" t="inlineStr"><is><t>twice</t></is></c></row></sheetData>',
    ),
    "binary_workbook": _with_part(
        "[Content_Types].xml",
        b"vnd.openxmlformats-" + _BOOK,
        b"vnd.ms-excel.sheet.binary.macroEnabled.main",
    ),
    "second_leaver": _team(),
    "second_leaver_with_projects": _team("projects"),
}
