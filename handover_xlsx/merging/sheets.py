"""The sheets of a team's workbook about the team: sources, conflicts, who takes what, what no one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath

from handover_xlsx.format.layout import sheet_names
from handover_xlsx.handover.content import Hole, Link, Overview
from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.handover.origin import format_origin
from handover_xlsx.locale import N_, plural, translate
from handover_xlsx.merging.conflict_sheet import conflict_sheet
from handover_xlsx.merging.conflicts import Conflict, find_conflicts
from handover_xlsx.merging.load import Load, loads, unclaimed
from handover_xlsx.merging.merge import source_labels
from handover_xlsx.merging.outstanding import owed
from handover_xlsx.template.model import Section, text_in


def team_sheets(
    handover: Handover, language: str, conflicts: Sequence[Conflict] | None = None
) -> tuple[Overview, ...]:
    """The sheets about the team; one with nothing to tell says that.

    ``conflicts`` are those of the handover, for callers who have looked for them already.
    """
    if conflicts is None:
        conflicts = find_conflicts(handover)
    sheets = (_sources(handover, language), conflict_sheet(handover, conflicts, language))
    if any(section.taken_over_by for section in handover.template.sections):
        return (*sheets, _load(handover, language), _unclaimed(handover, language))
    return sheets


def _sources(handover: Handover, language: str) -> Overview:
    sections = handover.template.sections
    names = sheet_names(handover.template, language, team=True)
    outstanding = {section.id: owed(handover, section) for section in sections}
    rows = [_source_line(handover, index, outstanding, language)
            for index in range(len(handover.sources))]  # fmt: skip
    gone = translate(N_("replaced by a newer one"), language)
    rows += [
        (workbook.leaver, workbook.name, _moment(workbook.modified), workbook.rows, gone,
         *(None for _ in sections))
        for workbook in handover.replaced
    ]  # fmt: skip
    return Overview(
        "sources",
        translate(N_("Sources"), language),
        translate(
            N_("The workbooks that were merged, and those that a newer one replaced; and how many "
               "rows each has on every sheet."),
            language,
        ),
        (
            *_heads(language, N_("Leaver"), N_("File"), N_("Last saved"), N_("Rows"), N_("State")),
            *(names[section.id] for section in sections),
        ),
        (20, 30, 18, 8, 18, *(12 for _ in sections)),
        tuple(rows),
    )  # fmt: skip


def _source_line(
    handover: Handover, index: int, outstanding: Mapping[str, Sequence[int]], language: str
) -> tuple[object, ...]:
    source = handover.sources[index]
    counted = {s.id: len(handover.rows(s, index)) for s in handover.template.sections}

    def cell(section: Section) -> object:
        rows = counted[section.id]
        if section.id in source.not_applicable:
            return rows or translate(N_("does not apply"), language)
        if outstanding[section.id][index]:
            text = plural(rows, N_("one row"), N_("{count} rows"))
            return Hole(translate(text, language).format(count=rows) if rows
                        else translate(N_("nothing yet"), language))  # fmt: skip
        return rows or None

    return (
        source.leaver,
        PurePath(source.name).name,
        _moment(source.modified),
        sum(counted.values()),
        translate(_state(source), language),
        *(cell(section) for section in handover.template.sections),
    )


def _state(source: Source) -> str:
    """What a merge has made of a workbook."""
    if source.added:
        return N_("added to the team")
    if source.was_split:
        return N_("only a part")
    return N_("counts, changed here") if source.edited else N_("counts")


def _moment(text: object) -> str:
    """``2026-11-02T09:30:00Z`` as people read it."""
    return str(text or "")[:16].replace("T", " ")


def _load(handover: Handover, language: str) -> Overview:
    people = loads(handover)
    sections = [
        s for s in handover.template.sections if any(person.rows[s.id] for person in people)
    ]
    heads = _heads(
        language, N_("Taken over by"), N_("Rows"), N_("Critical or high"), N_("Hours a month"),
        N_("From"),
    )  # fmt: skip
    return Overview(
        "load",
        translate(N_("Who takes what"), language),
        translate(
            N_("Open rows by the person who takes them over; those with the most critical and high "
               "rows come first, then those with the most hours a month (hours each time × how "
               "often)."),
            language,
        ),
        (*heads, *(text_in(s.sheet, language) for s in sections), translate(N_("Note"), language)),
        (24, 8, 12, 14, 36, *(12 for _ in sections), 56),
        tuple(
            (
                person.name,
                person.total,
                person.urgent,
                round(person.hours, 1),
                translate(N_(", "), language).join(giver for giver in person.givers if giver),
                *(person.rows[s.id] or None for s in sections),
                _remark(person, language),
            )
            for person in people
        ),
        nothing=translate(N_("No open row names a person who takes it over."), language),
    )  # fmt: skip


def _remark(load: Load, language: str) -> str:
    remarks = []
    if load.leaves:
        remarks.append(translate(N_("is leaving, too: choose someone else"), language))
    if not load.in_contacts:
        remarks.append(translate(N_("is not on Contacts: add how to reach them"), language))
    if load.uncounted:
        text = N_("without {count} rows that come irregularly or name no hours")
        if load.uncounted == 1:
            text = N_("without one row that comes irregularly or names no hours")
        remarks.append(translate(text, language).format(count=load.uncounted))
    return translate(N_("; "), language).join(remarks)


def _unclaimed(handover: Handover, language: str) -> Overview:
    labels = source_labels(handover.sources)
    pressing = {s.id: handover.columns(s).urgent for s in handover.template.sections}

    def lines() -> Iterator[tuple[bool, tuple[object, ...]]]:
        for section, index in unclaimed(handover):
            record = handover.rows(section)[index]
            first = bool(pressing[section.id][index])
            label = labels[record.source]
            name = handover.row_name(section.id, index) or "–"
            yield (
                not first,
                (
                    text_in(section.sheet, language),
                    Link(name, section.id, index, section.names_row),
                    translate(N_("critical or high"), language) if first else None,
                    format_origin(label, record.origin) if record.origin else label,
                ),
            )

    ordered = sorted(lines(), key=lambda line: line[0])
    return Overview(
        "unclaimed",
        translate(N_("No one takes over"), language),
        translate(
            N_("Open rows without a person who takes them over. Name one on each."), language
        ),
        _heads(language, N_("Sheet"), N_("What"), N_("Priority"), N_("From")),
        (22, 40, 18, 62),
        tuple(cells for _, cells in ordered),
        nothing=translate(N_("None: every open row names a person who takes it over."), language),
    )


def _heads(language: str, *texts: str) -> tuple[str, ...]:
    return tuple(translate(text, language) for text in texts)
