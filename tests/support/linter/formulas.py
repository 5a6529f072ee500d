"""Rules for ``lint.py`` about formulas: what they speak of is there and known everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import lru_cache

from handover_xlsx.package.addresses import column_index
from handover_xlsx.sheets.cell_text import units
from support.linter.facts import Book, Sheet, some, twice

# What every spreadsheet program calculates alike; a new one is tried in LibreOffice's tests first.
ALLOWED_FUNCTIONS = {
    "ABS", "AND", "COUNT", "COUNTA", "COUNTBLANK", "IF", "IFERROR", "INDEX", "ISBLANK", "ISNUMBER",
    "ISTEXT", "MATCH", "MAX", "MID", "MIN", "NOT", "OR", "ROUND", "SUM", "SUMPRODUCT",
}  # fmt: skip
_TEXT_LENGTH, _FORMULA_LENGTH = 255, 8192
_LAST_COLUMN, _LAST_ROW = 16383, 1048576

_WORD = re.compile(
    r"""
    "(?:[^"]|"")*"            # a text
    | '(?:[^']|'')+'!         # a sheet
    | \[[^\]]*\](?:[\w.]+![\w.$]+)?  # columns of a table, or cells of another file
    | \#[A-Z/0]+[!?]?         # an error
    | [\w$.\\?]+[(!]?         # a name, number, cell; function( or sheet!
    """,
    re.VERBOSE,
)
_CELL = re.compile("([A-Z]{1,3})([0-9]{1,7})", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d][\w.?]*|\\[\w.\\?]*")
_NO_NAMES = re.compile("TRUE|FALSE|[A-Z]{1,3}")  # the latter are columns: A:C
_ROW_AND_COLUMN = re.compile("R|C|R[0-9]*C[0-9]*", re.IGNORECASE)


@lru_cache(maxsize=4096)
def words_in(formula: str) -> frozenset[str]:
    """What a formula consists of, signs aside: ``"text"``, ``SUM(``, ``'Sheet'!``, names."""
    return frozenset(_WORD.findall(formula))


def sheets_in(words: Iterable[str]) -> set[str]:
    """The sheets among the words; not those of other files."""
    quoted = {word[1:-2].replace("''", "'") for word in words if word[0] == "'"}
    plain = {word[:-1] for word in words if word[-1] == "!" and word[0] not in "'[#"}
    return plain | {name for name in quoted if "[" not in name}


def names_in(words: Iterable[str]) -> set[str]:
    """The names of cells and tables among the words."""
    return {
        word
        for word in words
        if _NAME.fullmatch(word) and not _NO_NAMES.fullmatch(word) and not _is_cell(word)
    }


def _is_cell(word: str) -> bool:
    found = _CELL.fullmatch(word)
    if not found:
        return False
    return column_index(found[1]) <= _LAST_COLUMN and 0 < int(found[2]) <= _LAST_ROW


def is_valid_name(name: str) -> bool:
    """Whether programs accept a defined name or the name of a table."""
    is_place = _is_cell(name) or _ROW_AND_COLUMN.fullmatch(name)
    return bool(_NAME.fullmatch(name)) and not is_place and units(name) <= _TEXT_LENGTH


def defined_names(book: Book) -> Iterator[str]:
    """Names of cells are valid, each defined once, and lead to cells that exist."""
    for _, name, formula in book.names:
        if not is_valid_name(name):
            yield f"“{name}” is not a name that cells may have"
        if "#REF!" in formula or not formula:
            yield f"the name “{name}” leads to cells that are gone"
        for sheet in sheets_in(words_in(formula)):
            if sheet.casefold() not in book.known_sheets:
                yield f"the name “{name}” leads to “{sheet}”, and there is no such sheet"
    for _, name in twice((scope, name.casefold()) for scope, name, _ in book.names):
        yield f"the name “{name}” is defined twice"


def links(book: Book, sheet: Sheet) -> Iterator[str]:
    """Links within the workbook lead to sheets and names that exist."""
    for link in sheet.links:
        if "r:id" in link:  # leads to a place in another file
            continue
        for target in _unknown(words_in(link.get("location", "")), book):
            yield f"{sheet.name}!{link.get('ref')}: the link leads to “{target}”, which does not exist"


def cached_values(_: Book, sheet: Sheet) -> Iterator[str]:
    """A program that does not calculate shows what is stored."""
    blank = [formula.cell for formula in sheet.formulas if not formula.has_value]
    if blank:
        yield f"sheet “{sheet.name}”: the formulas in {some(blank)} have no stored result"


def functions(_: Book, sheet: Sheet) -> Iterator[str]:
    """Formulas use only what all programs calculate alike, and are not too long."""
    for formula in sheet.formulas:
        words, cell = words_in(formula.text), f"{sheet.name}!{formula.cell}"
        for name in sorted({word[:-1] for word in words if word[-1] == "("} - ALLOWED_FUNCTIONS):
            yield f"{cell}: not every program calculates the function {name} in the same way"
        texts = (word[1:-1] for word in words if word[0] == '"')
        if units(formula.text) > _FORMULA_LENGTH or any(units(t) > _TEXT_LENGTH for t in texts):
            yield f"{cell}: the formula, or a text in it, is longer than Excel allows"


def names_in_formulas(book: Book, sheet: Sheet) -> Iterator[str]:
    """Formulas of cells, marks and checks speak only of names and sheets that exist."""
    formulas = [formula.text for formula in sheet.formulas] + sheet.conditions
    formulas += [text for check in sheet.checks for text in check.formulas]
    gone = _unknown(set().union(*map(words_in, formulas)), book)
    if gone:
        yield f"sheet “{sheet.name}”: formulas refer to {some(gone)}, which does not exist"


def _unknown(words: Set[str], book: Book) -> list[str]:
    """The sheets and names among the words that the workbook does not have."""
    unknown = {name for name in sheets_in(words) if name.casefold() not in book.known_sheets}
    unknown |= {name for name in names_in(words) if name.casefold() not in book.known_names}
    return sorted(unknown | ({"#REF!"} & words))


def check_formulas(_: Book, sheet: Sheet) -> Iterator[str]:
    """Lists and formulas of checks are not too long, and no entry was torn at a comma in it."""
    for check in sheet.checks:
        cells = f"{sheet.name}!{check.cells}"
        for formula in check.formulas:
            is_list = formula[:1] == '"' and check.attributes.get("type") == "list"
            if units(formula) > _TEXT_LENGTH + 2 * is_list:
                yield f"{cells}: the list or formula of the check is longer than 255 characters"
            entries = formula[1:-1].split(",") if is_list else ()
            if any(not entry or entry != entry.strip() for entry in entries):
                yield f"{cells}: an entry of the list is blank, or torn at a comma in it"
