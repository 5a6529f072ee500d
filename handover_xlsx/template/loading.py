"""YAML → Template. Every mistake is found in one go, each with its file and line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handover_xlsx.errors import TemplateError, UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.template import parsing as p
from handover_xlsx.template.checking import check
from handover_xlsx.template.checking_coverage import COVERAGE_KEYS
from handover_xlsx.template.model import (
    KINDS,
    PERIOD_UNITS,
    SEVERITIES,
    TYPES,
    Choice,
    ChoiceList,
    CoverageRule,
    Field,
    Periods,
    ReportView,
    Section,
    Template,
)
from handover_xlsx.template.overlay import overlay
from handover_xlsx.template.source import FindTemplate
from handover_xlsx.template.switching import rule_choices
from handover_xlsx.template.tree import Node, Problems, parse


def choice_list(node: Node, problems: Problems) -> tuple[Choice, ...] | None:
    """The choices of a list: code → label in each language, and other spellings."""
    if not isinstance(node.content, dict):
        problems.add(node, N_("a choice list is expected, such as {example}"),
                     example="{high: {en: High, zh: 高}}")  # fmt: skip
        return None
    return tuple(_choice(code, child, problems) for code, child in node.items())


def _choice(code: str, node: Node, problems: Problems) -> Choice:
    aliases = node.get("aliases")
    languages = {name: child for name, child in node.items() if name != "aliases"}
    label = p.line(Node(languages or None, node.file, node.line, node.key_lines), problems)
    spellings = p.words(aliases, problems) if aliases else ()
    return Choice(code, label or {"en": code}, spellings or ())


_FIELD = p.Record(
    dict,
    {
        "id": p.identifier,
        "label": p.line,
        "type": p.OneOf(TYPES),
        "required": p.boolean,
        "required_if": p.condition,
        "unique": p.boolean,
        "hint": p.texts,
        "example": p.texts,
        "choices": p.text,
        "to": p.reference,
        "person": p.boolean,
        "min": p.number,
        "max": p.number,
        "max_length": p.integer,
        "not_before": p.text,
        "by_last_day": p.boolean,
        "deadline": p.boolean,
        "width": p.integer,
        "aliases": p.Named(p.words),
    },
    required=("id", "label", "type"),
)
_PERIODS = p.Record(
    Periods,
    {"unit": p.OneOf(PERIOD_UNITS), "count": p.integer, "at_least": p.integer},
)
_SECTION = p.Record(
    dict,
    {
        "id": p.identifier,
        "kind": p.OneOf(KINDS),
        "core": p.boolean,
        "sheet": p.line,
        "purpose": p.texts,
        "names_row": p.text,
        "min_rows": p.integer,
        "may_not_apply": p.boolean,
        "at_end": p.boolean,
        "priority": p.text,
        "closed_when": p.condition,
        "shared": p.words,
        "taken_over_by": p.text,
        "hours": p.text,
        "prepared": p.Listing(p.Named(p.text)),
        "periods": _PERIODS,
        "report": p.Record(ReportView, {"columns": p.words, "details": p.words}),
        "fields": p.Listing(_FIELD),
    },
    required=("id", "kind", "sheet", "purpose", "fields"),
    needed=("id",),
)
_COVERAGE = p.Record(
    CoverageRule,
    {
        "id": p.identifier,
        "rule": p.OneOf(tuple(COVERAGE_KEYS)),
        "section": p.text,
        "severity": p.OneOf(SEVERITIES),
        "says": p.texts,
        "hint": p.texts,
        "when": p.condition,
        "by": p.reference,
        "of": p.reference,
        "field": p.text,
        "date": p.text,
        "days": p.integer,
        "needs": p.text,
        "by_last_day": p.boolean,
        "at_end": p.boolean,
        "at_least": p.integer,
        "stale_after": p.integer,
        "than": p.text,
        "order": p.words,
        "says_past": p.texts,
        "hint_past": p.texts,
    },
    required=("rule", "section", "severity", "says", "hint"),
)
TEMPLATE = p.Record(
    dict,
    {
        "template": p.template_id,
        "version": p.integer,
        "extends": p.text,
        "title": p.texts,
        "description": p.texts,
        "roles": p.Named(p.reference),
        "choices": p.Named(choice_list, ids=True),
        "sections": p.Listing(_SECTION),
        "coverage": p.Listing(_COVERAGE),
        "rules": rule_choices,
    },
    required=("template", "version", "title", "sections"),
    needed=(),
)


def load_text(text: str, file: str, find: FindTemplate | None = None) -> Template:
    """The template written in a YAML (or JSON) text.

    ``file`` names the text in messages; ``find`` finds the template named by ``extends``.
    Raises TemplateError with every mistake.
    """
    problems = Problems()
    tree = _with_base(text, file, find, problems, seen=(file,))
    template = _build(tree, problems) if tree else None
    if problems.found or template is None:
        raise TemplateError(problems.messages())
    return template


def _with_base(
    text: str, file: str, find: FindTemplate | None, problems: Problems, seen: tuple[str, ...]
) -> Node | None:
    tree = parse(text, file, problems)
    extends = tree.get("extends") if tree else None
    if tree is None or extends is None or extends.text() is None:
        return tree
    if find is None:
        problems.add(extends, N_("a template inside a workbook cannot extend another one"))
        return None
    try:
        base_text, base_file = find(str(extends.text()))
    except UnreadableFile as error:
        problems.add(extends, "{why}", why=error.message)
        return None
    if base_file in seen:
        problems.add(extends, N_("the templates extend each other in a circle; remove one extends"))
        return None
    base = _with_base(base_text, base_file, find, problems, (*seen, base_file))
    return overlay(base, tree, problems) if base else None


def _build(tree: Node, problems: Problems) -> Template | None:
    """The template as far as it can be understood: one mistake must not hide the others."""
    values = TEMPLATE(tree, problems)
    if values is None:
        return None
    values = {"template": "", "version": 0, "title": {}, "sections": (), **values}
    lists = {name: ChoiceList(name, choices) for name, choices in values.get("choices", {}).items()}
    draft = Template(
        id=values["template"],
        version=values["version"],
        title=values["title"],
        description=values.get("description", values["title"]),
        choices=lists,
        sections=tuple(_section(item, lists) for item in values["sections"]),
        coverage=values.get("coverage", ()),
        roles=values.get("roles", {}),
        rules=values.get("rules", {}),
    )
    check(draft, tree, problems)
    return draft


def _section(values: dict[str, Any], lists: dict[str, ChoiceList]) -> Section:
    fields = tuple(_field(item, lists) for item in values.get("fields", ()))
    first = fields[0].id if fields else ""
    unless_given = {"kind": "table", "sheet": {}, "purpose": {}, "names_row": first}
    section = Section(**{**unless_given, **values, "fields": fields})
    if section.kind == "history" and section.periods is None:
        return replace(section, periods=Periods())
    return section


def _field(values: dict[str, Any], lists: dict[str, ChoiceList]) -> Field:
    name = values.get("choices")
    # An unknown list becomes an empty one; checking.py reports it where it is named.
    choices = lists.get(name) or ChoiceList(name, ()) if name else None
    return Field(**{**values, "choices": choices})
