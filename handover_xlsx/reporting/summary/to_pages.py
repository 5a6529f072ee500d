"""The summary as a page, in HTML or in Markdown."""

from __future__ import annotations

from handover_xlsx.reporting.common.pages import rendered
from handover_xlsx.reporting.summary.charts import chart
from handover_xlsx.reporting.summary.model import Summary


def summary_html(summary: Summary, language: str) -> str:
    """A summary as one self-contained HTML file."""
    return rendered("summary.html.j2", language, summary=summary, chart=chart)


def summary_markdown(summary: Summary, language: str) -> str:
    """A summary as GitHub-flavoured Markdown."""
    return rendered("summary.md.j2", language, summary=summary)
