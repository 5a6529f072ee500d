"""A template as data: sections, fields, choices and coverage rules, in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

Texts = Mapping[str, str]
"""A text in each language of the template: ``{"en": "Duties", "zh": "工作职责"}``."""
NO_TEXTS: Texts = {}

TYPES = (
    "text", "long", "integer", "number", "percent", "money", "date", "month",
    "choice", "choices", "yesno", "ref", "email", "phone", "url", "place",
)  # fmt: skip
NUMERIC_TYPES = ("integer", "number", "percent", "money")
KINDS = ("table", "form", "history")
SEVERITIES = ("error", "warning", "info")
ROLES = ("leaver", "position", "department", "successor", "supervisor", "last_day")
YES_NO: Mapping[str, Texts] = {"yes": {"en": "Yes", "zh": "是"}, "no": {"en": "No", "zh": "否"}}
FILLED, BLANK = "filled", "blank"


def text_in(texts: Texts, language: str) -> str:
    """The text in a language, else in English, else in any language there is."""
    return texts.get(language) or texts.get("en") or next(iter(texts.values()), "")


class Choice(NamedTuple):
    """One entry of a choice list. The code is stable; the labels are what people see."""

    code: str
    label: Texts
    aliases: tuple[str, ...] = ()


class ChoiceList(NamedTuple):
    """A named list of choices, in the order people see it."""

    id: str
    choices: tuple[Choice, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The stable codes, in order."""
        return tuple(choice.code for choice in self.choices)

    def label(self, code: str, language: str) -> str:
        """What people see for a code; an unknown code is shown as it is."""
        for choice in self.choices:
            if choice.code == code:
                return text_in(choice.label, language)
        return code


class Condition(NamedTuple):
    """Holds for a row when every named field has one of the given codes, or is filled or blank.

    ``tests`` pairs a field id with choice codes, or with ``("filled",)`` or ``("blank",)``.
    """

    tests: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def holds(self, row: Mapping[str, object]) -> bool:
        """Whether a row (field id → value, None where blank) meets the condition."""
        return all(meets(row.get(name), codes) for name, codes in self.tests)


def meets(value: object, codes: tuple[str, ...]) -> bool:
    """Whether a value (None where blank) is what one test of a condition asks for."""
    if codes == (FILLED,):
        return value is not None
    if codes == (BLANK,):
        return value is None
    if isinstance(value, tuple):
        return any(code in codes for code in value)
    if isinstance(value, bool):
        return ("yes" if value else "no") in codes
    return value in codes


class Reference(NamedTuple):
    """Points at a field of a section: ``contacts.name``."""

    section: str
    field: str

    def __str__(self) -> str:
        return f"{self.section}.{self.field}"


class Field(NamedTuple):
    """One column of a table, or one line of a form."""

    id: str
    label: Texts
    type: str
    required: bool = False
    required_if: Condition | None = None
    unique: bool = False
    hint: Texts = NO_TEXTS
    example: Texts = NO_TEXTS
    choices: ChoiceList | None = None
    to: Reference | None = None
    person: bool = False
    min: float | None = None
    max: float | None = None
    max_length: int | None = None
    not_before: str | None = None
    by_last_day: bool = False
    deadline: bool = False
    width: int | None = None
    aliases: Mapping[str, tuple[str, ...]] = {}

    @property
    def may_be_required(self) -> bool:
        """Whether the field is required always or in a condition."""
        return self.required or self.required_if is not None


PERIOD_UNITS = ("month", "week", "quarter")


@dataclass(frozen=True)
class Periods:
    """The period columns of a history section: so many of a unit, up to the last day."""

    unit: str = "month"
    count: int = 12
    at_least: int = 0


class ReportView(NamedTuple):
    """What the summary report shows of a section."""

    columns: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


NO_VIEW = ReportView()


@dataclass(frozen=True)
class Section:
    """One sheet: a table of rows, a form of label–value lines, or a history by period.

    A section that is not ``core`` is in a workbook only on request; one that is ``at_end`` can only
    be filled in during the last days. ``shared`` are the fields that
    describe the thing itself, and so are the same in the workbooks of two leavers who know it;
    ``taken_over_by`` and ``hours`` are the fields that say who gets a row, and how much it takes.
    """

    id: str
    kind: str
    sheet: Texts
    purpose: Texts
    fields: tuple[Field, ...]
    names_row: str
    core: bool = True
    min_rows: int = 0
    may_not_apply: bool = False
    at_end: bool = False
    priority: str | None = None
    closed_when: Condition | None = None
    shared: tuple[str, ...] = ()
    taken_over_by: str | None = None
    hours: str | None = None
    prepared: tuple[Mapping[str, str], ...] = ()
    periods: Periods | None = None
    report: ReportView = NO_VIEW

    @cached_property
    def by_id(self) -> Mapping[str, Field]:
        """The fields by their id."""
        return {item.id: item for item in self.fields}

    @cached_property
    def prepared_fields(self) -> frozenset[str]:
        """Fields that the prepared rows already fill; they neither start a row nor count."""
        return frozenset(name for row in self.prepared for name in row)

    @cached_property
    def own_fields(self) -> tuple[Field, ...]:
        """The fields a person fills in: all but the prepared ones."""
        return tuple(item for item in self.fields if item.id not in self.prepared_fields)

    @cached_property
    def needed_rows(self) -> int:
        """How many rows the section needs at least."""
        return 1 if self.kind == "form" else max(self.min_rows, len(self.prepared))


class CoverageRule(NamedTuple):
    """One thing that makes a handover complete across its sections.

    ``at_end``: it is done in the last days, and no fault before. ``says_past`` and ``hint_past``
    are the words where the date that is looked at has passed already.
    """

    rule: str
    section: str
    severity: str
    says: Texts
    hint: Texts
    when: Condition | None = None
    by: Reference | None = None
    of: Reference | None = None
    field: str | None = None
    date: str | None = None
    days: int = 0
    needs: str | None = None
    by_last_day: bool = False
    at_end: bool = False
    at_least: int = 0
    stale_after: int = 0
    than: str | None = None
    order: tuple[str, ...] = ()
    says_past: Texts | None = None
    hint_past: Texts | None = None
    id: str | None = None


class RuleChoice(NamedTuple):
    """What a template says about a rule: off, another severity, other limits."""

    on: bool = True
    severity: str | None = None
    limits: Mapping[str, float] = {}


@dataclass(frozen=True)
class Template:
    """What a handover must contain."""

    id: str
    version: int
    title: Texts
    description: Texts
    choices: Mapping[str, ChoiceList]
    sections: tuple[Section, ...]
    coverage: tuple[CoverageRule, ...] = ()
    roles: Mapping[str, Reference] = field(default_factory=dict)
    rules: Mapping[str, RuleChoice] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> Mapping[str, Section]:
        """The sections by their id."""
        return {section.id: section for section in self.sections}

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages the template speaks, English first."""
        return tuple(sorted(self.title))

    def field(self, reference: Reference) -> Field:
        """The field a reference points at."""
        return self.by_id[reference.section].by_id[reference.field]

    def section_of(self, role: str) -> Section | None:
        """The section whose form has a role such as "leaver"."""
        reference = self.roles.get(role)
        return self.by_id[reference.section] if reference else None

    @cached_property
    def start(self) -> Section | None:
        """The form that says who hands over to whom: it is on the Start sheet."""
        return self.section_of("leaver")
