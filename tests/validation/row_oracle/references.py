"""R – whether names that point to another sheet, and dates, fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher, get_close_matches

from handover_xlsx.handover.table import Record
from handover_xlsx.template.model import Field, Reference, Section
from handover_xlsx.text.normalise import normalised
from handover_xlsx.validation.persons import is_nobody, several_named
from handover_xlsx.validation.registry import Hit, View
from row_oracle.checks import by_rows

_MOST_ALIKE = 8  # names that are equally near
_MOST_LOST = (
    2_000  # of a column: so many are no slips, and each is compared with all that are listed
)


@by_rows("R101")
def unknown_reference(view: View) -> Iterator[Hit]:
    """A name that stands on no row of the sheet it points to, and resembles none."""
    yield from (hit for hit, near in view.once(_lost_references) if near is None)


@by_rows("R102")
def near_reference(view: View) -> Iterator[Hit]:
    """A name that is nearly one of those on the sheet it points to."""
    yield from (hit for hit, near in view.once(_lost_references) if near is not None)


def _lost_references(view: View) -> Iterator[tuple[Hit, str | None]]:
    """Every reference whose target is not there, with the nearest name that is."""
    for section in view.template.sections:
        for item in section.fields:
            if item.type == "ref" and item.to is not None:
                yield from _lost(view, section, item, item.to)


def _lost(
    view: View, section: Section, item: Field, target: Reference
) -> Iterator[tuple[Hit, str | None]]:
    """Names are looked up in the same workbook, never in a colleague's."""
    used: dict[int, Counter[str]] = {}
    nearest: dict[tuple[int, str], str | None] = {}
    sheet = view.template.by_id[target.section].sheet
    for index, record in enumerate(view.handover.rows(section)):
        value = record.get(item.id)
        names = view.names(target, record.source)
        if value is None or normalised(value) in names or item.id in record.unread:
            continue
        applies = all(view.applies(s, record.source) for s in (section, target.section))
        if not applies or (item.person and _is_no_reference(view, section, item, record)):
            continue
        used = used or _used_names(view, section, item)  # counted only where one is lost
        lost = (record.source, str(value))
        if lost not in nearest and len(nearest) < _MOST_LOST:
            nearest[lost] = _nearest(value, names, used[record.source])
        near = nearest.get(lost)
        hit = Hit(record.source, section.id, item.id, index,
                  {"target": sheet, "near": near or ""}, value=value)  # fmt: skip
        yield hit, near


def _is_no_reference(view: View, section: Section, item: Field, record: Record) -> bool:
    """The leaver, and what another rule speaks of: a group (Q102), several names (Q103)."""
    name = str(record[item.id])
    return (
        _is_leaver(view, record.source, name)
        or is_nobody(view, section, item, record, name)
        or several_named(view, item, record, name)
    )


def _used_names(view: View, section: Section, item: Field) -> dict[int, Counter[str]]:
    """Of every source how often the column names whom."""
    used: dict[int, Counter[str]] = {}
    for record in view.handover.rows(section):
        used.setdefault(record.source, Counter())[str(record.get(item.id))] += 1
    return used


def _nearest(value: object, names: Mapping[str, list[str]], used: Mapping[str, int]) -> str | None:
    """The listed name that was probably meant, as it is listed.

    Of names that are equally near the one that the column uses most; of several spellings of one
    name the one that is listed and used most, then the one that is written with more care.
    """
    key = normalised(value)
    # One character of three is a slip in a Chinese name, but another word in English.
    cutoff = 0.8 if key.isascii() else 0.6
    close = get_close_matches(
        key, _somewhat_alike(key, names, cutoff), n=_MOST_ALIKE, cutoff=cutoff
    )
    if not close:
        return None
    best = _likeness(close[0], key)
    alike = [name for name in close if _likeness(name, key) == best]
    listed = max(
        (names[name] for name in alike),
        key=lambda spelled: sum(used.get(one, 0) for one in set(spelled)),
    )
    return max(listed, key=lambda name: (listed.count(name) + used.get(name, 0), _is_tidy(name)))


def _somewhat_alike(key: str, names: Iterable[str], cutoff: float) -> list[str]:
    """The names that ``get_close_matches``, which is slow, may find close; a longer list than that."""
    from rapidfuzz import fuzz, process  # not needed where every name is listed

    found = process.extract(
        key, list(names), scorer=fuzz.ratio, score_cutoff=100 * cutoff, limit=None
    )
    return sorted(name for name, _, _ in found)


def _likeness(name: str, key: str) -> float:
    """How alike two names are, as ``get_close_matches`` sees it."""
    return SequenceMatcher(None, name, key).ratio()


def _is_tidy(name: str) -> bool:
    """Whether a name is written with care: capitals where they belong, single spaces."""
    return not name.islower() and not name.isupper() and name == " ".join(name.split())


def _is_leaver(view: View, source: int, value: object) -> bool:
    """The leaver may be named anywhere without standing among the contacts."""
    leaver = view.handover.role("leaver", source)
    return leaver is not None and normalised(leaver) == normalised(value)


@by_rows("R103")
def dates_out_of_order(view: View) -> Iterator[Hit]:
    """A date before the one it should follow in the same row."""
    for section in view.template.sections:
        for item in section.fields:
            if item.not_before is None:
                continue
            for index, record in enumerate(view.handover.rows(section)):
                day, earlier = record.moment(item.id), record.moment(item.not_before)
                if day and earlier and day < earlier and view.applies(section, record.source):
                    values = {"earlier": section.by_id[item.not_before].label,
                              "since": f"{earlier:%Y-%m-%d}"}  # fmt: skip
                    yield Hit(record.source, section.id, item.id, index, values,
                              value=f"{day:%Y-%m-%d}")  # fmt: skip


@by_rows("R104")
def after_last_day(view: View) -> Iterator[Hit]:
    """Something that the leaver should do is planned for when the leaver has gone."""
    for section in view.template.sections:
        for item in section.fields:
            for index, record in enumerate(view.handover.rows(section) if item.by_last_day else ()):
                day, last = record.moment(item.id), view.handover.last_day(record.source)
                after = day is not None and last is not None and day.date() > last
                if day and last and after and view.applies(section, record.source):
                    yield Hit(record.source, section.id, item.id, index,
                              {"last_day": last.isoformat()}, value=f"{day:%Y-%m-%d}")  # fmt: skip
