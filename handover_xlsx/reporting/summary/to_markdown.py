"""The summary report in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from handover_xlsx.locale import N_
from handover_xlsx.reporting.common.markdown import BREAK, escaped, joined, table
from handover_xlsx.reporting.gaps.model import Gap
from handover_xlsx.reporting.gaps.to_markdown import GapPage
from handover_xlsx.reporting.summary.agenda import Agenda, DatedItem
from handover_xlsx.reporting.summary.blocks import Block, Row
from handover_xlsx.reporting.summary.model import Summary
from handover_xlsx.reporting.summary.trends import Trend


def summary_markdown(summary: Summary, language: str) -> str:
    """A summary."""
    return _SummaryPage(language).summary(summary)


class _SummaryPage(GapPage):
    """The whole summary."""

    def summary(self, summary: Summary) -> str:
        lines = [f"# {escaped(summary.heading)}", "", escaped(summary.title), ""]
        lines += self.readiness(summary.readiness)
        lines += self._notes((), summary.gaps)
        lines += self.leavers(summary.leavers)
        lines += [self.title(N_("What comes first")), ""]
        lines += self._agenda(summary.agenda, summary)
        for block in summary.blocks:
            lines += self._block(block, team=summary.team)
        return joined([*lines, self.say(N_("As of")) + f" {summary.today}"])

    def _agenda(self, agenda: Agenda, summary: Summary) -> Iterator[str]:
        for opening in agenda.openings:
            whose = f" · {escaped(opening.origin)}" if opening.origin else ""
            yield f"**{escaped(opening.label)}**{whose}{BREAK}{escaped(opening.text)}"
            yield ""
        yield self.title(N_("Next dates"), 3)
        yield ""
        if agenda.dates:
            yield from self._dates(agenda.dates, summary.more_dates, team=summary.team)
        else:
            yield self.say(N_("No open dates."))
            yield ""
        if agenda.overdue:
            yield from (self.title(N_("Overdue"), 3), "")
            yield from self._dates(agenda.overdue, summary.more_overdue, team=summary.team)
        if agenda.matters:
            yield from (self.title(N_("What matters most"), 3), "")
            for matter in agenda.matters:
                where = (matter.sheet, matter.priority, matter.origin)
                shown = " · ".join(escaped(part) for part in where if part)
                yield f"- **{escaped(matter.name)}** · {shown}{self.pairs(matter.facts)}"
            yield ""
            yield from ((summary.more_matters, "") if summary.more_matters else ())

    def _dates(self, items: Sequence[DatedItem], more: str, *, team: bool) -> Iterator[str]:
        titles = [
            N_("Date"),
            "",
            N_("What"),
            *([N_("From")] if team else []),
            N_("Who"),
            N_("Which date"),
        ]
        rows = (
            [item.day_text, item.time_left, item.name, *([item.origin] if team else []), item.who,
             f"{item.sheet} · {item.label}"]
            for item in items
        )  # fmt: skip
        yield from table(
            [self.say(title) or " " for title in titles],
            ([escaped(cell) for cell in row] for row in rows),
        )
        yield from ((more, "") if more else ())

    def _block(self, block: Block, *, team: bool) -> Iterator[str]:
        title = escaped(block.title)
        yield "## " + (self.noted(title, escaped(block.status)) if block.status else title)
        yield ""
        yield from self._notes(block.notes, block.gaps)
        if block.trends:
            yield from self._history(block, team=team)
        elif block.rows:
            yield from self._rows(block, team=team)

    def _notes(self, notes: Iterable[str], gaps: Iterable[Gap]) -> Iterator[str]:
        lines = [
            *(f"- {escaped(note)}" for note in notes),
            *(f"- {self.gap(gap)}" for gap in gaps),
        ]
        yield from ((*lines, "") if lines else ())

    def _rows(self, block: Block, *, team: bool) -> Iterator[str]:
        if block.columns:
            titles = [*map(escaped, block.columns), *([self.say(N_("From"))] if team else [])]
            rows = (
                [*map(escaped, r.cells), *([escaped(r.origin)] if team else [])] for r in block.rows
            )
            yield from table(titles, rows)
        if block.closed_text:
            yield f"{escaped(block.closed_text)}."
            yield ""
        for row in block.rows:
            yield from self._row(row, named=block.kind != "form" or team)

    def _row(self, row: Row, *, named: bool) -> Iterator[str]:
        if not row.details and not row.gaps:
            return
        if named:
            whose = f" · {escaped(row.origin)}" if row.origin else ""
            yield f"**{escaped(row.name)}**{whose}"
            yield ""
        yield from (f"- {self.fact(fact)}" for fact in row.details)
        yield from (f"- {self.gap(gap, origin=False, row=False)}" for gap in row.gaps)
        yield ""

    def _history(self, block: Block, *, team: bool) -> Iterator[str]:
        for trend in block.trends:
            yield from self._trend(trend)
        title = escaped(block.columns[0]) if block.columns else " "
        titles = [title, *([self.say(N_("From"))] if team else []), *block.periods]
        yield from table(titles, (
            [escaped(trend.name), *([escaped(trend.origin)] if team else []),
             *(escaped(point.text) for point in trend.points)]
            for trend in block.trends
        ))  # fmt: skip

    def _trend(self, trend: Trend) -> Iterator[str]:
        last = (trend.last.text, trend.last.period) if trend.last else ()
        parts = [*last, trend.judged, trend.changed]
        shown = " · ".join(escaped(part) for part in parts if part)
        whose = f" · {escaped(trend.origin)}" if trend.origin else ""
        yield f"**{escaped(trend.name)}**{whose} · {shown}{self.pairs((*trend.facts, *trend.details))}"
        yield ""
        yield from (f"- {self.gap(gap, origin=False, row=False)}" for gap in trend.gaps)
        yield from (("",) if trend.gaps else ())
