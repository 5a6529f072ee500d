"""Gate six: what a sheet's bytes hold, before a reader sees them.

The fast reader (calamine) drops error values, shifts rows, and can end the whole process at a
false number. A *plain* sheet holds nothing of the kind; any other goes to the careful reader.
What is no sheet at all is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.workbook.container import Container, SheetPart
from handover_xlsx.workbook.layout import SHEET_COLUMNS, SHEET_ROWS, column_index

_ROW = re.compile(rb"<row\b")
_NUMBERED_ROW = re.compile(rb'<row\b[^>]*?\sr="(\d{1,7})"')
_CELL = re.compile(rb"<c[\s>/]")
_ADDRESSED_CELL = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"')
# Searched one by one, each by its first letters: much faster than as one pattern.
_UNUSUAL_BYTES = (b't="e"', b't="d"', b":row", b":c ", b":c>")
_UNUSUAL = tuple(
    map(
        re.compile,
        (
            rb"<f[\s>/]",
            rb"<v>[\d.eE+-]*[^\d.eE+<-]",
            rb't="s"[^>]*><v>\d*[^\d<]',
            rb"E\+?\d{3,}</v>",
            rb"e\+?\d{3,}</v>",
        ),
    )
)
_FAR_NUMBER = re.compile(rb'<c r="[A-Z]+\d+" s="(\d+)"[^>]*><v>(?:-|\d{7}|[^<]{0,40}[eE])')
_ROOT = re.compile(r"<(?![?!])(?:[^\s:<>/]+:)?([^\s:<>/]+)")
_ROOT_WITHIN = 1 << 16
_DECLARED = re.compile(rb'\suniqueCount\s*=\s*["\']\s*([^"\']*)["\']')
_STRETCH = 4 << 20  # a large sheet is looked at piece by piece: lists of its cells fill the memory
_SMALL = 100_000  # laid out, a grid of so many cells is harmless
_SPARSE = 50  # a grid that is this much larger than its cells is not worth laying out
_LARGE = 8_000_000  # laid out, calamine needs 40 bytes for each of them


@dataclass(frozen=True, slots=True)
class Scan:
    """Whether the fast reader may see a sheet, and how many filled cells it then must find."""

    plain: bool
    filled: int


def scan_sheet(
    container: Container, sheet: SheetPart, data: bytes, dated: frozenset[bytes] = frozenset()
) -> Scan:
    """Look at a sheet's bytes. Raises UnreadableFile when they are no sheet.

    ``dated`` are the cell styles that show numbers as dates or times.
    """
    _check_root(container.name, sheet, data)
    filled = data.count(b"</v>") + data.count(b"</is>") - data.count(b"<v></v>")
    return Scan(is_plain(data, dated), filled)


def _check_root(name: str, sheet: SheetPart, data: bytes) -> None:
    """A part that is XML, but no sheet, would read as a sheet without rows."""
    head = data[:_ROOT_WITHIN]
    if _is_utf16(head):
        root = _ROOT.search(head.replace(b"\0", b"").decode("latin-1"))
    else:
        root = _ROOT.search(head.decode("utf-8", "replace"))
    if root is None or root[1] != "worksheet":
        reason = N_("is damaged: the contents of sheet '{sheet}' are no sheet; get a fresh copy")
        raise UnreadableFile(name, reason, sheet=sheet.shown)


def is_plain(data: bytes, dated: frozenset[bytes] = frozenset()) -> bool:
    """Whether a sheet's bytes hold nothing that the fast reader drops, shifts or breaks at.

    A number too small or too large for the date format of its cell is misread, or ends the program.
    """
    if dated and any(match[1] in dated for match in _FAR_NUMBER.finditer(data)):
        return False
    if _is_utf16(data):
        return False
    if any(mark in data for mark in _UNUSUAL_BYTES) or any(one.search(data) for one in _UNUSUAL):
        return False
    return _in_order(data)


def _is_utf16(data: bytes) -> bool:
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:200]


def _in_order(data: bytes) -> bool:
    """Whether every row and cell says where it stands, in order, in a grid worth laying out."""
    count = widest = lowest = last_row = last_place = 0
    columns: dict[bytes, int] = {}
    for start, end in _stretches(data):
        rows = [int(number) for number in _NUMBERED_ROW.findall(data, start, end)]
        cells = _ADDRESSED_CELL.findall(data, start, end)
        whole = len(rows) == len(_ROW.findall(data, start, end))
        if not whole or len(cells) != len(_CELL.findall(data, start, end)):
            return False
        for letters in {letters for letters, _ in cells} - columns.keys():
            columns[letters] = column_index(letters.decode())
        places = [int(row) * SHEET_COLUMNS + columns[letters] for letters, row in cells]
        if _falls([last_row, *rows]) or _falls([last_place, *places]):
            return False
        last_row = rows[-1] if rows else last_row
        last_place = places[-1] if places else last_place
        count, lowest = count + len(cells), max(lowest, last_row, last_place // SHEET_COLUMNS)
        widest = max(columns.values(), default=0)
    area = (widest + 1) * lowest
    worthwhile = area <= max(_SMALL, min(_LARGE, _SPARSE * count))
    return widest < SHEET_COLUMNS and lowest <= SHEET_ROWS and worthwhile


def _falls(numbers: list[int]) -> bool:
    return any(a >= b for a, b in pairwise(numbers))


def _stretches(data: bytes) -> Iterator[tuple[int, int]]:
    """Start and end of pieces that begin and end between two tags."""
    start = 0
    while start < len(data):
        end = data.find(b"<", start + _STRETCH)
        end = len(data) if end < 0 else end
        yield start, end
        start = end


def fast_reader_is_safe(container: Container) -> bool:
    """Whether the shared strings and styles are such that the fast reader may see them.

    It cannot read UTF-16, and makes room for as many strings as are announced: it dies of four
    thousand million.
    """
    shared = [container.part(path) for path in (container.styles, container.shared_strings) if path]
    if any(_is_utf16(data) for data in shared):
        return False
    if container.shared_strings is None:
        return True
    data = shared[-1]
    announced = _DECLARED.search(data, 0, _ROOT_WITHIN)
    if announced is None:
        return True
    number = announced[1].strip()
    return number.isdigit() and len(number) < 10 and int(number) <= data.count(b"si>") + 1_000
