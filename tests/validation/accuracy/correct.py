"""Random workbooks without a fault: everything that the template asks for, however it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from handover_xlsx.handover.content import Content
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.model import Field, Section, Template
from handover_xlsx.template.selecting import select

from . import values
from .semantics import holds, needed, row_findings
from .spellings import spelling
from .story import SAVED, Story

Row = dict[str, object]
_NEEDS_TOO = {"contracts": "customers"}  # whose names it refers to
_SPARED = ("workflows", "projects", "kpis", "issues", "documents", "systems", "plan", "signoff")


@dataclass
class Correct:
    """A workbook in the making, typed; ``remarkable`` are the columns of which reading says so."""

    language: str
    rng: Random
    template: Template = field(init=False)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    names: dict[str, list[str]] = field(default_factory=dict)
    remarkable: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        whole = load_template("operations")
        more = self.rng.sample([s.id for s in whole.sections if not s.core], self.rng.randint(0, 3))
        more += [_NEEDS_TOO[name] for name in more if name in _NEEDS_TOO]
        less = self.rng.sample(_SPARED, self.rng.randint(1, 6))
        less += ["kpi_history"] if "kpis" in less else []
        self.template = select(whole, add=list(dict.fromkeys(more)), without=less)
        self._name_everything()
        for section in sorted(self.template.sections, key=lambda s: s.id != "start"):
            self._fill(section)

    @property
    def story(self) -> Story:
        """The rows as a story, for what a row must hold."""
        return Story(self.language, self.template, self.rows, b"")

    def _name_everything(self) -> None:
        people = values.names(self.language, 8, self.rng)
        self.names["leaver"] = [people.pop()]
        for section in self.template.sections:
            item = section.by_id.get(section.names_row)
            count = self.rng.randint(1, 3)
            if section.id == "contacts":
                self.names["contacts"] = people[: self.rng.randint(3, 7)]
            elif item and item.type in ("text", "long") and section.kind == "table":
                title = values.title
                self.names[section.id] = [title(self.language, i, self.rng) for i in range(count)]

    def _fill(self, section: Section) -> None:
        if section.prepared:
            rows: list[Row] = [dict(row) for row in section.prepared]
        elif section.kind == "form":
            rows = [{}]
        elif section.id == "kpi_history":
            rows = [{section.names_row: name} for name in self.names["kpis"]]
        elif section.id == "team":
            rows = [{"name": name} for name in self.names["contacts"][:2]]
        else:
            rows = [{section.names_row: name} for name in self.names[section.id]]
        rows = self._with_needed(section, rows)
        self.rows[section.id] = rows
        for row in rows:
            for item in self._in_order(section):
                if item.id not in row and (needed(item, row) or self.rng.random() < 0.5):
                    row[item.id] = self._value(section, item, row)
            if section.id == "kpi_history":
                self._history(row)
            self._mend(section, row)
        self._sign_in_order(section, rows)

    def _with_needed(self, section: Section, rows: list[Row]) -> list[Row]:
        """Workflows and sessions for duties that need them; a row of each kind that must be there."""
        for entry in self.template.coverage:
            if entry.rule == "referred-to" and entry.by and entry.by.section == section.id:
                for duty in self.rows[entry.section]:
                    if holds(entry.when, duty):
                        name = values.title(self.language, 500 + len(rows), self.rng)
                        rows.append({section.names_row: name, entry.by.field: duty["name"]})
            if entry.rule == "has-row" and entry.section == section.id and entry.when:
                rows[0] |= {name: codes[0] for name, codes in entry.when.tests}
                if entry.by_last_day and entry.date:
                    rows[0][entry.date] = self._between(SAVED, self.story.last_day)
        return rows

    def _in_order(self, section: Section) -> list[Field]:
        """Conditions and first dates before what hangs on them."""
        asked = {n for i in section.fields if i.required_if for n, _ in i.required_if.tests}
        first = {item.not_before for item in section.fields}
        return sorted(
            section.fields,
            key=lambda i: (i.id not in asked, i.id not in first, i.required_if is not None),
        )

    def _mend(self, section: Section, row: Row) -> None:
        """Fill in what the template asks for beyond single cells."""
        for _ in range(30):
            expected = sorted(row_findings(self.story, section, row))
            if not expected:
                return
            for _, name in expected:
                item = section.by_id[name]
                row.pop(name, None)
                if needed(item, row) or expected[0][0] in ("C202", "C203"):
                    row[name] = self._value(section, item, row)
        raise AssertionError(f"{section.id}: {expected} in {row}")

    def _history(self, row: Row) -> None:
        last = self.story.last_day
        usual = self.rng.choice((3.2, 47.5, 96.0, 1200.0, 0.4))
        for back in range(self.rng.randint(0, 1), self.rng.randint(8, 12)):
            month = last.year * 12 + last.month - 2 - back
            row[f"{month // 12}-{month % 12 + 1:02d}"] = round(
                usual * self.rng.uniform(0.8, 1.2), 3
            )

    def _sign_in_order(self, section: Section, rows: list[Row]) -> None:
        for entry in self.template.coverage:
            if entry.rule == "in-order" and entry.section == section.id:
                days = sorted(row[entry.date] for row in rows if row.get(entry.date))
                for row, day in zip((r for r in rows if r.get(entry.date)), days, strict=True):
                    row[entry.date] = day

    def _between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.rng.randint(0, (last - first).days))

    def _value(self, section: Section, item: Field, row: Row) -> object:
        """A valid value of a field, on its own."""
        rng, language = self.rng, self.language
        if item.person and item.type == "text":
            others = {"leaver": "leaver", "name": "contacts"}
            return rng.choice(self.names[others.get(item.id, "contacts")])
        if item.to is not None:
            return rng.choice(self.names[item.to.section])
        if item.type == "date":
            return self._day(section, item, row)
        if item.type == "choice" and item.choices:
            return rng.choice(item.choices.codes)
        if item.type in ("phone", "url", "email"):
            return values.address(item.type, rng)
        plain = {
            "text": lambda: values.sentence(language, rng),
            "long": lambda: values.long_text(language, rng),
            "place": lambda: values.place(language, rng),
            "yesno": lambda: rng.random() < 0.5,
            "month": lambda: f"{rng.randint(2019, 2026)}-{rng.randint(1, 9):02d}",
            "integer": lambda: rng.randint(1, 90),
            "percent": lambda: rng.randint(2, 100) / 100,
            "money": lambda: float(rng.randint(1, 900) * 100),
            "number": lambda: rng.choice((1, 2.5, 12, 60, 0.25)),
        }
        return plain[item.type]()

    def _day(self, section: Section, item: Field, row: Row) -> date:
        """A day in the order that the template asks for, and not yet past where something is due."""
        if item.id == "last_day":
            return self._between(SAVED + timedelta(days=7), date(2027, 3, 31))
        before = row.get(item.not_before or "")
        first = before if isinstance(before, date) else SAVED - timedelta(days=170)
        if item.deadline or item.by_last_day or section.id == "signoff":
            first = max(first, SAVED)
        base = any(other.not_before == item.id for other in section.fields)
        last = self.story.last_day if item.by_last_day else first + timedelta(days=300)
        return self._between(first, SAVED if base else max(first, last))

    # --- as it is written ---------------------------------------------------------------------

    def content(self) -> Content:
        """The rows as people write them."""
        return Content(
            rows={
                name: [self._written(name, row) for row in rows] for name, rows in self.rows.items()
            }
        )

    def _written(self, name: str, row: Row) -> Row:
        section = self.template.by_id[name]
        written = dict(row)
        for key, value in row.items():
            item = section.by_id.get(key) or Field(key, {}, "number")
            if item.id in section.prepared_fields or (name, key) == ("start", "last_day"):
                continue
            written[key], remarkable = spelling(value, item, self.rng)
            if remarkable:
                self.remarkable.add((name, key))
        return written
