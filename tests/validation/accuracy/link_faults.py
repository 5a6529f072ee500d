"""Faults between rows and sheets: references, dates, coverage, the order of those who sign."""

from __future__ import annotations

from random import Random

from .faults import Fault, Put, Puts, chosen, fault, maker, put
from .semantics import is_unlike, likeness
from .story import Cell, Story
from .value_faults import days

_STRANGERS = {
    "en": ("Zebulon Quark", "Ottoline Vyx", "Ignatius Bjork", "Quincy Xu-Yoder"),
    "zh": ("欧阳芷兰", "司徒景行", "皇甫嵩", "诸葛瑾瑜"),
}
_THINGS = {
    "en": ("Zymurgy 7", "Quux ledger", "Hovercraft", "Jukebox"),
    "zh": ("量子咖啡壶", "飞碟登记簿", "葫芦娃", "独角兽"),
}


def _references(story: Story) -> list[Cell]:
    return [c for c in story.cells() if (i := story.item(c)) and i.to and not story.referring(c)]


@maker("R101")
def unknown_reference(story: Story, rng: Random) -> Fault | None:
    """A name that is nowhere."""
    cell = rng.choice(_references(story))
    item = story.item(cell)
    name = rng.choice((_STRANGERS if item.person else _THINGS)[story.language])
    if not is_unlike(story, name, item.to.section):
        return None
    return fault(story, "R101", {cell: put(name)}, [("R101", cell)])


@maker("R102")
def near_reference(story: Story, rng: Random) -> Fault | None:
    """A slip in a name: a letter too many, one left out, another one."""
    cell = rng.choice(_references(story))
    name = str(story.value(cell))
    if len(name) < 3 or name == story.leaver:
        return None
    at = rng.randrange(1, len(name))
    other = "q" if name.isascii() else "砼"
    raw = rng.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + other + name[at:],
            name[:at] + other + name[at + 1 :],
        )
    )
    rows = story.rows[story.item(cell).to.section]
    same = {"".join(str(v).casefold().split()) for row in rows for v in row.values()}
    if "".join(raw.casefold().split()) in same or likeness(raw, name) < (
        0.85 if name.isascii() else 0.65
    ):
        return None
    return fault(story, "R102", {cell: put(raw)}, [("R102", cell)])


@maker("R103")
def dates_out_of_order(story: Story, rng: Random) -> Fault | None:
    """An end before its beginning."""
    pairs = [
        (Cell(s.id, i, item.id), Cell(s.id, i, item.not_before))
        for s in story.template.sections
        for item in s.fields
        for i, row in enumerate(story.rows.get(s.id, ()))
        if item.not_before and item.id in row
    ]
    later, earlier = rng.choice(pairs)
    if later.field != "last_day" and story.value(earlier) and rng.random() < 0.5:
        return fault(story, "R103", {later: put(story.value(earlier) - days(rng, 1, 60))})
    return fault(story, "R103", {earlier: put(story.value(later) + days(rng, 1, 60))})


@maker("R104")
def after_last_day(story: Story, rng: Random) -> Fault | None:
    """The leaver is to do something after having left."""
    cell = rng.choice(
        [
            Cell(s.id, i, item.id)
            for s in story.template.sections
            for item in s.fields
            for i in range(len(story.rows.get(s.id, ())))
            if item.by_last_day
        ]
    )
    puts: dict[Cell, Put] = {cell: put(story.last_day + days(rng, 1, 90))}
    for name, codes in story.item(cell).required_if.tests:
        puts |= in_state(story, Cell(cell.section, cell.row, name), rng.choice(codes))
    return fault(story, "R104", puts)


def in_state(story: Story, cell: Cell, code: str) -> Puts:
    """A cell in a certain state, unless it is already."""
    if story.value(cell) == code:
        return {}
    return {cell: chosen(story, story.item(cell), code)}
