"""Rules on tables and rules row by row find the same, in any handover."""

from __future__ import annotations

import importlib
from collections import Counter
from dataclasses import replace

import pytest
from random_handovers import random_handover
from row_oracle.checks import CHECKS
from row_oracle.load import loads as loads_by_rows
from row_oracle.load import unclaimed as unclaimed_by_rows
from row_oracle.scoring import score as score_by_rows

from handover_xlsx.merging.load import loads, unclaimed
from handover_xlsx.validation.registry import RULES, all_rules
from handover_xlsx.validation.run import validate
from handover_xlsx.validation.scoring import score

FAMILIES = (
    "structure",
    "values",
    "references",
    "coverage",
    "states",
    "quality",
    "timeliness",
    "team",
)
for name in FAMILIES:
    importlib.import_module(f"row_oracle.{name}")
all_rules()
SEEDS = range(40)


def _findings(handover):
    return validate(handover, select=",".join(CHECKS)).findings


@pytest.fixture
def by_rows(monkeypatch):
    """The rules as they were before the tables."""
    for code, check in CHECKS.items():
        monkeypatch.setitem(RULES, code, replace(RULES[code], check=check))


@pytest.fixture(scope="module")
def by_tables():
    """What the rules on tables find in each handover."""
    return {seed: _findings(random_handover(seed)) for seed in SEEDS}


@pytest.mark.parametrize("seed", SEEDS)
def test_rules_on_tables_find_what_rules_row_by_row_find(seed, by_tables, by_rows):
    """The findings are the same: place, words, severity, urgency and order."""
    assert by_tables[seed] == _findings(random_handover(seed))


def test_every_rule_was_put_to_the_test(by_tables):
    """Each rule finds something in some of the handovers, and not in every row."""
    found = Counter(finding.code for findings in by_tables.values() for finding in findings)

    assert set(CHECKS) == set(found), found


@pytest.mark.parametrize("seed", SEEDS)
def test_scores_are_counted_alike(seed):
    """Rows, required and filled cells are the same, section by section."""
    handover = random_handover(seed)

    assert score(handover) == score_by_rows(handover)


@pytest.mark.parametrize("seed", SEEDS)
def test_loads_are_counted_alike(seed):
    """Who takes over how much, and what nobody takes over, is the same in tables and row by row."""
    handover = random_handover(seed)

    assert _rounded(loads(handover)) == _rounded(loads_by_rows(handover))
    assert list(unclaimed(handover)) == list(unclaimed_by_rows(handover))


def _rounded(people):
    """Sums of hours may differ in their last digit by the order in which they are added."""
    return [replace(one, hours=round(one.hours, 6)) for one in people]
