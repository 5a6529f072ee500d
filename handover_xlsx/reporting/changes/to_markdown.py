"""The change report as Markdown, for a wiki, a ticket or a chat."""

from __future__ import annotations

from handover_xlsx.reporting.changes.model import ChangeReport
from handover_xlsx.reporting.common.pages import rendered


def changes_markdown(report: ChangeReport) -> str:
    """The change report as GitHub-flavoured Markdown."""
    return rendered("changes.md.j2", report.language, report=report)
