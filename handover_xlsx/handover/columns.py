"""A section as columns: arrays of values and masks, each made once, for whatever asks all rows.

Every array has one entry per row, in the order of the section's table. A search
combines masks (``filled``, ``holds``, ``started``) and goes on only with the rows that are left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from handover_xlsx.handover.table import Table
from handover_xlsx.template.model import BLANK, FILLED, Condition, Field, Section, meets
from handover_xlsx.values.field_types import FIELD_TYPES
from handover_xlsx.values.periods import in_order, is_period

if TYPE_CHECKING:
    import numpy.typing as npt

# Nothing here is asked of numpy before there are rows: explaining a rule does without.
Mask: TypeAlias = "npt.NDArray[np.bool_]"
Whole: TypeAlias = "npt.NDArray[np.int64]"
Days: TypeAlias = "npt.NDArray[np.datetime64]"
Figures: TypeAlias = "npt.NDArray[np.float64]"

URGENT = 2  # the first two codes of a list of priorities: critical, high
NO_PRIORITY = 1_000  # behind every code


class Columns:
    """The columns of one section.

    A *field* is the id of a field, a period (``2025-11``) or the heading of an own column; one that
    the section does not have is blank in every row.
    """

    def __init__(self, section: Section, table: Table) -> None:
        self.section = section
        self._table = table
        self._typed: dict[str, npt.NDArray[np.object_]] = {}
        self._filled: dict[str, Mask] = {}
        self._moments: dict[str, Days] = {}
        self._distinct: dict[str, tuple[Whole, npt.NDArray[np.object_]]] = {}
        self._holds: dict[Condition, Mask] = {}

    def __len__(self) -> int:
        return len(self._table)

    @cached_property
    def source(self) -> Whole:
        """The index of each row's source."""
        return np.array(self._table.source, dtype=np.int64)

    @cached_property
    def row(self) -> Whole:
        """Where each row is on its sheet, counted from 0."""
        return np.array(self._table.row, dtype=np.int64)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """All columns: the fields of the template, the periods, then people's own that occur."""
        return tuple(dict.fromkeys((*self.section.by_id, *self.periods, *self._others)))

    @cached_property
    def periods(self) -> tuple[str, ...]:
        """The columns that are periods, oldest first."""
        return in_order(filter(is_period, self._others))

    @cached_property
    def _others(self) -> list[str]:
        """What the rows have and the template does not."""
        return [name for name in self._table.values if name not in self.section.by_id]

    # --- one column -----------------------------------------------------------------------------

    def typed(self, field: str) -> npt.NDArray[np.object_]:
        """The values of the field's type; as typed where not understood, None where blank."""
        if field not in self._typed:
            column = self._table.values.get(field, [None] * len(self))
            self._typed[field] = np.fromiter(column, object, len(self))
        return self._typed[field]

    def filled(self, field: str) -> Mask:
        """Which rows have something, understood or not."""
        if field not in self._filled:
            blank = np.array(None, dtype=object)
            self._filled[field] = np.not_equal(self.typed(field), blank).astype(bool)
        return self._filled[field]

    def unread(self, field: str) -> Mask:
        """Which rows have something that could not be understood."""
        return self._unread.get(field, self.nowhere)

    def known(self, field: str) -> Mask:
        """Which rows have something that was understood."""
        unread = self._unread.get(field)
        return self.filled(field) if unread is None else self.filled(field) & ~unread

    def distinct(self, field: str) -> tuple[Whole, npt.NDArray[np.object_]]:
        """Each row's value as an index into the distinct ones (-1: blank), and those values.

        As in ``typed``; what is costly to judge is judged once for each distinct value.
        """
        if field not in self._distinct:
            codes, values = pd.factorize(self.typed(field))
            self._distinct[field] = codes.astype(np.int64), values
        return self._distinct[field]

    def keyed(self, field: str, key: Callable[[object], str | None]) -> tuple[Whole, list[str]]:
        """Each row's value by a key that several spellings share, as an index into the keys.

        -1 where it is blank, was not understood, or has no key (None or ""); the keys are in the
        order in which they first occur.
        """
        codes, values = self.distinct(field)
        found: dict[str, int] = {}
        of_value = [found.setdefault(one, len(found)) if (one := key(value)) else -1
                    for value in values]  # fmt: skip
        keyed = np.array([*of_value, -1], dtype=np.int64)[codes]
        return np.where(self.known(field), keyed, -1), list(found)

    def where(self, field: str, judge: Callable[[object], bool]) -> Mask:
        """Where a value of a column, as in ``typed``, is one that ``judge`` accepts; never where blank."""
        codes, values = self.distinct(field)
        return np.array([*map(judge, values), False], dtype=bool)[codes]

    def moments(self, field: str) -> Days:
        """Dates as datetime64[s], with their time; NaT where there is none."""
        if field not in self._moments:
            self._moments[field] = np.array(self._of(field, date), dtype="datetime64[s]")
        return self._moments[field]

    def days(self, field: str) -> Days:
        """Dates as datetime64[D], without their time; NaT where there is none."""
        return self.moments(field).astype("datetime64[D]")

    def numbers(self, field: str) -> Figures:
        """Numbers as float64; NaN where there is none."""
        return np.array(self._of(field, (int, float)), dtype=np.float64)

    def _of(self, field: str, kind: type | tuple[type, ...]) -> list[Any]:
        """The values of a kind that were understood; None for the others."""
        pairs = zip(self.typed(field), self.known(field), strict=True)
        return [value if known and isinstance(value, kind) else None for value, known in pairs]

    # --- rows -----------------------------------------------------------------------------------

    @cached_property
    def nowhere(self) -> Mask:
        """False in every row."""
        return np.zeros(len(self), dtype=bool)

    @cached_property
    def everywhere(self) -> Mask:
        """True in every row."""
        return np.ones(len(self), dtype=bool)

    @cached_property
    def started(self) -> Mask:
        """Rows that a person has begun to fill (prepared values alone do not count)."""
        names = [item.id for item in self.section.own_fields]
        return self.any_filled((*names, *self.periods) if self.section.periods else names)

    @cached_property
    def open(self) -> Mask:
        """Rows that their state does not close."""
        closed = self.section.closed_when
        return self.everywhere if closed is None else ~self.holds(closed)

    @cached_property
    def priorities(self) -> Whole:
        """The place of each row's priority in its list: 0 is the most important; or NO_PRIORITY."""
        item = self.section.by_id.get(self.section.priority or "")
        listed = item.choices.codes if item and item.choices else ()
        codes, values = self.distinct(item.id if item else "")
        places = [listed.index(value) if value in listed else NO_PRIORITY for value in values]
        return np.array([*places, NO_PRIORITY], dtype=np.int64)[codes]

    @property
    def urgent(self) -> Mask:
        """Rows with one of the two highest priorities."""
        return self.priorities < URGENT

    @cached_property
    def periods_filled(self) -> Whole:
        """How many periods of each row contain something."""
        counts = np.zeros(len(self), dtype=np.int64)
        for name in self.periods:
            counts += self.filled(name)
        return counts

    def any_filled(self, fields: Sequence[str]) -> Mask:
        """Rows in which at least one of the fields contains something."""
        found = self.nowhere
        for name in fields:
            found = found | self.filled(name)
        return found

    def holds(self, condition: Condition) -> Mask:
        """Rows that meet a condition; what could not be understood is filled, and no code."""
        if condition not in self._holds:
            met = self.everywhere
            for name, codes in condition.tests:
                met = met & self._meets(name, codes)
            self._holds[condition] = met
        return self._holds[condition]

    def _meets(self, name: str, codes: tuple[str, ...]) -> Mask:
        if codes == (FILLED,):
            return self.filled(name)
        if codes == (BLANK,):
            return ~self.filled(name)
        return self.where(name, lambda value: meets(value, codes))

    def required(self, item: Field) -> Mask:
        """Rows in which a field must be filled."""
        if item.required:
            return self.everywhere
        return self.holds(item.required_if) if item.required_if is not None else self.nowhere

    def at(self, mask: Mask) -> Iterator[tuple[int, int]]:
        """Position and source of the rows in a mask."""
        places = np.flatnonzero(mask)
        return zip(places.tolist(), self.source[places].tolist(), strict=True)

    # --- for people who know pandas -------------------------------------------------------------

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The table that ``Handover.table`` describes."""
        columns: dict[str, object] = {"_source": self.source, "_row": self.row}
        return pd.DataFrame(columns | {name: self._series(name) for name in self.names})

    def _series(self, name: str) -> pd.Series[Any]:
        """A column with the dtype of its type; what could not be understood is NA."""
        values = self.typed(name).copy()
        values[self.unread(name)] = None
        return pd.Series(values.tolist(), dtype=self._dtype(name, values))

    def _dtype(self, name: str, values: npt.NDArray[np.object_]) -> str | pd.CategoricalDtype:
        item = self.section.by_id.get(name)
        if item is not None and item.type == "choice" and item.choices:
            return pd.CategoricalDtype([*item.choices.codes], ordered=True)
        if item is not None:
            return FIELD_TYPES[item.type].dtype
        figures = all(isinstance(v, (int, float)) for v in values if v is not None)
        return "Float64" if self.section.periods and figures else "object"

    @cached_property
    def history(self) -> pd.DataFrame:
        """The table that ``Handover.history`` describes."""
        figures = {period: self.numbers(period) for period in self.periods}
        names = self._series(self.section.names_row)
        wide = pd.DataFrame({"position": np.arange(len(self)), "name": names, **figures})
        long = wide.melt(["position", "name"], var_name="period").dropna(subset="value")
        return long.sort_values(["position", "period"], ignore_index=True)

    @cached_property
    def unread_cells(self) -> pd.DataFrame:
        """The table that ``Handover.unread`` describes."""
        found = [(position, name, self.typed(name)[position])
                 for name, mask in self._unread.items() for position in np.flatnonzero(mask)]  # fmt: skip
        return pd.DataFrame({
            "position": np.array([position for position, _, _ in found], dtype=np.int64),
            "field": pd.array([name for _, name, _ in found], dtype="string"),
            "value": np.fromiter((value for _, _, value in found), object, len(found)),
        })  # fmt: skip

    @cached_property
    def _unread(self) -> dict[str, Mask]:
        """The columns with something that could not be understood, and where."""
        masks: dict[str, Mask] = {}
        for name, positions in self._table.unread.items():
            masks[name] = self.nowhere.copy()
            masks[name][list(positions)] = True
        return masks


def alike(keys: Whole, mask: Mask) -> list[list[int]]:
    """The positions of a mask that have one key (-1 is none), where two or more have it."""
    places = np.flatnonzero(mask & (keys >= 0))
    shared = places[pd.Series(keys[places]).duplicated(keep=False)]
    if not len(shared):
        return []
    return [group.tolist() for _, group in pd.Series(shared).groupby(keys[shared], sort=False)]


def last_of(keys: Whole, wanted: Whole) -> Whole:
    """Where each of the wanted keys stands for the last time among ``keys``; -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    order = np.argsort(keys, kind="stable")
    at = np.searchsorted(keys[order], wanted, side="right") - 1
    places = order[np.maximum(at, 0)]
    return np.where((at >= 0) & (keys[places] == wanted), places, -1)
