"""A fault: what is put where, everything that must be reported for it, and what no other may touch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random

from handover_xlsx.template.model import Field

from .semantics import UNREAD, is_unlike, lost_reference, order_findings, row_findings
from .story import REASON, Cell, Story, Values

Found = tuple[str, str, str]
"""Rule, sheet and cell; no cell ("") where a whole sheet is meant."""
BLANKS = ("   ", "\u3000", "\u00a0", "\u200b", " \n ", "\t")
_BY_LAST_DAY = {"R104", "C203", "C204", "C205"}
_LAST_DAY, _LEAVER = Cell("start", 0, "last_day"), Cell("start", 0, "leaver")


@dataclass(frozen=True)
class Put:
    """What is in a cell, and what that means: a value, nothing, or nothing readable."""

    raw: object
    means: object


def put(raw: object) -> Put:
    """Something that means what it says; spaces mean nothing."""
    blank = isinstance(raw, str) and not raw.strip(" \t\n\u3000\u00a0\u200b")
    return Put(raw, None if blank else raw)


def unread(raw: object) -> Put:
    """Something that cannot be what the field asks for."""
    return Put(raw, UNREAD)


def chosen(story: Story, item: Field, code: object) -> Put:
    """An entry of a list, by its label."""
    assert item.choices
    return Put(item.choices.label(str(code), story.language), code)


Puts = Mapping[Cell, Put]


@dataclass(frozen=True)
class Fault:
    """One injected fault."""

    code: str
    puts: Puts
    found: frozenset[Found]
    claims: frozenset[object]
    reads: frozenset[object] = frozenset()
    merged: tuple[tuple[Cell, Cell], ...] = ()


Maker = Callable[[Story, Random], Fault | None]
MAKERS: dict[str, Maker] = {}


def maker(code: str) -> Callable[[Maker], Maker]:
    """Register what makes a random fault of a rule (None: not with this draw)."""

    def register(make: Maker) -> Maker:
        MAKERS[code] = make
        return make

    return register


@dataclass
class _Following:
    """What follows from some changed cells."""

    story: Story
    puts: Puts
    found: set[tuple[str, Cell]] = field(default_factory=set)
    possible: bool = True

    def after(self, section: str, row: int) -> Values:
        """A row as it is then."""
        values = dict(self.story.rows[section][row])
        for cell, one in self.puts.items():
            if (cell.section, cell.row) == (section, row):
                values[cell.field] = one.means
        return values

    def rows(self) -> None:
        """Each changed row for itself, and the order of those who sign."""
        for section, row in {(c.section, c.row) for c in self.puts if c.section != REASON}:
            expected = row_findings(
                self.story, self.story.template.by_id[section], self.after(section, row)
            )
            self.found |= {(code, Cell(section, row, name)) for code, name in expected}
            for entry in self.story.coverage(section, "in-order"):
                every = range(len(self.story.rows[section]))
                late = order_findings(entry, {i: self.after(section, i) for i in every})
                self.found |= {("C207", Cell(section, i, name)) for i, name in late}

    def names(self) -> None:
        """References that are lost: from the changed cells, and to them."""
        for cell, one in self.puts.items():
            if cell.section == REASON or one.means == self.story.value(cell):
                continue
            self.found |= set(lost_reference(self.story, cell))
            left = self.story.referring(cell)
            target = "contacts" if cell == _LEAVER else cell.section
            name = self.story.value(cell)
            if left and not is_unlike(self.story, name, target, but=cell.row):
                self.possible = False
            self.found |= {("R101", other) for other in left if other not in self.puts}


def fault(
    story: Story,
    code: str,
    puts: Puts,
    own: Iterable[tuple[str, Cell]] = (),
    *,
    sheets: Iterable[tuple[str, str]] = (),
    claims: Iterable[object] = (),
    merged: tuple[tuple[Cell, Cell], ...] = (),
) -> Fault | None:
    """A fault with all that follows from it; None where it is none after all.

    ``own`` are the findings that the fault is made for, as far as the rows do not say them
    themselves; ``sheets`` those about a whole section.
    """
    following = _Following(story, puts, set(own))
    following.rows()
    following.names()
    places = {(rule, *story.place(cell)) for rule, cell in following.found}
    found = places | {(rule, story.sheet(section), "") for rule, section in sheets}
    rules = {rule for rule, _, _ in found}
    if not following.possible or code not in rules:
        return None
    touched = {*puts, *(cell for _, cell in following.found)}
    taken = {_claim(cell) for cell in touched} | set(claims) | set(_shared(story, puts))
    reads = {_LAST_DAY} if rules & _BY_LAST_DAY else set()
    reads |= {_LEAVER} if "C210" in rules else set()
    reads |= set(_named(story, puts))
    return Fault(code, puts, frozenset(found), frozenset(taken), frozenset(reads - taken), merged)


def _claim(cell: Cell) -> object:
    """A row is changed by one fault only; a form by one a cell."""
    return cell if cell.section in ("start", REASON) else (cell.section, cell.row)


def _shared(story: Story, puts: Puts) -> Iterable[object]:
    """What several rows have in common: who refers to a name, the last row of a kind, an order."""
    for cell, one in puts.items():
        item = story.item(cell) if cell.section != REASON else None
        if item is not None and item.to is not None:
            yield cell.section, cell.field, story.value(cell)
            yield cell.section, cell.field, one.means
        for entry in story.coverage(cell.section):
            if entry.rule == "referred-to" and entry.by:  # a row that becomes critical needs them
                name = story.rows[cell.section][cell.row]["name"]
                yield entry.by.section, entry.by.field, name
            asked = {entry.date, *(name for name, _ in (entry.when.tests if entry.when else ()))}
            if entry.rule == "in-order" or (entry.rule == "has-row" and cell.field in asked):
                yield entry.id


def _named(story: Story, puts: Puts) -> Iterable[object]:
    """The rows that changed references point to."""
    for cell, one in puts.items():
        item = story.item(cell) if cell.section != REASON else None
        if item is not None and item.to is not None:
            for index, row in enumerate(story.rows[item.to.section]):
                if row.get(item.to.field) == one.means:
                    yield item.to.section, index


def draw(rng: Random, cells: Sequence[Cell]) -> Cell | None:
    """One of some cells."""
    return rng.choice(cells) if cells else None


@cache
def free(story: Story, *types: str, person: bool = False, unique: bool = False) -> tuple[Cell, ...]:
    """Filled cells of fields of some types to which nothing else refers."""
    found = []
    for cell in story.cells():
        item = story.item(cell)
        kind = item.type if item else "number"
        if kind in types and (item is None or (item.person == person and item.unique <= unique)):
            found += [] if story.referring(cell) else [cell]
    return tuple(found)


def section_is_leaf(story: Story, name: str) -> bool:
    """Whether nothing refers to a section, so that it may be emptied."""
    targets = {i.to.section for s in story.template.sections for i in s.fields if i.to}
    named = {ref.section for entry in story.template.coverage for ref in (entry.by,) if ref}
    return name not in targets | named and story.template.by_id[name].kind == "table"
