"""Is a finished workbook sound? What neither a schema nor the writing library checks.

Programs refuse a workbook, "repair" it or show wrong numbers for reasons that XlsxWriter lets
pass. Each rule is one function that yields a sentence for each fault; the tables of rules stand
at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from zipfile import BadZipFile

from handover_xlsx.linting import formulas as lint_formulas
from handover_xlsx.linting.facts import (
    Book,
    Sheet,
    area,
    meeting,
    some,
    text_of,
    twice,
)
from handover_xlsx.linting.package_facts import book_facts
from handover_xlsx.locale import N_, Message
from handover_xlsx.sheets.cell_text import CELL_LENGTH, units

_CONTENT_TYPES = {  # what a part is linked to as -> the end of its content type
    "officeDocument": "sheet.main+xml",
    "worksheet": "worksheet+xml",
    "table": "table+xml",
    "sharedStrings": "sharedStrings+xml",
    "styles": "styles+xml",
    "theme": "theme+xml",
}
_NEEDED_PARTS = ("[Content_Types].xml", "_rels/.rels")
_NEEDED_ROLES = ("officeDocument", "worksheet", "styles")
_FORBIDDEN_IN_SHEET = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
_KEPT_SHEETS = ("history",)  # Excel keeps this name for itself
_SHEET_LENGTH, _HEADING_LENGTH = 31, 255
_MESSAGE_LENGTHS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255}


def lint(data: bytes) -> list[Message]:
    """The faults of a finished workbook, a sentence each; none when it is sound."""
    try:
        book = book_facts(data)
    except BadZipFile:
        return [Message(N_("the file is not a zip package"))]
    found = [fault for rule in BOOK_RULES for fault in rule(book)]
    for sheet in book.sheets:
        for sheet_rule in SHEET_RULES:
            found += sheet_rule(book, sheet)
    return found


def joined(faults: list[Message]) -> Message:
    """The first faults in one line."""
    places = {f"fault{number}": fault for number, fault in enumerate(faults[:5])}
    return Message(" · ".join(f"{{{name}}}" for name in places), places)


# --- The package ----------------------------------------------------------------------------


def _parts(book: Book) -> Iterator[Message]:
    """Every part is there, once, and readable."""
    for part, reason in book.unreadable.items():
        yield Message(N_("{part}: is not readable ({reason})"), {"part": part, "reason": reason})
    for part in twice(part.casefold() for part in book.parts):
        yield Message(N_("{part}: is in the package twice"), {"part": part})
    for part in _NEEDED_PARTS:
        if part not in book.parts:
            yield Message(N_("{part}: is missing"), {"part": part})
    for role in _NEEDED_ROLES:
        if role not in book.roles.values():
            yield Message(N_("no part is linked to as {role}"), {"role": role})
    for source, target in book.dangling:
        what = N_("{part}: links to {target}, which is missing")
        yield Message(what, {"part": source or "_rels/.rels", "target": target})


def _content_types(book: Book) -> Iterator[Message]:
    """Programs know a part by its content type."""
    for part, role in book.roles.items():
        kind = book.types.get(f"/{part}") or book.types.get(part.rpartition(".")[2], "")
        if part in book.parts and not (kind and kind.endswith(_CONTENT_TYPES.get(role, ""))):
            what = N_("{part}: has the wrong content type “{kind}”")
            yield Message(what, {"part": part, "kind": kind})


# --- Sheets and cells -----------------------------------------------------------------------


def _sheet_names(book: Book) -> Iterator[Message]:
    """Names that Excel accepts, each once; and a sheet to look at."""
    for name in (sheet.name for sheet in book.sheets):
        if not name or units(name) > _SHEET_LENGTH or _FORBIDDEN_IN_SHEET.search(name):
            yield Message(N_("“{name}” is not a name that a sheet may have"), {"name": name})
        if name.casefold() in _KEPT_SHEETS:
            what = N_("“{name}” is no name for a sheet: Excel keeps it for itself")
            yield Message(what, {"name": name})
    for name in twice(sheet.name.casefold() for sheet in book.sheets):
        yield Message(N_("two sheets are called “{name}”"), {"name": name})
    if not any(sheet.is_visible for sheet in book.sheets):
        yield Message(N_("no sheet is visible"))


def _shared_texts(book: Book) -> Iterator[Message]:
    """No text is longer than a cell can hold."""
    for text in filter(_is_too_long, book.strings):
        what = N_("the text “{text}…” is longer than a cell can hold")
        yield Message(what, {"text": text[:20]})


def _own_texts(_: Book, sheet: Sheet) -> Iterator[Message]:
    """Nor one that stands in the sheet itself."""
    for text in filter(_is_too_long, sheet.texts):
        what = N_("sheet “{sheet}”: the text “{text}…” is longer than a cell can hold")
        yield Message(what, {"sheet": sheet.name, "text": text[:20]})


def _is_too_long(text: str) -> bool:
    return len(text) * 2 > CELL_LENGTH and units(text_of(text)) > CELL_LENGTH


def _cell_order(_: Book, sheet: Sheet) -> Iterator[Message]:
    """Rows and cells stand in order, each once."""
    if sheet.misplaced:
        what = N_("sheet “{sheet}”: {cells} stand twice or out of order")
        yield Message(what, {"sheet": sheet.name, "cells": some(sheet.misplaced)})


def _indexes(book: Book, sheet: Sheet) -> Iterator[Message]:
    """Texts and formats that cells name by a number are there."""
    for what, used, count in (
        (N_("sheet “{sheet}”: there is no shared text {numbers}"), sheet.strings, len(book.strings)),
        (N_("sheet “{sheet}”: there is no cell format {numbers}"), sheet.styles, book.style_count),
        (N_("sheet “{sheet}”: there is no format of marks {numbers}"), sheet.marks, book.mark_count),
    ):  # fmt: skip
        missing = sorted(n for n in used if not n.isdecimal() or int(n) >= count)
        if missing:
            yield Message(what, {"sheet": sheet.name, "numbers": some(missing)})


# --- Tables and merged cells ----------------------------------------------------------------


def _table_names(book: Book) -> Iterator[Message]:
    """Names and numbers of tables are used once; names of cells count too."""
    tables = [table for sheet in book.sheets for table in sheet.tables]
    cells = {name.casefold() for _, name, _ in book.names}
    for table in tables:
        if not lint_formulas.is_valid_name(table.name):
            yield Message(N_("“{name}” is not a name that a table may have"), {"name": table.name})
    for name in twice(chain(cells, (table.name.casefold() for table in tables))):
        yield Message(N_("the name “{name}” of a table is used twice"), {"name": name})
    for number in twice(table.attributes.get("id", "") for table in tables):
        yield Message(N_("the number {number} of a table is used twice"), {"number": number})


def _table_columns(_: Book, sheet: Sheet) -> Iterator[Message]:
    """A table calls its columns what their heading cells say, each differently."""
    for table in sheet.tables:
        cells = table.cells.first_row
        columns = [column.get("name", "") for column in table.columns]
        if len(columns) != len(cells):
            what = N_("table {table}: {count} columns are named, but there are {cells}")
            yield Message(what, {"table": table.name, "count": len(columns), "cells": len(cells)})
        for column in twice(text_of(column).casefold() for column in columns):
            what = N_("table {table}: two columns are called “{column}”")
            yield Message(what, {"table": table.name, "column": column})
        if table.attributes.get("headerRowCount") != "0":
            for cell, column in zip(cells, columns, strict=False):
                yield from _heading(table.name, cell, column, sheet.headings.get(cell, ""))


def _heading(table: str, cell: str, column: str, text: str) -> Iterator[Message]:
    if not text.strip() or units(text) > _HEADING_LENGTH:
        what = N_("table {table}: the heading in {cell} is blank or longer than 255 characters")
        yield Message(what, {"table": table, "cell": cell})
    elif text_of(text) != text_of(column) or "\n" in column:  # a line break is _x000a_ there
        what = N_("table {table}: {cell} says “{text}”, but the column is called “{column}”")
        yield Message(what, {"table": table, "cell": cell, "text": text, "column": column})


def _overlaps(_: Book, sheet: Sheet) -> Iterator[Message]:
    """Tables and merged cells keep clear of each other."""
    tables = (table.cells for table in sheet.tables)
    for one, other in meeting(chain(tables, map(area, sheet.merges))):
        what = N_("sheet “{sheet}”: tables or merged cells overlap ({one} and {other})")
        yield Message(what, {"sheet": sheet.name, "one": one.shown, "other": other.shown})


# --- Checks of what is typed ----------------------------------------------------------------


def _check_overlaps(_: Book, sheet: Sheet) -> Iterator[Message]:
    """No cell has two checks: programs would follow either of them, or refuse the file."""
    blocks = (cells for check in sheet.checks for cells in check.cells.split())
    for one, other in meeting(map(area, blocks)):
        what = N_("sheet “{sheet}”: two checks for one cell ({one} and {other})")
        yield Message(what, {"sheet": sheet.name, "one": one.shown, "other": other.shown})


def _check_texts(_: Book, sheet: Sheet) -> Iterator[Message]:
    """Input messages and refusals are no longer than Excel allows."""
    for check in sheet.checks:
        for key, limit in _MESSAGE_LENGTHS.items():
            if units(text_of(check.attributes.get(key, ""))) > limit:
                what = N_("{cells}: the {key} of the check is longer than {limit} characters")
                cells = f"{sheet.name}!{check.cells}"
                yield Message(what, {"cells": cells, "key": key, "limit": limit})


BOOK_RULES: tuple[Callable[[Book], Iterator[Message]], ...] = (
    _parts, _content_types, _sheet_names, lint_formulas.defined_names, _table_names, _shared_texts,
)  # fmt: skip
SHEET_RULES: tuple[Callable[[Book, Sheet], Iterator[Message]], ...] = (
    _cell_order, _own_texts, _indexes, _table_columns, _overlaps, _check_overlaps, _check_texts,
    lint_formulas.check_formulas, lint_formulas.cached_values, lint_formulas.functions,
    lint_formulas.names_in_formulas, lint_formulas.links,
)  # fmt: skip
