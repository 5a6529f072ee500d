"""The template language as a JSON Schema, by which editors complete and check a template.

Made from the tables that ``loading.py`` reads templates with, so that both know the same keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handover_xlsx.locale import N_, translate
from handover_xlsx.template import parsing as p
from handover_xlsx.template.checking import NEEDS
from handover_xlsx.template.checking_coverage import COVERAGE_KEYS
from handover_xlsx.template.loading import TEMPLATE, choice_list
from handover_xlsx.template.model import ROLES
from handover_xlsx.template.rule_codes import CODES, LIMITS, OWN_CODE
from handover_xlsx.template.switching import WORDS, rule_choices, tuned

Schema = dict[str, Any]


def _if_then(key: str, words: tuple[str, ...], then: Schema, otherwise: Schema) -> Schema:
    test = {"properties": {key: {"enum": list(words)}}, "required": [key]}
    return {"if": test, "then": then, **({"else": otherwise} if otherwise else {})}


DIALECT = "https://json-schema.org/draft/2020-12/schema"
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
    p.identifier: {"type": "string", "pattern": f"^{p.identifier.form.pattern}$"},
    p.template_id: {"type": "string", "pattern": f"^{p.template_id.form.pattern}$"},
    p.reference: {"type": "string", "pattern": r"^[^.]+\..+$"},
    p.condition: {"type": "object", "additionalProperties": _WORDS},
    choice_list: {"type": "object", "additionalProperties": {"$ref": "#/$defs/choice"}},
}
_NAMES: Mapping[str, Schema] = {"roles": {"enum": list(ROLES)}}
_PLACING: p.Keys = {  # in what extends another template
    "after": (p.text, N_("The id of the one it comes after.")),
    "drop": (p.boolean, N_("true: take it out of the template that this one extends.")),
}
_CHANGED_BY_ID = ("sections", "coverage")
_ONLY_IF: Mapping[str, tuple[Schema, ...]] = {  # what a type or a rule needs in addition
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
    """The schema of what a parser reads, at a path of keys such as ``sections.fields``."""
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
    return _rules(language) if parser is rule_choices else dict(_SIMPLE[parser])


def _rules(language: str) -> Schema:
    """What may be written about each rule."""
    words = {"enum": list(WORDS)}
    tunable = {code: _record(tuned(LIMITS.get(code, ())), "", language) for code in CODES}
    return {
        "type": "object",
        "properties": {code: {"anyOf": [words, record]} for code, record in tunable.items()},
        "patternProperties": {f"^{OWN_CODE.pattern}$": {"anyOf": [words, {"type": "object"}]}},
        "additionalProperties": False,
    }


def _record(record: p.Record, path: str, language: str, *, changes: bool = False) -> Schema:
    """A mapping with known keys; with ``changes`` as a part of what extends another template.

    There, only what differs is written: the id identifies the rest.
    """

    def described(key: str, parser: p.Parser, about: str) -> Schema:
        below = _of(parser, f"{path}.{key}".strip("."), language, changes=changes)
        return {"description": translate(about, language), **below} if about else below

    is_change = changes and "id" in record.keys
    keys = {**record.keys, **(_PLACING if is_change else {})}
    properties = {key: described(key, *meant) for key, meant in keys.items()}
    required, rules = list(record.required), list(_ONLY_IF.get(path, ()))
    if is_change:
        # A coverage entry without an id is a new one, and complete.
        complete: Schema = {"required": required, "allOf": rules}
        added = {"if": {"required": ["id"]}, "then": True, "else": complete}
        required, rules = ([], [added]) if path == "coverage" else (["id"], [])
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    schema.update({"required": required} if required else {})
    schema.update({"allOf": rules} if rules else {})
    return schema
