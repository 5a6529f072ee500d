"""Where two texts differ, word by word, so that a page can mark it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_TOKENS = re.compile(r"[\u3040-\u9fff]|\w+|\s+|.", re.DOTALL)  # a Chinese character is a word
_MOST_TOKENS = 2000
_RELATED = 0.3  # texts that share less are better read complete


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text, and whether the other text does not have it."""

    text: str
    differs: bool


def pieces(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces; where they have little in common, each in one piece."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if max(len(old), len(new)) > _MOST_TOKENS:
        return _whole(before), _whole(after)
    matcher = SequenceMatcher(None, old, new, False)
    if matcher.ratio() < _RELATED:
        return _whole(before), _whole(after)
    left, right = [], []
    for kind, a, b, c, d in matcher.get_opcodes():
        left.append(Piece("".join(old[a:b]), kind != "equal"))
        right.append(Piece("".join(new[c:d]), kind != "equal"))
    return tuple(p for p in left if p.text), tuple(p for p in right if p.text)


def _whole(text: str) -> tuple[Piece, ...]:
    return (Piece(text, differs=False),) if text else ()
