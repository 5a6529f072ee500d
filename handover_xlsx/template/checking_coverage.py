"""Do the coverage entries of a template make sense? What each kind needs, and what it names."""

from __future__ import annotations

from handover_xlsx.locale import N_
from handover_xlsx.template.known_names import Names
from handover_xlsx.template.model import CoverageRule, Section, Template
from handover_xlsx.template.tree import Node, listed

COVERAGE_KEYS = {
    "referred-to": ("by",),
    "needs": ("field",),
    "due-within": ("date", "days", "needs"),
    "has-row": (),
    "periods": ("of",),
    "unbroken": (),
    "not-yet": ("field", "when"),
    "not-leaver": ("field",),
    "differs": ("field", "than"),
    "in-order": ("field", "order", "date"),
}
AT_END_RULES = {"needs": "C202", "has-row": "C204", "not-yet": "C206"}
"""Kinds that may be ``at_end``, with the rule whose limit says when the last days begin."""
_HISTORIES = ("periods", "unbroken")  # kinds that examine the figures of a history


def check_coverage(template: Template, tree: Node, names: Names) -> None:
    """Note every mistake in the coverage entries."""
    nodes = listed(tree.get("coverage"))
    for node in nodes:
        rule, name = node.get("rule"), node.get("section")
        if rule is None or name is None or rule.text() not in COVERAGE_KEYS:
            continue
        for key in COVERAGE_KEYS[str(rule.text())]:
            if node.get(key) is None:
                names.problems.add(node, N_("a “{rule}” entry needs “{key}”; add it"),
                             rule=rule.text(), key=key)  # fmt: skip
        names.check(name, "section", name.text(), names.sections)
    if len(nodes) != len(template.coverage):
        return  # an entry with a mistake is left out: no one can say which
    for entry, node in zip(template.coverage, nodes, strict=True):
        names.check_reference(entry.by, node.get("by"))
        names.check_reference(entry.of, node.get("of"))
        section = template.by_id.get(entry.section)
        if section is not None:
            section_asked = template.by_id.get(entry.of.section, section) if entry.of else section
            names.check_condition(section_asked, entry.when, node.get("when"))
            _check_entry(entry, node, section, names)


def _check_entry(entry: CoverageRule, node: Node, section: Section, names: Names) -> None:
    for key in ("field", "date", "needs", "than"):
        names.check(node.get(key), "field", getattr(entry, key), names.fields(section.id))
    item = section.by_id.get(entry.field or "")
    for code in entry.order:
        if item is not None:
            names.check_code(item, code, node.get("order") or node)
    problems = names.problems
    if entry.at_end and entry.rule not in AT_END_RULES:
        problems.add(node.get("at_end") or node, N_("“at_end” means nothing for “{rule}”; delete it"),
                     rule=entry.rule)  # fmt: skip
    if entry.rule in _HISTORIES and section.kind != "history":
        problems.add(node, N_("a “{rule}” entry is about a history; “{section}” is none"),
                     rule=entry.rule, section=section.id)  # fmt: skip
