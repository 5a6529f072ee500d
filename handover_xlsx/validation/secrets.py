"""Secrets that should never stand in a handover: found in any cell, shown masked everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# The value that follows a word for a secret. A place ("in the vault") is not a secret.
_KEYWORD = (
    r"(?:pass(?:word|wd|phrase|code)?|pwd|pin(?: code)?|secret|token|api[ _-]?key|access[ _-]?key"
    r"|密码|口令|密钥|登录密码|令牌)"
)
_PLACES = (
    r"(?:in|see|at|kept|stored|with|from|ask|on|the|safe|vault|manager|none|n/a|unknown|1password"
    r"|keepass\w*|bitwarden|lastpass|见|在|由|存|找|问|向|保管)"
)


@dataclass(frozen=True)
class Secret:
    """A kind of secret and where in a text it stands."""

    kind: str
    start: int
    end: int


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END|$)")),
    ("access key", re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b")),
    ("token", re.compile(r"\bgh[pousr]_[A-Za-z0-9]{20,}\b|\bgithub_pat_\w{20,}")),
    ("token", re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}")),
    (
        "token",
        re.compile(r"\bxox[abprs]-[A-Za-z0-9-]{10,}|\bsk-[A-Za-z0-9_-]{16,}|\bsk_live_\w{16,}"),
    ),
    ("password", re.compile(r"\b\w+://[^\s/:@]+:(?P<secret>[^\s/:@]{3,})@")),
    (
        "password",
        re.compile(
            rf"{_KEYWORD}\s*(?:is|was|为|是)?\s*[:：=]\s*(?!{_PLACES}\b)(?!\d{{4}}-\d\d-\d\d)"
            r"(?P<secret>[^\s,，;；。(（“\"][^\s,，;；。]{3,})",
            re.IGNORECASE,
        ),
    ),
    (
        "password",
        re.compile(
            rf"\b{_KEYWORD}\s+(?:is|=)\s+(?P<secret>(?=\S*\d)(?=\S*[A-Za-z!@#$%^&*])\S{{6,}})",
            re.IGNORECASE,
        ),
    ),
    (
        "password",
        re.compile(r"(?:密码|口令)(?:是|为)\s*(?P<secret>(?=[!-~]*\d)[!-~]{6,})"),
    ),
)


def find_secrets(text: str) -> Iterator[Secret]:
    """Each secret in a text."""
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = "secret" if "secret" in pattern.groupindex else 0
            found = match[group]
            if re.search(r"[\u4e00-\u9fff]", found) and kind == "password":
                continue  # words, not a password: 密码：问管理员
            yield Secret(kind, match.start(group), match.end(group))


def masked(text: str) -> str:
    """The text with every secret replaced by dots."""
    if len(text) < 6:
        return text
    for secret in sorted(find_secrets(text), key=lambda s: -s.start):
        text = text[: secret.start] + "••••••" + text[secret.end :]
    return text
