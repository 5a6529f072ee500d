"""Long lines in a terminal go on below, between words; nothing is cut."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inline_snapshot import snapshot

from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.gaps.to_text import gaps_text
from handover_xlsx.text.wrap import shown_width, wrapped
from handover_xlsx.validation.run import validate

SAMPLES = Path(__file__).parents[2] / "samples"


def test_a_long_line_goes_on_two_columns_further_in():
    """Between words; a word longer than the line is left complete, to be copied."""
    line = "  1. Start!C16: “First week” is missing. Fill in https://example.com/a-very-long-address-to-copy"

    assert list(wrapped([line], 50)) == snapshot(
        [
            "  1. Start!C16: “First week” is missing. Fill in",
            "    https://example.com/a-very-long-address-to-copy",
        ]
    )


def test_chinese_breaks_between_characters_but_not_before_a_full_stop():
    """Each takes two columns; brackets and quotes remain with what they enclose."""
    line = "  错误 V101  工作职责!C9（会员日活动）：“具体做什么”没填。请填上：两三句话说清，步骤写到“工作流程”里。"

    assert list(wrapped([line], 44)) == snapshot(
        [
            "  错误 V101  工作职责!C9（会员日活动）：“具",
            "    体做什么”没填。请填上：两三句话说清，步",
            "    骤写到“工作流程”里。",
        ]
    )


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("colour", [True, False])
def test_the_gap_report_fits_the_window(language, width, colour):
    """No line is longer than the window, and every word is there."""
    validation = validate(read_workbook(SAMPLES / f"handover-gaps.{language}.xlsx"))
    whole = gaps_text([validation], language, colour=colour)
    fitting = gaps_text([validation], language, colour=colour, width=width)

    assert max(map(shown_width, whole.splitlines())) > width
    assert max(map(shown_width, fitting.splitlines())) <= width
    assert "".join(fitting.split()) == "".join(whole.split())


@settings(deadline=None, derandomize=True, max_examples=300)
@given(st.text(st.sampled_from("ab 会员，。“”（）!\u0301 "), max_size=200), st.integers(40, 60))
def test_nothing_but_spaces_is_lost(text, width):
    """Whatever is in a line; and what can be broken fits."""
    lines = list(wrapped([text], width))

    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line == line.rstrip() for line in lines) or len(lines) == 1
