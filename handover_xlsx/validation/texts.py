"""The texts of a handover that rules may have to speak of: each distinct one of a field once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np

from handover_xlsx.handover.columns import Columns
from handover_xlsx.template.model import Field, Section
from handover_xlsx.text.prefilter import Look, candidates
from handover_xlsx.validation.registry import View


class Said(NamedTuple):
    """A text in a field, and the rows with it: positions in a section that counts for their source."""

    section: Section
    item: Field
    text: str
    rows: list[int]


def said(
    view: View, types: tuple[str, ...], looks: Callable[[], Iterable[Look]], *, person: bool = False
) -> Iterator[Said]:
    """The texts in fields of some types that one of the looks finds; all of them where there are few.

    One yield is one distinct text of one field. Each is to be judged in full: a look finds too many.
    """
    asked = [
        (section, item, view.columns(section))
        for section in view.template.sections
        for item in section.own_fields
        if item.type in types and item.person == person
    ]
    distinct = [columns.distinct(item.id)[1] for _, item, columns in asked]
    texts = [v if isinstance(v, str) else "" for v in chain.from_iterable(distinct)]
    found = iter(candidates(texts, looks))
    place, end = next(found, -1), 0
    for (section, item, columns), values in zip(asked, distinct, strict=True):
        begin, end = end, end + len(values)
        wanted: list[int] = []
        while begin <= place < end:
            if isinstance(values[place - begin], str):
                wanted.append(place - begin)
            place = next(found, -1)
        for code, rows in _rows(view, section, item, columns, wanted):
            yield Said(section, item, values[code], rows)


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
