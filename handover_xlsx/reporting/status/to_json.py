"""The status as JSON: stable and documented (schema ``handover-status/1``)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handover_xlsx import __version__
from handover_xlsx.reporting.gaps.to_json import share
from handover_xlsx.secrets.find import masked
from handover_xlsx.status.leaver_status import LeaverStatus
from handover_xlsx.status.snapshots import Snapshot

SCHEMA = "handover-status/1"


def status_json(
    found: Sequence[LeaverStatus], snapshots: Mapping[str, Snapshot], today: date
) -> str:
    """The leavers' statuses as JSON text, those who need help first.

    Completeness is a share between 0 and 1.
    """
    data = {
        "schema": SCHEMA,
        "tool": f"handover-xlsx {__version__}",
        "today": today.isoformat(),
        "handovers": [_leaver(status, snapshots.get(status.person)) for status in found],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _leaver(status: LeaverStatus, snapshot: Snapshot | None) -> dict[str, Any]:
    return {
        "leaver": masked(status.leaver),
        "source": status.source.name,
        "path": status.source.path,
        "workbook_id": status.source.workbook_id,
        "template": status.source.template_id,
        "state": status.level,
        "last_day": status.last_day.isoformat() if status.last_day else None,
        "days_left": status.days_left,
        "completeness": share(status.progress),
        "required": status.progress.required,
        "filled": status.progress.filled,
        "errors": status.errors,
        "warnings": status.warnings,
        "sign_off": None if status.sign_off is None else {
            "decision": status.sign_off.decision or None,
            "signed": status.sign_off.signed,
            "wanted": status.sign_off.wanted,
            "due": status.sign_off.due.isoformat() if status.sign_off.due else None,
        },
        "saved": status.source.modified or None,
        "before": None if snapshot is None else {
            "day": snapshot.day.isoformat(),
            "completeness": round(snapshot.completeness, 4),
            "errors": snapshot.errors,
            "warnings": snapshot.warnings,
        },
        "older": list(status.older),
    }  # fmt: skip
