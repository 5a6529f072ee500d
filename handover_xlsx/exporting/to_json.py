"""Tables as one JSON document (schema ``handover-export/1``)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from handover_xlsx import __version__
from handover_xlsx.exporting.tables import Table
from handover_xlsx.template.schema import DIALECT
from handover_xlsx.values.field_types import COLUMN_JSON

SCHEMA = "handover-export/1"


def tables_json(tables: Sequence[Table], language: str) -> str:
    """All tables: each with its columns, the JSON Schema of its rows, and its rows as objects."""
    data = {
        "schema": SCHEMA,
        "tool": f"handover-xlsx {__version__}",
        "language": language,
        "tables": {table.name: _table(table) for table in tables},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def row_schema(table: Table) -> dict[str, object]:
    """The JSON Schema of a table's rows, by which other programs check and type them."""
    return {
        "$schema": DIALECT,
        "type": "object",
        "properties": {
            column.name: {"anyOf": [COLUMN_JSON[column.type], {"type": "null"}]}
            for column in table.columns
        },
        "required": [column.name for column in table.columns],
        "additionalProperties": False,
    }


def _table(table: Table) -> dict[str, object]:
    names = [column.name for column in table.columns]
    return {
        "columns": [{"name": c.name, "type": c.type, "label": c.label} for c in table.columns],
        "row_schema": row_schema(table),
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
    }
