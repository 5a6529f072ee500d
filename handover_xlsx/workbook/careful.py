"""The careful reader: every cell of a sheet's XML, with error values, formulas and addresses.

Slower than calamine, but it drops nothing: calamine reads ``#REF!`` and a formula without a stored
value as blank, and shifts or loses cells that are stored out of order.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from lxml import etree

from handover_xlsx.workbook.container import Container
from handover_xlsx.workbook.layout import column_index


@dataclass(frozen=True, slots=True)
class CellError:
    """A spreadsheet error value such as ``#REF!``."""

    code: str

    def __str__(self) -> str:
        return self.code


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula that was saved without its result."""

    formula: str

    def __str__(self) -> str:
        return f"={self.formula}"


CellValue = (
    str | float | bool | date | datetime | time | timedelta | CellError | Uncalculated | None
)

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?!h+\]|m+\]|s+\])[^\]]*\]|_.|\*.', re.IGNORECASE)
_DATE_CODES = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_DURATION_CODES = frozenset([46])
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_MAX_SERIAL = 2958466  # 9999-12-31 and a day


class Reader:
    """Reads sheets of one container."""

    def __init__(self, container: Container) -> None:
        self._strings = list(_shared_strings(container))
        self._kinds = dated_styles(container)
        self._epoch = datetime(1904, 1, 1) if container.date_1904 else datetime(1899, 12, 30)

    def rows(self, data: bytes) -> list[tuple[int, list[CellValue]]]:
        """The filled rows of a sheet's XML, in order: (row from 0, values from column A)."""
        found: dict[int, dict[int, CellValue]] = {}
        row = -1
        for element in _elements(data, "row"):
            row = _number(element.get("r"), row + 1, 1_048_576)
            cells = found.setdefault(row, {})
            column = -1
            for cell in element:
                if _local(cell) != "c":
                    continue
                place = re.match(r"([A-Z]{1,3})(\d+)", cell.get("r") or "")
                column = column_index(place[1]) if place else column + 1
                value = self._value(cell)
                if value is not None and value != "":
                    target = found.setdefault(int(place[2]) - 1, {}) if place else cells
                    target[column] = value
            _free(element)
        return [(number, _dense(cells)) for number, cells in sorted(found.items()) if cells]

    def _value(self, cell: etree._Element) -> CellValue:
        stored: str | None = None
        formula: str | None = None
        for child in cell:
            name = _local(child)
            if name == "v":
                stored = child.text
            elif name == "f":
                formula = child.text or ""
            elif name == "is":
                return _text(child)
        if stored is None:
            return None if formula is None else Uncalculated(formula)
        return self._converted(cell.get("t") or "n", stored, cell.get("s") or "")

    def _converted(self, kind: str, stored: str, style: str) -> CellValue:
        if kind == "s":
            index = int(stored) if stored.strip().isdigit() else -1
            return self._strings[index] if 0 <= index < len(self._strings) else CellError("#REF!")
        if kind == "b":
            return stored.strip() in ("1", "true")
        if kind == "e":
            return CellError(stored.strip())
        if kind in ("str", "inlineStr"):
            return _unescaped(stored)
        if kind == "d":
            return _iso_date(stored)
        try:
            number = float(stored)
        except ValueError:
            return stored
        if not math.isfinite(number):
            return stored
        return self._dated(number, self._kinds.get(style, ""))

    def _dated(self, number: float, kind: str) -> CellValue:
        if kind == "duration":
            return _days(number) if abs(number) < _MAX_SERIAL else number
        if kind != "date" or not 0 <= number < _MAX_SERIAL:
            return number
        if number < 1:
            return (datetime(2000, 1, 1) + _days(number)).time()
        # Excel's calendar holds a 29 February 1900 that never was.
        shift = 1 if self._epoch.year == 1899 and number < 60 else 0
        moment = self._epoch + _days(number + shift)
        return moment.date() if number.is_integer() else moment


def _days(number: float) -> timedelta:
    """A number of days, to the millisecond as the fast reader has it."""
    return timedelta(milliseconds=math.copysign(math.floor(abs(number) * 86_400_000 + 0.5), number))


def _iso_date(stored: str) -> CellValue:
    try:
        moment = datetime.fromisoformat(stored.strip().removesuffix("Z"))
    except ValueError:
        return stored
    return moment.date() if moment.time() == time(0) else moment


def _dense(cells: dict[int, CellValue]) -> list[CellValue]:
    row: list[CellValue] = [None] * (max(cells) + 1)
    for column, value in cells.items():
        row[column] = value
    return row


def _number(text: str | None, fallback: int, limit: int) -> int:
    value = int(text) - 1 if text and text.isdigit() else fallback
    return value if 0 <= value < limit else fallback


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _elements(data: bytes, name: str) -> Iterator[etree._Element]:
    """Elements of a name, whatever their namespace, one after the other."""
    options = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}
    for _, element in etree.iterparse(
        io.BytesIO(data), events=("end",), tag="{*}" + name, **options
    ):
        yield element


def _free(element: etree._Element) -> None:
    """Give back the memory of what has been read."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _text(element: etree._Element) -> str:
    """The text of a string: its runs joined, reading aids (phonetic runs) left out."""
    return "".join(
        _unescaped(part.text if part.get(_SPACE) == "preserve" else part.text.strip(" \t\r\n"))
        for part in element.iter()
        if _local(part) == "t" and part.text and _local(part.getparent()) != "rPh"  # type: ignore[arg-type]
    )


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text) if "_x" in text else text


def _shared_strings(container: Container) -> Iterator[str]:
    if container.shared_strings:
        for element in _elements(container.part(container.shared_strings), "si"):
            yield _text(element)
            _free(element)


def dated_styles(container: Container) -> dict[str, str]:
    """The cell styles that show numbers as dates or times: number → "date" or "duration"."""
    if not container.styles:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(container.part(container.styles), parser)
    own = {
        int(item.get("numFmtId") or 0): _format_kind(item.get("formatCode") or "")
        for item in root.iter("{*}numFmt")
    }
    kinds = {}
    for number, style in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        code = int(style.get("numFmtId") or 0)
        builtin = "date" if code in _DATE_CODES else "duration" if code in _DURATION_CODES else ""
        kind = own.get(code, builtin)
        if kind:
            kinds[str(number)] = kind
    return kinds


def _format_kind(code: str) -> str:
    bare = _QUOTED.sub("", code.split(";")[0]).lower()
    if re.search(r"\[(h+|m+|s+)\]", bare):
        return "duration"
    if "general" in bare:
        return ""
    return "date" if re.search(r"[ymdhs]", bare) else ""
