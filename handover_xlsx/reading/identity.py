"""By what a section and its fields are known: the hidden id row, defined names, and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from handover_xlsx.format import layout
from handover_xlsx.handover.places import SectionPlace
from handover_xlsx.package.addresses import column_index
from handover_xlsx.secrets.headings import Sheet
from handover_xlsx.sheets.workbook import Grid
from handover_xlsx.template.model import Section
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values import periods

_LONGEST_TARGET = 200  # a sheet's name has 31 letters; longer formulas are searched for ages
_LONGEST_HEADING = 200  # what is longer is a text
HEADER_WITHIN = 40  # headings are in the first rows of a sheet
_TARGET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)")
Targets = dict[tuple[str, str], tuple[str, int, int]]


def named_targets(names: Mapping[str, str]) -> Targets:
    """(section, rest of the name) → (sheet, row, column) of the names ``fld_…`` still alive."""
    targets: Targets = {}
    for name, formula in names.items():
        ours = name.startswith("fld_") and len(formula) <= _LONGEST_TARGET
        match = _TARGET.search(formula) if ours else None
        if match:
            sheet = (match[1] or match[2]).replace("''", "'")
            targets[name[4:], sheet] = (sheet, int(match[4]) - 1, column_index(match[3]))
    return targets


def fields_by_name(section: Section, sheet: str, targets: Targets) -> dict[str, tuple[int, int]]:
    """Field or period → (row, column) according to the defined names."""
    found = {}
    for (name, where), (_, row, column) in targets.items():
        if where != sheet or not name.startswith(section.id + "_"):
            continue
        rest = name[len(section.id) + 1 :]
        if rest in section.by_id:
            found[rest] = (row, column)
        elif section.periods and (period := periods.from_name_part(rest)):
            found[period] = (row, column)
    return found


def id_row(section: Section, grid: Grid) -> dict[str, int]:
    """Field (or period, or ``_from``) → column according to the hidden id row."""
    for _, values in top_rows(grid):
        if values and isinstance(values[0], str) and values[0].startswith(layout.ID_MARK):
            ids = {}
            for column, value in enumerate(values[1:], 1):
                key = periods.from_identity(str(value)) or str(value)
                known = key in section.by_id or periods.is_period(key)
                if (known or key == layout.FROM_FIELD) and key not in ids:
                    ids[key] = column
            return ids
    return {}


def section_mark(grid: Grid) -> str | None:
    """The section id in the hidden row, wherever it is in column A."""
    for row, value in grid.first_column():
        if row > HEADER_WITHIN:
            break
        if isinstance(value, str) and value.startswith(layout.ID_MARK):
            return value[len(layout.ID_MARK) :]
    return None


def marked_column(grid: Grid, mark: str, otherwise: int) -> int:
    """The column that carries a mark in the hidden id row."""
    return next((values.index(mark) for _, values in top_rows(grid) if mark in values), otherwise)


def shows_progress(grid: Grid) -> bool:
    """Whether this is the Start sheet with its list of sections."""
    return any(is_progress(value) for _, value in grid.first_column())


def is_progress(mark: object) -> bool:
    """Whether a hidden mark begins a line of the list of sections."""
    return isinstance(mark, str) and mark.startswith(layout.PROGRESS_MARK)


_LABELS: dict[int, tuple[Section, dict[str, str]]] = {}
_SECTIONS_KEPT = 500


def accepted_labels(section: Section) -> Mapping[str, str]:
    """Every accepted heading of a section: normalised → field id."""
    kept = _LABELS.get(id(section))
    if kept is None or kept[0] is not section:
        if len(_LABELS) >= _SECTIONS_KEPT:
            _LABELS.clear()
        kept = _LABELS[id(section)] = (section, _accepted_labels(section))
    return kept[1]


def _accepted_labels(section: Section) -> dict[str, str]:
    labels: dict[str, str] = {}
    for item in section.fields:
        for label in item.label.values():
            labels.setdefault(normalised(label), item.id)
    for item in section.fields:
        for words in item.aliases.values():
            for word in words:
                labels.setdefault(normalised(word), item.id)
    return labels


def label_score(section: Section, grid: Grid) -> int:
    """How many of a section's labels are where they would be on its sheet."""
    labels = accepted_labels(section)
    if section.kind == "form":
        return sum(
            1
            for _, values in grid.rows[:HEADER_WITHIN]
            if any(normalised(value) in labels for value in values if isinstance(value, str))
        )
    return max((matching_labels(labels, values) for _, values in top_rows(grid)), default=0)


def matching_labels(labels: Mapping[str, str], values: Sequence[object]) -> int:
    """How many different fields the values of a row name."""
    texts = (v for v in values if isinstance(v, str) and len(v) <= _LONGEST_HEADING)
    return len({labels.get(normalised(text)) for text in texts} - {None})


def top_rows(grid: Grid) -> Iterator[tuple[int, list[object]]]:
    """The rows in which headings and the hidden ids are looked for."""
    for row, values in grid.rows:
        if row > HEADER_WITHIN:
            break
        yield row, list(values)


def headings_in(grid: Grid, row: int) -> dict[int, str]:
    """Column → heading of a row."""
    for number, values in grid.rows:
        if number == row:
            return {c: heading_text(value) for c, value in enumerate(values) if value is not None}
    return {}


def heading_text(value: object) -> str:
    """A heading as a text; a month that the spreadsheet made a date or a number is a month."""
    if isinstance(value, date) and value.day == 1:
        return value.strftime("%Y-%m")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def kind_of_sheet(grid: Grid) -> tuple[Sheet, int]:
    """How a sheet is read, and the last row of its headings (ours are known by a hidden mark)."""
    for row, values in grid.rows:
        if values and isinstance(values[0], str) and values[0].startswith(layout.ID_MARK):
            form = layout.VALUE_MARK in values
            return (Sheet.FORM if form else Sheet.TABLE), row + layout.HEADER_ROW
    return Sheet.FREE, -1


def unlike_others(name: str, section: Section, place: SectionPlace) -> str:
    """The name of an own column, unlike all others of its section."""
    while name in place.own_columns or name in section.by_id or name == layout.FROM_FIELD:
        name += layout.ANOTHER
    return name
