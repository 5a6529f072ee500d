"""How complete is a section? Counted here once, for the workbook's own progress and for reports.

``writing.progress_formulas`` says the same in the spreadsheet's language; a test in LibreOffice holds both to one
result. Only plain counting functions on names are used: they work the same in every program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handover_xlsx.handover.content import Row, filled_periods
from handover_xlsx.template.model import Field, Section


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of one section: started rows, required cells, and how many of those are filled."""

    rows: int = 0
    required: int = 0
    filled: int = 0

    @property
    def missing(self) -> int:
        """Required cells that are still blank."""
        return self.required - self.filled

    @property
    def completeness(self) -> float:
        """Filled share of the required cells, 0.0 to 1.0; 1.0 where nothing is required."""
        return self.filled / self.required if self.required else 1.0

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.rows + other.rows, self.required + other.required, self.filled + other.filled
        )


def is_required(item: Field, row: Row) -> bool:
    """Whether a field must be filled in this row."""
    return item.required or (item.required_if is not None and item.required_if.holds(row))


def is_started(section: Section, row: Row) -> bool:
    """Whether a person has begun to fill the row (prepared values alone do not count)."""
    return any(row.get(item.id) is not None for item in section.own_fields) or bool(
        section.periods and filled_periods(row)
    )


def count(
    section: Section,
    rows: Iterable[Row],
    not_applicable: object = None,
    waiting: int | None = None,
) -> Progress:
    """Progress of a section from its rows (field id → value, None where blank).

    ``waiting`` are the rows that are needed and not begun, where more than their number decides.
    """
    started = [row for row in rows if is_started(section, row)]
    if not_applicable is not None:
        return Progress(len(started))
    required = filled = 0
    at_least = section.periods.at_least if section.periods else 0
    always = [item.id for item in section.own_fields if item.required]
    at_times = [item for item in section.own_fields if item.required_if and not item.required]
    for row in started:
        required += len(always)
        filled += sum([row.get(name) is not None for name in always])
        for item in at_times:
            if is_required(item, row):
                required += 1
                filled += row.get(item.id) is not None
        if at_least:
            required += at_least
            filled += min(len(filled_periods(row)), at_least)
    if waiting is None:
        waiting = max(0, section.needed_rows - len(started))
    return Progress(len(started), required + waiting * required_per_row(section), filled)


def required_per_row(section: Section) -> int:
    """Cells that every row must fill, conditions aside."""
    always = sum(item.required for item in section.own_fields)
    return always + (section.periods.at_least if section.periods else 0)


def total(progress: Mapping[str, Progress]) -> Progress:
    """All sections together."""
    return sum(progress.values(), Progress())
