"""The rows of long tables, such as a team's, put into the finished workbook as XML.

XlsxWriter keeps every cell until the end, and takes several calls for each; a company's workbooks
have millions. Here a row becomes XML when its turn comes, and texts are in their cells, so that no
list of all texts is kept.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain
from typing import IO, NamedTuple, Protocol

from handover_xlsx.format.layout import FIRST_COLUMN, FIRST_ROW
from handover_xlsx.handover.content import Row
from handover_xlsx.package.addresses import column_letter
from handover_xlsx.sheets.cell_text import storable
from handover_xlsx.writing.input_help import typed
from handover_xlsx.writing.sheet_plan import Column, SheetPlan
from handover_xlsx.writing.styles import TALLEST, Styles, ordinary_row, text_height
from handover_xlsx.writing.xlsxwriter_internals import number_of

_ROWS_AT_ONCE = 1000
_PACKING = 3  # zlib's level
_VALUES_KEPT = 10_000  # of a column: days, numbers and choices appear in many rows
_END_OF_ROWS = b"</sheetData>"
_DAY_0 = datetime(1899, 12, 30)
_ODD = r"&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff"
_PLAIN = re.compile(rf"[^\s{_ODD}](?:[^{_ODD}]{{0,16000}}[^\s{_ODD}])?")
_LIKE_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")


class _Cell(NamedTuple):
    """What follows a cell's address in its tag, and the points that it takes (0: a line)."""

    xml: str
    height: float
    is_cut: bool = False


def text_cell(text: str, style: int) -> tuple[str, bool]:
    """What stands behind a cell's address in its tag, and whether Excel cannot hold all of the text."""
    begin = f' s="{style}" t="inlineStr"><is><t'
    if _PLAIN.fullmatch(text):
        return f"{begin}>{text}</t></is></c>", False
    kept = storable(text)
    return f'{begin} xml:space="preserve">{_escaped(kept.text)}</t></is></c>', kept.is_cut


class _Written:
    """One column of the sheet: how its values are written."""

    def __init__(self, place: int, column: Column, styles: Styles, language: str) -> None:
        self.key = column.key
        self.place = place
        self.letter = column_letter(place)
        self._item, self._width, self._language = column.item, column.width, language
        self._is_free = column.item is None or column.item.choices is None
        self._formats = {
            kind: number_of(styles.of_value(column.item, kind))
            for kind in ("text", "number", "date", "moment")
        }
        self._known: dict[tuple[type, object], _Cell] = {}

    def cell(self, value: object) -> _Cell:
        """A value as the sheet's XML."""
        if type(value) is str and self._is_free:
            return self._text(value)
        same = (value.__class__, value)
        known = self._known.get(same)
        if known is None:
            if len(self._known) >= _VALUES_KEPT:
                self._known.clear()
            known = self._known[same] = self._other(value)
        return known

    def _text(self, text: str) -> _Cell:
        xml, is_cut = text_cell(text, self._formats["text"])
        return _Cell(xml, self._height(text), is_cut)

    def _other(self, value: object) -> _Cell:
        kind, shown = typed(self._item, value, self._language)
        if kind == "text":
            return self._text(shown)
        number = f"{_serial(value):.16G}"
        return _Cell(f' s="{self._formats[kind]}"><v>{number}</v></c>', self._height(shown))

    def _height(self, shown: str) -> float:
        one_line = len(shown) <= self._width and shown.isascii() and "\n" not in shown
        return 0 if one_line else text_height(shown, self._width, self._language)


class LongTable:
    """The rows of one sheet, and how they are written."""

    def __init__(self, plan: SheetPlan, styles: Styles) -> None:
        self._rows = plan.rows
        self._ordinary = ordinary_row(plan.language)
        self._columns = [
            _Written(place, column, styles, plan.language)
            for place, column in enumerate(plan.columns, FIRST_COLUMN)
        ]
        self.cut: list[tuple[int, int]] = []  # cells whose texts are too long for Excel

    def xml(self) -> Iterator[bytes]:
        """The rows as the sheet has them, many at once."""
        lines: list[str] = []
        for number, row in enumerate(self._rows, FIRST_ROW + 1):
            lines.append(self._line(number, row))
            if len(lines) == _ROWS_AT_ONCE:
                yield "".join(lines).encode()
                lines.clear()
        yield "".join(lines).encode()

    def _line(self, number: int, row: Row) -> str:
        cells = [""]
        tallest: float = 0
        for column in self._columns:
            value = row.get(column.key)
            if value is None:
                continue
            xml, height, is_cut = column.cell(value)
            cells.append(f'<c r="{column.letter}{number}"{xml}')
            if height > tallest:
                tallest = height
            if is_cut:
                self.cut.append((number - 1, column.place))
        # LibreOffice does not fit the height of wrapped rows when it loads a file.
        high = f' ht="{min(tallest + 2, TALLEST):g}" customHeight="1"'
        cells[0] = f'<row r="{number}"{high if tallest + 2 > self._ordinary else ""}>'
        return "".join((*cells, "</row>"))


def _serial(value: object) -> float:
    """A number as it is; a day as the number that spreadsheets count it by."""
    if isinstance(value, datetime):
        since = value.replace(tzinfo=None) - _DAY_0
        return since.days + since.seconds / 86_400 + since.microseconds / 86_400e6
    if isinstance(value, date):
        return float(value.toordinal() - _DAY_0.toordinal())
    return value  # type: ignore[return-value]


def _escaped(text: str) -> str:
    """As Excel writes what XML cannot represent, and what only looks like that."""
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _LIKE_ESCAPED.sub("_x005F_", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


class Rows(Protocol):
    """Rows of a sheet that become XML when their turn comes."""

    def xml(self) -> Iterator[bytes]:
        """The rows as they stand in the sheet, many at once."""


def with_rows(package: bytes, tables: Mapping[str, Rows]) -> bytes:
    """A workbook whose sheets (by their parts) end with these rows."""
    complete = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(complete, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKING) as new,
    ):
        for info in old.infolist():
            content = old.read(info)
            rows: Iterable[bytes] = ()
            if info.filename in tables:
                content, _, rest = content.partition(_END_OF_ROWS)
                rows = chain(tables[info.filename].xml(), (_END_OF_ROWS + rest,))
            with new.open(info, "w", force_zip64=False) as part:
                _pack(part, chain((content,), rows))
    return complete.getvalue()


def _pack(part: IO[bytes], pieces: Iterable[bytes]) -> None:
    """Write the pieces; while one is packed – which needs no Python – the next is made."""
    from concurrent.futures import Future, ThreadPoolExecutor  # a blank workbook needs neither

    packed: Future[int] | None = None
    with ThreadPoolExecutor(1) as packer:
        for piece in pieces:
            if packed:
                packed.result()
            packed = packer.submit(part.write, piece)
        if packed:
            packed.result()
