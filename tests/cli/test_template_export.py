"""``handover template export`` and ``schema``: what a template of one's own begins with."""

from __future__ import annotations

import json

import pytest
from jsonschema import Draft202012Validator

from handover_xlsx.template.catalogue import bundled_templates, load_template, template_names
from handover_xlsx.template.loading import TEMPLATE, load_text
from handover_xlsx.template.model import SEVERITIES, TYPES
from handover_xlsx.template.parsing import Listing, Named, Parser, Record
from handover_xlsx.template.resolved import to_json
from handover_xlsx.template.schema import template_schema

pytestmark = pytest.mark.slow

SCHEMA = template_schema()
MINE = """
template: mine
version: 1
title: {en: Mine}
choices: {shift: {early: {en: Early, aliases: Dawn}, late: {en: Late}}}
sections:
  - id: tasks
    kind: table
    sheet: {en: Tasks}
    purpose: {en: What}
    fields:
      - {id: name, label: {en: Task}, type: text, required: true, example: {en: 2.5}}
      - {id: shift, label: {en: Shift}, type: choice, choices: shift, required_if: {name: filled}}
coverage:
  - {rule: has-row, section: tasks, severity: error, says: {en: Nothing}, hint: {en: Add one}}
"""
CHANGES = """
template: ours
extends: operations
title: {en: Ours}
sections:
  - {id: kpis, drop: true}
  - id: duties
    fields:
      - {id: name, label: {en: Task}}
      - {id: shift, after: frequency, label: {en: Shift}, type: yesno}
"""


# --- export ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", template_names())
def test_export_writes_the_template_as_it_is_shipped(handover, tmp_path, name):
    """Byte for byte, comments included; what is printed is the same; it is good as it is."""
    shipped = (bundled_templates() / f"{name}.yaml").read_text(encoding="utf-8")
    outcome = handover("template", "export", name, "-o", "ours.yaml")
    written = (tmp_path / "ours.yaml").read_text(encoding="utf-8")

    assert outcome.code == 0
    assert outcome.err == (
        "ours.yaml is ready. Next: edit it, then: handover template check ours.yaml\n"
    )
    assert written == shipped == handover("template", "export", name).out
    assert handover("template", "check", "ours.yaml").code == 0


def test_export_never_replaces_a_file_without_force(handover, tmp_path):
    """Someone's edited template is kept unless --force is given."""
    (tmp_path / "ours.yaml").write_text("edited", encoding="utf-8")
    refused = handover("template", "export", "operations", "-o", "ours.yaml")
    kept = (tmp_path / "ours.yaml").read_text(encoding="utf-8")
    forced = handover("template", "export", "operations", "-o", "ours.yaml", "--force")

    assert (refused.code, kept, forced.code) == (2, "edited", 0)
    assert "--force" in refused.err
    assert (tmp_path / "ours.yaml").read_text(encoding="utf-8").startswith("#")


@pytest.mark.parametrize("arguments", [("operation",), ("operations", "-o", "ours.xlsx")])
def test_export_says_what_it_cannot_do(handover, arguments):
    """An unknown template, an ending that is none of a text file: one line, exit 2."""
    outcome = handover("template", "export", *arguments)

    assert outcome.code == 2
    assert len(outcome.err.splitlines()) == 1
    assert "operations" in outcome.err or ".yaml / .yml" in outcome.err


# --- schema ---------------------------------------------------------------------------------


def test_the_schema_is_printed_or_written(handover, tmp_path):
    """The same JSON either way, in English or Chinese; it is a good schema; nothing is replaced."""
    printed = handover("template", "schema")
    written = handover("template", "schema", "-o", "handover.schema.json", "-l", "zh")
    chinese = json.loads((tmp_path / "handover.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(chinese)

    assert json.loads(printed.out) == SCHEMA
    assert "# yaml-language-server: $schema=handover.schema.json" in written.err
    assert chinese.keys() == SCHEMA.keys()
    assert handover("template", "schema", "-o", "handover.schema.json").code == 2


def test_every_key_that_loading_knows_is_described():
    """In plain words, a sentence at least; an editor shows them next to the key."""
    described = keys_of(TEMPLATE)

    assert {"version", "sections.fields.label", "sections.report.columns"} <= set(described)
    assert [key for key, about in described.items() if about[-1:] not in (".", "…")] == []
    assert set(described.values()) <= {*texts(SCHEMA)}


def keys_of(record: Record, before: str = "") -> dict[str, str]:
    """``sections.fields.label``: every key, with the keys that lead to it, and what it is for."""
    found = {}
    for key, (reader, about) in record.keys.items():
        found[before + key] = about
        inner: Parser = reader
        while isinstance(inner, (Listing, Named)):
            inner = inner.item if isinstance(inner, Listing) else inner.value
        if isinstance(inner, Record):
            found |= keys_of(inner, f"{before}{key}.")
    return found


def test_types_and_severities_are_offered():
    """What an editor offers after ``type:`` is what the program understands."""
    whole = SCHEMA["else"]["properties"]["sections"]["items"]["properties"]
    severity = SCHEMA["else"]["properties"]["coverage"]["items"]["properties"]["severity"]

    assert whole["fields"]["items"]["properties"]["type"]["enum"] == list(TYPES)
    assert severity["enum"] == list(SEVERITIES)


@pytest.mark.parametrize("name", template_names())
def test_shipped_templates_fit_the_schema(underlined, name):
    """As they are written, and written out whole as workbooks carry them."""
    text = (bundled_templates() / f"{name}.yaml").read_text(encoding="utf-8")

    assert underlined(text) == []
    assert underlined(to_json(load_template(name))) == []


def test_good_templates_fit_the_schema(underlined):
    """A template of one's own, and one that only says what is different."""
    assert load_text(MINE, "mine.yaml")
    assert underlined(MINE) == underlined(CHANGES) == []


@pytest.mark.parametrize(
    ("good", "bad", "place"),
    [
        ("version: 1\n", "", "$: 'version' is a required property"),
        ("version: 1", "version: one", "$.version: 'one' is not of type 'integer'"),
        ("title: {en: Mine}", "title: Mine", "$.title: 'Mine' is not of type 'object'"),
        ("{en: Mine}", "{English: Mine}", "$.title: 'English' does not match"),
        ("kind: table", "kind: tabel", "$.sections[0].kind: 'tabel' is not one of"),
        ("type: text", "type: txt", "$.sections[0].fields[0].type: 'txt' is not one of"),
        ("required: true", "requird: true", "$.sections[0].fields[0]: Additional properties"),
        ("required: true", "required: yes", "$.sections[0].fields[0].required: 'yes' is not"),
        (", choices: shift", "", "$.sections[0].fields[1]: 'choices' is a required property"),
        ("type: choice,", "type: text,", "$.sections[0].fields[1]: False schema"),
        ("id: name", "id: Name 1", "$.sections[0].fields[0].id: 'Name 1' does not match"),
        ("severity: error", "severity: bad", "$.coverage[0].severity: 'bad' is not one of"),
        ("rule: has-row", "rule: needs", "$.coverage[0]: 'field' is a required property"),
        ("    sheet: {en: Tasks}\n", "", "$.sections[0]: 'sheet' is a required property"),
        ("    kind: table", "    drop: true\n    kind: table", "$.sections[0]: Additional"),
    ],
)  # fmt: skip
def test_a_mistake_is_underlined(underlined, good, bad, place):
    """The editor sees what ``template check`` would say, at its place."""
    assert good in MINE
    found = underlined(MINE.replace(good, bad, 1))

    assert found
    assert any(line.startswith(place) for line in found), found


def test_what_extends_needs_only_ids(underlined):
    """A change of a sheet or field says its id; a key that no one knows is still underlined."""
    assert underlined(CHANGES.replace("id: duties", "idd: duties")) != []
    assert underlined(CHANGES.replace("after: frequency", "behind: frequency")) != []
    assert underlined(CHANGES.replace("version: 1\n", "")) == []


def test_a_chinese_reader_gets_chinese_explanations():
    """Every description has its translation."""
    english, chinese = texts(SCHEMA), texts(template_schema("zh"))

    assert len(english) == len(chinese) > 80
    assert not [one for one, other in zip(english, chinese, strict=True) if one == other]


def texts(part: object) -> list[str]:
    """Every description in a schema."""
    if isinstance(part, list):
        return [text for item in part for text in texts(item)]
    if not isinstance(part, dict):
        return []
    own = part.get("description")
    inner = [text for item in part.values() for text in texts(item)]
    return [own, *inner] if isinstance(own, str) else inner
