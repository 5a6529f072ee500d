"""Whether two values say the same, and how much two rows are alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from rapidfuzz.distance import Indel

from handover_xlsx.template.model import Field, Section
from handover_xlsx.text.normalise import normalised

_WEAK = ("choice", "choices", "yesno", "ref")  # many rows share these: they say little
_WEIGHT_WEAK, _WEIGHT = 1.0, 3.0
_ALIKE_TEXT = 0.6
_LONGEST_COMPARED = 400  # characters; the beginning of a long text is enough to know it again


def comparable(value: object) -> object:
    """A value such that two that say the same are equal: the order of choices, midnight, 7.0."""
    if isinstance(value, tuple):
        return frozenset(value)
    if isinstance(value, bool):
        return ("yesno", value)  # True is 1 for Python, not for a reader
    if isinstance(value, datetime) and value.time() == time():
        return value.date()
    if isinstance(value, str):
        return value.replace("\r\n", "\n")
    return value


def same(one: object, other: object) -> bool:
    """Whether two values say the same."""
    return one is other or comparable(one) == comparable(other)


def fingerprint(values: Mapping[str, object]) -> frozenset[tuple[str, object]]:
    """All that a row says; rows that say the same have the same one."""
    return frozenset((key, comparable(v)) for key, v in values.items() if v is not None)


def key_of(value: object) -> str:
    """A value that identifies a row, as it is compared: case, width and spaces do not matter."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return "" if value is None else normalised(value)


def weight(item: Field | None) -> float:
    """How much it means that two rows agree in a field."""
    return _WEIGHT_WEAK if item is not None and item.type in _WEAK else _WEIGHT


def likeness(section: Section, one: Mapping[str, object], other: Mapping[str, object]) -> float:
    """How much of two rows is the same, 0.0 to 1.0; texts that were only reworded count in part."""
    keys = {key for values in (one, other) for key, v in values.items() if v is not None}
    whole = shared = 0.0
    for key in keys:
        heavy = weight(section.by_id.get(key))
        whole += heavy
        shared += heavy * _agreement(one.get(key), other.get(key))
    return shared / whole if whole else 1.0


def _agreement(one: object, other: object) -> float:
    if same(one, other):
        return 1.0
    if not isinstance(one, str) or not isinstance(other, str):
        return 0.0
    return Indel.normalized_similarity(
        one[:_LONGEST_COMPARED], other[:_LONGEST_COMPARED], score_cutoff=_ALIKE_TEXT
    )


def identifying_fields(section: Section) -> Iterable[str]:
    """The fields that tell rows apart, surest first: unique ones, then the one that names a row."""
    unique = [item.id for item in section.fields if item.unique]
    return dict.fromkeys((*unique, section.names_row))
