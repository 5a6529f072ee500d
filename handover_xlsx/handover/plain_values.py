"""A cell's value as plain data that may leave the workbook: for JSON, CSV and databases."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import lru_cache

from handover_xlsx.secrets.find import masked

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
        return [_masked(str(part)) for part in value]
    return _masked(str(value))


@lru_cache(10_000)
def _masked(text: str) -> str:
    """The text with its secrets masked; names and choices come again and again."""
    return masked(text)
