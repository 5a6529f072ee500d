"""Secrets whose form says what they are: access keys, tokens, private keys, links that log in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_xlsx.secrets.shapes import is_stand_in

_LONG_TOKENS = (
    ("access key", r"\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b|\bLTAI[A-Za-z0-9]{12,20}\b"
                   r"|\bAKID[A-Za-z0-9]{13,40}\b|\bAIza[\w-]{30,}"),
    ("access key", r"(?i)\b(?:ak|sk|access[_ ]?key[_ ]?(?:id|secret)?|account[_ ]?key|secret[_ ]?id)"
                   r"\s*[:：=]\s*[\"']?(?P<secret>[\w/+-]{16,}=*)"),
    ("token", r"\bgh[pousr]_[A-Za-z0-9]{20,}\b|\bgithub_pat_\w{20,}|\bgl(?:pat|dt|rt|ptt|cbt|ft|soat|agent)-[\w.-]{20,}"
              r"|\bnpm_[A-Za-z0-9]{30,}|\bpypi-[\w-]{30,}|\brubygems_[\da-f]{40,}|\bdckr_(?:pat|oat)_[\w-]{20,}"
              r"|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bkey-[\da-f]{32}\b|\b[\da-f]{32}-us\d{1,2}\b|\bxkeysib-[\da-f]{40,}\S*"
              r"|\bhf_[A-Za-z0-9]{30,}|\bgsk_\w{30,}|\bpplx-\w{30,}|\bxai-\w{30,}|\br8_\w{30,}"
              r"|\bGOCSPX-[\w-]{20,}|\bya29\.[\w-]{30,}|\b1//0[\w-]{30,}"
              r"|\bshp(?:at|ca|pa|ss)_[\da-f]{32}|\bdo[opr]_v1_[\da-f]{64}|\bsq0(?:atp|csp|idp)-[\w-]{20,}|\bEAA[A-Za-z0-9]{40,}"
              r"|\bAT[AC]TT3[\w=-]{30,}|\bATBB[\w=-]{20,}|\blin_api_\w{30,}|\bntn_\w{30,}|\bsecret_[A-Za-z0-9]{30,}"
              r"|\bpat-[a-z]{2}\d-[\da-f-]{30,}|\bpat[A-Za-z0-9]{14}\.[\da-f]{60,}|\bfigd_[\w-]{30,}|\bPMAK-[\da-f-]{50,}"
              r"|\bNRAK-[A-Z0-9]{20,}|\bgl(?:sa|c)_[\w=]{30,}|\bhv[sbr]\.[\w-]{20,}|\bdapi[\da-f]{32}\b|\bdp\.(?:pt|st)\.\S{30,}"
              r"|\btskey-\w+-[\w-]{20,}|\bsntry[su]_\S{30,}|\bnfp_\w{30,}|\bHRKU-\S{30,}|\bsbp_[\da-f]{40}|\bsq[pua]_[\da-f]{40}"
              r"|\bwhsec_[A-Za-z0-9+/]{20,}=*|\bAKLT[\w-]{20,}|\bSEC[\da-f]{60,}|\bAGE-SECRET-KEY-1[A-Z0-9]{50,}"
              r"|\b\d{8,10}:AA[\w-]{32,}|\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}|\b[\w~.-]{3}8Q~[\w~.-]{31,}"),
    ("token", r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}"),
    ("token", r"\b(?:xox[abceoprs]|xapp)-[A-Za-z0-9-]{10,}|\bsk-[A-Za-z0-9_-]{16,}|\b[prs]k_(?:live|test)_\w{16,}"),
    ("token", r"\b[Bb]earer\s+(?P<secret>[\w.~+/-]{20,}=*)"),
    ("token", r"hooks\.slack\.com/(?:services|workflows|triggers)/(?P<certain>[\w/]{20,})"),
    ("token", r"(?:webhook\.office\.com/webhookb2|discord(?:app)?\.com/api/webhooks|hooks\.zapier\.com/hooks/catch"
              r"|open\.(?:feishu\.cn|larksuite\.com)/open-apis/bot/v2/hook)/(?P<certain>[\w/@-]{16,})"),
    ("token", r"[?&](?:access_?token|(?:api|subscription)[_-]?key|auth|key|secret|sig|signature|token|sas)="
              r"(?=[^&\s]{0,99}\d)(?P<certain>[\w%.~+/-]{8,}=*)"),
    ("token", r"[?&](?:password|pass|pwd)=(?P<secret>[\w%.~+/-]{8,}=*)"),
)  # fmt: skip
_LONG = re.compile(r"[A-Za-z0-9_.:/+=~-]{20,}")  # without one of these there is none of the above
_SHORT_TOKENS = (
    ("private key", r"-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]*?-----END[^-]*-----|[\s\S]*)"),
    ("token", r"(?i)\bauthorization[\"']?\s*[:：=]\s*[\"']?(?:basic|token|api-?key|digest)?\s*"
              r"(?P<secret>(?=\S{0,99}[\d=])[\w.~+/-]{8,}=*)"),
    ("password", r"\b[a-z][\w+.-]{0,20}://[^\s/:@]*:(?P<secret>[^\s/]{3,})@(?=[\w.-])"),
    ("private key", r"\bPrivate-Lines: \d+\s(?P<secret>[\s\S]+)"),  # PuTTY
    ("password", r"<\w*(?:password|secret|token)>(?P<secret>[^<]{3,})<"),
    ("password", r"(?i)\w=[^;\n]{0,200};\s*(?:pwd|password)\s*=\s*(?P<secret>[^;\n]{3,});"),  # of a connection
    ("password", r"(?i)(?:pass(?:word|wd|phrase)?|pwd|secret|token|api_?key)=[\"']?"
                 r"(?P<secret>(?=[^\s\"'&;]{0,99}\d)[^\s\"'&;]{4,})"),
    ("password", r"\b\d{6}(?:-\d{6}){7}\b"),  # BitLocker
    ("password", r"(?:thin:|sqlplus\s+)\w+/(?P<secret>[^\s@/]{3,})@"),  # Oracle
    ("password", r"/user:\S+\s+(?P<secret>[^\s/]{4,})"),  # net use
    ("password", r"\bmysql\w*\s[^\n]{0,80}?-p(?P<secret>[^\s-]\S{3,})"),
    ("password", r"\b(?:curl|wget)\s[^\n]{0,80}?(?:-u|--user)[ =]['\"]?[^\s:]+:(?P<secret>[^\s'\"]{3,})"),
)  # fmt: skip
_JOINT = re.compile("[-=:：<@/]")  # nor any of the short ones without one of these
_RANDOM = re.compile(
    r"(?<![\w/+])(?=[\w/+]*\d)(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])[\w/+]{24,}=*(?![\w/+])"
)


def _compiled(
    table: tuple[tuple[str, str], ...],
) -> tuple[tuple[str, re.Pattern[str], str | int], ...]:
    compiled = ((kind, re.compile(pattern)) for kind, pattern in table)
    return tuple((kind, pattern, next(iter(pattern.groupindex), 0)) for kind, pattern in compiled)


_SHORT = _compiled(_SHORT_TOKENS)
_ALL = _compiled(_LONG_TOKENS) + _SHORT


def tokens_in(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind, the start and the end of each."""
    access_key = False
    worth = _ALL if _LONG.search(text) else _SHORT if _JOINT.search(text) else ()
    for kind, pattern, group in worth:
        for match in pattern.finditer(text):
            if not (group == "secret" and is_stand_in(match[group])):
                access_key = access_key or kind == "access key"
                yield kind, match.start(group), match.end(group)
    if access_key:  # it seldom comes alone
        for match in _RANDOM.finditer(text):
            yield "access key", match.start(), match.end()
