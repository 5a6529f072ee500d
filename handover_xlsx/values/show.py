"""A value as people see it."""

from __future__ import annotations

from handover_xlsx.template.model import (
    YES_NO,
    Field,
    text_in,
)


def shown_text(item: Field | None, value: object, language: str) -> str:
    """A value as people see it: labels instead of codes, Yes/No, 45% instead of 0.45, lists."""
    if isinstance(value, bool):
        return text_in(YES_NO["yes" if value else "no"], language)
    if isinstance(value, tuple):
        return "; ".join(shown_text(item, part, language) for part in value)
    if item and item.choices:
        return item.choices.label(str(value), language)
    if isinstance(value, (int, float)):
        return f"{value * 100:.12g}%" if item and item.type == "percent" else f"{value:.15g}"
    return str(value)


def shown_number(value: float, item: Field) -> str:
    """A number as people write it: 0.85 of a percent field is 85 %."""
    return f"{value * 100:,.12g} %" if item.type == "percent" else f"{value:,.15g}"
