"""``rules:`` of a template: rules switched off, other severities, other limits."""

from __future__ import annotations

import pytest

from handover_xlsx.errors import TemplateError
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.template.catalogue import find_text
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import RuleChoice, Template
from handover_xlsx.template.resolved import from_data, to_data, to_json
from handover_xlsx.template.rule_codes import CODES, LIMITS
from handover_xlsx.validation.registry import all_rules
from handover_xlsx.validation.run import validate

HEAD = "template: store\nversion: 1\nextends: operations\ntitle: {en: Store, zh: 门店}\n"


def template_with(rules: str, head: str = HEAD) -> Template:
    return load_text(f"{head}rules: {rules}\n", "store.yaml", find_text)


def mistakes(rules: str) -> list[str]:
    with pytest.raises(TemplateError) as stop:
        template_with(rules)
    return [line.text("en") for line in stop.value.problems]


def test_the_vocabulary_is_that_of_the_rules():
    """Every rule can be switched, and no code is known that no rule has."""
    ours = {code for code, rule in all_rules().items() if rule.family}

    assert ours == set(CODES)
    assert set(LIMITS) <= ours


def test_settings_of_rules_survive_being_written_out():
    """Resolved templates, and those that workbooks carry, say the same."""
    template = template_with(
        "{V161: off, C203: error, V190: on, ACME101: {severity: info, days: 9}}"
    )

    assert template.rules["V161"] == RuleChoice(on=False)
    assert template.rules["ACME101"] == RuleChoice(severity="info", limits={"days": 9.0})
    assert from_data(to_data(template)) == template
    assert load_text(to_json(template), "carried.json") == template


def test_an_extending_template_keeps_the_settings_of_the_other_one():
    """Rule by rule; the later word about one rule counts."""
    below = template_with("{V161: off, C203: error}")
    above = load_text(
        "template: shop\nversion: 1\nextends: store\ntitle: {en: Shop, zh: 店}\nrules: {C203: off}\n",
        "shop.yaml",
        lambda name: (to_json(below), "store.yaml") if name == "store" else find_text(name),
    )

    assert above.rules == {"V161": RuleChoice(on=False), "C203": RuleChoice(on=False)}


def test_mistakes_are_named_with_their_line_and_what_was_meant():
    """A wrong code, a wrong word, a limit that the rule does not have."""
    found = mistakes("\n  V611: off\n  C203: eror\n  V161: {rows: 3}\n  R101: {severity: loud}")

    assert found == [
        "store.yaml:6: there is no rule “V611”; did you mean “V161”?",
        "store.yaml:7: “eror” is not known here; did you mean “error”?",
        found[2],
        "store.yaml:9: “loud” is not known here; use one of: error, warning, info",
    ]
    assert found[2].startswith("store.yaml:8: “rows” is not a known key here")


def test_editors_know_the_codes(underlined):
    """What is underlined while one types is what check names afterwards."""
    assert underlined(HEAD + "rules: {V161: off, C203: error, ACME101: {days: 3}}\n") == []
    assert len(underlined(HEAD + "rules: {V999: off, C203: loud}\n")) == 2


def test_a_rule_that_is_off_reports_nothing_unless_it_is_selected(
    make_workbook, content_from_markdown
):
    """A template switches it off for everyone, --select on for one run."""
    template = template_with("{C101: off, V101: warning}")
    path = make_workbook(
        content_from_markdown("## contacts\n| name |\n|---|\n| Ada |\n"), template=template
    )
    handover = read_workbook(path)
    codes = {finding.code for finding in validate(handover).findings}
    missing = [
        f for f in validate(handover).findings if f.code == "V101" and f.section == "contacts"
    ]

    assert "C101" not in codes
    assert {f.severity for f in missing} == {"warning"}
    assert {f.code for f in validate(handover, select="C101").findings} == {"C101"}
    assert "C101" not in {f.code for f in validate(handover, select="C1").findings}
