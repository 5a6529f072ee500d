"""Runs the rules over a handover, whether it is one workbook or ten thousand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from handover_xlsx.handover.model import Handover
from handover_xlsx.locale import N_, Message
from handover_xlsx.secrets.find import masked
from handover_xlsx.template.model import text_in
from handover_xlsx.validation.finding import Counts, Finding, Group, counts, fix_first
from handover_xlsx.validation.registry import Hit, Rule, View, chosen_rules, field_texts
from handover_xlsx.validation.scoring import Score, completeness, score
from handover_xlsx.values.show import seen

_LONGEST_VALUE = 120
MOST_OF_A_RULE = 20_000  # of one workbook: a million take minutes, and no one reads them
_MORE = N_("{count} more findings of this rule in this workbook are not listed")
_THEN = N_("Fix those that are listed, then check again.")
_LAST = (10**7,)  # the urgency of what says nothing about a cell
_LEAKS = "P"  # the family of rules about what must not be handed on


@dataclass(frozen=True)
class Validation:
    """The findings of a handover, and how complete it is."""

    handover: Handover
    findings: tuple[Finding, ...]
    scores: tuple[Score, ...]
    all_rules: bool = True

    @cached_property
    def counts(self) -> Counts:
        """Findings by severity."""
        return counts(self.findings)

    @property
    def completeness(self) -> float:
        """Filled share of the required cells, 0.0 to 1.0."""
        return completeness(list(self.scores))

    @cached_property
    def fix_first(self) -> list[Group]:
        """At most ten things to fix first."""
        return fix_first(self.findings)

    @property
    def nothing_filled(self) -> bool:
        """Whether no one has filled in anything yet, the prepared form on the first sheet aside.

        A secret that is anywhere is something: it is not skipped as a new workbook.
        """
        start = self.handover.template.start
        return not any(finding.code[0] == _LEAKS for finding in self.findings) and all(
            progress.rows == 0
            for one in self.scores
            for section, progress in one.sections.items()
            if start is None or section != start.id
        )

    def of_source(self, source: int) -> list[Finding]:
        """The findings of one workbook."""
        return [finding for finding in self.findings if finding.source == source]

    def at_or_above(self, severity: str) -> int:
        """How many findings are at least this severe ("never": none counts)."""
        limits = {"error": 0, "warning": 1, "info": 2, "never": -1}
        return sum(finding.rank <= limits[severity] for finding in self.findings)


def validate(handover: Handover, select: str = "", ignore: str = "") -> Validation:
    """Check a handover. ``select`` and ``ignore`` are codes or their beginnings ("V1, C")."""
    view = View(handover)
    rules = chosen_rules(select, ignore, handover.template)
    findings = [finding for rule in rules for finding in _findings(view, rule)]
    order = {section.id: i for i, section in enumerate(handover.template.sections)}
    findings.sort(key=lambda f: (f.source, order.get(f.section or "", -1), f.rank,
                                 -1 if f.record is None else f.record, f.code))  # fmt: skip
    return Validation(
        handover, tuple(findings), tuple(score(handover)), all_rules=not (select or ignore)
    )


def _findings(view: View, rule: Rule) -> Iterator[Finding]:
    """What a rule finds; of a flood in one workbook the first ones, and how many more there are."""
    found: Counter[int] = Counter()
    for hit in rule.check(view):
        if _can_be_judged(view.handover, rule, hit):
            found[hit.source] += 1
            if found[hit.source] <= MOST_OF_A_RULE:
                yield _finding(view, rule, hit)
    for source, count in found.items():
        if count > MOST_OF_A_RULE:
            more = Message(_MORE, {"count": count - MOST_OF_A_RULE})
            rest = Hit(source, message=more, hint=Message(_THEN))
            yield replace(_finding(view, rule, rest), urgency=_LAST)


_NEEDS_ALL_ROWS = ("C101", "C102", "C201", "C204", "C205", "R101", "R102")
_NEEDS_WHOLE_TEAM = ("M201", "M204")
_NEEDS_SHEET_OF_CONFLICTS = ("M101", "M102")


def _can_be_judged(handover: Handover, rule: Rule, hit: Hit) -> bool:
    """Whether the rows that a rule needs would be here: the others of a part are elsewhere."""
    if rule.code in _NEEDS_ALL_ROWS:
        return not handover.sources[hit.source].part
    if rule.code in _NEEDS_WHOLE_TEAM:
        return not any(source.was_split for source in handover.sources)
    # In a part that was just split off no one can decide; in merged parts the lead can.
    return rule.code not in _NEEDS_SHEET_OF_CONFLICTS or not handover.as_split


def _finding(view: View, rule: Rule, hit: Hit) -> Finding:
    handover = view.handover
    choice = view.template.rules.get(rule.code)
    values: dict[str, object] = dict(hit.values)
    sheet, cell = hit.sheet, hit.cell
    if hit.section is not None:
        section = view.template.by_id[hit.section]
        label, hint = field_texts(section, hit.field)
        values.setdefault("field", label)
        values.setdefault("sheet", section.sheet)
        values["field_hint"] = {language: _sentence(text) for language, text in hint.items()}
        if cell is None and hit.record is not None:
            found = handover.cell(hit.section, hit.field or section.names_row, hit.record)
            sheet, cell = found[0] or sheet, found[1]
        if sheet is None:
            sheet = _sheet_name(handover, hit)
    row_name = masked(handover.row_name(hit.section, hit.record)) if hit.section else ""
    values.setdefault("name", row_name)
    shown = None if hit.value is None else masked(seen(hit.value))[:_LONGEST_VALUE]
    values["value"] = shown or ""
    return Finding(
        code=rule.code,
        rule=rule.name,
        severity=(choice and choice.severity) or hit.severity or rule.severity,
        source=hit.source,
        message=hit.message or Message(rule.message, values),
        hint=hit.hint or Message(rule.hint, values),
        sheet=sheet or "",
        cell=cell,
        section=hit.section,
        field=hit.field,
        row_name=row_name,
        value=shown,
        record=hit.record,
        urgency=_urgency(handover, rule, hit),
        not_before=hit.not_before,
    )


def _sheet_name(handover: Handover, hit: Hit) -> str:
    source = handover.sources[hit.source]
    place = source.places.get(hit.section or "")
    if place is not None:
        return place.sheet
    return text_in(handover.template.by_id[hit.section or ""].sheet, source.language)


_ORDINARY = 2  # the urgency of a row without a priority: as "medium"


def _urgency(handover: Handover, rule: Rule, hit: Hit) -> tuple[int, ...]:
    """The row's priority, then the days to its nearest deadline, then the template's order.

    What has leaked comes before everything: each copy of the file makes it worse. Then what
    concerns a whole section, or the form that everything else depends on.
    """
    order = [section.id for section in handover.template.sections]
    place = order.index(hit.section) if hit.section in order else -1
    start = handover.template.start
    if rule.family == _LEAKS:
        return (-1, int(rule.code[1:]), place)  # secrets first: they can still be changed
    if hit.section is None or hit.record is None or (start and hit.section == start.id):
        return (0, 0, place)
    section = handover.template.by_id[hit.section]
    record = handover.tables[hit.section][hit.record]
    from handover_xlsx.handover.columns import NO_PRIORITY  # numpy: not to list the rules

    priority = int(handover.columns(section).priorities[hit.record])
    dates: Iterable[object] = (record.get(f.id) for f in section.fields if f.deadline)
    days = [day.toordinal() for day in dates if isinstance(day, date)]
    return (_ORDINARY if priority == NO_PRIORITY else priority, min(days, default=10**7), place)


def _sentence(text: str) -> str:
    """A field's hint, which ends without one above its column, with a full stop."""
    if not text or text.endswith((*".!?…。！？",)):
        return text
    return text + ("。" if not text[-1].isascii() else ".")
