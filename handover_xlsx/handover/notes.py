"""Notes that people attached to cells, at a row or elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from handover_xlsx.handover.content import Unplaced

if TYPE_CHECKING:  # the readers bring lxml, which writing does not need
    from handover_xlsx.handover.model import Note


NOTE = "✎"  # stands for a heading, in either language: what follows was a note


def placed_notes(notes: Iterable[Note]) -> tuple[list[Note], list[Note]]:
    """The notes at a row's cells, and those that are elsewhere."""
    at_rows: list[Note] = []
    loose: list[Note] = []
    for note in notes:
        (at_rows if note.section and note.record is not None else loose).append(note)
    return at_rows, loose


def note_as_unplaced(note: Note) -> Unplaced:
    """A note that someone attached to a cell, as a row of the sheet."""
    value = f"{note.author}: {note.text}" if note.author else note.text
    return Unplaced(note.place, NOTE, value, source=note.source)
