"""Sections with more rows than a sheet contains: they leave the workbook as a whole, for a file next to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from handover_xlsx.format import layout
from handover_xlsx.handover.content import Content, Link, Overview
from handover_xlsx.handover.notes import note_as_unplaced
from handover_xlsx.merging.merge import Merged


def too_long(content: Content) -> list[str]:
    """The sections whose rows do not fit on a sheet."""
    return [section for section, rows in content.rows.items() if len(rows) > layout.MOST_ROWS]


def without(merged: Merged, sections: Sequence[str]) -> Merged:
    """The same with these sections blank; notes on their rows are with what has no place."""
    content = merged.content
    lost = [
        note
        for note in merged.handover.notes
        if note.section in sections and note.record is not None
    ]
    kept = replace(
        content,
        rows={name: [] if name in sections else rows for name, rows in content.rows.items()},
        notes={name: notes for name, notes in content.notes.items() if name not in sections},
        unplaced=(*content.unplaced, *map(note_as_unplaced, lost)),
        overviews=tuple(_unlinked(overview, sections) for overview in content.overviews),
    )
    return replace(merged, content=kept)


def _unlinked(overview: Overview, sections: Sequence[str]) -> Overview:
    """An overview whose links to rows that are not there are words."""
    rows = tuple(
        tuple(
            cell.text if isinstance(cell, Link) and cell.section in sections else cell
            for cell in row
        )
        for row in overview.rows
    )
    return replace(overview, rows=rows)
