"""M – what shows only when the workbooks of a team are side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
import pandas as pd

from handover_xlsx.handover.columns import Columns, Mask
from handover_xlsx.locale import LANGUAGES, N_
from handover_xlsx.merging.comparable import text_key
from handover_xlsx.merging.conflicts import Conflict, is_shared
from handover_xlsx.merging.load import loads
from handover_xlsx.template.model import Section
from handover_xlsx.validation.registry import Hit, View, rule
from handover_xlsx.values.show import show


def _is_team(view: View) -> bool:
    """Whether the workbooks were merged: several that are only checked together are no team yet."""
    sources = view.handover.sources
    return len(sources) > 1 and any(source.fingerprint for source in sources)


def _open(view: View, *, duplicate: bool) -> Iterator[tuple[Conflict, Hit]]:
    """The conflicts that no one has decided yet, at their second value."""
    if not _is_team(view):
        return
    for conflict in view.open_conflicts:
        if conflict.duplicate == duplicate:
            row = conflict.options[1].rows[0]
            record = view.handover.tables[conflict.section][row]
            values = {language: _shown(view, conflict, language) for language in LANGUAGES}
            yield conflict, Hit(
                record.source, conflict.section, conflict.field, row,
                {"name": conflict.name, "count": len(conflict.options), "values": values},
            )  # fmt: skip


def _shown(view: View, conflict: Conflict, language: str) -> str:
    item = view.template.by_id[conflict.section].by_id.get(conflict.field)
    values = [option.value for option in conflict.options]
    return " / ".join(show(value, item, language) for value in values)


@rule(
    "M101", "conflict", "warning",
    message=N_("“{field}” has {count} different values ({values})"),
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
    message=N_("These are probably one and the same: {values}"),
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
    """A row is taken over by someone whose own handover is in the team."""
    if not _is_team(view):
        return
    leavers = {text_key(source.leaver) for source in view.handover.sources if source.leaver}
    for columns, taken in _taken(view):
        field = columns.section.taken_over_by or ""
        leaving = columns.where(field, lambda name: text_key(str(name)) in leavers)
        for index, source in columns.at(taken & leaving):
            name = columns.typed(field)[index]
            yield Hit(source, columns.section.id, field, index, {"name": name})


@rule(
    "M203", "clashing-dates", "info",
    message=N_("{name} has {count} dates of different leavers on {day}: {names}"),
    hint=N_("Move one of them to another day, or have someone else do it."),
    why=N_("Dates that were two people's work become one person's, on the same day."),
)  # fmt: skip
def clashing_dates(view: View) -> Iterator[Hit]:
    """One person gets two deadlines of different leavers on one day."""
    if len(view.handover.sources) < 2:
        return
    dates = _dates(view)
    # A loop over what several leavers have on one day for one person, which is little.
    for _, rows in dates.groupby(["taker", "day"], sort=False):
        things = dict(iter(rows.groupby("thing", sort=False)))
        if set.intersection(*(set(part["source"]) for part in things.values())):
            continue  # someone had all of them before
        found = [(part["section"].iloc[0], int(part["index"].iloc[0])) for part in things.values()]
        names = tuple(view.handover.row_name(section, index) for section, index in found)
        section, index = found[-1]
        columns = view.columns(section)
        taker = columns.typed(columns.section.taken_over_by or "")[index]
        day = rows["day"].iloc[0].date()
        yield Hit(
            int(columns.source[index]), section, columns.section.names_row, index,
            {"name": taker, "count": len(found), "day": day, "names": names},
        )  # fmt: skip


def _dates(view: View) -> pd.DataFrame:
    """The deadlines that several leavers have on one day for one person, in the order of their rows.

    Columns: ``taker`` (str, as names are compared), ``day`` (datetime64[s]), ``source``,
    ``section``, ``index`` (position in the section), ``thing`` (what the date belongs to).
    """
    parts = []
    for columns, taken in _taken(view):
        section = columns.section
        codes, values = columns.distinct(section.taken_over_by or "")
        takers = np.array([*(text_key(str(value)) for value in values), ""], dtype=object)
        for number, item in enumerate(section.fields):
            if item.deadline:
                places = np.flatnonzero(taken & ~np.isnat(columns.days(item.id)))
                parts.append(pd.DataFrame({
                    "taker": takers[codes[places]], "day": columns.moments(item.id)[places],
                    "source": columns.source[places], "section": section.id, "index": places,
                    "number": number, "field": item.id,
                }))  # fmt: skip
    if not parts:
        return pd.DataFrame({"taker": [], "day": []})
    dates = pd.concat(parts, ignore_index=True)
    shared = dates.groupby(["taker", "day"])["source"].transform("nunique") > 1
    dates = dates[shared]
    things = [
        _thing(view, view.template.by_id[name], field, index)
        for name, field, index in dates[["section", "field", "index"]].to_numpy().tolist()
    ]
    dates["thing"] = pd.Series(things, index=dates.index, dtype=object)
    order = {section.id: place for place, section in enumerate(view.template.sections)}
    dates["order"] = dates["section"].map(order)
    return dates.sort_values(["order", "index", "number"], kind="stable")


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
    for columns, taken in _taken(view):
        section = columns.section
        others = [i.id for i in section.fields if i.person and i.id != section.taken_over_by]
        takers, stood_in = columns.typed(section.taken_over_by or ""), columns.any_filled(others)
        pressing = np.flatnonzero(taken & columns.urgent)
        for name, has_stand_in in zip(takers[pressing], stood_in[pressing], strict=True):
            alone[text_key(name)].append(name)
            if has_stand_in:
                covered.add(text_key(name))
    everything = sum(map(len, alone.values()))
    for key, rows in alone.items():
        enough = len(rows) >= view.limit("M204", "rows") and 2 * len(rows) > everything
        if key not in covered and enough:
            yield Hit(values={"name": rows[0], "count": len(rows)})


def _taken(view: View) -> Iterator[tuple[Columns, Mask]]:
    """The sections with rows that someone takes over: which are open, and name the person."""
    for section in view.template.sections:
        if section.taken_over_by:
            columns = view.columns(section)
            named = columns.where(section.taken_over_by, lambda value: isinstance(value, str))
            yield columns, named & columns.open & view.applicable(section)
