"""Reads what a team's lead decided on the sheet of conflicts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from handover_xlsx.format.overview_marks import ABOUT, CHOICE, MARK, MARK_WITHIN
from handover_xlsx.package import addresses

if TYPE_CHECKING:  # the readers bring lxml, which writing does not need
    from handover_xlsx.handover.model import Decision
    from handover_xlsx.sheets.workbook import Grid


def is_overview(grid: Grid) -> bool:
    """Whether a sheet is one of ours, by its hidden mark."""
    return any(
        row <= MARK_WITHIN and str(value).startswith(MARK) for row, value in grid.first_column()
    )


def read_decisions(sheet: str, grid: Grid) -> Iterator[Decision]:
    """What was chosen, line by line; a line that someone added has no key."""
    from handover_xlsx.handover.model import Decision

    marks: dict[object, int] = {}
    below = False  # the headings
    for row, values in grid.rows:
        if CHOICE not in marks:
            if row <= MARK_WITHIN:
                marks = {v: c for c, v in enumerate(values) if v in (CHOICE, ABOUT)}
            continue
        cells = dict(enumerate(values))
        key, choice = cells.get(0), cells.get(marks[CHOICE])
        below = below or isinstance(key, str)
        if below and choice is not None:
            place = f"{sheet}!{addresses.address(row, marks[CHOICE])}"
            value = cells.get(marks.get(ABOUT, -1))
            if value is None and ABOUT in marks:
                value = ""
            yield Decision(key if isinstance(key, str) else "", str(choice), place, value)
