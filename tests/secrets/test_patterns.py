"""Every rule in the tables of patterns finds its examples, and leaves the others alone."""

from __future__ import annotations

import re

import pytest

from handover_xlsx.secrets.find import masked
from handover_xlsx.secrets.patterns import codes_in, rules, tokens_in

FOUND_BY = {"tokens": tokens_in, "codes": codes_in}
RULES = [(table, rule) for table in FOUND_BY for rule in rules(table)]
EXAMPLES = [
    pytest.param(table, rule, example.replace("⁀", ""), id=f"{rule.name}-{number}")
    for table, rule in RULES
    for number, example in enumerate(rule.hides + rule.shows)
]
BY_NAME = {"argvalues": RULES, "ids": [rule.name for _, rule in RULES]}


def marked(example: str) -> tuple[str, list[tuple[int, int]]]:
    """An example without « and », and the places between them."""
    before, *others = re.split("«([^»]*)»", example)
    text, places = before, []
    for secret, after in zip(others[::2], others[1::2], strict=True):
        places.append((len(text), len(text) + len(secret)))
        text += secret + after
    return text, places


@pytest.mark.parametrize(("table", "rule", "example"), EXAMPLES)
def test_a_rule_finds_its_examples_and_nothing_in_the_others(table, rule, example):
    """Exactly what is between « and », by the rule and by the search through its table."""
    text, places = marked(example)

    assert list(rule.spans_in(text)) == places
    assert {(rule.kind, *place) for place in places} <= set(FOUND_BY[table](text))


@pytest.mark.parametrize(("table", "rule", "example"), EXAMPLES)
def test_what_an_example_marks_is_masked_in_a_cell(table, rule, example):
    """A reader of the report sees dots in its place; in an example of what is no secret none."""
    text, places = marked(example)

    assert [text[start:end] for start, end in places if text[start:end] in masked(text)] == []
    if not places:
        assert masked(text) == text


@pytest.mark.parametrize(("table", "rule"), **BY_NAME)
def test_each_pattern_of_a_rule_has_an_example(table, rule):
    """A pattern without one could break unseen."""
    examples = [marked(example.replace("⁀", ""))[0] for example in rule.hides]

    assert [
        one for one in rule.patterns if not any(re.search(one, text) for text in examples)
    ] == []
