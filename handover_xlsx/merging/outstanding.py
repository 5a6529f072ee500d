"""What a team's leavers still owe: sheets on which one of them has fewer rows than are needed.

The rows of a team stand below one another, so a sheet looks full as soon as anybody filled it in.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice

from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.progress import is_started
from handover_xlsx.template.model import Section


def owed(handover: Handover, section: Section, index: int) -> int:
    """How many rows a source has fewer than the section needs; a part of a workbook owes nothing."""
    source = handover.sources[index]
    is_asked = source.has(section.id) and section.id not in source.not_applicable
    if source.part or not is_asked or not section.needed_rows:
        return 0
    rows = handover.rows(section, index)
    started = (row for row in rows if is_started(section, row))
    enough = islice(started, section.needed_rows)  # not all of a hundred thousand rows
    return section.needed_rows - sum(1 for _ in enough)


def waiting(handover: Handover) -> Mapping[str, Mapping[str, int]]:
    """Section → leaver → rows owed, only where there are any."""
    found: dict[str, dict[str, int]] = {}
    for section in handover.template.sections:
        for index, source in enumerate(handover.sources):
            if rows := owed(handover, section, index):
                owing = found.setdefault(section.id, {})
                name = source.leaver or source.name
                owing[name] = owing.get(name, 0) + rows
    return found
