"""The words that people fill cells with, in both languages, from the lists in ``words``.

Whoever has to know whether a text says something – rules, load, splitting, reports, the reading of
yes and no – asks here; no one keeps a list of her own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from handover_xlsx.text.normalise import caseless, clean
from handover_xlsx.text.prefilter import Prefilter, wider_whole

_LISTS = Path(__file__).with_name("words")
_NAME = r"(?:[\w'’.-]{1,15}(?: [\w'’.-]{1,15}){0,2})"
# Chinese names begin with one of these: 问老王 asks a person, 问题清零 does not.
_SURNAMES = (
    "老小阿王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘"
    "杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易常武乔贺赖龚倪庞樊兰殷施陶翟安颜"
)
_AT_THE_END = " \t\n.。!！,，;；、:：~～"


_BRACKETS = "()[]（）【】<>“”\"'"


def folded(text: str) -> str:
    """A cell as phrases are compared: one spelling of letters, one space, nothing at the ends."""
    text = caseless(text)
    bare = text.strip(_AT_THE_END).strip(_BRACKETS).strip(_AT_THE_END)
    return " ".join(bare.split()) or text.strip()


@cache
def _lines() -> dict[str, list[str]]:
    """The lines of every list by its heading."""
    found: dict[str, list[str]] = {}
    for path in sorted(_LISTS.glob("*.txt")):
        lines: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            phrase = line.strip()
            if re.fullmatch(r"\[\w+\]", phrase):
                lines = found.setdefault(phrase[1:-1], [])
            elif phrase and not phrase.startswith("#"):
                lines.append(phrase)
    return found


@cache
def words(kind: str) -> frozenset[str]:
    """The words below a heading of the lists, as ``folded`` gives them."""
    return frozenset(map(folded, _lines()[kind]))


@cache
def phrases(kind: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """The phrases below a heading: those to be taken literally, and one pattern."""
    patterns = [_pattern(phrase) for phrase in _lines()[kind] if "*" in phrase]
    joined = "|".join(sorted(patterns, key=len, reverse=True))
    return words(kind), re.compile(joined or r"(?!)")


def _is_chinese(sign: str) -> bool:
    """Quicker than a class of so many signs, which takes a millisecond to compile."""
    return "\u4e00" <= sign <= "\u9fff"


def _pattern(phrase: str) -> str:
    """A phrase with a name in it: of letters next to English words, of Chinese next to Chinese."""
    chinese = any(map(_is_chinese, phrase))
    # A name begins the sentence in “Leila knows”: one word only, or many a good sentence would count.
    first = r"[a-z'’]{2,12}" if phrase.startswith("*") else _NAME
    name = r"(\w{1,5})" if chinese else first  # is_phrase looks at its letters
    return name.join(re.escape(part) for part in phrase.split("*"))


_LONGEST_PHRASE = 60


@lru_cache(10_000)  # a phrase appears in many cells
def is_phrase(text: str, kind: str) -> bool:
    """Whether a cell as a whole is a phrase of a kind: of the lists below that heading."""
    if len(text) > _LONGEST_PHRASE:
        return False
    plain, pattern = phrases(kind)
    bare = folded(text)
    match = None if bare in plain else pattern.fullmatch(bare)
    if match is None:
        return bare in plain
    names = filter(None, match.groups())
    return all(name[0] in _SURNAMES and all(map(_is_chinese, name)) for name in names)


def says_something(reason: str) -> bool:
    """Whether a reason is one: not blank, no bare yes or no, no empty phrase."""
    return bool(clean(reason)) and not any(
        is_phrase(reason, kind) for kind in ("no_reason", "anywhere", "required")
    )


def phrase_prefilter(plain: Iterable[str], *kinds: str) -> Prefilter:
    """A quick look for cells that are, as ``folded`` gives them, plain texts or phrases of some kinds."""
    known = [phrases(kind) for kind in kinds]
    literally = map(re.escape, sorted(set(plain).union(*(phrase for phrase, _ in known))))
    whole = re.compile("|".join([*literally, *(pattern.pattern for _, pattern in known)]))
    return caseless, wider_whole(whole, _AT_THE_END + _BRACKETS)


@lru_cache(10_000)
def names_no_one(text: str) -> bool:
    """Whether a text that should name a person names no one: TBD, 暂无, –, the team, help desk."""
    return any(is_phrase(text, kind) for kind in ("nobody", "desk", "anywhere", "required"))
