"""Rules in words: for ``handover explain`` and for the generated rule catalogue."""

from __future__ import annotations

import inspect
import re

from handover_xlsx.locale import N_, Message, translate
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.rule_codes import LIMITS
from handover_xlsx.validation.declared import SAYS
from handover_xlsx.validation.examples import examples
from handover_xlsx.validation.finding import SEVERITY_WORDS
from handover_xlsx.validation.registry import FAMILIES, Rule

SEVERITIES = {
    "error": N_("error – must be fixed"),
    "warning": N_("warning – should be fixed"),
    "info": N_("info – good to know"),
}
_NAMED = {
    "says": N_("(a sentence from the template)"),
    "how": N_("(advice from the template)"),
    "field_hint": N_("the grey text above the column's heading says what to write."),
    "purpose": N_("The top of the sheet says what belongs there."),
}


def shown(text: str, language: str) -> str:
    """A sentence with its places named: “{field}” becomes “…”."""
    alone = _NAMED.get(text.strip("{}"))
    wording = translate(alone or text, language)
    for name, words in _NAMED.items():
        wording = wording.replace(f"{{{name}}}", translate(words, language))
    return re.sub(r"\{\w+\}", "…", wording)


def one_line(rule: Rule, language: str) -> str:
    """Code, severity and sentence of a rule; why it matters, where a template has the sentence."""
    severity = translate(SEVERITY_WORDS[rule.severity], language)
    sentence = rule.why if rule.message == SAYS else rule.message
    wide = max(len(translate(word, language)) for word in SEVERITY_WORDS.values())
    return f"{rule.code}  {severity:<{wide}}  {shown(sentence, language)}"


def explanation(rule: Rule, language: str) -> str:
    """What a rule finds, why it matters and how to fix it."""

    def say(text: str) -> str:
        return translate(text, language)

    kind = Message(
        N_("{family}: {severity}"),
        {"family": say(FAMILIES[rule.family]), "severity": say(SEVERITIES[rule.severity])},
    )
    lines = [
        f"{rule.code} {rule.name}",
        kind.text(language),
        "",
        say(N_("It says: {text}")).format(text=shown(rule.message, language)),
        say(N_("Why it matters: {text}")).format(text=say(rule.why)),
        say(N_("How to fix it: {text}")).format(text=shown(rule.hint, language)),
        *(
            say(N_("{head}: {text}")).format(head=head, text=text)
            for head, text in example_lines(rule, language)
        ),
    ]
    limits = ", ".join(f"{name}: {value:g}" for name, value in LIMITS.get(rule.code, {}).items())
    if limits:
        limits_line = say(N_("A template may set: {limits} (rules: {{{code}: {{…}}}})"))
        lines.append(limits_line.format(limits=limits, code=rule.code))
    return "\n".join(lines)


def example_lines(rule: Rule, language: str) -> list[tuple[str, str]]:
    """What the rule finds and what it leaves alone; nothing for rules of one's own."""
    pair = examples().get(rule.code)
    if pair is None:
        return []
    template = load_template()
    return [
        (translate(N_("Found, for example"), language), pair.wrong.shown(template, language)),
        (translate(N_("This is fine"), language), pair.right.shown(template, language)),
    ]


def meaning(rule: Rule) -> str:
    """What the rule finds, in the words of its own docstring (English, for the catalogue)."""
    return inspect.getdoc(rule.check) or ""
