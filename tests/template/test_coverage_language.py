"""``coverage:`` of a template: what entries need, and how an extending template adds and drops them."""

from __future__ import annotations

import pytest

from handover_xlsx.errors import TemplateError
from handover_xlsx.template.catalogue import find_text, load_template
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import Template
from handover_xlsx.template.resolved import from_data, to_data

HEAD = "template: store\nversion: 1\nextends: operations\ntitle: {en: Store, zh: 门店}\n"
SAYS = "severity: warning, says: {en: x, zh: 某}, hint: {en: y, zh: 某}"


def store(rest: str) -> Template:
    return load_text(HEAD + rest, "store.yaml", find_text)


def mistakes(rest: str) -> list[str]:
    with pytest.raises(TemplateError) as stop:
        store(rest)
    return [line.text("en") for line in stop.value.problems]


def ids(template: Template) -> list[str | None]:
    return [entry.id for entry in template.coverage]


def test_entries_are_added_to_those_of_the_other_template():
    """Nothing that operations asks for is lost, and the own entry is behind it."""
    template = store(f"coverage:\n  - {{rule: needs, section: duties, field: pitfalls, {SAYS}}}\n")

    assert ids(template)[:-1] == ids(load_template("operations"))
    assert template.coverage[-1].field == "pitfalls"


def test_an_entry_is_changed_or_dropped_by_its_id():
    """Only what differs is written down."""
    template = store(
        "coverage:\n  - {id: duty_stand_in, severity: error}\n  - {id: read_back, drop: true}\n"
    )
    by_id = {entry.id: entry for entry in template.coverage}

    assert by_id["duty_stand_in"].severity == "error"
    assert by_id["duty_stand_in"].field == "backup"
    assert set(ids(load_template("operations"))) - set(by_id) == {"read_back"}


def test_entries_about_a_dropped_sheet_or_field_go_with_it():
    """Also where the extending template has entries of its own."""
    template = store(
        "sections:\n  - {id: kpi_history, drop: true}\n"
        "  - {id: duties, fields: [{id: readiness, drop: true}]}\n"
        f"coverage:\n  - {{rule: needs, section: duties, field: pitfalls, {SAYS}}}\n"
    )

    assert not {"history_short", "history_stale", "history_holes"} & set(ids(template))
    assert not {"duty_level", "duty_untried"} & set(ids(template))
    assert "kpi_target" in ids(template)


def test_a_community_has_to_fill_in_its_own_sheets_as_well():
    """Its channels and cases, on top of duties and sign-off."""
    found = ids(load_template("community"))

    assert {"channel_helper", "case_failure", "duty_workflow", "signed_in_order"} <= set(found)


def test_mistakes_in_entries_are_named_with_their_line():
    """A missing key, an unknown code, a sheet that is no history, an id that does not exist."""
    found = mistakes(
        "coverage:\n"
        f"  - {{rule: differs, section: duties, field: backup, {SAYS}}}\n"
        "  - {rule: in-order, section: signoff, field: role, date: date, "
        f"order: [leaver, boss], {SAYS}}}\n"
        f"  - {{rule: unbroken, section: kpis, {SAYS}}}\n"
        "  - {id: duty_standin, drop: true}\n"
    )

    assert found[0] == "store.yaml:6: a “differs” entry needs “than”; add it"
    assert found[1].startswith("store.yaml:7: “boss” is not a code of this choice list")
    assert found[2] == "store.yaml:8: a “unbroken” entry is about a history; “kpis” is none"
    assert (
        found[3]
        == "store.yaml:9: there is no “duty_standin” in this list; did you mean “duty_stand_in”?"
    )


def test_only_what_can_wait_may_wait_until_the_end():
    """Two names that are one are wrong on any day."""
    found = mistakes(
        "coverage:\n  - {rule: differs, section: duties, field: backup, than: successor, "
        f"at_end: true, {SAYS}}}\n"
    )

    assert found == ["store.yaml:6: “at_end” means nothing for “differs”; delete it"]


def test_every_kind_of_entry_survives_being_written_out():
    """Order, than and id included."""
    template = load_template("operations")

    assert from_data(to_data(template)) == template
    assert {entry.rule for entry in template.coverage} >= {"in-order", "differs", "unbroken"}


def test_editors_know_what_changes_and_what_is_new(underlined):
    """An entry with an id may be a change; one without has to be whole."""
    good = "coverage:\n  - {id: read_back, drop: true}\n  - {id: duty_left, severity: info}\n"

    assert underlined(HEAD + good) == []
    assert len(underlined(HEAD + "coverage:\n  - {rule: needs, section: duties}\n")) >= 1
