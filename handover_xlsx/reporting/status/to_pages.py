"""The status as a page."""

from __future__ import annotations

from handover_xlsx.reporting.common.pages import rendered
from handover_xlsx.reporting.status.view import StatusReport


def status_html(report: StatusReport) -> str:
    """The status as one self-contained HTML file."""
    return rendered("status.html.j2", report.language, report=report)
