"""Does a template make sense as a whole? Names that point somewhere, words that are unique."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_xlsx.locale import N_
from handover_xlsx.template.checking_coverage import check_coverage
from handover_xlsx.template.known_names import Names, twice
from handover_xlsx.template.model import ROLES, Field, Section, Template
from handover_xlsx.template.tree import Node, Problems, listed, nodes_by_id

SHEET_NAME_LENGTH = 31  # in UTF-16 units: Excel's limit
_FORBIDDEN_IN_SHEET = re.compile(r"[\[\]:*?/\\]")
RESERVED_LABELS = ("from", "来源")  # the column that says where a merged row comes from
_RESERVED_SHEETS = ("history",)  # Excel keeps this name for itself


def check(template: Template, tree: Node, problems: Problems) -> None:
    """Note every mistake that shows only when the template is seen as a whole."""
    names = Names(tree, problems)
    twice(tree.get("sections"), problems)
    once = {section.id: section for section in reversed(template.sections)}
    for section in reversed(once.values()):
        _check_section(template, section, names, problems)
    _check_sheets(template, names, problems)
    twice(tree.get("coverage"), problems)
    check_coverage(template, tree, names)
    roles = tree.get("roles")
    for name, target in template.roles.items():
        place = roles.get(name) if roles else None
        names.check(place, "role", name, ROLES)
        names.check_reference(target, place)


def _check_section(template: Template, section: Section, names: Names, problems: Problems) -> None:
    node, known = names.sections[section.id], names.fields(section.id)
    for key in ("names_row", "priority", "taken_over_by", "hours"):
        names.check(node.get(key), "field", getattr(section, key), known)
    for value, place in zip(section.shared, listed(node.get("shared")), strict=False):
        names.check(place, "field", value, known)
    fields = node.get("fields")
    field_nodes = nodes_by_id(fields)
    twice(fields, problems)
    for item in section.fields:
        _check_field(section, item, field_nodes.get(item.id, node), names, problems)
    names.check_condition(section, section.closed_when, node.get("closed_when"))
    _check_report(section, node, names)
    _check_prepared(section, node, names)
    _check_labels(template, section, node, problems)
    if fields and fields.content == []:
        problems.add(node, N_("the section “{section}” has no fields; add at least one"),
                     section=section.id)  # fmt: skip


_TypeCheck = tuple[str, tuple[str, ...], str]
NEEDS: tuple[_TypeCheck, ...] = (
    ("choices", ("choice", "choices"), N_("a {type} field names its list: choices: …")),
    ("to", ("ref",), N_("a ref field says where it points: to: contacts.name")),
)


def _check_field(
    section: Section, item: Field, node: Node, names: Names, problems: Problems
) -> None:
    for key, types, what in NEEDS:
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
    listed = item.choices.id if item.choices else None
    names.check(node.get("choices"), "choices", listed, names.choices)
    names.check_reference(item.to, node.get("to"))
    names.check_condition(section, item.required_if, node.get("required_if"))
    names.check(node.get("not_before"), "field", item.not_before, names.fields(section.id))
    if item.min is not None and item.max is not None and item.min > item.max:
        problems.add(node, N_("min is larger than max; swap them"), line=node.line_of("min"))
    if item.required and item.required_if:
        problems.add(
            node,
            N_("a field is either required or required_if, not both; remove one"),
            line=node.line_of("required_if"),
        )


def _check_report(section: Section, node: Node, names: Names) -> None:
    report = node.get("report")
    for key, fields in (("columns", section.report.columns), ("details", section.report.details)):
        place = report.get(key) if report else None
        for name in fields:
            names.check(place or node, "field", name, names.fields(section.id))


def _check_prepared(section: Section, node: Node, names: Names) -> None:
    for row in listed(node.get("prepared")):
        for name, place in row.items():
            item, code = section.by_id.get(name), place.text()
            if item is None:
                names.check(place, "field", name, names.fields(section.id))
            elif item.choices and code:
                names.check_code(item, code, place)


def _check_labels(template: Template, section: Section, place: Node, problems: Problems) -> None:
    fields = nodes_by_id(place.get("fields"))
    for language in template.languages:
        seen: dict[str, str] = {}
        for item in reversed({item.id: item for item in reversed(section.fields)}.values()):
            node = fields.get(item.id, place)
            label = item.label.get(language)
            if not label:
                problems.add(node, N_("the label of “{field}” is missing in language {language}"),
                             field=item.id, language=language)  # fmt: skip
            elif label.casefold() in RESERVED_LABELS:
                problems.add(
                    node.get("label") or node,
                    N_(
                        "“{label}” is reserved for the column of merged workbooks; choose another "
                        "label"
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


def _check_sheets(template: Template, names: Names, problems: Problems) -> None:
    for language in template.languages:
        seen: dict[str, str] = {}
        for section in template.by_id.values():
            node = names.sections[section.id]
            place = node.get("sheet") or node
            name = section.sheet.get(language, "")
            for what in _sheet_faults(name, seen) if section.sheet else ():
                problems.add(place, what, name=name, language=language)
            seen.setdefault(name.casefold(), section.id)


def _sheet_faults(name: str, seen: dict[str, str]) -> Iterator[str]:
    if not name:
        yield N_("the sheet name is missing in language {language}")
        return
    if len(name.encode("utf-16-le")) // 2 > SHEET_NAME_LENGTH:
        yield N_("the sheet name “{name}” is too long; Excel allows 31 characters")
    if _FORBIDDEN_IN_SHEET.search(name) or name[0] in "'_" or name[-1] == "'":
        yield N_("the sheet name “{name}” may not contain any of []:*?/\\, nor begin with ' or _")
    if name.casefold() in _RESERVED_SHEETS:
        yield N_("“{name}” cannot be a sheet name: Excel reserves it; choose another")
    if name.casefold() in seen:
        yield N_("the sheet name “{name}” is used twice; every sheet needs its own")
