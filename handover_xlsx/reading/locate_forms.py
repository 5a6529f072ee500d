"""Where the lines of a form are: by their ids, their names, or their labels wherever they are."""

from __future__ import annotations

from collections import Counter

from handover_xlsx.format import layout
from handover_xlsx.handover.places import SectionPlace
from handover_xlsx.reading.company_sheets import form_cells
from handover_xlsx.reading.identity import (
    Targets,
    accepted_labels,
    fields_by_name,
    heading_text,
    is_progress,
    marked_column,
    section_mark,
    unlike_others,
)
from handover_xlsx.sheets.workbook import Grid
from handover_xlsx.template.model import Section
from handover_xlsx.text.normalise import normalised


def place_form(section: Section, sheet: str, grid: Grid, targets: Targets) -> SectionPlace | None:
    """The form's place on a sheet; None where none of its labels is found."""
    named = fields_by_name(section, sheet, targets)
    labels = accepted_labels(section)
    lines: dict[str, int] = {}
    for row, values in grid.rows:
        identity = values[0] if values else None
        label = values[1] if len(values) > 1 else None
        key = identity if identity in section.by_id else None
        key = key or (labels.get(normalised(label)) if isinstance(label, str) else None)
        if key and str(key) not in lines:
            lines[str(key)] = row
    elsewhere: dict[str, tuple[int, int]] = {}
    if not named and section_mark(grid) is None:
        elsewhere = form_cells(labels, grid)
        lines = {key: row for key, (row, _) in elsewhere.items()}
    for key, (row, _) in named.items():
        lines[key] = row
    if not lines:
        return None
    columns = Counter(column for _, column in (named or elsewhere).values()).most_common(1)
    likely = columns[0][0] if columns else layout.FORM_VALUE_COLUMN
    place = SectionPlace(
        section.id, sheet, min(lines.values()) - 1, lines=lines,
        value_column=marked_column(grid, layout.VALUE_MARK, likely),
        value_columns={key: column for key, (_, column) in elsewhere.items() if column != likely},
    )  # fmt: skip
    _keep_own_lines(section, place, grid)
    return place


def _keep_own_lines(section: Section, place: SectionPlace, grid: Grid) -> None:
    """Lines that people added to a form travel along under their label."""
    known, column = set(place.lines.values()), place.value_column
    progress = [row for row, value in grid.first_column() if is_progress(value)]
    end = min(progress) - 2 if progress else max(known) + 1  # a title and headings are above it
    for row, values in grid.rows:
        filled = len(values) > column and values[column] is not None and values[column - 1]
        if place.header_row < row < end and row not in known and filled:
            place.own_columns[unlike_others(heading_text(values[column - 1]), section, place)] = row
