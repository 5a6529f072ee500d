"""Do the names in a template point somewhere? A wrong one is answered with what was meant."""

from __future__ import annotations

from collections.abc import Collection

from handover_xlsx.locale import N_
from handover_xlsx.template.model import BLANK, FILLED, YES_NO, Condition, Field, Reference, Section
from handover_xlsx.template.suggesting import suggestion
from handover_xlsx.template.tree import Node, Problems, listed, nodes_by_id


class Names:
    """The names in a template as they are written: even what has a mistake can be pointed at.

    What is wrong with a name that a template uses is noted among the ``problems``.
    """

    def __init__(self, tree: Node, problems: Problems) -> None:
        choices = tree.get("choices")
        self.problems = problems
        self.choices = [name for name, _ in choices.items()] if choices else []
        self.sections = nodes_by_id(tree.get("sections"))

    def fields(self, section: str) -> list[str]:
        """The ids of a section's fields."""
        return list(nodes_by_id(self.sections[section].get("fields")))

    def check(self, node: Node | None, kind: str, name: str | None, known: Collection[str]) -> None:
        """Note a name that nothing has; where none is written there is nothing to check."""
        what = {
            "field": N_("there is no field “{name}” in this section; {hint}"),
            "section": N_("there is no section “{name}”; {hint}"),
            "choices": N_("there is no choice list “{name}”; {hint}"),
            "code": N_("“{name}” is not a code of this choice list; {hint}"),
            "role": N_("“{name}” is not a role; {hint}"),
        }[kind]
        if node and name is not None and name not in known:
            self.problems.add(node, what, name=name, hint=suggestion(name, list(known)))

    def check_reference(self, target: Reference | None, node: Node | None) -> None:
        """Note a reference to a section or field that nothing has."""
        if target and target.section in self.sections:
            self.check(node, "field", target.field, self.fields(target.section))
        elif target:
            self.check(node, "section", target.section, self.sections)

    def check_condition(
        self, section: Section, condition: Condition | None, node: Node | None
    ) -> None:
        """Note the fields and codes of a condition that nothing has."""
        for name, codes in condition.tests if condition and node else ():
            place = (node and node.get(name)) or node
            item = section.by_id.get(name)
            if item is None:
                self.check(place, "field", name, self.fields(section.id))
            elif place and codes not in ((FILLED,), (BLANK,)):
                for code in codes:
                    self.check_code(item, code, place)

    def check_code(self, item: Field, code: str, place: Node) -> None:
        """Note a code that a field's list does not have."""
        known = YES_NO if item.type == "yesno" else item.choices.codes if item.choices else ()
        if known:
            self.check(place, "code", code, known)
        elif item.type not in ("choice", "choices"):  # there, the missing list is noted already
            what = N_("“{field}” has no codes to choose from; write filled or blank")
            self.problems.add(place, what, field=item.id)


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
