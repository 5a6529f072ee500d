"""What to write into a workbook: plain rows, so that writing a blank one needs no pandas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from handover_xlsx.handover.remembered import ReplacedEntry, SourceEntry
from handover_xlsx.template.model import Section
from handover_xlsx.values.periods import in_order, is_period

Row = Mapping[str, object]
"""Field id (or period ``2025-11``, or the heading of an own column) → value; blank is absent."""
CellNotes = dict[tuple[int, str], tuple[str, str]]
"""Row of a section and its field → author and text of the note at that cell."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A value that has no place in the workbook: where it was, its heading, and its row's name.

    ``source`` is the index of its source in a team's workbook.
    """

    where: str
    heading: str
    value: object
    row: str = ""
    source: int = 0


class Link(NamedTuple):
    """A cell that leads to another: of a row of a section (counted from 0), and its field."""

    text: str
    section: str
    row: int
    field: str


class Hole(NamedTuple):
    """A cell that should not remain as it is, in the yellow of missing cells."""

    text: str


@dataclass(frozen=True)
class Overview:
    """A sheet about the rows of a team: to be read, or to decide on (see ``choices``).

    All texts are those that people see; the cells of ``rows`` are plain values, links or holes, one
    for each heading; ``nothing`` is shown where there are no rows. A column with ``choices`` offers
    them, and what is chosen is found again by the key of its line, next to the value in the column
    ``about``. In a ``grouped`` sheet the lines with the same first cell belong together.
    """

    id: str
    name: str
    purpose: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[object, ...], ...]
    choices: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    about: int | None = None
    grouped: bool = False
    nothing: str = ""


@dataclass(frozen=True)
class Content:
    """The filled part of a workbook.

    ``rows`` maps section ids to their rows; a form has one row. Values are of the field's type:
    choices are codes, dates are dates, percentages are fractions; anything that could not be
    understood remains the text that was typed. ``own_columns`` are the headings of columns that
    people added. In a team workbook each row says where it is ``_from``. What is ``unplaced``
    is on a sheet of its own. ``notes`` map a section's row and field to author and text.
    ``overviews`` are sheets about the rows of a whole team; workbooks that newer ones of the same
    people ``replaced`` are remembered, and so is what a part cannot show (``part_memory``).
    ``waiting`` maps sections to the leavers of a team who have fewer rows there than are needed,
    and to how many they still owe.
    """

    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    own_columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: tuple[SourceEntry, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    notes: Mapping[str, CellNotes] = field(default_factory=dict)
    replaced: tuple[ReplacedEntry, ...] = ()
    part_memory: Mapping[str, object] = field(default_factory=dict)
    overviews: tuple[Overview, ...] = ()
    waiting: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def team(self) -> bool:
        """Whether rows come from several workbooks."""
        return bool(self.sources)

    def rows_waiting(self, section: str) -> int:
        """How many rows the leavers of a team still owe on a sheet."""
        return sum(self.waiting.get(section, {}).values())

    def of(self, section: Section) -> Sequence[Row]:
        """The rows of a section; the prepared ones that no one gave are added."""
        if self.team:
            return self.rows.get(section.id, ())
        rows = [dict(row) for row in self.rows.get(section.id, ())]
        for prepared in section.prepared:
            if not any(prepared.items() <= row.items() for row in rows):
                rows.append(dict(prepared))
        return list(rows)


def filled_periods(row: Row) -> list[str]:
    """The periods of a history row that contain something."""
    return [name for name, value in row.items() if value is not None and is_period(name)]


def all_periods(rows: Iterable[Row], prepared: Sequence[str]) -> tuple[str, ...]:
    """The prepared periods and every other one that some row fills, oldest first."""
    return in_order((*prepared, *(name for row in rows for name in filled_periods(row))))
