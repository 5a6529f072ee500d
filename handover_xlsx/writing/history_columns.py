"""What is next to a history's names: target and unit from their own sheet, and a small trend.

These cells are formulas, for the eye only: reading skips them. They are on prepared rows
only, for a formula a row down to row 1,000 would print pages of nothing. The trend is drawn with
block characters, because real sparklines are lost by half of the programs.
"""

from __future__ import annotations

from collections.abc import Sequence

from handover_xlsx.format import layout
from handover_xlsx.format.history_lookup_columns import LOOKED_UP, TREND, owner_of
from handover_xlsx.format.layout import FIRST_COLUMN, FIRST_ROW
from handover_xlsx.handover.content import Row
from handover_xlsx.locale import translate
from handover_xlsx.package.addresses import address
from handover_xlsx.template.model import Field, Section, Template, text_in
from handover_xlsx.values.show import show
from handover_xlsx.writing.sheet_plan import Column, SheetPlan
from handover_xlsx.writing.styles import Styles
from handover_xlsx.writing.xlsxwriter_strict import Strict

_TREND = layout.SHOWN + "trend"
_BLOCKS = "▁▂▃▄▅▆▇█"
_ROWS = 12  # prepared rows with formulas on a blank sheet
_LONGEST_TREND = 24


def shown_columns(template: Template, section: Section, language: str) -> tuple[Column, ...]:
    """The columns that only show something, to follow the name."""
    owner = owner_of(template, section)
    found = [
        Column(layout.SHOWN + name, text_in(owner.by_id[name].label, language), None, width)
        for name, width in LOOKED_UP.items()
        if owner and name in owner.by_id
    ]
    return (*found, Column(_TREND, translate(TREND, language), None, 16))


def write_shown(
    sheet: Strict, plan: SheetPlan, template: Template, owner_rows: Sequence[Row], styles: Styles
) -> None:
    """Write the formulas with their true values."""
    owner = owner_of(template, plan.section)
    grey = styles.make(font_color="#595959", align="left")
    by_name = {row.get(owner.names_row): row for row in owner_rows} if owner else {}
    for offset in range(max(len(plan.rows), _ROWS)):
        row = plan.rows[offset] if offset < len(plan.rows) else {}
        line = FIRST_ROW + offset
        about = by_name.get(row.get(plan.section.names_row), {})
        for place, column in enumerate(plan.columns, FIRST_COLUMN):
            if column.id == _TREND:
                sheet.write_formula(
                    line, place, _trend_formula(plan, line), grey, _trend(plan, row)
                )
            elif owner and column.id.startswith(layout.SHOWN) and column.id != layout.FROM_FIELD:
                item = owner.by_id[column.id[len(layout.SHOWN) :]]
                formula = _look_up(plan, owner, item, line)
                value = about.get(item.id)
                sheet.write_formula(line, place, formula, grey, _shown(item, value, plan.language))


def _shown(item: Field, value: object, language: str) -> object:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return show(value, item, language)


def _look_up(plan: SheetPlan, owner: Section, item: Field, line: int) -> str:
    name = "$" + address(line, plan.column(plan.section.names_row))
    cells = layout.field_name(owner.id, item.id)
    names = layout.field_name(owner.id, owner.names_row)
    found = f"INDEX({cells},MATCH({name},{names},0))"
    return f'=IFERROR(IF({found}="","",{found}),"")'


def _trend_formula(plan: SheetPlan, line: int) -> str:
    """One block character a period, between the lowest and the highest value of the row."""
    places = [plan.column(period) for period in plan.periods[-_LONGEST_TREND:]]
    if not places:
        return '=""'
    row = f"${address(line, places[0])}:${address(line, places[-1])}"
    span = f"MAX(0.000000001,MAX({row})-MIN({row}))"
    blocks = (
        f'IF({address(line, place)}="","",IFERROR(MID("{_BLOCKS}",'
        f'1+ROUND(7*({address(line, place)}-MIN({row}))/{span},0),1),"?"))'
        for place in places
    )
    return "=" + "&".join(blocks)


def _trend(plan: SheetPlan, row: Row) -> str:
    """The same, computed here."""
    values = [row.get(period) for period in plan.periods[-_LONGEST_TREND:]]
    numbers = [float(v) for v in values if isinstance(v, (int, float))]
    if not numbers:
        return ""
    low, span = min(numbers), max(1e-9, max(numbers) - min(numbers))
    return "".join(
        _BLOCKS[int(7 * (float(v) - low) / span + 0.5)] if isinstance(v, (int, float)) else "?"
        for v in values
        if v is not None
    )
