"""The rules that a template may switch and tune, with their limits: the vocabulary of ``rules:``.

A template is read without the rules themselves, which belong to a later stage; a test holds this
list and the rules to each other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from handover_xlsx.template.model import SEVERITIES, RuleChoice

CODES = (
    "S101", "S102", "S103", "S104", "S105", "S106", "S107", "S108", "S109", "S110", "S111", "S112",
    "S113", "S120", "S121", "S122", "S123", "S124", "S125", "S126", "S127", "S130",
    "S131", "S132",
    "V101", "V102", "V103", "V110", "V111", "V112", "V113", "V114", "V120", "V121", "V122", "V123",
    "V124", "V130", "V140", "V141", "V142", "V150", "V151", "V152", "V153", "V160", "V161", "V190",
    "R101", "R102", "R103", "R104",
    "C101", "C102", "C201", "C202", "C203", "C204", "C205",
    "C206", "C207", "C208", "C209", "C210",
    "Q101", "Q102", "Q103", "Q104", "Q110", "Q120", "Q121", "Q130", "Q131", "Q140",
    "P101", "P102", "P103",
    "M101", "M102", "M201", "M202", "M203", "M204",
)  # fmt: skip

_AT_THE_END = {"last_days": 7.0}  # before them what is done at the end is not expected

LIMITS: Mapping[str, Mapping[str, float]] = {
    "C101": _AT_THE_END,
    "C102": _AT_THE_END,
    "C202": _AT_THE_END,
    "C204": _AT_THE_END,
    "C206": _AT_THE_END,
    "M201": {"rows": 10},
    "M204": {"rows": 3},
    "Q110": {"rows": 3},
    "Q131": {"days": 180},
    "Q140": {"factor": 4, "figures": 5},
}
"""What may be tuned, and its value unless a template says otherwise."""

OWN_CODE = re.compile(r"[A-Z]{2,12}[0-9]{1,4}")
"""Codes of rules that an organisation adds itself: two letters at least, so that none is ours."""

ON, OFF = "on", "off"


def by_word(word: str) -> RuleChoice:
    """What one word means."""
    return RuleChoice(on=word != OFF, severity=word if word in SEVERITIES else None)


def to_plain(choice: RuleChoice) -> str | dict[str, Any]:
    """A choice as it is written in a template."""
    if not choice.on:
        return OFF
    if not choice.limits:
        return choice.severity or ON
    severity = {"severity": choice.severity} if choice.severity else {}
    return {**severity, **choice.limits}


def from_plain(written: str | dict[str, Any]) -> RuleChoice:
    """The inverse, for what we wrote ourselves."""
    if isinstance(written, str):
        return by_word(written)
    limits = {name: value for name, value in written.items() if name != "severity"}
    return RuleChoice(severity=written.get("severity"), limits=limits)
