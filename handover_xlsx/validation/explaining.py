"""Rules in words: for ``handover explain`` and for the generated rule catalogue."""

from __future__ import annotations

import inspect
import re

from handover_xlsx.locale import N_, translate
from handover_xlsx.validation.registry import FAMILIES, Rule

SEVERITIES = {
    "error": N_("error – must be mended"),
    "warning": N_("warning – should be mended"),
    "info": N_("info – good to know"),
}
_NAMED = {
    "says": N_("(a sentence from the template)"),
    "how": N_("(advice from the template)"),
    "field_hint": N_("What to write stands in grey above the column's heading."),
    "purpose": N_("What belongs there stands at the top of the sheet."),
}


def _shown(text: str, language: str) -> str:
    """A sentence with its places named: “{field}” becomes “…”."""
    spoken = translate(text, language)
    for name, words in _NAMED.items():
        spoken = spoken.replace(f"{{{name}}}", translate(words, language))
    return re.sub(r"\{\w+\}", "…", spoken)


def one_line(rule: Rule, language: str) -> str:
    """Code, severity and sentence of a rule."""
    return f"{rule.code}  {rule.severity:<7}  {rule.name:<30}  {_shown(rule.message, language)}"


def explanation(rule: Rule, language: str) -> str:
    """What a rule finds, why it matters and how to mend it."""
    lines = [
        f"{rule.code} {rule.name}",
        f"{translate(FAMILIES[rule.family], language)}, {translate(SEVERITIES[rule.severity], language)}",
        "",
        f"{translate(N_('It says:'), language)}  {_shown(rule.message, language)}",
        f"{translate(N_('Why it matters:'), language)}  {translate(rule.why, language)}",
        f"{translate(N_('How to mend it:'), language)}  {_shown(rule.hint, language)}",
    ]
    return "\n".join(lines)


def meaning(rule: Rule) -> str:
    """What the rule finds, in the words of its own docstring (English, for the catalogue)."""
    return inspect.getdoc(rule.check) or ""
