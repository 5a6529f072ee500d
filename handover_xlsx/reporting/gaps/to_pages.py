"""The gap report as a page, in HTML or in Markdown."""

from __future__ import annotations

from base64 import b64encode
from datetime import date
from hashlib import sha256

from handover_xlsx.reporting.common.pages import rendered, script
from handover_xlsx.reporting.gaps.view import gap_report
from handover_xlsx.validation.run import Validation


def gaps_html(validation: Validation, language: str, today: date | None = None) -> str:
    """The gap report of one workbook or many, as one self-contained HTML file."""
    report = gap_report(validation, language, today)
    code = script("gaps.js")
    digest = b64encode(sha256(code.encode()).digest()).decode()
    return rendered("gaps.html.j2", language, report=report, script=code, script_hash=digest)


def gaps_markdown(validation: Validation, language: str, today: date | None = None) -> str:
    """The gap report of one workbook or many as GitHub-flavoured Markdown."""
    return rendered("gaps.md.j2", language, report=gap_report(validation, language, today))
