"""The first sheet of the Excel gap report: who, how far, and sheet by sheet what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from handover_xlsx.locale import N_, Speaker
from handover_xlsx.reporting.gaps.model import GapReport, SectionProgress, SourceGaps
from handover_xlsx.writing.styles import BAR, GREY, WIDER, Styles
from handover_xlsx.writing.xlsxwriter_strict import Strict

_WIDTHS = (30, 10, 12, 12, 24, 52)
_COLOURS = {"ready": "#E2EFDA", "nearly": "#FFF4DC", "empty": "#FFF4DC", "not-ready": "#FDECEC"}
_COUNTED = (N_("Rows"), N_("Required"), N_("Filled"))


def write_overview(
    sheet: Strict, reports: Sequence[GapReport], styles: Styles, language: str
) -> None:
    """Each report below the one before."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width * WIDER.get(language, 1))
    sheet.hide_gridlines(2)
    overview = _Overview(sheet, styles, language)
    for report in reports:
        overview.write(report)


class _Overview(Speaker):
    """Writes from top to bottom."""

    def __init__(self, sheet: Strict, styles: Styles, language: str) -> None:
        self.sheet = sheet
        self.styles = styles
        self.language = language
        self.row = 0

    def line(self, text: str, style: object, *, height: float | None = None) -> None:
        if height:
            self.sheet.set_row(self.row, height)
        self.sheet.write_text(self.row, 0, text, style)
        self.row += 1

    def write(self, report: GapReport) -> None:
        styles = self.styles
        self.line(report.title, styles.title(), height=34)
        self.line(report.heading, styles.subtitle(), height=22)
        self._verdict(report)
        checked = f"{self.say(N_('Checked on'))} {report.today}"
        self.line(checked, styles.plain(font_color=GREY))
        self.row += 1
        for source in report.sources:
            self._source(source, report)
        self.row += 1

    def _verdict(self, report: GapReport) -> None:
        colour = _COLOURS[report.readiness.level]
        for text, bold in ((report.readiness.verdict, True), (report.readiness.explained, False)):
            style = self.styles.plain(bg_color=colour, bold=bold)
            for column in range(1, len(_WIDTHS)):
                self.sheet.write_blank(self.row, column, None, style)
            self.line(text, style, height=20)

    def _source(self, source: SourceGaps, report: GapReport) -> None:
        """Sheet by sheet; of a team only the sheets that still miss something."""
        sections = source.unfinished if report.team else source.sections
        if report.team:
            named = f"{source.leaver.heading} – {source.leaver.file}"
            self.line(named, self.styles.subtitle(), height=22)
            self.line(source.leaver.readiness.verdict, self.styles.plain())
        if sections:
            self._heads()
            first = self.row
            for section in sections:
                self._section(section)
            self.sheet.conditional_format(first, 4, self.row - 1, 4, {
                "type": "data_bar", "bar_color": BAR,
                "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1,
            })  # fmt: skip
        self.row += 1

    def _heads(self) -> None:
        heads = (N_("Sheet"), *_COUNTED, N_("Complete"), N_("State"))
        self.sheet.set_row(self.row, 24)
        for column, head in enumerate(heads):
            self.sheet.write_text(
                self.row, column, self.say(head), self.styles.heading(required=True)
            )
        self.row += 1

    def _section(self, section: SectionProgress) -> None:
        plain = self.styles.plain(text_wrap=True)
        self.sheet.write_text(self.row, 0, section.title, plain)
        one = section.progress
        for column, number in enumerate((one.rows, one.required, one.filled), 1):
            self.sheet.write_number(self.row, column, number, self.styles.plain(align="center"))
        if section.counts:
            share = one.completeness if one.missing == 0 else min(one.completeness, 0.99)
            shown = self.styles.plain(num_format="0%", align="left", indent=1)
            self.sheet.write_number(self.row, 4, share, shown)
        self.sheet.write_text(
            self.row, 5, section.state, self.styles.plain(text_wrap=True, indent=1)
        )
        self.row += 1
