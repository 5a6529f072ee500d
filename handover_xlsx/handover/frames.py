"""The rows of a section as a DataFrame, for everyone who knows pandas; nothing here needs it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from handover_xlsx.handover.model import Record
from handover_xlsx.template.model import Section

_DTYPES = {
    "integer": "Int64", "number": "Float64", "percent": "Float64", "money": "Float64",
    "date": "datetime64[s]", "yesno": "boolean", "choices": "object",
}  # fmt: skip


def frame(section: Section, records: Sequence[Record]) -> pd.DataFrame:
    """The table that ``Handover.table`` describes."""
    keys = dict.fromkeys((*section.by_id, *(key for r in records for key in r.values)))
    columns: dict[str, object] = {
        "_source": pd.array([r.source for r in records], dtype="int64"),
        "_row": pd.array([r.row for r in records], dtype="int64"),
    }
    for key in keys:
        cells = [r.read(key) for r in records]
        columns[key] = pd.Series(cells, dtype=_dtype(section, key, cells))
    return pd.DataFrame(columns)


def _dtype(section: Section, key: str, cells: Sequence[object]) -> str:
    item = section.by_id.get(key)
    if item is not None:
        return _DTYPES.get(item.type, "string")
    numeric = all(isinstance(cell, (int, float)) for cell in cells if cell is not None)
    return "Float64" if section.periods and numeric else "object"
