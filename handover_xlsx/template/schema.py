"""The template language as a JSON Schema, by which editors complete and check a template.

Made from the tables that ``loading.py`` reads templates with, so that both know the same keys; a
key without a description here is an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handover_xlsx.locale import N_, translate
from handover_xlsx.template import parsing as p
from handover_xlsx.template import switching
from handover_xlsx.template.checking import NEEDS
from handover_xlsx.template.checking_coverage import COVERAGE_KEYS
from handover_xlsx.template.loading import TEMPLATE, choice_list
from handover_xlsx.template.model import ROLES
from handover_xlsx.template.switching import rule_choices

Schema = dict[str, Any]


def _if_then(key: str, words: tuple[str, ...], then: Schema, otherwise: Schema) -> Schema:
    test = {"properties": {key: {"enum": list(words)}}, "required": [key]}
    return {"if": test, "then": then, **({"else": otherwise} if otherwise else {})}


DIALECT = "https://json-schema.org/draft/2020-12/schema"
DESCRIPTIONS: Mapping[str, str] = {
    "template": N_("The id of this template, such as store-handover: small letters, digits and -."),
    "version": N_("Raise it by one when a template that is in use changes."),
    "extends": N_("The template this one changes: operations, or a file next to this one. Write "
                  "only what is different."),
    "title": N_("The template's title, in each language: {en: Store handover, zh: 门店工作交接}."),
    "description": N_("One sentence: what it is for."),
    "roles": N_("Which field says who leaves, who takes over …: leaver: start.leaver."),
    "choices": N_("Lists to choose from: list: {code: {en: Label, zh: 名称}}. Codes never change."),
    "sections": N_("The sheets of the workbook, from left to right."),
    "coverage": N_("What makes the handover complete across its sheets."),
    "rules": N_("Rules that are off, or have another severity or limit: {V161: off, C203: error}."),
    "sections.id": N_("A short name for the program: small letters, digits and _. Never change it."),
    "sections.kind": N_("table: one row per thing. form: one line per question. history: one row "
                        "per figure, one column per period."),
    "sections.core": N_("false: the sheet is in a workbook only on request (--with)."),
    "sections.sheet": N_("The name on the sheet's tab, in each language; at most 31 characters."),
    "sections.purpose": N_("One or two sentences under the title: what belongs on this sheet."),
    "sections.names_row": N_("The field that names a row in messages (default: the first one)."),
    "sections.min_rows": N_("How many rows are needed at least."),
    "sections.may_not_apply": N_("true: a reason may replace the rows."),
    "sections.at_end": N_("true: filled in during the last days; before, an empty sheet is no "
                          "error."),
    "sections.priority": N_("The field that says how important a row is."),
    "sections.closed_when": N_("When a row is done and no longer checked: {status: [done]}."),
    "sections.shared": N_("Fields that describe the thing itself; if two leavers list it, these "
                          "fields are compared."),
    "sections.taken_over_by": N_("The field that says who takes a row over."),
    "sections.hours": N_("The field that says how many hours a row takes each time. With a list of "
                         "daily, weekly, monthly … next to it, they are counted by the month."),
    "sections.prepared": N_("Rows that a blank workbook already contains."),
    "sections.periods": N_("The period columns of a history."),
    "sections.periods.unit": N_("One column per month, week or quarter."),
    "sections.periods.count": N_("How many periods before the last working day are prepared."),
    "sections.periods.at_least": N_("How many figures each row needs."),
    "sections.report": N_("What the summary shows of this sheet."),
    "sections.report.columns": N_("The fields that the summary shows as columns."),
    "sections.report.details": N_("The fields that the summary shows below a row."),
    "sections.fields": N_("The columns of a table, or the lines of a form."),
    "sections.fields.id": N_("A short name for the program: small letters, digits and _. "
                             "Never change it."),
    "sections.fields.label": N_("The heading that people see, in each language."),
    "sections.fields.type": N_("What is written here: text, long (several lines), date, choice, "
                               "ref (a row of another sheet) …"),
    "sections.fields.required": N_("true: it must be filled in every row that is begun."),
    "sections.fields.required_if": N_("When it must be filled: {shift: [night]}, {end: filled}, "
                                      "{end: blank}."),
    "sections.fields.unique": N_("true: no two rows may have the same value here."),
    "sections.fields.hint": N_("A few words above the heading: what to write."),
    "sections.fields.example": N_("An example of a good entry."),
    "sections.fields.choices": N_("The list to choose from, for the types choice and choices."),
    "sections.fields.to": N_("Which rows a ref names: contacts.name."),
    "sections.fields.person": N_("true: one named person is expected, not “the team”."),
    "sections.fields.min": N_("The smallest number that makes sense."),
    "sections.fields.max": N_("The largest number that makes sense."),
    "sections.fields.max_length": N_("How many characters are enough."),
    "sections.fields.not_before": N_("The date field that this date may not come before."),
    "sections.fields.by_last_day": N_("true: this date may not be after the last working day."),
    "sections.fields.deadline": N_("true: something has to be done by this date."),
    "sections.fields.width": N_("The column's width in characters."),
    "sections.fields.aliases": N_("Other headings that mean the same: {en: [Task], zh: [任务]}."),
    "coverage.rule": N_("What is checked: referred-to, needs, due-within, has-row, periods, unbroken, "
                       "not-yet, not-leaver, differs or in-order."),
    "coverage.id": N_("A short name by which an extending template changes or drops this entry."),
    "coverage.than": N_("The field that must say something different."),
    "coverage.order": N_("The codes in the order in which their dates come."),
    "coverage.section": N_("The sheet whose rows are checked: its id."),
    "coverage.severity": N_("error: must be fixed. warning: should be. info: worth knowing."),
    "coverage.says": N_("The message, with {name} for the row's name."),
    "coverage.hint": N_("How to fix it."),
    "coverage.when": N_("Only rows like these: {priority: [critical, high]}."),
    "coverage.by": N_("Where each row has to be named: workflows.duty."),
    "coverage.of": N_("Where the rows come from that need figures: kpis.name."),
    "coverage.field": N_("The field that has to be filled."),
    "coverage.date": N_("The date field that is checked."),
    "coverage.days": N_("How many days ahead count as soon."),
    "coverage.needs": N_("The field that has to be filled then."),
    "coverage.by_last_day": N_("true: only dates up to the last working day."),
    "coverage.at_end": N_("true: done in the last days; before, it is only reported."),
    "coverage.says_past": N_("The sentence for when the date has passed; {date} and {ago} say when."),
    "coverage.hint_past": N_("How to fix it when the date has passed."),
    "coverage.at_least": N_("How many figures each row needs."),
    "coverage.stale_after": N_("After how many periods without a figure a row counts as stale."),
    "after": N_("The id of the one it comes after."),
    "drop": N_("true: take it out of the template that this one extends."),
}  # fmt: skip

_TEXT: Schema = {"$ref": "#/$defs/text"}
_WORDS: Schema = {"$ref": "#/$defs/words"}
_TEXTS: Schema = {"$ref": "#/$defs/texts"}
_LANGUAGE = f"^{p.LANGUAGE.pattern}$"
_DEFINITIONS: Mapping[str, Schema] = {
    "text": {"type": ["string", "number", "boolean"]},  # unquoted 2.5 and true are texts as well
    "words": {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]},
    "texts": {
        "type": "object",
        "properties": {"en": _TEXT, "zh": _TEXT},
        "patternProperties": {_LANGUAGE: _TEXT},
        "additionalProperties": False,
        "minProperties": 1,
    },
    "choice": {
        "type": "object",
        "properties": {"en": _TEXT, "zh": _TEXT, "aliases": _WORDS},
        "patternProperties": {_LANGUAGE: _TEXT},
        "additionalProperties": False,
        "minProperties": 1,
    },
}
_SIMPLE: Mapping[object, Schema] = {
    p.text: _TEXT,
    p.words: _WORDS,
    p.texts: _TEXTS,
    p.line: _TEXTS,
    p.boolean: {"type": "boolean"},
    p.integer: {"type": "integer", "minimum": 0},
    p.number: {"type": "number"},
    p.identifier: {"type": "string", "pattern": f"^{p.IDENTIFIER.pattern}$"},
    p.template_id: {"type": "string", "pattern": f"^{p.TEMPLATE_ID.pattern}$"},
    p.reference: {"type": "string", "pattern": r"^[^.]+\..+$"},
    p.condition: {"type": "object", "additionalProperties": _WORDS},
    rule_choices: switching.schema(),
    choice_list: {"type": "object", "additionalProperties": {"$ref": "#/$defs/choice"}},
}
_NAMES: Mapping[str, Schema] = {"roles": {"enum": list(ROLES)}}
_CHANGED_BY_ID = ("sections", "coverage")
_ONLY_IF: Mapping[str, tuple[Schema, ...]] = {  # what a type or a rule needs besides
    "sections.fields": tuple(
        _if_then("type", types, {"required": [key]}, {"properties": {key: False}})
        for key, types, _ in NEEDS
    ),
    "coverage": tuple(
        _if_then("rule", (rule,), {"required": list(keys)}, {})
        for rule, keys in COVERAGE_KEYS.items()
    ),
}


def template_schema(language: str = "en") -> Schema:
    """The schema, with descriptions in a language."""
    root = _record(TEMPLATE, "", language)
    sections = root["properties"]["sections"]
    coverage = root["properties"]["coverage"]
    changed = _record(TEMPLATE, "", language, changes=True)["properties"]
    root["properties"]["sections"] = {key: sections[key] for key in ("description", "type")}
    root["properties"]["coverage"] = {key: coverage[key] for key in ("description", "type")}
    return {
        "$schema": DIALECT,
        "$id": "urn:handover-xlsx:template",
        "title": translate(N_("A template of handover"), language),
        **{key: value for key, value in root.items() if key != "required"},
        "if": {"required": ["extends"]},
        "then": {
            "properties": {name: {"items": changed[name]["items"]} for name in _CHANGED_BY_ID}
        },
        "else": {
            "required": root["required"],
            "properties": {
                "sections": {"items": sections["items"]},
                "coverage": {"items": coverage["items"]},
            },
        },
        "$defs": dict(_DEFINITIONS),
    }


def _of(parser: p.Parser, path: str, language: str, *, changes: bool) -> Schema:
    """The schema of what a parser reads; ``path`` leads to its descriptions."""
    if isinstance(parser, p.OneOf):
        return {"enum": list(parser.words)}
    if isinstance(parser, p.Listing):
        return {"type": "array", "items": _of(parser.item, path, language, changes=changes)}
    if isinstance(parser, p.Named):
        names = _NAMES.get(path) or (_SIMPLE[p.identifier] if parser.ids else None)
        values = _of(parser.value, path, language, changes=changes)
        named: Schema = {"type": "object", "additionalProperties": values}
        return {**named, "propertyNames": names} if names else named
    if isinstance(parser, p.Record):
        return _record(parser, path, language, changes=changes)
    return dict(_SIMPLE[parser])


def _record(record: p.Record, path: str, language: str, *, changes: bool = False) -> Schema:
    """A mapping with known keys; with ``changes`` as a part of what extends another template.

    There, only what differs is written: the id says what is meant.
    """
    is_change = changes and "id" in record.keys
    prefix = f"{path}." if path else ""
    properties = {
        key: {
            "description": translate(DESCRIPTIONS[prefix + key], language),
            **_of(parser, prefix + key, language, changes=changes),
        }
        for key, parser in record.keys.items()
    }
    required, rules = list(record.required), list(_ONLY_IF.get(path, ()))
    if is_change:
        # A coverage entry without an id is a new one, and whole.
        whole: Schema = {"required": required, "allOf": rules}
        added = {"if": {"required": ["id"]}, "then": True, "else": whole}
        required, rules = ([], [added]) if path == "coverage" else (["id"], [])
        properties["after"] = {"description": translate(DESCRIPTIONS["after"], language), **_TEXT}
        properties["drop"] = {
            "description": translate(DESCRIPTIONS["drop"], language), **_SIMPLE[p.boolean]
        }  # fmt: skip
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    schema.update({"required": required} if required else {})
    schema.update({"allOf": rules} if rules else {})
    return schema
