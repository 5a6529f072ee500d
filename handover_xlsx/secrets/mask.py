"""Masks secrets as soon as a sheet is read, whatever cell they are in.

What is read further – rows, own columns, unknown sheets, what is carried over or merged – never
contains them; what is left to report is which cell had which kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from handover_xlsx.secrets.find import DOTS, find_secrets, without
from handover_xlsx.secrets.headings import (
    NO_HEADING,
    Asks,
    Heading,
    Sheet,
    Spot,
    asks_below,
    asks_next_to,
    heading_of,
)
from handover_xlsx.secrets.personal_numbers import counts
from handover_xlsx.secrets.worth_a_look import LONG_NUMBER, worth_a_look
from handover_xlsx.sheets.cell_values import CellValue, Uncalculated
from handover_xlsx.sheets.workbook import Grid
from handover_xlsx.text.normalise import caseless, unused

_SMALLEST_PIN = 100  # 0815 was kept as 815; smaller ones are counts
_CONSTANT = re.compile(r"\"[^\"]*\"|\d{15,}")
_HEADED = 12  # a heading is in one of the first rows


@dataclass(frozen=True, slots=True)
class Masked:
    """A cell that had a secret: its sheet, row and column (from 0), and the kind of secret.

    Without row and column it was the name of the sheet.
    """

    sheet: str
    row: int | None
    column: int | None
    kind: str


def mask_names(names: Sequence[str]) -> tuple[dict[str, str], list[Masked]]:
    """How each sheet may be called, by its name, and which names had a secret."""
    shown: dict[str, str] = {}
    found: list[Masked] = []
    taken = set(map(caseless, names))
    for name in names:
        secrets = find_secrets(name)
        called = unused(without(name, secrets), taken) if secrets else name
        shown[name] = called
        found += [Masked(called, None, None, secrets[0].kind)] if secrets else []
    return shown, found


KindOfSheet = Callable[[Grid], tuple[Sheet, int]]
"""How a sheet is read, and the last row of its headings: the caller knows how our own are marked."""


def mask_grids(grids: Mapping[str, Grid], kind_of: KindOfSheet) -> list[Masked]:
    """Replace every secret in these sheets by dots; report where they were."""
    worth = worth_a_look(grids.values())
    return [one for sheet, grid in grids.items() for one in _mask(sheet, grid, kind_of, worth)]


def mask_grid(sheet: str, grid: Grid, kind_of: KindOfSheet) -> Iterator[Masked]:
    """The same for one sheet."""
    return _mask(sheet, grid, kind_of, worth_a_look([grid]))


def _mask(
    sheet: str, grid: Grid, kind_of: KindOfSheet, worth: frozenset[CellValue]
) -> Iterator[Masked]:
    """Replace what is a secret in the rows of a sheet, given the values that are worth a look.

    Below a heading such as “Password”, and to the right of such a label, any made-up word counts.
    """
    below: dict[int, Heading] = {}
    tops: dict[int, int] = {}
    reads_as, last_heading = kind_of(grid)
    for place, (row, values) in enumerate(grid.rows):
        if worth.isdisjoint(values) and below.keys().isdisjoint(range(len(values))):
            continue
        label = NO_HEADING
        for column, value in enumerate(values):
            if value is None:
                label = NO_HEADING
                continue
            over, label = below.get(column, label) if label is NO_HEADING else label, NO_HEADING
            if over is NO_HEADING and value not in worth:
                continue
            kind, shown = _masked(value, over)
            if kind and not (kind == "bank number" and _is_counted(grid, column, value)):
                values[column] = shown
                yield Masked(sheet, row, column, kind)
            elif isinstance(value, str) and (heading := heading_of(value)).asks:
                first = all(before is None for before in values[:column])
                alone = all(after is None for after in values[column + 1 :])
                if column not in tops:
                    tops[column] = _top(grid, column)
                on_top = tops[column] == place
                spot = Spot(on_top, first, alone, among_headings=row <= last_heading)
                if (one := asks_below(heading, reads_as, spot)).asks:
                    below[column] = one
                label = asks_next_to(heading, reads_as, spot)


def _top(grid: Grid, column: int) -> int:
    """The place in the grid of the first row in which a column is filled."""
    return next(
        place
        for place, (_, values) in enumerate(grid.rows)
        if column < len(values) and values[column] is not None
    )


def _is_counted(grid: Grid, column: int, value: CellValue) -> bool:
    """Whether a number that looks like a card's is an order's or a ticket's, by its heading."""
    if isinstance(value, str) and not re.fullmatch(r"[\d -]+", value):
        return False
    top = (values[column] for _, values in grid.rows[:_HEADED] if column < len(values))
    return any(isinstance(text, str) and counts(text) for text in top)


def _masked(value: CellValue, over: Heading) -> tuple[str, str]:
    """The kind of the first secret in a value ("" where there is none), and the value without."""
    if isinstance(value, Uncalculated):
        return _masked_formula(value.formula)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _masked_number(value, over)
    if not isinstance(value, str):
        return "", ""
    counted = not over.numbers and value.isdigit()
    found = find_secrets(value, Asks.NOTHING if counted else over.asks)
    return (found[0].kind, without(value, found)) if found else ("", "")


def _masked_formula(formula: str) -> tuple[str, str]:
    """What is written in a formula; names, signs and addresses around it only look made up."""
    found = [
        replace(secret, start=secret.start + constant.start(), end=secret.end + constant.start())
        for constant in _CONSTANT.finditer(formula)
        for secret in find_secrets(constant[0])
    ]
    return (found[0].kind, without(formula, found)) if found else ("", "")


def _masked_number(value: float, over: Heading) -> tuple[str, str]:
    is_whole = float(value).is_integer()
    found = find_secrets(f"{value:.0f}") if is_whole and abs(value) >= LONG_NUMBER else ()
    if found:
        return found[0].kind, DOTS
    expected = over.asks is Asks.SECRET and over.numbers and is_whole and value >= _SMALLEST_PIN
    return ("password", DOTS) if expected else ("", "")
