"""What a team's leavers still owe: sheets on which one of them has fewer rows than are needed.

The rows of a team are below one another, so a sheet looks full as soon as anyone filled it in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from handover_xlsx.handover.model import Handover
from handover_xlsx.template.model import Section


def owed(handover: Handover, section: Section) -> Sequence[int]:
    """For each source how many rows it has fewer than the section needs.

    A part of a workbook owes nothing, nor does one that was made without the section, or declared
    that it does not apply.
    """
    columns = handover.columns(section)
    begun = np.bincount(columns.source[columns.started], minlength=len(handover.sources))
    missing = np.maximum(section.needed_rows - begun, 0).tolist()
    return [
        0 if one.part or not one.has(section.id) or section.id in one.not_applicable else count
        for one, count in zip(handover.sources, missing, strict=True)
    ]


def waiting(handover: Handover) -> Mapping[str, Mapping[str, int]]:
    """Section → leaver → rows owed, only where there are any."""
    found: dict[str, dict[str, int]] = {}
    for section in handover.template.sections:
        for source, rows in zip(handover.sources, owed(handover, section), strict=True):
            if rows:
                open_rows = found.setdefault(section.id, {})
                name = source.leaver or source.name
                open_rows[name] = open_rows.get(name, 0) + rows
    return found
