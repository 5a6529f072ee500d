"""The sheets of a team's workbook about the team: sources, conflicts, who takes what, what nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from handover_xlsx.locale import N_, translate
from handover_xlsx.merging.combine import source_labels
from handover_xlsx.merging.conflicts import APART, USE, Conflict, decisions_of, find_conflicts
from handover_xlsx.merging.load import Load, is_urgent, loads, unclaimed
from handover_xlsx.template.model import Field, text_in
from handover_xlsx.workbook.content import Link, Overview
from handover_xlsx.workbook.handover import Handover
from handover_xlsx.workbook.inputs import shown_text
from handover_xlsx.workbook.provenance import said


def team_sheets(handover: Handover, language: str) -> tuple[Overview, ...]:
    """Each sheet that has something to say."""
    sheets = (_sources, _conflicts, _load, _unclaimed)
    made = (sheet(handover, language) for sheet in sheets)
    return tuple(one for one in made if one.rows)


def _sources(handover: Handover, language: str) -> Overview:
    counted = [0] * len(handover.sources)
    for records in handover.records.values():
        for record in records:
            counted[record.source] += 1
    here = translate(N_("counts"), language)
    gone = translate(N_("replaced by a newer one"), language)
    rows: list[tuple[object, ...]] = [
        (source.leaver, PurePath(source.name).name, _moment(source.modified), counted[index], here)
        for index, source in enumerate(handover.sources)
    ]
    rows += [
        (one.get("leaver"), one.get("name"), _moment(one.get("modified")), one.get("rows"), gone)
        for one in handover.replaced
    ]
    return Overview(
        "sources",
        translate(N_("Sources"), language),
        translate(
            N_("The workbooks that were merged, and those that a newer one replaced."), language
        ),
        _heads(language, N_("Leaver"), N_("File"), N_("Last saved"), N_("Rows"), N_("State")),
        (24, 36, 20, 8, 26),
        tuple(rows),
    )


def _moment(text: object) -> str:
    """``2026-11-02T09:30:00Z`` as people read it."""
    return str(text or "")[:16].replace("T", " ")


def _conflicts(handover: Handover, language: str) -> Overview:
    decisions = decisions_of(handover.decisions)
    conflicts = find_conflicts(handover)
    labels = source_labels(handover.sources)
    lines = [
        (option.key, _line(handover, conflict, number, decisions, labels, language))
        for conflict in conflicts
        for number, option in enumerate(conflict.options)
    ]
    purpose = N_("Different things are said about one thing. Choose “Use this” beside the right value, "
                 "or “Different things”; then: handover merge TEAM.xlsx --resolve")  # fmt: skip
    choices = tuple(translate(choice, language) for choice in (USE, APART))
    heads = (N_("Sheet"), N_("What"), N_("Field"), N_("Value"), N_("From"), N_("Decision"))
    return Overview(
        "conflicts",
        translate(N_("Conflicts"), language),
        translate(purpose, language),
        _heads(language, *heads),
        (20, 30, 22, 44, 44, 20),
        tuple(cells for _, cells in lines),
        {5: choices},
        tuple(key for key, _ in lines),
    )


def _line(
    handover: Handover,
    conflict: Conflict,
    number: int,
    decisions: dict[str, str],
    labels: list[str],
    language: str,
) -> tuple[object, ...]:
    section = handover.template.by_id[conflict.section]
    option = conflict.options[number]
    item = section.by_id.get(conflict.field)
    what = translate(N_("probably the same"), language) if conflict.duplicate else conflict.name
    record = handover.rows(section)[option.rows[0]]
    label = labels[record.source]
    text = said(label, record.origin) if record.origin else label
    if len(option.rows) > 1:
        text += translate(N_(" and {count} more"), language).format(count=len(option.rows) - 1)
    decided = decisions.get(option.key)
    return (
        text_in(section.sheet, language),
        what,
        text_in(item.label, language) if item else conflict.field,
        _shown(item, option.value, language),
        Link(text, section.id, option.rows[0], section.names_row),
        translate(decided, language) if decided else None,
    )


def _shown(item: Field | None, value: object, language: str) -> object:
    if item is None:
        return value
    is_share = item.type == "percent" and isinstance(value, (int, float))
    return f"{value:.0%}" if is_share else shown_text(item, value, language)


def _load(handover: Handover, language: str) -> Overview:
    people = loads(handover)
    sections = [s for s in handover.template.sections if any(one.rows[s.id] for one in people)]
    heads = _heads(
        language, N_("Taken over by"), N_("Rows"), N_("Critical or high"), N_("Hours"), N_("From")
    )
    return Overview(
        "load",
        translate(N_("Who takes what"), language),
        translate(
            N_("Open rows by the person who takes them over, the most loaded first."), language
        ),
        (*heads, *(text_in(s.sheet, language) for s in sections), translate(N_("Note"), language)),
        (24, 8, 12, 10, 36, *(14 for _ in sections), 50),
        tuple(
            (
                one.name,
                one.total,
                one.urgent,
                round(one.hours, 2),
                ", ".join(giver for giver in one.givers if giver),
                *(one.rows[s.id] or None for s in sections),
                _remark(one, language),
            )
            for one in people
        ),
    )


def _remark(load: Load, language: str) -> str:
    said_of = []
    if load.leaves:
        said_of.append(translate(N_("leaves, too: choose somebody else"), language))
    if not load.in_contacts:
        said_of.append(translate(N_("is not on Contacts: add how to reach them"), language))
    return "; ".join(said_of)


def _unclaimed(handover: Handover, language: str) -> Overview:
    labels = source_labels(handover.sources)

    def lines() -> Iterator[tuple[bool, tuple[object, ...]]]:
        for section, index in unclaimed(handover):
            record = handover.rows(section)[index]
            urgent = is_urgent(section, record)
            label = labels[record.source]
            yield (
                not urgent,
                (
                    text_in(section.sheet, language),
                    Link(
                        handover.row_name(section.id, index) or "–",
                        section.id,
                        index,
                        section.names_row,
                    ),
                    translate(N_("critical or high"), language) if urgent else None,
                    said(label, record.origin) if record.origin else label,
                ),
            )

    ordered = sorted(lines(), key=lambda line: line[0])
    return Overview(
        "unclaimed",
        translate(N_("Nobody takes over"), language),
        translate(
            N_("Open rows without a person who takes them over. Name one on each."), language
        ),
        _heads(language, N_("Sheet"), N_("What"), N_("Priority"), N_("From")),
        (22, 40, 18, 50),
        tuple(cells for _, cells in ordered),
    )


def _heads(language: str, *texts: str) -> tuple[str, ...]:
    return tuple(translate(text, language) for text in texts)
