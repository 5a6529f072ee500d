"""The gap report as a workbook: how far it is, what to fix first, and all gaps with links.

Each link opens the leaver's file at the cell. Text from cells is only ever written as text.
"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from handover_xlsx import __version__
from handover_xlsx.format.annotation_marks import REPORT_NAME
from handover_xlsx.locale import N_, Speaker, translate
from handover_xlsx.package.addresses import quoted
from handover_xlsx.reporting.gaps.gap_table import FILLS, LINK_COLUMN, RULED, GapTable
from handover_xlsx.reporting.gaps.model import Gap
from handover_xlsx.reporting.gaps.overview_sheet import write_overview
from handover_xlsx.reporting.gaps.rows import HEADINGS, GapRow, gap_row, gap_rows
from handover_xlsx.reporting.gaps.view import gap_report
from handover_xlsx.validation.run import Validation
from handover_xlsx.writing.long_tables import with_rows
from handover_xlsx.writing.output_check import check
from handover_xlsx.writing.styles import FONTS, LINK, Styles, line_height, lines_needed
from handover_xlsx.writing.xlsxwriter_internals import new_workbook
from handover_xlsx.writing.xlsxwriter_strict import Strict, strictly

MOST_LINKS = 60_000  # Excel allows 65,530 a sheet and drops the rest
OVERVIEW = N_("Overview")
_MOST_ROWS = 1_000_000
_LONGEST_LINK = 2_000
# On a page as wide as all columns the letters are still large enough to be read.
_WIDTHS = (14, 14, 7, 19, 17, 35, 35, 7, 15, 18)
_FIRST_WIDTHS = (4, 14, 19, 19, 46, 46)
_FIRST_HEADS = (
    "", N_("Severity"), N_("Place"), N_("Row"), N_("What is wrong"), N_("How to fix it"),
)  # fmt: skip
_LINK = {**RULED, "font_color": LINK, "underline": 1}


def gaps_xlsx(
    validations: Sequence[Validation], language: str, folder: Path | None = None
) -> bytes:
    """The report; links are relative to the ``folder`` that it will be in."""
    finished = io.BytesIO()
    with strictly():
        book = Strict(new_workbook(finished, FONTS.get(language, FONTS["en"])))
        book.set_properties({"comments": f"handover-xlsx {__version__}"})
        long = _write(_Report(book, language, folder, Styles(book, language)), validations)
        book.define_name(REPORT_NAME, f"={quoted(translate(OVERVIEW, language))}!$A$1")
        book.close()
    data = with_rows(finished.getvalue(), long)
    check(data)
    return data


@dataclass(frozen=True)
class _Report(Speaker):
    book: Strict
    language: str
    folder: Path | None
    styles: Styles

    def sheet(self, name: str) -> Strict:
        """A new sheet, ready to print: wide paper, one page wide, page numbers."""
        sheet = Strict(self.book.add_worksheet(self.say(name)))
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet


def _write(report: _Report, validations: Sequence[Validation]) -> dict[str, GapTable]:
    """All sheets; the rows of the long one, by its part, are put in when the others are finished."""
    reports = [gap_report(validation, report.language) for validation in validations]
    rows = gap_rows(validations, report.language)
    overview = report.sheet(OVERVIEW)
    write_overview(overview, reports, report.styles, report.language)
    first = [
        (gap, gap_row(validation, report.language, group.first))
        for validation, one in zip(validations, reports, strict=True)
        for gap, group in zip(one.first, validation.fix_first, strict=False)
    ]
    if first:
        _write_first(report, first)
    overview.activate()
    return _write_all(report, rows) if rows else {}


# --- Fix these first ------------------------------------------------------------------------


def _write_first(report: _Report, first: Sequence[tuple[Gap, GapRow]]) -> None:
    """At most ten things for each report, each with what, where and how."""
    sheet, styles = report.sheet(N_("Fix these first")), report.styles
    for column, width in enumerate(_FIRST_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_row(0, 32)
    sheet.write_text(0, 0, report.say(N_("Fix these first")), styles.title())
    sheet.set_row(2, 26)
    for column, head in enumerate(_FIRST_HEADS):
        sheet.write_text(2, column, report.say(head), styles.heading(required=True))
    for line, (gap, row) in enumerate(first, 3):
        who = " · ".join(filter(None, (gap.row, gap.origin)))
        texts = [str(line - 2), gap.word, gap.place, who, gap.full_message, gap.hint]
        _write_line(report, sheet, line, texts, _FIRST_WIDTHS, (1, gap.severity))
        sheet.write_number(line, 0, line - 2, styles.plain(**RULED, align="center"))
        if _add_link(report, sheet, (line, 2), row):
            sheet.write_text(line, 2, gap.place, styles.make(**_LINK))
    sheet.freeze_panes(3, 0)
    sheet.repeat_rows(2)


def _write_line(
    report: _Report, sheet: Strict, line: int, texts: Sequence[str], widths: Sequence[float],
    marked: tuple[int, str],
) -> None:  # fmt: skip
    """Texts side by side in a row that is high enough; one column has its severity's colour."""
    plain = report.styles.plain(**RULED)
    coloured = report.styles.make(**RULED, bg_color=FILLS[marked[1]])
    for column, text in enumerate(texts):
        style = coloured if column == marked[0] else plain
        if text:
            sheet.write_text(line, column, text, style)
        else:
            sheet.write_blank(line, column, None, style)
    lines = max(lines_needed(text, width) for text, width in zip(texts, widths, strict=True))
    sheet.set_row(line, min(line_height(report.language) * lines + 3, 400))


# --- All gaps -------------------------------------------------------------------------------


def _write_all(report: _Report, rows: Sequence[GapRow]) -> dict[str, GapTable]:
    """A table to sort and to filter, one row a finding; of several files it names which."""
    sheet, styles = report.sheet(N_("All gaps")), report.styles
    shown = len(HEADINGS) if len({row.path for row in rows}) > 1 else len(HEADINGS) - 2
    widths = _WIDTHS[:shown]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    heads = [report.say(heading) for heading in HEADINGS[:shown]]
    listed = rows[:_MOST_ROWS]
    heading = styles.heading(required=True)
    sheet.add_table(0, 0, 1, len(heads) - 1, {
        "name": "tbl_gaps", "style": "Table Style Light 1", "banded_rows": False,
        "columns": [{"header": head, "header_format": heading} for head in heads],
    })  # fmt: skip
    sheet.stretch_table(0, 0, len(listed), len(heads) - 1)
    sheet.set_row(0, 30)
    linked = [line < MOST_LINKS and _add_link(report, sheet, (line + 1, LINK_COLUMN), row)
              for line, row in enumerate(listed)]  # fmt: skip
    left = len(rows) - len(listed)
    last = report.say(N_("{count} more findings are not listed."), count=left) if left else ""
    sheet.leave_out(1, len(listed) + bool(left), len(heads) - 1)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    return {sheet.part: GapTable(listed, widths, linked, last, styles, styles.make(**_LINK))}


def _add_link(report: _Report, sheet: Strict, place: tuple[int, int], row: GapRow) -> bool:
    """Make a cell a link to the gap; False where no program could follow it."""
    target = _target(row.path, report.folder) if row.cell and row.sheet else None
    if target is not None:
        sheet.link(*place, target, f"{quoted(row.sheet)}!{row.cell}")
    return target is not None


@lru_cache(1000)  # many gaps are in one file
def _target(path: str, folder: Path | None) -> str | None:
    """The path of the leaver's file in a link; None where no program could follow it."""
    if path == "-" or folder is None:
        return None
    try:
        target = Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # on another drive
        target = Path(path).absolute().as_uri()
    for sign, escaped in (("%", "%25"), ("#", "%23"), (" ", "%20"), ('"', "%22"), ("?", "%3F")):
        target = target if target.startswith("file:") else target.replace(sign, escaped)
    return None if len(target.encode("utf-16-le")) // 2 > _LONGEST_LINK else target
