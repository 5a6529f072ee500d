"""The plain reader: every cell of a sheet by one pattern, as nearly all programs write them.

A sheet is *plain* where its rows and cells say where they are, in order, and the pattern matches
every cell; any other goes to the careful reader. calamine takes half the time, but knows no number
formats, and what a cell shows is what a person means.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import pairwise

from handover_xlsx.package.addresses import SHEET_COLUMNS, SHEET_ROWS, column_index
from handover_xlsx.sheets.cell_values import (
    WIDEST_AREA,
    CellValue,
    Rows,
    SheetCells,
    StoredValues,
    Uncalculated,
)
from handover_xlsx.sheets.shared_strings import joined_runs, without_entities

_CELL = re.compile(
    r'<c r="([A-Z]{1,3})(\d{1,7})"([^>/]*)(?:/>|>(?:(<f[^>]*?(?:/>|>[^<]*</f>))?'
    r'(?:<v(?: xml:space="preserve")?>([^<]*)</v>|<v/>)?|(?><is>(.*?)</is>))</c>)',
    re.ASCII | re.DOTALL,
)
_ROW = re.compile(r'(?:[^>]*? )?r="(\d{1,7})"[^>]*>', re.ASCII)
_ATTRIBUTES = re.compile(r'(?: [\w:]+="[^"&<]*")*', re.ASCII)
_ATTRIBUTE = re.compile(r' ([\w:]+)="([^"]*)"', re.ASCII)
_DEFAULT_NAMESPACE = re.compile(
    rb'<worksheet\b[^>]*? xmlns="http://(?:schemas\.openxmlformats\.org/spreadsheetml/2006'
    rb'|purl\.oclc\.org/ooxml/spreadsheetml)/main"'
)
_NAMESPACES = (b"spreadsheetml/2006/main", b"ooxml/spreadsheetml/main")
_DECLARATION = 200  # bytes that contain <?xml version="1.0" …?> and the line break behind it
_ROOT_WITHIN = 1 << 16
_STRETCH = 4 << 20  # a large sheet is read piece by piece: lists of its cells fill the memory
_LONGEST = 32 << 20  # bytes of a row; an honest one is far from it
_WAYS_KEPT = 1_000


class PlainReader:
    """Reads plain sheets of one workbook."""

    def __init__(self, values: StoredValues) -> None:
        self._readers = _Readers(values)
        self._columns: dict[tuple[str, ...], tuple[int, ...]] = {}

    def read(self, data: bytes, most: int) -> SheetCells | None:
        """The filled cells of a sheet's XML; None where it is not plain.

        Reading ends above ``most`` cells.
        """
        begin = data.find(b"<sheetData>") + len(b"<sheetData>")
        end = data.rfind(b"</sheetData>")
        if not begin <= end or b"<row" in data[end:] or _is_unusual(data):
            return None
        rows: Rows = []
        last = area = filled = 0
        try:
            for written in _rows(data, begin, end):
                last, row = self._row(written, last)
                if row:
                    rows.append((last - 1, row))
                    area += len(row) - 1
                    filled += len(row) - row.count(None)
                    if filled > most or area > WIDEST_AREA:
                        break
        except _NotPlain:
            return None
        return None if area > WIDEST_AREA else SheetCells(rows, (), filled)

    def _row(self, written: str, last: int) -> tuple[int, list[CellValue]]:
        """Number and values of what is from the beginning of one row to that of the next."""
        head = _ROW.match(written)
        number = int(head[1]) if head else 0
        if head is None or not last < number <= SHEET_ROWS:
            raise _NotPlain
        count = written.count("<c")
        if count > SHEET_COLUMNS or not written.rstrip().endswith(("</row>", "/>")):
            raise _NotPlain
        cells = _CELL.findall(written)
        if len(cells) != count:
            raise _NotPlain
        if not cells:
            return number, []
        letters, lines, ways, formulas, stored, inline = zip(*cells, strict=True)
        if lines.count(head[1]) != len(lines):
            raise _NotPlain
        columns = self._columns.get(letters) or self._places(letters)
        row: list[CellValue] = [None] * (columns[-1] + 1)
        readers = map(self._readers.__getitem__, ways)
        for column, read, text in zip(columns, readers, stored, strict=True):
            if text and (value := read(text)) != "":
                row[column] = value
        if any(formulas) or any(inline):
            _put_others(row, columns, formulas, stored, inline)
        while row and row[-1] is None:
            row.pop()
        return number, row

    def _places(self, letters: tuple[str, ...]) -> tuple[int, ...]:
        """The columns of a row; most rows have the same."""
        columns = tuple(map(column_index, letters))
        if any(a >= b for a, b in pairwise(columns)) or columns[-1] >= SHEET_COLUMNS:
            raise _NotPlain
        if len(self._columns) >= _WAYS_KEPT:
            self._columns.clear()
        self._columns[letters] = columns
        return columns


def _is_unusual(data: bytes) -> bool:
    """Another encoding, cells under a prefix, or what looks like a cell and is none."""
    return (
        b"\0" in data[:_DECLARATION]
        or _DEFAULT_NAMESPACE.search(data, 0, _ROOT_WITHIN) is None
        or sum(map(data.count, _NAMESPACES)) != 1
        or data.find(b"\r", _DECLARATION) > 0
        or (b"!" in data and b"<!" in data)
        or (data.find(b"?", _DECLARATION) > 0 and b"<?" in data[1:])
    )


def _rows(data: bytes, begin: int, end: int) -> Iterator[str]:
    """What is between two places, each from the beginning of one row to that of the next."""
    while begin < end:
        cut = data.find(b"<row ", begin + _STRETCH, end)
        cut = end if cut < 0 else cut
        if cut - begin > _LONGEST:
            raise _NotPlain
        before, *rows = data[begin:cut].decode().split("<row ")
        if before.strip():
            raise _NotPlain
        yield from rows
        begin = cut


class _NotPlain(Exception):
    """Something that only the careful reader can judge."""


def _put_others(
    row: list[CellValue],
    columns: Sequence[int],
    formulas: Sequence[str],
    stored: Sequence[str],
    inline: Sequence[str],
) -> None:
    """The formulas without a result, and the texts that are in the cell itself."""
    for column, formula, text, inner in zip(columns, formulas, stored, inline, strict=True):
        if formula and not text:
            row[column] = Uncalculated(
                without_entities(formula.partition(">")[2].partition("<")[0])
            )
        elif inner:
            joined = joined_runs(inner)
            if joined is None:
                raise _NotPlain
            row[column] = joined or None


_Read = Callable[[str], CellValue]


class _Readers(dict[str, _Read]):
    """How cells with such attributes (`` s="7" t="s"``) are read, by these attributes."""

    def __init__(self, values: StoredValues) -> None:
        super().__init__()
        self._values = values

    def __missing__(self, written: str) -> _Read:
        if not _ATTRIBUTES.fullmatch(written):
            raise _NotPlain
        if len(self) >= _WAYS_KEPT:
            self.clear()
        attributes = dict(_ATTRIBUTE.findall(written))
        kind, style = attributes.get("t") or "n", attributes.get("s", "")
        self[written] = read = self._reader(kind, style)
        return read

    def _reader(self, kind: str, style: str) -> _Read:
        def otherwise(stored: str) -> CellValue:
            return self._values.value(kind, without_entities(stored), style)

        if kind == "s":
            return partial(_shared, self._values.strings.texts, otherwise)
        if kind == "n" and style not in self._values.styles:
            return partial(_number, otherwise)
        return lru_cache(_WAYS_KEPT)(otherwise)  # the same days and words, in many rows


def _shared(texts: list[str], otherwise: _Read, stored: str) -> CellValue:
    index = int(stored) if stored.isdecimal() else len(texts)
    return texts[index] if index < len(texts) else otherwise(stored)


def _number(otherwise: _Read, stored: str) -> CellValue:
    try:
        number = float(stored)
    except ValueError:
        return otherwise(stored)
    return number if math.isfinite(number) else otherwise(stored)
