"""Do the names in a template point somewhere? A wrong one is answered with what was meant."""

from __future__ import annotations

from collections.abc import Collection

from handover_xlsx.locale import N_
from handover_xlsx.template.model import BLANK, FILLED, YES_NO, Condition, Field, Reference, Section
from handover_xlsx.template.suggesting import suggestion
from handover_xlsx.template.tree import Node, Problems, listed, nodes_by_id


class Names:
    """The names in a template as they are written: even what has a mistake can be pointed at."""

    def __init__(self, tree: Node) -> None:
        choices = tree.get("choices")
        self.choices = [name for name, _ in choices.items()] if choices else []
        self.sections = nodes_by_id(tree.get("sections"))

    def fields(self, section: str) -> list[str]:
        """The ids of a section's fields."""
        return list(nodes_by_id(self.sections[section].get("fields")))


def twice(listing: Node | None, problems: Problems) -> None:
    """Ids that appear twice in one list (mappings are checked while the YAML is read)."""
    seen: dict[str, int] = {}
    for item in listed(listing):
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


def known_name(
    node: Node, kind: str, name: str, known: Collection[str], problems: Problems
) -> None:
    """Note a name that nothing has."""
    what = {
        "field": N_("there is no field “{name}” in this section; {hint}"),
        "section": N_("there is no section “{name}”; {hint}"),
        "choices": N_("there is no choice list “{name}”; {hint}"),
        "code": N_("“{name}” is not a code of this choice list; {hint}"),
        "role": N_("“{name}” is not a role; {hint}"),
    }[kind]
    if name not in known:
        problems.add(node, what, name=name, hint=suggestion(name, list(known)))


def check_reference(
    target: Reference | None, node: Node | None, names: Names, problems: Problems
) -> None:
    """Note a reference to a section or field that nothing has."""
    if target is None or node is None:
        return
    if target.section in names.sections:
        known_name(node, "field", target.field, names.fields(target.section), problems)
    else:
        known_name(node, "section", target.section, names.sections, problems)


def check_condition(
    section: Section,
    condition: Condition | None,
    node: Node | None,
    names: Names,
    problems: Problems,
) -> None:
    """Note the fields and codes of a condition that nothing has."""
    if condition is None or node is None:
        return
    for name, codes in condition.tests:
        place = node.get(name) or node
        item = section.by_id.get(name)
        if item is None:
            known_name(place, "field", name, names.fields(section.id), problems)
        elif codes not in ((FILLED,), (BLANK,)):
            for code in codes:
                check_code(item, code, place, problems)


def check_code(item: Field, code: str, place: Node, problems: Problems) -> None:
    """Note a code that a field's list does not have."""
    known = YES_NO if item.type == "yesno" else item.choices.codes if item.choices else ()
    if known:
        known_name(place, "code", code, known, problems)
    elif item.type not in ("choice", "choices"):  # there, the missing list is noted already
        what = N_("“{field}” has no codes to choose from; write filled or blank")
        problems.add(place, what, field=item.id)
