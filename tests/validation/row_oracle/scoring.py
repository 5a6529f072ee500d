"""How complete a handover is: filled required cells over required cells."""

from __future__ import annotations

from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.progress import Progress, count
from handover_xlsx.validation.scoring import Score


def score(handover: Handover) -> list[Score]:
    """Progress of every source; the same numbers that the workbook itself shows."""
    scores = []
    for index, source in enumerate(handover.sources):
        sections = {
            section.id: Progress()
            if not source.has(section.id)
            else count(
                section,
                (dict(record) for record in handover.rows(section, index)),
                source.not_applicable.get(section.id),
                0 if source.part else None,  # the rows that are not here wait nowhere
            )
            for section in handover.template.sections
        }
        scores.append(Score(index, sections))
    return scores
