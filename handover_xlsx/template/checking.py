"""Does a template make sense as a whole? Names that point somewhere, words that are unique."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_xlsx.locale import N_
from handover_xlsx.template.model import (
    BLANK,
    FILLED,
    ROLES,
    YES_NO,
    Condition,
    CoverageRule,
    Field,
    Reference,
    Section,
    Template,
)
from handover_xlsx.template.parsing import suggestion
from handover_xlsx.template.tree import Node, Problems

SHEET_NAME_LENGTH = 31  # in UTF-16 units: Excel's limit
_FORBIDDEN_IN_SHEET = re.compile(r"[\[\]:*?/\\]")
RESERVED_LABELS = ("from", "来源")  # the column that says where a merged row comes from
_RESERVED_SHEETS = ("history",)  # Excel keeps this name for itself


def check(template: Template, tree: Node, problems: Problems) -> None:
    """Note every mistake that shows only when the template is seen as a whole."""
    sections = _nodes(tree.get("sections"))
    _unique_ids(sections, problems)
    for section in template.sections:
        _check_section(template, section, sections.get(section.id, tree), problems)
    _check_sheets(template, sections, problems)
    _check_coverage(template, tree, problems)
    _check_roles(template, tree, problems)


def _nodes(listing: Node | None) -> dict[str, Node]:
    items = listing.content if listing and isinstance(listing.content, list) else []
    named: dict[str, Node] = {}
    for item in items:
        identity = item.get("id")
        if identity and identity.text():
            named.setdefault(str(identity.text()), item)
    return named


def _unique_ids(sections: dict[str, Node], problems: Problems) -> None:
    """Ids that stand twice in one list (mappings are checked while the YAML is read)."""
    for node in sections.values():
        fields = node.get("fields")
        _twice(fields, problems)


def _twice(listing: Node | None, problems: Problems) -> None:
    seen: dict[str, int] = {}
    for item in listing.content if listing and isinstance(listing.content, list) else []:
        identity = item.get("id")
        name = identity.text() if identity else None
        if name is None or identity is None:
            continue
        if name in seen:
            problems.add(
                identity,
                N_("the id “{name}” is used twice (first on line {first}); rename one"),
                name=name,
                first=seen[name],
            )
        seen.setdefault(name, identity.line)


def _check_section(template: Template, section: Section, node: Node, problems: Problems) -> None:
    names = list(section.by_id)
    for key, value in (("names_row", section.names_row), ("priority", section.priority)):
        place = node.get(key)
        if value and place and value not in section.by_id:
            _unknown(place, "field", value, names, problems)
    fields = _nodes(node.get("fields"))
    for item in section.fields:
        _check_field(template, section, item, fields.get(item.id, node), problems)
    _check_condition(section, section.closed_when, node.get("closed_when"), problems)
    _check_report(section, node, problems)
    _check_prepared(section, node, problems)
    _check_labels(template, section, fields, problems)
    if not section.fields:
        problems.add(node, N_("the section “{section}” has no fields; add at least one"),
                     section=section.id)  # fmt: skip


def _unknown(node: Node, kind: str, name: str, known: list[str], problems: Problems) -> None:
    what = {
        "field": N_("there is no field “{name}” in this section; {hint}"),
        "section": N_("there is no section “{name}”; {hint}"),
        "choices": N_("there is no choice list “{name}”; {hint}"),
        "code": N_("“{name}” is not a code of this choice list; {hint}"),
        "role": N_("“{name}” is not a role; {hint}"),
    }[kind]
    problems.add(node, what, name=name, hint=suggestion(name, known))


_TypeCheck = tuple[str, tuple[str, ...], str]
_NEEDS: tuple[_TypeCheck, ...] = (
    ("choices", ("choice", "choices"), N_("a {type} field names its list: choices: …")),
    ("to", ("ref",), N_("a ref field says where it points: to: contacts.name")),
)


def _check_field(
    template: Template, section: Section, item: Field, node: Node, problems: Problems
) -> None:
    for key, types, what in _NEEDS:
        given = node.get(key)
        if item.type in types and given is None:
            problems.add(node, what, type=item.type)
        if item.type not in types and given is not None:
            problems.add(
                given,
                N_("only fields of type {types} have “{key}”; this one is {type}"),
                types=" / ".join(types),
                key=key,
                type=item.type,
            )
    place = node.get("choices")
    if item.choices and place and item.choices.id not in template.choices:
        _unknown(place, "choices", item.choices.id, list(template.choices), problems)
    _check_reference(template, item.to, node.get("to"), problems)
    _check_condition(section, item.required_if, node.get("required_if"), problems)
    place = node.get("not_before")
    if item.not_before and place and item.not_before not in section.by_id:
        _unknown(place, "field", item.not_before, list(section.by_id), problems)
    if item.min is not None and item.max is not None and item.min > item.max:
        problems.add(node, N_("min is larger than max; swap them"), line=node.line_of("min"))
    if item.required and item.required_if:
        problems.add(
            node,
            N_("a field is either required or required_if, not both; remove one"),
            line=node.line_of("required_if"),
        )


def _check_reference(
    template: Template, target: Reference | None, node: Node | None, problems: Problems
) -> None:
    if target is None or node is None:
        return
    section = template.by_id.get(target.section)
    if section is None:
        _unknown(node, "section", target.section, list(template.by_id), problems)
    elif target.field not in section.by_id:
        _unknown(node, "field", target.field, list(section.by_id), problems)


def _check_condition(
    section: Section, condition: Condition | None, node: Node | None, problems: Problems
) -> None:
    if condition is None or node is None:
        return
    for name, codes in condition.tests:
        place = node.get(name) or node
        item = section.by_id.get(name)
        if item is None:
            _unknown(place, "field", name, list(section.by_id), problems)
        elif codes not in ((FILLED,), (BLANK,)):
            known = list(item.choices.codes) if item.choices else list(YES_NO)
            for code in codes:
                if code not in known:
                    _unknown(place, "code", code, known, problems)


def _check_report(section: Section, node: Node, problems: Problems) -> None:
    report = node.get("report")
    for key, names in (("columns", section.report.columns), ("details", section.report.details)):
        place = report.get(key) if report else None
        for name in names:
            if place and name not in section.by_id:
                _unknown(place, "field", name, list(section.by_id), problems)


def _check_prepared(section: Section, node: Node, problems: Problems) -> None:
    place = node.get("prepared")
    for row in section.prepared:
        for name, code in row.items():
            item = section.by_id.get(name)
            if place and item is None:
                _unknown(place, "field", name, list(section.by_id), problems)
            elif place and item and item.choices and code not in item.choices.codes:
                _unknown(place, "code", code, list(item.choices.codes), problems)


def _check_labels(
    template: Template, section: Section, fields: dict[str, Node], problems: Problems
) -> None:
    for language in template.languages:
        seen: dict[str, str] = {}
        for item in section.fields:
            node = fields.get(item.id)
            label = item.label.get(language)
            if node is None:
                continue
            if not label:
                problems.add(node, N_("the label of “{field}” is missing in language {language}"),
                             field=item.id, language=language)  # fmt: skip
            elif label.casefold() in RESERVED_LABELS:
                problems.add(
                    node.get("label") or node,
                    N_(
                        "“{label}” is kept for the column of merged workbooks; choose another label"
                    ),
                    label=label,
                )
            elif label.casefold() in seen:
                problems.add(
                    node.get("label") or node,
                    N_("“{label}” is already the label of “{other}”; two columns need two labels"),
                    label=label,
                    other=seen[label.casefold()],
                )
            else:
                seen[label.casefold()] = item.id


def _check_sheets(template: Template, nodes: dict[str, Node], problems: Problems) -> None:
    for language in template.languages:
        seen: dict[str, str] = {}
        for section in template.sections:
            node = nodes.get(section.id)
            place = (node.get("sheet") if node else None) or node
            name = section.sheet.get(language, "")
            if place is None:
                continue
            for what in _sheet_faults(name, seen):
                problems.add(place, what, name=name, language=language)
            seen.setdefault(name.casefold(), section.id)


def _sheet_faults(name: str, seen: dict[str, str]) -> Iterator[str]:
    if not name:
        yield N_("the sheet name is missing in language {language}")
        return
    if len(name.encode("utf-16-le")) // 2 > SHEET_NAME_LENGTH:
        yield N_("the sheet name “{name}” is too long; Excel allows 31 characters")
    if _FORBIDDEN_IN_SHEET.search(name) or name[0] in "'_" or name[-1] == "'":
        yield N_("the sheet name “{name}” may not hold any of []:*?/\\, nor begin with ' or _")
    if name.casefold() in _RESERVED_SHEETS:
        yield N_("“{name}” cannot be a sheet name: Excel keeps it for itself; choose another")
    if name.casefold() in seen:
        yield N_("the sheet name “{name}” is used twice; every sheet needs its own")


_COVERAGE_KEYS = {
    "referred-to": ("by",),
    "needs": ("field",),
    "due-within": ("date", "days", "needs"),
    "has-row": (),
    "periods": ("of", "at_least"),
}


def _check_coverage(template: Template, tree: Node, problems: Problems) -> None:
    listing = tree.get("coverage")
    for node in listing.content if listing and isinstance(listing.content, list) else []:
        rule, name = node.get("rule"), node.get("section")
        if rule is None or name is None or rule.text() not in _COVERAGE_KEYS:
            continue
        for key in _COVERAGE_KEYS[str(rule.text())]:
            if node.get(key) is None:
                problems.add(node, N_("a “{rule}” entry needs “{key}”; add it"),
                             rule=rule.text(), key=key)  # fmt: skip
        if name.text() not in template.by_id:
            _unknown(name, "section", str(name.text()), list(template.by_id), problems)
    for entry, node in _coverage_nodes(template, listing):
        section = template.by_id[entry.section]
        _check_condition(section, entry.when, node.get("when"), problems)
        _check_reference(template, entry.by, node.get("by"), problems)
        _check_reference(template, entry.of, node.get("of"), problems)
        for key in ("field", "date", "needs"):
            value, place = getattr(entry, key), node.get(key)
            if value and place and value not in section.by_id:
                _unknown(place, "field", value, list(section.by_id), problems)


def _coverage_nodes(
    template: Template, listing: Node | None
) -> Iterator[tuple[CoverageRule, Node]]:
    nodes = listing.content if listing and isinstance(listing.content, list) else []
    if len(nodes) == len(template.coverage):
        for entry, node in zip(template.coverage, nodes, strict=True):
            if entry.section in template.by_id:
                yield entry, node


def _check_roles(template: Template, tree: Node, problems: Problems) -> None:
    roles = tree.get("roles")
    for name, target in template.roles.items():
        place = roles.get(name) if roles else None
        if place is None:
            continue
        if name not in ROLES:
            _unknown(place, "role", name, list(ROLES), problems)
        _check_reference(template, target, place, problems)
