"""V – whether every required cell is filled, and every value fits its field."""

from __future__ import annotations

from collections.abc import Iterator

from handover_xlsx.handover.progress import is_started
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_, Message
from handover_xlsx.sheets.cell_text import CELL_LENGTH
from handover_xlsx.template.model import BLANK, FILLED, Field, Section
from handover_xlsx.text.normalise import normalised
from handover_xlsx.validation.finding import joined_cells
from handover_xlsx.validation.registry import Hit, View
from handover_xlsx.values.show import show
from row_oracle.checks import by_rows

_JUST_FILL_IN = N_("Fill in this cell.")  # where the template says nothing more


@by_rows("V101")
def required_missing(view: View) -> Iterator[Hit]:
    """A started row lacks a required value."""
    for section in view.template.sections:
        always = [item for item in section.own_fields if item.required]
        yield from _blank(view, section, always)


@by_rows("V102")
def required_here_missing(view: View) -> Iterator[Hit]:
    """A started row lacks a value that its other values make necessary."""
    for section in view.template.sections:
        sometimes = [item for item in section.own_fields if item.required_if]
        yield from _blank(view, section, sometimes)


def _blank(view: View, section: Section, fields: list[Field]) -> Iterator[Hit]:
    """Blank cells of required fields in started rows."""
    records = view.handover.rows(section)
    for item in fields:
        for index, record in enumerate(records):
            if (
                item.id in record
                or not view.applies(section, record.source)
                or _is_lost(view, section, item, record.source)
            ):
                continue
            needed = item.required or (item.required_if and item.required_if.holds(record))
            if needed and is_started(section, record):
                because = _because(section, item, record)
                hint = None if item.hint else Message(_JUST_FILL_IN)
                yield Hit(
                    record.source, section.id, item.id, index, {"because": because}, hint=hint
                )


def _is_lost(view: View, section: Section, item: Field, source: int) -> bool:
    """Whether the whole column is gone; one finding (S102) says so instead of one a row."""
    place = view.handover.sources[source].places.get(section.id)
    return place is None or (item.id not in place.columns and item.id not in place.lines)


def _because(section: Section, item: Field, record: Record) -> object:
    """What makes the field necessary in this row, in words."""
    reasons = [
        _reason(section.by_id[name], codes, record.get(name))
        for name, codes in (item.required_if.tests if item.required_if else ())
    ]
    if len(reasons) < 2:
        return reasons[0] if reasons else ""
    return Message(N_("{one} and {other}"), {"one": reasons[0], "other": reasons[1]})


def _reason(item: Field, codes: tuple[str, ...], value: object) -> Message:
    if codes == (BLANK,):
        return Message(N_("“{field}” is blank"), {"field": item.label})
    if codes == (FILLED,) or value is None:
        return Message(N_("“{field}” is filled in"), {"field": item.label})
    shown = {language: show(value, item, language) for language in item.label}
    return Message(N_("“{field}” is “{value}”"), {"field": item.label, "value": shown})


@by_rows("V103")
def only_spaces(view: View) -> Iterator[Hit]:
    """A cell that only looks filled; where the field is optional it is just mentioned."""
    for remark in view.remarks("only-spaces"):
        section = view.template.by_id[remark.section or ""]
        record = view.handover.tables[section.id][remark.record or 0]
        item = section.by_id.get(remark.field or "")
        needed = item is not None and (
            item.required or (item.required_if is not None and item.required_if.holds(record))
        )
        # A required blank is already an error (V101, V102) on the same cell.
        if not needed and view.applies(section, remark.source):
            yield Hit(remark.source, section.id, remark.field, remark.record, severity="info")


@by_rows("V160")
def too_long(view: View) -> Iterator[Hit]:
    """A text beyond the field's limit, or beyond what a cell can hold."""
    for section in view.template.sections:
        limits = {item.id: item.max_length for item in section.fields}
        for index, record in enumerate(view.handover.rows(section)):
            for name, value in record.items():
                limit = limits.get(name) or CELL_LENGTH
                # A text of just Excel's limit has most likely been cut by the program that saved it.
                if isinstance(value, str) and (len(value) > limit or len(value) >= CELL_LENGTH):
                    values = {"length": f"{len(value):,}", "limit": f"{limit:,}"}
                    yield Hit(record.source, section.id, name, index, values)


@by_rows("V161")
def duplicate(view: View) -> Iterator[Hit]:
    """Two rows of one workbook have one name, compared as references are, where it must be unique."""
    for section in view.template.sections:
        for item in section.fields:
            for source, rows in _alike(view, section, item) if item.unique else ():
                records = view.handover.rows(section)
                places = [view.handover.cell(section.id, item.id, i)[1] or "" for i in rows]
                cells = joined_cells(places)
                for index in rows[1:]:
                    yield Hit(source, section.id, item.id, index, {"cells": cells},
                              value=records[index][item.id])  # fmt: skip


def _alike(view: View, section: Section, item: Field) -> Iterator[tuple[int, list[int]]]:
    """Rows of one source (indexes) that say the same in a field."""
    found: dict[tuple[int, str], list[int]] = {}
    for index, record in enumerate(view.handover.rows(section)):
        value = record.get(item.id)
        if value is not None and item.id not in record.unread:
            found.setdefault((record.source, normalised(str(value))), []).append(index)
    for (source, _), rows in found.items():
        if len(rows) > 1 and view.applies(section, source):
            yield source, rows
