"""The cells of a sheet while their formats are changed: missing cells and rows are made, in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from handover_xlsx.annotating.format_styles import Formats, Was
from handover_xlsx.package.addresses import address, column_index
from handover_xlsx.package.patch import child, children, named_like

_ADDRESS = re.compile(r"\$?([A-Z]+)\$?([0-9]+)")
Place = tuple[int, int]
"""Row and column, from 0."""


def place_of(cell: str) -> Place:
    """Row and column of an address such as ``D7``."""
    match = _ADDRESS.match(cell)
    return (int(match[2]) - 1, column_index(match[1])) if match else (0, 0)


class Cells:
    """The cells of one worksheet (the root of its part)."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._data = child(root, "sheetData")
        self._rows: dict[int, etree._Element] = dict(self._numbered_rows())

    def _numbered_rows(self) -> Iterator[tuple[int, etree._Element]]:
        """Rows with their numbers; one that does not say its number follows the one before."""
        number = -1
        for row in children(self._data, "row"):
            given = str(row.get("r") or "")
            number = int(given) - 1 if given.isdigit() else number + 1
            yield number, row

    def all(self) -> Iterator[tuple[Place, etree._Element]]:
        """Every cell with its place."""
        for number, row in self._rows.items():
            yield from (((number, column), cell) for column, cell in _numbered_cells(row))

    def formatted(self) -> Iterator[tuple[etree._Element, str]]:
        """Rows and columns that have a format of their own, and the attribute that names it."""
        yield from ((row, "s") for row in self._rows.values() if row.get("s"))
        for column in children(child(self._root, "cols"), "col"):
            if column.get("style"):
                yield column, "style"

    def merged(self) -> Mapping[Place, Place]:
        """Cells hidden in a merged area → the cell that is shown for them."""
        shown = {}
        for merge in children(child(self._root, "mergeCells"), "mergeCell"):
            first, _, last = str(merge.get("ref")).partition(":")
            (top, left), (bottom, right) = place_of(first), place_of(last or first)
            if (bottom - top + 1) * (right - left + 1) <= 10_000:  # a merged column has no notes
                for row in range(top, bottom + 1):
                    shown.update(
                        dict.fromkeys(((row, c) for c in range(left, right + 1)), (top, left))
                    )
        return shown

    def mark(self, severities: Mapping[Place, str], formats: Formats) -> dict[Place, Was]:
        """Give cells a mark's colour; the fills that they had."""
        was = {}
        for place, severity in sorted(severities.items()):
            cell = self._cell(place)
            style = str(cell.get("s") or "0")
            number, was[place] = formats.marked(int(style) if style.isdigit() else 0, severity)
            _set_style(cell, number)
        return was

    def _cell(self, place: Place) -> etree._Element:
        """A cell, made where there is none."""
        row = self._row(place[0])
        following = None
        for column, cell in _numbered_cells(row):
            if column == place[1]:
                return cell
            if column > place[1] and following is None:
                following = cell
        made = row.makeelement(named_like(row, "c"), {"r": address(*place)})
        style = self._style_of(row, place[1])
        if style:
            made.set("s", style)
        _insert(row, made, following)
        _widen(row, place[1])
        return made

    def restore(self, place: Place, cell: etree._Element, style: int, formats: Formats) -> None:
        """Give a cell another format; one that then shows what no cell would show is taken out."""
        _set_style(cell, style)
        row = self._rows[place[0]]
        shown = int(self._style_of(row, place[1]) or "0")
        if len(cell) == 0 and formats.are_alike(style, shown):
            row.remove(cell)
            if len(row) == 0 and list(row.attrib) == ["r"] and self._data is not None:
                self._data.remove(row)
                del self._rows[place[0]]

    def _row(self, number: int) -> etree._Element:
        if number not in self._rows:
            if self._data is None:  # every sheet has one; other programs would refuse this file
                self._data = self._root.makeelement(named_like(self._root, "sheetData"), {})
                self._root.append(self._data)
            made = self._data.makeelement(named_like(self._data, "row"), {"r": str(number + 1)})
            following = min((n for n in self._rows if n > number), default=None)
            _insert(self._data, made, None if following is None else self._rows[following])
            self._rows[number] = made
        return self._rows[number]

    def _style_of(self, row: etree._Element, column: int) -> str:
        """The format that a cell without one is shown in: its row's, else its column's."""
        if row.get("customFormat") in ("1", "true") and row.get("s"):
            return str(row.get("s"))
        for element in children(child(self._root, "cols"), "col"):
            if int(str(element.get("min"))) <= column + 1 <= int(str(element.get("max"))):
                return str(element.get("style") or "")
        return ""


def _set_style(cell: etree._Element, style: int) -> None:
    """Where programs write it: behind the address; the first format is never written."""
    given = [(name, value) for name, value in cell.items() if name not in ("r", "s")]
    address_first = [(name, value) for name, value in cell.items() if name == "r"]
    cell.attrib.clear()
    styled = [("s", str(style))] if style else []
    for name, value in (*address_first, *styled, *given):
        cell.set(name, value)


def _numbered_cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = -1
    for cell in children(row, "c"):
        given = str(cell.get("r") or "")
        column = place_of(given)[1] if given else column + 1
        yield column, cell


def _insert(parent: etree._Element, made: etree._Element, before: etree._Element | None) -> None:
    if before is not None:
        before.addprevious(made)
    else:
        later = child(parent, "extLst")
        parent.append(made) if later is None else later.addprevious(made)


def _widen(row: etree._Element, column: int) -> None:
    """The columns that a row says it spans reach to a new cell."""
    spans = re.fullmatch(r"(\d+):(\d+)", str(row.get("spans") or ""))
    if spans:
        row.set("spans", f"{min(int(spans[1]), column + 1)}:{max(int(spans[2]), column + 1)}")
