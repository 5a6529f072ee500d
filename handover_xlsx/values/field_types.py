"""The types of fields: how each is read, measured, stored, written and recognised.

A new type is one entry here (and its name in ``template.model.TYPES``). What is read in a way of its
own also has its reader in ``convert``. Nothing is imported for it: writing a blank workbook asks here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

AS_TEXT = "@"  # keeps 2023-001, 00123 and 18-digit numbers as they are typed


class FieldType(NamedTuple):
    """What is different between the types.

    ``reader`` names the way its cells are read ("text": as they are typed). ``width`` is that of a
    column in characters. ``number_format`` is Excel's ("" for none). ``dtype`` is that of pandas,
    ``column`` the kind of an exported column: text, integer, number, yesno, date or list.
    ``formats`` are the kinds of number formats (see ``sheets.number_formats``) that show a company's
    column to be of the type. ``any_text`` says that whatever is written is a value; ``check`` names
    the check that the cells get in the spreadsheet (see ``writing.input_help``).
    """

    reader: str
    width: int
    number_format: str = ""
    dtype: str = "string"
    column: str = "text"
    formats: tuple[str, ...] = ()
    any_text: bool = False
    check: str = ""


FIELD_TYPES: Mapping[str, FieldType] = {
    "text": FieldType("text", 22, AS_TEXT, formats=("text", "time", "duration"), any_text=True),
    "long": FieldType("text", 44, any_text=True),
    "integer": FieldType("number", 11, "0", "Int64", "integer", ("integer",), check="number"),
    "number": FieldType("number", 12, "", "Float64", "number", ("number",), check="number"),
    "percent": FieldType("number", 11, "0.##%", "Float64", "number", ("percent",), check="number"),
    "money": FieldType("number", 14, "#,##0.00", "Float64", "number", ("money",), check="number"),
    "date": FieldType(
        "date", 13, "yyyy-mm-dd", "datetime64[s]", "date", ("date", "moment"), check="date"
    ),
    "month": FieldType("month", 12, AS_TEXT, formats=("month",)),
    "choice": FieldType("choice", 16, dtype="category", check="choice"),
    "choices": FieldType("choices", 22, dtype="object", column="list"),
    "yesno": FieldType("yesno", 11, dtype="boolean", column="yesno", check="yesno"),
    "ref": FieldType("text", 20, AS_TEXT, any_text=True, check="ref"),
    "email": FieldType("email", 27, AS_TEXT),
    "phone": FieldType("phone", 19, AS_TEXT),
    "url": FieldType("url", 30, AS_TEXT),
    "place": FieldType("text", 34, AS_TEXT, any_text=True),
}

COLUMN_SQL: Mapping[str, str] = {
    "text": "TEXT", "integer": "INTEGER", "number": "REAL", "yesno": "BOOLEAN", "date": "DATE",
    "list": "TEXT", "object": "TEXT",
}  # fmt: skip
"""The type in a database of each kind of exported column; lists and objects are JSON there."""

COLUMN_JSON: Mapping[str, Mapping[str, object]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "yesno": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "list": {"type": "array", "items": {"type": "string"}},
    "object": {"type": "object"},
}
"""What JSON Schema says of a value in each kind of exported column; a blank cell is null."""


def type_of_format(kind: str) -> str:
    """The type that a kind of number format shows, "" when it says nothing."""
    return next((name for name, one in FIELD_TYPES.items() if kind in one.formats), "")
