"""The summary report in Markdown."""

from __future__ import annotations

from handover_xlsx.reporting.common.pages import rendered
from handover_xlsx.reporting.summary.model import Summary


def summary_markdown(summary: Summary, language: str) -> str:
    """A summary."""
    return rendered("summary.md.j2", language, summary=summary)
