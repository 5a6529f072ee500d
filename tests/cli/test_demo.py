"""``handover demo``: the first look."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_demo_makes_everything_and_says_where_to_look(handover, tmp_path, language):
    """Blank workbook, gap reports, summary, team."""
    outcome = handover("demo", "-o", "demo", "-l", language)
    made = {path.name for path in (tmp_path / "demo").iterdir()}

    assert outcome.code == 0
    assert made >= {
        "blank.xlsx", "gaps.html", "gaps.json", "gaps-marked.xlsx", "summary.html", "team.xlsx",
        "team",
    }  # fmt: skip
    assert "summary.html" in outcome.out
    assert outcome.err == ""


def test_an_existing_folder_is_left_alone(handover, tmp_path):
    """The demo does not write into a folder that is there."""
    (tmp_path / "demo").mkdir()
    outcome = handover("demo", "-o", "demo")

    assert outcome.code == 2
    assert list((tmp_path / "demo").iterdir()) == []
