"""The gap report as JSON: stable and documented (schema ``handover-findings/1``)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from handover_xlsx import __version__
from handover_xlsx.handover.model import Source
from handover_xlsx.handover.progress import Progress
from handover_xlsx.secrets.find import masked
from handover_xlsx.template.model import text_in
from handover_xlsx.validation.finding import Finding
from handover_xlsx.validation.run import Validation
from handover_xlsx.validation.scoring import Score

SCHEMA = "handover-findings/1"


def gaps_json(validations: Sequence[Validation], language: str) -> str:
    """The findings of one or several validations (one a template) as JSON text."""
    return json.dumps(gaps_data(validations, language), ensure_ascii=False, indent=2) + "\n"


def gaps_data(validations: Sequence[Validation], language: str) -> dict[str, Any]:
    """The same as plain data. Completeness is a share between 0 and 1."""
    total = sum((s.total for v in validations for s in v.scores), Progress())
    return {
        "schema": SCHEMA,
        "tool": f"handover-xlsx {__version__}",
        "sources": [
            _source(validation, score) for validation in validations for score in validation.scores
        ],
        "summary": {
            "errors": sum(v.counts.errors for v in validations),
            "warnings": sum(v.counts.warnings for v in validations),
            "infos": sum(v.counts.infos for v in validations),
            "completeness": share(total),
        },
        "findings": [
            finding_data(finding, v.handover.sources[finding.source], language)
            for v in validations
            for finding in v.findings
        ],
    }


def share(progress: Progress) -> float:
    """Completeness to four digits; never rounded up to complete."""
    return 1.0 if progress.missing == 0 else min(round(progress.completeness, 4), 0.9999)


def _source(validation: Validation, score: Score) -> dict[str, Any]:
    source = validation.handover.sources[score.source]
    template = validation.handover.template
    sections = []
    for section in template.sections:
        place, progress = source.places.get(section.id), score.sections[section.id]
        reason = source.not_applicable.get(section.id)
        sections.append({
            "section": section.id,
            "sheet": place.sheet if place else text_in(section.sheet, source.language),
            "rows": progress.rows,
            "required": progress.required,
            "filled": progress.filled,
            "missing": progress.missing,
            **({"not_applicable": masked(reason)} if reason else {}),
        })  # fmt: skip
    notes = {
        note.place: masked(note.text)
        for note in validation.handover.notes
        if note.source == score.source
    }
    return {
        "source": source.name,
        "path": source.path,
        "leaver": source.leaver,
        "language": source.language,
        "template": source.template_id,
        "template_version": source.template_version,
        "completeness": share(score.total),
        "sections": sections,
        **({"notes": notes} if notes else {}),
    }


def finding_data(finding: Finding, source: Source, language: str) -> dict[str, Any]:
    """One finding with its words in the reader's language."""
    return {
        "code": finding.code,
        "rule": finding.rule,
        "severity": finding.severity,
        "source": source.name,
        "sheet": finding.sheet,
        "cell": finding.cell,
        "section": finding.section,
        "field": finding.field,
        "row_name": finding.row_name,
        "message": masked(finding.message.text(language)),
        "hint": finding.hint.text(language),
        "value": finding.value,
    }
