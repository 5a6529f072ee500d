"""The change report as JSON: stable and documented (schema ``handover-diff/1``)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from handover_xlsx import __version__
from handover_xlsx.comparing.comparison import APPLIES, KINDS, Change, Comparison, Declared
from handover_xlsx.handover.model import Handover
from handover_xlsx.handover.plain_values import plain_value
from handover_xlsx.reporting.common.wording import Wording
from handover_xlsx.reporting.gaps.to_json import finding_data
from handover_xlsx.reporting.gaps.view import local_today
from handover_xlsx.secrets.find import masked
from handover_xlsx.validation.finding import Finding

SCHEMA = "handover-diff/1"


def changes_json(comparison: Comparison, language: str) -> str:
    """The comparison as JSON text."""
    return json.dumps(changes_data(comparison, language), ensure_ascii=False, indent=2) + "\n"


def changes_data(comparison: Comparison, language: str) -> dict[str, Any]:
    """The same as plain data: codes, ids and places; texts in the reader's language."""
    found = comparison.findings
    counted = {what.replace("-", "_"): comparison.count(what) for what in KINDS}
    return {
        "schema": SCHEMA,
        "tool": f"handover-xlsx {__version__}",
        "old": _side(comparison.old),
        "new": _side(comparison.new),
        "summary": {
            "differs": comparison.differs,
            **counted,
            "unplaced_removed": comparison.unplaced[0],
            "unplaced_added": comparison.unplaced[1],
            "findings_fixed": len(found.fixed),
            "findings_new": len(found.new),
            "findings_still_open": len(found.still_open),
        },
        "only_old": _only(comparison.old, comparison.only_old, comparison.people.only_old),
        "only_new": _only(comparison.new, comparison.only_new, comparison.people.only_new),
        "changes": _Changes(comparison, language).data(),
        "findings": {
            "fixed": _findings(comparison.old, found.fixed, language),
            "new": _findings(comparison.new, found.new, language),
            "still_open": _findings(comparison.new, found.still_open, language),
        },
    }


def _side(handover: Handover) -> dict[str, Any]:
    """One of the two workbooks, and whose handovers it has."""
    first = handover.sources[0]
    return {
        "path": first.path,
        "language": first.language,
        "template": first.template_id,
        "template_version": first.template_version,
        "sources": [
            {"source": s.name, "leaver": masked(s.leaver), "workbook_id": s.workbook_id,
             "modified": s.modified}
            for s in handover.sources
        ],
    }  # fmt: skip


def _only(handover: Handover, sections: Iterable[str], sources: Iterable[int]) -> dict[str, Any]:
    return {
        "sections": list(sections),
        "sources": [handover.sources[index].name for index in sources],
    }


def _findings(
    handover: Handover, findings: Iterable[Finding], language: str
) -> list[dict[str, Any]]:
    return [
        finding_data(finding, handover.sources[finding.source], language) for finding in findings
    ]


class _Changes:
    def __init__(self, comparison: Comparison, language: str) -> None:
        self.comparison = comparison
        self.before = Wording(comparison.old, language, local_today())
        self.after = Wording(comparison.new, language, local_today())

    def data(self) -> list[dict[str, Any]]:
        declared = [self._declared(declaration) for declaration in self.comparison.declared]
        return [self._change(change) for change in self.comparison.changes] + declared

    def _change(self, change: Change) -> dict[str, Any]:
        section = self.comparison.section(change.section)
        wording, index = (
            (self.before, change.old) if change.new is None else (self.after, change.new)
        )
        record = wording.handover.rows(change.section)[index or 0]
        named = wording.handover.template.by_id.get(change.section, section)
        known = named if change.field in named.by_id else section
        return {
            "what": change.what,
            "section": change.section,
            "title": wording.label(named.sheet),
            "source": wording.handover.sources[record.source].name,
            "row_name": "" if section.kind == "form" else wording.name(named, record),
            "field": masked(change.field) if change.field else None,
            "label": wording.heading(known, change.field) if change.field else None,
            "old": self._state(self.before, change, change.old),
            "new": self._state(self.after, change, change.new),
        }

    def _state(self, wording: Wording, change: Change, index: int | None) -> dict[str, Any] | None:
        """Place and value on one side; of a row that came or went, all its values."""
        if index is None:
            return None
        handover = wording.handover
        section = handover.template.by_id.get(
            change.section, self.comparison.section(change.section)
        )
        record = handover.rows(change.section)[index]
        key = change.field or section.names_row
        sheet, cell = handover.cell(change.section, key, index)
        if change.field is None:
            given = ((masked(name), value) for name, value in record.items())
            values = {name: plain_value(value) for name, value in given if value is not None}
            return {"sheet": sheet, "cell": cell, "row": record.row + 1, "values": values}
        return {
            "sheet": sheet, "cell": cell, "row": record.row + 1,
            "value": plain_value(record.get(key)), "text": wording.cell(section, record, key),
        }  # fmt: skip

    def _declared(self, declaration: Declared) -> dict[str, Any]:
        return {
            "what": APPLIES,
            "section": declaration.section,
            "title": self.after.label(self.comparison.section(declaration.section).sheet),
            "source": self.comparison.new.sources[declaration.new_source].name,
            "row_name": "",
            "field": None,
            "label": None,
            "old": None
            if declaration.old_reason is None
            else {"reason": plain_value(declaration.old_reason)},
            "new": None
            if declaration.new_reason is None
            else {"reason": plain_value(declaration.new_reason)},
        }
