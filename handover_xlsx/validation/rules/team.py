"""M – what shows only when the workbooks of a team lie side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from handover_xlsx.handover.model import Record
from handover_xlsx.locale import LANGUAGES, N_
from handover_xlsx.merging.comparable import text_key
from handover_xlsx.merging.conflicts import Conflict, is_shared
from handover_xlsx.merging.load import is_urgent, loads
from handover_xlsx.template.model import Section
from handover_xlsx.validation.registry import Hit, View, rule
from handover_xlsx.values.show import show

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
            record = view.handover.records[conflict.section][row]
            said = {language: _said(view, conflict, language) for language in LANGUAGES}
            yield conflict, Hit(
                record.source, conflict.section, conflict.field, row,
                {"name": conflict.name, "count": len(conflict.options), "said": said},
            )  # fmt: skip


def _said(view: View, conflict: Conflict, language: str) -> str:
    item = view.template.by_id[conflict.section].by_id.get(conflict.field)
    values = [option.value for option in conflict.options]
    return " / ".join(show(one, item, language) for one in values)


@rule(
    "M101", "conflict", "warning",
    message=N_("“{field}” has {count} different values ({said})"),
    hint=N_("On the sheet Conflicts of the team workbook, choose the right value; then run: "
            "handover merge TEAM.xlsx --resolve"),
    why=N_("Two leavers describe one thing differently; the person who takes it over needs to know "
           "which is true."),
)  # fmt: skip
def conflict(view: View) -> Iterator[Hit]:
    """Two workbooks say different things about one thing."""
    return (hit for _, hit in _open(view, duplicate=False))


@rule(
    "M102", "probable-duplicate", "info",
    message=N_("These are probably one and the same: {said}"),
    hint=N_("On the sheet Conflicts of the team workbook, say whether they are the same; then run: "
            "handover merge TEAM.xlsx --resolve"),
    why=N_("One person under two names is asked twice, and counted twice."),
)  # fmt: skip
def probable_duplicate(view: View) -> Iterator[Hit]:
    """Two names that probably mean one person or thing."""
    return (hit for _, hit in _open(view, duplicate=True))


@rule(
    "M201", "overload", "warning",
    message=N_("{name} takes over {urgent} critical or high rows from {givers} leavers"),
    hint=N_("Give some of them to someone else; the sheet “Who takes what” of the team workbook "
            "lists them."),
    why=N_("Someone who takes over too much at once does none of it well, and may be the next to "
           "leave."),
)  # fmt: skip
def overload(view: View) -> Iterator[Hit]:
    """One person takes over very much from several leavers."""
    for load in loads(view.handover) if _is_team(view) else ():
        if len(load.givers) > 1 and load.urgent >= view.limit("M201", "rows"):
            yield Hit(values={"name": load.name, "urgent": load.urgent, "givers": len(load.givers)})


@rule(
    "M202", "successor-leaves", "error",
    message=N_("“{field}”: {name} is leaving, too"),
    hint=N_("Choose someone who is staying."),
    why=N_("What is handed to someone who leaves is handed to no one."),
)  # fmt: skip
def successor_leaves(view: View) -> Iterator[Hit]:
    """A row is taken over by somebody whose own handover is in the team."""
    if not _is_team(view):
        return
    leavers = {text_key(source.leaver) for source in view.handover.sources if source.leaver}
    for section, index, record, taker in _taken(view):
        if text_key(taker) in leavers:
            yield Hit(record.source, section.id, section.taken_over_by, index, {"name": taker})


@rule(
    "M203", "clashing-dates", "info",
    message=N_("{name} has {count} dates of different leavers on {day}: {said}"),
    hint=N_("Move one of them to another day, or have someone else do it."),
    why=N_("Dates that were two people's work become one person's, on the same day."),
)  # fmt: skip
def clashing_dates(view: View) -> Iterator[Hit]:
    """One person gets two deadlines of different leavers on one day."""
    days: dict[tuple[str, date], dict[object, list[_Taken]]] = defaultdict(dict)
    for one in _taken(view):
        section, index, record, taker = one
        for item in section.fields:
            day = record.values.get(item.id)
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


@rule(
    "M204", "single-point", "warning",
    message=N_("Everything depends on {name}: {count} critical or high rows of the team, none with "
               "a stand-in"),
    hint=N_("Name a stand-in in the rows that matter most."),
    why=N_("If only one person knows it, the next illness stops it."),
)  # fmt: skip
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
        if any(record.values.get(name) is not None for name in others):
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
            taker = record.values.get(section.taken_over_by or "")
            closed = section.closed_when is not None and section.closed_when.holds(record.values)
            if isinstance(taker, str) and not closed and view.applies(section, record.source):
                yield section, index, record, taker
