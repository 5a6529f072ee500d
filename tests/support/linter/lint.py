"""Is a finished workbook sound? What neither a schema nor the writing library checks.

Programs refuse a workbook, "repair" it or show wrong numbers for reasons that XlsxWriter lets
pass. Each rule is one function that yields a sentence for each fault; the tables of rules are
at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from zipfile import BadZipFile

from handover_xlsx.sheets.cell_text import CELL_LENGTH, units
from support.linter import formulas as lint_formulas
from support.linter.facts import Book, Sheet, area, meeting, some, text_of, twice
from support.linter.package_facts import book_facts

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


def lint(data: bytes) -> list[str]:
    """The faults of a finished workbook, a sentence each; none when it is sound."""
    try:
        book = book_facts(data)
    except BadZipFile:
        return ["the file is not a zip package"]
    found = [fault for rule in BOOK_RULES for fault in rule(book)]
    for sheet in book.sheets:
        for sheet_rule in SHEET_RULES:
            found += sheet_rule(book, sheet)
    return found


# --- The package ----------------------------------------------------------------------------


def _parts(book: Book) -> Iterator[str]:
    """Every part is there, once, and readable."""
    for part, reason in book.unreadable.items():
        yield f"{part}: is not readable ({reason})"
    for part in twice(part.casefold() for part in book.parts):
        yield f"{part}: is in the package twice"
    for part in _NEEDED_PARTS:
        if part not in book.parts:
            yield f"{part}: is missing"
    for role in _NEEDED_ROLES:
        if role not in book.roles.values():
            yield f"no part is linked to as {role}"
    for source, target in book.dangling:
        yield f"{source or '_rels/.rels'}: links to {target}, which is missing"


def _content_types(book: Book) -> Iterator[str]:
    """Programs know a part by its content type."""
    for part, role in book.roles.items():
        kind = book.types.get(f"/{part}") or book.types.get(part.rpartition(".")[2], "")
        if part in book.parts and not (kind and kind.endswith(_CONTENT_TYPES.get(role, ""))):
            yield f"{part}: has the wrong content type “{kind}”"


# --- Sheets and cells -----------------------------------------------------------------------


def _sheet_names(book: Book) -> Iterator[str]:
    """Names that Excel accepts, each once; and a sheet to look at."""
    for name in (sheet.name for sheet in book.sheets):
        if not name or units(name) > _SHEET_LENGTH or _FORBIDDEN_IN_SHEET.search(name):
            yield f"“{name}” is not a name that a sheet may have"
        if name.casefold() in _KEPT_SHEETS:
            yield f"“{name}” cannot be a sheet name: Excel reserves it"
    for name in twice(sheet.name.casefold() for sheet in book.sheets):
        yield f"two sheets are called “{name}”"
    if not any(sheet.is_visible for sheet in book.sheets):
        yield "no sheet is visible"


def _shared_texts(book: Book) -> Iterator[str]:
    """No text is longer than a cell can contain."""
    for text in filter(_is_too_long, book.strings):
        yield f"the text “{text[:20]}…” is longer than a cell can hold"


def _own_texts(_: Book, sheet: Sheet) -> Iterator[str]:
    """Nor one that is in the sheet itself."""
    for text in filter(_is_too_long, sheet.texts):
        yield f"sheet “{sheet.name}”: the text “{text[:20]}…” is longer than a cell can hold"


def _is_too_long(text: str) -> bool:
    return len(text) * 2 > CELL_LENGTH and units(text_of(text)) > CELL_LENGTH


def _cell_order(_: Book, sheet: Sheet) -> Iterator[str]:
    """Rows and cells are in order, each once."""
    if sheet.misplaced:
        yield f"sheet “{sheet.name}”: {some(sheet.misplaced)} appear twice or out of order"


def _indexes(book: Book, sheet: Sheet) -> Iterator[str]:
    """Texts and formats that cells name by a number are there."""
    for what, used, count in (
        ("there is no shared text", sheet.strings, len(book.strings)),
        ("there is no cell format", sheet.styles, book.style_count),
        ("there is no format of marks", sheet.marks, book.mark_count),
    ):  # fmt: skip
        missing = sorted(n for n in used if not n.isdecimal() or int(n) >= count)
        if missing:
            yield f"sheet “{sheet.name}”: {what} {some(missing)}"


# --- Tables and merged cells ----------------------------------------------------------------


def _table_names(book: Book) -> Iterator[str]:
    """Names and numbers of tables are used once; names of cells count too."""
    tables = [table for sheet in book.sheets for table in sheet.tables]
    cells = {name.casefold() for _, name, _ in book.names}
    for table in tables:
        if not lint_formulas.is_valid_name(table.name):
            yield f"“{table.name}” is not a name that a table may have"
    for name in twice(chain(cells, (table.name.casefold() for table in tables))):
        yield f"the name “{name}” of a table is used twice"
    for number in twice(table.attributes.get("id", "") for table in tables):
        yield f"the number {number} of a table is used twice"


def _table_columns(_: Book, sheet: Sheet) -> Iterator[str]:
    """A table calls its columns what their heading cells say, each differently."""
    for table in sheet.tables:
        cells = table.cells.first_row
        columns = [column.get("name", "") for column in table.columns]
        if len(columns) != len(cells):
            yield f"table {table.name}: {len(columns)} columns are named, but there are {len(cells)}"
        for column in twice(text_of(column).casefold() for column in columns):
            yield f"table {table.name}: two columns are called “{column}”"
        if table.attributes.get("headerRowCount") != "0":
            for cell, column in zip(cells, columns, strict=False):
                yield from _heading(table.name, cell, column, sheet.headings.get(cell, ""))


def _heading(table: str, cell: str, column: str, text: str) -> Iterator[str]:
    if not text.strip() or units(text) > _HEADING_LENGTH:
        yield f"table {table}: the heading in {cell} is blank or longer than 255 characters"
    elif text_of(text) != text_of(column) or "\n" in column:  # a line break is _x000a_ there
        yield f"table {table}: {cell} says “{text}”, but the column is called “{column}”"


def _overlaps(_: Book, sheet: Sheet) -> Iterator[str]:
    """Tables and merged cells keep clear of each other."""
    tables = (table.cells for table in sheet.tables)
    for one, other in meeting(chain(tables, map(area, sheet.merges))):
        yield f"sheet “{sheet.name}”: tables or merged cells overlap ({one.shown} and {other.shown})"


# --- Checks of what is typed ----------------------------------------------------------------


def _check_overlaps(_: Book, sheet: Sheet) -> Iterator[str]:
    """No cell has two checks: programs would follow either of them, or refuse the file."""
    blocks = (cells for check in sheet.checks for cells in check.cells.split())
    for one, other in meeting(map(area, blocks)):
        yield f"sheet “{sheet.name}”: two checks for one cell ({one.shown} and {other.shown})"


def _check_texts(_: Book, sheet: Sheet) -> Iterator[str]:
    """Input messages and refusals are no longer than Excel allows."""
    for check in sheet.checks:
        for key, limit in _MESSAGE_LENGTHS.items():
            if units(text_of(check.attributes.get(key, ""))) > limit:
                cells = f"{sheet.name}!{check.cells}"
                yield f"{cells}: the {key} of the check is longer than {limit} characters"


BOOK_RULES: tuple[Callable[[Book], Iterator[str]], ...] = (
    _parts, _content_types, _sheet_names, lint_formulas.defined_names, _table_names, _shared_texts,
)  # fmt: skip
SHEET_RULES: tuple[Callable[[Book, Sheet], Iterator[str]], ...] = (
    _cell_order, _own_texts, _indexes, _table_columns, _overlaps, _check_overlaps, _check_texts,
    lint_formulas.check_formulas, lint_formulas.cached_values, lint_formulas.functions,
    lint_formulas.names_in_formulas, lint_formulas.links,
)  # fmt: skip
