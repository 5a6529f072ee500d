"""The rules by code. A rule is one small function that yields hits; the words stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as data_field
from datetime import date
from difflib import get_close_matches
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from handover_xlsx.errors import UsageError
from handover_xlsx.handover.model import (
    Handover,
    Record,
    Remark,
)
from handover_xlsx.locale import N_, Message
from handover_xlsx.template.model import Field, Reference, Section, Template, Texts
from handover_xlsx.template.rule_codes import CODES, LIMITS
from handover_xlsx.text.normalise import normalised
from handover_xlsx.validation.own_rules import load_own_rules

if TYPE_CHECKING:
    import pandas as pd

    from handover_xlsx.handover.columns import Columns, Days, Mask, Whole
    from handover_xlsx.merging.conflicts import Conflict

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


_Made = TypeVar("_Made")


@dataclass(frozen=True)
class View:
    """What a rule sees: the handover and its template."""

    handover: Handover
    _applies: dict[tuple[str, int], bool] = data_field(
        default_factory=dict, repr=False, compare=False
    )
    _applicable: dict[str, Mask] = data_field(default_factory=dict, repr=False, compare=False)
    _texts: dict[tuple[str, str], list[tuple[int, Record, str]]] = data_field(
        default_factory=dict, repr=False, compare=False
    )
    _made: dict[object, list[Any]] = data_field(default_factory=dict, repr=False, compare=False)
    _keys: dict[str, int] = data_field(default_factory=dict, repr=False, compare=False)
    _spellings: dict[str, int] = data_field(default_factory=dict, repr=False, compare=False)
    _names: dict[Reference, dict[int, dict[str, list[str]]]] = data_field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def template(self) -> Template:
        """The template of the handover."""
        return self.handover.template

    @cached_property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        """What the workbooks of a team contradict each other in, and nobody has decided yet."""
        from handover_xlsx.merging.conflicts import undecided_conflicts

        return tuple(undecided_conflicts(self.handover))

    def remarks(self, kind: str) -> Iterator[Remark]:
        """What reading noticed, of one kind."""
        return (remark for remark in self.handover.remarks if remark.kind == kind)

    def limit(self, code: str, name: str) -> float:
        """A limit of a rule: as the template says, else as it is usually."""
        choice = self.template.rules.get(code)
        return choice.limits.get(name, LIMITS[code][name]) if choice else LIMITS[code][name]

    def applies(self, section: Section | str, source: int) -> bool:
        """Whether the section counts for a source: it is there, and applies."""
        name = section if isinstance(section, str) else section.id
        known = self._applies.get((name, source))
        if known is None:
            asked = self.handover.sources[source]
            known = asked.has(name) and name not in asked.not_applicable
            self._applies[name, source] = known
        return known

    def columns(self, section: Section | str) -> Columns:
        """The columns of a section as arrays: values, and masks that are made once."""
        return self.handover.columns(section)

    def table(self, section: str) -> pd.DataFrame:
        """A section as a typed DataFrame, as ``Handover.table`` describes it."""
        return self.handover.table(section)

    def in_sources(self, section: Section | str, judge: Callable[[int], bool]) -> Mask:
        """The rows of a section whose source is one that ``judge`` looks for."""
        import numpy as np  # not to list the rules

        columns = self.columns(section)
        judged = [judge(source) for source in range(len(self.handover.sources))]
        return columns.everywhere if all(judged) else np.array(judged, dtype=bool)[columns.source]

    def applicable(self, section: Section | str) -> Mask:
        """The rows of a section whose source it counts for; a mask over its columns."""
        name = section if isinstance(section, str) else section.id
        if name not in self._applicable:
            self._applicable[name] = self.in_sources(name, partial(self.applies, name))
        return self._applicable[name]

    @cached_property
    def last_days(self) -> Days:
        """Each source's last working day (datetime64[D]); NaT where it is not known."""
        import numpy as np

        days = [self.handover.last_day(source) for source in range(len(self.handover.sources))]
        return np.array(days, dtype="datetime64[D]")

    def keys(self, section: Section | str, field: str) -> Whole:
        """Each row's value as references compare it, in its own source: a number, -1 where blank.

        Two rows of any sections have one number if they belong to one source and say the same.
        """
        import numpy as np

        columns = self.columns(section)
        codes, values = columns.distinct(field)
        spelled = np.array([*map(self._spelled, values), -1], dtype=np.int64)[codes]
        return np.where(spelled < 0, spelled, spelled + (columns.source << 32))

    def key(self, value: object, source: int) -> int:
        """The number that ``keys`` has for a value in a source."""
        return self._spelled(value) + (source << 32)

    def _spelled(self, value: object) -> int:
        text = str(value)
        key = self._spellings.get(text)  # one name stands in many columns; to normalise it is slow
        if key is None:
            key = self._keys.setdefault(normalised(text), len(self._keys))
            self._spellings[text] = key
        return key

    def texts(self, section: Section, item: Field) -> list[tuple[int, Record, str]]:
        """Index, record and value of every text in a field, where its section applies."""
        place = (section.id, item.id)
        if place not in self._texts:
            self._texts[place] = [
                (index, record, value)
                for index, record in enumerate(self.handover.rows(section))
                if isinstance(value := record.values.get(item.id), str)
                and self.applies(section, record.source)
            ]
        return self._texts[place]

    def once(self, make: Callable[[View], Iterable[_Made]]) -> list[_Made]:
        """What several rules go through, made for the first of them."""
        if make not in self._made:
            self._made[make] = list(make(self))
        return self._made[make]

    def names(self, target: Reference, source: int) -> Mapping[str, list[str]]:
        """The names that a source lists where a reference points to: as compared → as written."""
        if target not in self._names:
            found: dict[int, dict[str, list[str]]] = {}
            for record in self.handover.rows(target.section):
                name = record.values.get(target.field)
                if name is not None:
                    spelled = found.setdefault(record.source, {})
                    spelled.setdefault(normalised(name), []).append(str(name))
            self._names[target] = found
        return self._names[target].get(source, {})


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
    """Label and hint of a field; a period is its own label."""
    item = section.by_id.get(field_id or "")
    if item is None:
        return {"en": field_id or ""}, {}
    return item.label, item.hint


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
    near = [
        name
        for word in (code.upper(), code.lower())
        for name in get_close_matches(word, names, n=1, cutoff=0.8)
    ]
    if near:
        return UsageError(N_("there is no rule “{code}”; did you mean “{near}”?"),
                          code=code, near=near[0])  # fmt: skip
    return UsageError(N_("there is no rule “{code}”; list them with: handover explain"), code=code)
