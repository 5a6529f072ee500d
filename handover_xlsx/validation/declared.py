"""What a template declares under ``coverage:``, for the rules that check it: one kind, one rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

import numpy as np

from handover_xlsx.handover.columns import Mask, Whole, last_of
from handover_xlsx.locale import N_, Message, in_language
from handover_xlsx.secrets.find import masked
from handover_xlsx.template.checking_coverage import AT_END_RULES
from handover_xlsx.template.model import Condition, CoverageRule, Section, Texts
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
    sources = view.handover.sources
    started = {section.id: started_by_source(view, section) for section in view.template.sections}
    for index, source in enumerate(sources):
        for section in view.template.sections:
            if section.id in source.places and view.applies(section, index):
                yield index, section, int(started[section.id][index])


def started_by_source(view: View, section: Section) -> Whole:
    """How many rows of a section each source has begun."""
    columns = view.columns(section)
    return np.bincount(columns.source[columns.started], minlength=len(view.handover.sources))


def declared(view: View, kind: str) -> Iterator[tuple[CoverageRule, Section]]:
    """The template's coverage entries of one kind."""
    for entry in view.template.coverage:
        if entry.rule == kind:
            yield entry, view.template.by_id[entry.section]


def rows_meant(view: View, section: Section, when: Condition | None) -> Mask:
    """The rows that a coverage entry is about.

    Prepared rows count as soon as any row of their section was started: before that, one finding
    says that the section is empty.
    """
    columns = view.columns(section)
    counts = columns.started
    if section.prepared:
        counts = (started_by_source(view, section) > 0)[columns.source]
    meant = counts & view.applicable(section)
    return meant & columns.holds(when) if when is not None else meant


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
    sentence = _sentence(says, {**words, "name": view.handover.row_name(section.id, index)})
    hint = Message(HOW, {"how": how})
    hit = Hit(
        source, section.id, field, index, severity=entry.severity,
        message=Message(SAYS, {"says": sentence}), hint=hint,
    )  # fmt: skip
    if not entry.at_end or entry.rule not in AT_END_RULES:
        return hit
    return judged_by_time(view, AT_END_RULES[entry.rule], hit, hint)


def _sentence(says: Texts, words: Words) -> dict[str, str]:
    sentence = {}
    for language, text in says.items():
        for name, word in words.items():
            text = text.replace(f"{{{name}}}", masked(str(in_language(word, language))))
        sentence[language] = text[:1].upper() + text[1:]
    return sentence


@dataclass(frozen=True)
class Histories:
    """The rows that need figures, in order, and where their figures are.

    ``owners`` are positions in the section ``owner``, ``places`` those in the history, -1 where it
    has no such row; ``sources`` are the sources of both.
    """

    owner: Section
    owners: Whole
    places: Whole
    sources: Whole


def histories(view: View, entry: CoverageRule, history: Section) -> Histories | None:
    """The histories that an entry is about; None where it names no rows that need them."""
    if entry.of is None:
        return None
    owner = view.template.by_id[entry.of.section]
    columns = view.columns(owner)
    meant = rows_meant(view, owner, entry.when) & columns.filled(entry.of.field)
    meant = meant & view.in_sources(owner, partial(view.applies, history))
    owners = np.flatnonzero(meant)
    wanted = view.keys(owner, entry.of.field)[owners]
    places = last_of(view.keys(history, history.names_row), wanted)
    return Histories(owner, owners, places, columns.source[owners])
