"""The counts of ``handover.progress`` in the spreadsheet's own language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from handover_xlsx.format.layout import field_name
from handover_xlsx.handover.progress import required_per_row
from handover_xlsx.template.model import BLANK, FILLED, Condition, Section
from handover_xlsx.writing.input_help import choice_label


class ProgressFormulas(NamedTuple):
    """The section's counts as formulas (without the leading ``=``)."""

    rows: str
    required: str
    filled: str


def formulas(
    section: Section,
    language: str,
    periods: Sequence[str],
    rows_cell: str,
    waiting: tuple[int, int] | None = None,
) -> ProgressFormulas:
    """The counts of ``count`` as formulas; ``rows_cell`` has the number of started rows.

    ``waiting`` are the rows that wait while so many are started; each one more is one of them.
    """
    names = [*(item.id for item in section.own_fields), *(periods if section.periods else ())]
    started = "+".join(_filled(section, name) for name in names)
    always = [item for item in section.own_fields if item.required]
    conditional = [item for item in section.own_fields if item.required_if]
    needed = f"MAX({rows_cell},{section.needed_rows})"
    if waiting is not None:
        needed = rows_cell
        if waiting[0]:
            needed = f"({rows_cell}+MAX(0,{waiting[0]}-MAX(0,{rows_cell}-{waiting[1]})))"
    required = [f"{needed}*{required_per_row(section)}"]
    filled = [f"COUNTA({field_name(section.id, item.id)})" for item in always]
    if conditional:  # all in one, for a formula may have only 8,192 characters
        tests = [_condition(section, item.required_if, language) for item in conditional]
        met = [
            f"{test}*{_filled(section, i.id)}" for test, i in zip(tests, conditional, strict=True)
        ]
        required.append(f"SUMPRODUCT((({started})>0)*({'+'.join(tests)}))")
        filled.append(f"SUMPRODUCT((({started})>0)*({'+'.join(met)}))")
    if section.periods and section.periods.at_least:
        present = "+".join(_filled(section, name) for name in periods) or "0"
        enough = section.periods.at_least
        filled.append(f"SUMPRODUCT({enough}-({present}<{enough})*({enough}-({present})))")
    return ProgressFormulas(
        rows=f"SUMPRODUCT(--(({started})>0))",
        required="+".join(required),
        filled="+".join(filled) or "0",
    )


def _filled(section: Section, name: str) -> str:
    return f'({field_name(section.id, name)}<>"")'


def _condition(section: Section, condition: Condition | None, language: str) -> str:
    """A product that is 1 in each row where the condition holds, else 0."""
    factors = []
    for name, codes in condition.tests if condition else ():
        cells = field_name(section.id, name)
        if codes == (FILLED,):
            factors.append(f'({cells}<>"")')
        elif codes == (BLANK,):
            factors.append(f'({cells}="")')
        else:
            labels = (choice_label(section.by_id[name], code, language) for code in codes)
            factors.append("((" + "+".join(f'({cells}="{label}")' for label in labels) + ")>0)")
    return "*".join(factors) or "1"
