"""The status as JSON: stable and documented (schema ``handover-status/1``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handover_xlsx import __version__
from handover_xlsx.reporting.gaps.to_json import share
from handover_xlsx.secrets.find import masked
from handover_xlsx.status.leaver_status import Standing
from handover_xlsx.status.snapshots import Look

SCHEMA = "handover-status/1"


def status_json(found: Sequence[Standing], looks: Mapping[str, Look], today: date) -> str:
    """The standings as JSON text, those who need help first.

    Completeness is a share between 0 and 1.
    """
    data = {
        "schema": SCHEMA,
        "tool": f"handover-xlsx {__version__}",
        "today": today.isoformat(),
        "handovers": [_standing(one, looks.get(one.person)) for one in found],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _standing(one: Standing, look: Look | None) -> dict[str, Any]:
    return {
        "leaver": masked(one.leaver),
        "source": one.source.name,
        "path": one.source.path,
        "workbook_id": one.source.workbook_id,
        "template": one.source.template_id,
        "state": one.level,
        "last_day": one.last_day.isoformat() if one.last_day else None,
        "days_left": one.days_left,
        "completeness": share(one.progress),
        "required": one.progress.required,
        "filled": one.progress.filled,
        "errors": one.errors,
        "warnings": one.warnings,
        "sign_off": None if one.sign_off is None else {
            "decision": one.sign_off.decision or None,
            "signed": one.sign_off.signed,
            "wanted": one.sign_off.wanted,
            "due": one.sign_off.due.isoformat() if one.sign_off.due else None,
        },
        "saved": one.source.modified or None,
        "before": None if look is None else {
            "day": look.day.isoformat(),
            "completeness": round(look.completeness, 4),
            "errors": look.errors,
            "warnings": look.warnings,
        },
        "older": list(one.older),
    }  # fmt: skip
