"""V – whether every required cell is filled, and every value fits its field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from handover_xlsx.handover.columns import Columns, alike
from handover_xlsx.locale import N_, Message
from handover_xlsx.sheets.cell_text import CELL_LENGTH
from handover_xlsx.template.model import BLANK, FILLED, Field, Section
from handover_xlsx.validation.finding import joined_cells
from handover_xlsx.validation.registry import Hit, View, rule
from handover_xlsx.values.show import show

_JUST_FILL_IN = N_("Fill in this cell.")  # where the template says nothing more


@rule(
    "V101", "required-missing", "error",
    message=N_("“{field}” is missing"),
    hint=N_("Fill in this cell: {field_hint}"),
    why=N_("The successor cannot take over what is not written down."),
)  # fmt: skip
def required_missing(view: View) -> Iterator[Hit]:
    """A started row lacks a required value."""
    for section in view.template.sections:
        always = [item for item in section.own_fields if item.required]
        yield from _blank(view, section, always)


@rule(
    "V102", "required-here-missing", "error",
    message=N_("“{field}” is missing; it is needed here because {because}"),
    hint=N_("Fill in this cell: {field_hint}"),
    why=N_("Some rows need more than others: a daily duty needs a time, a blocked project a reason."),
)  # fmt: skip
def required_here_missing(view: View) -> Iterator[Hit]:
    """A started row lacks a value that its other values make necessary."""
    for section in view.template.sections:
        sometimes = [item for item in section.own_fields if item.required_if]
        yield from _blank(view, section, sometimes)


def _blank(view: View, section: Section, fields: list[Field]) -> Iterator[Hit]:
    """Blank cells of required fields in started rows."""
    columns = view.columns(section)
    if not len(columns):
        return
    begun = columns.started & view.applicable(section)
    for item in fields:
        blank = begun & columns.required(item) & ~columns.filled(item.id)
        if not blank.any():
            continue
        for index, source in columns.at(
            blank & view.in_sources(section, _has_column(view, section, item))
        ):
            because = _because(section, item, columns, index)
            hint = None if item.hint else Message(_JUST_FILL_IN)
            yield Hit(source, section.id, item.id, index, {"because": because}, hint=hint)


def _has_column(view: View, section: Section, item: Field) -> Callable[[int], bool]:
    """Whether a source has the column; where it is gone, one finding (S102) says so, not one a row."""

    def has(source: int) -> bool:
        place = view.handover.sources[source].places.get(section.id)
        return place is not None and (item.id in place.columns or item.id in place.lines)

    return has


def _because(section: Section, item: Field, columns: Columns, index: int) -> object:
    """What makes the field necessary in this row, in words."""
    reasons = [
        _reason(section.by_id[name], codes, columns.typed(name)[index])
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


@rule(
    "V103", "only-spaces", "error",
    message=N_("“{field}” contains only spaces or invisible characters"),
    hint=N_("Delete the spaces, or fill the cell in."),
    why=N_("A space looks like nothing and counts as nothing."),
)  # fmt: skip
def only_spaces(view: View) -> Iterator[Hit]:
    """A cell that only looks filled; where the field is optional it is just mentioned."""
    for remark in view.remarks("only-spaces"):
        section = view.template.by_id[remark.section or ""]
        item = section.by_id.get(remark.field or "")
        needed = item and view.columns(section).required(item)[remark.record or 0]
        # A required blank is already an error (V101, V102) on the same cell.
        if not needed and view.applies(section, remark.source):
            yield Hit(remark.source, section.id, remark.field, remark.record, severity="info")


@rule(
    "V160", "too-long", "error",
    message=N_("“{field}” is {length} characters long; at most {limit} are allowed"),
    hint=N_("Shorten it, or put the text into a document and say where it is."),
    why=N_("Spreadsheets cut what is longer than 32,767 characters when they save."),
)  # fmt: skip
def too_long(view: View) -> Iterator[Hit]:
    """A text beyond the field's limit, or beyond what a cell can contain."""
    for section in view.template.sections:
        columns = view.columns(section)
        limits = {item.id: item.max_length for item in section.fields}
        for name in columns.names:
            limit = limits.get(name) or CELL_LENGTH
            # A text of just Excel's limit has most likely been cut by the program that saved it.
            longest = min(limit, CELL_LENGTH - 1)
            for index, source in columns.at(columns.where(name, partial(_is_longer, longest))):
                values = {
                    "length": f"{len(str(columns.typed(name)[index])):,}",
                    "limit": f"{limit:,}",
                }
                yield Hit(source, section.id, name, index, values)


def _is_longer(longest: int, value: object) -> bool:
    return isinstance(value, str) and len(value) > longest


@rule(
    "V161", "duplicate", "error",
    message=N_("“{field}”: “{value}” appears in more than one row ({cells})"),
    hint=N_("Combine them into one row, or give each its own name."),
    why=N_("Other sheets refer to a row by this name; with two of them it is unclear which one is "
           "meant."),
)  # fmt: skip
def duplicate(view: View) -> Iterator[Hit]:
    """Two rows of one workbook have one name, compared as references are, where it must be unique."""
    for section in view.template.sections:
        columns = view.columns(section)
        for item in section.fields if len(columns) > 1 else ():
            if not item.unique:
                continue
            counts = columns.known(item.id) & view.applicable(section)
            for rows in alike(view.keys(section, item.id), counts):
                places = [view.handover.cell(section.id, item.id, i)[1] or "" for i in rows]
                cells = joined_cells(places)
                for index in rows[1:]:
                    yield Hit(int(columns.source[index]), section.id, item.id, index, {"cells": cells},
                              value=columns.typed(item.id)[index])  # fmt: skip
