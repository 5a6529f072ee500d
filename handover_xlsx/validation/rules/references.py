"""R – whether names that point to another sheet, and dates, fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import partial

import numpy as np

from handover_xlsx.locale import N_
from handover_xlsx.template.model import Field, Reference, Section
from handover_xlsx.text.normalise import normalised
from handover_xlsx.validation.persons import is_no_one, several_named
from handover_xlsx.validation.registry import Hit, View, rule

_MOST_LOST = (
    2_000  # of a column: so many are no slips, and each is compared with all that are listed
)


@rule(
    "R101", "unknown-reference", "warning",
    message=N_("“{value}” in “{field}” is not listed on the sheet “{target}”"),
    hint=N_("Add the name on the sheet “{target}”, or choose another one from this cell's list."),
    why=N_("Every person or thing named must be easy to find: with a phone number, an address, an "
           "owner."),
)  # fmt: skip
def unknown_reference(view: View) -> Iterator[Hit]:
    """A name that is on no row of the sheet it points to, and resembles none."""
    yield from (hit for hit, near in view.once(_lost_references) if near is None)


@rule(
    "R102", "near-reference", "warning",
    message=N_("“{value}” in “{field}” is not listed on the sheet “{target}”, but “{near}” is"),
    hint=N_("If you mean “{near}”, choose it from this cell's list; if not, add the name on the "
            "sheet “{target}”."),
    why=N_("A typing error in a name breaks the link between two sheets."),
)  # fmt: skip
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
    columns = view.columns(section)
    keys = view.keys(section, item.id)
    listed = np.isin(keys, view.keys(target.section, target.field))
    lost = columns.known(item.id) & ~listed & view.applicable(section)
    if not lost.any():
        return
    lost = lost & view.in_sources(section, partial(view.applies, target.section))
    used: dict[int, Counter[str]] = {}
    nearest: dict[tuple[int, str], str | None] = {}
    sheet = view.template.by_id[target.section].sheet
    for index, source in columns.at(lost):
        value = columns.typed(item.id)[index]
        if item.person and _is_no_reference(view, section, item, index):
            continue
        if source not in used:  # counted only where one is lost
            named = columns.typed(item.id)[columns.source == source]
            used[source] = Counter(map(str, named))
        name = (source, str(value))
        if name not in nearest and len(nearest) < _MOST_LOST:
            nearest[name] = _nearest(value, view.names(target, source), used[source])
        near = nearest.get(name)
        hit = Hit(source, section.id, item.id, index,
                  {"target": sheet, "near": near or ""}, value=value)  # fmt: skip
        yield hit, near


def _is_no_reference(view: View, section: Section, item: Field, index: int) -> bool:
    """The leaver, and what another rule speaks of: a group (Q102), several names (Q103)."""
    record = view.handover.tables[section.id][index]
    name = str(record[item.id])
    return (
        _is_leaver(view, record.source, name)
        or is_no_one(view, section, item, record, name)
        or several_named(view, item, record, name)
    )


def _nearest(value: object, names: Mapping[str, list[str]], used: Mapping[str, int]) -> str | None:
    """The listed name that was probably meant, as it is listed.

    Of names that are equally near the one that the column uses most; of several spellings of one
    name the one that is listed and used most, then the one that is written with more care.
    """
    key = normalised(value)
    # One character of three is a slip in a Chinese name, but another word in English.
    cutoff = 80 if key.isascii() else 60
    from rapidfuzz import fuzz, process  # not needed where every name is listed

    close = process.extract(key, sorted(names), scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
    if not close:
        return None
    alike = [name for name, score, _ in close if score == close[0][1]]
    listed = max(
        (names[name] for name in alike),
        key=lambda spelled: sum(used.get(one, 0) for one in set(spelled)),
    )
    return max(listed, key=lambda name: (listed.count(name) + used.get(name, 0), _is_tidy(name)))


def _is_tidy(name: str) -> bool:
    """Whether a name is written with care: capitals where they belong, single spaces."""
    return not name.islower() and not name.isupper() and name == " ".join(name.split())


def _is_leaver(view: View, source: int, value: object) -> bool:
    """The leaver may be named anywhere without being among the contacts."""
    leaver = view.handover.role("leaver", source)
    return leaver is not None and normalised(leaver) == normalised(value)


@rule(
    "R103", "dates-out-of-order", "error",
    message=N_("“{field}” ({value}) is before “{earlier}” ({since})"),
    hint=N_("Correct the date that is wrong: this one, or “{earlier}” of the same entry."),
    why=N_("Something cannot end before it begins."),
)  # fmt: skip
def dates_out_of_order(view: View) -> Iterator[Hit]:
    """A date before the one it should follow in the same row."""
    for section in view.template.sections:
        columns = view.columns(section)
        for item in section.fields if len(columns) else ():
            if item.not_before is None:
                continue
            days, before = columns.moments(item.id), columns.moments(item.not_before)
            for index, source in columns.at((days < before) & view.applicable(section)):
                values = {
                    "earlier": section.by_id[item.not_before].label,
                    "since": str(before[index])[:10],
                }
                yield Hit(source, section.id, item.id, index, values, value=str(days[index])[:10])


@rule(
    "R104", "after-last-day", "warning",
    message=N_("“{field}” ({value}) is after the last working day ({last_day})"),
    hint=N_("Write a day up to {last_day}, or name someone else who does it then."),
    why=N_("After the last day the leaver is gone."),
)  # fmt: skip
def after_last_day(view: View) -> Iterator[Hit]:
    """Something that the leaver should do is planned for when the leaver has gone."""
    for section in view.template.sections:
        columns = view.columns(section)
        for item in section.fields if len(columns) else ():
            if not item.by_last_day:
                continue
            days, last = columns.days(item.id), view.last_days[columns.source]
            for index, source in columns.at((days > last) & view.applicable(section)):
                yield Hit(source, section.id, item.id, index, {"last_day": str(last[index])},
                          value=str(days[index]))  # fmt: skip
