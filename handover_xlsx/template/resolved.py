"""A template written out in full: the contract for everyone who automates, and what workbooks carry.

The result is plain data in the template language itself (``extends`` resolved), so loading it
again gives the same template. What we wrote ourselves is read back without a check, in a fraction
of the time.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields as dataclass_fields
from functools import cache
from typing import Any

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
)
from handover_xlsx.template.rule_codes import from_plain, to_plain

# Legal in JSON; YAML refuses these characters or takes them for line breaks, unless escaped.
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_CONDITIONS = ("required_if", "closed_when", "when")
_REFERENCES = ("to", "by", "of")
_PARTS: Mapping[str, Callable[..., Any]] = {"periods": Periods, "report": ReportView}
_ALWAYS = {"id", "label", "type", "required", "kind", "sheet", "purpose", "names_row", "min_rows"}


def to_data(template: Template) -> dict[str, Any]:
    """The complete template as plain data, in the keys of the template language."""
    rules = {code: to_plain(choice) for code, choice in template.rules.items()}
    return {
        "template": template.id,
        "version": template.version,
        "title": dict(template.title),
        "description": dict(template.description),
        "roles": {role: str(target) for role, target in template.roles.items()},
        "choices": {
            name: {choice.code: _choice(choice) for choice in listed.choices}
            for name, listed in template.choices.items()
        },
        "sections": [_plain(section) for section in template.sections],
        "coverage": [_plain(rule) for rule in template.coverage],
        **({"rules": rules} if rules else {}),
    }


def to_json(template: Template, indent: int | None = None) -> str:
    """The template as JSON text; without indent the compact form that workbooks carry."""
    separators = (",", ": ") if indent else (",", ":")
    text = json.dumps(to_data(template), ensure_ascii=False, indent=indent, separators=separators)
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def from_data(data: Mapping[str, Any]) -> Template:
    """The template that ``to_data`` wrote out; nothing is checked."""
    lists = {
        name: ChoiceList(name, tuple(_read_choice(*item) for item in choices.items()))
        for name, choices in data["choices"].items()
    }
    return Template(
        id=data["template"],
        version=data["version"],
        title=data["title"],
        description=data["description"],
        choices=lists,
        sections=tuple(_read(Section, item, lists) for item in data["sections"]),
        coverage=tuple(_read(CoverageRule, item, lists) for item in data["coverage"]),
        roles={role: _reference(target) for role, target in data["roles"].items()},
        rules={code: from_plain(written) for code, written in data.get("rules", {}).items()},
    )


def digest(template: Template) -> str:
    """A short fingerprint: two templates that say the same have the same one."""
    return digest_of(to_json(template))


def digest_of(text: str) -> str:
    """The fingerprint of a template that is written out as compact JSON."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _choice(choice: Choice) -> dict[str, Any]:
    aliases = {"aliases": list(choice.aliases)} if choice.aliases else {}
    return {**choice.label, **aliases}


def _plain(item: Section | Field | CoverageRule | Periods | ReportView) -> dict[str, Any]:
    """A part of a template as a mapping without what is left at its default."""
    out: dict[str, Any] = {}
    kind: Any = type(item)
    for name, default in _defaults(kind):
        value = getattr(item, name)
        if value != default or (value is not None and name in _ALWAYS):
            out[name] = _value(name, value)
    return out


@cache
def _defaults(kind: Any) -> tuple[tuple[str, object], ...]:  # noqa: ANN401
    """The attributes of a kind of part, with what they are by default (… of those without)."""
    if kind in (Section, Periods):
        return tuple((part.name, part.default) for part in dataclass_fields(kind))
    return tuple((name, kind._field_defaults.get(name, ...)) for name in kind._fields)


def _value(name: str, value: Any) -> Any:  # noqa: ANN401 - any part of a template
    if isinstance(value, Condition):
        return {key: codes[0] if codes in (("filled",), ("blank",)) else list(codes)
                for key, codes in value.tests}  # fmt: skip
    if isinstance(value, Reference):
        return str(value)
    if isinstance(value, (Section, Field, Periods, ReportView)):
        return _plain(value)
    if name == "choices":
        return value.id
    if isinstance(value, tuple):
        return [_value("", item) for item in value]
    if isinstance(value, dict):
        return {key: list(item) if isinstance(item, tuple) else item for key, item in value.items()}
    return value


def _read(
    kind: Callable[..., Any], data: Mapping[str, Any], lists: Mapping[str, ChoiceList]
) -> Any:  # noqa: ANN401
    """The inverse of ``_plain``."""
    values = {name: _read_value(name, value, lists) for name, value in data.items()}
    return kind(**values)


def _read_value(name: str, value: Any, lists: Mapping[str, ChoiceList]) -> Any:  # noqa: ANN401
    if name in _CONDITIONS:
        return Condition(tuple((key, _codes(codes)) for key, codes in value.items()))
    if name in _REFERENCES:
        return _reference(value)
    if name == "choices":
        return lists[value]
    if name == "aliases":
        return {language: tuple(words) for language, words in value.items()}
    if name in _PARTS:
        return _read(_PARTS[name], value, lists)
    if name == "fields":
        return tuple(_read(Field, item, lists) for item in value)
    return tuple(value) if isinstance(value, list) else value


def _read_choice(code: str, labels: Mapping[str, Any]) -> Choice:
    texts = {language: label for language, label in labels.items() if language != "aliases"}
    return Choice(code, texts, tuple(labels.get("aliases", ())))


def _codes(codes: str | list[str]) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes)


def _reference(text: str) -> Reference:
    return Reference(*text.split("."))
