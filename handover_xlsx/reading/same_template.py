"""Which workbooks belong together: those of one template, whichever of its sections they have."""

from __future__ import annotations

from collections.abc import Sequence

from handover_xlsx.format.hidden_sheet import installed_template
from handover_xlsx.handover.combine import combine
from handover_xlsx.handover.model import Handover
from handover_xlsx.template import resolved
from handover_xlsx.template.model import Template
from handover_xlsx.template.selecting import union


def common_template(handovers: Sequence[Handover]) -> Template | None:
    """The template with all sections of all handovers; None when they are of different kinds."""
    if len({(handover.template.id, handover.template.version) for handover in handovers}) > 1:
        return None
    installed = installed_template(handovers[0].template.id)
    return union([handover.template for handover in handovers], installed)


def joined(handovers: Sequence[Handover]) -> list[Handover]:
    """One handover for each kind of workbook, in the order they were given."""
    kinds: dict[tuple[str, int], list[Handover]] = {}
    for handover in handovers:
        kinds.setdefault((handover.template.id, handover.template.version), []).append(handover)
    return [whole for group in kinds.values() for whole in _joined(group)]


def _joined(group: list[Handover]) -> list[Handover]:
    template = common_template(group)
    if template is not None:
        return [combine(group, template)]
    same: dict[str, list[Handover]] = {}
    for one in group:
        same.setdefault(resolved.digest(one.template), []).append(one)
    return [combine(alike) for alike in same.values()]
