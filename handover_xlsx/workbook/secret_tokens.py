"""Secrets whose form says what they are: access keys, tokens, private keys, links that log in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_xlsx.workbook.secret_shapes import is_stand_in

_TOKENS = (
    ("private key", r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END[^-]*-----|[\s\S]*)"),
    ("access key", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bLTAI[A-Za-z0-9]{12,20}\b"
                   r"|\bAKID[A-Za-z0-9]{13,40}\b|\bAIza[\w-]{35}"),
    ("access key", r"(?i)\b(?:ak|sk|access[_ ]?key[_ ]?(?:id|secret)?|account[_ ]?key|secret[_ ]?id)"
                   r"\s*[:：=]\s*[\"']?(?P<secret>[\w/+-]{16,}=*)"),
    ("token", r"\bgh[pousr]_[A-Za-z0-9]{20,}\b|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}"
              r"|\bnpm_[A-Za-z0-9]{30,}|\bpypi-[\w-]{30,}|\bSG\.[\w-]{16,}\.[\w-]{16,}"
              r"|\bhf_[A-Za-z0-9]{30,}|\bGOCSPX-[\w-]{20,}|\bshpat_[\da-f]{32}|\bdop_v1_[\da-f]{64}"
              r"|\bATATT3[\w=-]{30,}|\bya29\.[\w-]{30,}|\b\d{8,10}:AA[\w-]{33}"),
    ("token", r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}"),
    ("token", r"\bxox[abeprs]-[A-Za-z0-9-]{10,}|\bsk-[A-Za-z0-9_-]{16,}|\b[sr]k_(?:live|test)_\w{16,}"),
    ("token", r"\b[Bb]earer\s+(?P<secret>[\w.~+/-]{20,}=*)"),
    ("token", r"hooks\.slack\.com/services/(?P<secret>[\w/]{20,})"),
    ("token", r"[?&](?:access_token|api_?key|auth|key|password|pwd|secret|sig|signature|token)="
              r"(?P<secret>[\w%.~+/-]{8,}=*)"),
    ("password", r"\b[a-z][\w+.-]{0,20}://[^\s/:@]*:(?P<secret>[^\s/]{3,})@(?=[\w.-])"),
    ("private key", r"\bPrivate-Lines: \d+\s(?P<secret>[\s\S]+)"),  # PuTTY
    ("password", r"<\w*(?:password|secret|token)>(?P<secret>[^<]{3,})<"),
    ("password", r"\b\d{6}(?:-\d{6}){7}\b"),  # BitLocker
    ("password", r"(?:thin:|sqlplus\s+)\w+/(?P<secret>[^\s@/]{3,})@"),  # Oracle
    ("password", r"/user:\S+\s+(?P<secret>[^\s/]{4,})"),  # net use
    ("password", r"\bmysql\w*\s[^\n]{0,80}?-p(?P<secret>[^\s-]\S{3,})"),
    ("password", r"\b(?:curl|wget)\s[^\n]{0,80}?(?:-u|--user)[ =]['\"]?[^\s:]+:(?P<secret>[^\s'\"]{3,})"),
)  # fmt: skip
_RANDOM = re.compile(
    r"(?<![\w/+])(?=[\w/+]*\d)(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])[\w/+]{24,}=*(?![\w/+])"
)
_PATTERNS = tuple(
    (kind, pattern, "secret" if "secret" in pattern.groupindex else 0)
    for kind, pattern in ((kind, re.compile(pattern)) for kind, pattern in _TOKENS)
)


def tokens_in(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind, the start and the end of each."""
    access_key = False
    for kind, pattern, group in _PATTERNS:
        for match in pattern.finditer(text):
            if not (group and is_stand_in(match[group])):
                access_key = access_key or kind == "access key"
                yield kind, match.start(group), match.end(group)
    if access_key:  # it seldom comes alone
        for match in _RANDOM.finditer(text):
            yield "access key", match.start(), match.end()
