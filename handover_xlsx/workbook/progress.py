"""How complete is a section? Counted here once, for the workbook's own progress and for reports.

``formulas`` says the same in the spreadsheet's language; a test in LibreOffice holds both to one
result. Only plain counting functions on names are used: they work the same in every program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from handover_xlsx.template.model import BLANK, FILLED, Condition, Field, Section
from handover_xlsx.workbook.content import Row, filled_periods
from handover_xlsx.workbook.inputs import choice_label
from handover_xlsx.workbook.layout import field_name


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of one section: started rows, required cells, and how many of those are filled."""

    rows: int = 0
    required: int = 0
    filled: int = 0

    @property
    def missing(self) -> int:
        """Required cells that are still blank."""
        return self.required - self.filled

    @property
    def completeness(self) -> float:
        """Filled share of the required cells, 0.0 to 1.0; 1.0 where nothing is required."""
        return self.filled / self.required if self.required else 1.0

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.rows + other.rows, self.required + other.required, self.filled + other.filled
        )


def is_required(item: Field, row: Row) -> bool:
    """Whether a field must be filled in this row."""
    return item.required or (item.required_if is not None and item.required_if.holds(row))


def is_started(section: Section, row: Row) -> bool:
    """Whether a person has begun to fill the row (prepared values alone do not count)."""
    return any(row.get(item.id) is not None for item in section.own_fields) or bool(
        section.periods and filled_periods(row)
    )


def count(
    section: Section,
    rows: Iterable[Row],
    not_applicable: object = None,
    waiting: int | None = None,
) -> Progress:
    """Progress of a section from its rows (field id → value, None where blank).

    ``waiting`` are the rows that are needed and not begun, where more than their number decides.
    """
    started = [row for row in rows if is_started(section, row)]
    if not_applicable is not None:
        return Progress(len(started))
    required = filled = 0
    at_least = section.periods.at_least if section.periods else 0
    always = [item.id for item in section.own_fields if item.required]
    at_times = [item for item in section.own_fields if item.required_if and not item.required]
    for row in started:
        required += len(always)
        filled += sum([row.get(name) is not None for name in always])
        for item in at_times:
            if is_required(item, row):
                required += 1
                filled += row.get(item.id) is not None
        if at_least:
            required += at_least
            filled += min(len(filled_periods(row)), at_least)
    if waiting is None:
        waiting = max(0, section.needed_rows - len(started))
    return Progress(len(started), required + waiting * required_per_row(section), filled)


def required_per_row(section: Section) -> int:
    """Cells that every row must fill, conditions aside."""
    always = sum(item.required for item in section.own_fields)
    return always + (section.periods.at_least if section.periods else 0)


@dataclass(frozen=True, slots=True)
class ProgressFormulas:
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
    """The counts of ``count`` as formulas; ``rows_cell`` holds the number of started rows.

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
    if conditional:  # all in one, for a formula may hold only 8,192 characters
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


def total(progress: Mapping[str, Progress]) -> Progress:
    """All sections together."""
    return sum(progress.values(), Progress())
