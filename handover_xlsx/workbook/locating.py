"""Where is what? Finds each section's sheet and columns after people have edited the workbook.

Identity comes in layers: the hidden id row, defined names, and the headings in any language of the
template. They vote; what was moved or renamed is remarked, what is unknown is kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from handover_xlsx.template.model import PERIOD_UNITS, Section, Template, text_in
from handover_xlsx.workbook import layout, periods
from handover_xlsx.workbook.cells import Grid
from handover_xlsx.workbook.foreign import form_cells, joined_headings
from handover_xlsx.workbook.layout import column_index, normalised
from handover_xlsx.workbook.looked_up import shown_labels
from handover_xlsx.workbook.period_headings import month_before, parse_period

_HEADER_WITHIN = 40  # headings stand in the first rows of a sheet
_TARGET = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)")


@dataclass
class SectionPlace:
    """Where a section stands: its sheet, its columns (or a form's lines), and what is unknown.

    ``own_columns`` are what people added: heading → column, on a form label → line.
    """

    section: str
    sheet: str
    header_row: int
    columns: dict[str, int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    own_columns: dict[str, int] = field(default_factory=dict)
    renamed: dict[str, tuple[str, str]] = field(default_factory=dict)
    doubled: dict[int, str] = field(default_factory=dict)  # own column → heading of another one
    without_ids: bool = False
    origin_column: int | None = None
    value_column: int = layout.FORM_VALUE_COLUMN
    value_columns: dict[str, int] = field(default_factory=dict)  # of fields that stand elsewhere

    @property
    def is_form(self) -> bool:
        """Whether values stand beside their labels instead of below them."""
        return bool(self.lines)

    def cell(self, field_id: str, row: int) -> tuple[int, int] | None:
        """Row and column (from 0) of a value; ``row`` is the record's row, also from 0."""
        if self.is_form:
            line = self.lines.get(field_id, self.own_columns.get(field_id))
            beside = self.value_columns.get(field_id, self.value_column)
            return None if line is None else (line, beside)
        column = self.columns.get(field_id, self.own_columns.get(field_id))
        return None if column is None else (row, column)


@dataclass
class Located:
    """All places found in one workbook."""

    places: dict[str, SectionPlace] = field(default_factory=dict)
    copies: list[tuple[str, str]] = field(default_factory=list)  # (section, sheet)
    unknown_sheets: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Claim:
    """A sheet that may hold a section, and how sure that is."""

    section: Section
    sheet: str
    strength: int
    titled: bool  # whether it has the section's name; a copy has another one


def locate(
    template: Template, grids: Mapping[str, Grid], names: Mapping[str, str], *, team: bool = False
) -> Located:
    """Find every section of a template among the sheets (name → cells).

    In a ``team``'s workbook one column says where a row comes from.
    """
    pointed = _named_targets(names)
    claims = [
        claim for sheet, grid in grids.items() for claim in _claims(template, sheet, grid, pointed)
    ]
    claims.sort(key=lambda claim: (-claim.strength, not claim.titled))
    found = Located()
    taken: set[str] = set()
    for claim in claims:
        if claim.sheet in taken:
            continue
        if claim.section.id in found.places:
            if claim.strength >= 2:
                found.copies.append((claim.section.id, claim.sheet))
                taken.add(claim.sheet)
            continue
        place = _place(template, claim, grids[claim.sheet], pointed)
        if place:
            if team:
                _find_origins(place, grids[claim.sheet])
            found.places[claim.section.id] = place
            taken.add(claim.sheet)
    found.unknown_sheets = [
        sheet
        for sheet, grid in grids.items()
        if sheet not in taken and grid.rows and not _shows_progress(grid)
    ]
    return found


_Targets = dict[tuple[str, str], tuple[str, int, int]]


def _named_targets(names: Mapping[str, str]) -> _Targets:
    """(section, rest of the name) → (sheet, row, column) of the names ``fld_…`` still alive."""
    targets: _Targets = {}
    for name, formula in names.items():
        match = _TARGET.search(formula)
        if name.startswith("fld_") and match:
            sheet = (match[1] or match[2]).replace("''", "'")
            targets[name[4:], sheet] = (sheet, int(match[4]) - 1, column_index(match[3]))
    return targets


def _fields_by_name(section: Section, sheet: str, targets: _Targets) -> dict[str, tuple[int, int]]:
    """Field or period → (row, column) according to the defined names."""
    found = {}
    for (name, where), (_, row, column) in targets.items():
        if where != sheet or not name.startswith(section.id + "_"):
            continue
        rest = name[len(section.id) + 1 :]
        period = periods.from_name_part(rest)
        key = period or rest
        if key in section.by_id or (period and section.periods):
            found[key] = (row, column)
    return found


def _claims(template: Template, sheet: str, grid: Grid, targets: _Targets) -> Iterator[_Claim]:
    """Which sections this sheet may be, from sure (its id) to likely (its headings)."""
    mark = _mark(grid)
    if mark is None and _shows_progress(grid):
        return  # a team's Start sheet: only the list of sections
    for section in template.sections:
        named = len(_fields_by_name(section, sheet, targets))
        titled = normalised(sheet) in {normalised(name) for name in section.sheet.values()}
        strength = 0
        if mark == section.id:
            strength = 4 if named else 3
        elif named >= min(2, len(section.fields)):
            strength = 3
        elif titled and _label_score(section, grid):
            strength = 2
        elif mark is None and _label_score(section, grid) >= max(2, len(section.fields) // 2):
            strength = 1
        if strength:
            yield _Claim(section, sheet, strength, titled)


def _shows_progress(grid: Grid) -> bool:
    """Whether this is the Start sheet with its list of sections."""
    return any(_is_progress(value) for _, value in grid.first_column())


def _is_progress(mark: object) -> bool:
    return isinstance(mark, str) and mark.startswith(layout.PROGRESS_MARK)


def _mark(grid: Grid) -> str | None:
    """The section id in the hidden row, wherever it stands in column A."""
    for row, value in grid.first_column():
        if row > _HEADER_WITHIN:
            break
        if isinstance(value, str) and value.startswith(layout.ID_MARK):
            return value[len(layout.ID_MARK) :]
    return None


def _labels(section: Section) -> dict[str, str]:
    """Every accepted heading of a section: normalised → field id."""
    labels: dict[str, str] = {}
    for item in section.fields:
        for label in item.label.values():
            labels.setdefault(normalised(label), item.id)
    for item in section.fields:
        for words in item.aliases.values():
            for word in words:
                labels.setdefault(normalised(word), item.id)
    return labels


def _label_score(section: Section, grid: Grid) -> int:
    labels = _labels(section)
    if section.kind == "form":
        return sum(
            1
            for _, values in grid.rows[:_HEADER_WITHIN]
            if any(normalised(value) in labels for value in values if isinstance(value, str))
        )
    return max((_matches(labels, values) for _, values in _top(grid)), default=0)


def _top(grid: Grid) -> Iterator[tuple[int, list[object]]]:
    for row, values in grid.rows:
        if row > _HEADER_WITHIN:
            break
        yield row, list(values)


def _matches(labels: Mapping[str, str], values: Sequence[object]) -> int:
    hits = {labels[normalised(v)] for v in values if isinstance(v, str) and normalised(v) in labels}
    return len(hits)


def _place(template: Template, claim: _Claim, grid: Grid, targets: _Targets) -> SectionPlace | None:
    section = claim.section
    ids = _id_row(section, grid)
    if section.kind == "form" and len(ids) < 2:
        return _place_form(section, claim.sheet, grid, targets)
    named = _fields_by_name(section, claim.sheet, targets)
    header = _header_row(section, grid, ids, named)
    if header is None:
        return None
    headings = _row(grid, header)
    if not ids and not named:
        around = (_row(grid, header - 1), headings, _row(grid, header + 1))
        more, headings = joined_headings(_labels(section), *around)
        header += more
    place = SectionPlace(section.id, claim.sheet, header, without_ids=not ids)
    _vote_columns(section, place, headings, ids, named)
    shown = _only_shown(template, section, claim.sheet, headings, grid, targets)
    _keep_own_columns(section, place, headings, grid, shown)
    return place


def _find_origins(place: SectionPlace, grid: Grid) -> None:
    """The column that says which source a row comes from: by its id, else by its heading."""
    froms = {layout.normalised(text) for text in layout.FROM_LABEL.values()}
    headed = [c for name, c in place.own_columns.items() if normalised(name) in froms]
    marked = marked_column(grid, layout.FROM_FIELD, headed[0] if headed else -1)
    if marked >= 0:
        place.origin_column = marked
        place.own_columns = {name: c for name, c in place.own_columns.items() if c != marked}


def _row(grid: Grid, row: int) -> dict[int, str]:
    """Column → heading of a row."""
    for number, values in grid.rows:
        if number == row:
            return {c: _heading(value) for c, value in enumerate(values) if value is not None}
    return {}


def _heading(value: object) -> str:
    """A heading as a text; a month that the spreadsheet made a date or a number is a month."""
    if isinstance(value, date) and value.day == 1:
        return value.strftime("%Y-%m")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _id_row(section: Section, grid: Grid) -> dict[str, int]:
    """Field (or period, or ``_from``) → column according to the hidden id row."""
    for _, values in _top(grid):
        if values and isinstance(values[0], str) and values[0].startswith(layout.ID_MARK):
            ids = {}
            for column, value in enumerate(values[1:], 1):
                key = periods.from_identity(str(value)) or str(value)
                known = key in section.by_id or periods.is_period(key)
                if (known or key == layout.FROM_FIELD) and key not in ids:
                    ids[key] = column
            return ids
    return {}


def _header_row(
    section: Section, grid: Grid, ids: Mapping[str, int], named: Mapping[str, tuple[int, int]]
) -> int | None:
    labels = _labels(section)
    scored = [
        (_matches(labels, values), -row)
        for row, values in _top(grid)
        if not str(values[0]).startswith(layout.ID_MARK)
    ]
    best, row = max(scored, default=(0, 0))
    if best >= 2 or (best == 1 and not ids and not named):
        return -row
    starts = Counter(row for row, _ in named.values())
    if starts:
        return max(starts.most_common(1)[0][0] - 1, 0)
    if ids:
        mark = next(r for r, v in grid.first_column() if str(v).startswith(layout.ID_MARK))
        return mark + layout.HEADER_ROW
    return None


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


def _vote_columns(
    section: Section,
    place: SectionPlace,
    headings: Mapping[int, str],
    ids: Mapping[str, int],
    named: Mapping[str, tuple[int, int]],
) -> None:
    """Each layer names a column for a field; the heading decides between two that disagree."""
    labels = _labels(section)
    by_label: dict[str, list[int]] = {}
    for column, text in headings.items():
        key = labels.get(normalised(text)) or _period(section, text)
        if key:
            by_label.setdefault(key, []).append(column)
    for key in dict.fromkeys((*ids, *named, *by_label)):
        if key == layout.FROM_FIELD:
            continue
        headed = by_label.get(key, [])
        votes = Counter(headed)
        votes.update([ids[key]] if key in ids else ())
        votes.update([named[key][1]] if key in named else ())
        column = min(votes, key=lambda c: (-votes[c], c not in headed, c))
        if column not in place.columns.values():
            place.columns[key] = column
        for other in headed:
            if other != column:
                place.doubled[other] = headings[other]
    for key, column in place.columns.items():
        text = headings.get(column, "")
        item = section.by_id.get(key)
        if item and labels.get(normalised(text)) != key:
            place.renamed[key] = (text_in(item.label, "en"), text)


def _keep_own_columns(
    section: Section,
    place: SectionPlace,
    headings: Mapping[int, str],
    grid: Grid,
    passed_over: set[int],
) -> None:
    """Columns that the template does not know travel along under their heading."""
    known = {*place.columns.values(), *passed_over}
    width = max((len(values) for row, values in grid.rows if row >= place.header_row), default=0)
    for column in range(width):
        if column in known or (column == 0 and not headings.get(0)):
            continue
        used = any(
            len(values) > column and values[column] is not None
            for row, values in grid.rows
            if row > place.header_row
        )
        if used or column in headings:
            name = headings.get(column) or layout.column_letter(column)
            place.own_columns[_unlike(name, section, place)] = column


def _only_shown(
    template: Template, section: Section, sheet: str, headings: Mapping[int, str], grid: Grid,
    targets: _Targets,
) -> set[int]:  # fmt: skip
    """Columns of a history that only show something – target, unit, trend – and hold nothing."""
    if section.kind != "history":
        return set()
    named = {
        column
        for (name, where), (_, _, column) in targets.items()
        if where == sheet and name.startswith(f"{section.id}_{layout.SHOWN}")
    }
    marked = {
        column
        for _, values in _top(grid)
        if values and str(values[0]).startswith(layout.ID_MARK)
        for column, value in enumerate(values)
        if str(value).startswith(layout.SHOWN) and value not in (values[0], layout.FROM_FIELD)
    }
    labels = {normalised(label) for label in shown_labels(template, section)}
    headed = {column for column, text in headings.items() if normalised(text) in labels}
    return (named | marked | headed) - {0}


def _unlike(name: str, section: Section, place: SectionPlace) -> str:
    """The name of an own column, unlike all others of its section."""
    while name in place.own_columns or name in section.by_id or name == layout.FROM_FIELD:
        name += layout.ANOTHER
    return name


def _place_form(section: Section, sheet: str, grid: Grid, targets: _Targets) -> SectionPlace | None:
    named = _fields_by_name(section, sheet, targets)
    labels = _labels(section)
    lines: dict[str, int] = {}
    for row, values in grid.rows:
        identity = values[0] if values else None
        label = values[1] if len(values) > 1 else None
        key = identity if identity in section.by_id else None
        key = key or (labels.get(normalised(label)) if isinstance(label, str) else None)
        if key and str(key) not in lines:
            lines[str(key)] = row
    elsewhere: dict[str, tuple[int, int]] = {}
    if not named and _mark(grid) is None:
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


def marked_column(grid: Grid, mark: str, otherwise: int) -> int:
    """The column that carries a mark in the hidden id row."""
    return next((values.index(mark) for _, values in _top(grid) if mark in values), otherwise)


def _keep_own_lines(section: Section, place: SectionPlace, grid: Grid) -> None:
    """Lines that people added to a form travel along under their label."""
    known, column = set(place.lines.values()), place.value_column
    progress = [row for row, value in grid.first_column() if _is_progress(value)]
    end = min(progress) - 2 if progress else max(known) + 1  # a title and headings stand above it
    for row, values in grid.rows:
        filled = len(values) > column and values[column] is not None and values[column - 1]
        if place.header_row < row < end and row not in known and filled:
            place.own_columns[_unlike(_heading(values[column - 1]), section, place)] = row


def nearest_sheet(name: str, template: Template) -> str | None:
    """A section's sheet name that looks like this one, for “did you mean”."""
    known = [label for section in template.sections for label in section.sheet.values()]
    close = get_close_matches(name, known, n=1, cutoff=0.6)
    return close[0] if close else None
