"""Every known fault is found at its cell, nothing else is, and correct workbooks are left alone."""

from __future__ import annotations

import io

import openpyxl
import pytest
from accuracy.faults import MAKERS
from accuracy.patching import patched
from accuracy.scoring import EACH, NOT_INJECTED, PER_LANGUAGE, false_alarms, scored, workbooks
from accuracy.semantics import row_findings
from accuracy.story import Cell, story

from handover_xlsx.template.rule_codes import CODES

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_fault_is_found_at_its_cell_and_nothing_else(language):
    """A thousand faults of all rules at random cells, many in each workbook: no miss, no extra."""
    tallies = scored(language, EACH)

    assert sum(one.injected for one in tallies.values()) >= 1000
    assert {code: one.missed for code, one in tallies.items() if one.missed} == {}
    assert {code: one.false for code, one in tallies.items() if one.false} == {}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_random_correct_workbooks_are_left_alone(language):
    """Valid values of every type in every spelling: at most how a column was read is reported."""
    assert false_alarms(language, PER_LANGUAGE) == []


def test_every_rule_is_injected_or_its_exception_has_a_reason():
    """No rule is left out silently."""
    assert set(MAKERS) | set(NOT_INJECTED) == set(CODES)
    assert not set(MAKERS) & set(NOT_INJECTED)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_faults_are_where_they_are_reported(language):
    """Another reader sees each injected value at the address that is scored."""
    sample, faults = next(workbooks(language, 2, seed=5))
    puts = {cell: one.raw for fault in faults for cell, one in fault.puts.items()}
    book = openpyxl.load_workbook(io.BytesIO(patched(sample, puts, [])))
    texts = [(sample.place(cell), raw) for cell, raw in puts.items() if isinstance(raw, str)]

    assert len(texts) >= 5
    for (sheet, address), raw in texts:
        assert book[sheet][address].value == raw.replace("\r\n", "\n")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_story_without_a_fault_has_none_to_expect(language):
    """What the generator knows about rows agrees with the sample that people have read."""
    sample = story(language)
    for section in sample.template.sections:
        for row in sample.rows[section.id]:
            assert row_findings(sample, section, row) == set()


def test_the_generator_knows_the_second_finding_of_a_fault():
    """A blank KPI name loses the history that refers to it."""
    sample = story("en")
    section = sample.template.by_id["kpis"]
    blank = {**sample.rows["kpis"][0], "name": None}

    assert row_findings(sample, section, blank) == {("V101", "name")}
    assert sample.referring(Cell("kpis", 0, "name")) == [Cell("kpi_history", 0, "kpi")]
