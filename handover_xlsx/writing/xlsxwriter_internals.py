"""Everything of XlsxWriter's that is not promised: its private names, used here and nowhere else.

Tests fail when a name disappears; ``pyproject.toml`` keeps XlsxWriter below its next major version.
"""

from __future__ import annotations

import re
from typing import IO, Any

import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

_LIKE_ESCAPED = re.compile("(_x[0-9a-fA-F]{4}_)")


class _PlainSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types
    """A sheet whose formulas are stored as they are.

    XlsxWriter looks in every formula for some 115 newer functions, a fifth of all our time; ours
    use none (a test sees to it). Should XlsxWriter rename its step, only the time comes back.
    """

    dim_rowmax: int

    def __init__(self) -> None:
        super().__init__()
        self._written_below = self.xls_rowmax
        self._links: list[tuple[str, str, str]] = []  # cell, file, place in it

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        return formula.removeprefix("=")

    def leave_out(self, first: int, last: int, last_column: int) -> None:
        """These rows, the sheet's last ones, are put in when it is finished."""
        self._check_dimensions(last, last_column)
        self._written_below = first

    def _write_rows(self) -> None:
        last = self.dim_rowmax
        self.dim_rowmax = min(last, self._written_below - 1)  # rows with notes would be there, too
        super()._write_rows()
        self.dim_rowmax = last

    def stretch_table(self, first: int, left: int, last: int, right: int) -> None:
        """The newest table is that long; XlsxWriter would note each of its cells: 250 MB a company."""
        table = self.tables[-1]
        area = xl_range(first, left, last, right)
        table.update({"range": area, "a_range": area, "autofilter": area})
        for column in table["columns"]:  # as XlsxWriter does in cells, but not here
            column["name"] = _LIKE_ESCAPED.sub(r"_x005F\1", column["name"])

    def link(self, row: int, column: int, file: str, place: str) -> None:
        """A cell leads to a place in another file, whose path stays as it is.

        XlsxWriter would write the path with backslashes, which only Windows understands, and would
        name the file once for every link. A sheet has only such links, or none of them.
        """
        self._links.append((xl_rowcol_to_cell(row, column), file, place))

    def _write_hyperlinks(self) -> None:
        if not self._links:
            super()._write_hyperlinks()
            return
        numbers: dict[str, int] = {}
        self._xml_start_tag("hyperlinks")
        for cell, file, place in self._links:
            if file not in numbers:
                self.rel_count += 1
                numbers[file] = self.rel_count
                self.external_hyper_links.append(["/hyperlink", file, "External"])
            named = [("ref", cell), ("r:id", f"rId{numbers[file]}"), ("location", place)]
            self._xml_empty_tag("hyperlink", named)
        self._xml_end_tag("hyperlinks")

    @property
    def part(self) -> str:
        """Where the sheet is in the package."""
        return f"xl/worksheets/sheet{self.index + 1}.xml"


class _PlainWorkbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook of such sheets."""

    worksheet_class = _PlainSheet


def new_workbook(finished: IO[bytes], font: str) -> Any:  # noqa: ANN401 - XlsxWriter has no types
    """A workbook written to a stream, without temporary files; cells have the font unless they set their own."""
    book = _PlainWorkbook(finished, {"in_memory": True})
    book.formats[0].set_font_name(font)
    return book


def number_of(style: Any) -> int:  # noqa: ANN401
    """The number by which cells name a format."""
    number: int = style._get_xf_index()
    return number
