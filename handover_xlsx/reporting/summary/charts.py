"""The geometry of a small line chart: numbers for the template to draw, no markup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handover_xlsx.reporting.summary.trends import Trend

WIDTH, HEIGHT = 320, 84
_LEFT, _RIGHT, _TOP, _BOTTOM = 6, 6, 8, 8


@dataclass(frozen=True)
class Dot:
    """A value on the chart."""

    x: float
    y: float
    title: str


@dataclass(frozen=True)
class Chart:
    """Lines (broken where a period is missing), dots, and the height of the target."""

    width: int
    height: int
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    target: float | None


def chart(trend: Trend) -> Chart | None:
    """A trend as a chart; None where there are fewer than two values to connect."""
    values = [point.value for point in trend.points]
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    scale = known if trend.target is None else [*known, trend.target]
    low, high = min(scale), max(scale)
    spread = (high - low) or 1.0
    step = (WIDTH - _LEFT - _RIGHT) / max(len(values) - 1, 1)

    def height(value: float) -> float:
        return round(_TOP + (high - value) / spread * (HEIGHT - _TOP - _BOTTOM), 1)

    places = [
        None if value is None else (round(_LEFT + index * step, 1), height(value))
        for index, value in enumerate(values)
    ]
    dots = tuple(
        Dot(place[0], place[1], f"{point.name}: {point.text}")
        for place, point in zip(places, trend.points, strict=True)
        if place is not None
    )
    target = None if trend.target is None else height(trend.target)
    return Chart(WIDTH, HEIGHT, _lines(places), dots, target)


def _lines(places: Sequence[tuple[float, float] | None]) -> tuple[str, ...]:
    """The points of each unbroken line."""
    lines: list[list[str]] = [[]]
    for place in places:
        if place is None:
            lines.append([])
        else:
            lines[-1].append(f"{place[0]:g},{place[1]:g}")
    return tuple(" ".join(line) for line in lines if len(line) > 1)
