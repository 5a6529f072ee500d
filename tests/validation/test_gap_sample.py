"""The gap samples: every fault the story planted is found, at the cell where it can be seen."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.cell import Cell

from handover_xlsx.reading.read import read_workbook
from handover_xlsx.validation.finding import Finding
from handover_xlsx.validation.run import Validation, validate

pytestmark = pytest.mark.slow

SAMPLES = Path(__file__).parents[2] / "samples"
BLANK_IS_THE_FAULT = {"V101", "V102", "C202", "C203"}
NAME_IS_THE_PLACE = {"C201", "C205"}


def checked(name: str) -> Validation:
    return validate(read_workbook(SAMPLES / name))


def as_shown(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    return str(value)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_finding_points_at_a_cell_that_shows_the_fault(language):
    """Opening the cell of a finding in the file shows what the finding says."""
    validation = checked(f"handover-gaps.{language}.xlsx")
    book = openpyxl.load_workbook(SAMPLES / f"handover-gaps.{language}.xlsx")
    with_cell = [finding for finding in validation.findings if finding.cell]

    assert len(with_cell) >= 20
    for finding in with_cell:
        shown = seen(book[finding.sheet][finding.cell])
        assert fault_is_visible(finding, shown), (finding, shown)


def seen(cell: Cell) -> object:
    """What a person sees in the cell: 650% where 6.5 is stored."""
    if isinstance(cell.value, float) and cell.number_format.endswith("%"):
        return f"{cell.value * 100:g}%"
    return cell.value


def fault_is_visible(finding: Finding, shown: object) -> bool:
    if finding.code in BLANK_IS_THE_FAULT:
        return shown is None or not str(shown).strip()
    if finding.code in NAME_IS_THE_PLACE:
        return as_shown(shown) == finding.row_name
    return finding.value is not None and as_shown(shown) == finding.value


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_gap_sample_has_faults_of_every_family_of_the_story(language):
    """Values, references and coverage are all represented, so the sample shows what is checked."""
    codes = {finding.code for finding in checked(f"handover-gaps.{language}.xlsx").findings}

    assert {"V101", "V102", "V110", "V114", "V120", "V121", "V130", "V140", "V142", "V161"} <= codes
    assert {"R103", "R104"} <= codes
    assert codes & {"R101", "R102"}
    assert {"C201", "C202", "C205"} <= codes


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_complete_sample_has_nothing_to_mend(language):
    """No error, no warning, completeness exactly 1."""
    validation = checked(f"handover-complete.{language}.xlsx")

    assert validation.counts.errors == 0
    assert validation.counts.warnings == 0
    assert validation.completeness == 1.0


@pytest.mark.parametrize("name", ["anna-fischer.en", "ben-carter.en", "liu-sihan.zh"])
def test_each_workbook_of_the_team_is_complete(name):
    """The team's samples have no errors and no warnings."""
    validation = checked(f"team/{name}.xlsx")

    assert (validation.counts.errors, validation.counts.warnings) == (0, 0)


def test_fix_first_names_at_most_ten_things_errors_before_warnings():
    """The short list on top is short, and ordered by severity."""
    validation = checked("handover-gaps.en.xlsx")
    ranks = [group.first.rank for group in validation.fix_first]

    assert len(ranks) == 10
    assert ranks == sorted(ranks)
    assert validation.fix_first[0].first.place == "Start!C16"


def test_the_samples_are_what_the_stories_say(tmp_path):
    """Making the samples again gives the same bytes: no one forgot to run the script."""
    import sys

    sys.path.insert(0, str(SAMPLES))
    try:
        import make_samples
    finally:
        sys.path.remove(str(SAMPLES))
    make_samples.main(tmp_path)

    for made in sorted(tmp_path.rglob("*.xlsx")):
        kept = SAMPLES / made.relative_to(tmp_path)
        assert made.read_bytes() == kept.read_bytes(), f"run: make samples ({kept.name} differs)"
