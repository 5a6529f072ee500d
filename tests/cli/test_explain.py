"""``handover explain``: what a finding means."""

from __future__ import annotations

import pytest

from handover_xlsx.template.rule_codes import LIMITS
from handover_xlsx.validation.registry import all_rules


@pytest.mark.parametrize("code", list(all_rules()))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_rule_is_explained_in_both_languages(handover, code, language):
    """What it says, why it matters, how to fix it, an example of each kind – and no place unfilled."""
    outcome = handover("explain", code, "-l", language)

    assert outcome.code == 0
    assert outcome.out.startswith(code)
    assert "{" not in outcome.out.replace(f"{{{code}: {{…}}}}", "")
    assert len(outcome.out.splitlines()) == (9 if code in LIMITS else 8)


def test_without_a_code_all_rules_are_listed(handover):
    """One line a rule."""
    assert len(handover("explain").out.splitlines()) == len(all_rules())


def test_a_name_works_like_a_code_and_a_wrong_code_is_answered(handover):
    """People remember names, or half of a code."""
    assert handover("explain", "required-missing").out.startswith("V101")
    near, far = handover("explain", "requiered-missing"), handover("explain", "V999")

    assert near.code == far.code == 2
    assert near.err == "there is no rule “requiered-missing”; did you mean “required-missing”?\n"
    assert far.err == "there is no rule “V999”; list them with: handover explain\n"
