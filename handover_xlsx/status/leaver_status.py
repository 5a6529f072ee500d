"""How far every leaver's handover is: one line each, those who need help first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.handover.progress import Progress
from handover_xlsx.merging.counting import Counted, counted
from handover_xlsx.reading.same_template import joined
from handover_xlsx.template.model import ChoiceList, Field, Section, Template
from handover_xlsx.text.normalise import normalised
from handover_xlsx.validation.end_of_job_tasks import last_days_begin
from handover_xlsx.validation.registry import View
from handover_xlsx.validation.run import Validation, validate

SOON = 7  # days in which an unfinished handover is urgent
OVERDUE, URGENT, UNDER_WAY, FINISHED = "overdue", "urgent", "under-way", "finished"
_ACCEPTED, _REJECTED, _SUCCESSOR = "accepted", "rejected", "successor"
_SIGNING = "C202"  # the rule that asks for the decision, and knows when the last days begin


@dataclass(frozen=True)
class SignOff:
    """What was decided: the successor's decision, or ``rejected`` if anyone says so.

    ``decision`` is a code of ``choices``, "" while it is open; ``signed`` of ``wanted`` have
    decided. ``due`` is the day from which it is expected, None where the last day is not known.
    """

    decision: str
    signed: int
    wanted: int
    choices: ChoiceList
    due: date | None = None

    @property
    def accepted(self) -> bool:
        """Whether the successor has taken over, and no one refuses."""
        return self.decision not in ("", _REJECTED)


@dataclass(frozen=True)
class LeaverStatus:
    """One leaver's handover on one day.

    ``older`` are the files with other states of it, which are not counted.
    """

    source: Source
    leaver: str
    last_day: date | None
    days_left: int | None
    progress: Progress
    errors: int
    warnings: int
    sign_off: SignOff | None
    older: tuple[str, ...] = ()

    @property
    def person(self) -> str:
        """The same in every state of a workbook; where it has no id, its leaver or its file."""
        return self.source.workbook_id or normalised(self.leaver) or self.source.name

    @property
    def level(self) -> str:
        """How much help is needed; finished is what is filled in, without errors, and accepted."""
        accepted = self.sign_off is None or self.sign_off.accepted
        if not self.progress.missing and not self.errors and accepted:
            return FINISHED
        if self.days_left is None or self.days_left > SOON:
            return UNDER_WAY
        return OVERDUE if self.days_left < 0 else URGENT

    @property
    def urgency(self) -> tuple[object, ...]:
        """Sorts those who need help first: little time, little filled in, many errors.

        What is finished comes last; a handover without a last day after all that have one.
        """
        days = (1, 0) if self.days_left is None else (0, self.days_left)
        finished = self.level == FINISHED
        return (finished, days, self.progress.completeness, -self.errors, normalised(self.leaver))


def leaver_statuses(handovers: Sequence[Handover], today: date) -> list[LeaverStatus]:
    """One for each leaver: of several states the newest only, as in a merge."""
    found = [one for pile in joined(handovers) for one in _of_pile(counted(pile), today)]
    # A workbook may also be there in two versions of its template.
    states: dict[str, list[LeaverStatus]] = {}
    for status in found:
        states.setdefault(status.source.workbook_id or f"\0{id(status)}", []).append(status)
    newest = [_newest(of) for of in states.values()]
    return sorted(newest, key=lambda status: status.urgency)


def _newest(states: Sequence[LeaverStatus]) -> LeaverStatus:
    last = max(states, key=lambda one: (not one.source.part, one.source.modified))
    others = (state for state in states if state is not last)
    older = (path for other in others for path in (other.source.path, *other.older))
    return replace(last, older=(*last.older, *older))


def _of_pile(found: Counted, today: date) -> Iterator[LeaverStatus]:
    for index, one in _of_handover(found.handover, today):
        yield replace(one, older=tuple(source.path for source in found.instead_of(index)))


def _of_handover(handover: Handover, today: date) -> Iterator[tuple[int, LeaverStatus]]:
    validation: Validation = validate(handover)
    view = View(handover)
    found = Counter((finding.source, finding.severity) for finding in validation.findings)
    for score in validation.scores:
        index = score.source
        source, last_day = handover.sources[index], handover.last_day(index)
        if source.added:
            continue  # no one hands over what was added to the team itself
        yield (
            index,
            LeaverStatus(
                source=source,
                leaver=source.leaver or source.name,
                last_day=last_day,
                days_left=(last_day - today).days if last_day else None,
                progress=score.total,
                errors=found[index, "error"],
                warnings=found[index, "warning"],
                sign_off=_sign_off(handover, index, last_days_begin(view, _SIGNING, index)),
            ),
        )


def _sign_off(handover: Handover, source: int, due: date | None) -> SignOff | None:
    """What the sign-off says; None where the template has none."""
    place = _decision_field(handover.template)
    if place is None:
        return None
    section, item, choices = place
    decided: dict[str, str] = {}
    records = handover.rows(section, source)
    for record in records:
        decision = record.get(item.id)
        if decision in choices.codes and not record.is_unread(item.id):
            decided[str(record.get(section.names_row))] = str(decision)
    rejected = _REJECTED if _REJECTED in decided.values() else ""
    return SignOff(
        decision=rejected or decided.get(_SUCCESSOR, ""),
        signed=len(decided),
        wanted=max(len(section.prepared), len(records)),
        choices=choices,
        due=due,
    )


def _decision_field(template: Template) -> tuple[Section, Field, ChoiceList] | None:
    """The field in which people accept or reject the handover, known by its choices."""
    for section in template.sections:
        for item in section.fields:
            if item.choices and {_ACCEPTED, _REJECTED} <= set(item.choices.codes):
                return section, item, item.choices
    return None
