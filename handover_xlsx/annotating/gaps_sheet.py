"""The last sheet of an annotated copy: every gap in words, with a link to its cell.

It is written as text: the elements of ten thousand rows would take hundreds of megabytes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from handover_xlsx.annotating.cell_formats import Place, place_of
from handover_xlsx.annotating.format_styles import Formats, Was
from handover_xlsx.annotating.untouched_check import NOT_SEALED
from handover_xlsx.format.annotation_marks import GAPS_MARK
from handover_xlsx.locale import N_, Speaker
from handover_xlsx.package.addresses import address, quoted
from handover_xlsx.package.patch import DECLARATION, as_written
from handover_xlsx.reporting.gaps.rows import HEADINGS, GapRow
from handover_xlsx.sheets.cell_text import CELL_LENGTH, shortened
from handover_xlsx.writing.styles import FONTS, WIDER, line_height, lines_needed

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
_BREAKS = re.compile(
    "[\t\n\r]"
)  # XML takes them for spaces in an attribute, the last one also in a text
_TOP = '<alignment vertical="top" wrapText="1"/>'


@dataclass(frozen=True)
class GapsFormats:
    """The numbers of the formats that the sheet uses."""

    title: int
    what: int
    head: int
    text: int
    link: int
    words: Mapping[str, int]


def gaps_formats(formats: Formats, language: str) -> GapsFormats:
    """The sheet's formats, added to a workbook's."""
    name = FONTS.get(language, FONTS["en"])

    def font(size: int = 11, colour: str = "FF000000", more: str = "", line: str = "") -> str:
        return f'<font>{more}{line}<sz val="{size}"/><color rgb="{colour}"/><name val="{name}"/></font>'

    def fill(colour: str) -> str:
        return (
            f'<fill><patternFill patternType="solid"><fgColor rgb="{colour}"/>'
            '<bgColor indexed="64"/></patternFill></fill>'
        )

    return GapsFormats(
        title=formats.format_of(font(18, "FF1F3864", "<b/>"), "", '<alignment vertical="center"/>'),
        what=formats.format_of(font(11, "FF595959")),
        head=formats.format_of(font(11, "FFFFFFFF", "<b/>"), fill("FF1F3864"),
                               '<alignment vertical="center" wrapText="1"/>'),
        text=formats.format_of(font(), "", _TOP),
        link=formats.format_of(font(11, "FF0563C1", "", "<u/>"), "", _TOP),
        words={s: formats.format_of(font(), fill(colour), _TOP) for s, colour in _WORDS.items()},
    )  # fmt: skip


@dataclass(frozen=True)
class GapsSheet(Speaker):
    """Writes the XML from top to bottom, in the order that the format asks for.

    Links lead to cells of ``sheets``. ``was`` is remembered in the hidden column, to take the marks
    away by.
    """

    rows: Sequence[GapRow]
    was: Mapping[tuple[str, Place], Was]
    sheets: Collection[str]
    gaps_formats: GapsFormats
    language: str
    remark: str

    @cached_property
    def _widths(self) -> list[float]:
        """Of the columns that are shown: whose the rows are is left out where all are of one."""
        shown = _LISTED if len({row.origin for row in self.rows}) > 1 else _LISTED - 1
        return [width * WIDER.get(self.language, 1) for width in _WIDTHS[:shown]]

    def data(self, namespace: str) -> bytes:
        """The sheet's part."""
        return DECLARATION + "".join(self._written(namespace)).encode()

    def _written(self, namespace: str) -> Iterator[str]:
        yield f'<worksheet xmlns="{namespace}">'
        yield from self._top()
        yield "<sheetData>"
        yield from self._head()
        for line, row in enumerate(self.rows, _HEAD + 1):
            yield self._gap(line, row)
        last = address(_HEAD + len(self.rows), len(self._widths))
        yield f'</sheetData><autoFilter ref="{address(_HEAD, 1)}:{last}"/>'
        yield from self._links()
        yield (
            '<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>'
            '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/><headerFooter>'
            "<oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
        )

    def _top(self) -> Iterator[str]:
        first, link = address(_HEAD + 1, 0), address(_HEAD + 1, _LINK_COLUMN)
        yield (
            '<sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
            f'<sheetView workbookViewId="0"><pane ySplit="{_HEAD + 1}" topLeftCell="{first}" '
            f'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" '
            f'activeCell="{link}" sqref="{link}"/></sheetView></sheetViews><cols>'
            '<col min="1" max="1" width="2" hidden="1" customWidth="1"/>'
        )
        for column, width in enumerate(self._widths, 2):
            yield f'<col min="{column}" max="{column}" width="{width:g}" customWidth="1"/>'
        yield "</cols>"

    def _head(self) -> Iterator[str]:
        gaps_formats, count = self.gaps_formats, len(self.rows)
        mark, seal = _cell((0, 0), GAPS_MARK), _cell((0, 1), NOT_SEALED)
        yield f'<row r="1" hidden="1">{mark}{seal}</row>'
        yield _row(_TITLE, 34, _cell((_TITLE, 1), self.say(N_("Gaps")), gaps_formats.title))
        one = N_("One thing to check; click its cell's address to go there. Fix it in this file "
                 "and send it back: colours, notes and this sheet are ignored.")  # fmt: skip
        what = N_("{count} things to check; click a cell's address to go there. Fix them in this "
                  "file and send it back: colours, notes and this sheet are ignored.")  # fmt: skip
        line = self.count(count, one, what)
        yield _row(_WHAT, 20, _cell((_WHAT, 1), line, gaps_formats.what))
        if self.remark:
            yield _row(_REMARK, 20, _cell((_REMARK, 1), self.remark, gaps_formats.what))
        headings = enumerate(HEADINGS[: len(self._widths)], 1)
        cells = (_cell((_HEAD, c), self.say(heading), gaps_formats.head) for c, heading in headings)
        yield _row(_HEAD, 30, "".join(cells))

    def _gap(self, line: int, row: GapRow) -> str:
        texts = row.texts[: len(self._widths)]
        lines = max(map(lines_needed, texts, self._widths))
        linked = self._is_linked(row)
        memory = self.was.get((row.sheet, place_of(row.cell)), "") if linked else ""
        cells = [_cell((line, 0), "|".join((row.cell, memory, row.sheet)))] if memory else []
        for column, text in enumerate(texts, 1):
            style = (
                self.gaps_formats.link
                if linked and column == _LINK_COLUMN
                else self.gaps_formats.text
            )
            style = self.gaps_formats.words[row.severity] if column == 1 else style
            if text:
                cells.append(_cell((line, column), text, style))
        return _row(line, min(line_height(self.language) * lines + 3, 400), "".join(cells))

    def _links(self) -> Iterator[str]:
        leading = [(n, row) for n, row in enumerate(self.rows, _HEAD + 1) if self._is_linked(row)]
        if leading:
            yield "<hyperlinks>"
            for line, row in leading:
                target = _attribute(f"{quoted(row.sheet)}!{row.cell}")
                place, cell = address(line, _LINK_COLUMN), _attribute(row.cell)
                yield f'<hyperlink ref="{place}" location="{target}" display="{cell}"/>'
            yield "</hyperlinks>"

    def _is_linked(self, row: GapRow) -> bool:
        return bool(row.cell) and row.sheet in self.sheets


def _row(row: int, height: float, cells: str) -> str:
    return f'<row r="{row + 1}" ht="{height:g}" customHeight="1">{cells}</row>'


def _cell(place: Place, text: str, style: int = 0) -> str:
    kept = escape(shortened(as_written(text), CELL_LENGTH), quote=False).replace("\r", "&#13;")
    return (
        f'<c r="{address(*place)}" s="{style}" t="inlineStr"><is><t xml:space="preserve">'
        f"{kept}</t></is></c>"
    )


def _attribute(text: str) -> str:
    return _BREAKS.sub(lambda found: f"&#{ord(found[0])};", escape(text))


def remembered(column: Iterator[tuple[int, object]]) -> dict[tuple[str, str], Was]:
    """The fills that marked cells had, from the hidden column: (sheet, cell) → fill."""
    found = {}
    for _, value in column:
        parts = str(value).split("|", 2)
        if len(parts) == 3:
            found[parts[2], parts[0]] = parts[1]
    return found
