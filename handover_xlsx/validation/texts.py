"""The texts of a handover that rules may have to speak of: each distinct one of a field once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np

from handover_xlsx.handover.columns import Columns
from handover_xlsx.template.model import Field, Section
from handover_xlsx.text.prefilter import Prefilter, candidates
from handover_xlsx.validation.registry import View


class DistinctText(NamedTuple):
    """A text in a field, and the rows with it: positions in a section that counts for their source."""

    section: Section
    item: Field
    text: str
    rows: list[int]


def distinct_texts(
    view: View,
    types: tuple[str, ...],
    prefilters: Callable[[], Iterable[Prefilter]],
    *,
    person: bool = False,
) -> Iterator[DistinctText]:
    """The texts in fields of some types that one of the prefilters finds; all of them where there are few.

    One yield is one distinct text of one field. Each is to be judged in full: a prefilter finds too many.
    """
    fields = [
        (section, item, view.columns(section))
        for section in view.template.sections
        for item in section.own_fields
        if item.type in types and item.person == person
    ]
    distinct = [columns.distinct(item.id)[1] for _, item, columns in fields]
    texts = [v if isinstance(v, str) else "" for v in chain.from_iterable(distinct)]
    found = iter(candidates(texts, prefilters))
    place, end = next(found, -1), 0
    for (section, item, columns), values in zip(fields, distinct, strict=True):
        begin, end = end, end + len(values)
        wanted: list[int] = []
        while begin <= place < end:
            if isinstance(values[place - begin], str):
                wanted.append(place - begin)
            place = next(found, -1)
        for code, rows in _rows(view, section, item, columns, wanted):
            yield DistinctText(section, item, values[code], rows)


def _rows(
    view: View, section: Section, item: Field, columns: Columns, wanted: list[int]
) -> Iterable[tuple[int, list[int]]]:
    """The rows in which each of the wanted texts is, in the order of the first of them."""
    codes, values = columns.distinct(item.id)
    is_wanted = np.zeros(len(values) + 1, dtype=bool)  # the last is for blanks, whose code is -1
    is_wanted[wanted] = True
    places = np.flatnonzero(is_wanted[codes] & view.applicable(section))
    rows: dict[int, list[int]] = {}
    for code, row in zip(codes[places].tolist(), places.tolist(), strict=True):
        rows.setdefault(code, []).append(row)
    return rows.items()
