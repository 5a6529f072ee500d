"""The words people use for secrets, in cells and as headings, and those they use to speak of them."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from handover_xlsx.secrets.shapes import is_stand_in
from handover_xlsx.text.patterns import when_used

# Looked for first, in every cell: without one of these nothing else is tried (which is slow).
_WORDS = re.compile(
    r"p(?:ass|w|in|uk|sk|rotect)|se(?:cret|ed|curity [qa])|schlüssel|to(?:ken|tp)|ke(?:y|nnwort)"
    r"|c(?:o(?:de|mbination)|redential|v[cv])|log[ -]?[io]n|a(?:cc(?:ount|ess)|uthoriz)|u(?:ser|nlock)"
    r"|maiden|disarm|opens? with|lock(?<![bc]lock)|wi-?fi|wlan|ssid"
)
_CHINESE_WORDS = re.compile(
    r"[密钥账帐锁]|口令|令牌|验证器|授权码|提取码|访问|门禁|用户|登[录陆]|管理员|[解开恢备安]\S{0,3}码|密保|后三位|助记词|保险[柜箱]"
)
# Each begins with a letter or sign of its own, never with a class: that is ten times as fast.
_TOKEN_SIGNS = re.compile(
    r"_(?:\S{0,60}\d|\w{16})|=|@|8q~|-----begin|xox|xapp-|sk[-:]|eyj|a(?:(?:kia|sia|bia|cca|kid|klt|iza|tatt|tctt|tbb)[\w=-]{12}|dmin)|ltai"
    r"|gl(?:pat|[dcpr]t|ptt|cbt)-|gocspx|pypi-|ya29\.|:aa|sg\.|bearer|hooks?[./]|webhook|curl |mysql|root|u[:/]"
    r"|pat(?:-|[a-z0-9]{14}\.)|sq0|1//0|private-lines|hv[sbr]\.|dapi|pmak-|nrak-|tskey-|-us\d|dp\.[ps]t\.|pplx-|xai-|hrku-|eaa|sec[\da-f]{9}"
)
_LONG_NUMBER = re.compile(r"\d(?:[ \u00a0\u3000–-]{0,2}\d){13}|[A-Z]\d\d ?[A-Z0-9]{4}")
_SHORTEST_NUMBER = 15  # of a card
_ADDRESS = re.compile(r"[a-z0-9.-]{1,40}@(?:[a-z0-9-]{1,40}\.){1,4}[a-z]{2,6}", re.ASCII)


def has_word(text: str) -> bool:
    """Whether a text contains something like a word for a secret; most do not."""
    lower = text.lower()
    if _WORDS.search(lower) or ("@" in text and "://" in text):
        return True
    return not text.isascii() and _CHINESE_WORDS.search(text) is not None


def has_sign(text: str) -> bool:
    """Whether a text with digits contains a sign or a number that secrets come with."""
    if _TOKEN_SIGNS.search(text.lower()):
        return not _ADDRESS.fullmatch(text)
    return len(text) >= _SHORTEST_NUMBER and _LONG_NUMBER.search(text) is not None


_KEY_OF = (
    r"wpa\d?|psk|wi-?fi|wlan|network|recovery|master|signing|encryption|live|private|account|ssh"
    r"|(?:pre-?)?shared|host|bitlocker|filevault|decryption|webhook"
)
_CODE_OF = (
    r"alarm|door|safe|gate|entry|entrance|access|security|unlock|lock|key ?box|lock ?box|locker|garage"
    r"|barrier|voicemail|sim|duress|panic|disarm(?:ing)?|screen|key ?safe|admin|office|building|lift"
)
_NAMES = (
    r"pass(?:wor[dt]|wörter|wd|phrase|code)?s?|kennwort|pwd?s?|(?:wi-?fi|wlan|netzwerk)[ -]?schlüssel|psk"
    r"|(?:wpa\d?|wi-?fi|wlan|network|(?:pre-?)?shared)[ _-]?key"
)
ASCII_WORD = (
    rf"(?<![A-Za-z])(?:{_NAMES}|pins?(?:[ -]?code)?|puk|cv[cv]2?"
    r"|(?:[a-z]{1,10}[ _-]?)?secret(?:[ _-]?key)?|(?:access|auth|api|bot|bearer|refresh)?[ _-]?token"
    rf"|(?:api|app|mch|(?:shared)?[ _-]?access)[ _-]?key(?:[ _-]?secret)?|(?:{_KEY_OF})[ _-]?key"
    r"|(?:safe|lock|vault)?[ -]?combination(?:\sof\sthe\s[a-z]+)?|(?:backup|recovery|rescue|scratch)[ -]codes?"
    r"|(?:totp|otp|2fa|mfa)[ -]?(?:seed|key)|key ?pad|(?:screen|phone|bike)[ -]lock|pad ?lock"
    rf"|(?:{_CODE_OF})[ -]?code|code(?=\s(?:for|of|to)\s(?:the\s)?(?:[a-z]+\s)?(?:{_CODE_OF})))(?![A-Za-z])"
)
_CHINESE_NAMES = r"密\s{0,3}码|密碼|口令"
CHINESE_WORD = (
    rf"(?:{_CHINESE_NAMES}|密钥|秘钥|密匙|私钥|令牌|授权码|提取码|访问码|门禁码|解锁码|开[门锁]码|解压码"
    r"|恢复码|备用验?证?码|安全码|暗号|PIN码|PUK码|(?<![机秘保绝加私解])密(?=\s?[:：]))"
)
WORD = rf"(?:{ASCII_WORD}|{CHINESE_WORD})"
PASSWORD = rf"(?:(?<![A-Za-z])(?:{_NAMES})(?![A-Za-z])|{_CHINESE_NAMES})"
ACCOUNT = (
    r"log[ -]?in\b|logon|sign[ -]?in\b|credentials?|(?<![a-z])access\b|account|user ?name|zugang"
    r"|账号|帐号|账户|登录|登陆|用户名|访问方式"
)
_NAMES_ONE = when_used(WORD, re.IGNORECASE)
_ACCOUNTS = when_used(rf"{ACCOUNT}|\broot\b|管理员", re.IGNORECASE)

# A text without any of them contains no secret, unless all of it is one word that is a password.
FIRST_LOOK = (_WORDS, _CHINESE_WORDS, _TOKEN_SIGNS, _LONG_NUMBER)

# What may come between a word and the secret: “password (old) for the shop is still …”.
FOR = r"(?:\s+(?:for|of|to|since|on|at|from)(?:\s+[\w-]{1,20}){1,5}?)?"
ASIDE = r"(?:\([^()]{1,20}\)|（[^（）]{1,20}）)"
IS = r"(?:is|was|ist|war|lautet|heißt|为|是)"
STILL = r"(?:still|now|currently|always|simply|just|again|only|noch|jetzt)"
WIFI = when_used(r"wi-?fi|wlan|ssid|hotspot", re.IGNORECASE)


def names_a_secret(text: str) -> bool:
    """Whether a text contains a word for a secret (which takes long to look for)."""
    return _NAMES_ONE.search(text) is not None


def speaks_of_accounts(text: str) -> bool:
    """Whether a text has to do with accounts or logging in."""
    return _ACCOUNTS.search(text) is not None


_EDGES = "\"'“”‘’„.,;:!?()[]<>"
_CHINESE = when_used(r"[\u4e00-\u9fff]")


def is_talk(word: str) -> bool:
    """Whether a word speaks of a secret instead of being one: “ask”, “KeePass”, anything in Chinese.

    “Password: ask Daniel in the office” contains such words; “Password: kitten 4711 Blue” none, and a
    password with blanks ends where there is one: “kitten 4711 Blue, please change”.
    """
    bare = word.strip(_EDGES)
    return (
        bare.casefold().removesuffix("'s").removesuffix("’s") in _talk()
        or is_stand_in(bare)
        or (not word.isascii() and _CHINESE.search(word) is not None)
    )


@cache
def _talk() -> frozenset[str]:
    lines = Path(__file__).with_name("talk.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
