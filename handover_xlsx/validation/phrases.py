"""Phrases that say nothing, from the list in ``placeholders.txt``; and places that nobody else has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from handover_xlsx.text.prefilter import Look, wider_whole

_LIST = Path(__file__).with_name("placeholders.txt")
_NAME = r"(?:[\w'’.-]{1,15}(?: [\w'’.-]{1,15}){0,2})"
# Chinese names begin with one of these: 问老王 asks a person, 问题清零 does not.
_SURNAMES = (
    "老小阿王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚倪庞樊兰殷施陶翟安颜"
)
_AT_THE_END = " \t\n.。!！,，;；、:：~～"
_BRACKETS = "()[]（）【】<>“”\"'"


def in_one_form(text: str) -> str:
    """A text with one spelling of each letter: full-width or not, capital or small."""
    return unicodedata.normalize("NFKC", text).casefold()


def folded(text: str) -> str:
    """A cell as phrases are compared: one spelling of letters, one space, nothing at the ends."""
    text = in_one_form(text)
    bare = text.strip(_AT_THE_END).strip(_BRACKETS).strip(_AT_THE_END)
    return " ".join(bare.split()) or text.strip()


@cache
def phrases(kind: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """The phrases below a heading of the list: those to be taken literally, and one pattern."""
    plain: set[str] = set()
    patterns: list[str] = []
    heading = ""
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        phrase = line.strip()
        if re.fullmatch(r"\[\w+\]", phrase):
            heading = phrase[1:-1]
        elif heading == kind and phrase and not phrase.startswith("#"):
            if "*" in phrase:
                patterns.append(_pattern(phrase))
            plain.add(folded(phrase))
    return frozenset(plain), re.compile(
        "|".join(sorted(patterns, key=len, reverse=True)) or r"(?!)"
    )


def _pattern(phrase: str) -> str:
    """A phrase with a name in it: of letters beside English words, of Chinese beside Chinese."""
    chinese = re.search(r"[\u4e00-\u9fff]", phrase) is not None
    # A name begins the sentence in “Leila knows”: one word only, or many a good sentence would count.
    first = r"[a-z'’]{2,12}" if phrase.startswith("*") else _NAME
    name = r"([\u4e00-\u9fff]{1,5})" if chinese else first
    return name.join(re.escape(part) for part in phrase.split("*"))


_LONGEST_PHRASE = 60


@lru_cache(10_000)  # a phrase stands in many cells
def is_phrase(text: str, kind: str) -> bool:
    """Whether a whole cell is a phrase of a kind: "anywhere", "required" or "nobody"."""
    if len(text) > _LONGEST_PHRASE:
        return False
    plain, pattern = phrases(kind)
    bare = folded(text)
    match = None if bare in plain else pattern.fullmatch(bare)
    if match is None:
        return bare in plain
    return all(name[0] in _SURNAMES for name in match.groups() if name)


def look_for_phrases(plain: Iterable[str], *kinds: str) -> Look:
    """A quick look for cells that are, as ``folded`` gives them, plain texts or phrases of some kinds."""
    known = [phrases(kind) for kind in kinds]
    literally = map(re.escape, sorted(set(plain).union(*(words for words, _ in known))))
    whole = re.compile("|".join([*literally, *(pattern.pattern for _, pattern in known)]))
    return in_one_form, wider_whole(whole, _AT_THE_END + _BRACKETS)


LOCAL_PLACE = re.compile(
    r"(?<![A-Za-z])[cd]:[\\/]|^file:/|/users/[^/\s]+/|(?<![\w/])~/|\\users\\|%userprofile%"
    r"|\b(?:on|in) (?:my|the|her|his) (?:desktop|computer|laptop|pc|local (?:disk|drive)|hard ?disk|phone"
    r"|notebook)\b|\bmy (?:desktop|computer|laptop|pc|documents|phone|drive|usb(?: stick)?)\b"
    r"|^(?:desktop|downloads?|my documents|local(?: disk| drive)?|usb(?: stick)?)$|\busb stick\b"
    r"|桌面|我的电脑|我电脑|本机|本地电脑|个人电脑|我的文档|我手机|我的手机|[CD]盘|U盘|移动硬盘",
    re.IGNORECASE,
)
PERSONAL_PLACE = re.compile(
    r"pan\.baidu\.com|百度网盘|百度云|个人网盘|私人网盘|我的网盘|阿里云盘|aliyundrive\.com|alipan\.com|个人微云"
    r"|weiyun\.com|微信(?:收藏|聊天|文件传输助手|群)?(?:里|中|上)?$|文件传输助手|微信收藏|QQ(?:群文件|空间)?$"
    r"|私人邮箱|个人邮箱|我的邮箱|personal (?:cloud|drive|dropbox|google drive|onedrive|icloud|e-?mail|mailbox)"
    r"|private (?:cloud|drive|dropbox|e-?mail|mailbox)|my (?:dropbox|google drive|onedrive|icloud|mailbox|inbox"
    r"|e-?mail)|drive\.google\.com/drive/(?:u/\d/)?my-drive|onedrive\.live\.com|icloud\.com|dropbox\.com/home"
    r"|^(?:wechat|whatsapp|icloud|my chat|qq)(?: (?:chat|favou?rites|group))?$",
    re.IGNORECASE,
)


def is_local_place(text: str) -> bool:
    """Whether a text names a place on one person's computer: the disk C, the desktop, a USB stick."""
    return LOCAL_PLACE.search(text) is not None


def is_personal_place(text: str) -> bool:
    """Whether a text names somebody's own cloud, chat or mailbox."""
    return PERSONAL_PLACE.search(text.strip()) is not None
