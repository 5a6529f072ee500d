"""Laws of merging, for any team: nothing is lost, nothing depends on order or on earlier merges."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_xlsx.merging.combine import Merged, content_of, merge
from handover_xlsx.merging.parts import BY, split
from handover_xlsx.template.loading import load_text
from handover_xlsx.workbook.content import Content
from handover_xlsx.workbook.handover import Handover
from handover_xlsx.workbook.reading import read_bytes
from handover_xlsx.workbook.writing import workbook_bytes

TODAY = date(2026, 11, 2)
TEMPLATE = load_text(
    """
template: small
version: 1
title: {en: Small, zh: 小}
roles: {leaver: start.leaver, position: start.position}
sections:
  - id: start
    kind: form
    sheet: {en: Start, zh: 开始}
    purpose: {en: Who., zh: 谁。}
    fields:
      - {id: leaver, label: {en: Leaver, zh: 交接人}, type: text}
      - {id: position, label: {en: Position, zh: 岗位}, type: text}
  - id: duties
    kind: table
    sheet: {en: Duties, zh: 工作职责}
    purpose: {en: What., zh: 什么。}
    may_not_apply: true
    taken_over_by: taker
    fields:
      - {id: name, label: {en: Duty, zh: 职责}, type: text}
      - {id: taker, label: {en: Taken over by, zh: 承接人}, type: text}
      - {id: hours, label: {en: Hours, zh: 工时}, type: number}
      - {id: due, label: {en: Due, zh: 期限}, type: date}
""",
    "small.yaml",
)
words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8)
duties = st.fixed_dictionaries(
    {"name": words},
    optional={
        "hours": st.integers(0, 99).map(float),
        "taker": st.sampled_from(["Eve", "eve", "王五"]),
        "due": st.dates(date(2020, 1, 1), date(2030, 1, 1)),
        "My notes": words,
    },
)


@st.composite
def handovers(draw: st.DrawFn) -> Handover:
    """One person's workbook, often another state of one that is there already."""
    form = {"leaver": draw(st.sampled_from(["Ada", "Ben", "李雷", "ADA "]))}
    if draw(st.booleans()):
        form["position"] = draw(st.sampled_from(["Clerk", "Lead"]))
    rows = draw(st.lists(duties, max_size=4))
    declared = draw(st.sampled_from([{}, {"duties": "none of my own"}]))
    content = Content(
        {"start": [form], "duties": rows}, own_columns={"duties": ("My notes",)},
        not_applicable=declared,
    )  # fmt: skip
    language = draw(st.sampled_from(["en", "zh"]))
    data, _ = workbook_bytes(TEMPLATE, language=language, content=content, today=TODAY)
    name = draw(st.sampled_from(["a.xlsx", "b.xlsx"]))
    handover = read_bytes(name, data, TEMPLATE)
    source = replace(
        handover.sources[0],
        workbook_id=draw(st.sampled_from(["", "one", "two"])),
        modified=draw(st.sampled_from(["", "2026-11-01T09:00:00Z", "2026-11-02T09:00:00Z"])),
    )
    handover.sources = (source,)
    return handover


teams = st.lists(handovers(), min_size=1, max_size=5)
laws = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def written(merged: Merged, language: str = "en") -> Handover:
    """The team's workbook, written and read."""
    template = merged.handover.template
    data, _ = workbook_bytes(template, language=language, content=merged.content, today=TODAY)
    return read_bytes("team.xlsx", data, template)


def told(merged: Merged) -> tuple[object, ...]:
    """Everything that a merge says, but for the language of the sources."""
    content = merged.content
    sources = [{k: v for k, v in one.items() if k != "language"} for one in content.sources]
    return (content.rows, content.not_applicable, content.own_columns, sources, content.replaced)


@laws
@given(teams, st.randoms(use_true_random=False))
def test_the_order_of_the_workbooks_does_not_matter(team, chance):
    """Whichever way a folder is listed, the team is the same."""
    shuffled = list(team)
    chance.shuffle(shuffled)

    assert told(merge(shuffled)) == told(merge(team))


@laws
@given(teams, st.sampled_from(["en", "zh"]))
def test_merging_a_team_again_changes_nothing(team, language):
    """Alone, or together with itself."""
    first = merge(team)
    again = written(first, language)

    assert told(merge([again])) == told(first)
    assert told(merge([again, written(first, language)])) == told(first)


@laws
@given(teams, teams)
def test_adding_later_is_the_same_as_merging_at_once(early, late):
    """A team's workbook remembers all that it takes to go on."""
    at_once = merge([*early, *late])
    later = merge([written(merge(early)), *late])

    assert told(later) == told(at_once)


@laws
@given(teams)
def test_every_row_is_kept_or_replaced_with_its_workbook(team):
    """Rows in = rows out + rows replaced, and no value changes."""
    merged = merge(team)
    rows_in = Counter(row_of(one, record) for one in team for record in one.rows("duties"))
    rows_out = Counter(row_of(merged.handover, record) for record in merged.handover.rows("duties"))
    all_in = sum(len(rows) for one in team for rows in one.records.values())

    assert merged.rows + merged.rows_replaced == all_in
    assert rows_out <= rows_in
    assert all(entry["rows"] >= 1 for entry in merged.content.replaced)
    assert (
        Counter(
            row_of(back, record) for back in [written(merged)] for record in back.rows("duties")
        )
        == rows_out
    )


def row_of(handover: Handover, record) -> tuple[object, ...]:
    """A row with its source."""
    source = handover.sources[record.source]
    return (source.leaver, source.name, tuple(sorted(record.values.items(), key=str)))


@laws
@given(teams, st.sampled_from(BY), st.sampled_from(["en", "zh"]))
def test_the_parts_merged_are_the_whole(team, by, language):
    """Split in whichever way, written, read and merged: the same team."""
    whole = merge(team)
    parts = [replace(whole, content=content_of(part.handover), handover=part.handover)
             for part in split(whole.handover, by)]  # fmt: skip
    back = merge([written(part, language) for part in parts])

    assert told(back) == told(whole)
