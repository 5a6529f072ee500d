"""Faults of whole sheets and rows: emptied, ticked off, merged, overdue, not touched for long."""

from __future__ import annotations

from random import Random

from handover_xlsx.values.periods import is_period

from .faults import Fault, Put, Puts, fault, maker, put, section_is_leaf
from .link_faults import in_state
from .semantics import SAVED, is_watched
from .story import REASON, Cell, Story
from .value_faults import days


def _emptied(story: Story, section: str, rows: list[int]) -> Puts:
    own = {item.id for item in story.template.by_id[section].own_fields}
    return {Cell(section, i, name): put(None) for i in rows
            for name in story.rows[section][i] if name in own or is_period(name)}  # fmt: skip


def _all_rows(story: Story, section: str) -> list[object]:
    return [(section, i) for i in range(len(story.rows[section]))]


@maker("C101")
def empty_section(story: Story, rng: Random) -> Fault | None:
    """A sheet that no one filled in."""
    section = rng.choice([s for s in story.rows if section_is_leaf(story, s)])
    rows = range(len(story.rows[section]))
    claims = [
        *_all_rows(story, section),
        (REASON, section),
        *(e.id for e in story.coverage(section)),
    ]
    made = fault(story, "C101", _emptied(story, section, list(rows)), sheets=[("C101", section)])
    only = frozenset({("C101", story.sheet(section), "")})  # one finding for all that is missing
    return Fault("C101", made.puts, only, made.claims | set(claims))


@maker("C102")
def too_few_rows(story: Story, rng: Random) -> Fault | None:
    """Prepared rows that no one filled in."""
    section = rng.choice(["review", "signoff"])
    count = len(story.rows[section])
    rows = rng.sample(range(count), rng.randint(1, count - 1))
    puts = _emptied(story, section, rows)
    claims = [*_all_rows(story, section), (REASON, section)]
    return fault(story, "C102", puts, sheets=[("C102", section)], claims=claims)


def _reasoned(story: Story, rng: Random, code: str, reason: str) -> Fault | None:
    """A sheet that does not apply, with rows on it all the same."""
    able = [
        s.id for s in story.template.sections if s.may_not_apply and section_is_leaf(story, s.id)
    ]
    section = rng.choice(able)
    cell = Cell(REASON, 0, section)
    claims = [*_all_rows(story, section), *(e.id for e in story.coverage(section))]
    both = [("S113", section)] + ([("S112", section)] if code == "S112" else [])
    return fault(story, code, {cell: put(reason)}, sheets=both, claims=claims)


@maker("S112")
def no_reason(story: Story, rng: Random) -> Fault | None:
    """A sheet ticked off without a reason; its rows are still there, too."""
    return _reasoned(
        story, rng, "S112", rng.choice(("n/a", "无", "-", "不适用", "None", "x", "N/A."))
    )


@maker("S113")
def filled_all_the_same(story: Story, rng: Random) -> Fault | None:
    """A reason why a sheet does not apply, and rows on it."""
    reason = {"en": "the sales department keeps these", "zh": "由销售部统一管理"}
    return _reasoned(story, rng, "S113", reason[story.language])


@maker("S111")
def merged_cells(story: Story, rng: Random) -> Fault | None:
    """Two cells of a column merged: the lower one loses what it had."""
    sections = [
        s
        for s in story.template.sections
        if s.kind == "table" and len(story.rows.get(s.id, ())) > 1
    ]
    section = rng.choice(sections)
    row = rng.randrange(len(story.rows[section.id]) - 1)
    name = rng.choice([item.id for item in section.own_fields])
    one, other = Cell(section.id, row, name), Cell(section.id, row + 1, name)
    item = story.item(other)
    if story.referring(other) or item.unique or item.to:
        return None
    made = fault(story, "S111", {other: put(None)}, [("S111", one)], claims=[(section.id, row)])
    return made and Fault("S111", made.puts, made.found, made.claims, made.reads, ((one, other),))


@maker("Q130")
def overdue(story: Story, rng: Random) -> Fault | None:
    """A deadline that had passed when the workbook was saved."""
    cell = rng.choice([
        Cell(section.id, row, item.id)
        for section in filter(is_watched, story.template.sections)
        for item in section.fields
        for row, values in enumerate(story.rows.get(section.id, ()))
        if item.deadline and item.id in values
    ])  # fmt: skip
    return fault(story, "Q130", {cell: put(SAVED - days(rng, 1, 120))})


@maker("Q131")
def stale(story: Story, rng: Random) -> Fault | None:
    """Nothing in an open row is younger than half a year."""
    section, row = rng.choice(
        [("issues", 0), ("issues", 1), ("projects", 0), ("projects", 1), ("plan", 0)]
    )
    row = rng.randrange(len(story.rows[section]))
    puts: dict[Cell, Put] = {}
    for item in story.template.by_id[section].fields:
        cell = Cell(section, row, item.id)
        if item.type == "date" and item.deadline:
            puts[cell] = put(None)
        elif item.type == "date":
            start = SAVED - days(rng, 300, 400)
            puts[cell] = put(start + days(rng, 30, 80) if item.not_before else start)
    paused = {
        "en": "The supplier has not answered since the spring.",
        "zh": "供应商春天以后一直没答复。",
    }
    puts |= in_state(story, Cell(section, row, "status"), "paused")
    if section == "projects":
        puts[Cell(section, row, "blockers")] = put(paused[story.language])
    return fault(story, "Q131", puts)
