"""Figures over time: where a KPI stands, where it comes from, and whether its target is met."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handover_xlsx.handover.content import filled_periods
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_, number
from handover_xlsx.reporting.common.wording import Fact, Wording, plain
from handover_xlsx.reporting.gaps.model import Gap
from handover_xlsx.template.model import Section
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.periods import in_order, period_label

_MOST_DECIMALS = 4


@dataclass(frozen=True)
class Point:
    """One period of a trend; ``value`` is None where nothing (or no number) was given.

    ``name`` is the period as a reader says it.
    """

    period: str
    name: str
    value: float | None
    text: str


@dataclass(frozen=True)
class Trend:
    """One row of a history.

    ``met`` says whether the last value meets the target, None where that is unknown;
    ``judged`` and ``changed`` say it in words; ``in_words`` is the whole trend as a sentence.
    """

    origin: str
    name: str
    points: tuple[Point, ...]
    target: float | None
    target_text: str
    direction: str
    met: bool | None
    judged: str
    changed: str
    facts: tuple[Fact, ...]
    in_words: str
    details: tuple[Fact, ...]
    gaps: tuple[Gap, ...]

    @property
    def known(self) -> tuple[Point, ...]:
        """The periods that have a number."""
        return tuple(point for point in self.points if point.value is not None)

    @property
    def last(self) -> Point | None:
        """The latest period that has a number."""
        return self.known[-1] if self.known else None


@dataclass(frozen=True)
class Measure:
    """What the referred-to section says about a figure: unit, target, better up or down."""

    unit: str = ""
    target: float | None = None
    direction: str = ""
    direction_text: str = ""

    def text(self, value: float, decimals: int = 0) -> str:
        """A value with its unit, where the unit is a sign such as % or €."""
        shown = _figure(value)
        lacking = decimals - decimals_of(value)
        if 0 < lacking <= _MOST_DECIMALS:
            shown += ("" if "." in shown else ".") + "0" * lacking
        if self.unit == "%":
            return f"{shown}%"
        sign = len(self.unit) == 1 and not self.unit.isalnum()
        return f"{shown} {self.unit}" if sign else shown


def _figure(value: float) -> str:
    """A figure of a history; no year is among them, so 5,000 is grouped, too."""
    return number(value, grouped_from=1_000)


def decimals_of(value: float) -> int:
    """How many digits after the point a value is shown with."""
    return len(number(value).partition(".")[2])


class Measures:
    """Looks up what is known about each figure of a history section."""

    def __init__(self, wording: Wording, section: Section) -> None:
        own = section.by_id.get(section.names_row)
        referring = [own] if own and own.to else [item for item in section.fields if item.to]
        self._by = next((item for item in referring if item), None)
        self._known: dict[tuple[int, str], Measure] = {}
        to = self._by.to if self._by else None
        if to is None:
            return
        target = wording.handover.template.by_id[to.section]
        for record in wording.handover.rows(target):
            key = (record.source, normalised(record.get(to.field)))
            self._known.setdefault(key, _measure(wording, target, record))

    def of(self, record: Record) -> Measure:
        """What is known about the figure in a row of the history."""
        if self._by is None:
            return Measure()
        key = (record.source, normalised(record.get(self._by.id)))
        return self._known.get(key, Measure())


def _measure(wording: Wording, section: Section, record: Record) -> Measure:
    target = record.get("target")
    known = section.by_id.keys()
    return Measure(
        unit=wording.cell(section, record, "unit") if "unit" in known else "",
        target=_number(target) if "target" in known else None,
        direction=str(record.get("direction") or "") if "direction" in known else "",
        direction_text=wording.cell(section, record, "direction") if "direction" in known else "",
    )


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) else None


def all_periods(records: Iterable[Record]) -> tuple[str, ...]:
    """Every period that some row fills, oldest first."""
    return in_order(period for record in records for period in filled_periods(record))


def trend(
    wording: Wording,
    section: Section,
    record: Record,
    periods: Sequence[str],
    measure: Measure,
    gaps: tuple[Gap, ...],
    details: tuple[Fact, ...],
) -> Trend:
    """One row of a history as a trend."""
    given = [record.get(period) for period in periods]
    decimals = max((decimals_of(v) for v in given if isinstance(v, (int, float))), default=0)
    points = tuple(
        _point(wording, record, period, measure, decimals if decimals <= _MOST_DECIMALS else 0)
        for period in periods
    )
    known = [point for point in points if point.value is not None]
    met, judged = _judged(wording, known, measure)
    changed = _changed(wording, known, measure)
    name = wording.name(section, record)
    facts = _facts(wording, known, measure)
    return Trend(
        origin=wording.origin(record.source),
        name=name,
        points=points,
        target=measure.target,
        target_text="" if measure.target is None else measure.text(measure.target),
        direction=measure.direction,
        met=met,
        judged=judged,
        changed=changed,
        facts=facts,
        in_words=_in_words(wording, name, known, judged),
        details=details,
        gaps=gaps,
    )


def _point(wording: Wording, record: Record, period: str, measure: Measure, decimals: int) -> Point:
    value, name = record.get(period), wording.label(period_label(period))
    if value is None:
        return Point(period, name, None, "")
    if record.is_unread(period) or not isinstance(value, (int, float)):
        return Point(period, name, None, plain(value))
    return Point(period, name, float(value), measure.text(value, decimals))


def _judged(wording: Wording, known: list[Point], measure: Measure) -> tuple[bool | None, str]:
    """Whether the target is met, and the words for it."""
    if not known:
        return None, wording.say(N_("No figures"))
    if measure.target is None:
        return None, wording.say(N_("No target"))
    last, target = known[-1].value or 0.0, measure.target
    if measure.direction == "up":
        met = last >= target
        return met, wording.say(N_("Target met") if met else N_("Below target"))
    if measure.direction == "down":
        met = last <= target
        return met, wording.say(N_("Target met") if met else N_("Above target"))
    if last == target:
        return True, wording.say(N_("On target"))
    return None, wording.say(
        N_("Below the target value") if last < target else N_("Above the target value")
    )


def _changed(wording: Wording, known: list[Point], measure: Measure) -> str:
    """How the last value differs from the one before, and whether that is good."""
    if len(known) < 2:
        return ""
    before, last = known[-2], known[-1]
    difference = round((last.value or 0.0) - (before.value or 0.0), 10)
    if difference == 0:
        return wording.say(N_("unchanged since {period}"), period=before.name)
    amount = ("+" if difference > 0 else "−") + _figure(abs(difference))
    better = {"up": difference > 0, "down": difference < 0}.get(measure.direction)
    template = {
        True: N_("{change} since {period}, better"),
        False: N_("{change} since {period}, worse"),
        None: N_("{change} since {period}"),
    }[better]
    return wording.say(template, change=amount, period=before.name)


def _facts(wording: Wording, known: list[Point], measure: Measure) -> tuple[Fact, ...]:
    """Target, unit, first, lowest and highest value, as far as they are known."""
    facts = []
    if measure.target is not None:
        aim = measure.text(measure.target)
        if measure.direction_text:
            aim = wording.say(
                N_("{target} ({direction})"), target=aim, direction=measure.direction_text
            )
        facts.append(Fact(wording.say(N_("Target")), aim))
    if measure.unit and len(measure.unit) > 1:
        facts.append(Fact(wording.say(N_("Unit")), measure.unit))
    if known:
        low = min(known, key=lambda point: point.value or 0.0)
        high = max(known, key=lambda point: point.value or 0.0)
        labels = (N_("Previous"), N_("First"), N_("Lowest"), N_("Highest"))
        chosen = (known[-2] if len(known) > 1 else None, known[0], low, high)
        facts += [
            Fact(
                wording.say(label),
                wording.say(N_("{value} in {period}"), value=p.text, period=p.name),
            )
            for label, p in zip(labels, chosen, strict=True)
            if p is not None
        ]
    return tuple(facts)


def _in_words(wording: Wording, name: str, known: list[Point], judged: str) -> str:
    if not known:
        return wording.say(N_("{name}: no figures"), name=name)
    low = min(known, key=lambda point: point.value or 0.0)
    high = max(known, key=lambda point: point.value or 0.0)
    return wording.say(
        N_("{name}: {first} in {first_period}, {last} in {last_period}; lowest {low}, highest {high}. "
           "{judged}."),
        name=name, first=known[0].text, first_period=known[0].name, last=known[-1].text,
        last_period=known[-1].name, low=low.text, high=high.text, judged=judged,
    )  # fmt: skip
