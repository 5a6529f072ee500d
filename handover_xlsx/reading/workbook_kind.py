"""What kind of workbook a file is, and whether anybody has worked in it since we wrote it."""

from __future__ import annotations

from pathlib import Path

from handover_xlsx.errors import HandoverError, UnreadableFile
from handover_xlsx.format import layout
from handover_xlsx.format.annotation_marks import REPORT_NAME
from handover_xlsx.format.hidden_sheet import Metadata, read_metadata
from handover_xlsx.package.package import Container, open_container
from handover_xlsx.reading.read import read_container
from handover_xlsx.sheets.workbook import Workbook


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
    # We write the day alone; whoever saves it writes the time, too.
    if container.modified != f"{metadata.created}T00:00:00Z":
        return False
    try:
        handover = read_container(container, str(path))
    except HandoverError:
        return False
    template = handover.template
    return not handover.remarks and not any(
        set(record) - section.prepared_fields
        for section in template.sections
        if section is not template.start
        for record in handover.rows(section)
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
