"""What a template declares under ``coverage:``, for the rules that look at it: one kind, one rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from handover_xlsx.handover.content import filled_periods
from handover_xlsx.handover.progress import is_started
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_, Message, in_language
from handover_xlsx.secrets.find import masked
from handover_xlsx.template.checking_coverage import AT_END_RULES
from handover_xlsx.template.model import Condition, CoverageRule, Section, Texts
from handover_xlsx.text.normalise import normalised
from handover_xlsx.validation.end_of_job_tasks import judged_by_time, judged_on
from handover_xlsx.validation.registry import Hit, View

_PASSED = N_("“{name}”: “{label}” ({date}) had passed {ago} before the file was saved")
_PASSED_HOW = N_("Say what became of it; if it goes on, write the new date.")
Words = Mapping[str, str | Message]
"""What stands for the names in braces in a sentence of a template."""
SAYS = N_("{says}")
HOW = N_("{how}")


def begun_sections(view: View) -> Iterator[tuple[int, Section, int]]:
    """Source, section and number of started rows, for sections that are there and apply."""
    for index, source in enumerate(view.handover.sources):
        for section in view.template.sections:
            if section.id in source.places and view.applies(section, index):
                rows = view.handover.rows(section, index)
                yield index, section, sum(is_started(section, r) for r in rows)


def declared(view: View, kind: str) -> Iterator[tuple[CoverageRule, Section]]:
    """The template's coverage entries of one kind."""
    for entry in view.template.coverage:
        if entry.rule == kind:
            yield entry, view.template.by_id[entry.section]


def rows_meant(
    view: View, section: Section, when: Condition | None
) -> Iterator[tuple[int, Record]]:
    """The rows that a coverage entry is about, with their index.

    Prepared rows count as soon as any row of their section was started: before that, one finding
    says that the section is empty.
    """
    records = view.handover.rows(section)
    begun = {r.source for r in records if is_started(section, r)}
    for index, record in enumerate(records):
        counts = record.source in begun and (bool(section.prepared) or is_started(section, record))
        meets = when is None or when.holds(record)
        if counts and meets and view.applies(section, record.source):
            yield index, record


def hit_for(
    view: View,
    entry: CoverageRule,
    section: Section,
    source: int,
    index: int | None,
    field: str | None,
    **words: str | Message,
) -> Hit:
    """A hit in the entry's own words, with the row's name and other ``words`` in them."""
    return _hit(view, entry, entry.says, entry.hint, (source, section, index, field), words)


def hit_for_past(
    view: View,
    entry: CoverageRule,
    section: Section,
    source: int,
    index: int,
    day: date,
) -> Hit:
    """A hit about a date that had passed when the workbook was saved, in words for that."""
    days = (judged_on(view, source) - day).days
    place = (source, section, index, entry.needs)
    ago = Message(N_("one day") if days == 1 else N_("{days} days"), {"days": days})
    words: Words = {"date": day.isoformat(), "ago": ago}
    if entry.says_past:
        hint = entry.hint_past or entry.hint
        return _hit(view, entry, entry.says_past, hint, place, words)
    label = section.by_id[entry.date or ""].label
    values = {**words, "name": view.handover.row_name(section.id, index), "label": label}
    hit = _hit(view, entry, entry.says, entry.hint, place, words)
    return replace(hit, message=Message(_PASSED, values), hint=Message(_PASSED_HOW, values))


def _hit(
    view: View,
    entry: CoverageRule,
    says: Texts,
    how: Texts,
    place: tuple[int, Section, int | None, str | None],
    words: Words,
) -> Hit:
    """A hit in words of the entry; what is done at the end is judged by the time left."""
    source, section, index, field = place
    said = _said(says, {**words, "name": view.handover.row_name(section.id, index)})
    hint = Message(HOW, {"how": how})
    hit = Hit(
        source, section.id, field, index, severity=entry.severity,
        message=Message(SAYS, {"says": said}), hint=hint,
    )  # fmt: skip
    if not entry.at_end or entry.rule not in AT_END_RULES:
        return hit
    return judged_by_time(view, AT_END_RULES[entry.rule], hit, hint)


def _said(says: Texts, words: Words) -> dict[str, str]:
    said = {}
    for language, text in says.items():
        for name, word in words.items():
            text = text.replace(f"{{{name}}}", masked(str(in_language(word, language))))
        said[language] = text[:1].upper() + text[1:]
    return said


def histories(
    view: View, entry: CoverageRule, history: Section
) -> Iterator[tuple[Section, int, Record, int | None, list[str]]]:
    """Each row that needs figures, with its index: the row of the history, and its filled periods.

    None where the history has no such row.
    """
    if entry.of is None:
        return
    owner = view.template.by_id[entry.of.section]
    rows: dict[tuple[int, str], tuple[int, list[str]]] = {}
    for index, record in enumerate(view.handover.rows(history)):
        name = record.get(history.names_row)
        if name is not None:
            rows[record.source, normalised(name)] = (index, filled_periods(record))
    for index, record in rows_meant(view, owner, entry.when):
        name = record.get(entry.of.field)
        if name is not None and view.applies(history, record.source):
            place, periods = rows.get((record.source, normalised(name)), (None, []))
            yield owner, index, record, place, periods
