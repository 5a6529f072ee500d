"""Who hands over to whom, by when, and whether the handover is ready – in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from handover_xlsx.handover.progress import Progress
from handover_xlsx.locale import N_
from handover_xlsx.reporting.common.wording import Fact, Wording, percent
from handover_xlsx.validation.finding import Counts
from handover_xlsx.validation.run import Validation
from handover_xlsx.values.vocabulary import names_no_one

ONLY_A_PART = N_("This is a part of a workbook: only the rows in it are checked.")
_FEW = 5  # so many things can be put right in an hour
_MOST_DONE = 0.9


@dataclass(frozen=True)
class Readiness:
    """How ready a handover is.

    ``level`` is ``ready``, ``nearly``, ``not-ready`` or ``empty``; ``verdict`` is the same in words.
    """

    progress: Progress
    counts: Counts
    level: str
    verdict: str
    explained: str


@dataclass(frozen=True)
class Leaver:
    """One source: the person who hands over, and how far they have come."""

    source: int
    name: str
    file: str
    facts: tuple[Fact, ...]
    last_day: date | None
    days_left: str
    readiness: Readiness

    heading: str


def readiness(wording: Wording, progress: Progress, counts: Counts) -> Readiness:
    """The verdict over counted cells and findings."""
    level, verdict = _verdict(wording, progress, counts)
    return Readiness(progress, counts, level, verdict, _explained(wording, progress, counts))


def _verdict(wording: Wording, progress: Progress, counts: Counts) -> tuple[str, str]:
    if progress.filled == 0 and progress.rows == 0:
        return "empty", wording.say(N_("Nothing is filled in yet"))
    if counts.errors:
        if counts.errors <= _FEW and progress.completeness >= _MOST_DONE:
            return "nearly", wording.count(
                counts.errors,
                N_("Nearly ready: one thing still has to be fixed"),
                N_("Nearly ready: {count} things still have to be fixed"),
            )
        return "not-ready", wording.count(
            counts.errors,
            N_("Not ready: one thing has to be fixed first"),
            N_("Not ready: {count} things have to be fixed first"),
        )
    if progress.missing:
        return "nearly", wording.count(
            progress.missing,
            N_("Nearly ready: one required cell is still blank"),
            N_("Nearly ready: {count} required cells are still blank"),
        )
    if counts.warnings:
        return "nearly", wording.count(
            counts.warnings,
            N_("Nearly ready: one thing should still be checked"),
            N_("Nearly ready: {count} things should still be checked"),
        )
    return "ready", wording.say(N_("Ready to hand over"))


def _explained(wording: Wording, progress: Progress, counts: Counts) -> str:
    if progress.filled == 0 and progress.rows == 0:
        return wording.count(
            progress.required,
            N_("One required cell is waiting to be filled in."),
            N_("{count} required cells are waiting to be filled in."),
        )
    return wording.say(
        N_("{percent} of what is required is filled in ({filled} of {required} cells). "
           "Must be fixed: {errors}. Should be fixed: {warnings}."),
        percent=percent(progress.completeness), filled=progress.filled, required=progress.required,
        errors=counts.errors, warnings=counts.warnings,
    )  # fmt: skip


def overall(wording: Wording, validation: Validation) -> Readiness:
    """The verdict over all sources together."""
    progress = sum((score.total for score in validation.scores), Progress())
    overall = readiness(wording, progress, validation.counts)
    if not any(source.was_split for source in validation.handover.sources):
        return overall
    return replace(overall, explained=f"{overall.explained} {wording.say(ONLY_A_PART)}")


def leavers(wording: Wording, validation: Validation) -> tuple[Leaver, ...]:
    """Every source with its own verdict, in the order of the sources."""
    found = counts_by_source(validation)
    return tuple(
        _leaver(wording, score.source, readiness(wording, score.total, found[score.source]))
        for score in validation.scores
    )


def counts_by_source(validation: Validation) -> Mapping[int, Counts]:
    """Findings of each source by severity."""
    found = Counter((finding.source, finding.rank) for finding in validation.findings)
    return {
        index: Counts(found[index, 0], found[index, 1], found[index, 2])
        for index in range(len(validation.handover.sources))
    }


def _leaver(wording: Wording, source: int, verdict: Readiness) -> Leaver:
    last_day = wording.handover.last_day(source)
    return Leaver(
        source=source,
        name=wording.sources[source],
        file=wording.file(source),
        facts=wording.role_facts(source),
        last_day=last_day,
        days_left=_days_left(wording, source, last_day),
        readiness=verdict,
        heading=_heading(wording, source),
    )


def _days_left(wording: Wording, source: int, last_day: date | None) -> str:
    """The last day with the time until then, for one line."""
    day = wording.role("last_day", source)
    left = wording.days_until(last_day) if last_day else ""
    return wording.say(N_("{text} ({note})"), text=day, note=left) if left else day


def _heading(wording: Wording, source: int) -> str:
    """Who hands over to whom; the file's name where neither is known."""
    leaver, successor = wording.sources[source], wording.role("successor", source)
    if names_no_one(successor):
        successor = ""
    if not successor and not wording.role("leaver", source):
        return leaver
    if not successor:
        return wording.say(N_("{leaver} → no successor named"), leaver=leaver)
    return wording.say(N_("{leaver} → {successor}"), leaver=leaver, successor=successor)


def team_heading(wording: Wording, people: tuple[Leaver, ...]) -> str:
    """Who hands over to whom; for a team, how many people do."""
    if len(people) == 1:
        return people[0].heading
    count = sum(not wording.handover.sources[person.source].added for person in people)
    return wording.say(N_("Team of {count}"), count=count)
