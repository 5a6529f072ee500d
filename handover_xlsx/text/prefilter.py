"""A quick look at many texts, after which few are left to be judged one by one.

Python's ``re`` takes a microsecond for most texts, and ten for some. RE2 searches half a million of
them as one buffer in a tenth of a second, in linear time whatever the pattern is. It does not know
all that ``re`` knows, so that a pattern is made wider first; what it finds is to be judged again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

FEW = 20_000  # texts; to judge so many takes less time than to start RE2 and to join them
_AT_ONCE = 50_000  # texts that are joined: several copies of them are in memory
_AUTOMATON_BYTES = (
    1 << 26
)  # it starts again when they are full, and gives up when that is too often

_SEPARATOR = "\0"  # no cell of a workbook contains it
_SPACE = r"\t-\r\x1c- \x{85}\p{Z}"
# RE2 knows only the classes of ASCII; and in Python both i's of Turkish are one with “i”.
_WIDER = {
    **dict.fromkeys(("^", "$", r"\b", r"\B", r"\A", r"\Z"), ""),
    r"\d": r"\p{Nd}",
    r"\s": f"[{_SPACE}]",
    r"\w": r"[\w\x{80}-\x{10FFFF}]",
    "(": "(?:",
    "i": "[iıİ]",
    "I": "[Iıİ]",
}
_WIDER_IN_CLASS = {r"\d": r"\p{Nd}", r"\s": _SPACE, r"\w": r"\w\x{80}-\x{10FFFF}"}
_NARROWER_IN_CLASS = dict.fromkeys((r"\D", r"\S", r"\W"), "")  # of what must not be there
_ESCAPE = re.compile(r"\\u[\da-f]{4}|\\.", re.DOTALL)
_TOKEN = re.compile(
    rf"{_ESCAPE.pattern}|\[\^?\]?(?:\\.|[^\]\\])*\]|\(\?<?[=!]|\(\?P<\w+>|\(\?[a-z]+\)|\(\?[a-z-]*:|.",
    re.DOTALL,
)


def wider(pattern: re.Pattern[str]) -> str:
    """A pattern for RE2 that is found wherever this one is, and elsewhere, too.

    What only looks around – anchors, boundaries, what must be before or after – is left out.
    References to groups, conditions and verbose patterns are not understood.
    """
    kept: list[str] = []
    depth = 0  # of brackets, inside of what looks around
    for piece in _TOKEN.findall(pattern.pattern):
        if depth or piece.startswith(("(?=", "(?!", "(?<=", "(?<!")):
            depth += piece.startswith("(") - (piece == ")")
        else:
            kept.append(_widened(piece))
    return f"(?{'i' if pattern.flags & re.IGNORECASE else ''}:{''.join(kept)})"


def _widened(token: str) -> str:
    if token.startswith("[^"):
        return _ESCAPE.sub(lambda one: _NARROWER_IN_CLASS.get(one[0], _escape(one[0])), token)
    if token.startswith("["):
        known = _ESCAPE.sub(lambda one: _WIDER_IN_CLASS.get(one[0], _escape(one[0])), token)
        return f"(?:[ıİ]|{known})"
    if token.startswith("(?"):
        return token if token.endswith(":") else "(?:" if token.endswith(">") else ""
    return _WIDER.get(token, _escape(token))


def _escape(token: str) -> str:
    return rf"\x{{{token[2:]}}}" if token.startswith(r"\u") else token


def wider_whole(pattern: re.Pattern[str], around: str = "") -> str:
    """The same for one that must match a complete text but for spaces and signs at its ends.

    Where it has one space, the text may have several, or a line break. What may be repeated so many
    times may be more often, which keeps the automaton small.
    """
    spaced = re.sub(r"\\? ", r"\\s+", pattern.pattern)
    counted = re.sub(r"(?<!\\)\{(\d+)(?:,\d*)?\}", lambda n: "+" if int(n[1]) else "*", spaced)
    ends = f"[{_SPACE}{re.escape(around)}]*"
    return rf"\x00{ends}{wider(re.compile(counted, pattern.flags))}{ends}\x00"


Prefilter = tuple[Callable[[str], str], str]
"""What is done to all texts at once before one looks, and a pattern of RE2.

It is done to each as if it were alone, although a sign that is no letter sets them apart:
``str.lower``, a normal form of Unicode, or ``str`` for nothing.
"""


def candidates(
    texts: Sequence[str], prefilters: Callable[[], Iterable[Prefilter]], before: int = 0
) -> Sequence[int]:
    """The places of the texts that one of the looks finds, ascending, and of a few others.

    Where there are few texts these are all; those of other workbooks ``before`` count, too, for RE2
    is started once for all.
    """
    if len(texts) + before < FEW:
        return range(len(texts))
    found: set[int] = set()
    for fold, pattern in prefilters():
        search = _search(pattern)
        for begin in range(0, len(texts), _AT_ONCE):
            some = _joined(texts[begin : begin + _AT_ONCE], fold)
            found.update(begin + place for place in _places(some, search))
    return sorted(found)


def _joined(texts: Sequence[str], fold: Callable[[str], str]) -> bytes:
    """Every text between two separators."""
    joined = _SEPARATOR.join(["", *texts, ""])
    if joined.count(_SEPARATOR) > len(texts) + 1:
        joined = _SEPARATOR.join(["", *(text.replace(_SEPARATOR, " ") for text in texts), ""])
    joined = fold(joined)  # one at a time is in memory
    return joined.encode(errors="replace")


@lru_cache(8)
def _search(pattern: str) -> Any:  # noqa: ANN401 - RE2 has no types
    """What finds a pattern of RE2."""
    import re2  # not for few texts

    options = re2.Options()
    options.max_mem = _AUTOMATON_BYTES
    options.log_errors = False
    return re2.compile(pattern.encode(), options).search


def _places(joined: bytes, search: Any) -> Iterator[int]:  # noqa: ANN401
    """The texts in which something is found, and those that it reaches into."""
    last = len(joined) - 1
    text = at = 0  # which text begins behind the separator that is there
    while at < last and (match := search(joined, at)) and match.start() < last:
        start, end = match.span()
        text += joined.count(0, at + 1, start + 1)
        at = joined.find(0, max(end - 1, start + 1))
        beyond = text + joined.count(0, start + 1, at + 1)
        yield from range(text, beyond)
        text = beyond
