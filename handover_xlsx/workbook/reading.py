"""Reads a workbook back as a handover: what it says, where it says it, and what was odd."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.template.catalogue import load_template, template_names
from handover_xlsx.template.model import Field, Section, Template
from handover_xlsx.template.selecting import only
from handover_xlsx.workbook import layout
from handover_xlsx.workbook.cells import CellError, CellValue, Grid, Uncalculated, Workbook
from handover_xlsx.workbook.container import Container, open_container, open_container_bytes
from handover_xlsx.workbook.conversion import Context, clean, convert
from handover_xlsx.workbook.handover import Handover, Record, Remark, Source
from handover_xlsx.workbook.locating import (
    Located,
    SectionPlace,
    locate,
    marked_column,
    place_months_without_year,
)
from handover_xlsx.workbook.marks import is_gaps_sheet
from handover_xlsx.workbook.metadata import Metadata, read_metadata, template_of
from handover_xlsx.workbook.unplaced import is_unplaced_sheet, read_unplaced

_PERIOD_FIELD = Field("", {}, "number")


@dataclass
class _Reading:
    """One workbook while it is being read."""

    template: Template
    grids: Mapping[str, Grid]
    located: Located
    context: Context
    last_day: date = field(default_factory=lambda: datetime.now(UTC).date())
    origins: dict[str, int] = field(default_factory=dict)
    records: dict[str, list[Record]] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)
    changed: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    made_here: bool = True  # a company's own file never had the hidden ids


def read_workbook(path: str | Path, template: Template | None = None) -> Handover:
    """The handover in a workbook.

    ``template`` replaces the one the workbook names (for workbooks that carry none). Raises
    UnreadableFile when the file cannot be read, or is not a handover workbook.
    """
    path = Path(path)
    return read_container(open_container(path), str(path), template)


def read_bytes(name: str, data: bytes, template: Template | None = None) -> Handover:
    """The handover in a workbook that is already in memory; ``name`` stands in messages."""
    return read_container(open_container_bytes(name, data), name, template)


def read_container(container: Container, path: str, template: Template | None = None) -> Handover:
    """The handover in a workbook that passed the guard."""
    book = Workbook(container)
    hidden = next((s for s in container.sheets if s.name == layout.META_SHEET), None)
    metadata = read_metadata(book.grid(hidden)) if hidden else Metadata({})
    grids = {
        sheet.name: book.grid(sheet)
        for sheet in container.sheets
        if sheet.name not in (layout.META_SHEET, layout.LISTS_SHEET)
    }
    grids = {name: grid for name, grid in grids.items() if not is_gaps_sheet(grid)}
    remark = ""
    if template is None and hidden:
        template, remark = template_of(metadata)
    if template is None:
        template, remark = _likely_template(grids, container), remark or "template-guessed"
    waiting = {
        name: grids.pop(name) for name in list(grids) if is_unplaced_sheet(name, grids[name])
    }
    located = locate(template, grids, container.defined_names, team=bool(metadata.sources))
    if not located.places:
        raise _not_a_handover(container.name)
    if remark in ("template-damaged", "template-guessed"):
        # It does not say which optional sheets it was made with: those that are there.
        expected = {s.id for s in template.sections if s.core or s.id in located.places}
        template = only(template, expected)
    reading = _Reading(template, grids, located, Context(date_1904=container.date_1904))
    reading.made_here = bool(hidden) or bool(remark)
    if remark:
        reading.remarks.append(Remark(remark, detail={"template": template.id,
                                                      "version": metadata.version}))  # fmt: skip
    sources = _sources(reading, container, path, metadata)
    _read_sections(reading)
    _remark_structure(reading, container)
    unplaced = tuple(
        one for name, grid in waiting.items() for one in read_unplaced(name, grid, reading.origins)
    )
    finished = _finished(sources, reading)
    return Handover(template, finished, reading.records, reading.remarks, unplaced)


def _not_a_handover(name: str) -> UnreadableFile:
    return UnreadableFile(
        name,
        N_("is a workbook, but not a handover workbook: no sheet or heading of a template was "
           "found; make one with: handover new"),
    )  # fmt: skip


def _likely_template(grids: Mapping[str, Grid], container: Container) -> Template:
    """The shipped template whose headings fit best, for a workbook that names none."""
    candidates = [load_template(name) for name in template_names()]
    fits = [(_fit(locate(t, grids, container.defined_names)), i) for i, t in enumerate(candidates)]
    best, place = max(fits, default=(0, 0))
    if best < 3:  # a single heading such as “Name” may stand in any workbook
        raise _not_a_handover(container.name)
    return candidates[place]


def _fit(located: Located) -> int:
    return sum(len(place.columns) + len(place.lines) for place in located.places.values())


def _language(reading: _Reading, metadata: Metadata) -> str:
    """The workbook's language: as it says, else the one its sheets are named in."""
    if metadata.language in reading.template.languages:
        return metadata.language
    named = {layout.normalised(name) for name in reading.grids}
    scores = {
        language: sum(
            layout.normalised(s.sheet.get(language)) in named for s in reading.template.sections
        )
        for language in reading.template.languages
    }
    return max(scores, key=lambda language: scores[language])


def _sources(
    reading: _Reading, container: Container, path: str, metadata: Metadata
) -> list[Source]:
    """The source a workbook is; or the sources that a team's workbook was merged from."""
    language = _language(reading, metadata)
    own = Source(
        name=container.name,
        path=path,
        language=language,
        template_id=reading.template.id,
        template_version=metadata.version or reading.template.version,
        workbook_id=metadata.workbook_id,
        places=reading.located.places,
        modified=container.modified,
        sections=frozenset(reading.template.by_id),
    )
    if not metadata.sources:
        return [own]
    sources = []
    for index, entry in enumerate(metadata.sources):
        reading.origins[str(entry.get("label", ""))] = index
        given = entry.get("not_applicable")
        reasons = given if isinstance(given, dict) else {}
        sources.append(
            Source(
                name=str(entry.get("name", "")),
                path=path,
                language=language,
                template_id=reading.template.id,
                template_version=own.template_version,
                workbook_id=str(entry.get("workbook_id", "")),
                leaver=str(entry.get("leaver", "")),
                places=own.places,
                not_applicable={str(k): str(v) for k, v in reasons.items()},
                modified=str(entry.get("modified", "")),
                sections=_known_sections(reading.template, entry.get("sections")),
            )
        )
    return sources


def _known_sections(template: Template, given: object) -> frozenset[str]:
    """The sections that a source had, by what a team's workbook says of it (untrusted)."""
    named = {str(name) for name in given} if isinstance(given, list) else set()
    return frozenset(named & set(template.by_id)) or frozenset(template.by_id)


def _finished(sources: list[Source], reading: _Reading) -> tuple[Source, ...]:
    """The sources with their leavers and the sections they declared not applicable."""
    handover = Handover(reading.template, tuple(sources), reading.records)
    given = _not_applicable(reading)
    done = []
    for index, source in enumerate(sources):
        leaver = handover.role("leaver", index)
        done.append(
            Source(**{
                **{name: getattr(source, name) for name in source.__dataclass_fields__},
                "leaver": clean(str(leaver)) if leaver else source.leaver,
                "not_applicable": source.not_applicable or given,
            })
        )  # fmt: skip
    return tuple(done)


def _not_applicable(reading: _Reading) -> dict[str, str]:
    """Section → reason, from the last column of the progress list on the Start sheet."""
    reasons: dict[str, str] = {}
    start = reading.template.start
    place = reading.located.places.get(start.id) if start else None
    own = [reading.grids[place.sheet]] if place and place.is_form else []  # no copies
    for grid in own or reading.grids.values():
        column = marked_column(grid, layout.REASON_MARK, layout.REASON_COLUMN)
        for row, mark in grid.first_column():
            if not isinstance(mark, str) or not mark.startswith(layout.PROGRESS_MARK):
                continue
            section = reading.template.by_id.get(mark[len(layout.PROGRESS_MARK) :])
            reason = grid.value(row, column)
            if section and section.may_not_apply and reason is not None:
                reasons[section.id] = str(reason)
    return reasons


def _read_sections(reading: _Reading) -> None:
    start = reading.template.start
    order = sorted(reading.template.sections, key=lambda section: section is not start)
    for section in order:
        records = reading.records[section.id] = []
        place = reading.located.places.get(section.id)
        if place is None:
            continue
        if place.is_form:
            _read_form(reading, section, place)
        else:
            place_months_without_year(section, place, reading.last_day)
            _read_table(reading, section, place)
        if section is start and records:
            role = reading.template.roles.get("last_day")
            day = records[0].values.get(role.field) if role else None
            if isinstance(day, date):
                reading.last_day = day
                reading.context = Context(day.year, reading.context.date_1904)
    for (section_id, field_id), found in reading.changed.items():
        _remark_cell(reading, "changed", reading.template.by_id[section_id], field_id, found[0],
                     detail={"count": len(found)})  # fmt: skip


def _read_form(reading: _Reading, section: Section, place: SectionPlace) -> None:
    grid = reading.grids[place.sheet]
    places = {key: place.cell(key, 0) for key in (*place.lines, *place.own_columns)}
    cells = {key: grid.value(*where) for key, where in places.items() if where}
    _add_record(reading, section, place, place.header_row, cells, 0)


def _read_table(reading: _Reading, section: Section, place: SectionPlace) -> None:
    columns = {**place.columns, **place.own_columns}
    for row, values in reading.grids[place.sheet].rows:
        if row <= place.header_row:
            continue
        cells = {key: values[c] for key, c in columns.items() if c < len(values)}
        origin = place.origin_column
        label = values[origin] if origin is not None and origin < len(values) else None
        _add_record(reading, section, place, row, cells, _origin(reading, label))


def _origin(reading: _Reading, label: CellValue) -> int:
    return reading.origins.get(clean(str(label)), 0) if label is not None else 0


def _add_record(
    reading: _Reading,
    section: Section,
    place: SectionPlace,
    row: int,
    cells: Mapping[str, CellValue],
    source: int,
) -> None:
    """One record from the cells of a row; blank rows leave no record."""
    record = Record({}, row, source)
    reading.records[section.id].append(record)
    index = len(reading.records[section.id]) - 1
    unread = set()
    spaces = []
    for key, raw in cells.items():
        if raw is None:
            continue
        if key in place.own_columns:
            record.values[key] = str(raw) if isinstance(raw, (CellError, Uncalculated)) else raw
            continue
        converted = convert(raw, section.by_id.get(key, _PERIOD_FIELD), reading.context)
        if converted.trouble == "only-spaces":
            spaces.append(key)
            continue
        record.values[key] = converted.value
        if converted.trouble:
            unread.add(key)
            _remark_cell(reading, converted.trouble, section, key, index, raw, converted.detail)
        elif converted.changed:
            reading.changed.setdefault((section.id, key), []).append(index)
    if not record.values:
        reading.records[section.id].pop()
        return
    record.unread = frozenset(unread)
    for key in spaces:
        _remark_cell(reading, "only-spaces", section, key, index)


def _remark_cell(
    reading: _Reading,
    kind: str,
    section: Section,
    key: str,
    index: int,
    value: object = None,
    detail: Mapping[str, object] | None = None,
) -> None:
    place = reading.located.places[section.id]
    record = reading.records[section.id][index]
    where = place.cell(key, record.row)
    cell = layout.address(*where) if where else None
    reading.remarks.append(
        Remark(kind, section.id, key, index, place.sheet, cell, value, detail or {}, record.source)
    )


def _remark_structure(reading: _Reading, container: Container) -> None:
    """What is missing, renamed, doubled or unknown among the sheets and columns."""
    located, add = reading.located, reading.remarks.append
    for section in reading.template.sections:
        place = located.places.get(section.id)
        if place is None:
            add(Remark("sheet-missing", section.id))
        else:
            _remark_place(reading, section, place)
    for section_id, sheet in located.copies:
        add(Remark("sheet-doubled", section_id, sheet=sheet))
    for sheet in located.unknown_sheets:
        state = next(s.state for s in container.sheets if s.name == sheet)
        add(Remark("sheet-unknown", sheet=sheet, detail={"state": state}))
    for kind in container.active_content:
        add(Remark("active-content", detail={"kind": kind}))


def _remark_place(reading: _Reading, section: Section, place: SectionPlace) -> None:
    add = reading.remarks.append
    titles = {layout.normalised(name) for name in section.sheet.values()}
    titles |= {layout.normalised(name) for name in layout.TEAM_SHEET.values()}
    if layout.normalised(place.sheet) not in titles:
        add(Remark("sheet-renamed", section.id, sheet=place.sheet))
    present = place.lines if place.is_form else place.columns
    for item in section.fields:
        if item.id not in present:
            add(Remark("column-missing", section.id, item.id, sheet=place.sheet))
    for key, (_, now) in place.renamed.items():
        cell = layout.address(place.header_row, place.columns[key])
        add(Remark("column-renamed", section.id, key, None, place.sheet, cell, now))
    for name, column in place.own_columns.items():
        kind = "column-doubled" if column in place.doubled else "column-unknown"
        heading = place.doubled.get(column, name)
        at = (column, place.value_column - 1) if place.is_form else (place.header_row, column)
        cell = layout.address(*at)
        add(Remark(kind, section.id, None, None, place.sheet, cell, heading))
    if place.without_ids and not place.is_form and reading.made_here:
        add(Remark("ids-missing", section.id, sheet=place.sheet))
    for ref in reading.grids[place.sheet].merged:
        first = re.match(r"([A-Z]+)(\d+)", ref)
        if first and int(first[2]) - 1 > place.header_row and not place.is_form:
            add(Remark("merged-cells", section.id, None, None, place.sheet, first[0], ref))


def read_workbooks(paths: Iterable[str | Path]) -> list[Handover]:
    """The handovers in several workbooks; the first unreadable one raises UnreadableFile."""
    return [read_workbook(path) for path in paths]


def is_team_workbook(path: str | Path) -> bool:
    """Whether a file is a workbook that was merged from others."""
    try:
        container = open_container(Path(path))
    except UnreadableFile:
        return False
    hidden = next((sheet for sheet in container.sheets if sheet.name == layout.META_SHEET), None)
    return hidden is not None and bool(read_metadata(Workbook(container).grid(hidden)).sources)
