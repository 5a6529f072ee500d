"""The summary as a page."""

from __future__ import annotations

from handover_xlsx.reporting.common.pages import rendered
from handover_xlsx.reporting.summary.charts import chart
from handover_xlsx.reporting.summary.model import Summary


def summary_html(summary: Summary, language: str) -> str:
    """A summary as a page."""
    return rendered("summary.html.j2", language, summary=summary, chart=chart)
