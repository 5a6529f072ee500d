"""Gaps as a reader sees them, and the gap report that every format shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handover_xlsx.handover.progress import Progress
from handover_xlsx.locale import N_, Message
from handover_xlsx.reporting.common.readiness import Leaver, Readiness
from handover_xlsx.reporting.common.wording import Fact, Wording, in_one_line, plain
from handover_xlsx.validation.finding import Finding, Group

_MOST_NAMES = 5


@dataclass(frozen=True)
class Gap:
    """A finding, or the same one in several rows, in words.

    ``row`` names the row where the message does not; ``others`` names further rows; ``count`` is
    how many findings it is; ``origin`` the leaver in a team's report. ``full_message`` is message
    and ``others`` in one line.
    """

    code: str
    severity: str
    word: str
    place: str
    message: str
    hint: str
    row: str = ""
    others: str = ""
    count: int = 1
    origin: str = ""
    full_message: str = ""


@dataclass(frozen=True)
class SectionProgress:
    """How far a section has come, with a state in words."""

    title: str
    progress: Progress
    state: str
    counts: bool


@dataclass(frozen=True)
class SheetGaps:
    """The gaps of one sheet; ``rest`` says how many findings are not listed, "" where all are."""

    sheet: str
    gaps: tuple[Gap, ...]
    found: int
    rest: str


@dataclass(frozen=True)
class SourceGaps:
    """The gaps of one workbook."""

    leaver: Leaver
    sections: tuple[SectionProgress, ...]
    sheets: tuple[SheetGaps, ...]

    @property
    def unfinished(self) -> tuple[SectionProgress, ...]:
        """The sections that still miss something."""
        return tuple(section for section in self.sections if section.progress.missing)


@dataclass(frozen=True)
class GapReport:
    """Everything a gap report shows.

    Where nothing is filled in yet, ``begin`` is where to begin, and ``waiting`` what each empty
    sheet is for, instead of a list of faults.
    """

    language: str
    title: str
    heading: str
    today: date
    team: bool
    readiness: Readiness
    begin: str
    waiting: tuple[Fact, ...]
    first: tuple[Gap, ...]
    sources: tuple[SourceGaps, ...]


_SAME = N_("The same in one more row."), N_("The same in {count} more rows.")
_SAME_IN = N_("The same in one more row: {names}"), N_("The same in {count} more rows: {names}")
_SIMILAR = N_("Similar in one more row."), N_("Similar in {count} more rows.")
_SIMILAR_IN = N_("Similar in one more row: {names}"), N_("Similar in {count} more rows: {names}")
_LONGEST_VALUE = 30


def words_of(wording: Wording, message: Message) -> str:
    """A message in the reader's words; a secret that it repeats from a cell is masked."""
    return plain(message.text(wording.language))


def severity_word(wording: Wording, severity: str) -> str:
    """What a severity asks of the reader."""
    words = {
        "error": N_("Must be fixed"),
        "warning": N_("Should be fixed"),
        "info": N_("For information"),
    }
    return wording.say(words[severity])


def gap(wording: Wording, group: Group) -> Gap:
    """A group of findings as one gap."""
    first = group.first
    cells = group.cells
    place = f"{first.sheet}!{cells}" if first.sheet and cells else first.sheet
    message = words_of(wording, first.message)
    row = in_one_line(first.row_name)
    others = _others(wording, group)
    sentence = message.rstrip(".。")
    both = wording.say(N_("{message}. {others}"), message=sentence, others=others)
    return Gap(
        code=first.code,
        severity=first.severity,
        word=severity_word(wording, first.severity),
        place=in_one_line(place),
        message=message,
        hint=words_of(wording, first.hint),
        row="" if row in message else row,
        others=others,
        count=len(group.findings),
        origin=wording.origin(first.source),
        full_message=both if others else message,
    )


def _others(wording: Wording, group: Group) -> str:
    others = group.others
    if not others:
        return ""
    more = len(others)
    same = not group.differs  # it compares every finding of the group
    names = dict.fromkeys(_other(wording, f, quoted=not same) for f in others)
    shown = [name for name in names if name][:_MOST_NAMES]
    if not shown:
        one, many = _SAME if same else _SIMILAR
        return wording.count(more, one, many)
    listed = wording.listed(shown) + (" …" if more > len(shown) else "")
    one, many = _SAME_IN if same else _SIMILAR_IN
    return wording.count(more, one, many, names=listed)


def _other(wording: Wording, finding: Finding, *, quoted: bool) -> str:
    """What one more row is called, and its value where that is something else."""
    name = in_one_line(finding.row_name)
    value = in_one_line(finding.value) if quoted and isinstance(finding.value, str) else ""
    if not value:
        return name
    value = value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"
    if not name or name == value:
        return wording.say(N_("“{value}”"), value=value)
    return wording.say(N_("{name} (“{value}”)"), name=name, value=value)


def gaps_of(wording: Wording, findings: Iterable[Finding]) -> tuple[Gap, ...]:
    """Errors and warnings as gaps, each on its own, errors first."""
    serious = sorted((f for f in findings if f.rank < 2), key=lambda finding: finding.rank)
    return tuple(gap(wording, Group((finding,))) for finding in serious)
