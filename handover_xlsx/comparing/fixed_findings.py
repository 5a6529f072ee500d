"""Which findings were fixed between OLD and NEW, which are still open, which are new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from handover_xlsx.comparing.pairing import Pairing
from handover_xlsx.comparing.people import People
from handover_xlsx.handover.model import Handover
from handover_xlsx.validation.finding import Finding
from handover_xlsx.validation.run import validate


@dataclass(frozen=True)
class FindingChanges:
    """Findings: ``fixed`` are of OLD, ``still_open`` (in the words of today) and ``new`` of NEW."""

    fixed: tuple[Finding, ...]
    still_open: tuple[Finding, ...]
    new: tuple[Finding, ...]


def compare_findings(
    old: Handover, new: Handover, pairings: Mapping[str, Pairing], people: People
) -> FindingChanges:
    """Check both; a finding is the same one if code, section, field and row are the same."""
    came_from = {
        (name, after): before
        for name, pairing in pairings.items()
        for before, after in pairing.pairs
    }
    whose = {after: before for before, after in people.pairs}
    waiting: dict[Hashable, list[Finding]] = defaultdict(list)
    for finding in validate(old).findings:
        row = None if finding.record is None else ("old", finding.record)
        waiting[_identity(finding, row, ("old", finding.source))].append(finding)
    still_open, fresh = [], []
    for finding in validate(new).findings:
        row = _row_in_old(finding, came_from)
        source = ("old", whose[finding.source]) if finding.source in whose else ("new", 0)
        found = waiting.get(_identity(finding, row, source))
        if found:
            found.remove(next((f for f in found if f.value == finding.value), found[0]))
            still_open.append(finding)
        else:
            fresh.append(finding)
    fixed = tuple(finding for rest in waiting.values() for finding in rest)
    return FindingChanges(fixed, tuple(still_open), tuple(fresh))


def _identity(finding: Finding, row: Hashable, source: Hashable) -> Hashable:
    return (finding.code, finding.section, finding.field, row, source)


def _row_in_old(
    finding: Finding, came_from: Mapping[tuple[str, int], int]
) -> tuple[str, int] | None:
    """The row of OLD that a finding of NEW is about; a row of its own where OLD has none."""
    if finding.record is None:
        return None
    before = came_from.get((finding.section or "", finding.record))
    return ("new", finding.record) if before is None else ("old", before)
