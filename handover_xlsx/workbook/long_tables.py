"""The rows of a team's tables, put into the finished workbook as XML.

XlsxWriter keeps every cell until the end, and takes several calls for each; a company's workbooks
hold millions. Here a row becomes XML when its turn comes, and texts stand in their cells, so that no
list of all texts is kept.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain

from handover_xlsx.template.model import Field
from handover_xlsx.workbook.content import Row
from handover_xlsx.workbook.inputs import typed
from handover_xlsx.workbook.layout import FIRST_COLUMN, FIRST_ROW, column_letter
from handover_xlsx.workbook.plan import SheetPlan
from handover_xlsx.workbook.strict import storable
from handover_xlsx.workbook.styles import TALLEST, Styles, ordinary_row, text_height

_ROWS_AT_ONCE = 1000
_PACKING = 3  # zlib's level
_END_OF_ROWS = b"</sheetData>"
_DAY_0 = datetime(1899, 12, 30)
_ODD = r"&<>_\x00-\x1f\ud800-\udfff\ufffe\uffff"
_PLAIN = re.compile(rf"[^\s{_ODD}](?:[^{_ODD}]{{0,16000}}[^\s{_ODD}])?")
_LIKE_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True)
class _Column:
    """One column; ``formats`` are the numbers of its cell formats, by the kind of value."""

    key: str
    letter: str
    item: Field | None
    width: float
    formats: Mapping[str, int]
    is_free: bool  # texts are shown as they are, being no codes


class LongTable:
    """The rows of one sheet, and how they are written."""

    def __init__(self, plan: SheetPlan, styles: Styles) -> None:
        self._rows = plan.rows
        self._language = plan.language
        self._columns = [
            _Column(column.key, column_letter(place), column.item, column.width,
                    {kind: styles.of_value(column.item, kind)._get_xf_index()
                     for kind in ("text", "number", "date", "moment")},
                    column.item is None or column.item.choices is None)
            for place, column in enumerate(plan.columns, FIRST_COLUMN)
        ]  # fmt: skip
        self.cut: list[tuple[int, int]] = []  # cells whose texts Excel cannot hold whole

    def xml(self) -> Iterator[bytes]:
        """The rows as they stand in the sheet, many at once."""
        lines: list[str] = []
        for number, row in enumerate(self._rows, FIRST_ROW + 1):
            lines.append(self._line(number, row))
            if len(lines) == _ROWS_AT_ONCE:
                yield "".join(lines).encode()
                lines.clear()
        yield "".join(lines).encode()

    def _line(self, number: int, row: Row) -> str:
        language = self._language
        cells = [""]
        tallest = ordinary = ordinary_row(language)
        for place, column in enumerate(self._columns, FIRST_COLUMN):
            value = row.get(column.key)
            if value is None:
                continue
            if type(value) is str and column.is_free:
                kind, shown = "text", value
            else:
                kind, shown = typed(column.item, value, language)
            start = f'<c r="{column.letter}{number}" s="{column.formats[kind]}"'
            if kind != "text":
                cells.append(f"{start}><v>{_serial(value):.16G}</v></c>")
            elif _PLAIN.fullmatch(shown):
                cells.append(f'{start} t="inlineStr"><is><t>{shown}</t></is></c>')
            else:
                kept = storable(shown)
                if kept.is_cut:
                    self.cut.append((number - 1, place))
                text = f'<t xml:space="preserve">{_escaped(kept.text)}</t>'
                cells.append(f'{start} t="inlineStr"><is>{text}</is></c>')
            if len(shown) > column.width or not shown.isascii() or "\n" in shown:
                tallest = max(tallest, text_height(shown, column.width, language) + 2)
        # LibreOffice does not fit the height of wrapped rows when it loads a file.
        height = f' ht="{min(tallest, TALLEST):g}" customHeight="1"' if tallest > ordinary else ""
        cells[0] = f'<row r="{number}"{height}>'
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
    """As Excel writes what XML cannot hold, and what only looks like that."""
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _LIKE_ESCAPED.sub("_x005F_", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def with_rows(package: bytes, tables: Mapping[str, LongTable]) -> bytes:
    """A workbook whose sheets (by their parts) end with these rows."""
    whole = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as old,
        zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED, compresslevel=_PACKING) as new,
    ):
        for info in old.infolist():
            content = old.read(info)
            rows: Iterable[bytes] = ()
            if info.filename in tables:
                content, _, rest = content.partition(_END_OF_ROWS)
                rows = chain(tables[info.filename].xml(), (_END_OF_ROWS + rest,))
            with new.open(info, "w", force_zip64=False) as part:
                part.write(content)
                for some in rows:
                    part.write(some)
    return whole.getvalue()
