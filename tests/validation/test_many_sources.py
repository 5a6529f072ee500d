"""What rules find in many workbooks at once is what they find in each of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from random_handovers import random_handover

from handover_xlsx.handover.combine import rearranged
from handover_xlsx.handover.model import Handover
from handover_xlsx.validation.run import validate
from handover_xlsx.validation.scoring import score

SEEDS = range(40)
OF_A_TEAM = "M"  # rules that look from one workbook into another


def alone(handover: Handover, source: int) -> Handover:
    """One of the workbooks."""
    return rearranged(handover, [source])


@pytest.mark.parametrize("seed", SEEDS)
def test_each_workbook_has_the_findings_that_it_has_alone(seed):
    """Place, words, severity, urgency and order are the same, whichever workbook is next to it."""
    handover = random_handover(seed)
    found = validate(handover, ignore=OF_A_TEAM)

    for source in range(len(handover.sources)):
        one = validate(alone(handover, source), ignore=OF_A_TEAM)
        assert [_in_its_own(f) for f in found.of_source(source)] == [
            _in_its_own(f) for f in one.findings
        ]


def _in_its_own(finding):
    """A finding wherever its workbook is in the pile."""
    return replace(finding, source=0, record=None)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_workbook_has_the_score_that_it_has_alone(seed):
    """Rows, required and filled cells are counted workbook by workbook."""
    handover = random_handover(seed)
    scores = score(handover)

    for source, one in enumerate(scores):
        assert [replace(one, source=0)] == score(alone(handover, source))


@pytest.mark.parametrize("seed", SEEDS)
def test_every_finding_names_a_row_and_a_cell_that_exist(seed):
    """A finding about a value points at that value's cell on its sheet (V103: where reading saw it)."""
    handover = random_handover(seed)

    for finding in validate(handover).findings:
        if finding.record is not None:
            table = handover.tables[finding.section]
            place = handover.sources[finding.source].places.get(finding.section)
            assert table.source[finding.record] == finding.source
            assert finding.cell is None or finding.sheet == place.sheet
            if place is not None and finding.cell and not place.is_form and finding.code != "V103":
                assert finding.cell.endswith(str(table.row[finding.record] + 1))
