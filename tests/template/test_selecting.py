"""Right-sized: a workbook has the core sections, and what was chosen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handover_xlsx.errors import UsageError
from handover_xlsx.template import resolved
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import Template
from handover_xlsx.template.selecting import only, select, union

HOUSE = """
template: house
version: 1
title: {en: House}
roles: {leaver: who.name}
sections:
  - {id: who, kind: form, sheet: {en: Who, zh: 谁}, purpose: {en: x}, fields: [{id: name, label: {en: Name}, type: text}]}
  - {id: rooms, kind: table, sheet: {en: Rooms, zh: 房间}, purpose: {en: x}, fields: [{id: name, label: {en: Room}, type: text}]}
  - id: keys
    kind: table
    core: false
    sheet: {en: Keys & locks, zh: 钥匙}
    purpose: {en: x}
    fields:
      - {id: name, label: {en: Key}, type: text}
      - {id: room, label: {en: Room}, type: ref, to: rooms.name}
  - {id: garden, kind: table, core: false, sheet: {en: Garden}, purpose: {en: x}, fields: [{id: name, label: {en: Plant}, type: text}]}
coverage:
  - {rule: referred-to, section: rooms, by: keys.room, severity: warning, says: {en: no key}, hint: {en: cut one}}
"""


@pytest.fixture(scope="module")
def house() -> Template:
    return load_text(HOUSE, "house.yaml")


def test_the_core_comes_by_itself(house):
    """Optional sections, and coverage that needs them, are left out."""
    core = select(house)

    assert list(core.by_id) == ["who", "rooms"]
    assert core.coverage == ()


def test_sections_are_added_by_id_or_name_in_any_language(house):
    """keys, “Keys & locks” and 钥匙 are the same; the template's order is kept."""
    for name in ("keys", "KEYS & LOCKS", "钥匙"):
        assert list(select(house, add=[name]).by_id) == ["who", "rooms", "keys"]
    assert select(house, everything=True) == house


def test_a_reference_to_a_section_left_out_is_a_text(house):
    """Without Rooms the key's room is simply typed."""
    room = select(house, add=["keys"], without=["rooms"]).by_id["keys"].by_id["room"]

    assert (room.type, room.to) == ("text", None)


def test_what_asks_for_rows_left_out_asks_no_more():
    """Without Rooms no one need say which room, and nothing sends a person to that sheet."""
    asked = HOUSE.replace("to: rooms.name}", "to: rooms.name, required: true, hint: {en: "
                          "Choose one from Rooms, zh: 从“房间”里选}, example: {en: Hall}}")  # fmt: skip
    keys = {
        without: select(load_text(asked, "house.yaml"), add=["keys"], without=without).by_id["keys"]
        for without in ((), ("rooms",))
    }
    room, no_room = (section.by_id["room"] for section in keys.values())

    assert (room.required, dict(room.hint)) == (
        True,
        {"en": "Choose one from Rooms", "zh": "从“房间”里选"},
    )
    assert (no_room.required, dict(no_room.hint), no_room.example) == (False, {}, {"en": "Hall"})


@pytest.mark.parametrize(
    ("section", "field", "without"),
    [
        ("duties", "successor", "contacts"),  # a person, wherever the address is
        ("kpi_history", "kpi", "kpis"),  # the row's own name
        ("contracts", "party", "customers"),  # on a sheet that comes only on request
    ],
)
def test_what_means_something_by_itself_remains_required(section, field, without):
    """Who takes over a duty must be given, also where no one keeps a list of contacts."""
    some = select(load_template("operations"), everything=True, without=[without])
    item = some.by_id[section].by_id[field]

    assert (item.type, item.required) == ("text", True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"add": ["kees"]}, "has no sheet “kees”; did you mean “keys”?"),
        ({"without": ["who"]}, "“Who” cannot be left out"),
    ],
)
def test_what_cannot_be_is_reported(house, options, words):
    """An unknown sheet, or the one that says who hands over."""
    with pytest.raises(UsageError, match=words):
        select(house, **options)


@given(kept=st.sets(st.sampled_from(["who", "rooms", "keys", "garden"]), min_size=1))
def test_a_selection_is_a_template_of_its_own(kept):
    """It can be written out and loaded again, and selecting it again changes nothing."""
    house = load_text(HOUSE, "house.yaml")
    some = only(house, kept)

    assert load_text(resolved.to_json(some), "x") == some
    assert only(some, kept) == some
    assert union([some, some], None) == some


@given(
    one=st.sets(st.sampled_from(["rooms", "keys", "garden"])),
    other=st.sets(st.sampled_from(["rooms", "keys", "garden"])),
)
def test_two_selections_are_joined_in_the_complete_template(one, other):
    """Workbooks of one template with different sections belong together."""
    house = load_text(HOUSE, "house.yaml")
    parts = [only(house, one | {"who"}), only(house, other | {"who"})]

    assert union(parts, house) == only(house, one | other | {"who"})
