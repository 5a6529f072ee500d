"""A finding: one gap or fault, as data. Findings are never exceptions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from handover_xlsx.locale import N_, Message
from handover_xlsx.template.model import SEVERITIES

SEVERITY_WORDS = {"error": N_("error"), "warning": N_("warning"), "info": N_("info")}


@dataclass(frozen=True)
class Finding:
    """One gap or fault, with the place where it can be seen.

    ``source`` is the index of the workbook in the handover; ``cell`` an address such as ``D7``;
    ``row_name`` what people call the row; ``record`` the row's index in its section. ``urgency``
    orders findings of one severity: smaller is more urgent; ``not_before`` is the day from which it
    is expected that something of the last days is done.
    """

    code: str
    rule: str
    severity: str
    source: int
    message: Message
    hint: Message
    sheet: str = ""
    cell: str | None = None
    section: str | None = None
    field: str | None = None
    row_name: str = ""
    value: str | None = None
    record: int | None = None
    urgency: tuple[int, ...] = ()
    not_before: date | None = None

    @property
    def place(self) -> str:
        """The place as people write it: ``Duties!D7``, or just the sheet."""
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet

    @property
    def rank(self) -> int:
        """0 for errors, 1 for warnings, 2 for infos."""
        return SEVERITIES.index(self.severity)


@dataclass(frozen=True)
class Group:
    """The same finding in several rows of one column."""

    findings: tuple[Finding, ...]

    @property
    def first(self) -> Finding:
        """The most urgent one."""
        return min(self.findings, key=lambda finding: finding.urgency)

    @property
    def others(self) -> tuple[Finding, ...]:
        """All but the first."""
        first = self.first
        return tuple(finding for finding in self.findings if finding is not first)

    @property
    def differs(self) -> bool:
        """Whether the others say something else than the first, such as another value."""
        return len({_words_of_any(finding) for finding in self.findings}) > 1

    @property
    def cells(self) -> str:
        """All cells, runs joined: ``D5:D9, D14``."""
        return joined_cells([f.cell for f in self.findings if f.cell])


def _words_of_any(finding: Finding) -> str:
    """What a finding says and advises, but for the name of its row."""
    words = f"{finding.message.text()} {finding.hint.text()}"
    return words.replace(finding.row_name, "") if finding.row_name else words


@dataclass(frozen=True)
class Counts:
    """How many findings there are of each severity."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0


def counts(findings: Iterable[Finding]) -> Counts:
    """Findings counted by severity."""
    ranks = [finding.rank for finding in findings]
    return Counts(ranks.count(0), ranks.count(1), ranks.count(2))


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """Findings of one rule in one column of one workbook belong together; order is kept."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in findings:
        key: tuple[object, ...] = (id(finding),)
        if finding.record is not None:
            key = (finding.source, finding.code, finding.severity, finding.section, finding.field,
                   str(finding.hint))  # fmt: skip
        groups.setdefault(key, []).append(finding)
    return [Group(tuple(found)) for found in groups.values()]


def joined_cells(cells: list[str], most: int = 8) -> str:
    """Addresses of one column as people write them: ``D5:D9, D14 …``."""
    parts = [re.fullmatch(r"([A-Z]+)(\d+)", cell) for cell in dict.fromkeys(cells)]
    places = sorted((m[1], int(m[2])) for m in parts if m)
    runs: list[tuple[str, int, int]] = []
    for column, row in places:
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1] = (column, runs[-1][1], row)
        else:
            runs.append((column, row, row))
    shown = [f"{c}{a}" if a == b else f"{c}{a}:{c}{b}" for c, a, b in runs]
    return ", ".join(shown[:most]) + (" …" if len(shown) > most else "")


def fix_first(findings: Iterable[Finding], most: int = 10) -> list[Group]:
    """What to fix first: by severity, the row's priority and the days left; infos never."""
    serious = [group for group in grouped(findings) if group.first.rank < 2]
    serious.sort(key=lambda group: (group.first.rank, group.first.urgency))
    return serious[:most]
