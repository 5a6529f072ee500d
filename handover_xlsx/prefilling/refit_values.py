"""A value of one field as a value of another: codes to codes, text to dates, numbers to text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

from handover_xlsx.sheets.cell_values import CellValue
from handover_xlsx.template.model import NUMERIC_TYPES, YES_NO, Choice, Field
from handover_xlsx.values.convert import Context, convert
from handover_xlsx.values.field_types import FIELD_TYPES
from handover_xlsx.values.show import show

NUMBER = Field("", {}, "number")  # what is in a period column


def refit(
    value: object, old: Field | None, new: Field, context: Context, language: str
) -> tuple[object, bool]:
    """The value for the new field, and whether it fits; what does not fit is kept as typed.

    ``old`` is None for what was not understood, or was written without a field. ``language`` is
    the new workbook's.
    """
    if isinstance(value, tuple) or (old and old.type in ("choice", "choices")):
        return _choices(value, old, new, context, language)
    if old and old.type == new.type:
        return value, True
    counted = isinstance(value, (int, float)) and new.type in ("date", "month")
    if FIELD_TYPES[new.type].any_text or counted:  # 43,000 of something is no day in 2017
        return show(value, old, language), not counted
    for spelling in _spellings(value, old, new):
        converted = convert(spelling, new, context)
        if not converted.trouble:
            return converted.value, True
    return (value if old is None else show(value, old, language)), False


def _spellings(value: object, old: Field | None, new: Field) -> Iterator[CellValue]:
    """What may be understood: the value; a bare number for a percentage as if it were typed."""
    typed = new.type == "percent" and old is not None and old.type in NUMERIC_TYPES
    if typed and isinstance(value, (int, float)):
        yield show(value)
    elif isinstance(value, bool) and new.type != "yesno":
        yield from YES_NO["yes" if value else "no"].values()
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield float(value)
    elif isinstance(value, (str, bool, date, time, timedelta)):
        yield value


def _choices(
    value: object, old: Field | None, new: Field, context: Context, language: str
) -> tuple[object, bool]:
    """One or several choices: by their codes, else by their labels and aliases."""
    codes = [str(part) for part in value] if isinstance(value, tuple) else [str(value)]
    known = _by_code(old)
    if new.choices and (new.type == "choices" or len(codes) == 1):
        found = [_code(code, known.get(code), new, context) for code in codes]
        if all(found):
            return (
                tuple(dict.fromkeys(map(str, found))) if new.type == "choices" else found[0]
            ), True
    text = show(value, old, language)
    if FIELD_TYPES[new.type].any_text:
        return text, True
    for spelling in (text, *(_names(known[codes[0]]) if len(codes) == 1 and known else ())):
        converted = convert(spelling, new, context)
        if not new.choices and not converted.trouble:
            return converted.value, True
    return text, False


def _by_code(item: Field | None) -> Mapping[str, Choice]:
    choices = item.choices.choices if item and item.choices else ()
    return {choice.code: choice for choice in choices}


def _names(choice: Choice) -> tuple[str, ...]:
    return (*choice.label.values(), *choice.aliases)


def _code(code: str, choice: Choice | None, new: Field, context: Context) -> str | None:
    """The new list's code for an old one."""
    if code in _by_code(new):
        return code
    single = Field(new.id, new.label, "choice", choices=new.choices)
    for name in _names(choice) if choice else (code,):
        converted = convert(name, single, context)
        if not converted.trouble:
            return str(converted.value)
    return None
