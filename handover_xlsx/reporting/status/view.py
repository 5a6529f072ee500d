"""Standings in a reader's words: what every format of the status shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from handover_xlsx.locale import N_, Speaker
from handover_xlsx.reporting.common.wording import in_one_line, percent
from handover_xlsx.status.leaver_status import FINISHED, OVERDUE, UNDER_WAY, URGENT, LeaverStatus
from handover_xlsx.status.snapshots import Snapshot

_LEVELS = {
    OVERDUE: N_("overdue"),
    URGENT: N_("urgent"),
    UNDER_WAY: N_("under way"),
    FINISHED: N_("complete"),
}
_MOST_NAMED = 5


@dataclass(frozen=True)
class Line:
    """One leaver. ``trend`` is what changed since the last tracked check; ``better`` how."""

    leaver: str
    file: str
    level: str
    state: str
    last_day: str
    left: str
    completeness: float
    complete: str
    errors: int
    warnings: int
    sign_off: str
    saved: str
    trend: str
    better: bool | None


@dataclass(frozen=True)
class StatusReport:
    """Everything a status shows, in the order of who needs help first."""

    language: str
    today: date
    title: str
    verdict: str
    needs_help: bool
    tracked: bool
    lines: tuple[Line, ...]
    notes: tuple[str, ...]


def status_report(
    found: Sequence[LeaverStatus], snapshots: Mapping[str, Snapshot], language: str, today: date
) -> StatusReport:
    """Standings for a reader. ``snapshots`` is what the last tracked check saw of each person."""
    view = _View(language, today)
    lines = tuple(
        view.line(status, snapshots.get(status.person), tracked=bool(snapshots)) for status in found
    )
    return StatusReport(
        language=language,
        today=today,
        title=view.say(N_("Status of the handovers")),
        verdict=view.verdict(found),
        needs_help=any(status.level in (OVERDUE, URGENT) for status in found),
        tracked=bool(snapshots),
        lines=lines,
        notes=tuple(view.notes(found)),
    )


@dataclass(frozen=True)
class _View(Speaker):
    language: str
    today: date

    def verdict(self, found: Sequence[LeaverStatus]) -> str:
        """How many there are, and how many are in which state."""
        levels = [status.level for status in found]
        parts = [
            f"{self.say(word)} {levels.count(level)}"
            for level, word in _LEVELS.items()
            if level in levels
        ]
        number = self.count(len(found), N_("One handover"), N_("{count} handovers"))
        return self.say(N_("{number}: {parts}"), number=number, parts=self.listed(parts))

    def line(self, status: LeaverStatus, snapshot: Snapshot | None, *, tracked: bool) -> Line:
        trend, better = self._trend(status, snapshot) if tracked else ("", None)
        return Line(
            leaver=in_one_line(status.leaver),
            file=in_one_line(status.source.name),
            level=status.level,
            state=self.say(_LEVELS[status.level]),
            last_day=status.last_day.isoformat() if status.last_day else "–",
            left=self._left(status.days_left),
            completeness=status.progress.completeness,
            complete=percent(status.progress.completeness),
            errors=status.errors,
            warnings=status.warnings,
            sign_off=self._sign_off(status),
            saved=status.source.modified[:16].replace("T", " ") or "–",
            trend=trend,
            better=better,
        )

    def _left(self, days: int | None) -> str:
        if days is None:
            return "–"
        if days == 0:
            return self.say(N_("today"))
        if days > 0:
            return self.count(days, N_("1 day"), N_("{count} days"))
        return self.count(-days, N_("1 day ago"), N_("{count} days ago"))

    def _sign_off(self, status: LeaverStatus) -> str:
        if status.sign_off is None:
            return "–"
        if status.sign_off.decision:
            return status.sign_off.choices.label(status.sign_off.decision, self.language)
        if status.sign_off.signed:
            return self.say(
                N_("{signed} of {wanted}"),
                signed=status.sign_off.signed,
                wanted=status.sign_off.wanted,
            )
        is_early = status.sign_off.due is not None and self.today < status.sign_off.due
        return self.say(N_("not due yet") if is_early else N_("open"))

    def _trend(self, status: LeaverStatus, snapshot: Snapshot | None) -> tuple[str, bool | None]:
        """What changed since the last check, and whether that is better (None: neither)."""
        if snapshot is None:
            return self.say(N_("new")), None
        share = round(status.progress.completeness * 100) - round(snapshot.completeness * 100)
        errors = status.errors - snapshot.errors
        parts = [f"{share:+d}%"] if share else []
        if errors < 0:
            parts.append(self.count(-errors, N_("1 error fewer"), N_("{count} errors fewer")))
        if errors > 0:
            parts.append(self.count(errors, N_("1 error more"), N_("{count} errors more")))
        since = snapshot.day.isoformat()
        if not parts:
            return self.say(N_("as on {day}"), day=since), None
        better = share >= 0 and errors <= 0
        worse = share <= 0 and errors >= 0
        text = self.say(N_("{change} since {day}"), change=self.listed(parts), day=since)
        return text, True if better else False if worse else None

    def notes(self, found: Sequence[LeaverStatus]) -> Iterator[str]:
        for status in found:
            about = {"leaver": in_one_line(status.leaver), "file": in_one_line(status.source.path)}
            if status.source.was_split:
                text = N_("{leaver}: {file} is a part of a workbook that was split, and not all of its "
                          "other parts are here")  # fmt: skip
                yield self.say(text, **about)
            if status.older:
                names = self.listed(in_one_line(name) for name in status.older[:_MOST_NAMED])
                more = " …" if len(status.older) > _MOST_NAMED else ""
                text = N_("{leaver}: {file} is the newest state; left out: {names}")
                yield self.say(text, **about, names=names + more)
