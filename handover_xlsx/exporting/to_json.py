"""Tables as one JSON document (schema ``handover-export/1``)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from handover_xlsx import __version__
from handover_xlsx.exporting.tables import Table

SCHEMA = "handover-export/1"


def tables_json(tables: Sequence[Table], language: str) -> str:
    """All tables: for each its columns with type and label, and its rows as objects."""
    data = {
        "schema": SCHEMA,
        "tool": f"handover-xlsx {__version__}",
        "language": language,
        "tables": {table.name: _table(table) for table in tables},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _table(table: Table) -> dict[str, object]:
    names = [column.name for column in table.columns]
    return {
        "columns": [{"name": c.name, "type": c.type, "label": c.label} for c in table.columns],
        "rows": [dict(zip(names, row, strict=True)) for row in table.rows],
    }
