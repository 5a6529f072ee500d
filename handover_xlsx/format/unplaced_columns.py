"""The sheet of values that found no place: its mark and columns, which writing and reading share."""

from __future__ import annotations

from handover_xlsx.format import layout
from handover_xlsx.locale import N_, translate
from handover_xlsx.template.model import text_in

UNPLACED_SHEET = {"en": "Unplaced", "zh": "未归位"}
MARK = "_unplaced"
MARK_WITHIN = 40  # rows may be inserted above

FROM, WHERE, ROW, HEADING, VALUE = layout.FROM_FIELD, "_where", "_row", "_heading", "_value"
HEADS = {
    WHERE: N_("Where it was"),
    ROW: N_("Row"),
    HEADING: N_("Heading"),
    VALUE: N_("Value"),
}


def shown_head(key: str, language: str) -> str:
    """A column's heading as people see it."""
    if key == FROM:
        return text_in(layout.FROM_LABEL, language)
    return translate(HEADS[key], language)
