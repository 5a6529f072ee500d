"""R – whether names that point to another sheet, and dates, fit together."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import pandas as pd

from handover_xlsx.locale import N_
from handover_xlsx.template.model import Field, Section
from handover_xlsx.validation.registry import Hit, View, rule
from handover_xlsx.workbook.layout import normalised


@rule(
    "R101", "unknown-reference", "warning",
    message=N_("“{value}” in “{field}” is not listed on the sheet “{target}”"),
    hint=N_("Add it there, or choose one from the list."),
    why=N_("Whoever or whatever is named must be found: with a phone number, an address, an owner."),
)  # fmt: skip
def unknown_reference(view: View) -> Iterator[Hit]:
    """A name that stands on no row of the sheet it points to, and resembles none."""
    yield from (hit for hit, near in _lost_references(view) if near is None)


@rule(
    "R102", "near-reference", "warning",
    message=N_("“{value}” in “{field}” is not listed on the sheet “{target}”, but “{near}” is"),
    hint=N_("Choose “{near}” from the list, if that is meant."),
    why=N_("A slip in a name cuts the link between two sheets."),
)  # fmt: skip
def near_reference(view: View) -> Iterator[Hit]:
    """A name that is nearly one of those on the sheet it points to."""
    yield from (hit for hit, near in _lost_references(view) if near is not None)


def _lost_references(view: View) -> Iterator[tuple[Hit, str | None]]:
    for section in view.template.sections:
        for item in section.fields:
            if item.type == "ref" and item.to is not None:
                yield from _lost(view, section, item)


def _lost(view: View, section: Section, item: Field) -> Iterator[tuple[Hit, str | None]]:
    """References of one field whose target is not there; both sides of one source are compared."""
    if item.to is None:
        return
    table = view.handover.table(section.id)
    target = view.handover.table(item.to.section)
    known: dict[int, dict[str, str]] = {}
    for source, name in zip(target["_source"], target[item.to.field], strict=True):
        if pd.notna(name):
            known.setdefault(int(source), {})[normalised(name)] = str(name)
    own_roles = {i: _role_names(view, i) for i in range(len(view.handover.sources))}
    sheet = view.template.by_id[item.to.section].sheet
    filled = table[table[item.id].notna()]
    for index, source, value in zip(filled.index, filled["_source"], filled[item.id], strict=True):
        names = known.get(int(source), {})
        key = normalised(value)
        people = own_roles[int(source)] if item.person else set()
        if key in names or key in people or not view.applies(section, int(source)):
            continue
        if not view.applies(item.to.section, int(source)):
            continue
        # One character of three is a slip in a Chinese name, but another word in English.
        cutoff = 0.8 if key.isascii() else 0.6
        close = get_close_matches(key, list(names), n=1, cutoff=cutoff)
        near = names[close[0]] if close else None
        hit = Hit(int(source), section.id, item.id, int(index),
                  {"target": sheet, "near": near or ""}, value=value)  # fmt: skip
        yield hit, near


def _role_names(view: View, source: int) -> set[str]:
    """The leaver may be named anywhere without standing among the contacts."""
    leaver = view.handover.role("leaver", source)
    return {normalised(leaver)} if leaver else set()


@rule(
    "R103", "dates-out-of-order", "error",
    message=N_("“{field}” ({value}) lies before “{earlier}” ({since})"),
    hint=N_("Check both dates."),
    why=N_("Something cannot end before it begins."),
)  # fmt: skip
def dates_out_of_order(view: View) -> Iterator[Hit]:
    """A date before the one it should follow in the same row."""
    for section in view.template.sections:
        table = view.handover.table(section.id)
        for item in section.fields:
            if item.not_before is None:
                continue
            earlier = table[item.not_before]
            wrong = table.index[(table[item.id] < earlier).fillna(value=False)]
            for index in wrong:
                source = int(table["_source"][index])
                if view.applies(section, source):
                    values = {"earlier": section.by_id[item.not_before].label,
                              "since": f"{earlier[index]:%Y-%m-%d}"}  # fmt: skip
                    yield Hit(source, section.id, item.id, index, values,
                              value=f"{table[item.id][index]:%Y-%m-%d}")  # fmt: skip


@rule(
    "R104", "after-last-day", "warning",
    message=N_("“{field}” ({value}) lies after the last working day ({last_day})"),
    hint=N_("Choose an earlier date, or name somebody else who does it."),
    why=N_("After the last day the leaver is not there any more."),
)  # fmt: skip
def after_last_day(view: View) -> Iterator[Hit]:
    """Something that the leaver should do is planned for when the leaver has gone."""
    for section in view.template.sections:
        fields = [item for item in section.fields if item.by_last_day]
        table = view.handover.table(section.id) if fields else None
        for item in fields:
            if table is None:
                continue
            for index, source, day in zip(
                table.index, table["_source"], table[item.id], strict=True
            ):
                last = view.handover.last_day(int(source))
                if (
                    last
                    and pd.notna(day)
                    and day.date() > last
                    and view.applies(section, int(source))
                ):
                    yield Hit(int(source), section.id, item.id, index, {"last_day": last.isoformat()},
                              value=f"{day:%Y-%m-%d}")  # fmt: skip
