"""Tables as Parquet files, for data tools; needs the optional library pyarrow."""

from __future__ import annotations

import io
import json
from datetime import date
from typing import Any

from handover_xlsx.errors import UsageError
from handover_xlsx.exporting.tables import Column, Table, Value
from handover_xlsx.locale import N_


def table_parquet(table: Table) -> bytes:
    """A table as a Parquet file. Raises UsageError where pyarrow is not installed."""
    pa = _pyarrow()
    from pyarrow import parquet

    types = {
        "text": pa.string(), "integer": pa.int64(), "number": pa.float64(),
        "yesno": pa.bool_(), "date": pa.date32(), "list": pa.list_(pa.string()),
        "object": pa.string(),
    }  # fmt: skip
    arrays = [
        pa.array([_cell(row[place], column) for row in table.rows], types[column.type])
        for place, column in enumerate(table.columns)
    ]
    made = pa.table(arrays, names=[column.name for column in table.columns])
    data = io.BytesIO()
    parquet.write_table(made, data)
    return data.getvalue()


def _pyarrow() -> Any:  # noqa: ANN401 - an optional library without types
    try:
        import pyarrow as pa
    except ImportError:
        raise UsageError(
            N_("Parquet needs one more library; install it with: pip install pyarrow – or export to "
               ".json, .sqlite or CSV")
        ) from None  # fmt: skip
    return pa


def _cell(value: Value, column: Column) -> object:
    if value is None:
        return None
    if column.type == "date":
        return date.fromisoformat(str(value)[:10])
    if column.type == "object":
        return json.dumps(value, ensure_ascii=False)
    if column.type == "number":
        return float(value)  # type: ignore[arg-type]
    return str(value) if column.type == "text" else value
