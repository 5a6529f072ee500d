"""What people are told wherever a handover is written again."""

from __future__ import annotations

from collections import Counter

from handover_xlsx.handover.model import Handover
from handover_xlsx.locale import N_, Message


def masked_notes(handover: Handover) -> list[Message]:
    """What to say where a handover is written again: its secrets were left behind."""
    message = N_("{file}: {count} cells contained a secret, such as a password; it was replaced by "
              "dots. handover validate names the cells.")  # fmt: skip
    if_one = N_("{file}: one cell contained a secret, such as a password; it was replaced by dots. "
                "handover validate names the cell.")  # fmt: skip
    found = Counter(remark.source for remark in handover.remarks if remark.kind == "secret")
    return [
        Message(if_one if count == 1 else message,
                {"file": handover.sources[source].name, "count": count})
        for source, count in sorted(found.items())
    ]  # fmt: skip
