"""The gap report of one workbook or many, put together for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from handover_xlsx.handover.progress import Progress
from handover_xlsx.locale import N_
from handover_xlsx.reporting.common.readiness import leavers, overall, team_heading
from handover_xlsx.reporting.common.wording import Fact, Wording, in_one_line
from handover_xlsx.reporting.gaps.model import (
    GapReport,
    SectionProgress,
    SheetGaps,
    SourceGaps,
    gap,
)
from handover_xlsx.validation.finding import Finding, Group, grouped
from handover_xlsx.validation.run import Validation

MOST_LISTED = 1000


_EMPTY_SECTION = "C101"


def gap_report(validation: Validation, language: str, today: date | None = None) -> GapReport:
    """The findings of a handover in a reader's language."""
    wording = Wording(validation.handover, language, today or local_today())
    title = wording.say(
        N_("Gap report: {title}"), title=wording.label(validation.handover.template.title)
    )
    empty = validation.nothing_filled
    people = leavers(wording, validation)
    by_source: dict[int, list[Finding]] = {}
    for finding in validation.findings:
        if not (empty and finding.code == _EMPTY_SECTION):
            by_source.setdefault(finding.source, []).append(finding)
    return GapReport(
        language=language,
        title=title,
        heading=team_heading(wording, people),
        today=wording.today,
        team=wording.team,
        readiness=overall(wording, validation),
        begin=_where_to_begin(wording) if empty else "",
        waiting=_waiting(wording) if empty else (),
        first=() if empty else tuple(gap(wording, group) for group in validation.fix_first),
        sources=tuple(
            SourceGaps(
                leaver,
                section_progress(
                    wording, leaver.source, score.sections, validation.of_source(leaver.source)
                ),
                _by_sheet(wording, by_source.get(leaver.source, [])),
            )
            for leaver, score in zip(people, validation.scores, strict=True)
        ),
    )


def local_today() -> date:
    """Today where the reader is."""
    return datetime.now().astimezone().date()


def _where_to_begin(wording: Wording) -> str:
    template = wording.handover.template
    sections = [template.start] if template.start else []
    sections += [section for section in template.sections if section is not template.start]
    names = [wording.label(section.sheet) for section in sections[:2] if section]
    if len(names) < 2:
        return wording.say(N_("Begin with the sheet “{first}”."), first=names[0] if names else "")
    return wording.say(
        N_("Nothing is wrong: the workbook is new. Begin with the sheet “{first}”; it takes ten "
           "minutes. Then go on to “{second}”. The workbook itself shows what is still missing."),
        first=names[0], second=names[1],
    )  # fmt: skip


def _waiting(wording: Wording) -> tuple[Fact, ...]:
    """What each sheet is for."""
    return tuple(
        Fact(wording.label(section.sheet), wording.label(section.purpose))
        for section in wording.handover.template.sections
    )


def section_progress(
    wording: Wording, source: int, progress: Mapping[str, Progress], found: Iterable[Finding]
) -> tuple[SectionProgress, ...]:
    """Every section of the template with its numbers and a state in words."""
    not_applicable = wording.handover.sources[source].not_applicable
    later = {finding.section: finding.not_before for finding in found if finding.not_before}
    return tuple(
        _progress(
            wording,
            wording.label(section.sheet),
            progress[section.id],
            not_applicable.get(section.id),
            later.get(section.id) if section.at_end else None,
        )
        for section in wording.handover.template.sections
    )


def _progress(
    wording: Wording, title: str, one: Progress, reason: str | None, later: date | None
) -> SectionProgress:
    """``later`` is the day before which a sheet of the last days need not be filled in."""
    if reason is not None:
        state = wording.say(N_("does not apply: {reason}"), reason=in_one_line(reason))
    elif later and (not one.missing or not one.filled):
        state = wording.say(N_("not due before {day}"), day=later.isoformat())
    elif one.required == 0 and one.rows == 0:
        state = wording.say(N_("empty"))
    elif one.missing:
        state = wording.count(one.missing, N_("one cell missing"), N_("{count} cells missing"))
    else:
        state = wording.say(N_("complete"))
    return SectionProgress(title, one, state, counts=reason is None and one.required > 0)


def _by_sheet(wording: Wording, findings: list[Finding]) -> tuple[SheetGaps, ...]:
    sheets: dict[str, list[Group]] = {}
    for group in grouped(findings):
        sheets.setdefault(group.first.sheet, []).append(group)
    return tuple(_sheet(wording, sheet, groups) for sheet, groups in sheets.items())


def _sheet(wording: Wording, sheet: str, groups: list[Group]) -> SheetGaps:
    groups.sort(key=lambda group: group.first.rank)
    listed, more = groups[:MOST_LISTED], groups[MOST_LISTED:]
    rest = sum(len(group.findings) for group in more)
    one = N_("One more finding is not listed.")
    many = N_("{count} more findings are not listed.")
    return SheetGaps(
        sheet=in_one_line(sheet) or wording.say(N_("The workbook as a whole")),
        gaps=tuple(gap(wording, group) for group in listed),
        found=sum(len(group.findings) for group in groups),
        rest=wording.count(rest, one, many) if rest else "",
    )
