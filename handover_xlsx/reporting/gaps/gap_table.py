"""The rows of the sheet “All gaps” as XML: a flood of gaps would take XlsxWriter many seconds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import repeat

from handover_xlsx.package.addresses import column_letter
from handover_xlsx.reporting.gaps.rows import GapRow
from handover_xlsx.writing.long_tables import text_cell
from handover_xlsx.writing.styles import Styles, line_height, lines_needed
from handover_xlsx.writing.xlsxwriter_internals import number_of

FILLS = {"error": "#F8CBAD", "warning": "#FFE699", "info": "#DDEBF7"}
RULED = {"text_wrap": True, "bottom": 1, "bottom_color": "#D9D9D9"}
LINK_COLUMN = 2
_ROWS_AT_ONCE = 1000


class GapTable:
    """The rows below the headings, the first of them on the sheet's second row.

    ``linked`` are the rows (from 0) whose cell's address is a link; ``last`` is what the row below
    the table says ("": nothing).
    """

    def __init__(
        self, rows: Sequence[GapRow], widths: Sequence[float], linked: Sequence[bool], last: str,
        styles: Styles, link: object,
    ) -> None:  # fmt: skip
        self._rows, self._widths, self._linked, self._last = rows, widths, linked, last
        self._letters = [column_letter(column) for column in range(len(widths))]
        self._line = line_height(styles.language)
        self._cell = lru_cache(10_000)(text_cell)  # most texts appear in many rows
        self._plain, self._link = number_of(styles.plain(**RULED)), number_of(link)
        self._marked = {
            severity: number_of(styles.make(**RULED, bg_color=fill))
            for severity, fill in FILLS.items()
        }

    def xml(self) -> Iterator[bytes]:
        """The rows as they stand in the sheet, many at once."""
        for begin in range(0, len(self._rows), _ROWS_AT_ONCE):
            some = range(begin, min(begin + _ROWS_AT_ONCE, len(self._rows)))
            yield "".join(map(self._row, some)).encode()
        if self._last:
            number = len(self._rows) + 2
            text, _ = text_cell(self._last, self._plain)
            yield f'<row r="{number}"><c r="A{number}"{text}</row>'.encode()

    def _row(self, place: int) -> str:
        row, number = self._rows[place], place + 2
        texts = row.texts[: len(self._widths)]
        styles = [self._marked[row.severity], *repeat(self._plain, len(texts) - 1)]
        if self._linked[place]:
            styles[LINK_COLUMN] = self._link
        cells = [
            f'<c r="{letter}{number}"' + (self._cell(text, style)[0] if text else f' s="{style}"/>')
            for letter, text, style in zip(self._letters, texts, styles, strict=True)
        ]
        lines = max(map(lines_needed, texts, self._widths))
        height = min(self._line * lines + 3, 400)
        return f'<row r="{number}" ht="{height:g}" customHeight="1">{"".join(cells)}</row>'
