"""The gap report in Markdown."""

from __future__ import annotations

from datetime import date

from handover_xlsx.reporting.common.pages import rendered
from handover_xlsx.reporting.gaps.view import gap_report
from handover_xlsx.validation.run import Validation


def gaps_markdown(validation: Validation, language: str, today: date | None = None) -> str:
    """The gap report of one workbook or many."""
    return rendered("gaps.md.j2", language, report=gap_report(validation, language, today))
