"""Several handovers as one, and the same handover with its sources in another order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from handover_xlsx.handover.content import Unplaced
from handover_xlsx.handover.model import Handover, Note, Remark, RowAsSplit, Source
from handover_xlsx.handover.remembered import ReplacedEntry
from handover_xlsx.handover.table import Table
from handover_xlsx.template.model import Template


def combine(handovers: Iterable[Handover], template: Template | None = None) -> Handover:
    """Several handovers of one template as one: rows keep their source.

    ``template`` contains all of their sections where they have different ones.
    """
    handovers = list(handovers)
    template = template or handovers[0].template
    sources: list[Source] = []
    tables = {section.id: Table() for section in template.sections}
    remarks: list[Remark] = []
    notes: list[Note] = []
    unplaced: list[Unplaced] = []
    replaced: list[ReplacedEntry] = []
    as_split: set[RowAsSplit] = set()
    for handover in handovers:
        shift = len(sources)
        before = {section: len(table) for section, table in tables.items()}
        sources.extend(handover.sources)
        unplaced.extend(replace(value, source=value.source + shift) for value in handover.unplaced)
        for section, table in handover.tables.items():
            tables[section].append(table, shift)
        remarks.extend(_moved(remark, before, shift) for remark in handover.remarks)
        notes.extend(_moved(note, before, shift) for note in handover.notes)
        replaced.extend(handover.replaced)
        as_split.update(row._replace(source=row.source + shift) for row in handover.as_split)
    return Handover(
        template, tuple(sources), tables, remarks, tuple(notes), tuple(unplaced), tuple(replaced),
        tuple(decision for handover in handovers for decision in handover.decisions), frozenset(as_split),
    )  # fmt: skip


def rearranged(handover: Handover, order: Sequence[int]) -> Handover:
    """The same handover with only the named sources, in that order; rows move with their source."""
    now = {old: new for new, old in enumerate(order)}
    tables: dict[str, Table] = {}
    moved: dict[str, dict[int, int]] = {}
    for section, table in handover.tables.items():
        kept = [i for old in order for i in table.by_source.get(old, ())]
        moved[section] = {old: new for new, old in enumerate(kept)}
        tables[section] = table.taken(kept, now)

    def arranged(about: _About) -> _About:
        record = about.record
        if record is not None and about.section is not None:
            record = moved[about.section][record]
        return replace(about, record=record, source=now[about.source])

    return Handover(
        handover.template,
        tuple(handover.sources[old] for old in order),
        tables,
        [arranged(remark) for remark in handover.remarks if remark.source in now],
        tuple(arranged(note) for note in handover.notes if note.source in now),
        tuple(
            replace(value, source=now[value.source])
            for value in sorted(handover.unplaced, key=lambda value: now.get(value.source, -1))
            if value.source in now
        ),
        handover.replaced,
        handover.decisions,
    )


_About = TypeVar("_About", Remark, Note)


def _moved(about: _About, before: Mapping[str, int], shift: int) -> _About:
    """The same about a record that now is behind those of others."""
    record = about.record
    if record is not None and about.section is not None:
        record += before[about.section]
    return replace(about, record=record, source=about.source + shift)
