"""Laws of merging, for any team: nothing is lost, nothing depends on order or on earlier merges."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_xlsx.handover.content import Content
from handover_xlsx.handover.model import Decision, Handover
from handover_xlsx.merging.conflicts import APART, USE, find_conflicts
from handover_xlsx.merging.merge import Merged, content_of, merge
from handover_xlsx.merging.parts import BY, split
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.template.loading import load_text
from handover_xlsx.writing.write import workbook_bytes

pytestmark = pytest.mark.slow

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
      - {id: system, label: {en: System, zh: 系统}, type: ref, to: systems.name}
  - id: systems
    kind: table
    sheet: {en: Systems, zh: 系统}
    purpose: {en: Where., zh: 在哪。}
    shared: [place]
    fields:
      - {id: name, label: {en: System, zh: 系统}, type: text}
      - {id: place, label: {en: Place, zh: 地点}, type: text}
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
        "system": st.sampled_from(["Till", "Mail"]),
        "My notes": words,
    },
)
systems = st.fixed_dictionaries(
    {"name": st.sampled_from(["Till", "till", "Mail"])},
    optional={"place": st.sampled_from(["Berlin", "Bonn"])},
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
        {"start": [form], "duties": rows, "systems": draw(st.lists(systems, max_size=2))},
        own_columns={"duties": ("My notes",)},
        not_applicable=declared,
    )
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


@st.composite
def led_teams(draw: st.DrawFn) -> Merged:
    """A team whose lead has changed values, decided on conflicts and added rows of the team's own."""
    first = merge(draw(teams))
    rows = {name: [dict(row) for row in found] for name, found in first.content.rows.items()}
    for row in (row for name in ("duties", "systems") for row in rows[name]):
        if draw(st.booleans()):
            row |= draw(duties if "taker" in row else systems)
    rows["duties"] += draw(st.lists(duties, max_size=2))
    rows["systems"] += draw(st.lists(systems, max_size=1))
    content = replace(first.content, rows=rows)
    team = written(replace(first, content=content))
    for conflict in find_conflicts(team):
        key = draw(st.sampled_from(conflict.options)).key
        choice = draw(st.sampled_from([USE, APART, "不是一回事", "neither"]))
        team.decisions = (*team.decisions, Decision(key, choice))
    return merge([team])


def essence(merged: Merged) -> tuple[object, ...]:
    """Everything that a merge says, but for the language of the sources."""
    content = merged.content
    sources = [one._replace(language="") for one in content.sources]
    return (
        content.rows, content.not_applicable, content.own_columns, sources, content.replaced,
        merged.handover.decisions,
    )  # fmt: skip


@laws
@given(teams, st.randoms(use_true_random=False))
def test_the_order_of_the_workbooks_does_not_matter(team, chance):
    """Whichever way a folder is listed, the team is the same."""
    shuffled = list(team)
    chance.shuffle(shuffled)

    assert essence(merge(shuffled)) == essence(merge(team))


@laws
@given(teams, st.sampled_from(["en", "zh"]))
def test_merging_a_team_again_changes_nothing(team, language):
    """Alone, or together with itself."""
    first = merge(team)
    again = written(first, language)

    assert essence(merge([again])) == essence(first)
    assert essence(merge([again, written(first, language)])) == essence(first)


@laws
@given(teams, teams)
def test_adding_later_is_the_same_as_merging_at_once(early, late):
    """A team's workbook remembers all that it takes to go on."""
    at_once = merge([*early, *late])
    later = merge([written(merge(early)), *late])

    assert essence(later) == essence(at_once)


@laws
@given(teams)
def test_every_row_is_kept_or_replaced_with_its_workbook(team):
    """Rows in = rows out + rows replaced, and no value changes."""
    merged = merge(team)
    rows_in = Counter(row_of(one, record) for one in team for record in one.rows("duties"))
    rows_out = Counter(row_of(merged.handover, record) for record in merged.handover.rows("duties"))
    all_in = sum(len(rows) for one in team for rows in one.tables.values())

    assert merged.rows + merged.rows_replaced == all_in
    assert rows_out <= rows_in
    assert all(entry.rows >= 1 for entry in merged.content.replaced)
    assert (
        Counter(
            row_of(back, record) for back in [written(merged)] for record in back.rows("duties")
        )
        == rows_out
    )


def row_of(handover: Handover, record) -> tuple[object, ...]:
    """A row with its source."""
    source = handover.sources[record.source]
    return (source.leaver, source.name, tuple(sorted(record.items(), key=str)))


def parts_of(whole: Merged, by: str, language: str = "en") -> list[Handover]:
    """The parts of a team, written and read."""
    parts = [replace(whole, content=content_of(part.handover), handover=part.handover)
             for part in split(whole.handover, by)]  # fmt: skip
    return [written(part, language) for part in parts]


@laws
@given(led_teams(), st.sampled_from(BY), st.sampled_from(["en", "zh"]))
def test_the_parts_merged_are_the_whole(whole, by, language):
    """Split in whichever way, written, read and merged: the same team, and nothing to look at."""
    back = merge(parts_of(whole, by, language))

    assert essence(back) == essence(whole)
    assert [str(note) for note in back.notes] == []
    assert not any(source.was_split for source in back.handover.sources)


@laws
@given(led_teams())
def test_what_the_lead_did_survives_another_merge(whole):
    """Changed values, decisions and rows of the team's own: alone, and together with itself."""
    again = written(whole)

    assert essence(merge([again])) == essence(whole)
    assert essence(merge([again, written(whole, "zh")])) == essence(whole)


@laws
@given(led_teams(), st.sampled_from(BY), st.data())
def test_what_is_changed_in_one_part_counts(whole, by, data):
    """Whichever others have the row, in whichever order the parts come back, the team's workbook or not."""
    parts = parts_of(whole, by)
    places = [
        (part, record)
        for part in parts
        for name in ("duties", "systems")
        for record in part.rows(name)
        if not part.sources[record.source].added
    ]
    if not places:
        return
    part, record = data.draw(st.sampled_from(places))
    name = "place" if record in part.rows("systems") else "My notes"
    record.table.write(record.position, name, "changed")
    before = data.draw(st.sampled_from([[], [written(whole)]]))
    back = merge(data.draw(st.permutations([*parts, *before])))

    assert back.rows == whole.rows
    assert changed(back) == {"changed"}


def changed(merged: Merged) -> set[object]:
    """The values that the whole team did not have."""
    values = (
        value for rows in merged.content.rows.values() for row in rows for value in row.values()
    )
    return {"changed"} & set(values)
