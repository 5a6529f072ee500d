"""Tables as CSV: UTF-8 with a BOM, so that Excel reads Chinese; text can never be a formula."""

from __future__ import annotations

import csv
import io
import json
import re

from handover_xlsx.exporting.tables import Table, Value

BOM = "\ufeff"
# A spreadsheet takes a cell that begins so for a formula (OWASP, “CSV Injection”).
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def table_csv(table: Table) -> bytes:
    """A table as a CSV file, its column names in the first line."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow([guarded(column.name) for column in table.columns])
    for row in table.rows:
        writer.writerow([_cell(value) for value in row])
    return (BOM + lines.getvalue()).encode("utf-8", "replace")


def guarded(text: str) -> str:
    """A text with a ``'`` before it if a spreadsheet could take it for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that was guarded."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text


def _cell(value: Value) -> str:
    """Numbers remain numbers (also negative ones); several choices are in one cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(int(value) if value == int(value) else value)
    if isinstance(value, list):
        return guarded("; ".join(value))
    if isinstance(value, str):
        return guarded(value)
    return guarded(json.dumps(value, ensure_ascii=False))
