"""Where a row of a team's workbook comes from, in words that people read and we read back.

``Clara Whitfield · clara.xlsx · Duties!7``: the source's label, then sheet and row of the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from handover_xlsx.text.normalise import clean

_BETWEEN = " · "
_PLACE = re.compile(r"(.{1,31})!([1-9][0-9]{0,6})")


class Origin(NamedTuple):
    """Sheet, and row as people count, in the file that a row was first typed into."""

    sheet: str
    row: int


def format_origin(label: str, origin: Origin) -> str:
    """What the *From* column says of a row."""
    return f"{label}{_BETWEEN}{origin.sheet}!{origin.row}"


def parse_origin(text: object, labels: Mapping[str, int]) -> tuple[int | None, Origin | None]:
    """The source that a *From* text names, and the place in its file; None where it names none.

    ``labels`` maps the cleaned labels of the sources to their index.
    """
    words = clean(str(text))
    if words in labels:
        return labels[words], None
    label, _, rest = words.rpartition(_BETWEEN)
    place = _PLACE.fullmatch(rest)
    if label in labels and place:
        return labels[label], Origin(place[1], int(place[2]))
    return None, None
