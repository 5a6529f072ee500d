"""The last sheet of an annotated copy: every gap in words, with a link to its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from handover_xlsx.annotating.cell_formats import Place
from handover_xlsx.annotating.format_styles import Formats, Was
from handover_xlsx.annotating.untouched_check import NOT_SEALED
from handover_xlsx.format.annotation_marks import GAPS_MARK
from handover_xlsx.locale import N_, plural, translate
from handover_xlsx.package.addresses import address, quoted
from handover_xlsx.package.patch import as_written, serialised
from handover_xlsx.reporting.gaps.rows import HEADINGS, GapRow
from handover_xlsx.sheets.cell_text import CELL_LENGTH, shortened
from handover_xlsx.writing.styles import (
    FONTS,
    WIDER,
    line_height,
    lines_needed,
)

MOST_LINKS = 60_000  # Excel allows 65,530 a sheet
_WIDTHS = (15, 18, 9, 26, 22, 52, 52, 8, 20)
_LISTED = len(_WIDTHS)
_TITLE, _WHAT, _REMARK, _HEAD = (
    1,
    2,
    3,
    4,
)  # rows from 0; row 0 is hidden and says whose sheet this is
_LINK_COLUMN = 3
_WORDS = {"error": "FFF8CBAD", "warning": "FFFFE699"}  # of another shade than cells' marks
_TOP = '<alignment vertical="top" wrapText="1"/>'


@dataclass(frozen=True)
class Looks:
    """The numbers of the formats that the sheet uses."""

    title: int
    what: int
    head: int
    text: int
    link: int
    words: Mapping[str, int]


def gaps_sheet(
    namespace: str,
    rows: Sequence[GapRow],
    was: Mapping[tuple[str, Place], Was],
    links: Mapping[GapRow, Place],
    look: Looks,
    language: str,
    remark: str = "",
) -> bytes:
    """The sheet's part. ``was`` is remembered in the hidden column for whoever takes marks away."""
    sheet = _Sheet(namespace, look, language)
    return sheet.written(rows, was, links, remark)


def looks(formats: Formats, language: str) -> Looks:
    """The sheet's formats, added to a workbook's."""
    name = FONTS.get(language, FONTS["en"])

    def font(size: int = 11, colour: str = "FF000000", more: str = "", line: str = "") -> str:
        return f'<font>{more}{line}<sz val="{size}"/><color rgb="{colour}"/><name val="{name}"/></font>'

    def fill(colour: str) -> str:
        return (
            f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/>'
            '<bgColor indexed="64"/></patternFill></fill>'
        )

    return Looks(
        title=formats.format_of(font(18, "FF1F3864", "<b/>"), "", '<alignment vertical="center"/>'),
        what=formats.format_of(font(11, "FF595959")),
        head=formats.format_of(font(11, "FFFFFFFF", "<b/>"), fill("FF1F3864"),
                               '<alignment vertical="center" wrapText="1"/>'),
        text=formats.format_of(font(), "", _TOP),
        link=formats.format_of(font(11, "FF0563C1", "", "<u/>"), "", _TOP),
        words={s: formats.format_of(font(), fill(colour), _TOP) for s, colour in _WORDS.items()},
    )  # fmt: skip


class _Sheet:
    """Writes the XML from top to bottom, in the order that the format asks for."""

    def __init__(self, namespace: str, looks: Looks, language: str) -> None:
        self._namespace = namespace
        self._root = etree.fromstring(f'<worksheet xmlns="{namespace}"/>')
        self._looks = looks
        self._language = language
        self._widths = [width * WIDER.get(language, 1) for width in _WIDTHS]

    def written(
        self,
        rows: Sequence[GapRow],
        was: Mapping[tuple[str, Place], Was],
        links: Mapping[GapRow, Place],
        remark: str,
    ) -> bytes:
        shown = _LISTED if len({row.origin for row in rows}) > 1 else _LISTED - 1
        self._top(shown)
        data = self._add(self._root, "sheetData")
        hidden = self._row(data, 0, hidden="1")
        self._cell(hidden, (0, 0), GAPS_MARK)
        self._cell(hidden, (0, 1), NOT_SEALED)
        self._cell(
            self._row(data, _TITLE, 34), (_TITLE, 1), self._say(N_("Gaps")), self._looks.title
        )
        one = N_("One thing to look at; a click on its cell's address leads there. Mend it in this file "
                 "and send it back: colours, notes and this sheet count as nothing.")  # fmt: skip
        what = N_("{count} things to look at; a click on a cell's address leads there. Mend them in "
                  "this file and send it back: colours, notes and this sheet count as nothing.")  # fmt: skip
        said = self._say(plural(len(rows), one, what)).format(count=len(rows))
        self._cell(self._row(data, _WHAT, 20), (_WHAT, 1), said, self._looks.what)
        if remark:
            self._cell(self._row(data, _REMARK, 20), (_REMARK, 1), remark, self._looks.what)
        head = self._row(data, _HEAD, 30)
        for column, heading in enumerate(HEADINGS[:shown], 1):
            self._cell(head, (_HEAD, column), self._say(heading), self._looks.head)
        for line, row in enumerate(rows, _HEAD + 1):
            memory = was.get((row.sheet, links[row]), "") if row in links else ""
            self._gap(data, line, row, shown, memory, linked=row in links)
        last = address(_HEAD + len(rows), shown)
        self._add(self._root, "autoFilter", ref=f"{address(_HEAD, 1)}:{last}")
        self._links(rows, links)
        self._bottom()
        return serialised(self._root)

    def _top(self, shown: int) -> None:
        setup = self._add(self._root, "sheetPr")
        self._add(setup, "tabColor", rgb="FFC00000")
        self._add(setup, "pageSetUpPr", fitToPage="1")
        views = self._add(self._root, "sheetViews")
        view = self._add(views, "sheetView", workbookViewId="0")
        top = str(_HEAD + 1)
        first = address(_HEAD + 1, 0)
        self._add(
            view, "pane", ySplit=top, topLeftCell=first, activePane="bottomLeft", state="frozen"
        )
        self._add(view, "selection", pane="bottomLeft", activeCell=address(_HEAD + 1, _LINK_COLUMN),
                  sqref=address(_HEAD + 1, _LINK_COLUMN))  # fmt: skip
        columns = self._add(self._root, "cols")
        self._add(columns, "col", min="1", max="1", width="2", hidden="1", customWidth="1")
        for column, width in enumerate(self._widths[:shown], 2):
            place = str(column)
            self._add(columns, "col", min=place, max=place, width=f"{width:g}", customWidth="1")

    def _gap(
        self,
        data: etree._Element,
        line: int,
        row: GapRow,
        shown: int,
        memory: Was,
        *,
        linked: bool,
    ) -> None:
        texts = row.texts[:shown]
        lines = max(map(lines_needed, texts, self._widths[:shown]))
        height = min(line_height(self._language) * lines + 3, 400)
        element = self._row(data, line, height)
        if memory:
            self._cell(element, (line, 0), "|".join((row.cell, memory, row.sheet)))
        for column, text in enumerate(texts, 1):
            look = self._looks.link if linked and column == _LINK_COLUMN else self._looks.text
            look = self._looks.words[row.severity] if column == 1 else look
            if text:
                self._cell(element, (line, column), text, look)

    def _links(self, rows: Sequence[GapRow], links: Mapping[GapRow, Place]) -> None:
        leading = [
            (line, row) for line, row in enumerate(rows, _HEAD + 1) if row in links
        ][:MOST_LINKS]  # fmt: skip
        if leading:
            element = self._add(self._root, "hyperlinks")
            for line, row in leading:
                target = f"{quoted(row.sheet)}!{row.cell}"
                self._add(element, "hyperlink", ref=address(line, _LINK_COLUMN), location=target,
                          display=row.cell)  # fmt: skip

    def _bottom(self) -> None:
        sides = {"left": "0.4", "right": "0.4", "top": "0.5", "bottom": "0.6"}
        self._add(self._root, "pageMargins", **sides, header="0.3", footer="0.3")
        self._add(self._root, "pageSetup", paperSize="9", fitToHeight="0", orientation="landscape")
        self._add(self._add(self._root, "headerFooter"), "oddFooter").text = "&L&A&R&P / &N"

    def _say(self, text: str) -> str:
        return translate(text, self._language)

    def _add(self, parent: etree._Element, name: str, **given: str) -> etree._Element:
        return etree.SubElement(parent, f"{{{self._namespace}}}{name}", given)

    def _row(
        self, data: etree._Element, row: int, height: float | None = None, **given: str
    ) -> etree._Element:
        high = {"ht": f"{height:g}", "customHeight": "1"} if height else {}
        return self._add(data, "row", r=str(row + 1), **high, **given)

    def _cell(self, row: etree._Element, place: Place, text: str, look: int = 0) -> None:
        cell = self._add(row, "c", r=address(*place), s=str(look), t="inlineStr")
        holder = self._add(self._add(cell, "is"), "t")
        holder.text = shortened(as_written(text), CELL_LENGTH)
        holder.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def remembered(column: Iterator[tuple[int, object]]) -> dict[tuple[str, str], Was]:
    """The fills that marked cells had, from the hidden column: (sheet, cell) → fill."""
    found = {}
    for _, value in column:
        parts = str(value).split("|", 2)
        if len(parts) == 3:
            found[parts[2], parts[0]] = parts[1]
    return found
