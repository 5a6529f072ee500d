"""Values, counts and days in the words of a reader's language – not yet escaped for any output."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from handover_xlsx.handover.model import Handover, Source
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_, Speaker
from handover_xlsx.secrets.find import masked
from handover_xlsx.template.model import ROLES, Field, Section, Texts, text_in
from handover_xlsx.values.show import column_label, show

_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029]")


@dataclass(frozen=True)
class Fact:
    """A labelled text; ``note`` adds something about it, such as how far away a day is."""

    label: str
    text: str
    note: str = ""


def plain(text: object) -> str:
    """A text from a cell, fit to be shown: secrets masked, control and direction marks gone."""
    return _plain(str(text))


@lru_cache(10_000)  # findings say the same of many rows
def _plain(text: str) -> str:
    return masked(_INVISIBLE.sub("", _BREAKS.sub("\n", text))).strip()


def in_one_line(text: object) -> str:
    """A text from a cell where only a line has room: a name, a heading."""
    return _in_one_line(str(text))


@lru_cache(10_000)
def _in_one_line(text: str) -> str:
    return " ".join(_plain(text).split())


def percent(share: float) -> str:
    """A share as whole percent, as the workbook shows it; only what is complete says 100%."""
    return f"{min(int(share * 100 + 0.5), 100 if share >= 1 else 99)}%"


@dataclass(frozen=True)
class Wording(Speaker):
    """A handover in the words of one reader, on one day."""

    handover: Handover
    language: str
    today: date

    @property
    def team(self) -> bool:
        """Whether the handover comes from several workbooks."""
        return len(self.handover.sources) > 1

    def label(self, texts: Texts) -> str:
        """A text of the template."""
        return text_in(texts, self.language)

    def heading(self, section: Section, key: str) -> str:
        """What a reader calls a column."""
        label = self.label(column_label(section, key))
        return label if key in section.by_id else in_one_line(label)

    def cell(self, section: Section, record: Record, key: str) -> str:
        """What a cell shows; "" where it is blank. What was not understood remains as typed."""
        value = record.get(key)
        return "" if value is None else self._value(value, section.by_id.get(key))

    def _value(self, value: object, item: Field | None) -> str:
        shown = show(value, item, self.language, grouped=True, between=self.say(N_(", ")))
        return plain(shown) if isinstance(value, (str, tuple)) else shown

    def name(self, section: Section, record: Record) -> str:
        """What people call the row; the number of its line where nothing names it."""
        named = " ".join(self.cell(section, record, section.names_row).split())
        return named or self.say(N_("line {row}"), row=record.row + 1)

    def days_until(self, day: date) -> str:
        """How far away a day is, in words."""
        days = (day - self.today).days
        if days == 0:
            return self.say(N_("today"))
        if days > 0:
            return self.count(days, N_("tomorrow"), N_("in {count} days"))
        return self.count(-days, N_("yesterday"), N_("{count} days ago"))

    @cached_property
    def _start_records(self) -> dict[tuple[str, int], Record]:
        sections = {reference.section for reference in self.handover.template.roles.values()}
        return {
            (section, record.source): record
            for section in sections
            for record in reversed(self.handover.rows(section))
        }

    def role(self, role: str, source: int) -> str:
        """Who or what a role is, as text; "" where nothing is given."""
        reference = self.handover.template.roles.get(role)
        record = self._start_records.get((reference.section, source)) if reference else None
        if reference is None or record is None:
            return ""
        section = self.handover.template.by_id[reference.section]
        return " ".join(self.cell(section, record, reference.field).split())

    def role_facts(self, source: int) -> tuple[Fact, ...]:
        """Every role of the template with its label; with the last day is how far away it is."""
        template = self.handover.template
        facts = []
        for role in ROLES:
            if role in template.roles:
                label = self.label(template.field(template.roles[role]).label)
                text = self.role(role, source)
                day = self.handover.last_day(source) if role == "last_day" else None
                facts.append(Fact(label, text, self.days_until(day) if day else ""))
        return tuple(facts)

    @cached_property
    def sources(self) -> tuple[str, ...]:
        """What each source is called: its leaver, else its file; both where leavers share a name."""
        names = [self._name(index, source) for index, source in enumerate(self.handover.sources)]
        doubled = {name for name, times in Counter(names).items() if times > 1}
        return tuple(
            self.say(N_("{text} ({note})"), text=name, note=self.file(index))
            if name in doubled
            else name
            for index, name in enumerate(names)
        )

    def _name(self, index: int, source: Source) -> str:
        if source.added:
            return self.say(N_("added to the team"))
        return self.role("leaver", index) or in_one_line(source.leaver or source.name)

    def file(self, source: int) -> str:
        """The file in which its cells are; of a team's workbook with the leaver's own file."""
        one = self.handover.sources[source]
        if not one.merged or one.added or one.file == one.name:
            return in_one_line(one.file)
        return self.say(
            N_("{text} ({note})"), text=in_one_line(one.file), note=in_one_line(one.name)
        )

    def origin(self, source: int) -> str:
        """Where a row comes from; "" where all come from one workbook."""
        return self.sources[source] if self.team else ""
