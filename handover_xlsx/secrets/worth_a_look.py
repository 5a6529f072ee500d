"""Which of a workbook's values are worth a closer look: each distinct one is judged once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain

from handover_xlsx.secrets.find import is_suspicious
from handover_xlsx.secrets.words import FIRST_LOOK
from handover_xlsx.sheets.cell_values import CellValue, Uncalculated
from handover_xlsx.sheets.workbook import Grid
from handover_xlsx.text.prefilter import Prefilter, candidates, wider

LONG_NUMBER = 10**14  # shorter ones are no card and no identity number
_BARE_PASSWORD = r"\x00[!-~]*[!@#$%^&?~][!-~]*\x00"  # noqa: S105 - all of a cell, without a space


def worth_a_look(grids: Iterable[Grid]) -> frozenset[CellValue]:
    """The values in some sheets that may contain a secret or ask for one; for most there is no need."""
    rows = chain.from_iterable(grid.rows for grid in grids)
    texts: list[str] = []
    worth: set[CellValue] = set()
    for value in set(chain.from_iterable(values for _, values in rows)):
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, Uncalculated) or (
            isinstance(value, (int, float)) and abs(value) >= LONG_NUMBER
        ):
            worth.add(value)
    return frozenset(worth.union(suspicious(texts)))


def suspicious(texts: Sequence[str]) -> Iterable[str]:
    """Those of many texts that ``is_suspicious``."""
    places = candidates(texts, _prefilters, _looked_through.total())
    _looked_through["texts"] += len(texts)
    return filter(is_suspicious, map(texts.__getitem__, places))


_looked_through: Counter[str] = Counter()  # by this process, which may read many workbooks


@cache
def _prefilters() -> Sequence[Prefilter]:
    seen = (*map(wider, FIRST_LOOK), _BARE_PASSWORD)
    return ((_small, f"(?i:{'|'.join(seen)})"),)


def _small(text: str) -> str:
    """As words are looked for; the small letter of İ is two signs, which RE2 would not take for one."""
    return text.replace("İ", "i").lower()
