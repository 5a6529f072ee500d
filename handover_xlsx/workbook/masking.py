"""Masks secrets as soon as a sheet is read, whatever cell they stand in.

What is read further – rows, own columns, unknown sheets, what is carried over or merged – never
holds them; what is left to say is which cell held which kind.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from handover_xlsx.locale import N_, Message
from handover_xlsx.workbook import layout
from handover_xlsx.workbook.careful import CellValue, Uncalculated
from handover_xlsx.workbook.cells import Grid
from handover_xlsx.workbook.handover import Handover, Note
from handover_xlsx.workbook.secrets import (
    DOTS,
    find_secrets,
    is_secret_heading,
    is_suspicious,
    secret_below,
    without,
)

_DOUBTFUL = {"secret", "pass", "pin", "token"}  # words of another meaning, too
_LONG_NUMBER = 10**14  # shorter ones are no card and no identity number


@dataclass(frozen=True, slots=True)
class Masked:
    """A cell that held a secret: its sheet, row and column (from 0), and the kind of secret."""

    sheet: str
    row: int
    column: int
    kind: str


def mask_grids(grids: Mapping[str, Grid]) -> list[Masked]:
    """Replace every secret in these sheets by dots; say where they stood."""
    return [found for sheet, grid in grids.items() for found in mask_grid(sheet, grid)]


def mask_grid(sheet: str, grid: Grid) -> Iterator[Masked]:
    """The same for one sheet; its rows are changed in place.

    Below a heading such as “Password”, and to the right of such a label, any made-up word counts.
    “Secret” alone may also be how confidential a document is, “Pass” how a check went: they are
    headings only where nothing stands above them, and labels only where nothing is to their left.
    """
    columns: set[int] = set()
    ours = _heading_row(grid)
    begun: set[int] = set()
    for row, values in grid.rows:
        beside = False
        first = next((c for c, value in enumerate(values) if value is not None), 0)
        for column, value in enumerate(values):
            asked, beside = beside or column in columns, False
            if value is None:
                continue
            on_top = column not in begun
            begun.add(column)
            if not (asked or _may_hold_one(value)):
                continue
            kind, shown = _masked(value, asked=asked)
            if kind:
                values[column] = shown
                yield Masked(sheet, row, column, kind)
            if ours is not None and row > ours:
                continue  # in a row of ours such a word is what the row is about, and no heading
            asks = isinstance(value, str) and len(value) <= 30 and is_secret_heading(value)
            doubtful = asks and str(value).strip(" *:：").casefold() in _DOUBTFUL
            beside = asks and (not doubtful or column == first)
            if asks and (not doubtful or on_top):
                columns.add(column)


def _heading_row(grid: Grid) -> int | None:
    """The row of the headings on a sheet of a template, by its hidden mark; None on others."""
    for row, value in grid.first_column():
        if isinstance(value, str) and value.startswith(layout.ID_MARK):
            return row + layout.HEADER_ROW
    return None


def _may_hold_one(value: CellValue) -> bool:
    """Whether a value is worth a closer look; most are not."""
    if isinstance(value, str):
        return is_suspicious(value)
    return isinstance(value, Uncalculated) or (
        isinstance(value, (int, float)) and abs(value) >= _LONG_NUMBER
    )


def _masked(value: CellValue, *, asked: bool) -> tuple[str, str]:
    """The kind of the first secret in a value ("" where there is none), and the value without."""
    if isinstance(value, Uncalculated):
        kind, shown = _masked(value.formula, asked=False)
        return kind, shown
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if not (abs(value) >= _LONG_NUMBER or asked):
            return "", ""
        value = f"{value:.0f}" if float(value).is_integer() else str(value)
        found = list(find_secrets(value))
        return (found[0].kind, DOTS) if found else ("password", DOTS) if asked else ("", "")
    if not isinstance(value, str):
        return "", ""
    found = list(find_secrets(value))
    if not found and asked and (below := secret_below(value)):
        found = [below]
    return (found[0].kind, without(value, found)) if found else ("", "")


def mask_notes(notes: Iterable[Note]) -> Iterator[tuple[Note, str]]:
    """The notes without their secrets, each with the kind of the first one ("" for none)."""
    for note in notes:
        found = list(find_secrets(note.text))
        if found:
            yield replace(note, text=without(note.text, found)), found[0].kind
        else:
            yield note, ""


def masked_notes(handover: Handover) -> list[Message]:
    """What to say where a handover is written again: its secrets were left behind."""
    said = N_("{file}: {count} cells held a secret, such as a password; it was replaced by dots. "
              "handover validate names the cells.")  # fmt: skip
    if_one = N_("{file}: one cell held a secret, such as a password; it was replaced by dots. "
                "handover validate names the cell.")  # fmt: skip
    found = Counter(remark.source for remark in handover.remarks if remark.kind == "secret")
    return [
        Message(if_one if count == 1 else said,
                {"file": handover.sources[source].name, "count": count})
        for source, count in sorted(found.items())
    ]  # fmt: skip
