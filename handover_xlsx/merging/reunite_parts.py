"""Puts the parts of a split team together again: the inverse of ``parts``.

A row is known by the place in its leaver's file. Where several parts have it, the copy that someone
changed counts: every part remembers how its rows were when the team was split.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from handover_xlsx.handover.combine import rearranged
from handover_xlsx.handover.model import Handover, Remark, Source
from handover_xlsx.handover.origin import Origin
from handover_xlsx.handover.places import SectionPlace
from handover_xlsx.handover.table import Table
from handover_xlsx.locale import N_, Message
from handover_xlsx.merging.versions import digest
from handover_xlsx.text.normalise import normalised

_Row = tuple[str, int, Origin]  # section, source, place in the leaver's file


def row_digests(table: Table) -> list[str]:
    """For each row a short text that is the same for two rows that say the same."""
    return [digest(texts)[:12] for texts in table.texts()]


def united(handover: Handover) -> tuple[Handover, tuple[Message, ...]]:
    """The parts of one workbook as one source again, and what to check.

    So are the rows that were added to one team's workbook, now and earlier.
    """
    homes: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, source in enumerate(handover.sources):
        homes[_home(source)].append(index)
    first = {index: index for index in range(len(handover.sources))}
    in_parts = {row.source for row in handover.as_split}
    for indexes in homes.values():
        if any(handover.sources[index].part or index in in_parts for index in indexes):
            first.update(dict.fromkeys(indexes, indexes[0]))
    joined = {home for index, home in first.items() if home != index}
    if not joined:
        return replace(handover, as_split=frozenset()), tuple(_incomplete(handover))
    copies = _Copies(handover, first, joined)
    whole = _moved(handover, {name: copies.kept(name) for name in handover.tables}, first)
    whole = replace(whole, sources=tuple(_sources(whole, first)), as_split=frozenset())
    whole = rearranged(whole, [index for index, home in first.items() if index == home])
    return whole, (*copies.notes, *_incomplete(whole))


def _home(source: Source) -> tuple[object, ...]:
    """The same for the parts of one workbook."""
    if source.added:
        return "added", source.name
    which = (source.workbook_id,) if source.workbook_id else (source.name, source.fingerprint)
    return normalised(source.leaver), source.modified, *which


@dataclass
class _Copies:
    """Which rows remain of those that are in several parts."""

    handover: Handover
    first: Mapping[int, int]
    joined: set[int]
    notes: list[Message] = field(default_factory=list)

    def kept(self, section: str) -> list[int]:
        """The rows of a section that remain; those of a joined source in the order of its own file."""
        table = self.handover.tables[section]
        of_row: dict[_Row, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        kept = []
        for index, (source, origin) in enumerate(zip(table.source, table.origin, strict=True)):
            home = self.first[source]
            if home in self.joined and origin:
                of_row[section, home, origin][source].append(index)
            else:
                kept.append(index)
        for row, copies in of_row.items():
            kept.extend(self._of_row(row, copies))

        def place(index: int) -> tuple[object, ...]:
            home, origin = self.first[table.source[index]], table.origin[index]
            if home in self.joined and origin:
                return home, origin.row, self._digests[section][index]
            return home, index, ""

        return sorted(kept, key=place)

    def _of_row(self, row: _Row, copies: Mapping[int, list[int]]) -> list[int]:
        """Every different copy, but for those that say what someone has changed since."""
        if len(copies) == 1:
            return [index for places in copies.values() for index in places]
        digests = self._digests[row[0]]
        digests_of = {part: {i: digests[i] for i in places} for part, places in copies.items()}
        remembered = {part: self._remembered[row[0], part, row[2]] for part in copies}
        every = set().union(*remembered.values())
        changed: set[str] = set()
        edits: set[frozenset[str]] = set()
        for part, here in digests_of.items():
            before = remembered[part] or every  # a whole team's workbook remembers nothing
            new = set(here.values()) - before
            if new and before - set(here.values()):
                changed |= before - set(here.values())
                edits.add(frozenset(new))
        if len(edits) > 1:
            self.notes.append(self._clash(row, copies))
        most: dict[str, list[int]] = {}
        for here in digests_of.values():
            for one, count in Counter(here.values()).items():
                if one not in changed and count > len(most.get(one, ())):
                    most[one] = [index for index, other in here.items() if other == one]
        return [index for places in most.values() for index in places]

    @cached_property
    def _digests(self) -> Mapping[str, list[str]]:
        """What each row says, section by section."""
        return {name: row_digests(table) for name, table in self.handover.tables.items()}

    @cached_property
    def _remembered(self) -> Mapping[_Row, set[str]]:
        """How the rows of each part were."""
        found: dict[_Row, set[str]] = defaultdict(set)
        for split in self.handover.as_split:
            found[split.section, split.source, split.origin].add(split.digest)
        return found

    def _clash(self, row: _Row, copies: Mapping[int, list[int]]) -> Message:
        name, home, origin = row
        section = self.handover.template.by_id[name]
        index = min(min(places) for places in copies.values())
        return Message(
            N_("“{sheet}”: “{row}” ({leaver}) was changed differently in two parts; both rows are "
               "kept, delete the wrong one"),
            {"sheet": section.sheet, "row": self.handover.row_name(name, index) or str(origin.row),
             "leaver": self.handover.sources[home].leaver},
        )  # fmt: skip


def _moved(handover: Handover, kept: Mapping[str, list[int]], first: Mapping[int, int]) -> Handover:
    now = {name: {old: new for new, old in enumerate(rows)} for name, rows in kept.items()}
    tables = {name: handover.tables[name].taken(rows, first) for name, rows in kept.items()}
    notes = {
        (note.section, note.field, now[note.section][note.record], note.text): replace(
            note, record=now[note.section][note.record], source=first[note.source]
        )
        for note in handover.notes
        if note.section and note.record is not None and note.record in now[note.section]
    }
    return replace(
        handover,
        tables=tables,
        remarks=list(_remarks(handover, now, first)),
        notes=tuple(notes.values()),
        unplaced=tuple(
            dict.fromkeys(replace(value, source=first[value.source]) for value in handover.unplaced)
        ),
    )


def _remarks(
    handover: Handover, now: Mapping[str, Mapping[int, int]], first: Mapping[int, int]
) -> Iterator[Remark]:
    """What reading noticed, but for the rows that other copies stand for."""
    for remark in handover.remarks:
        source = first[remark.source]
        if remark.record is None or remark.section is None:
            yield replace(remark, source=source)
        elif remark.record in now[remark.section]:
            yield replace(remark, source=source, record=now[remark.section][remark.record])


def _sources(handover: Handover, first: Mapping[int, int]) -> Iterator[Source]:
    """The sources; one whose rows are all there again is complete, and has the columns of all parts."""
    rows: dict[int, set[tuple[str, Origin | None]]] = defaultdict(set)
    for name, table in handover.tables.items():
        for one, origin in zip(table.source, table.origin, strict=True):
            rows[one].add((name, origin))
    alike: dict[int, list[Source]] = defaultdict(list)
    for index, home in first.items():
        alike[home].append(handover.sources[index])
    for index, source in enumerate(handover.sources):
        parts = alike[index]
        if len(parts) < 2:
            yield source
            continue
        yield replace(
            source,
            part=source.added
            or (all(part.part for part in parts) and len(rows[index]) < source.rows_of_whole),
            places=_places(parts),
            sections=frozenset().union(*(part.sections for part in parts)),
            modified=max(part.modified for part in parts),
            workbook_id=max(part.workbook_id for part in parts),
        )


def _places(parts: list[Source]) -> dict[str, SectionPlace]:
    """Where the sections are, with the own columns of all parts."""
    return {
        name: replace(place, own_columns={
            heading: column for other in parts if name in other.places
            for heading, column in other.places[name].own_columns.items()
        })
        for name, place in {k: v for part in parts for k, v in part.places.items()}.items()
    }  # fmt: skip


def _incomplete(handover: Handover) -> Iterator[Message]:
    """Leavers whose other parts are not here."""
    split = [index for index, source in enumerate(handover.sources) if source.was_split]
    here = handover.rows_of_sources if split else Counter()
    for index in split:
        source = handover.sources[index]
        yield Message(
            N_("{leaver}: {count} of {all} rows are here; merge the other parts, too"),
            {"leaver": source.leaver or source.name, "count": here[index],
             "all": source.rows_of_whole},
        )  # fmt: skip
