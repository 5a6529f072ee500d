"""Reads a workbook back as a handover: what it says, where it says it, and what was odd."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from handover_xlsx.errors import OwnReport, UnreadableFile
from handover_xlsx.format import layout
from handover_xlsx.format.annotation_marks import REPORT_NAME, is_gaps_sheet
from handover_xlsx.format.hidden_sheet import Metadata, read_metadata, template_of
from handover_xlsx.format.split_state import earlier_decisions, rows_as_split
from handover_xlsx.handover.model import Decision, Handover, Note, Remark
from handover_xlsx.handover.places import Located, RecordsAt
from handover_xlsx.locale import N_, Message
from handover_xlsx.package.package import (
    LIMITS,
    Container,
    Limits,
    SheetPart,
    open_container_bytes,
    read_file,
)
from handover_xlsx.package.sniff import OtherWorkbook
from handover_xlsx.reading.comments import attached, mask_notes, read_notes
from handover_xlsx.reading.decisions import is_overview, read_decisions
from handover_xlsx.reading.identity import kind_of_sheet
from handover_xlsx.reading.locate import locate
from handover_xlsx.reading.records import Reading, read_sections
from handover_xlsx.reading.remarks import remark_metadata, remark_secrets, remark_structure
from handover_xlsx.reading.sources import finished_sources, sources_of
from handover_xlsx.reading.unplaced_sheet import is_unplaced_sheet, read_unplaced
from handover_xlsx.secrets.mask import Masked, mask_grids, mask_names
from handover_xlsx.sheets.workbook import Grid, Workbook
from handover_xlsx.template.catalogue import load_template, template_names
from handover_xlsx.template.model import Template
from handover_xlsx.template.selecting import only
from handover_xlsx.values.convert import Context


def read_workbook(
    path: str | Path, template: Template | None = None, limits: Limits = LIMITS
) -> Handover:
    """The handover in a workbook.

    ``template`` replaces the one the workbook names (for workbooks that carry none). Raises
    UnreadableFile when the file cannot be read, or is not a handover workbook.
    """
    path = Path(path)
    name, data = read_file(path, limits)
    return _read(name, data, str(path), template, limits)


def read_bytes(
    name: str, data: bytes, template: Template | None = None, limits: Limits = LIMITS
) -> Handover:
    """The handover in a workbook that is already in memory; ``name`` is in messages."""
    return _read(name, data, name, template, limits)


def _read(name: str, data: bytes, path: str, template: Template | None, limits: Limits) -> Handover:
    try:
        container = open_container_bytes(name, data, limits)
    except OtherWorkbook as other:
        from handover_xlsx.sheets.legacy_formats import read_values

        values = read_values(other, data, limits)
        handover = _read_book(values, values.container, path, template)
        handover.remarks.append(Remark("values-only", detail={"kind": Message(other.kind)}))
        return handover
    return read_container(container, path, template)


def read_container(container: Container, path: str, template: Template | None = None) -> Handover:
    """The handover in a workbook that passed the guard."""
    return _read_book(Workbook(container), container, path, template)


class _Book(Protocol):
    """Whatever reads the sheets of a workbook."""

    def grid(self, sheet: SheetPart) -> Grid:
        """The cells of a sheet."""


def _read_book(book: _Book, container: Container, path: str, template: Template | None) -> Handover:
    hidden = next((s for s in container.sheets if s.name == layout.META_SHEET), None)
    if REPORT_NAME in container.defined_names and not hidden:
        raise OwnReport(
            container.name,
            N_("is a list of gaps, not a workbook to fill in; it is skipped"),
        )
    metadata = read_metadata(book.grid(hidden)) if hidden else Metadata({})
    shown, grids, masked = _grids(book, container)
    remark = ""
    is_carried = template is None
    if template is None and hidden:
        template, remark = template_of(metadata)
    if template is None:
        template, remark = _likely_template(grids, container), remark or "template-guessed"
    waiting, decisions = _set_aside(grids)
    located = locate(template, grids, container.defined_names, team=bool(metadata.sources))
    if not located.places:
        raise _not_a_handover(container.name)
    if remark in ("template-damaged", "template-guessed"):
        # It does not say which optional sheets it was made with: those that are there.
        expected = {s.id for s in template.sections if s.core or s.id in located.places}
        template = only(template, expected)
    reading = Reading(template, grids, located, Context(date_1904=container.date_1904))
    reading.made_here = bool(hidden) or bool(remark)
    if remark:
        detail = {"template": template.id, "version": template.version}
        reading.remarks.append(Remark(remark, detail=detail))
    if hidden:
        remark_metadata(reading, metadata, is_trusted=is_carried and remark != "template-damaged")
    sources = sources_of(reading, container, path, metadata)
    read_sections(reading)
    remark_structure(reading, container, {shown[s.name]: s.state for s in container.sheets})
    records_at = RecordsAt(located.places, reading.tables)
    remark_secrets(reading, masked, records_at)
    unplaced = tuple(
        one for name, grid in waiting.items() for one in read_unplaced(name, grid, reading.origins)
    )
    finished = finished_sources(sources, reading)
    notes = tuple(_notes(container, shown, reading, records_at))
    memory = metadata.part_memory
    return Handover(
        template, finished, reading.tables, reading.remarks, notes, unplaced,
        metadata.replaced, (*decisions, *earlier_decisions(memory)),
        rows_as_split(memory, len(finished)),
    )  # fmt: skip


def _grids(
    book: _Book, container: Container
) -> tuple[dict[str, str], dict[str, Grid], list[Masked]]:
    """How each sheet may be called, the sheets that people fill in, and what was masked in them.

    A sheet may be called after a password; from here on no one sees that name.
    """
    shown, masked = mask_names([sheet.name for sheet in container.sheets])
    grids = {
        shown[sheet.name]: book.grid(sheet)
        for sheet in container.sheets
        if sheet.name not in (layout.META_SHEET, layout.LISTS_SHEET)
    }
    grids = {name: grid for name, grid in grids.items() if not is_gaps_sheet(grid)}
    return shown, grids, [*masked, *mask_grids(grids, kind_of_sheet)]


def _set_aside(grids: dict[str, Grid]) -> tuple[dict[str, Grid], tuple[Decision, ...]]:
    """Take the sheets that contain no section out: what could not be placed, and what was decided."""
    waiting = {
        name: grids.pop(name) for name in list(grids) if is_unplaced_sheet(name, grids[name])
    }
    decisions = tuple(
        decision
        for name in list(grids)
        if is_overview(grids[name])
        for decision in read_decisions(name, grids.pop(name))
    )
    return waiting, decisions


def _notes(
    container: Container, shown: Mapping[str, str], reading: Reading, records_at: RecordsAt
) -> Iterator[Note]:
    """The notes at cells, without their secrets; each secret is remarked."""
    for read, kind in mask_notes(read_notes(container)):
        note = attached(replace(read, sheet=shown[read.sheet]), records_at, reading.tables)
        if kind:
            reading.remarks.append(
                Remark("secret", note.section, None, note.record, note.sheet, note.cell,
                       detail={"kind": kind, "in_note": True}, source=note.source)
            )  # fmt: skip
        yield note


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
    if best < 3:  # a single heading such as “Name” may be in any workbook
        raise _not_a_handover(container.name)
    return candidates[place]


def _fit(located: Located) -> int:
    return sum(len(place.columns) + len(place.lines) for place in located.places.values())


def read_workbooks(paths: Iterable[str | Path]) -> list[Handover]:
    """The handovers in several workbooks; the first unreadable one raises UnreadableFile."""
    return [read_workbook(path) for path in paths]
