"""How complete a handover is: filled required cells over required cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.progress import (
    Progress,
    count,
    total,
)


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
    scores = []
    for index, source in enumerate(handover.sources):
        sections = {
            section.id: Progress()
            if not source.has(section.id)
            else count(
                section,
                (record.values for record in handover.rows(section, index)),
                source.not_applicable.get(section.id),
                0 if source.part else None,  # the rows that are not here wait nowhere
            )
            for section in handover.template.sections
        }
        scores.append(Score(index, sections))
    return scores


def completeness(scores: list[Score]) -> float:
    """Filled share of the required cells of all sources, 0.0 to 1.0."""
    return sum((one.total for one in scores), Progress()).completeness
