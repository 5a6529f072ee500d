"""Where is what? Finds each section's sheet and columns after people have edited the workbook.

Identity comes in layers: the hidden id row, defined names, and the headings in any language of the
template (``identity.py``). They vote; what was moved or renamed is remarked, what is unknown is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from handover_xlsx.handover.places import Located, SectionPlace
from handover_xlsx.reading.identity import (
    Targets,
    fields_by_name,
    id_row,
    label_score,
    named_targets,
    section_mark,
    shows_progress,
)
from handover_xlsx.reading.locate_forms import place_form
from handover_xlsx.reading.locate_tables import TableSearch, find_origins
from handover_xlsx.sheets.workbook import Grid
from handover_xlsx.template.model import Section, Template
from handover_xlsx.text.normalise import normalised


@dataclass(frozen=True)
class _Claim:
    """A sheet that may contain a section, and how sure that is."""

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
    pointed = named_targets(names)
    on_sheets: dict[str, Targets] = {sheet: {} for sheet in grids}
    for (name, sheet), at in pointed.items():
        if sheet in on_sheets:
            on_sheets[sheet][name, sheet] = at
    claims = [
        claim
        for sheet, grid in grids.items()
        for claim in _claims(template, sheet, grid, on_sheets[sheet])
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
                find_origins(place, grids[claim.sheet])
            found.places[claim.section.id] = place
            taken.add(claim.sheet)
    found.unknown_sheets = [
        sheet
        for sheet, grid in grids.items()
        if sheet not in taken and grid.rows and not shows_progress(grid)
    ]
    return found


def _place(template: Template, claim: _Claim, grid: Grid, targets: Targets) -> SectionPlace | None:
    section, sheet = claim.section, claim.sheet
    ids = id_row(section, grid)
    if section.kind == "form" and len(ids) < 2:
        return place_form(section, sheet, grid, targets)
    return TableSearch(template, section, sheet, grid, targets, ids).place()


def _claims(template: Template, sheet: str, grid: Grid, targets: Targets) -> Iterator[_Claim]:
    """Which sections this sheet may be, from sure (its id) to likely (its headings)."""
    mark = section_mark(grid)
    if mark is None and shows_progress(grid):
        return  # a team's Start sheet: only the list of sections
    begun = {name[:at] for name, _ in targets for at, sign in enumerate(name) if sign == "_"}
    for section in template.sections:
        named = len(fields_by_name(section, sheet, targets)) if section.id in begun else 0
        titled = normalised(sheet) in {normalised(name) for name in section.sheet.values()}
        strength = 0
        if mark == section.id:
            strength = 4 if named else 3
        elif named >= min(2, len(section.fields)):
            strength = 3
        elif titled and label_score(section, grid):
            strength = 2
        elif mark is None and label_score(section, grid) >= max(2, len(section.fields) // 2):
            strength = 1
        if strength:
            yield _Claim(section, sheet, strength, titled)
