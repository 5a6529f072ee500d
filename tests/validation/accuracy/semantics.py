"""What follows from a changed row, by what the template declares: written again, not the program's.

The generator must know the second finding that a fault rightly causes: a blank name loses those who
refer to it, a status that cannot be read leaves a row open. Nothing here calls a rule or the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from difflib import SequenceMatcher

from handover_xlsx.template.model import Condition, CoverageRule, Field, Section

from .story import SAVED, Cell, Story, Values


class _Unread:
    """A cell that contains something, but not what the field asks for."""

    def __repr__(self) -> str:
        return "(unreadable)"


UNREAD = _Unread()
_OLD = timedelta(days=180)


def holds(condition: Condition | None, row: Values) -> bool:
    """Whether a condition of the template is true for a row."""
    for name, codes in condition.tests if condition else ():
        value = row.get(name)
        if codes == ("filled",):
            met = value is not None
        elif codes == ("blank",):
            met = value is None
        elif isinstance(value, bool):
            met = ("yes" if value else "no") in codes
        else:
            met = value in codes
        if not met:
            return False
    return True


def needed(item: Field, row: Values) -> bool:
    """Whether a row must have a value."""
    return item.required or (item.required_if is not None and holds(item.required_if, row))


def row_findings(story: Story, section: Section, row: Values) -> set[tuple[str, str]]:
    """Rule and field of everything that is to be reported about a row, seen for itself."""
    found = set()
    own = {item.id for item in section.own_fields}
    started = any(v is not None for name, v in row.items() if name not in section.prepared_fields)
    if not any(value is not None for value in row.values()):
        return set()
    for item in section.fields:
        if started and item.id in own and needed(item, row) and row.get(item.id) is None:
            found.add(("V101" if item.required else "V102", item.id))
    if started or section.prepared:
        for entry in story.coverage(section.id):
            if holds(entry.when, row):
                found |= set(_declared(story, section, entry, row))
    found |= set(_dates(story, section, row))
    return found | set(_still_true(section, row))


def _declared(
    story: Story, section: Section, entry: CoverageRule, row: Values
) -> Iterator[tuple[str, str]]:
    value = row.get(entry.field or "")
    if entry.rule == "needs" and value is None and not needed(section.by_id[entry.field], row):
        yield "C202", entry.field
    elif entry.rule == "not-yet":
        yield "C206", entry.field
    elif entry.rule == "differs" and value is not None and value == row.get(entry.than):
        yield "C209", entry.field
    elif entry.rule == "not-leaver" and value == story.leaver:
        yield "C210", entry.field
    elif entry.rule == "due-within" and row.get(entry.needs) is None:
        day = row.get(entry.date)
        if isinstance(day, date) and day <= story.last_day + timedelta(days=entry.days):
            yield "C203", entry.needs


def _dates(story: Story, section: Section, row: Values) -> Iterator[tuple[str, str]]:
    for item in section.fields:
        day, before = row.get(item.id), row.get(item.not_before or "")
        if isinstance(day, date) and isinstance(before, date) and day < before:
            yield "R103", item.id
        if isinstance(day, date) and item.by_last_day and day > story.last_day:
            yield "R104", item.id


def is_watched(section: Section) -> bool:
    """Whether rows of a section can be open: they are closed one day, or something is due."""
    return section.closed_when is not None or any(
        item.deadline and item.by_last_day for item in section.fields
    )


def _still_true(section: Section, row: Values) -> Iterator[tuple[str, str]]:
    closed = section.closed_when is not None and holds(section.closed_when, row)
    if not is_watched(section) or closed:
        return
    days = {item.id: row[item.id] for item in section.fields if isinstance(row.get(item.id), date)}
    missed = [
        name
        for name, day in days.items()
        if section.by_id[name].deadline
        and day < SAVED
        and (section.closed_when is not None or holds_at_all(section.by_id[name], row))
    ]
    yield from (("Q130", name) for name in missed)
    if days and not missed and max(days.values()) < SAVED - _OLD:
        yield "Q131", next(name for name, day in days.items() if day == max(days.values()))


def holds_at_all(item: Field, row: Values) -> bool:
    """Whether the row's state asks for a date."""
    return item.required_if is not None and holds(item.required_if, row)


def order_findings(entry: CoverageRule, rows: Mapping[int, Values]) -> set[tuple[int, str]]:
    """Rows that were signed before those who come first: row and field."""
    by_role = {row.get(entry.field): (index, row.get(entry.date)) for index, row in rows.items()}
    found = set()
    signed = [by_role[code] for code in entry.order if code in by_role]
    for place, (index, day) in enumerate(signed):
        earlier = [before for _, before in signed[:place]]
        late = any(b is None or (isinstance(b, date) and b > day) for b in earlier
                   if isinstance(day, date))  # fmt: skip
        if late:
            found.add((index, entry.date))
    return found


def likeness(one: object, other: object) -> float:
    """How alike two names are, 0 to 1."""
    return SequenceMatcher(None, str(one).casefold(), str(other).casefold()).ratio()


def is_unlike(story: Story, name: object, section: str, *, but: int | None = None) -> bool:
    """Whether a name is clearly unlike all names of a section (one row aside)."""
    names_row = story.template.by_id[section].names_row
    others = [row.get(names_row) for i, row in enumerate(story.rows[section]) if i != but]
    return all(likeness(name, other) < 0.45 for other in others)


def lost_reference(story: Story, cell: Cell) -> Iterator[tuple[str, Cell]]:
    """What lacks something once the cell does not refer to its target any more."""
    item, old = story.item(cell), story.value(cell)
    if item is None or item.to is None or old is None:
        return
    rows = story.rows[cell.section]
    alone = not any(r.get(cell.field) == old for i, r in enumerate(rows) if i != cell.row)
    target = story.template.by_id[item.to.section]
    owners = [i for i, row in enumerate(story.rows[target.id]) if row.get(item.to.field) == old]
    for owner in owners if alone else ():
        place = Cell(target.id, owner, target.names_row)
        for entry in story.template.coverage:
            when = holds(entry.when, story.rows[target.id][owner])
            by = entry.by and (entry.by.section, entry.by.field) == (cell.section, cell.field)
            if entry.rule == "referred-to" and entry.section == target.id and by and when:
                yield "C201", place
            names = story.template.by_id[cell.section].names_row == cell.field
            short = entry.rule == "periods" and entry.at_least and when
            if short and entry.section == cell.section and names:
                yield "C205", place
