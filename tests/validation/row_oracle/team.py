"""M – what shows only when the workbooks of a team lie side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from handover_xlsx.handover.table import Record
from handover_xlsx.locale import LANGUAGES
from handover_xlsx.merging.comparable import text_key
from handover_xlsx.merging.conflicts import Conflict, is_shared
from handover_xlsx.template.model import Section
from handover_xlsx.validation.registry import Hit, View
from handover_xlsx.values.show import show
from row_oracle.checks import by_rows
from row_oracle.load import is_urgent, loads

_Taken = tuple[Section, int, Record, str]  # section, index of the row, the row, who takes it over


def _is_team(view: View) -> bool:
    """Whether the workbooks were merged: several that are only checked together are no team yet."""
    sources = view.handover.sources
    return len(sources) > 1 and any(source.fingerprint for source in sources)


def _open(view: View, *, duplicate: bool) -> Iterator[tuple[Conflict, Hit]]:
    """The conflicts that nobody has decided yet, at their second value."""
    if not _is_team(view):
        return
    for conflict in view.open_conflicts:
        if conflict.duplicate == duplicate:
            row = conflict.options[1].rows[0]
            record = view.handover.tables[conflict.section][row]
            said = {language: _said(view, conflict, language) for language in LANGUAGES}
            yield conflict, Hit(
                record.source, conflict.section, conflict.field, row,
                {"name": conflict.name, "count": len(conflict.options), "said": said},
            )  # fmt: skip


def _said(view: View, conflict: Conflict, language: str) -> str:
    item = view.template.by_id[conflict.section].by_id.get(conflict.field)
    values = [option.value for option in conflict.options]
    return " / ".join(show(one, item, language) for one in values)


@by_rows("M101")
def conflict(view: View) -> Iterator[Hit]:
    """Two workbooks say different things about one thing."""
    return (hit for _, hit in _open(view, duplicate=False))


@by_rows("M102")
def probable_duplicate(view: View) -> Iterator[Hit]:
    """Two names that probably mean one person or thing."""
    return (hit for _, hit in _open(view, duplicate=True))


@by_rows("M201")
def overload(view: View) -> Iterator[Hit]:
    """One person takes over very much from several leavers."""
    for load in loads(view.handover) if _is_team(view) else ():
        if len(load.givers) > 1 and load.urgent >= view.limit("M201", "rows"):
            yield Hit(values={"name": load.name, "urgent": load.urgent, "givers": len(load.givers)})


@by_rows("M202")
def successor_leaves(view: View) -> Iterator[Hit]:
    """A row is taken over by somebody whose own handover is in the team."""
    if not _is_team(view):
        return
    leavers = {text_key(source.leaver) for source in view.handover.sources if source.leaver}
    for section, index, record, taker in _taken(view):
        if text_key(taker) in leavers:
            yield Hit(record.source, section.id, section.taken_over_by, index, {"name": taker})


@by_rows("M203")
def clashing_dates(view: View) -> Iterator[Hit]:
    """One person gets two deadlines of different leavers on one day."""
    days: dict[tuple[str, date], dict[object, list[_Taken]]] = defaultdict(dict)
    for one in _taken(view):
        section, index, record, taker = one
        for item in section.fields:
            day = record.read(item.id)
            if item.deadline and isinstance(day, date):
                thing = _thing(view, section, item.id, index)
                days[text_key(taker), day].setdefault(thing, []).append(one)
    for (_, day), things in days.items():
        givers = [{record.source for _, _, record, _ in rows} for rows in things.values()]
        if not set.intersection(*givers):  # nobody had all of them before
            found = [rows[0] for rows in things.values()]
            section, index, record, taker = found[-1]
            names = tuple(view.handover.row_name(s.id, i) for s, i, _, _ in found)
            yield Hit(
                record.source, section.id, section.names_row, index,
                {"name": taker, "count": len(found), "day": day, "said": names},
            )  # fmt: skip


def _thing(view: View, section: Section, field: str, index: int) -> object:
    """What a date belongs to: the row, or a shared thing that several leavers name alike."""
    name = view.handover.row_name(section.id, index)
    if is_shared(section, view.template) and name:
        return section.id, field, text_key(name)
    return section.id, field, index


@by_rows("M204")
def single_point(view: View) -> Iterator[Hit]:
    """One person alone takes over most of what is urgent, without a stand-in."""
    if not _is_team(view):
        return
    alone: dict[str, list[str]] = defaultdict(list)
    covered: set[str] = set()
    for section, _, record, taker in _taken(view):
        if not is_urgent(section, record):
            continue
        others = (i.id for i in section.fields if i.person and i.id != section.taken_over_by)
        if any(record.get(name) is not None for name in others):
            covered.add(text_key(taker))
        alone[text_key(taker)].append(taker)
    everything = sum(map(len, alone.values()))
    for key, rows in alone.items():
        enough = len(rows) >= view.limit("M204", "rows") and 2 * len(rows) > everything
        if key not in covered and enough:
            yield Hit(values={"name": rows[0], "count": len(rows)})


def _taken(view: View) -> Iterator[_Taken]:
    """Open rows with the person who takes them over."""
    for section in view.template.sections:
        for index, record in enumerate(
            view.handover.rows(section) if section.taken_over_by else ()
        ):
            taker = record.get(section.taken_over_by or "")
            closed = section.closed_when is not None and section.closed_when.holds(record)
            if isinstance(taker, str) and not closed and view.applies(section, record.source):
                yield section, index, record, taker
