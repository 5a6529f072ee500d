"""The gap report in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from handover_xlsx.locale import N_
from handover_xlsx.reporting.common.markdown import BREAK, Page, escaped, joined, table
from handover_xlsx.reporting.gaps.model import Gap, GapReport, SectionProgress, SourceGaps
from handover_xlsx.reporting.gaps.view import gap_report
from handover_xlsx.validation.run import Validation


def gaps_markdown(validation: Validation, language: str, today: date | None = None) -> str:
    """The gap report of one workbook or many."""
    return GapPage(language).gap_report(gap_report(validation, language, today))


class GapPage(Page):
    """A page on which gaps stand."""

    def gap_report(self, report: GapReport) -> str:
        """The page as one text."""
        lines = [f"# {escaped(report.title)}", "", f"**{escaped(report.heading)}**", ""]
        lines += self.readiness(report.readiness)
        lines += self.leavers([source.leaver for source in report.sources])
        if report.begin:
            lines += [escaped(report.begin), "", self.title(N_("What goes where")), ""]
            lines += [f"- {self.fact(fact)}" for fact in report.waiting]
            lines.append("")
        if report.first:
            lines += [self.title(N_("Fix these first")), ""]
            lines += [f"{n}. {self.gap(gap)}" for n, gap in enumerate(report.first, 1)]
            lines.append("")
        for source in report.sources:
            lines += self._source(source, report)
        return joined([*lines, self.say(N_("Checked on")) + f" {report.today}"])

    def _source(self, source: SourceGaps, report: GapReport) -> Iterator[str]:
        sections = source.unfinished if report.team else source.sections
        if report.team and not sections and not source.sheets:
            return
        if report.team:
            yield f"## {escaped(source.leaver.heading)}"
            yield ""
            yield from self.readiness(source.leaver.readiness)
            yield from self.facts(source.leaver)
        else:
            yield from (self.title(N_("How complete it is")), "")
        if sections:
            yield from self._progress(sections)
        for sheet in source.sheets:
            yield "### " + self.noted(escaped(sheet.sheet), sheet.found)
            yield ""
            yield from (f"- {self.gap(gap, origin=False)}" for gap in sheet.gaps)
            yield from (("", escaped(sheet.rest_text)) if sheet.rest else ())
            yield ""
        if not source.sheets and not report.begin:
            yield from (self.say(N_("Nothing to fix was found.")), "")

    def _progress(self, sections: Iterable[SectionProgress]) -> Iterator[str]:
        counted = (N_("Sheet"), N_("Rows"), N_("Required"), N_("Filled"))
        titles = (*counted, N_("Complete"), N_("State"))
        rows = (
            (escaped(one.title), str(one.rows), str(one.required), str(one.filled),
             one.percent if one.counts else "", escaped(one.state))
            for one in sections
        )  # fmt: skip
        yield from table([self.say(title) for title in titles], rows)

    def gap(self, gap: Gap, *, origin: bool = True, row: bool = True) -> str:
        """One gap: where, what, how to fix it."""
        head = [gap.word, gap.place, gap.row if row else "", gap.origin if origin else ""]
        shown = " · ".join(escaped(part) for part in head if part)
        texts = [escaped(text) for text in (gap.message, gap.others, gap.hint) if text]
        return f"**{shown}** · {gap.code}{BREAK}{BREAK.join(texts)}"
