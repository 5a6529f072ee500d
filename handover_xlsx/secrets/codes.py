"""Secrets that are no password and that their place in a text gives away.

What opens a door, a safe or an archive, the three digits on a card, lists of recovery codes, seeds
of authenticator apps, answers to security questions, and passwords written as a pair with a user.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from handover_xlsx.secrets.shapes import (
    is_mixed,
    is_product,
    is_stand_in,
    looks_made_up,
)
from handover_xlsx.secrets.talk import is_talk
from handover_xlsx.secrets.words import CHINESE_WORD

_ONE_CODE = r"(?=[A-Za-z-]*\d)[A-Za-z0-9]{4,}(?:[- ][A-Za-z0-9]{4,})*"
_SEED = r"(?P<secret>(?-i:[A-Z2-7]{4}(?:[ -]?[A-Z2-7]{4}){3,12}))\b"
_TURN = r"(?:left|right|links|rechts|\b[LR]|左|右)\D{0,6}\d{1,3}(?:\s?(?:圈|x|turns?|times)\D{0,4}\d{1,3})?"
_IS = r"(?:is|are|was|还是|就是|都是|是|为)?\s*[:：=]?"
_CHANGED = r"(?:改成|改为|换成|更新为|重置为|设[为成]|变成|[是为加])了?"
_BOTH = (  # words for a user and a password
    r"(?:u(?:ser(?:[ _-]?(?:name|id))?)?|log[ -]?in|id|account|账号?|帐号?|用户名?|登录名?)"
    r"\s*[/／|&+,，和及、]?\s*(?:and\s+)?(?:pw?d?|pass(?:wor[dt])?|密码?|口令)"
)
_USERS = frozenset({"admin", "user", "login", "owner"})  # elsewhere they speak of somebody


def _certain(match: re.Match[str]) -> bool:
    return True


def _is_answer(match: re.Match[str]) -> bool:
    return not is_talk(match["secret"].split()[0])


def _is_likely(match: re.Match[str]) -> bool:
    value = match["secret"].rstrip(".,;:)\"'”")
    likely = looks_made_up(value) or (is_mixed(value) and len(value) >= 6)
    return likely and not (is_talk(value) or is_product(value))


def _is_second(match: re.Match[str]) -> bool:
    value = match["secret"].rstrip(".,;:)")
    named = value.isalpha() and (value[:1].isupper() or len(value) < 6)
    nobody = is_talk(match["user"]) and match["user"].casefold() not in _USERS
    return not (nobody or is_stand_in(value) or named)


# What a text must hold to be worth a look, what is looked for, and what the part named “secret”
# must be besides.
_CODES = (
    ("code", r"\b(?:door|box|safe|gate|alarm|lock\w*|garage)\b[^\n.;]{0,40}?\bcode\s*(?:is|[:：])?\s*"
             r"(?P<secret>\d{4,8}\b[#*]?)", _certain),
    ("disarm unlock open", r"\b(?:disarm|unlock|open)(?:s|ed)?\s+(?:\w+\s){0,3}?(?:with|by|using)\s+(?:the\s)?(?:code\s+)?"
                           r"(?P<secret>\d(?:[ -]?\d){3,7}\b[#*]?)", _certain),
    ("授权码", rf"授权码\s*{_IS}\s*(?P<secret>[a-z]{{16}})(?![a-z])", _certain),
    ("锁 门", r"(?:门锁|门禁|大门|密码锁)\D{0,4}(?P<secret>\d{4,8}[#*])", _certain),
    ("密码 口令", rf"(?:密码|口令)\s*{_IS}\s*(?P<secret>\d{{3}})(?![\d天位日月年次个条种人字分])", _certain),
    ("=", r"(?m)^\s*(?:export\s+|set\s+)?(?-i:(?:[A-Z0-9]{1,20}_){0,5}(?:PASS(?:WORD|WD|PHRASE)?|PWD|SECRET|TOKEN|(?:API|ACCESS)_?KEY))="
          r"[\"']?(?P<secret>[^\n\"']{3,})", _is_answer),
    ("cvc cvv csc 后三位 安全码", rf"(?:\bcv[cv]2?|\bcsc|卡[^\n]{{0,6}}后三位|安全码)\s*{_IS}\s*(?P<secret>\d{{3,4}})\b", _certain),
    ("safe combination lock dial 保险柜 保险箱 密码", rf"(?:safe|combination|lock|dial|保险[柜箱]|密码)[^\n]{{0,40}}?"
                                                rf"(?P<secret>{_TURN}(?:[\s,;、，然后再转到and-]{{1,8}}{_TURN})+)", _certain),
    ("pad key", r"\b(?:key ?pad|pad ?lock|key ?box|key ?safe)\b\D{0,30}?(?P<secret>\d{4,8}\b[#*]?|\d{1,2}(?:-\d{1,2}){2,5}\b)", _certain),
    ("验证器 密钥 种子", rf"(?:验证器|密钥|种子)[\s:：]*{_SEED}", _certain),
    ("otp 2fa mfa authenticator seed setup", r"\b(?:[ht]?otp|2fa|mfa|authenticator|seed|setup key)\b[\s\w]{0,12}?"
                                             rf"\s*(?:is|[:：=])?\s*{_SEED}", _certain),
    ("code key 恢复码 备用 备份码", r"(?:\b(?:back-?up|recovery|rescue|scratch|emergency|one-time)[ -](?:codes?|keys?)|恢复码|备用验?证?码|备份码)"
                            rf"\s*{_IS}\s*(?P<secret>{_ONE_CODE}(?:\s*[,;/，、；\n]\s*{_ONE_CODE})*)", _certain),
    ("phrase words 助记词", rf"(?:\b(?:seed|recovery|secret|backup)[ -](?:phrase|words)|助记词)\s*{_IS}\s*"
                         r"(?P<secret>(?:[a-z]{3,8}[ ,]+){11,23}[a-z]{3,8})", _certain),
    ("个", rf"{CHINESE_WORD}\s*{_IS}\s*(?P<secret>[\d一二两三四五六七八九十]{{1,2}}个[\da-z零一二三四五六七八九]+)", _certain),
    ("maiden security 密保", r"(?:maiden name|security answer|answer to (?:the |my )?security question|密保(?:问题)?(?:的)?答案)"
                           r"\s*(?:is|was|是|为)?\s*[:：=]\s*(?P<secret>[^\n,;，；。.()（）]{2,40})", _is_answer),
    ("security", r"security question\b\W{0,3}[^:：\n]{3,60}[:：]\s*(?P<secret>[^\n,;，；。.()（）:：]{2,40})", _is_answer),
    ("with by using", r"\b(?:opens?|unlocks?|encrypted|protected|locked|zipped|log(?:ged)? in|sign(?:ed)? in)"
                      r"\s+(?:with|by|using)\s+[\"“']?(?P<secret>[!-~]{6,})", _is_likely),
    ("fi wlan ssid", r"(?:wi-?fi|wlan|ssid)\b[^\n]{0,40}?\bkey\s*[:：=]?\s*[\"“']?(?P<secret>[!-~]{6,})", _is_likely),
    ("user login account id 账 帐 用户 登录", r"(?:user(?:[ -]?(?:name|id))?|login|account|\bid|账号|帐号|用户名?|登录名)\s*[:：]\s*[^\s,;，；]{2,40}"
                                       r"[\s,;，；/]+(?:pw|pwd|pass|passwor[dt]|密码|口令)\s*[:：=]\s*(?P<secret>[!-~]{4,})", _is_answer),
    ("protection 保护", r"(?:\b(?:sheet|workbook|file|document|write|pdf) protection|工作表保护|文件保护)"
                      r"\s*[:：=]\s*[\"“']?(?P<secret>[!-~]{4,})", _is_likely),
    ("改 换 更 重 设 变 是 为 加", rf"{CHINESE_WORD}[^\n。；在见找问由库]{{0,30}}?{_CHANGED}[\u4e00-\u9fff]{{0,2}}"
                             r"\s*[:：]?\s*[“\"]?(?P<secret>[!-~]{4,})", _is_likely),
    (": ： =", rf"(?<![A-Za-z]){_BOTH}\s*(?:is|are|是|为)?\s*[:：=]\s*(?P<user>[^\s/／,，、|;]{{2,40}})\s*[/／,，、|;\s]\s*"
              r"(?P<secret>[!-~]{4,})", _is_second),
)  # fmt: skip
_TABLE = tuple(
    (cues.split(), re.compile(pattern, re.IGNORECASE), is_one) for cues, pattern, is_one in _CODES
)


def codes_in(text: str) -> Iterator[tuple[int, int]]:
    """Where they stand."""
    lower = text.lower()
    for cues, pattern, is_one in _TABLE:
        if any(map(lower.__contains__, cues)):
            for match in pattern.finditer(text):
                if is_one(match):
                    start = match.start("secret")
                    yield start, start + len(match["secret"].rstrip(" .,;:)\"'”"))
