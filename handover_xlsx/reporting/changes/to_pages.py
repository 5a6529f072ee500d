"""The change report as a page: in HTML, or in Markdown for a wiki, a ticket or a chat."""

from __future__ import annotations

from handover_xlsx.reporting.changes.model import ChangeReport
from handover_xlsx.reporting.changes.word_diff import pieces
from handover_xlsx.reporting.common.pages import rendered

MOST_SHOWN = 1000  # rows of a sheet; JSON has all


def changes_html(report: ChangeReport) -> str:
    """The change report as one self-contained HTML file."""
    return rendered(
        "changes.html.j2", report.language, report=report, pieces=pieces, most=MOST_SHOWN
    )


def changes_markdown(report: ChangeReport) -> str:
    """The change report as GitHub-flavoured Markdown."""
    return rendered("changes.md.j2", report.language, report=report)
