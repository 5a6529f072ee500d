"""Finds a form: labels with the cells next to them, one or several in a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from handover_xlsx.learning.areas import Area
from handover_xlsx.learning.headings import is_known
from handover_xlsx.learning.outline import Item, Outline, heading_text
from handover_xlsx.learning.workbook import Sheet, Spot

_CHAPTER = re.compile(r"[一二三四五六七八九十]+\s*[、.．]|第[一二三四五六七八九十\d]+[部章]")
_FORM_NAME = re.compile(r"(表|单|清单|form|sheet|handover|checklist)$", re.IGNORECASE)


Pair = tuple[Spot, tuple[int, int]]
"""A label, and the cell next to it."""


def _value_place(sheet: Sheet, label: Spot) -> tuple[int, int]:
    return label.row, sheet.span(label).right + 1


def _is_label(sheet: Sheet, spot: Spot) -> bool:
    text = heading_text(spot) and spot.text
    wide = sheet.span(spot).right - spot.column >= 3
    return bool(text) and len(text) <= 60 and not wide and not _CHAPTER.match(text)


def find_pairs(sheet: Sheet) -> list[Pair]:
    """Labels that are set off from the cell next to them, in columns that have several."""
    found: list[Pair] = []
    for row in sheet.rows.values():
        value, before = (0, 0), (0, 0)
        for spot in row:
            here, place = (spot.row, spot.column), _value_place(sheet, spot)
            follows = here == before != value  # one heading after another
            before = (0, 0) if here == value else place
            if here == value or follows or not _is_label(sheet, spot):
                continue
            if _stands_out(spot, sheet.at(*place), sheet):
                value = place
                found.append((spot, place))
    columns = Counter(label.column for label, _ in found)
    return [pair for pair in found if columns[pair[0].column] >= 2]


def _stands_out(label: Spot, value: Spot | None, sheet: Sheet) -> bool:
    """Whether a cell is the label of the one next to it."""
    text = value.text if value else ""
    if text.endswith((":", "：")) or (text and is_known(text)):
        return False
    if label.text.endswith((":", "：")) or is_known(label.text):
        return True
    if value is None or not value.filled:
        inviting = value is not None and (
            (value.fill and not label.fill)
            or sheet.checks_of(Area(value.row, value.column, value.row, value.column))
        )
        return label.styled or bool(inviting)
    return label.styled and not value.styled


def weak_pairs(sheet: Sheet) -> list[Pair]:
    """Short texts below each other with nothing next to them: a blank form without any style."""
    found = []
    for row in sheet.rows.values():
        for spot in row:
            value = sheet.at(*_value_place(sheet, spot))
            if value and value.filled:
                return []
            if _is_label(sheet, spot) and len(spot.text) <= 30 and spot.text[-1] not in "。.!！;；":
                found.append((spot, _value_place(sheet, spot)))
    columns = Counter(label.column for label, _ in found)
    kept = [pair for pair in found if columns[pair[0].column] >= 3]
    return kept if len(kept) >= 0.7 * sum(map(len, sheet.rows.values())) else []


def form_of(sheet: Sheet, pairs: list[Pair]) -> Outline:
    """The form whose labels are in the same columns as these."""
    columns = {label.column for label, _ in pairs}
    first = min(label.row for label, _ in pairs)
    form = Outline("form", [], first)
    values: set[tuple[int, int]] = set()
    seen_label = False
    for spots in sheet.rows.values():
        for spot in spots:
            here = (spot.row, spot.column)
            if here in values:
                continue
            if spot.column not in columns or not _is_label(sheet, spot):
                _hint_of_a_form(form, spot)
            elif not seen_label and _is_title(sheet, spot, spots):
                form.title = form.title or spot.text
            elif not _heads_two_columns(sheet, spot, seen_label):
                place = _value_place(sheet, spot)
                values.add(place)
                seen_label = True
                area = Area(*place, *place)
                form.items.append(Item(spot, heading_text(spot), area))
    form.rows = sorted({item.cells.top for item in form.items})
    form.heading_row = form.rows[0] if form.rows else first
    return form


def _hint_of_a_form(form: Outline, spot: Spot) -> None:
    """A text that is neither label nor value: the title, a sentence above, or a hint at the side."""
    last = form.items[-1] if form.items else None
    if last and last.cells.top == spot.row and spot.text:
        last.hint = last.hint or spot.text
    elif not last and spot.text:
        if form.title:
            form.purpose = form.purpose or spot.text
        else:
            form.title = spot.text


def _is_title(sheet: Sheet, spot: Spot, row: Sequence[Spot]) -> bool:
    """Whether a text on top of a form is its title, not its first label."""
    if len(row) > 1 or is_known(spot.text) or spot.text.endswith((":", "：")):
        return False
    later = [s.size for n, spots in sheet.rows.items() if n > spot.row for s in spots]
    bigger = bool(later) and spot.size > max(set(later), key=later.count)
    gap = spot.row + 1 not in sheet.rows
    return (
        bigger or gap or bool(_FORM_NAME.search(spot.text)) or sheet.span(spot).right > spot.column
    )


def _heads_two_columns(sheet: Sheet, spot: Spot, begun: bool) -> bool:
    """Whether this is the row “Item | Answer” on top of a form."""
    value = sheet.at(*_value_place(sheet, spot))
    return not begun and bool(value and value.filled and spot.styled and value.styled)
