"""The complete sample with every optional sheet: its rows, where each value is, its file."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path

import openpyxl

from handover_xlsx.format import layout
from handover_xlsx.package import addresses
from handover_xlsx.template.model import CoverageRule, Field, Section, Template
from handover_xlsx.values.periods import is_period
from handover_xlsx.writing.write import workbook_bytes

SAMPLES = Path(__file__).parents[3] / "samples"
SAVED = date(2026, 11, 2)
REASON = "_reason"  # as a section: where the Start sheet asks why one does not apply

Values = Mapping[str, object]


@dataclass(frozen=True, order=True)
class Cell:
    """A value's place: a section, a row of it (from 0), and a field or period."""

    section: str
    row: int
    field: str


@dataclass(frozen=True, eq=False)
class Story:
    """A workbook without a fault, and where its contents are."""

    language: str
    template: Template
    rows: Mapping[str, Sequence[Values]]
    data: bytes

    def value(self, cell: Cell) -> object:
        """What the story says in a cell; None where it is blank."""
        return self.rows[cell.section][cell.row].get(cell.field)

    def item(self, cell: Cell) -> Field | None:
        """The field of a cell; None for a period."""
        return self.template.by_id[cell.section].by_id.get(cell.field)

    @cached_property
    def last_day(self) -> date:
        """The last working day."""
        day = self.rows["start"][0]["last_day"]
        assert isinstance(day, date)
        return day

    @cached_property
    def leaver(self) -> object:
        """Who hands over."""
        return self.rows["start"][0]["leaver"]

    @cached_property
    def references(self) -> Mapping[tuple[str, object], Sequence[Cell]]:
        """Which cells refer to a name: (section, name) → cells; the leaver may be named anywhere."""
        named: dict[tuple[str, object], list[Cell]] = {}
        for cell in self.cells():
            item = self.item(cell)
            if item is not None and item.to is not None:
                value = self.value(cell)
                target = "start" if value == self.leaver else item.to.section
                named.setdefault((target, value), []).append(cell)
        return named

    def referring(self, cell: Cell) -> Sequence[Cell]:
        """The cells that refer to the name in a cell."""
        section = self.template.by_id[cell.section]
        if cell.field not in (section.names_row, "leaver"):
            return ()
        return self.references.get((cell.section, self.value(cell)), ())

    @lru_cache  # noqa: B019 - there are two stories
    def cells(self, *, blank: bool = False) -> Sequence[Cell]:
        """Every filled cell that a person fills in; or every blank one of the same rows."""
        found: list[Cell] = []
        for section in self.template.sections:
            for index, row in enumerate(self.rows.get(section.id, ())):
                names = [*(item.id for item in section.own_fields), *filter(is_period, row)]
                found += [Cell(section.id, index, n) for n in names if (n not in row) == blank]
        return tuple(found)

    def coverage(self, section: str, kind: str = "") -> list[CoverageRule]:
        """What the template declares about a section."""
        entries = [entry for entry in self.template.coverage if entry.section == section]
        return [entry for entry in entries if not kind or entry.rule == kind]

    # --- places -----------------------------------------------------------------------------

    @cached_property
    def sheets(self) -> Sequence[str]:
        """The names of the sheets, in the order of their files."""
        return openpyxl.load_workbook(io.BytesIO(self.data), read_only=True).sheetnames

    @cached_property
    def _columns(self) -> Mapping[tuple[str, str], int]:
        """The column of each field and period, from 0, by hidden ids and headings."""
        book = openpyxl.load_workbook(io.BytesIO(self.data))
        columns = {}
        for section in self.template.sections:
            sheet = book[section.sheet[self.language]]
            for row in (layout.ID_ROW, layout.HEADER_ROW):
                keys = [str(cell.value) for cell in sheet[row + 1]]
                columns.update({(section.id, key): n for n, key in enumerate(keys)})
        return columns

    @cached_property
    def parts(self) -> Mapping[str, bytes]:
        """The parts of the file."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def place(self, cell: Cell) -> tuple[str, str]:
        """Sheet and address."""
        start = self.template.start
        assert start is not None
        if cell.section in (start.id, REASON):
            sections = tuple(self.template.sections)
            lines = layout.start_layout(self.template, sections, team=False)
            ids = [s.id for s in sections] if cell.section == REASON else list(start.by_id)
            first = lines.progress if cell.section == REASON else lines.form
            form = layout.FORM_VALUE_COLUMN
            column = layout.REASON_COLUMN if cell.section == REASON else form
            where = (first + ids.index(cell.field), column)
            return start.sheet[self.language], addresses.address(*where)
        section: Section = self.template.by_id[cell.section]
        column = self._columns[cell.section, cell.field]
        return section.sheet[self.language], addresses.address(layout.FIRST_ROW + cell.row, column)

    def sheet(self, section: str) -> str:
        """The name of a section's sheet."""
        return self.template.by_id[section].sheet[self.language]


@cache
def story(language: str) -> Story:
    """The story of a language."""
    sys.path.insert(0, str(SAMPLES))
    try:
        from make_samples import content_of, load_story, template_of
    finally:
        sys.path.remove(str(SAMPLES))
    content_story = load_story(SAMPLES / "content" / f"full.{language}.yaml")
    template, content = template_of(content_story), content_of(content_story)
    data, _ = workbook_bytes(template, language=language, content=content, today=SAVED)
    return Story(language, template, content.rows, data)
