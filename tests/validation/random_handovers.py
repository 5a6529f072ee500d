"""Handovers as no one would write them: gaps, slips, unread cells, several workbooks, parts of some."""

from __future__ import annotations

import random
from datetime import date, timedelta

from support.tables import Line, table_of

from handover_xlsx.handover.model import Handover, Remark, Source
from handover_xlsx.handover.places import SectionPlace
from handover_xlsx.handover.table import Table
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.model import Field, Section, Template
from handover_xlsx.values.periods import periods_before

LAST_DAY = date(2026, 12, 18)
SAVED = ("2026-11-02T10:00:00Z", "2026-12-15T08:00:00Z", "2027-01-20T08:00:00Z", "")
PEOPLE = ("Clara Whitfield", "clara whitfield", "Clara Whitfeld", "Dan Mercer", "Dan  Mercer", "李娜",
          "李纳", "王伟", "the team", "Dan Mercer and Clara Whitfield", "IT help desk", "nobody yet")  # fmt: skip
THINGS = ("Payroll", "payroll ", "Payrol", "ＰＡＹＲＯＬＬ", "Month-end closing", "Month end closing", "付款", "付款单",
          "Supplier audit", "TBD", "none", "1")  # fmt: skip
TEXTS = ("see attachment", "none", "C:\\Users\\clara\\list.xlsx", "微信收藏", "Run it and post the totals, please do.",
         "x" * 2_100, "y" * 32_767, "https://intranet/p", "to be agreed")  # fmt: skip


class Chance(random.Random):
    """The dice of one handover, and the few names that it uses."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.people = self.sample(PEOPLE, self.choice((2, len(PEOPLE))))
        self.things = self.sample(THINGS, self.choice((1, 3, len(THINGS))))
        self.nobody_else = self.random() < 0.2  # names only those who take over, all urgent


def random_handover(seed: int) -> Handover:
    """The handover of a number; the same number gives the same one."""
    chance = Chance(seed)
    template = load_template(
        chance.choice(("operations", "operations", "operations-manual", "work-plan"))
    )
    sources = _sources(chance, template)
    records = {s.id: _records(chance, s, sources) for s in template.sections}
    handover = Handover(template, sources, records)
    handover.remarks.extend(_remarks(chance, handover))
    return handover


def _sources(chance: Chance, template: Template) -> tuple[Source, ...]:
    team = chance.random() < 0.5
    count = chance.choice((1, 1, 2, 3, 5))
    parts = chance.random() < 0.2
    made = []
    for number in range(count):
        there = frozenset(s.id for s in template.sections if chance.random() < 0.9)
        places = {s.id: _place(chance, s) for s in template.sections
                  if s.id in there and chance.random() < 0.95}  # fmt: skip
        off = [s.id for s in template.sections if s.may_not_apply and chance.random() < 0.15]
        made.append(
            Source(
                f"{number}.xlsx", f"{number}.xlsx", chance.choice(("en", "zh")), template.id, template.version,
                chance.choice(("", f"id-{number}")), chance.choice(PEOPLE[:8]), places,
                dict.fromkeys(off, chance.choice(("no own ones", "n/a"))), chance.choice(SAVED),
                there if chance.random() < 0.7 else frozenset(), parts and chance.random() < 0.7,
                40, "f" if team else "", added=team and chance.random() < 0.1,
            )
        )  # fmt: skip
    return tuple(made)


def _place(chance: Chance, section: Section) -> SectionPlace:
    kept = [item.id for item in section.fields if chance.random() < 0.95]
    at = {name: number + 1 for number, name in enumerate(kept)}
    if section.kind == "form":
        return SectionPlace(section.id, section.sheet["en"], 3, lines=at)
    return SectionPlace(section.id, section.sheet["en"], 5, columns=at, own_columns={"Remarks": 40})


def _records(chance: Chance, section: Section, sources: tuple[Source, ...]) -> Table:
    made = []
    gaps = chance.choice((0.05, 0.3, 0.7, 1.0) if section.kind != "history" else (0.05, 0.3))
    for source in range(len(sources)):
        rows = 1 if section.kind == "form" else chance.choice((0, 1, 4, 9))
        prepared = [dict(row) for row in section.prepared]
        for number in range(max(rows, len(prepared))):
            values, unread = _row(chance, section, gaps if section.kind != "form" else 0.2)
            if number < len(prepared) and chance.random() < 0.9:
                values |= prepared[number]
                unread -= set(prepared[number])
            if values:
                made.append(Line(values, 7 + number, source, frozenset(unread)))
    if chance.random() < 0.3:
        chance.shuffle(made)
    table = table_of(made)
    names = (*section.by_id, *sorted(name for name in table.values if name not in section.by_id))
    table.values = {name: table.values[name] for name in names if name in table.values}
    return table


def _row(chance: Chance, section: Section, gaps: float) -> tuple[dict[str, object], set[str]]:
    values: dict[str, object] = {}
    unread = set()
    for item in section.fields:
        kept = item.id in (section.taken_over_by, section.priority)
        if chance.nobody_else and item.person and not kept and section.kind != "form":
            continue
        if chance.random() >= gaps or (chance.nobody_else and kept):
            values[item.id] = _value(chance, section, item)
            if chance.random() < 0.06:
                values[item.id] = chance.choice(("as typed", 7.5, date(2026, 5, 5), "TBD"))
                unread.add(item.id)
    if section.periods:
        months = list(periods_before(LAST_DAY, section.periods, None))[chance.choice((0, 0, 4)) :]
        figures = chance.choice((0.0, 0.1, 0.3, 1.0))
        for month in months:
            if chance.random() > figures:
                values[month] = chance.choice((100.0, 104, 98.5, 101, 99, 5_000, 0))
                if chance.random() < 0.05:
                    values[month] = "many"
                    unread.add(month)
    if chance.random() < 0.1:
        values["Remarks"] = chance.choice(("own", 3, date(2026, 1, 1), True))
    return values, unread


def _value(chance: Chance, section: Section, item: Field) -> object:
    if item.id == "leaver" or item.person or (section.id == "contacts" and item.id == "name"):
        return chance.choice(chance.people)
    if item.choices:
        codes = item.choices.codes[
            : 1 if chance.nobody_else and item.id == section.priority else None
        ]
        return (
            tuple(chance.sample(codes, min(2, len(codes))))
            if item.type == "choices"
            else chance.choice(codes)
        )
    if item.type == "date":
        day = LAST_DAY + timedelta(days=chance.choice((-300, -60, -30, -8, -1, 0, 1, 5, 40, 90)))
        if item.id == "last_day" and chance.random() < 0.8:
            return LAST_DAY
        return day
    if item.type == "integer":
        return chance.choice((0, 1, 3, 40))
    if item.type in ("number", "percent", "money"):
        return chance.choice((0.5, 4.0, 40.0, 12))
    if item.type == "yesno":
        return chance.random() < 0.5
    if item.type == "month":
        return "2026-11"
    if item.to is not None or item.id == section.names_row:
        return chance.choice(chance.things)
    return chance.choice((*TEXTS, *item.example.values()))


def _remarks(chance: Chance, handover: Handover) -> list[Remark]:
    """Cells of blanks only, as reading notes them."""
    found = []
    for section in handover.template.sections:
        for index, record in enumerate(handover.rows(section)):
            blank = [item.id for item in section.fields if item.id not in record]
            if blank and chance.random() < 0.1:
                field = chance.choice(blank)
                found.append(Remark("only-spaces", section.id, field, index, section.sheet["en"],
                                    "B9", source=record.source))  # fmt: skip
    return found
