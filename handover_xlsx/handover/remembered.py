"""What a team's workbook remembers of the workbooks that it was merged from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class SourceEntry(NamedTuple):
    """A workbook whose rows are in the team's; ``label`` is what the *From* column says of it.

    The rest is as in ``Source``; ``not_applicable`` maps section ids to reasons, ``sections`` are ids.
    """

    label: str = ""
    name: str = ""
    leaver: str = ""
    language: str = ""
    template_version: int = 0
    workbook_id: str = ""
    modified: str = ""
    not_applicable: Mapping[str, str] = {}
    sections: tuple[str, ...] = ()
    fingerprint: str = ""
    part: bool = False
    rows_of_whole: int = 0
    added: bool = False


class ReplacedEntry(NamedTuple):
    """A workbook that a newer one of the same person took the place of, and how many rows it had."""

    department: str = ""
    fingerprint: str = ""
    leaver: str = ""
    modified: str = ""
    name: str = ""
    position: str = ""
    rows: int = 0
    workbook_id: str = ""
