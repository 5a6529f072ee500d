"""What helps a person fill in a cell: drop-downs, input messages, and marks on what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from math import isfinite
from typing import Any

from handover_xlsx.format import layout
from handover_xlsx.format.layout import FIRST_COLUMN, FIRST_ROW
from handover_xlsx.locale import N_, translate
from handover_xlsx.package.addresses import column_letter
from handover_xlsx.sheets.cell_text import shortened, units
from handover_xlsx.template.model import (
    BLANK,
    FILLED,
    YES_NO,
    Condition,
    Field,
    Section,
    text_in,
)
from handover_xlsx.values.field_types import FIELD_TYPES
from handover_xlsx.values.show import show
from handover_xlsx.writing.sheet_plan import SheetPlan
from handover_xlsx.writing.styles import Styles
from handover_xlsx.writing.xlsxwriter_strict import Strict

EARLIEST_DATE, LATEST_DATE = date(1900, 3, 1), date(2099, 12, 31)


def hint_text(item: Field, language: str) -> str:
    """What to write, and an example."""
    hint, example = text_in(item.hint, language), text_in(item.example, language)
    shown = translate(N_("Example: {example}"), language).format(example=example) if example else ""
    return "\n".join(part for part in (hint, shown) if part)


def choice_label(item: Field, code: str, language: str) -> str:
    """The label of a choice or of yes/no, as it appears inside a formula's quotes."""
    label = item.choices.label(code, language) if item.choices else text_in(YES_NO[code], language)
    return label.replace('"', '""')


def typed(item: Field | None, value: object, language: str) -> tuple[str, str]:
    """How a value is written – as a "date", "moment", "number" or "text" – and what is seen of it."""
    if isinstance(value, str):
        return "text", show(value, item, language)
    if isinstance(value, date) and (value.year, value.month) >= (1900, 3):  # the rest is disputed
        return "moment" if isinstance(value, datetime) else "date", value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool) and isfinite(value):
        return "number", str(value)
    return "text", show(value, item, language)


def input_message(item: Field, language: str) -> dict[str, str]:
    """The title and text that appear when a cell is chosen, within Excel's limits (32, 255).

    The example is above the heading already.
    """
    need = N_("Required.") if item.required else N_("Optional.")
    if item.required_if:
        need = N_("Required in some rows.")
    text = translate(N_("{need} {hint}"), language).format(
        need=translate(need, language), hint=text_in(item.hint, language)
    )
    return {
        "input_title": shortened(text_in(item.label, language), 32),
        "input_message": text if units(text) <= 255 else shortened(text, 254) + "…",
    }


def _choices(item: Field, language: str) -> dict[str, Any]:
    if item.choices is None:
        return {"validate": "any"}
    return {"validate": "list", "source": f"={layout.list_name(item.choices.id)}"}


def _yes_or_no(item: Field, language: str) -> dict[str, Any]:
    return {"validate": "list", "source": [text_in(YES_NO[k], language) for k in YES_NO]}


def _names(item: Field, language: str) -> dict[str, Any]:
    """A warning only: a person or system that is not listed yet can still be typed."""
    if item.to is None:
        return {"validate": "any"}
    listed = layout.field_name(item.to.section, item.to.field)
    return {"validate": "list", "source": f"={listed}", "error_type": "warning"}


def _dates(item: Field, language: str) -> dict[str, Any]:
    return {
        "validate": "date", "criteria": "between",
        "minimum": EARLIEST_DATE, "maximum": LATEST_DATE,
    }  # fmt: skip


def _numbers(item: Field, language: str) -> dict[str, Any]:
    low = -1e12 if item.min is None else item.min
    high = 1e12 if item.max is None else item.max
    kind = "integer" if FIELD_TYPES[item.type].column == "integer" else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high}


_NOT_LISTED = N_("Please choose one of the entries of the list.")
# How a type is checked, and the message when a value is refused.
CHECKS: dict[str, tuple[Callable[[Field, str], dict[str, Any]], str]] = {
    "choice": (_choices, _NOT_LISTED),
    "yesno": (_yes_or_no, _NOT_LISTED),
    "ref": (_names, N_("This name is not listed on its own sheet yet. Keep it anyway?")),
    "date": (_dates, N_("Please enter a date such as 2026-11-30.")),
    "number": (_numbers, N_("Please enter a number within the limits.")),
}


def cell_check(item: Field, language: str) -> dict[str, Any]:
    """Excel's check for a field and its input message; a hint, never a guarantee for the reader."""
    options: dict[str, Any] = {"validate": "any", **input_message(item, language)}
    check = FIELD_TYPES[item.type].check
    if check:
        rule, refusal = CHECKS[check]
        options |= rule(item, language)
        options["error_title"] = options["input_title"]
        options["error_message"] = translate(refusal, language)
    return options


def add_validation(sheet: Strict, plan: SheetPlan, item: Field) -> None:
    """Drop-down, check and input message of a field's cells."""
    place = plan.column(item.id)
    check = cell_check(item, plan.language)
    sheet.data_validation(FIRST_ROW, place, plan.last_row, place, check)


def mark_missing(sheet: Strict, plan: SheetPlan, styles: Styles) -> None:
    """Required cells of a started row turn yellow as long as they are blank; the row gets a line.

    The columns that are always required share one mark; each that is required in a condition has
    its own.
    """
    row = FIRST_ROW + 1
    own = [FIRST_COLUMN + i for i, other in enumerate(plan.columns) if plan.starts_row(other)]
    spans = [f"${column_letter(a)}{row}:${column_letter(b)}{row}" for a, b in _runs(own)]
    started = f"COUNTA({','.join(spans)})>0"
    fillable = [c.item for c in plan.columns if c.item and plan.starts_row(c)]
    always = [plan.column(item.id) for item in fillable if item.required]
    marks = [(always, "")] if always else []
    for item in fillable:
        if item.required_if:
            tests = condition_tests(
                plan.section,
                item.required_if,
                plan.language,
                lambda name: f"${column_letter(plan.column(name))}{row}",
            )
            marks.append(([plan.column(item.id)], "".join(f",{test}" for test in tests)))
    for places, more in marks:
        areas = [(column_letter(a), column_letter(b)) for a, b in _runs(places)]
        ranges = " ".join(f"{a}{row}:{b}{plan.last_row + 1}" for a, b in areas)
        sheet.conditional_format(ranges.split()[0], {
            "type": "formula",
            "criteria": f'=AND({started},{areas[0][0]}{row}=""{more})',
            "format": styles.missing(ruled=True),
            "multi_range": ranges,
        })  # fmt: skip
    # Last, and again in the yellow: LibreOffice gives a cell only the first format that applies.
    sheet.conditional_format(FIRST_ROW, FIRST_COLUMN, plan.last_row, plan.last_column, {
        "type": "formula", "criteria": f"={started}", "format": styles.ruled(),
    })  # fmt: skip


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring columns as (first, last) pairs."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs


def condition_tests(
    section: Section, condition: Condition, language: str, cell_of: Callable[[str], str]
) -> list[str]:
    """Formulas that are true where a condition holds; ``cell_of`` gives the cell of a field."""
    tests = []
    for name, codes in condition.tests:
        cell, item = cell_of(name), section.by_id[name]
        if codes == (FILLED,):
            tests.append(f'{cell}<>""')
        elif codes == (BLANK,):
            tests.append(f'{cell}=""')
        else:
            labels = [choice_label(item, code, language) for code in codes]
            tests.append("OR(" + ",".join(f'{cell}="{label}"' for label in labels) + ")")
    return tests
