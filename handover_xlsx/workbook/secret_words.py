"""The words people use for secrets, in cells and as headings."""

from __future__ import annotations

import re

# Looked for first, in every cell: without one of these nothing else is tried (which is slow).
_WORDS = re.compile(
    r"pass|pw|pin|puk|secret|token|key|code|combination|log[ -]?[io]n|credential|acc(?:ount|ess)"
    r"|user|kennwort"
)
_CHINESE_WORDS = re.compile(r"[密钥账帐]|口令|令牌|授权码|提取码|访问|门禁|用户|登[录陆]|管理员")
_TOKEN_SIGNS = (
    "_", "=", "xox", "sk-", "sk:", "eyj", "akia", "asia", "akid", "ltai", "aiza", "glpat", "pypi-", "gocspx",
    "atatt", "ya29.", ":aa", "sg.", "bearer", "hooks.slack", "-----begin", "curl ", "mysql", "admin", "root", "u:",
)  # fmt: skip
_LONG_NUMBER = re.compile(r"\d(?:[ \u00a0\u3000–-]{0,2}\d){13}|[A-Z]\d\d ?[A-Z0-9]{4}")
_SHORTEST_NUMBER = 15  # of a card


def has_word(text: str) -> bool:
    """Whether a text holds something like a word for a secret; most do not."""
    if _WORDS.search(text.lower()):
        return True
    return not text.isascii() and _CHINESE_WORDS.search(text) is not None


def has_sign(text: str) -> bool:
    """Whether a text with digits holds a sign or a number that secrets come with."""
    lower = text.lower()
    return (
        any(map(lower.__contains__, _TOKEN_SIGNS))
        or "@" in text
        or (len(text) >= _SHORTEST_NUMBER and _LONG_NUMBER.search(text) is not None)
    )


_KEY_OF = (
    r"wpa\d?|psk|wi-?fi|wlan|network|recovery|master|signing|encryption|live|private|account|ssh"
)
_CODE_OF = (
    r"alarm|door|safe|gate|entry|entrance|access|security|unlock|lock|key ?box|lock ?box|locker|garage"
    r"|barrier|voicemail|sim"
)
ASCII_WORD = (
    r"(?<![A-Za-z])(?:pass(?:wor[dt]|wd|phrase|code)?s?|kennwort|pwd|pw|pins?(?:[ -]?code)?|puk|cv[cv]2?"
    r"|(?:[a-z]{1,10}[ _-]?)?secret(?:[ _-]?key)?|(?:access|auth|api|bot|bearer|refresh)?[ _-]?token"
    rf"|(?:api|app|mch|(?:shared)?[ _-]?access)[ _-]?key(?:[ _-]?secret)?|(?:{_KEY_OF})[ _-]?key"
    r"|(?:safe|lock|vault)?[ -]?combination(?:\sof\sthe\s[a-z]+)?|(?:backup|recovery|rescue)[ -]codes?"
    rf"|(?:{_CODE_OF})[ -]?code|code(?=\s(?:for|of|to)\s(?:the\s)?(?:[a-z]+\s)?(?:{_CODE_OF})))(?![A-Za-z])"
)
CHINESE_WORD = (
    r"(?:密\s{0,3}码|密碼|口令|密钥|秘钥|密匙|私钥|令牌|授权码|提取码|访问码|门禁码|PIN码|PUK码)"
)
WORD = rf"(?:{ASCII_WORD}|{CHINESE_WORD})"
ACCOUNT = (
    r"log[ -]?in\b|logon|sign[ -]?in\b|credentials?|(?<![a-z])access\b|account|user ?name|zugang"
    r"|账号|帐号|账户|登录|登陆|用户名|访问方式"
)
_SPEAKS = re.compile(rf"{WORD}|{ACCOUNT}|\broot\b|管理员", re.IGNORECASE)


def speaks_of_secrets(text: str) -> bool:
    """Whether a text has to do with passwords, accounts or logging in."""
    return _SPEAKS.search(text) is not None
