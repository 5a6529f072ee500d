"""Splits a team's handover into parts, and puts parts together again: one is the inverse of the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from handover_xlsx.merging.comparable import text_key
from handover_xlsx.merging.versions import digest, row_values
from handover_xlsx.template.model import Field, Section, text_in
from handover_xlsx.template.selecting import only
from handover_xlsx.workbook.handover import Handover, Record, Source, rearranged
from handover_xlsx.workbook.layout import normalised

BY = ("successor", "from", "section")
_Rows = dict[str, set[int]]  # section → indexes of its rows


@dataclass(frozen=True)
class Part:
    """Some rows of a handover. ``name`` says whose they are, "" for those that are nobody's."""

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
        section: set(range(len(records))) - taken[section]
        for section, records in handover.records.items()
    }
    silent = set(range(len(handover.sources))) - set(_counted(handover))
    waiting = {one.source for one in handover.unplaced}
    if any(rest.values()) or silent or waiting:
        chosen[""] = rest
    # What belongs to no row goes with the rest, or else with the first part.
    home = "" if "" in chosen else next(iter(chosen), "")
    return [
        Part(name, _only(handover, rows, by=by, is_rest=not name, has_beside=name == home))
        for name, rows in chosen.items()
    ]


def _counted(handover: Handover) -> Counter[int]:
    """How many rows each source has."""
    return Counter(record.source for records in handover.records.values() for record in records)


def _only(
    handover: Handover,
    rows: Mapping[str, set[int]],
    *,
    by: str,
    is_rest: bool,
    has_beside: bool,
) -> Handover:
    """The handover with only some rows."""
    records: dict[str, list[Record]] = {}
    now: dict[str, dict[int, int]] = {}
    for section, every in handover.records.items():
        kept = sorted(rows.get(section, ()))
        now[section] = {old: new for new, old in enumerate(kept)}
        records[section] = [replace(every[old]) for old in kept]
    notes = [
        replace(note, record=now[note.section or ""][note.record or 0])
        for note in handover.notes
        if note.section and note.record in now[note.section]
    ]
    template = handover.template
    if by == "section" and not is_rest:
        start = {template.start.id} if template.start else set()
        template = only(template, {*start, *(name for name, found in records.items() if found)})
        records = {section.id: records[section.id] for section in template.sections}
    part = Handover(
        template,
        handover.sources,
        records,
        notes=tuple(notes),
        unplaced=handover.unplaced if is_rest else (),
        replaced=handover.replaced if has_beside else (),
        decisions=handover.decisions if has_beside else (),
    )
    whole, here = _counted(handover), _counted(part)
    sources = enumerate(handover.sources)
    part.sources = tuple(replace(one, part=here[i] < whole[i] or one.part) for i, one in sources)
    used = set(here) | {one.source for one in part.unplaced}
    if is_rest:
        used |= set(range(len(handover.sources))) - set(whole)
    return rearranged(part, sorted(used))


# --- which rows are whose -------------------------------------------------------------------------


def _by_source(handover: Handover) -> dict[str, _Rows]:
    chosen: dict[str, _Rows] = {}
    names = [source.leaver or source.name for source in handover.sources]
    for section, records in handover.records.items():
        for index, record in enumerate(records):
            name = names[record.source]
            rows = chosen.setdefault(name, defaultdict(set))
            rows[section].add(index)
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
        for index, record in enumerate(handover.rows(section) if section.taken_over_by else ()):
            taker = record.values.get(section.taken_over_by or "")
            if isinstance(taker, str):
                name = spelled.setdefault(text_key(taker), taker)
                chosen.setdefault(name, defaultdict(set))[section.id].add(index)
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
    used = {handover.records[name][i].source for name, indexes in rows.items() for i in indexes}
    found = (i for i, record in enumerate(handover.rows(start)) if record.source in used)
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
                value = record.values.get(field)
                if value is not None:
                    key = (section, field, record.source, text_key(str(value)))
                    self._named[key].add(index)

    def _targets(self, item: Field, record: Record) -> tuple[str, set[int]]:
        value = record.values.get(item.id)
        if item.to is None or value is None:
            return "", set()
        key = (item.to.section, item.to.field, record.source, text_key(str(value)))
        return item.to.section, self._named.get(key, set())

    def add_what_belongs(self, rows: _Rows) -> None:
        """Rows of nobody's own that are about chosen ones: the workflow of a duty."""
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
                    target, found = self._targets(item, self._handover.records[name][index])
                    if found and self._handover.template.by_id[target].shared:
                        rows[target] |= found


def _parent(section: Section) -> Field | None:
    """The thing that a row is about: its first reference that is no person."""
    return next((item for item in section.fields if item.to and not item.person), None)


# --- together again --------------------------------------------------------------------------------


def united(handover: Handover) -> Handover:
    """The parts of one workbook as one source again; a row that is in several parts counts once."""
    homes: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, source in enumerate(handover.sources):
        homes[normalised(source.leaver), source.workbook_id, source.modified].append(index)
    first = {index: index for index in range(len(handover.sources))}
    for indexes in homes.values():
        if len(indexes) > 1 and any(handover.sources[index].part for index in indexes):
            first.update(dict.fromkeys(indexes, indexes[0]))
    joined = {home for index, home in first.items() if home != index}
    if not joined:
        return handover
    kept = {name: _once(records, first, joined) for name, records in handover.records.items()}
    whole = _moved(handover, kept, first)
    whole = replace(whole, sources=tuple(_sources(whole, first, joined)))
    return rearranged(whole, [index for index, home in first.items() if index == home])


def _once(records: list[Record], first: Mapping[int, int], joined: set[int]) -> list[int]:
    """The rows that stay; those of a joined source in the order of its own file."""
    seen: dict[object, int] = {}
    for index, record in enumerate(records):
        home = first[record.source]
        key = (home, record.origin) if home in joined and record.origin else ("", index)
        seen.setdefault(key, index)

    def place(index: int) -> tuple[int, int]:
        record = records[index]
        home = first[record.source]
        return home, record.origin.row if home in joined and record.origin else index

    return sorted(seen.values(), key=place)


def _moved(handover: Handover, kept: Mapping[str, list[int]], first: Mapping[int, int]) -> Handover:
    now = {name: {old: new for new, old in enumerate(rows)} for name, rows in kept.items()}
    records = {
        name: [replace(handover.records[name][i], source=first[handover.records[name][i].source])
               for i in rows]
        for name, rows in kept.items()
    }  # fmt: skip
    notes = {
        (note.section, note.field, now[note.section][note.record], note.text): replace(
            note, record=now[note.section][note.record], source=first[note.source]
        )
        for note in handover.notes
        if note.section and note.record is not None and note.record in now[note.section]
    }
    return replace(
        handover,
        records=records,
        remarks=[r for r in handover.remarks if r.record is None],
        notes=tuple(notes.values()),
        unplaced=tuple(
            dict.fromkeys(replace(one, source=first[one.source]) for one in handover.unplaced)
        ),
    )


def _sources(handover: Handover, first: Mapping[int, int], joined: set[int]) -> Iterator[Source]:
    """The sources; one whose rows are all there again is whole, and has the columns of all parts."""
    counted = {index: [] for index in joined}  # type: dict[int, list[tuple[str, Record]]]
    for name, records in handover.records.items():
        for record in records:
            if record.source in joined:
                counted[record.source].append((name, record))
    for index, source in enumerate(handover.sources):
        if index not in joined:
            yield source
            continue
        told = digest((row_values(counted[index]), sorted(source.not_applicable.items())))
        others = [handover.sources[i].places for i, home in first.items() if home == index]
        places = {
            name: replace(place, own_columns={
                heading: column for other in others if name in other
                for heading, column in other[name].own_columns.items()
            })
            for name, place in {k: v for other in others for k, v in other.items()}.items()
        }  # fmt: skip
        yield replace(source, part=told != source.fingerprint, places=places)
