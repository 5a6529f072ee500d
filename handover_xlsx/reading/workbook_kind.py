"""What kind of workbook a file is, and whether anyone has worked in it since we wrote it."""

from __future__ import annotations

from pathlib import Path

from handover_xlsx.errors import HandoverError, UnreadableFile
from handover_xlsx.format import layout
from handover_xlsx.format.annotation_marks import REPORT_NAME
from handover_xlsx.format.hidden_sheet import Metadata, read_metadata, template_of
from handover_xlsx.package.package import Container, open_container
from handover_xlsx.sheets.workbook import Grid, Workbook
from handover_xlsx.template.model import Section


def is_team_workbook(path: str | Path) -> bool:
    """Whether a file is a workbook that was merged from others."""
    metadata = _metadata(_opened(path))
    return metadata is not None and bool(metadata.sources)


def is_persons_workbook(path: str | Path) -> bool:
    """Whether a file is a workbook of ours that one person fills in."""
    metadata = _metadata(_opened(path))
    return metadata is not None and not metadata.sources


def is_gap_report(path: str | Path) -> bool:
    """Whether a file is a gap report that we wrote."""
    container = _opened(path)
    return (
        container is not None
        and REPORT_NAME in container.defined_names
        and _metadata(container) is None
    )


def is_blank_workbook(path: str | Path) -> bool:
    """Whether a file is a workbook of ours as it was made: without rows, and never saved since."""
    container = _opened(path)
    metadata = _metadata(container)
    if container is None or metadata is None or metadata.sources:
        return False
    # We write the day alone; other programs write the time, too.
    if container.modified != f"{metadata.created}T00:00:00Z":
        return False
    template, remark = template_of(metadata)
    if template is None or remark:
        return False
    names = layout.sheet_names(template, metadata.language, team=False)
    sections = {name: template.by_id[section] for section, name in names.items()}
    book, hidden = Workbook(container), (layout.META_SHEET, layout.LISTS_SHEET)
    try:
        return all(
            sheet.name in sections and _is_blank(book.grid(sheet), sections[sheet.name])
            for sheet in container.sheets
            if sheet.name not in (*hidden, layout.start_sheet_name(template, metadata.language))
        )
    except HandoverError:
        return False


def _is_blank(grid: Grid, section: Section) -> bool:
    """Whether a sheet that nobody saved since we wrote it holds nothing but what we prepared."""
    marks = next((values for row, values in grid.rows if row == layout.ID_ROW), [])
    first = layout.FIRST_ROW
    ours = {
        column for column, mark in enumerate(marks)
        if mark in section.prepared_fields or str(mark).startswith(layout.SHOWN)
    }  # fmt: skip
    if section.kind == "form":
        first = layout.HEADER_ROW
        ours = {0, layout.FORM_LABEL_COLUMN, layout.FORM_HINT_COLUMN}
    return all(
        value is None or column in ours
        for row, values in grid.rows
        if row >= first
        for column, value in enumerate(values)
    )


def _opened(path: str | Path) -> Container | None:
    try:
        return open_container(Path(path))
    except UnreadableFile:
        return None


def _metadata(container: Container | None) -> Metadata | None:
    """What a workbook of ours says of itself; None where there is no such workbook."""
    if container is None:
        return None
    hidden = next((sheet for sheet in container.sheets if sheet.name == layout.META_SHEET), None)
    return read_metadata(Workbook(container).grid(hidden)) if hidden else None
