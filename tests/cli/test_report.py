"""``handover report``: what the successor gets."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("ending", ["html", "md"])
@pytest.mark.parametrize(("language", "leaver"), [("en", "Hannah Kessler"), ("zh", "沈若溪")])
def test_the_summary_names_who_hands_over(handover, samples, tmp_path, language, leaver, ending):
    """HTML and Markdown, English and Chinese."""
    outcome = handover(
        "report", samples / f"handover-complete.{language}.xlsx", "-o", f"s.{ending}"
    )

    assert outcome.code == 0
    assert outcome.err == f"s.{ending} is ready.\n"
    assert leaver in (tmp_path / f"s.{ending}").read_text(encoding="utf-8")


def test_an_unknown_ending_is_answered_with_the_known_ones(handover, samples):
    """The report's form follows the name of the file."""
    outcome = handover("report", samples / "handover-complete.en.xlsx", "-o", "s.pdf")

    assert outcome.code == 2
    assert outcome.err == "s.pdf: the name should end in .html / .md\n"


def test_a_team_has_one_summary(handover, samples, tmp_path):
    """Every leaver of a folder is in one report."""
    outcome = handover("report", samples / "team", "-o", "team.html", "-l", "en")
    page = (tmp_path / "team.html").read_text(encoding="utf-8")

    assert outcome.code == 0
    for leaver in ("Anna Fischer", "Ben Carter", "刘思涵"):
        assert leaver in page


def test_a_file_that_cannot_be_read_gives_no_report(handover, tmp_path):
    """Exit 2, one line, nothing written."""
    (tmp_path / "bad.xlsx").write_text("x")
    outcome = handover("report", "bad.xlsx", "-o", "s.html")

    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert not (tmp_path / "s.html").exists()
