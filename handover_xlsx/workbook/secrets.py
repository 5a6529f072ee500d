"""Secrets that should never stand in a handover: found in any text, shown masked everywhere.

Passwords, tokens and keys; identity-card numbers (by their check digit); card numbers (Luhn) and
bank accounts (IBAN check digits). A place is not a secret: “the password is in the vault”.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from handover_xlsx.workbook.personal_numbers import is_card, is_iban, is_identity_number

DOTS = "••••••"


@dataclass(frozen=True)
class Secret:
    """A kind of secret and where in a text it stands."""

    kind: str
    start: int
    end: int


# Looked for first, in every cell: without one of these nothing else is tried (which is slow).
_SIGNS = (
    "pass", "pw", "pin", "secret", "token", "key", "code", "-----begin", "akia", "asia", "ltai", "akid",
    "aiza", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat", "npm_", "pypi-", "xox",
    "sk-", "sk_", "eyj", "bearer", "hooks.slack", "sg.", "login", "log in", "account", "user", "auth=",
    "sig=", "signature=",
)  # fmt: skip
_CHINESE_SIGNS = ("密", "口令", "令牌", "秘钥", "授权码", "账", "帐", "用户", "登录")
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){13}|[A-Z]\d\d ?[A-Z0-9]{4}")


def is_suspicious(text: str) -> bool:
    """Whether a text may hold a secret, or be the heading of some; for most it may not."""
    lower = text.lower()
    return (
        any(map(lower.__contains__, _SIGNS))
        or ("://" in lower and "@" in lower)
        or _LONG_NUMBER.search(text) is not None
        or not (text.isascii() or not any(map(text.__contains__, _CHINESE_SIGNS)))
    )


_ASCII_WORD = (
    r"(?<![A-Za-z])(?:pass(?:word|wd|phrase|code)?s?|pwd|pw|pins?(?:[ -]?code)?"
    r"|(?:[a-z]{1,10}[ _-]?)?secret(?:[ _-]?key)?|(?:access|auth|api|bot|bearer|refresh)?[ _-]?token"
    r"|(?:api|app)[ _-]?key|access[ _-]?key(?:[ _-]?secret)?"
    r"|(?:alarm|door|safe|gate|entry|unlock|lock)[ -]code)(?![A-Za-z])"
)
_CHINESE_WORD = r"(?:密码|密碼|口令|密钥|秘钥|令牌|授权码|PIN码)"
_WORD = rf"(?:{_ASCII_WORD}|{_CHINESE_WORD})"
_FOR = r"(?:\s+(?:for|of|to|since|on|at|from)(?:\s+[\w-]{1,20}){1,5}?)?"
_TOLD = (
    rf"{_WORD}{_FOR}\s*(?:\([^()]{{1,20}}\)|（[^（）]{{1,20}}）)?"
    r"\s*(?:(?:is|was|为|是)?\s*[:：=]+|\s(?:is|was)\s)\s*"
)
_OPENING = r"[\"'“‘「`<]?"
_VALUE = r"(?P<secret>\d{2,3}(?: \d{2,3}){1,4}\b|[!-~]{3,})"

_TOKENS = (
    ("private key", r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END[^-]*-----|[\s\S]*)"),
    ("access key", r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bLTAI[A-Za-z0-9]{12,20}\b"
                   r"|\bAKID[A-Za-z0-9]{13,40}\b|\bAIza[\w-]{35}"),
    ("token", r"\bgh[pousr]_[A-Za-z0-9]{20,}\b|\bgithub_pat_\w{20,}|\bglpat-[\w-]{20,}"
              r"|\bnpm_[A-Za-z0-9]{30,}|\bpypi-[\w-]{30,}|\bSG\.[\w-]{16,}\.[\w-]{16,}"),
    ("token", r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{4,}"),
    ("token", r"\bxox[abprs]-[A-Za-z0-9-]{10,}|\bsk-[A-Za-z0-9_-]{16,}|\bsk_(?:live|test)_\w{16,}"),
    ("token", r"\b[Bb]earer\s+(?P<secret>[\w.~+/-]{20,}=*)"),
    ("token", r"hooks\.slack\.com/services/(?P<secret>[\w/]{20,})"),
    ("token", r"[?&](?:access_token|api_?key|auth|key|password|pwd|secret|sig|signature|token)="
              r"(?P<secret>[\w%.~+/-]{8,}=*)"),
    ("password", r"\b\w+://[^\s/:@]+:(?P<secret>[^\s/:@]{3,})@"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _TOKENS)
_NAMED = re.compile(_TOLD + _OPENING + _VALUE, re.IGNORECASE)
_SAID = re.compile(
    rf"{_ASCII_WORD}\s+(?:(?:is|was|now|still|=|-|–|→|->)\s+)*{_OPENING}{_VALUE}"
    rf"|{_CHINESE_WORD}\s*(?:还是|就是|都是|改成了?|改为|设为|统一|原来的|一样的|初始|默认|目前|暂时|现在|用|都|是|为|→|->)*\s*{_OPENING}(?P<zh>[!-~]{{4,}})",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?:(?<![A-Za-z])(?:login|account|user(?:name)?|log in(?: with)?)|账号|帐号|账户|用户名|登录名?)"
    r"\s*(?:is|是|为)?\s*[:：=]?\s*[\w.@-]{2,40}\s*[/／,，;；|]\s*(?P<secret>[!-~]{6,})",
    re.IGNORECASE,
)
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx](?![0-9A-Za-z])")
_CARD = re.compile(
    r"(?<![0-9A-Za-z.])(?:\d{15,19}|\d{4}(?:[ -]\d{4}){3}(?:[ -]\d{1,3})?)(?![0-9A-Za-z])"
)
_IBAN = re.compile(
    r"(?<![0-9A-Za-z])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![0-9A-Za-z])"
)
_NUMBERED = re.compile(  # “Invoices, account 4111 …” is an account's number all the same
    r"(?:order|tracking|parcel|ticket|invoice|serial|shipment|订单|运单|快递|单号|工单|发票|序列|流水)"
    r"(?:(?!account|card|iban|账|帐|卡)\D){0,12}$",
)
_CHECKED: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("identity number", _IDENTITY, is_identity_number),
    ("bank number", _CARD, is_card),
    ("bank number", _IBAN, is_iban),
)

# What follows the word for a secret and is none: a place, a rule for it, what became of it.
_NO_SECRET = re.compile(
    r"(?:in|see|at|kept|stored|with|from|ask|on|the|via|by|via|safe|vault|manager|none|no|n/a|na"
    r"|unknown|1password|keepass\w*|bitwarden|lastpass|reset|changed?|changes|expires?|expired"
    r"|required|needed|missing|lost|forgotten|shared|personal|same|sent|given|handed|rotated?|revoked"
    r"|deleted|protected|policy|rules?|to|is|not|will|was|and|or|for|of|be|tbd|todo|must|should|can"
    r"|only|every|each|after|before|never|always|empty|blank|set|done|ok|yes|it|hr|sso|ldap|mfa|2fa"
    r"|admin|owner|successor|entry|login|user|team|via)",
    re.IGNORECASE,
)
_NAME_OR_PLACE = re.compile(
    r"https?://.*|\\\\.*|[A-Za-z]:\\.*|[A-Z]{2,10}-\d{1,8}|#\d+|\d{4}[-/.]\d{1,2}([-/.]\d{1,2})?"
    r"|[\w.+-]+@[\w-]+(\.[\w-]+)+|\*{3,}|[.…x-]{3,}|<.*>?|\[.*|\{.*",
    re.IGNORECASE,
)
_PASSWORD = re.compile(r"pass|pw|密码|密碼|口令", re.IGNORECASE)
_UNIT = re.compile(
    r"\s*(?:days?|weeks?|months?|years?|characters?|chars|digits?|times|hours?|minutes?|min\b"
    r"|年|月|日|天|位|次|个|号|条|分钟|小时|周|字)",
    re.IGNORECASE,
)
_LATER_WORD = re.compile(r"[ ]+[A-Za-z]{2,}")


def find_secrets(text: str) -> Iterator[Secret]:
    """Each secret in a text."""
    if len(text) < 6 or not is_suspicious(text):
        return
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            group = "secret" if "secret" in pattern.groupindex else 0
            yield Secret(kind, match.start(group), match.end(group))
    yield from _passwords(text)
    for kind, pattern, is_one in _CHECKED:
        for match in pattern.finditer(text):
            counted = is_one is not is_iban and _NUMBERED.search(text[: match.start()].lower())
            if is_one(match[0]) and not counted:
                yield Secret(kind, match.start(), match.end())


def _passwords(text: str) -> Iterator[Secret]:
    for match in _NAMED.finditer(text):
        # “password: sunshine” is one; “password is unchanged” and “secret: internal” are words.
        told = re.search(r"[:：=]", text[match.start() : match.start("secret")]) is not None
        word = match["secret"].isalpha()
        surely = told and (not word or bool(_PASSWORD.match(match[0])))
        yield from _password(text, match.start("secret"), match.end("secret"), surely=surely)
    for match in _SAID.finditer(text):
        group = "secret" if match["secret"] else "zh"
        start, end = match.span(group)
        together = group == "zh" and re.fullmatch(r"(?=.*[A-Za-z])(?=.*\d)[!-~]{6,}", match["zh"])
        yield from _password(text, start, end, surely=bool(together))
    for match in _PAIR.finditer(text):
        value = match["secret"]
        if has_letter(value) and _has_digit(value) and re.search(r"[!@#$%^&*]", value):
            yield from _password(text, match.start("secret"), match.end("secret"), surely=False)


def _password(text: str, start: int, end: int, *, surely: bool) -> Iterator[Secret]:
    """The password between two places of a text, if it is one."""
    value = re.split(r"[,;](?=\s|$)", text[start:end])[0].rstrip(".,;:)\"'>`")
    end = start + len(value)
    rest = text[end:]
    if len(value) < 4 or _NO_SECRET.fullmatch(value) or _NAME_OR_PLACE.fullmatch(value):
        return
    if value.replace(" ", "").isdigit():
        likely = not _UNIT.match(rest)
    elif surely:
        plain_word = value.isalpha() and (_LATER_WORD.match(rest) or value[:1].isupper())
        likely = not plain_word
    else:
        likely = _looks_made_up(value)
    if likely:
        yield Secret("password", start, end)


def has_letter(text: str) -> bool:
    """Whether a Latin letter is in it."""
    return re.search(r"[A-Za-z]", text) is not None


def _has_digit(text: str) -> bool:
    return re.search(r"\d", text) is not None


def _looks_made_up(value: str) -> bool:
    """Letters with digits or signs between them, as no word has: Winter2025!hx."""
    mixed = has_letter(value) and _has_digit(value)
    signs = re.search(r"[!@#$%^&*+=?~]", value) is not None
    capital = re.search(r"[A-Z]", value) is not None and re.search(r"[a-z]", value) is not None
    return len(value) >= 6 and ((mixed and (signs or capital)) or (signs and has_letter(value)))


_HEADING = re.compile(
    rf"(?:[\w /-]{{0,20}}[ _/-])?{_ASCII_WORD}s?|[\w ]{{0,6}}{_CHINESE_WORD}",
    re.IGNORECASE,
)


def is_secret_heading(text: str) -> bool:
    """Whether a heading asks for secrets: “Password”, “API key”, 登录密码."""
    return len(text) <= 30 and _HEADING.fullmatch(text.strip(" *:：")) is not None


def secret_below(value: str) -> Secret | None:
    """What stands under such a heading, if it may be a secret: one word, not a place or a name."""
    word = value.strip()
    plain = word.isalpha() and (len(word) < 6 or word[:1].isupper() or not word.isascii())
    if not 4 <= len(word) <= 200 or re.search(r"[\s\u4e00-\u9fff•]", word) or plain:
        return None
    if _NO_SECRET.fullmatch(word) or _NAME_OR_PLACE.fullmatch(word):
        return None
    return Secret("password", value.index(word), value.index(word) + len(word))


def masked(text: str) -> str:
    """The text with every secret replaced by dots."""
    return without(text, find_secrets(text))


def without(text: str, secrets: Iterator[Secret] | list[Secret]) -> str:
    """The text with these secrets replaced by dots."""
    spans = sorted({(one.start, one.end) for one in secrets}, reverse=True)
    reached = len(text)
    for start, end in spans:
        if end > reached:  # one inside the other, or overlapping: both go
            end = reached
        text = text[:start] + DOTS + text[end:]
        reached = start
    return text
