"""How complete a handover is: filled required cells over required cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from handover_xlsx.handover.columns import Whole
from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.handover.progress import Progress, required_per_row, total
from handover_xlsx.template.model import Section


@dataclass(frozen=True)
class Score:
    """Progress of one source, by section."""

    source: int
    sections: Mapping[str, Progress]

    @property
    def total(self) -> Progress:
        """All sections together."""
        return total(self.sections)


def score(handover: Handover) -> list[Score]:
    """Progress of every source; the same numbers that the workbook itself shows."""
    counts = {section.id: _counts(section, handover) for section in handover.template.sections}
    return [
        Score(
            index,
            {
                section.id: _progress(section, source, counts[section.id][:, index])
                for section in handover.template.sections
            },
        )
        for index, source in enumerate(handover.sources)
    ]


def _counts(section: Section, handover: Handover) -> Whole:
    """Started rows, their required cells, and how many of those are filled: a column a source."""
    columns = handover.columns(section)
    required, filled = np.zeros((2, len(columns)), dtype=np.int64)
    for item in section.own_fields:
        if item.may_be_required:
            needed = columns.required(item)
            required += needed
            filled += needed & columns.filled(item.id)
    at_least = section.periods.at_least if section.periods else 0
    if at_least:
        required += at_least
        filled += np.minimum(columns.periods_filled, at_least)
    started = columns.started
    sources, size = columns.source[started], len(handover.sources)
    counted = (np.ones(len(columns)), required, filled)
    return np.array([np.bincount(sources, mask[started], size) for mask in counted]).astype(
        np.int64
    )


def _progress(section: Section, source: Source, counts: Whole) -> Progress:
    started, required, filled = counts.tolist()
    if not source.has(section.id):
        return Progress()
    if section.id in source.not_applicable:
        return Progress(started)
    # The rows of a part that are not here wait nowhere.
    waiting = 0 if source.part else max(0, section.needed_rows - started)
    return Progress(started, required + waiting * required_per_row(section), filled)


def completeness(scores: list[Score]) -> float:
    """Filled share of the required cells of all sources, 0.0 to 1.0."""
    return sum((one.total for one in scores), Progress()).completeness
