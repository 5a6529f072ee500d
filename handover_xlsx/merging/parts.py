"""Splits a team's handover into parts; ``uniting`` is the inverse."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import PurePath

from handover_xlsx.format.hidden_sheet import installed_template
from handover_xlsx.handover.combine import rearranged
from handover_xlsx.handover.model import Handover, RowAsSplit, Source
from handover_xlsx.handover.notes import note_as_unplaced, placed_notes
from handover_xlsx.handover.table import Record, Table
from handover_xlsx.merging.comparable import text_key
from handover_xlsx.merging.reunite_parts import row_digests
from handover_xlsx.template.model import Field, Section, text_in
from handover_xlsx.template.selecting import only, union
from handover_xlsx.values.vocabulary import names_no_one

BY = ("successor", "from", "section")
_Rows = dict[str, set[int]]  # section → indexes of its rows


@dataclass(frozen=True)
class Part:
    """Some rows of a handover. ``name`` says whose they are, "" for those that are no one's."""

    name: str
    handover: Handover


def split(handover: Handover, by: str) -> list[Part]:
    """The handover in parts: one for each person who takes over, each leaver, or each section.

    Rows that a part refers to, such as contacts, are in it, too. Every row is in one part at least.
    """
    chosen = {"successor": _by_successor, "from": _by_source, "section": _by_section}[by](handover)
    taken: _Rows = defaultdict(set)
    for rows in chosen.values():
        for section, indexes in rows.items():
            taken[section] |= indexes
    rest = {
        section: set(range(len(table))) - taken[section]
        for section, table in handover.tables.items()
    }
    silent = set(range(len(handover.sources))) - set(handover.rows_of_sources)
    handover = _with_loose_notes_unplaced(handover)
    if any(rest.values()) or silent or handover.unplaced:
        chosen[""] = rest
    # What belongs to no row goes with the rest, or else with the first part.
    home = "" if "" in chosen else next(iter(chosen), "")
    return [
        Part(name, _only(handover, rows, by=by, is_rest=not name, is_home=name == home))
        for name, rows in chosen.items()
    ]


def _with_loose_notes_unplaced(handover: Handover) -> Handover:
    """The same; notes at no row are with what has no place, as in every team's workbook."""
    attached, loose = placed_notes(handover.notes)
    unplaced = (*handover.unplaced, *map(note_as_unplaced, loose))
    return replace(handover, notes=tuple(attached), unplaced=unplaced)


def _only(
    handover: Handover,
    rows: Mapping[str, set[int]],
    *,
    by: str,
    is_rest: bool,
    is_home: bool,
) -> Handover:
    """The handover with only some rows."""
    tables: dict[str, Table] = {}
    now: dict[str, dict[int, int]] = {}
    unmoved = {source: source for source in range(len(handover.sources))}
    for section, every in handover.tables.items():
        kept = sorted(rows.get(section, ()))
        now[section] = {old: new for new, old in enumerate(kept)}
        tables[section] = every.taken(kept, unmoved)
    notes = [
        replace(note, record=now[note.section or ""][note.record or 0])
        for note in handover.notes
        if note.section and note.record in now[note.section]
    ]
    template = handover.template
    if by == "section" and not is_rest:
        start = {template.start.id} if template.start else set()
        # A sheet on which no one has written anything goes with the first part.
        nowhere = {name for name, every in handover.tables.items() if is_home and not every}
        smaller = only(
            template, {*start, *nowhere, *(name for name, found in tables.items() if found)}
        )
        # Parts of a template that is not installed could not be put together again.
        if union([template, smaller], installed_template(template.id)):
            template = smaller
        tables = {section.id: tables[section.id] for section in template.sections}
    part = Handover(
        template,
        _sources(handover, tables),
        tables,
        notes=tuple(notes),
        unplaced=handover.unplaced if is_rest else (),
        replaced=handover.replaced if is_home else (),
        decisions=handover.decisions,
    )
    used = set(part.rows_of_sources) | {value.source for value in part.unplaced}
    if is_rest:
        used |= set(range(len(handover.sources))) - set(handover.rows_of_sources)
    part = rearranged(part, sorted(used))
    return replace(part, as_split=frozenset(_as_split(part)))


def _sources(handover: Handover, tables: Mapping[str, Table]) -> tuple[Source, ...]:
    """The sources; one that not all of its rows are taken of is a part, and knows of how many."""
    whole = handover.rows_of_sources
    here = Counter(chain.from_iterable(table.source for table in tables.values()))
    places: dict[int, set[tuple[str, object]]] = defaultdict(set)
    for section, table in handover.tables.items():
        for source, origin in zip(table.source, table.origin, strict=True):
            places[source].add((section, origin))
    return tuple(
        replace(source, part=True, rows_of_whole=source.rows_of_whole or len(places[index]))
        if here[index] < whole[index] and not source.added
        else source
        for index, source in enumerate(handover.sources)
    )


def _as_split(part: Handover) -> Iterator[RowAsSplit]:
    for section, table in part.tables.items():
        digests = row_digests(table)
        for source, origin, digest in zip(table.source, table.origin, digests, strict=True):
            if origin:
                yield RowAsSplit(section, source, origin, digest)


# --- which rows are whose -------------------------------------------------------------------------


def _by_source(handover: Handover) -> dict[str, _Rows]:
    chosen: dict[str, _Rows] = {}
    names = [source.leaver or PurePath(source.name).stem for source in handover.sources]
    for section, table in handover.tables.items():
        for source, positions in table.by_source.items():
            if not handover.sources[source].added:  # no one's own: they go with the rest
                rows = chosen.setdefault(names[source], defaultdict(set))
                rows[section].update(positions)
    return chosen


def _by_section(handover: Handover) -> dict[str, _Rows]:
    start = handover.template.start
    people = {start.id: set(range(len(handover.rows(start))))} if start else {}
    language = handover.sources[0].language
    return {
        text_in(section.sheet, language): {**people, section.id: set(range(len(rows)))}
        for section in handover.template.sections
        if section is not start and (rows := handover.rows(section))
    }


def _by_successor(handover: Handover) -> dict[str, _Rows]:
    chosen: dict[str, _Rows] = {}
    spelled: dict[str, str] = {}
    for section in handover.template.sections:
        if section.taken_over_by is None:
            continue
        codes, values = handover.columns(section).distinct(section.taken_over_by)
        names = [None if names_no_one(name) else spelled.setdefault(text_key(name), name)
                 for name in map(str, values)]  # fmt: skip
        for index, code in enumerate(codes.tolist()):
            if code >= 0 and (named := names[code]):
                chosen.setdefault(named, defaultdict(set))[section.id].add(index)
    links = _Links(handover)
    for rows in chosen.values():
        links.add_what_belongs(rows)
        links.add_what_is_named(rows)
        _add_start(handover, rows)
    return chosen


def _add_start(handover: Handover, rows: _Rows) -> None:
    """Who hands over: the forms of the leavers whose rows are there."""
    start = handover.template.start
    if start is None:
        return
    used = {handover.tables[name].source[i] for name, indexes in rows.items() for i in indexes}
    found = (i for i, source in enumerate(handover.tables[start.id].source) if source in used)
    rows[start.id] |= set(found)


class _Links:
    """Which rows name which others, within the rows of one source."""

    def __init__(self, handover: Handover) -> None:
        self._handover = handover
        self._named: dict[tuple[str, str, int, str], set[int]] = defaultdict(set)
        fields = {(i.to.section, i.to.field) for s in handover.template.sections
                  for i in s.fields if i.to}  # fmt: skip
        for section, field in fields:
            for index, record in enumerate(handover.rows(section)):
                value = record.get(field)
                if value is not None:
                    key = (section, field, record.source, text_key(str(value)))
                    self._named[key].add(index)

    def _targets(self, item: Field, record: Record) -> tuple[str, set[int]]:
        value = record.get(item.id)
        if item.to is None or value is None:
            return "", set()
        key = (item.to.section, item.to.field, record.source, text_key(str(value)))
        return item.to.section, self._named.get(key, set())

    def add_what_belongs(self, rows: _Rows) -> None:
        """Rows of no one's own that are about chosen ones: the workflow of a duty."""
        for section in self._handover.template.sections:
            if section.taken_over_by or section is self._handover.template.start:
                continue
            for index, record in enumerate(self._handover.rows(section)):
                parent = _parent(section)
                if parent and self._is_about(parent, record, rows):
                    rows[section.id].add(index)

    def _is_about(self, item: Field, record: Record, rows: _Rows) -> bool:
        section, found = self._targets(item, record)
        return bool(found & rows.get(section, set()))

    def add_what_is_named(self, rows: _Rows) -> None:
        """What chosen rows name and others know, too: contacts, systems, documents."""
        for name, indexes in list(rows.items()):
            section = self._handover.template.by_id[name]
            for index in list(indexes):
                for item in section.fields:
                    target, found = self._targets(item, self._handover.tables[name][index])
                    if found and self._handover.template.by_id[target].shared:
                        rows[target] |= found


def _parent(section: Section) -> Field | None:
    """The thing that a row is about: its first reference that is no person."""
    return next((item for item in section.fields if item.to and not item.person), None)
