"""``rules:`` of a template – which rules are off, and the severity and limits of the others.

rules:
Q101: off
C203: error
Q140: {severity: info, factor: 6}
"""

from __future__ import annotations

from collections.abc import Iterable

from handover_xlsx.locale import N_
from handover_xlsx.template import parsing as p
from handover_xlsx.template.model import SEVERITIES, RuleChoice
from handover_xlsx.template.rule_codes import CODES, LIMITS, OFF, ON, OWN_CODE, by_word
from handover_xlsx.template.suggesting import suggestion
from handover_xlsx.template.tree import Node, Problems

WORDS = (OFF, ON, *SEVERITIES)


def rule_choices(node: Node, problems: Problems) -> dict[str, RuleChoice] | None:
    """Code → what is written about the rule."""
    if not isinstance(node.content, dict):
        problems.add(node, N_("names with values are expected here, such as {example}"),
                     example="{Q101: off, C203: error}")  # fmt: skip
        return None
    found = {
        code: _choice(code, child, node.line_of(code), problems) for code, child in node.items()
    }
    return {code: choice for code, choice in found.items() if choice is not None}


def _choice(code: str, node: Node, line: int, problems: Problems) -> RuleChoice | None:
    if code not in CODES and not OWN_CODE.fullmatch(code):
        hint = suggestion(code, list(CODES))
        problems.add(node, N_("there is no rule “{code}”; {hint}"), line=line, code=code, hint=hint)
        return None
    if node.content is None:
        return None
    if not isinstance(node.content, dict):
        word = p.OneOf(WORDS)(node, problems)
        return None if word is None else by_word(word)
    values = tuned(_limits(code, node))(node, problems) or {}
    severity = values.pop("severity", None)
    return RuleChoice(severity=severity, limits=values)


def tuned(limits: Iterable[str]) -> p.Record:
    """Reads what is written about a rule that has these limits, where it is more than a word."""
    return p.Record(
        dict, {"severity": (p.OneOf(SEVERITIES), ""), **dict.fromkeys(limits, (p.number, ""))}
    )


def _limits(code: str, node: Node) -> tuple[str, ...]:
    """The limits that a rule has; of a rule of one's own they are not known here."""
    if code in CODES:
        return tuple(LIMITS.get(code, ()))
    return tuple(name for name, _ in node.items() if name != "severity")
