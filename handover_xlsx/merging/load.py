"""Who takes over how much, and what no one takes over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import fsum

import numpy as np
import pandas as pd

from handover_xlsx.handover.columns import Columns, Figures, Mask
from handover_xlsx.handover.model import Handover
from handover_xlsx.merging.comparable import text_key
from handover_xlsx.template.model import Section
from handover_xlsx.values.vocabulary import names_no_one

A_MONTH = {
    "daily": 260 / 12,  # working days
    "weekly": 52 / 12,
    "biweekly": 26 / 12,
    "monthly": 1.0,
    "quarterly": 1 / 3,
    "yearly": 1 / 12,
}
"""How often a month; a template's list of frequencies has these codes for what comes regularly."""


@dataclass
class Load:
    """What one person takes over.

    ``rows`` counts by section; ``urgent`` counts rows of the two highest priorities; ``hours`` are
    those of a month, by what each row takes and how often it comes; ``uncounted`` are the rows that
    say no hours, or do not come regularly; ``givers`` are the leavers the rows come from.
    """

    name: str
    rows: Counter[str] = field(default_factory=Counter)
    urgent: int = 0
    hours: float = 0.0
    uncounted: int = 0
    givers: dict[str, None] = field(default_factory=dict)
    leaves: bool = False
    in_contacts: bool = True

    @property
    def total(self) -> int:
        """All rows together."""
        return self.rows.total()


def loads(handover: Handover) -> list[Load]:
    """Everyone who takes something over, the most loaded first."""
    leavers = {text_key(source.leaver) for source in handover.sources if source.leaver}
    known = _known_people(handover)
    rows = _rows_taken(handover)
    column = {name: rows[name].to_numpy() for name in rows}  # slices of a table are slow
    found = []
    for key, places in rows.groupby("key", sort=False).indices.items():
        hours = column["hours"][places]
        counted = ~np.isnan(hours)
        givers = column["leaver"][places][~column["added"][places]]
        load = Load(
            column["name"][places[0]], Counter(column["section"][places].tolist()),
            int(column["urgent"][places].sum()), fsum(hours[counted]),
            int((column["has_hours"][places] & ~counted).sum()),
            dict.fromkeys(givers.tolist()), key in leavers, not known or key in known,
        )  # fmt: skip
        found.append(load)
    return sorted(found, key=lambda one: (-one.urgent, -one.hours, -one.total, one.name))


def _rows_taken(handover: Handover) -> pd.DataFrame:
    """The open rows that someone takes over, in order.

    Columns: ``section``, ``name`` and ``key`` of who takes it (str), ``leaver`` (str), ``added``
    and ``urgent`` (bool), ``hours`` a month (float64, NaN where not known), ``has_hours`` (bool:
    whether the section says hours at all).
    """
    parts = []
    for section in handover.template.sections:
        if section.taken_over_by is None:
            continue
        columns = handover.columns(section)
        places = np.flatnonzero(columns.open & is_taken(columns))
        codes, values = columns.distinct(section.taken_over_by)
        names = np.array([str(value) for value in values], dtype=object)
        keys = np.array([text_key(name) for name in names], dtype=object)
        part = pd.DataFrame(
            {"name": names[codes[places]], "key": keys[codes[places]]}, dtype=object
        )
        part["section"] = section.id
        part["source"] = columns.source[places]
        part["urgent"] = columns.urgent[places]
        part["hours"] = hours_a_month(columns)[places]
        part["has_hours"] = section.hours is not None
        parts.append(part)
    if not parts:
        return pd.DataFrame({"key": []})
    rows = pd.concat(parts, ignore_index=True)
    sources = handover.sources
    rows["leaver"] = np.array([source.leaver for source in sources], dtype=object)[rows["source"]]
    rows["added"] = np.array([source.added for source in sources], dtype=bool)[rows["source"]]
    return rows


def unclaimed(handover: Handover) -> Iterator[tuple[Section, int]]:
    """Open rows that no one takes over: section and index of the row."""
    for section in handover.template.sections:
        if section.taken_over_by is not None:
            columns = handover.columns(section)
            left = columns.open & ~is_taken(columns)
            yield from ((section, index) for index, _ in columns.at(left))


def is_taken(columns: Columns) -> Mask:
    """Rows that name a person who takes them over."""
    field = columns.section.taken_over_by or ""
    return columns.where(field, lambda name: not names_no_one(str(name)))


def hours_a_month(columns: Columns) -> Figures:
    """The hours that each row takes in a month; NaN where it does not say, or comes irregularly.

    How often it comes is in the field whose list has the codes of ``A_MONTH``.
    """
    field = _frequency(columns.section)
    codes, values = columns.distinct(field)
    times = np.array([*(A_MONTH.get(str(value), np.nan) for value in values), np.nan])[codes]
    return np.where(
        columns.known(field), columns.numbers(columns.section.hours or "") * times, np.nan
    )


def _frequency(section: Section) -> str:
    """The field that says how often a row comes, "" where there is none."""
    lists = {item.id: set(item.choices.codes) for item in section.fields if item.choices}
    return next((name for name, codes in lists.items() if {"weekly", "monthly"} <= codes), "")


def _known_people(handover: Handover) -> set[str]:
    """Everyone on the sheets that references to people point at."""
    targets = {
        (item.to.section, item.to.field)
        for section in handover.template.sections
        for item in section.fields
        if item.to and item.id == section.taken_over_by
    }
    return {
        text_key(str(value))
        for section, name in targets
        for value in handover.columns(section).distinct(name)[1]
    }
