"""Every finding as one row of a table, in words: what the CSV and the Excel gap report list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handover_xlsx.locale import N_
from handover_xlsx.reporting.common.wording import Wording, in_one_line
from handover_xlsx.reporting.gaps.model import severity_word, words_of
from handover_xlsx.reporting.gaps.view import local_today
from handover_xlsx.validation.finding import Finding
from handover_xlsx.validation.run import Validation

HEADINGS = (
    N_("Severity"), N_("Sheet"), N_("Cell"), N_("Row"), N_("Column"), N_("What is wrong"),
    N_("How to fix it"), N_("Rule"), N_("From"), N_("File"),
)  # fmt: skip


@dataclass(frozen=True)
class GapRow:
    """A finding in words; ``sheet`` and ``cell`` are as in the file, ``path`` is where that is."""

    severity: str
    word: str
    sheet: str
    cell: str
    row: str
    column: str
    message: str
    hint: str
    code: str
    origin: str
    file: str
    path: str

    @property
    def texts(self) -> tuple[str, ...]:
        """What is under each of the headings."""
        return (
            self.word, in_one_line(self.sheet), self.cell, self.row, self.column, self.message,
            self.hint, self.code, self.origin, self.file,
        )  # fmt: skip


def gap_rows(validations: Sequence[Validation], language: str) -> list[GapRow]:
    """All findings, source by source and sheet by sheet."""
    rows = []
    for validation in validations:
        wording = Wording(validation.handover, language, local_today())
        rows += [_row(wording, finding) for finding in validation.findings]
    return rows


def most_severe(
    validations: Sequence[Validation], language: str, path: str, most: int
) -> tuple[list[GapRow], int]:
    """Errors and warnings of one file, and how many more there are.

    Of very many the most severe are taken, what has leaked before all; their order remains.
    """
    found = [
        (validation, finding)
        for validation in validations
        for finding in validation.findings
        if finding.rank < 2 and validation.handover.sources[finding.source].path == path
    ]
    order = sorted(
        range(len(found)), key=lambda n: (not found[n][1].code.startswith("P"), found[n][1].rank)
    )
    today = local_today()
    words = {id(one): Wording(one.handover, language, today) for one in validations}
    chosen = (found[n] for n in sorted(order[:most]))
    return [_row(words[id(one)], f) for one, f in chosen], max(len(found) - most, 0)


def gap_row(validation: Validation, language: str, finding: Finding) -> GapRow:
    """One finding."""
    return _row(Wording(validation.handover, language, local_today()), finding)


def _row(wording: Wording, finding: Finding) -> GapRow:
    source = wording.handover.sources[finding.source]
    return GapRow(
        severity=finding.severity,
        word=severity_word(wording, finding.severity),
        sheet=finding.sheet,
        cell=finding.cell or "",
        row=in_one_line(finding.row_name),
        column=_column(wording, finding),
        message=words_of(wording, finding.message),
        hint=words_of(wording, finding.hint),
        code=finding.code,
        origin=wording.sources[finding.source],
        file=in_one_line(source.file),
        path=source.path,
    )


def _column(wording: Wording, finding: Finding) -> str:
    """The heading of the finding's column, or the label of its line on a form."""
    section = wording.handover.template.by_id.get(finding.section or "")
    return wording.heading(section, finding.field) if section and finding.field else ""
