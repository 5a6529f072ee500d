"""A template written out complete: loading it again gives the same template."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_xlsx.errors import TemplateError
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import (
    Choice,
    ChoiceList,
    Condition,
    CoverageRule,
    Field,
    Periods,
    Reference,
    ReportView,
    Section,
    Template,
    Texts,
)
from handover_xlsx.template.resolved import digest, from_data, to_data, to_json

pytestmark = pytest.mark.slow

FULL = """\
template: full
version: 7
title: {en: Full, zh: 全}
description: {en: Everything there is., zh: 应有尽有。}
roles: {leaver: start.who}
choices:
  answer: {no: {en: "No", zh: 否, aliases: [nope]}, yes: {en: "Yes", zh: 是}}
sections:
  - id: start
    kind: form
    sheet: {en: Start, zh: 开始}
    purpose: {en: P, zh: 目的}
    fields: [{id: who, label: {en: Who, zh: 谁}, type: text, person: true, max_length: 40}]
  - id: things
    kind: table
    sheet: {en: Things, zh: 物品}
    purpose: {en: P, zh: 目的}
    names_row: name
    min_rows: 2
    may_not_apply: true
    priority: answer
    closed_when: {answer: [no]}
    prepared: [{answer: yes}, {answer: no, name: "~"}]
    report: {columns: [name], details: [answer]}
    fields:
      - id: answer
        label: {en: Answer, zh: 回答}
        type: choice
        choices: answer
        required: true
      - id: name
        label: {en: Name, zh: 名称}
        type: text
        unique: true
        required_if: {answer: yes, due: filled, share: blank}
        hint: {en: "H: {x}, \\"y\\"", zh: 提示}
        example: {en: "a\\nb\\tc", zh: 例}
        aliases: {en: [Title, "off"], zh: [标题]}
        width: 30
      - {id: share, label: {en: Share, zh: 占比}, type: percent, min: 0, max: 0.5}
      - {id: due, label: {en: Due, zh: 期限}, type: date, by_last_day: true, deadline: true}
      - {id: end, label: {en: End, zh: 止}, type: date, not_before: due}
      - {id: by, label: {en: By, zh: 由}, type: ref, to: start.who}
  - id: past
    kind: history
    sheet: {en: Past, zh: 历史}
    purpose: {en: P, zh: 目的}
    periods: {unit: month, count: 6, at_least: 3}
    fields: [{id: thing, label: {en: Thing, zh: 物品}, type: ref, to: things.name}]
coverage:
  - {rule: due-within, section: things, severity: info, says: {en: S, zh: 说}, hint: {en: H, zh: 提},
     when: {answer: [yes, no]}, date: due, days: 30, needs: end, by_last_day: true}
  - {rule: periods, section: past, severity: error, says: {en: S, zh: 说}, hint: {en: H, zh: 提},
     of: things.name, at_least: 6, stale_after: 2}
  - {rule: referred-to, section: things, severity: warning, says: {en: S, zh: 说},
     hint: {en: H, zh: 提}, by: past.thing}
"""


@pytest.mark.parametrize("indent", [None, 2])
def test_everything_a_template_can_say_survives(indent: int | None) -> None:
    """Each key of the language, compact or laid out."""
    template = load_text(FULL, "full.yaml")

    assert load_text(to_json(template, indent), "again") == template
    assert from_data(json.loads(to_json(template, indent))) == template


def test_the_shipped_template_survives() -> None:
    """Its workbooks explain themselves."""
    template = load_template("operations")

    again = load_text(to_json(template), "again")

    assert again == template
    assert digest(again) == digest(template)


def test_extends_is_resolved() -> None:
    """The result needs no other file."""
    more = "template: more\nversion: 1\nextends: full\ntitle: {en: More, zh: 更多}\n"

    template = load_text(more, "more.yaml", lambda _: (FULL, "full.yaml"))

    assert "extends" not in to_data(template)
    assert load_text(to_json(template), "again") == template


def test_what_is_left_at_its_default_is_left_out() -> None:
    """Plain fields remain plain to read."""
    start = json.loads(to_json(load_text(FULL, "full.yaml")))["sections"][0]

    assert start == {
        "id": "start",
        "kind": "form",
        "sheet": {"en": "Start", "zh": "开始"},
        "purpose": {"en": "P", "zh": "目的"},
        "names_row": "who",
        "min_rows": 0,
        "fields": [
            {
                "id": "who",
                "label": {"en": "Who", "zh": "谁"},
                "type": "text",
                "required": False,
                "person": True,
                "max_length": 40,
            }
        ],
    }


@pytest.mark.parametrize(
    "other",
    [
        FULL.replace("en: Who,", "en: Whom,"),
        FULL.replace("version: 7", "version: 8"),
        FULL.replace("aliases: [nope]", "aliases: [nah]"),
        FULL.replace("count: 6", "count: 9"),
    ],
)
def test_the_digest_changes_with_what_a_template_says(other: str) -> None:
    """A label, a version, an alias, a number."""
    assert digest(load_text(other, "f.yaml")) != digest(load_text(FULL, "f.yaml"))


def test_the_digest_does_not_change_with_how_it_is_written() -> None:
    """Comments and quotes say nothing, nor does a default written out."""
    other = "# Everything.\n" + FULL.replace("en: Who,", 'en: "Who",')
    other = other.replace("person: true", "person: true, required: false")

    assert digest(load_text(other, "f.yaml")) == digest(load_text(FULL, "f.yaml"))


# --- Any template -----------------------------------------------------------------------------

LANGUAGES = ("en", "zh")
ids = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
NOT_IN_XML = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
characters = st.characters(exclude_categories=["Cs"], exclude_characters=NOT_IN_XML)
words = st.text(characters, min_size=1, max_size=12)
lines = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"],
                              exclude_characters=NOT_IN_XML), min_size=1, max_size=12)  # fmt: skip
codes = st.sampled_from(["no", "yes", "null", "~", "1.10", "0x1F", "true", "- a", "a: b", "高"])


def texts(word: st.SearchStrategy[str] = words) -> st.SearchStrategy[Texts]:
    """A text in each language."""
    return st.fixed_dictionaries(dict.fromkeys(LANGUAGES, word))


@st.composite
def sections(draw: st.DrawFn, name: str, lists: dict[str, ChoiceList]) -> Section:
    """A table or form with a few fields, their labels numbered to be different."""
    names = draw(st.lists(ids, min_size=1, max_size=4, unique=True))
    fields = []
    for number, item in enumerate(names):
        kind = draw(st.sampled_from(["text", "number", "date", "choice", "ref"]))
        least, most = sorted(draw(st.tuples(st.floats(-9e9, 9e9), st.floats(-9e9, 9e9))))
        label = {key: f"{number} {text}" for key, text in draw(texts(lines)).items()}
        tests = ((draw(st.sampled_from(names)), (draw(st.sampled_from(["filled", "blank"])),)),)
        chosen = draw(st.sampled_from(sorted(lists))) if kind == "choice" else None
        field = Field(
            item,
            label,
            kind,
            hint=draw(texts() | st.just({})),
            example=draw(texts()),
            required_if=draw(st.none() | st.just(Condition(tests))),
            choices=lists[chosen] if chosen else None,
            to=Reference(name, names[0]) if kind == "ref" else None,
            min=draw(st.sampled_from([None, least])),
            max=draw(st.sampled_from([None, most])),
            max_length=draw(st.none() | st.integers(0, 999)),
            unique=draw(st.booleans()),
            aliases=draw(st.fixed_dictionaries({}, optional={"en": st.tuples(words, words)})),
        )
        fields.append(field)
    kind = draw(st.sampled_from(["table", "form", "history"]))
    return Section(
        name,
        kind,
        {key: f"{name} {key}" for key in LANGUAGES},
        draw(texts()),
        tuple(fields),
        names_row=draw(st.sampled_from(names)),
        min_rows=draw(st.integers(0, 9)),
        may_not_apply=draw(st.booleans()),
        prepared=tuple({names[0]: draw(codes)} for _ in range(draw(st.integers(0, 2))))
        if fields[0].choices is None
        else (),
        periods=Periods(count=draw(st.integers(1, 24))) if kind == "history" else None,
        report=ReportView((names[0],), tuple(names[1:])),
    )


@st.composite
def templates(draw: st.DrawFn) -> Template:
    """A small template."""
    listed = draw(st.dictionaries(ids, st.lists(codes, min_size=1, unique=True), min_size=1))
    lists = {
        name: ChoiceList(
            name,
            tuple(
                Choice(code, draw(texts(lines)), tuple(draw(st.lists(words, max_size=2))))
                for code in found
            ),
        )
        for name, found in listed.items()
    }
    names = draw(st.lists(ids.filter(lambda name: name != "history"), min_size=1, max_size=3,
                          unique=True))  # fmt: skip
    made = tuple(draw(sections(name, lists)) for name in names)
    rule = CoverageRule(
        "needs",
        names[0],
        "warning",
        draw(texts()),
        draw(texts()),
        field=made[0].names_row,
    )
    return Template(
        "any",
        draw(st.integers(0, 99)),
        draw(texts()),
        draw(texts()),
        lists,
        made,
        draw(st.sampled_from([(), (rule,)])),
        draw(st.sampled_from([{}, {"leaver": Reference(names[0], made[0].names_row)}])),
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(templates(), st.sampled_from([None, 2]))
def test_any_template_survives_being_written_out(template: Template, indent: int | None) -> None:
    """Whatever characters its texts contain, and whatever YAML thinks of its words."""
    assert load_text(to_json(template, indent), "again") == template
    assert from_data(json.loads(to_json(template, indent))) == template


@pytest.mark.parametrize(
    ("odd", "message"),
    [
        ('{"template": "t", "template": "u"}', "appears here a second time"),
        ('{"template": ' + "[" * 60 + "]" * 60 + "}", "nested too deeply"),
        ('{"template": "t"', "is not closed"),
        ('{"template": "\\ud800"}', "invisible control character"),
    ],
)
def test_odd_json_in_a_workbook_gets_the_same_answer_as_odd_yaml(odd: str, message: str) -> None:
    """The fast way for what we wrote ourselves hides no mistake."""
    with pytest.raises(TemplateError, match=message):
        load_text(odd, "inside")
