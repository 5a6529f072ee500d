"""Marks the faulty cells of a workbook in a copy of it: colour, note, and a last sheet of links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from handover_xlsx.annotating.cell_formats import Cells, Place, place_of
from handover_xlsx.annotating.clear import clear
from handover_xlsx.annotating.format_styles import Formats, Was
from handover_xlsx.annotating.gaps_sheet import GapsSheet, gaps_formats
from handover_xlsx.annotating.notes import Note, Notes
from handover_xlsx.annotating.untouched_check import NOT_SEALED, seal_of
from handover_xlsx.format.annotation_marks import FILLS, GAPS_SHEET
from handover_xlsx.locale import N_, Speaker
from handover_xlsx.package.package import Container
from handover_xlsx.package.patch import Package, child, children, named_like
from handover_xlsx.reporting.gaps.rows import GapRow
from handover_xlsx.template.model import text_in
from handover_xlsx.text.normalise import caseless, unused

MOST_GAPS = 10_000  # of a copy; no one reads on, and Excel allows 65,530 links on a sheet
MOST_NOTES = 1_000  # a sheet; programs become slow with more, and number them in blocks of 1,024
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class Annotated:
    """The copy, how many cells are marked in it, and how many gaps its last sheet lists."""

    data: bytes
    cells: int
    gaps: int


def annotate(
    container: Container, rows: Sequence[GapRow], language: str, left_out: int = 0
) -> Annotated:
    """A copy of a workbook with these gaps marked, and no others.

    Marks of an earlier annotation are taken away first. What is only information is
    not marked. ``rows`` are not too many for a sheet; ``left_out`` says how many more there are.
    """
    package = Package(container)
    styles = container.styles
    clear(package, container, styles)
    gaps = [row for row in rows if row.severity in FILLS]
    gaps.sort(key=lambda row: not row.code.startswith("P"))  # what has leaked cannot wait
    if not gaps:
        return Annotated(package.finished(), 0, 0)
    return _Marking(package, container, language, left_out).finished(gaps)


class _Marking(Speaker):
    def __init__(
        self, package: Package, container: Container, language: str, left_out: int
    ) -> None:
        self._package = package
        self._parts = {sheet.name: sheet.path for sheet in container.sheets}
        self.language = language
        self._left_out = left_out  # gaps that are neither marked nor listed
        self._without_note = 0  # cells
        self._formats = Formats(package.edit(container.styles or _new_styles(package)))

    def finished(self, gaps: Sequence[GapRow]) -> Annotated:
        by_sheet: dict[str, dict[Place, list[GapRow]]] = {}
        for row in gaps:
            if row.cell and row.sheet in self._parts:
                places = by_sheet.setdefault(row.sheet, {})
                places.setdefault(place_of(row.cell), []).append(row)
        sheets = children(child(self._package.tree(self._package.book), "sheets"), "sheet")
        taken = {caseless(str(sheet.get("name"))) for sheet in sheets}
        name = unused(text_in(GAPS_SHEET, self.language), taken)
        # The formats come before the marks, which are taken away again.
        style = gaps_formats(self._formats, self.language)
        was: dict[tuple[str, Place], Was] = {}
        for sheet, marked in by_sheet.items():
            fills = self._mark(sheet, marked)
            was.update({(sheet, place): fill for place, fill in fills.items()})
        namespace = str(etree.QName(self._package.tree(self._package.book)).namespace)
        list_of_gaps = GapsSheet(gaps, was, self._parts, style, self.language, self._remark())
        listed = list_of_gaps.data(namespace)
        part = self._append_sheet(name)
        seal = seal_of(self._package, part)
        self._package.write(part, listed.replace(NOT_SEALED.encode(), seal.encode(), 1))
        cells = sum(map(len, by_sheet.values()))
        return Annotated(self._package.finished(), cells, len(gaps))

    def _remark(self) -> str:
        if self._left_out:
            more = N_("… and {count} more gaps, neither coloured nor listed here; see: "
                      "handover validate FILE -o gaps.xlsx")  # fmt: skip
            return self.say(more, count=self._left_out)
        if not self._without_note:
            return ""
        text = N_("Notes are on the first {count} cells with findings of each sheet; all such "
                  "cells are coloured, and all findings are listed here.")  # fmt: skip
        return self.say(text, count=MOST_NOTES)

    # --- One sheet --------------------------------------------------------------------------

    def _mark(self, name: str, gaps: Mapping[Place, Sequence[GapRow]]) -> dict[Place, Was]:
        part = self._parts[name]
        cells = Cells(self._package.edit(part))
        hidden = cells.merged()
        by_place: dict[Place, list[GapRow]] = {}
        for place, rows in gaps.items():
            by_place.setdefault(hidden.get(place, place), []).extend(rows)
        severities = {place: _worst(rows) for place, rows in by_place.items()}
        was = cells.mark(severities, self._formats)
        first = sorted(by_place)[:MOST_NOTES]
        self._without_note += len(by_place) - len(first)
        Notes(self._package, part).write({place: self._note(by_place[place]) for place in first})
        self._package.settle(part)
        return was

    def _note(self, rows: Sequence[GapRow]) -> Note:
        ordered = sorted(rows, key=lambda row: list(FILLS).index(row.severity))
        remarks = []
        for row in ordered:
            above = "" if row.word == ordered[0].word else f"{row.word}\n"
            hint = f"\n{row.hint}" if row.hint else ""
            remarks.append(f"{above}{row.message}{hint}")
        codes = self.listed(dict.fromkeys(row.code for row in ordered))
        title = self.say(N_("{word} ({codes})"), word=ordered[0].word, codes=codes)
        return Note(title, "\n\n".join(dict.fromkeys(remarks)))

    # --- The workbook -----------------------------------------------------------------------

    def _append_sheet(self, name: str) -> str:
        """Its part; as the last one, so that what counts sheets still counts right."""
        package = self._package
        part = package.free("xl/worksheets/sheet{}.xml")
        package.add(part, b"", f"{_OFFICE}.worksheet+xml")
        ident = package.link(package.book, "worksheet", part)
        root = package.edit(package.book)
        sheets = child(root, "sheets")
        if sheets is None:  # the guard has seen sheets in it
            return part
        numbers = [int(str(element.get("sheetId"))) for element in children(sheets, "sheet")]
        given = {"name": name, "sheetId": str(max(numbers) + 1)}
        made = sheets.makeelement(named_like(sheets, "sheet"), given)
        made.set(f"{{{package.link_namespace}}}id", ident)
        sheets.append(made)
        return part


def _worst(rows: Sequence[GapRow]) -> str:
    return min((row.severity for row in rows), key=list(FILLS).index)


def _new_styles(package: Package) -> str:
    """A part for formats, for a workbook without any."""
    usual = "xl/styles.xml"  # the only place where some programs look
    part = package.free("xl/styles{}.xml") if package.has(usual) else usual
    namespace = etree.QName(package.tree(package.book)).namespace
    package.add(part, f'<styleSheet xmlns="{namespace}"/>'.encode(), f"{_OFFICE}.styles+xml")
    package.link(package.book, "styles", part)
    return part
