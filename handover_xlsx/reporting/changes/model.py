"""What a change report shows, as data: in a reader's words, secrets masked, nothing escaped yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handover_xlsx.reporting.common.wording import Fact
from handover_xlsx.reporting.gaps.model import Gap


@dataclass(frozen=True)
class Cell:
    """One cell that differs: its heading, where it is, and its text before and after.

    ``note`` explains what the texts do not, such as that a masked secret is another one.
    """

    what: str
    label: str
    place: str
    before: str
    after: str
    note: str = ""


@dataclass(frozen=True)
class Row:
    """One row with its differing cells; of a row that came or went ``facts`` say what is in it.

    ``what`` is row-added, row-removed or "changed"; ``origin`` the person in a team's workbook.
    """

    what: str
    word: str
    name: str
    place: str
    origin: str
    cells: tuple[Cell, ...] = ()
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The differences of one section; ``notes`` say that it no longer applies, or does again."""

    title: str
    count: int
    notes: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class ChangeReport:
    """Everything a change report shows. ``notes`` say what only OLD or only NEW has."""

    language: str
    title: str
    heading: str
    old: str
    new: str
    today: date
    same: bool
    verdict: str
    counted: str
    findings_summary: str
    notes: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    fixed: tuple[Gap, ...]
    new_gaps: tuple[Gap, ...]
    still_open: tuple[Gap, ...]
