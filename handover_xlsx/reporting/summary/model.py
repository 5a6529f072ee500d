"""The content of a handover for a reader: the numbers and texts that every format shows.

All words are in the reader's language, secrets are masked; nothing is escaped or formatted for
an output yet. One workbook or many: in a team's summary every row says whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handover_xlsx.reporting.common.readiness import (
    Leaver,
    Readiness,
    leavers,
    overall,
    team_heading,
)
from handover_xlsx.reporting.common.wording import Wording
from handover_xlsx.reporting.gaps.model import Gap, gap
from handover_xlsx.reporting.gaps.view import local_today
from handover_xlsx.reporting.summary.agenda import Agenda, agenda
from handover_xlsx.reporting.summary.blocks import Block, blocks
from handover_xlsx.validation.finding import grouped
from handover_xlsx.validation.run import Validation


@dataclass(frozen=True)
class Summary:
    """Everything a summary report shows.

    ``gaps`` concern the workbook as a whole; all others are in their blocks and rows.
    """

    language: str
    title: str
    heading: str
    today: date
    team: bool
    readiness: Readiness
    leavers: tuple[Leaver, ...]
    agenda: Agenda
    blocks: tuple[Block, ...]
    gaps: tuple[Gap, ...]


def summarise(validation: Validation, language: str, today: date | None = None) -> Summary:
    """The summary of a checked handover, in a language, as of a day (today by default)."""
    wording = Wording(validation.handover, language, today or local_today())
    first = agenda(wording)
    people = leavers(wording, validation)
    general = [finding for finding in validation.findings if finding.section is None]
    return Summary(
        language=language,
        title=wording.label(validation.handover.template.title),
        heading=team_heading(wording, people),
        today=wording.today,
        team=wording.team,
        readiness=overall(wording, validation),
        leavers=people,
        agenda=first,
        blocks=tuple(blocks(wording, validation.findings)),
        gaps=tuple(gap(wording, group) for group in grouped(general) if group.first.rank < 2),
    )
