"""What rules say of texts does not depend on how many texts there are."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from random_handovers import random_handover

from handover_xlsx.template.catalogue import load_template, template_names
from handover_xlsx.text import prefilter
from handover_xlsx.text.prefilter import candidates
from handover_xlsx.validation import texts as texts_of_rules
from handover_xlsx.validation.persons import BETWEEN_NAMES
from handover_xlsx.validation.private_places import (
    LOCAL_PLACE,
    PERSONAL_PLACE,
    is_local_place,
    is_personal_place,
)
from handover_xlsx.validation.registry import View
from handover_xlsx.validation.rules import quality
from handover_xlsx.validation.run import validate
from handover_xlsx.values.vocabulary import folded, is_phrase, phrases

KINDS = ("anywhere", "required", "nobody", "desk")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)} | {ord(" "): 0x3000}
TEMPLATE = load_template("operations")
EXAMPLES = {text for name in template_names() for section in load_template(name).sections
            for item in section.fields for text in item.example.values()}  # fmt: skip
OF_TEMPLATE = {folded(text) for section in TEMPLATE.sections
               for item in section.own_fields for text in item.example.values()}  # fmt: skip
WAYS = (str, str.upper, str.title, str.swapcase, lambda text: text.translate(FULL_WIDTH),
        lambda text: text.replace(" ", " \n"), lambda text: text.replace("i", "İ").replace("s", "ſ"))  # fmt: skip
PATTERNS = [
    *(phrases(kind)[1] for kind in KINDS if phrases(kind)[1].pattern != "(?!)"),
    LOCAL_PLACE, PERSONAL_PLACE, BETWEEN_NAMES, quality._LOCAL_PATH,
]  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(sorted({*EXAMPLES, *(text for kind in KINDS for text in phrases(kind)[0])})),
    st.sampled_from(PATTERNS).flatmap(lambda p: st.from_regex(re.compile(p.pattern, p.flags))),
    st.sampled_from(("Ann Lee", "李娜", "王伟", "S:\\ops", "the plan", "")),
)
EDGES = st.text(" .。!！：~()（）“”\t\n\u00a0桌e\u0301", max_size=3)
AS_TYPED = st.builds(
    lambda way, before, text, after: way(before + text + after),
    st.sampled_from(WAYS), EDGES, TEXTS, EDGES,
)  # fmt: skip


@pytest.fixture
def _many(monkeypatch):
    """However few texts there are, they count as many."""
    monkeypatch.setattr(prefilter, "FEW", 0)


def is_worth_it(text: str) -> bool:
    """Whether one of the rules on words may have to speak of a text."""
    return (
        is_phrase(text, "anywhere")
        or is_phrase(text, "required")
        or folded(text) in OF_TEMPLATE
        or is_local_place(text)
        or quality._is_local_path(text)
        or is_personal_place(text)
    )  # fmt: skip


@pytest.mark.usefixtures("_many")
@settings(deadline=None, derandomize=True, max_examples=120,
          suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(AS_TYPED, max_size=20))
@example(
    [
        "（待定）",
        "ＴＢＤ",
        "See\nabove !",
        "desktop\n",
        "İCLOUD",
        "Ann or Bob",
        "桌面",
        "/users/张/",
    ]
)
def test_the_prefilter_skips_nothing_that_a_rule_finds(texts):
    """Whatever the case, the width, the spaces and signs around: each is left to be judged."""
    view = SimpleNamespace(template=TEMPLATE)
    words = set(candidates(texts, lambda: quality._word_prefilters(view)))
    persons = set(candidates(texts, quality._person_prefilters))

    assert {at for at, text in enumerate(texts) if is_worth_it(text)} <= words
    for at, text in enumerate(texts):
        if any(is_phrase(text, kind) for kind in KINDS) or BETWEEN_NAMES.search(text.strip()):
            assert at in persons


@pytest.mark.usefixtures("_many")
def test_most_texts_are_skipped():
    """A sentence that says something is judged by no rule, a phrase among ten thousand of them is."""
    texts = [f"Post the totals of week {week} then mail them" for week in range(10_000)]
    texts[7_000] = "See attachment!"
    view = SimpleNamespace(template=TEMPLATE)

    assert candidates(texts, lambda: quality._word_prefilters(view)) == [7_000]
    assert candidates(texts, quality._person_prefilters) == [7_000]


@pytest.mark.parametrize("seed", range(20))
def test_few_and_many_texts_are_judged_alike(seed, monkeypatch):
    """The same handover has the same findings with the quick look and without."""
    few = validate(random_handover(seed), select="Q1").findings
    monkeypatch.setattr(prefilter, "FEW", 0)

    assert validate(random_handover(seed), select="Q1").findings == few


def test_a_text_of_a_field_comes_once_with_all_its_rows():
    """What is in a hundred rows is judged once."""
    handover = random_handover(2)
    view = View(handover)
    distinct = list(texts_of_rules.distinct_texts(view, ("text", "long"), lambda: ()))
    cells = sorted(
        (one.section.id, one.item.id, row, one.text) for one in distinct for row in one.rows
    )

    assert len({(one.section.id, one.item.id, one.text) for one in distinct}) == len(distinct)
    assert any(len(one.rows) > 1 for one in distinct)
    assert cells == sorted(
        (section.id, item.id, index, text)
        for section in handover.template.sections
        for item in section.own_fields
        if item.type in ("text", "long") and not item.person
        for index, record in enumerate(handover.rows(section))
        if isinstance(text := record.get(item.id), str) and view.applies(section, record.source)
    )
