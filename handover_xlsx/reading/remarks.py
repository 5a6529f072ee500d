"""What reading noticed about the structure: missing, renamed, doubled, unknown, merged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from handover_xlsx.format import layout
from handover_xlsx.format.hidden_sheet import Metadata
from handover_xlsx.handover.model import Remark
from handover_xlsx.handover.places import RecordsAt, SectionPlace
from handover_xlsx.package import addresses
from handover_xlsx.package.package import Container
from handover_xlsx.reading.records import Reading
from handover_xlsx.secrets.find import masked
from handover_xlsx.secrets.mask import Masked
from handover_xlsx.template.model import Section
from handover_xlsx.text import normalise

_LONGEST_ENTRY = 60  # characters; nothing that we write there is longer


def remark_metadata(reading: Reading, metadata: Metadata, *, is_trusted: bool) -> None:
    """What is odd about the hidden sheet; its names count only where the template inside is read."""
    if metadata.is_newer:
        number = metadata.entries["format"].rpartition("/")[2]
        reading.remarks.append(Remark("format-newer", value=number))
    if is_trusted:
        for entry, (found, expected) in metadata.altered(reading.template).items():
            detail = {"entry": entry, "expected": expected}
            shown = masked(found[:_LONGEST_ENTRY])
            reading.remarks.append(Remark("metadata-altered", value=shown, detail=detail))


def remark_structure(reading: Reading, container: Container, states: Mapping[str, str]) -> None:
    """What is missing, renamed, doubled or unknown among the sheets (name → state) and columns."""
    located, add = reading.located, reading.remarks.append
    for section in reading.template.sections:
        place = located.places.get(section.id)
        if place is None:
            add(Remark("sheet-missing", section.id))
        else:
            _remark_place(reading, section, place)
    for section_id, sheet in located.copies:
        add(Remark("sheet-doubled", section_id, sheet=sheet))
    for sheet in located.unknown_sheets:
        add(Remark("sheet-unknown", sheet=sheet, detail={"state": states[sheet]}))
    for sheet, grid in reading.grids.items():
        for one in grid.doubled:
            cell = addresses.address(one.row, one.column)
            add(Remark("cell-doubled", sheet=sheet, cell=cell, value=str(one.dropped)))
    for kind in container.active_content:
        add(Remark("active-content", detail={"kind": kind}))


def _remark_place(reading: Reading, section: Section, place: SectionPlace) -> None:
    add = reading.remarks.append
    titles = {normalise.normalised(name) for name in section.sheet.values()}
    titles |= {normalise.normalised(name) for name in layout.TEAM_SHEET.values()}
    if normalise.normalised(place.sheet) not in titles:
        add(Remark("sheet-renamed", section.id, sheet=place.sheet))
    present = place.lines if place.is_form else place.columns
    for item in section.fields:
        if item.id not in present:
            add(Remark("column-missing", section.id, item.id, sheet=place.sheet))
    for key, (_, now) in place.renamed.items():
        cell = addresses.address(place.header_row, place.columns[key])
        add(Remark("column-renamed", section.id, key, None, place.sheet, cell, now))
    for name, column in place.own_columns.items():
        kind = "column-doubled" if column in place.doubled else "column-unknown"
        heading = place.doubled.get(column, name)
        at = (column, place.value_column - 1) if place.is_form else (place.header_row, column)
        cell = addresses.address(*at)
        add(Remark(kind, section.id, None, None, place.sheet, cell, heading))
    if place.without_ids and not place.is_form and reading.made_here:
        add(Remark("ids-missing", section.id, sheet=place.sheet))
    for ref in reading.grids[place.sheet].merged:
        first = re.match(r"([A-Z]+)(\d+)", ref)
        if first and int(first[2]) - 1 > place.header_row and not place.is_form:
            add(Remark("merged-cells", section.id, None, None, place.sheet, first[0], ref))


def remark_secrets(reading: Reading, masked: Iterable[Masked], records_at: RecordsAt) -> None:
    """Which cells had a secret; those of a section's rows are named by their field."""
    for one in masked:
        detail: dict[str, object] = {"kind": one.kind}
        if one.row is None or one.column is None:
            named = {**detail, "in_name": True}
            reading.remarks.append(Remark("secret", sheet=one.sheet, detail=named))
            continue
        cell = addresses.address(one.row, one.column)
        section, key, index = records_at.find(one.sheet, one.row, one.column) or ("", "", 0)
        record = reading.tables[section][index] if section else None
        if record is None or key not in record:
            reading.remarks.append(Remark("secret", sheet=one.sheet, cell=cell, detail=detail))
            continue
        reading.remarks.append(
            Remark("secret", section, key, index, one.sheet, cell, record[key], detail,
                   record.source)
        )  # fmt: skip
