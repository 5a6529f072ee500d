"""Gap report and summary as GitHub-flavoured Markdown; what stands in cells is never markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from handover_xlsx.locale import N_, translate
from handover_xlsx.reporting.agenda import Agenda, DatedItem
from handover_xlsx.reporting.blocks import Block, Row
from handover_xlsx.reporting.gaps import Gap, GapReport, SectionProgress, SourceGaps, gap_report
from handover_xlsx.reporting.readiness import Leaver, Readiness
from handover_xlsx.reporting.summary import Summary
from handover_xlsx.reporting.trends import Trend
from handover_xlsx.reporting.wording import Fact
from handover_xlsx.validation.run import Validation

_ACTIVE = re.compile(r"[\\|<>\[\]*_`#~$]|!(?=\[)|&(?=[#\w])")
# What GitHub makes a link of by itself (addresses, mentions) is shown as code.
_RUN = re.compile(r"[!-_a-{}~]+")
_LINKED = re.compile(r"@|://|www\.", re.IGNORECASE)
_AROUND = "()[]{}.,;:!?\"'*_"
_BREAK = "<br>"


def escaped(text: str) -> str:
    """A text that reads the same in Markdown and is nothing but text there."""
    parts, last = [], 0
    for run in _RUN.finditer(text):
        for piece in re.finditer(r"[^|<>]+", run[0]):
            core = piece[0].strip(_AROUND)
            if _LINKED.search(core):
                start = run.start() + piece.start() + piece[0].index(core)
                parts += [_escaped(text[last:start]), f"`{core}`"]
                last = start + len(core)
    parts.append(_escaped(text[last:]))
    return "".join(parts).replace("\n", _BREAK)


def _escaped(text: str) -> str:
    return _ACTIVE.sub(lambda match: "&#96;" if match[0] == "`" else f"\\{match[0]}", text)


def gaps_markdown(validation: Validation, language: str, today: date | None = None) -> str:
    """The gap report of one workbook or many."""
    return _Markdown(language).gap_report(gap_report(validation, language, today))


def summary_markdown(summary: Summary, language: str) -> str:
    """A summary."""
    return _Markdown(language).summary(summary)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table of texts that are escaped already."""
    yield _line(columns)
    yield _line(["---"] * len(columns))
    for row in rows:
        yield _line([cell or "–" for cell in row])
    yield ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


@dataclass(frozen=True)
class _Markdown:
    language: str

    def say(self, text: str) -> str:
        return translate(text, self.language)

    def title(self, text: str, level: int = 2) -> str:
        """A heading of our own, in the reader's language."""
        return f"{'#' * level} {self.say(text)}"

    # --- gap report ----------------------------------------------------------------------------

    def gap_report(self, report: GapReport) -> str:
        lines = [f"# {escaped(report.title)}", "", f"**{escaped(report.heading)}**", ""]
        lines += self._readiness(report.readiness)
        lines += self._leavers([source.leaver for source in report.sources])
        if report.begin:
            lines += [escaped(report.begin), "", self.title(N_("What goes where")), ""]
            lines += [f"- {self._fact(fact)}" for fact in report.waiting]
            lines.append("")
        if report.first:
            lines += [self.title(N_("Fix these first")), ""]
            lines += [f"{n}. {self._gap(gap)}" for n, gap in enumerate(report.first, 1)]
            lines.append("")
        for source in report.sources:
            lines += self._source(source, report)
        return _joined([*lines, self.say(N_("Checked on")) + f" {report.today}"])

    def _source(self, source: SourceGaps, report: GapReport) -> Iterator[str]:
        sections = source.unfinished if report.team else source.sections
        if report.team and not sections and not source.sheets:
            return
        if report.team:
            yield f"## {escaped(source.leaver.heading)}"
            yield ""
            yield from self._readiness(source.leaver.readiness)
            yield from self._facts(source.leaver)
        else:
            yield from (self.title(N_("How complete it is")), "")
        if sections:
            yield from self._progress(sections)
        for sheet in source.sheets:
            yield "### " + self._noted(escaped(sheet.sheet), sheet.found)
            yield ""
            yield from (f"- {self._gap(gap, origin=False)}" for gap in sheet.gaps)
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

    def _gap(self, gap: Gap, *, origin: bool = True, row: bool = True) -> str:
        head = [gap.word, gap.place, gap.row if row else "", gap.origin if origin else ""]
        shown = " · ".join(escaped(part) for part in head if part)
        texts = [escaped(text) for text in (gap.message, gap.others, gap.hint) if text]
        return f"**{shown}** · {gap.code}{_BREAK}{_BREAK.join(texts)}"

    # --- summary -------------------------------------------------------------------------------

    def summary(self, summary: Summary) -> str:
        lines = [f"# {escaped(summary.heading)}", "", escaped(summary.title), ""]
        lines += self._readiness(summary.readiness)
        lines += self._notes((), summary.gaps)
        lines += self._leavers(summary.leavers)
        lines += [self.title(N_("What comes first")), ""]
        lines += self._agenda(summary.agenda, summary)
        for block in summary.blocks:
            lines += self._block(block, team=summary.team)
        return _joined([*lines, self.say(N_("As of")) + f" {summary.today}"])

    def _readiness(self, readiness: Readiness) -> list[str]:
        return [f"**{escaped(readiness.verdict)}**", "", escaped(readiness.explained), ""]

    def _facts(self, leaver: Leaver) -> Iterator[str]:
        yield from table(
            [escaped(fact.label) for fact in leaver.facts],
            [[self._value(fact) for fact in leaver.facts]],
        )

    def _leavers(self, leavers: Sequence[Leaver]) -> list[str]:
        """Who hands over: one leaver with all roles, or a list of them."""
        if len(leavers) == 1:
            return list(self._facts(leavers[0]))
        return [self.title(N_("Who hands over")), "", *self._people(leavers)]

    def _people(self, leavers: Sequence[Leaver]) -> Iterator[str]:
        labels = [escaped(fact.label) for fact in leavers[0].facts[1:]]
        titles = [self.say(N_("From")), *labels, self.say(N_("Complete")), self.say(N_("In short"))]
        yield from table(titles, (
            [escaped(leaver.name), *(self._value(fact) for fact in leaver.facts[1:]),
             leaver.readiness.percent, escaped(leaver.readiness.verdict)]
            for leaver in leavers
        ))  # fmt: skip

    def _agenda(self, agenda: Agenda, summary: Summary) -> Iterator[str]:
        for opening in agenda.openings:
            whose = f" · {escaped(opening.origin)}" if opening.origin else ""
            yield f"**{escaped(opening.label)}**{whose}{_BREAK}{escaped(opening.text)}"
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
                yield f"- **{escaped(matter.name)}** · {shown}{self._pairs(matter.facts)}"
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
        yield "## " + (self._noted(title, escaped(block.status)) if block.status else title)
        yield ""
        yield from self._notes(block.notes, block.gaps)
        if block.trends:
            yield from self._history(block, team=team)
        elif block.rows:
            yield from self._rows(block, team=team)

    def _notes(self, notes: Iterable[str], gaps: Iterable[Gap]) -> Iterator[str]:
        lines = [
            *(f"- {escaped(note)}" for note in notes),
            *(f"- {self._gap(gap)}" for gap in gaps),
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
        yield from (f"- {self._fact(fact)}" for fact in row.details)
        yield from (f"- {self._gap(gap, origin=False, row=False)}" for gap in row.gaps)
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
        yield f"**{escaped(trend.name)}**{whose} · {shown}{self._pairs((*trend.facts, *trend.details))}"
        yield ""
        yield from (f"- {self._gap(gap, origin=False, row=False)}" for gap in trend.gaps)
        yield from (("",) if trend.gaps else ())

    def _fact(self, fact: Fact) -> str:
        said = self.say(N_("{head}: {text}"))
        return said.format(head=escaped(fact.label), text=escaped(fact.text))

    def _value(self, fact: Fact) -> str:
        text = escaped(fact.text)
        return self._noted(text, escaped(fact.note)) if fact.note else text

    def _noted(self, text: str, note: object) -> str:
        return self.say(N_("{text} ({note})")).format(text=text, note=note)

    def _pairs(self, facts: Iterable[Fact]) -> str:
        shown = self.say(N_("; ")).join(map(self._fact, facts))
        return f"{_BREAK}{shown}" if shown else ""


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
