"""Merges handovers of one template: every row is kept and says where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import overload

from handover_xlsx.errors import UsageError
from handover_xlsx.format.layout import FROM_FIELD
from handover_xlsx.format.split_state import memory_of
from handover_xlsx.handover.combine import combine
from handover_xlsx.handover.content import CellNotes, Content, Row
from handover_xlsx.handover.model import Decision, Handover, Note, Source
from handover_xlsx.handover.notes import note_as_unplaced, placed_notes
from handover_xlsx.handover.notices import masked_notes
from handover_xlsx.handover.origin import format_origin
from handover_xlsx.handover.remembered import ReplacedEntry, SourceEntry
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_, Message
from handover_xlsx.merging.counting import counted
from handover_xlsx.merging.outstanding import waiting
from handover_xlsx.merging.versions import PERSON, Versions
from handover_xlsx.reading.same_template import common_template
from handover_xlsx.text.normalise import normalised


@dataclass(frozen=True)
class Merged:
    """A team's handover, ready to be written as a workbook; ``notes`` list what to check.

    ``rows_replaced`` counts the rows of workbooks that a newer one of the same person replaced, and
    of those that were there twice: rows read = ``rows`` + ``rows_replaced``.
    """

    handover: Handover
    content: Content
    notes: tuple[Message, ...] = ()
    rows_replaced: int = 0

    @property
    def rows(self) -> int:
        """How many rows there are in all sections together."""
        return sum(len(rows) for rows in self.content.rows.values())


def merge(handovers: Sequence[Handover]) -> Merged:
    """All rows of the newest workbook of everyone, each with where it comes from.

    The result does not depend on the order of the handovers, nor on whether some of them were
    merged before. Raises UsageError for mixed templates.
    """
    if not handovers:
        raise UsageError(N_("there is nothing to merge; name at least one workbook"))
    template = common_template(handovers)
    if template is None:
        names = tuple(sorted({f"{h.template.id} {h.template.version}" for h in handovers}))
        raise UsageError(
            N_(
                "these workbooks are made from different templates ({names}); merge each kind alone"
            ),
            names=names,
        )
    everything = combine(handovers, template)
    found = counted(everything)
    whole = replace(
        found.handover,
        sources=tuple(
            replace(source, fingerprint=fingerprint)
            for source, fingerprint in zip(
                found.handover.sources, found.versions.fingerprints, strict=True
            )
        ),
        replaced=_all_replaced(found.everything, found.versions),
        decisions=_each_once(found.handover.decisions),
    )
    left_out = everything.rows_of_sources.total() - whole.rows_of_sources.total()
    return Merged(whole, content_of(whole), (*found.notes, *masked_notes(whole)), left_out)


def _each_once(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Decisions in an order that every merge finds again; all parts of a team carry the same."""
    found = {
        (decision.key, decision.choice, "" if decision.key else decision.place): decision
        for decision in decisions
    }
    return tuple(found[which] for which in sorted(found))


class _Rows(Sequence[Row]):
    """The rows of a section; each is made when it is needed, since a company has very many."""

    def __init__(self, records: Sequence[Record], labels: Sequence[str]) -> None:
        self._records, self._labels = records, labels

    def __len__(self) -> int:
        return len(self._records)

    @overload
    def __getitem__(self, place: int) -> Row: ...
    @overload
    def __getitem__(self, place: slice) -> _Rows: ...
    def __getitem__(self, place: int | slice) -> Row | _Rows:
        if isinstance(place, slice):
            return _Rows(self._records[place], self._labels)
        record = self._records[place]
        label = self._labels[record.source]
        where = format_origin(label, record.origin) if record.origin else label
        return {FROM_FIELD: where, **record.filled()}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


def content_of(whole: Handover) -> Content:
    """The content of a team's workbook; every row says in *From* where it comes from."""
    labels = source_labels(whole.sources)
    attached, loose = placed_notes(whole.notes)
    return Content(
        rows={name: _Rows(table, labels) for name, table in whole.tables.items()},
        not_applicable=_nowhere_applicable(whole),
        own_columns={s.id: whole.own_columns(s.id) for s in whole.template.sections},
        sources=tuple(
            _entry(source, label) for source, label in zip(whole.sources, labels, strict=True)
        ),
        replaced=whole.replaced,
        notes=_notes_of_rows(attached),
        waiting=waiting(whole),
        unplaced=(*whole.unplaced, *map(note_as_unplaced, loose)),
        part_memory=memory_of(whole),
    )


def _notes_of_rows(
    notes: Sequence[Note],
) -> Mapping[str, CellNotes]:
    """Notes by section, row and field: in a team's workbook they are at the same cell."""
    found: dict[str, CellNotes] = {}
    for note in notes:
        place = (note.record or 0, note.field or "")
        found.setdefault(note.section or "", {})[place] = (note.author, note.text)
    return found


def source_labels(sources: Sequence[Source]) -> list[str]:
    """What the *From* column says: the leaver and the file, each label only once."""
    labels: list[str] = []
    seen: Counter[str] = Counter()
    for source in sources:
        label = " · ".join(part for part in (source.leaver, source.name) if part)
        seen[label] += 1
        labels.append(f"{label} ({seen[label]})" if seen[label] > 1 else label)
    return labels


def _entry(source: Source, label: str) -> SourceEntry:
    """What a team's workbook remembers of a source."""
    return SourceEntry(
        label=label,
        name=source.name,
        leaver=source.leaver,
        language=source.language,
        template_version=source.template_version,
        workbook_id=source.workbook_id,
        modified=source.modified,
        not_applicable=dict(source.not_applicable),
        sections=tuple(sorted(source.sections)),
        fingerprint=source.fingerprint,
        part=source.part,
        rows_of_whole=source.rows_of_whole if source.was_split else 0,
        added=source.added,
    )


def _all_replaced(everything: Handover, versions: Versions) -> tuple[ReplacedEntry, ...]:
    """What newer workbooks replaced, in this merge and in earlier ones."""
    rows = everything.rows_of_sources
    entries = set(everything.replaced)
    for old, fingerprint in versions.remembered:
        source = everything.sources[old]
        entries.add(
            ReplacedEntry(
                name=source.name,
                leaver=source.leaver,
                workbook_id=source.workbook_id,
                modified=source.modified,
                rows=rows[old],
                fingerprint=fingerprint,
                **{role: str(everything.role(role, old) or "") for role in PERSON},
            )
        )
    # What says the same as one that counts tells nothing new, whenever it was merged.
    here = {
        (normalised(everything.sources[index].leaver), everything.sources[index].workbook_id, what)
        for index, what in zip(versions.kept, versions.fingerprints, strict=True)
    }
    return tuple(
        sorted(
            entry
            for entry in entries
            if (normalised(entry.leaver), entry.workbook_id, entry.fingerprint) not in here
        )
    )


def _nowhere_applicable(whole: Handover) -> dict[str, str]:
    """Sections that every source declared not applicable, with all their reasons."""
    declared = [source.not_applicable for source in whole.sources if not source.added]
    everywhere = set(declared[0]).intersection(*declared[1:]) if declared else set()
    return {
        section: "; ".join(dict.fromkeys(reasons[section] for reasons in declared))
        for section in everywhere
        if not whole.rows(section)
    }
