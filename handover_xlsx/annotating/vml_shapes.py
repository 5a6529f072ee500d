"""The boxes that notes are shown in: legacy VML, which is often no well-formed XML.

So it is patched as text: boxes are cut out or put in before the end, and nothing else is touched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Collection, Iterable, Mapping

from lxml import etree

from handover_xlsx.annotating.cell_formats import Place
from handover_xlsx.package.patch import child, children
from handover_xlsx.writing.styles import lines_needed

_NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    '<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
    'margin-left:60pt;margin-top:2pt;width:200pt;height:70pt;z-index:{order};visibility:hidden" '
    'fillcolor="#fff8e5" o:insetmode="auto"><v:fill color2="#fff8e5"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_SHAPE = re.compile(r"\s*<(\w+):shape\b(?!type).*?</\1:shape>", re.DOTALL)
_END = re.compile(r"</(?:\w+:)?xml\s*>\s*\Z")
_BLOCK = 1024  # shape numbers belong to blocks of this size, which a drawing declares
_WIDTH, _LINE, _PER_CHARACTER = 300, 16, 6.2  # pixels of a note


class Boxes:
    """The drawing with the boxes of a sheet's notes."""

    def __init__(self, data: bytes) -> None:
        mark = data[:2]
        self._encoding = "utf-16" if mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8"
        self.text = data.decode(self._encoding, "surrogateescape")

    @classmethod
    def new(cls, others: Iterable[bytes]) -> Boxes:
        """An empty drawing; its shape numbers keep clear of those of the other drawings."""
        blocks = [
            int(number)
            for data in others
            for given in re.findall(rb'idmap[^>]*\bdata="([\d,]+)"', data)
            for number in given.split(b",")
        ]
        named = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
        block = max(blocks, default=0) + 1
        return cls(
            f'<xml {named}><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/>'
            f"</o:shapelayout>{_TYPE}</xml>".encode()
        )

    @property
    def data(self) -> bytes:
        """The drawing's bytes."""
        return self.text.encode(self._encoding, "surrogateescape")

    @property
    def is_empty(self) -> bool:
        """Whether no shape of any kind is left."""
        return not re.search(r"<\w+:(shape|group|rect|oval|line|image)\b(?!type|layout)", self.text)

    def remove(self, places: Collection[Place]) -> None:
        """Cut out the boxes of the notes of some cells."""
        self.text = _SHAPE.sub(lambda m: "" if _note_place(m[0]) in places else m[0], self.text)

    def add(self, anchors: Mapping[Place, str]) -> None:
        """Put in a hidden box for the note of each cell."""
        have = {_note_place(match[0]) for match in _SHAPE.finditer(self.text)}
        numbers = [int(n) for n in re.findall(r'"_x0000_s(\d+)"', self.text)]
        given = re.search(r'idmap[^>]*\bdata="(\d+)', self.text)
        number = max([*numbers, int(given[1]) * _BLOCK if given else _BLOCK])
        made = []
        for (row, column), anchor in anchors.items():
            if (row, column) not in have:
                number += 1
                made.append(_BOX.format(
                    number=number, order=number % _BLOCK, anchor=anchor, row=row, column=column
                ))  # fmt: skip
        if "_x0000_t202" not in re.sub(r'"#_x0000_t202', "", self.text):
            made.insert(0, _TYPE)
        end = _END.search(self.text)
        at = end.start() if end else len(self.text)
        self.text = self.text[:at] + self._declared("".join(made)) + self.text[at:]

    def _declared(self, xml: str) -> str:
        """Our boxes' prefixes mean what we mean by them, also in a drawing that has others."""
        root = self.text[: self.text.find(">", self.text.find("xml ")) + 1]
        if all(f'xmlns:{p}="{uri}"' in root for p, uri in _NAMESPACES.items()):
            return xml
        named = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in _NAMESPACES.items())
        return re.sub(r"<v:(shape|shapetype) ", rf"<v:\1 {named} ", xml)


def _note_place(shape: str) -> Place | None:
    """The cell that a shape is the note's box of."""
    row, column = (re.search(rf"<\w+:{n}>\s*(\d+)\s*</", shape) for n in ("Row", "Column"))
    is_note = re.search(r"ObjectType\s*=\s*[\"']Note", shape)
    return (int(row[1]), int(column[1])) if is_note and row and column else None


class Grid:
    """Widths of columns and heights of rows, to place boxes of a good size."""

    def __init__(self, sheet: etree._Element) -> None:
        form = child(sheet, "sheetFormatPr")
        self._width = _pixels_wide(form.get("defaultColWidth") if form is not None else None, 64)
        self._height = _pixels_high(form.get("defaultRowHeight") if form is not None else None, 20)
        self._columns = [
            (int(str(c.get("min"))) - 1, int(str(c.get("max"))) - 1,
             0 if c.get("hidden") in ("1", "true") else _pixels_wide(c.get("width"), 64))
            for c in children(child(sheet, "cols"), "col")
        ]  # fmt: skip
        self._rows = {
            int(str(r.get("r"))) - 1:
            0 if r.get("hidden") in ("1", "true") else _pixels_high(r.get("ht"), self._height)
            for r in children(child(sheet, "sheetData"), "row")
            if (r.get("ht") or r.get("hidden")) and str(r.get("r")).isdigit()
        }  # fmt: skip

    def anchor(self, place: Place, text: str) -> str:
        """A box right of a cell that is large enough for a text."""
        height = lines_needed(text, _WIDTH / _PER_CHARACTER) * _LINE + 14
        left, top = place[1] + 1, place[0]
        right, x = self._walk(left, _WIDTH + 15, self._column)
        bottom, y = self._walk(top, height + 4, self._row)
        return f"{left}, 15, {top}, 4, {right}, {x}, {bottom}, {y}"

    def _column(self, number: int) -> int:
        return next((w for a, b, w in self._columns if a <= number <= b), self._width)

    def _row(self, number: int) -> int:
        return self._rows.get(number, self._height)

    @staticmethod
    def _walk(start: int, length: int, size: Callable[[int], int]) -> tuple[int, int]:
        """The line in which a length ends that begins with a line, and how far into it."""
        for number in range(start, start + 200):
            if length < size(number):
                return number, length
            length -= size(number)
        return start + 200, 0


def _pixels_wide(characters: str | bytes | None, usual: int) -> int:
    return int(float(characters) * 7 + 5) if characters else usual


def _pixels_high(points: str | bytes | None, usual: int) -> int:
    return int(float(points) * 4 / 3) if points else usual
