"""Tables exported from elsewhere as the rows of a template's sections. Nothing is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from handover_xlsx.format.percent_units import PercentUnits
from handover_xlsx.handover.content import Content, Unplaced
from handover_xlsx.locale import N_, Message
from handover_xlsx.package import addresses
from handover_xlsx.prefilling.csv_folder import Table
from handover_xlsx.prefilling.from_workbook import Carried, own_name, unplaced_note
from handover_xlsx.prefilling.match_fields import find_heading
from handover_xlsx.prefilling.refit_values import NUMBER
from handover_xlsx.template.model import PERIOD_UNITS, Field, Section, Template, text_in
from handover_xlsx.template.selecting import as_named, section_named
from handover_xlsx.text.nearest import nearest
from handover_xlsx.text.normalise import normalised
from handover_xlsx.values.convert import Context, clean, convert
from handover_xlsx.values.numbers import of_hundred
from handover_xlsx.values.period_headings import month_before, parse_period
from handover_xlsx.values.show import column_label

_Cells = Mapping[int, str]
_Row = dict[str, object]


def headings_known(template: Template, name: str, row: Sequence[str]) -> int:
    """How many cells of a row are headings of the section that a file's name means."""
    section = section_named(template, name)
    return sum(1 for cell in row if section and _key(section, cell, None))


def from_tables(tables: Sequence[Table], template: Template, language: str) -> Carried:
    """What the tables say, as the content of a workbook in a language."""
    taking = _Taking(template, language)
    start = template.start
    for table in sorted(tables, key=lambda t: section_named(template, t.name) is not start):
        taking.take(table)
    taking.settle_shares()
    own = {name: tuple(columns) for name, columns in taking.own.items()}
    content = Content(rows=taking.rows, own_columns=own, unplaced=tuple(taking.unplaced))
    return Carried(content, (*taking.messages, *unplaced_note(content, template, language)))


def _key(section: Section, heading: str, last_day: date | None) -> str | None:
    """The field or period that a heading names: by id, label or alias, in any language."""
    wanted = normalised(heading)
    if not wanted:
        return None
    for item in section.fields:
        if wanted == normalised(item.id):
            return item.id
    named = find_heading(heading, section.fields)
    if named:
        return named.id
    return _period(section, clean(heading), last_day)


def _period(section: Section, heading: str, last_day: date | None) -> str | None:
    if section.periods is None:
        return None
    for unit in dict.fromkeys((section.periods.unit, *PERIOD_UNITS)):
        found = parse_period(heading, unit)
        if found:
            return found
    return month_before(heading, last_day) if last_day else None


@dataclass
class _Taking:
    """Tables on their way into a workbook."""

    template: Template
    language: str
    rows: dict[str, list[_Row]] = field(default_factory=dict)
    shares: dict[str, list[tuple[_Row, str]]] = field(default_factory=dict)  # typed as 97%
    own: dict[str, list[str]] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)

    @property
    def last_day(self) -> date | None:
        """The last working day, once the table that has it was taken."""
        role = self.template.roles.get("last_day")
        rows = self.rows.get(role.section, ()) if role else ()
        days = [row.get(role.field) for row in rows] if role else []
        return next((day for day in days if isinstance(day, date)), None)

    def take(self, table: Table) -> None:
        """One table: its first row has the headings; a form may also be written line by line."""
        if not table.rows:
            return
        section = section_named(self.template, table.name)
        head = dict(enumerate(table.rows[0][1]))
        body = [(number, _filled(row)) for number, row in table.rows[1:]]
        if section is None:
            self._leave_all(table, head, body)
            return
        if section.kind == "form" and _stands_in_lines(section, table):
            self._take_lines(table, section)
            return
        keys = self._keys(section, head, body)
        misfits: Counter[str] = Counter()
        before = len(self.rows.get(section.id, ()))
        for number, cells in body:
            row: _Row = {}
            for column, text in cells.items():
                key = keys[column]
                if key is None or (section.kind == "form" and self.rows.get(section.id)):
                    self._leave(table, number, column, head.get(column, ""), text)
                else:
                    self._put(row, section, key, text, misfits)
            if row:
                self.rows.setdefault(section.id, []).append(row)
        self._say(table, section, len(self.rows.get(section.id, ())) - before, misfits)

    def _take_lines(self, table: Table, section: Section) -> None:
        """A form with a label and a value in each line."""
        row: _Row = {}
        misfits: Counter[str] = Counter()
        for number, cells in table.rows:
            label, *values = cells
            key = _key(section, label, None)
            for column, text in _filled(values, 1).items():
                if column == 1 and key and key not in row and not self.rows.get(section.id):
                    self._put(row, section, key, text, misfits)
                else:
                    self._leave(table, number, column, label, text)
        if row:
            self.rows.setdefault(section.id, []).append(row)
        self._say(table, section, 1 if row else 0, misfits)

    def _keys(
        self, section: Section, head: _Cells, body: Sequence[tuple[int, _Cells]]
    ) -> dict[int, str | None]:
        """Column → field, period or own column; None where a form has no place for it."""
        used = sorted({column for _, cells in body for column in cells})
        keys: dict[int, str | None] = {}
        for column in used:
            key = _key(section, head.get(column, ""), self.last_day)
            if key is not None and key not in keys.values():
                keys[column] = key
            elif section.kind == "form":
                keys[column] = None
            else:
                keys[column] = self._own_column(section, head.get(column, ""), column, keys)
        return keys

    def _own_column(
        self, section: Section, heading: str, column: int, keys: Mapping[int, str | None]
    ) -> str:
        """A column that the template does not know, under its heading."""
        columns = self.own.setdefault(section.id, [])
        heading = clean(heading) or addresses.column_letter(column)
        if heading in columns and heading not in keys.values():
            return heading  # from another table of the same section
        columns.append(own_name(heading, section, columns))
        return columns[-1]

    def _put(self, row: _Row, section: Section, key: str, text: str, misfits: Counter[str]) -> None:
        """A cell's text into a row, as a value of its field."""
        if key in self.own.get(section.id, ()):
            row[key] = text
            return
        last_day = self.last_day
        context = Context(last_day.year if last_day else None)
        converted = convert(text, _item(section, key), context)
        if converted.trouble:
            misfits[key] += 1
        if converted.share:
            self.shares.setdefault(section.id, []).append((row, key))
        row[key] = converted.value

    def settle_shares(self) -> None:
        """97% is 97 where the unit is %, which may be in a table that was taken later."""

        def rows_of(name: str) -> Iterator[tuple[int, _Row]]:
            return ((0, row) for row in self.rows.get(name, ()))

        for name, shares in self.shares.items():
            units = PercentUnits(self.template, self.template.by_id[name], rows_of)
            for row, key in shares:
                if units.count(0, row):
                    row[key] = of_hundred(cast("float", row[key]))

    def _leave(self, table: Table, row: int, column: int, heading: str, text: str) -> None:
        where = f"{table.file}!{addresses.address(row, column)}"
        self.unplaced.append(Unplaced(where, clean(heading), text))

    def _leave_all(self, table: Table, head: _Cells, body: Sequence[tuple[int, _Cells]]) -> None:
        """A table that belongs to no section."""
        for number, cells in body:
            for column, text in cells.items():
                self._leave(table, number, column, head.get(column, ""), text)
        filled = {column for _, cells in body for column in cells}
        for column, text in head.items():
            if clean(text) and column not in filled:
                self._leave(table, table.rows[0][0], column, "", text)
        names = {as_named(text): text for s in self.template.sections for text in
                 (s.id, *s.sheet.values())}  # fmt: skip
        near = nearest(as_named(table.name), names)
        message = N_(
            "{file}: no sheet has this name; name the file after a sheet, such as “{near}”."
        )
        if near:
            message = N_("{file}: no sheet has this name; did you mean “{near}”?")
        example = text_in(self.template.sections[-1].sheet, self.language)
        self.messages.append(
            Message(message, {"file": table.file, "near": names[near] if near else example})
        )

    def _say(self, table: Table, section: Section, rows: int, misfits: Mapping[str, int]) -> None:
        sheet = text_in(section.sheet, self.language)
        message = N_("{file}: {count} rows copied to “{sheet}”.")
        if rows == 1:
            message = N_("{file}: 1 row copied to “{sheet}”.")
        self.messages.append(Message(message, {"file": table.file, "count": rows, "sheet": sheet}))
        for key, count in misfits.items():
            message = N_("{sheet}: {count} values of “{heading}” were not understood; they are kept "
                      "as typed.")  # fmt: skip
            if count == 1:
                message = N_("{sheet}: one value of “{heading}” was not understood; it is kept as "
                          "typed.")  # fmt: skip
            heading = text_in(column_label(section, key), self.language)
            self.messages.append(
                Message(message, {"sheet": sheet, "count": count, "heading": heading})
            )


def _filled(row: Sequence[str], first: int = 0) -> dict[int, str]:
    return {column: cell for column, cell in enumerate(row, first) if clean(cell)}


def _item(section: Section, key: str) -> Field:
    return section.by_id.get(key, NUMBER)


def _stands_in_lines(section: Section, table: Table) -> bool:
    """Whether a form's labels are in the first column, and not in the first row."""
    across = sum(1 for cell in table.rows[0][1] if _key(section, cell, None))
    down = sum(1 for _, row in table.rows if row and _key(section, row[0], None))
    return down > across or (down == across and len(table.rows) > 2)  # details are one row
