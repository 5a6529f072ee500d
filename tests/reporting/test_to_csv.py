"""The gap report as CSV: what a spreadsheet shows when it opens the file."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.gaps.to_csv import gaps_csv, guarded
from handover_xlsx.validation.run import Validation, validate

SAMPLES = Path(__file__).parents[2] / "samples"


def checked(path: Path) -> Validation:
    return validate(read_workbook(path))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize(
    ("language", "first"), [("en", "Severity"), ("zh", "级别")], ids=["en", "zh"]
)
def test_there_is_one_row_a_finding_under_headings_in_the_readers_language(language, first):
    """Every finding has its cell; the mark at the start tells Excel that this is UTF-8."""
    validation = checked(SAMPLES / f"handover-gaps.{language}.xlsx")
    text = gaps_csv([validation], language)
    listed = rows(text)

    assert text.startswith(f"\ufeff{first},")
    assert len(listed) == len(validation.findings)
    shown = [row["Cell" if language == "en" else "单元格"] for row in listed]
    assert shown == [finding.cell or "" for finding in validation.findings]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1+1", "＝1", "－1"]
)
def test_what_looks_like_a_formula_becomes_a_text(text):
    """OWASP: a quote in front, whatever hides before the sign."""
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Duties", "“=1+1” is wrong", "a=b", "2026-11-02"])
def test_ordinary_text_remains_as_it_is(text):
    """The guard changes nothing else."""
    assert guarded(text) == text


def test_a_row_named_like_a_formula_is_guarded_in_the_file(workbook_from_markdown):
    """What a leaver typed as a name never starts a formula in the manager's spreadsheet."""
    path = workbook_from_markdown(
        """
        ## duties
        | name | frequency |
        |------|-----------|
        | =cmd() | weekly |
        """
    )
    names = {row["Row"] for row in rows(gaps_csv([checked(path)], "en"))}

    assert "'=cmd()" in names
    assert "=cmd()" not in names


def test_a_password_is_not_repeated(workbook_from_markdown):
    """It is named by its cell, and nothing more."""
    path = workbook_from_markdown(
        """
        ## duties
        | name | description |
        |------|-------------|
        | Login | password: Hunter2xyz! |
        """
    )
    text = gaps_csv([checked(path)], "en")

    assert "P1" in text
    assert "Hunter2xyz" not in text
