"""Faults of coverage: what a row of its kind needs, histories, the order of those who sign."""

from __future__ import annotations

from random import Random

from handover_xlsx.template.model import CoverageRule
from handover_xlsx.values.periods import is_period

from .faults import Fault, Put, fault, maker, put
from .link_faults import in_state
from .semantics import holds
from .story import Cell, Story
from .value_faults import days


def _entry(story: Story, rng: Random, kind: str) -> tuple[CoverageRule, int]:
    """A coverage entry of a kind, and a row of its section."""
    entries = [e for e in story.template.coverage if e.rule == kind and story.rows.get(e.section)]
    entry = rng.choice(entries)
    return entry, rng.randrange(len(story.rows[entry.section]))


def _meeting(story: Story, rng: Random, entry: CoverageRule, row: int) -> dict[Cell, Put] | None:
    """What makes a row one that the entry is about; None where that would be another row."""
    puts: dict[Cell, Put] = {}
    section = story.template.by_id[entry.section]
    for name, codes in entry.when.tests if entry.when else ():
        if story.rows[entry.section][row].get(name) in codes:
            continue
        if name in section.prepared_fields:
            return None
        puts |= in_state(story, Cell(entry.section, row, name), rng.choice(codes))
    return puts


def _referred_to(story: Story, section: str, row: int) -> bool:
    """Whether a row that becomes critical has the workflow and session which that asks for."""
    name = story.rows[section][row].get(story.template.by_id[section].names_row)
    for entry in story.coverage(section, "referred-to"):
        named = (other.get(entry.by.field) for other in story.rows[entry.by.section])
        if name not in named:
            return False
    return True


@maker("C201")
def nothing_refers_to_it(story: Story, rng: Random) -> Fault | None:
    """Every row that named it names another one now, or none."""
    entry, row = _entry(story, rng, "referred-to")
    names_row = story.template.by_id[entry.section].names_row
    name = story.rows[entry.section][row][names_row]
    if not holds(entry.when, story.rows[entry.section][row]):
        return None
    cells = [c for c in story.references[entry.section, name]
             if (c.section, c.field) == (entry.by.section, entry.by.field)]  # fmt: skip
    others = [r[names_row] for r in story.rows[entry.section] if r[names_row] != name]
    puts = {c: put(rng.choice(others)) for c in cells}
    cell = Cell(entry.section, row, names_row)
    return fault(story, "C201", puts, [("C201", cell)])


@maker("C202")
def needed_here(story: Story, rng: Random) -> Fault | None:
    """A row of a kind that needs more, without it."""
    entry, row = _entry(story, rng, "needs")
    puts = _meeting(story, rng, entry, row)
    if puts is None or not _referred_to(story, entry.section, row):
        return None
    return fault(story, "C202", {**puts, Cell(entry.section, row, entry.field): put(None)})


@maker("C203")
def due_soon(story: Story, rng: Random) -> Fault | None:
    """It ends soon after the last day, and nothing is decided."""
    entry, row = _entry(story, rng, "due-within")
    day = story.last_day + days(rng, 0, entry.days)
    puts = {
        Cell(entry.section, row, entry.date): put(day),
        Cell(entry.section, row, entry.needs): put(None),
    }
    return fault(story, "C203", puts)


@maker("C204")
def no_such_row(story: Story, rng: Random) -> Fault | None:
    """Not one row of the kind that there must be."""
    entry, _ = _entry(story, rng, "has-row")
    puts: dict[Cell, Put] = {}
    for row, values in enumerate(story.rows[entry.section]):
        if not holds(entry.when, values):
            continue
        if entry.by_last_day and rng.random() < 0.5:
            puts[Cell(entry.section, row, entry.date)] = put(story.last_day + days(rng, 1, 40))
            continue
        ((name, codes),) = entry.when.tests
        cell = Cell(entry.section, row, name)
        listed = [code for code in story.item(cell).choices.codes if code not in codes]
        puts |= in_state(story, cell, rng.choice(listed))
    return fault(story, "C204", puts, sheets=[("C204", entry.section)])


@maker("C205")
def too_few_periods(story: Story, rng: Random) -> Fault | None:
    """A history too short, one that stopped months ago, or none."""
    row = rng.randrange(len(story.rows["kpi_history"]))
    values = story.rows["kpi_history"][row]
    filled = sorted(filter(is_period, values))
    kpi = next(i for i, r in enumerate(story.rows["kpis"]) if r["name"] == values["kpi"])
    claims = [("kpis", kpi), ("kpi_history", row)]
    way = rng.choice(("short", "stopped", "none"))
    gone = {"short": filled[: rng.randint(7, 11)], "stopped": filled[-rng.randint(2, 6) :]}
    if way == "none":
        puts = {Cell("kpi_history", row, name): put(None) for name in values}
        return fault(story, "C205", puts, [("C205", Cell("kpis", kpi, "name"))], claims=claims)
    puts = {Cell("kpi_history", row, period): put(None) for period in gone[way]}
    often = story.rows["kpis"][kpi]["frequency"] in ("daily", "weekly", "biweekly", "monthly")
    if way == "stopped" and not often:
        return None
    return fault(story, "C205", puts, [("C205", Cell("kpi_history", row, "kpi"))], claims=claims)


@maker("C208")
def period_missing(story: Story, rng: Random) -> Fault | None:
    """A hole in a history."""
    row = rng.randrange(len(story.rows["kpi_history"]))
    values = story.rows["kpi_history"][row]
    kpi = next(i for i, r in enumerate(story.rows["kpis"]) if r["name"] == values["kpi"])
    if story.rows["kpis"][kpi]["frequency"] not in ("daily", "weekly", "biweekly", "monthly"):
        return None
    inner = sorted(filter(is_period, values))[1:-1]
    puts = {Cell("kpi_history", row, p): put(None) for p in rng.sample(inner, rng.randint(1, 4))}
    cell = Cell("kpi_history", row, "kpi")
    return fault(story, "C208", puts, [("C208", cell)], claims=[("kpis", kpi)])


@maker("C206")
def not_there_yet(story: Story, rng: Random) -> Fault | None:
    """Never tried, or still on the leaver's own computer."""
    entry, row = _entry(story, rng, "not-yet")
    puts = _meeting(story, rng, entry, row)
    if puts is None or not _referred_to(story, entry.section, row):
        return None
    return fault(story, "C206", puts)


@maker("C207")
def out_of_order(story: Story, rng: Random) -> Fault | None:
    """Someone signed before those who come first."""
    row = rng.randrange(len(story.rows["signoff"]))
    day = story.rows["signoff"][row]["date"] + days(rng, -30, 30)
    return fault(story, "C207", {Cell("signoff", row, "date"): put(day)})


@maker("C209")
def same_person(story: Story, rng: Random) -> Fault | None:
    """The stand-in is the successor."""
    entry, row = _entry(story, rng, "differs")
    one, other = (Cell(entry.section, row, name) for name in (entry.field, entry.than))
    if rng.random() < 0.5:
        one, other = other, one
    return fault(story, "C209", {one: put(story.value(other))} if story.value(other) else {})


@maker("C210")
def stays_with_the_leaver(story: Story, rng: Random) -> Fault | None:
    """The leaver takes over."""
    entry, row = _entry(story, rng, "not-leaver")
    return fault(story, "C210", {Cell(entry.section, row, entry.field): put(story.leaver)})
