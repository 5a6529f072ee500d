"""Puts raw cells into a finished workbook, as a person or a program leaves them there."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from lxml import etree

from .story import Cell, Story

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FIRST_DAY = date(1899, 12, 30)


@dataclass(frozen=True)
class ErrorValue:
    """A spreadsheet error."""

    code: str


@dataclass(frozen=True)
class Formula:
    """A formula that was saved without its result."""

    text: str


def patched(
    story: Story, puts: Mapping[Cell, object], merged: Iterable[tuple[Cell, Cell]]
) -> bytes:
    """The story's workbook with other contents in some cells, and with cells merged."""
    sheets: dict[str, _Sheet] = {}

    def of(name: str) -> _Sheet:
        if name not in sheets:
            part = f"xl/worksheets/sheet{story.sheets.index(name) + 1}.xml"
            sheets[name] = _Sheet(part, etree.fromstring(story.parts[part]))
        return sheets[name]

    day = _day_style(story)
    texts: list[str] = []
    known = int(re.search(rb'uniqueCount="(\d+)"', story.parts["xl/sharedStrings.xml"])[1])
    for cell, raw in puts.items():
        sheet, address = story.place(cell)
        of(sheet).put(address, raw, day, texts, known)
    for one, other in merged:
        sheet, address = story.place(one)
        of(sheet).merge(f"{address}:{story.place(other)[1]}")
    changed = {sheet.part: etree.tostring(sheet.root) for sheet in sheets.values()}
    changed["xl/sharedStrings.xml"] = _with_texts(story.parts["xl/sharedStrings.xml"], texts, known)
    return _zipped({**story.parts, **changed})


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def _with_texts(shared: bytes, texts: list[str], known: int) -> bytes:
    entries = []
    for text in texts:
        entry = etree.Element("si")
        etree.SubElement(entry, "t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        entry[0].text = text
        entries.append(etree.tostring(entry, encoding="utf-8"))
    shared = re.sub(
        rb'uniqueCount="\d+"', b'uniqueCount="%d"' % (known + len(texts)), shared, count=1
    )
    return shared.replace(b"</sst>", b"".join(entries) + b"</sst>")


def _day_style(story: Story) -> str:
    sheet, address = story.place(Cell("start", 0, "last_day"))
    part = story.parts[f"xl/worksheets/sheet{story.sheets.index(sheet) + 1}.xml"].decode()
    found = re.search(rf'<c r="{address}" s="(\d+)"', part)
    assert found
    return found[1]


class _Sheet:
    """A sheet's XML."""

    def __init__(self, part: str, root: etree._Element) -> None:
        self.part = part
        self.root = root
        self.data = root.find(f"{_NS}sheetData")
        self.cells = {c.get("r"): c for c in self.data.iter(f"{_NS}c")}
        self.rows = {row.get("r"): row for row in self.data}

    def put(self, address: str, raw: object, day: str, texts: list[str], known: int) -> None:
        cell = self.cells.get(address)
        if cell is None:
            cell = self._new(address)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)
        if raw is None:
            return
        if isinstance(raw, Formula):
            etree.SubElement(cell, f"{_NS}f").text = raw.text
            return
        value = etree.SubElement(cell, f"{_NS}v")
        if isinstance(raw, ErrorValue):
            cell.set("t", "e")
            value.text = raw.code
        elif isinstance(raw, bool):
            cell.set("t", "b")
            value.text = str(int(raw))
        elif isinstance(raw, date):
            cell.set("s", day)
            value.text = str((raw - _FIRST_DAY).days)
        elif isinstance(raw, str):
            cell.set("t", "s")
            value.text = str(known + len(texts))
            texts.append(raw)
        else:
            value.text = repr(raw)

    def _new(self, address: str) -> etree._Element:
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()
        row = self.rows[number]
        cell = etree.Element(f"{_NS}c", {"r": address})
        place = 0
        for other in row:
            column = other.get("r").rstrip("0123456789")
            if (len(column), column) < (len(letters), letters):
                place += 1
        row.insert(place, cell)
        self.cells[address] = cell
        return cell

    def merge(self, ref: str) -> None:
        merged = self.root.find(f"{_NS}mergeCells")
        if merged is None:
            merged = etree.Element(f"{_NS}mergeCells")
            self.data.addnext(merged)
        etree.SubElement(merged, f"{_NS}mergeCell", {"ref": ref})
