"""The rules by code. A rule is one small function that yields hits; the words are next to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as data_field
from datetime import date
from importlib import import_module

from handover_xlsx.errors import UsageError
from handover_xlsx.handover.model import Remark
from handover_xlsx.locale import N_, Message
from handover_xlsx.template.model import Section, Template, Texts
from handover_xlsx.template.rule_codes import CODES
from handover_xlsx.text.nearest import nearest
from handover_xlsx.validation.own_rules import load_own_rules
from handover_xlsx.validation.view import View as View
from handover_xlsx.values.show import column_label

FAMILIES = {
    "S": N_("Structure"),
    "V": N_("Values"),
    "R": N_("References and dates"),
    "C": N_("Coverage"),
    "Q": N_("Quality"),
    "P": N_("Privacy"),
    "M": N_("Team"),
    "": N_("Rules of your own"),
}
_HOMES = (
    "structure",
    "values",
    "kinds_of_value",
    "references",
    "coverage",
    "states",
    "quality",
    "timeliness",
    "privacy",
    "team",
)


@dataclass(frozen=True)
class Hit:
    """Where a rule found something, and the values for its sentence."""

    source: int = 0
    section: str | None = None
    field: str | None = None
    record: int | None = None
    values: Mapping[str, object] = data_field(default_factory=dict)
    sheet: str | None = None
    cell: str | None = None
    value: object = None
    severity: str | None = None
    message: Message | None = None
    hint: Message | None = None
    not_before: date | None = None  # the day from which it is expected


Check = Callable[[View], Iterator[Hit]]


@dataclass(frozen=True)
class Rule:
    """A rule with its words. ``message`` and ``hint`` may name values of a hit in braces."""

    code: str
    name: str
    severity: str
    message: str
    hint: str
    why: str
    check: Check

    @property
    def family(self) -> str:
        """The first letter of the code; "" for rules of one's own."""
        return self.code[0] if self.code in CODES else ""


RULES: dict[str, Rule] = {}


def rule(
    code: str, name: str, severity: str, *, message: str, hint: str, why: str
) -> Callable[[Check], Check]:
    """Register a rule under a code that never changes its meaning."""

    def register(check: Check) -> Check:
        if code in RULES:
            raise AssertionError(f"two rules have the code {code}")
        RULES[code] = Rule(code, name, severity, message, hint, why, check)
        return check

    return register


def remark_rule(
    code: str, name: str, severity: str, *, message: str, hint: str, why: str, kind: str = ""
) -> None:
    """Register a rule for what reading has already noticed (of the kind that the rule names)."""

    def check(view: View) -> Iterator[Hit]:
        for remark in view.remarks(kind or name):
            if remark.section is None or view.applies(remark.section, remark.source):
                yield hit_of(view, remark)

    rule(code, name, severity, message=message, hint=hint, why=why)(check)


def hit_of(view: View, remark: Remark) -> Hit:
    """A remark as a hit, with the words its sentence may need."""
    values: dict[str, object] = {"value": remark.value, **remark.detail}
    if remark.section is not None:
        values["sheet"] = view.template.by_id[remark.section].sheet
    if remark.sheet is not None:
        values["found"] = remark.sheet
    return Hit(
        remark.source, remark.section, remark.field, remark.record, values,
        remark.sheet, remark.cell, remark.value,
    )  # fmt: skip


def field_texts(section: Section, field_id: str | None) -> tuple[Texts, Texts]:
    """What a reader calls a column, and the hint of its field."""
    item = section.by_id.get(field_id or "")
    return column_label(section, field_id or ""), item.hint if item else {}


def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in order."""
    for home in _HOMES:
        import_module(f"handover_xlsx.validation.rules.{home}")
    load_own_rules()
    return dict(sorted(RULES.items()))


def chosen_rules(
    select: str = "", ignore: str = "", template: Template | None = None
) -> list[Rule]:
    """The rules whose code begins with one of the selected codes and with none of the ignored.

    What a template has switched off runs only when its whole code is selected.
    """
    known = all_rules()
    wanted, unwanted = _codes(select, known), _codes(ignore, known)
    choices = template.rules if template else {}
    return [
        one
        for code, one in known.items()
        if (not wanted or code.startswith(wanted))
        and not (unwanted and code.startswith(unwanted))
        and (code not in choices or choices[code].on or code in wanted)
    ]


def _codes(text: str, known: Mapping[str, Rule]) -> tuple[str, ...]:
    codes = tuple(part.strip().upper() for part in text.replace(",", " ").split())
    for code in codes:
        if not any(one.startswith(code) for one in known):
            raise _unknown(code, known)
    return codes


def find_rule(code: str) -> Rule:
    """A rule by its code or name."""
    known = all_rules()
    for one in known.values():
        if code.upper() == one.code or code.lower() == one.name:
            return one
    raise _unknown(code, known)


def _unknown(code: str, known: Mapping[str, Rule]) -> UsageError:
    names = [*known, *(one.name for one in known.values())]
    near = nearest(code.upper(), names, 0.8) or nearest(code.lower(), names, 0.8)
    if near:
        return UsageError(N_("there is no rule “{code}”; did you mean “{near}”?"),
                          code=code, near=near)  # fmt: skip
    return UsageError(N_("there is no rule “{code}”; list them with: handover explain"), code=code)
