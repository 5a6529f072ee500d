"""Where the columns of a table are: ids, names and headings vote, and the heading decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from handover_xlsx.format import layout
from handover_xlsx.format.history_lookup_columns import shown_labels
from handover_xlsx.handover.places import SectionPlace
from handover_xlsx.package import addresses
from handover_xlsx.reading.company_sheets import joined_headings
from handover_xlsx.reading.identity import (
    Targets,
    accepted_labels,
    fields_by_name,
    headings_in,
    marked_column,
    matching_labels,
    top_rows,
    unlike_others,
)
from handover_xlsx.sheets.workbook import Grid
from handover_xlsx.template.model import PERIOD_UNITS, Section, Template, text_in
from handover_xlsx.text import normalise
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.period_headings import month_before, parse_period


class TableSearch(NamedTuple):
    """A sheet on which a section's table is looked for; ``ids`` are those of the hidden row."""

    template: Template
    section: Section
    sheet: str
    grid: Grid
    targets: Targets
    ids: Mapping[str, int]

    def place(self) -> SectionPlace | None:
        """The section's place on the sheet; None where no headings are found."""
        named = fields_by_name(self.section, self.sheet, self.targets)
        header = self._header_row(named)
        if header is None:
            return None
        headings = headings_in(self.grid, header)
        if not self.ids and not named:
            above, below = headings_in(self.grid, header - 1), headings_in(self.grid, header + 1)
            labels = accepted_labels(self.section)
            more, headings = joined_headings(labels, above, headings, below)
            header += more
        place = SectionPlace(self.section.id, self.sheet, header, without_ids=not self.ids)
        self._vote_columns(place, headings, named)
        self._keep_own_columns(place, headings)
        return place

    def _header_row(self, named: Mapping[str, tuple[int, int]]) -> int | None:
        labels = accepted_labels(self.section)
        most = len(set(labels.values()))
        best = row = 0
        for number, values in top_rows(self.grid):
            if not str(values[0]).startswith(layout.ID_MARK):
                best, row = max((best, row), (matching_labels(labels, values), -number))
                if best == most:
                    break  # no row below can name more
        if best >= 2 or (best == 1 and not self.ids and not named):
            return -row
        starts = Counter(row for row, _ in named.values())
        if starts:
            return max(starts.most_common(1)[0][0] - 1, 0)
        if self.ids:
            mark = next(r for r, v in self.grid.first_column() if str(v).startswith(layout.ID_MARK))
            return mark + layout.HEADER_ROW
        return None

    def _vote_columns(
        self, place: SectionPlace, headings: Mapping[int, str], named: Mapping[str, tuple[int, int]]
    ) -> None:
        """Each layer names a column for a field; the heading decides between two that disagree."""
        labels = accepted_labels(self.section)
        by_label: dict[str, list[int]] = {}
        for column, text in headings.items():
            key = labels.get(normalised(text)) or _period(self.section, text)
            if key:
                by_label.setdefault(key, []).append(column)
        for key in dict.fromkeys((*self.ids, *named, *by_label)):
            if key == layout.FROM_FIELD:
                continue
            headed = by_label.get(key, [])
            votes = [*headed, *([self.ids[key]] if key in self.ids else ())]
            votes += [named[key][1]] if key in named else []
            column = min(votes, key=lambda c: (-votes.count(c), c not in headed, c))
            if column not in place.columns.values():
                place.columns[key] = column
            for other in headed:
                if other != column:
                    place.doubled[other] = headings[other]
        for key, column in place.columns.items():
            text = headings.get(column, "")
            item = self.section.by_id.get(key)
            if item and labels.get(normalised(text)) != key:
                place.renamed[key] = (text_in(item.label, "en"), text)

    def _keep_own_columns(self, place: SectionPlace, headings: Mapping[int, str]) -> None:
        """Columns that the template does not know travel along under their heading."""
        known = {*place.columns.values(), *self._only_shown(headings)}
        width = max(
            (len(values) for row, values in self.grid.rows if row >= place.header_row), default=0
        )
        for column in range(width):
            if column in known or (column == 0 and not headings.get(0)):
                continue
            used = any(
                len(values) > column and values[column] is not None
                for row, values in self.grid.rows
                if row > place.header_row
            )
            if used or column in headings:
                name = headings.get(column) or addresses.column_letter(column)
                place.own_columns[unlike_others(name, self.section, place)] = column

    def _only_shown(self, headings: Mapping[int, str]) -> set[int]:
        """Columns of a history that only show something – target, unit, trend – and contain nothing."""
        if self.section.kind != "history":
            return set()
        named = {
            column
            for (name, where), (_, _, column) in self.targets.items()
            if where == self.sheet and name.startswith(f"{self.section.id}_{layout.SHOWN}")
        }
        marked = {
            column
            for _, values in top_rows(self.grid)
            if values and str(values[0]).startswith(layout.ID_MARK)
            for column, value in enumerate(values)
            if str(value).startswith(layout.SHOWN) and value not in (values[0], layout.FROM_FIELD)
        }
        labels = {normalised(label) for label in shown_labels(self.template, self.section)}
        headed = {column for column, text in headings.items() if normalised(text) in labels}
        return (named | marked | headed) - {0}


def _period(section: Section, heading: str) -> str | None:
    """The period that a heading names, in whichever unit it is written."""
    if section.periods is None:
        return None
    units = dict.fromkeys((section.periods.unit, *PERIOD_UNITS))
    return next((found for unit in units if (found := parse_period(heading, unit))), None)


def place_months_without_year(section: Section, place: SectionPlace, last_day: date) -> None:
    """Columns headed ``3月`` become periods as soon as the last working day is known."""
    for heading, column in list(place.own_columns.items()):
        period = month_before(heading, last_day) if section.periods else None
        if period and period not in place.columns:
            place.columns[period] = column
            del place.own_columns[heading]


def find_origins(place: SectionPlace, grid: Grid) -> None:
    """The column that says which source a row comes from: by its id, else by its heading."""
    froms = {normalise.normalised(text) for text in layout.FROM_LABEL.values()}
    headed = [c for name, c in place.own_columns.items() if normalised(name) in froms]
    marked = marked_column(grid, layout.FROM_FIELD, headed[0] if headed else -1)
    if marked >= 0:
        place.origin_column = marked
        place.own_columns = {name: c for name, c in place.own_columns.items() if c != marked}
