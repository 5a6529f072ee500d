"""What a template declares under ``coverage:``, for the rules that look at it: one kind, one rule."""

from __future__ import annotations

from collections.abc import Iterator

from handover_xlsx.locale import N_, Message
from handover_xlsx.template.model import Condition, CoverageRule, Section
from handover_xlsx.validation.registry import Hit, View
from handover_xlsx.workbook.content import filled_periods
from handover_xlsx.workbook.handover import Record
from handover_xlsx.workbook.layout import normalised
from handover_xlsx.workbook.progress import is_started
from handover_xlsx.workbook.secrets import masked

SAYS = N_("{says}")
HOW = N_("{how}")


def begun_sections(view: View) -> Iterator[tuple[int, Section, int]]:
    """Source, section and number of started rows, for sections that are there and apply."""
    for index, source in enumerate(view.handover.sources):
        for section in view.template.sections:
            if section.id in source.places and view.applies(section, index):
                rows = view.handover.rows(section, index)
                yield index, section, sum(is_started(section, r.values) for r in rows)


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
    begun = {r.source for r in records if is_started(section, r.values)}
    for index, record in enumerate(records):
        counts = record.source in begun and (
            bool(section.prepared) or is_started(section, record.values)
        )
        meets = when is None or when.holds(record.values)
        if counts and meets and view.applies(section, record.source):
            yield index, record


def hit_for(
    view: View,
    entry: CoverageRule,
    section: Section,
    source: int,
    index: int | None,
    field: str | None,
    **words: str,
) -> Hit:
    """A hit in the entry's own words, with the row's name and other ``words`` in them."""
    words["name"] = view.handover.row_name(section.id, index)
    return Hit(
        source, section.id, field, index, severity=entry.severity,
        message=Message(SAYS, {"says": _said(entry, words)}),
        hint=Message(HOW, {"how": entry.hint}),
    )  # fmt: skip


def _said(entry: CoverageRule, words: dict[str, str]) -> dict[str, str]:
    said = {}
    for language, text in entry.says.items():
        for name, word in words.items():
            text = text.replace(f"{{{name}}}", masked(word))
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
        name = record.values.get(history.names_row)
        if name is not None:
            rows[record.source, normalised(name)] = (index, filled_periods(record.values))
    for index, record in rows_meant(view, owner, entry.when):
        name = record.values.get(entry.of.field)
        if name is not None and view.applies(history, record.source):
            place, periods = rows.get((record.source, normalised(name)), (None, []))
            yield owner, index, record, place, periods
