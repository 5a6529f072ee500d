"""A cell's value as plain data that may leave the workbook: for JSON, CSV and databases."""

from __future__ import annotations

from datetime import date, datetime, time

from handover_xlsx.validation.secrets import masked

Plain = str | int | float | bool | list[str] | None


def plain_value(value: object) -> Plain:
    """Dates in ISO 8601, several choices as a list, numbers as numbers, secrets masked."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [masked(str(part)) for part in value]
    return masked(str(value))
