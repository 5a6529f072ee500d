"""Lines for a terminal: broken between words – or Chinese characters – never cut."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from handover_xlsx.text.width import display_width

_PIECES = re.compile(r"\x1b\[\d+m|\s+|[^\s\x1b]+")
_NEVER_FIRST = "，。、；：！？）】》”’…—·%％,.;:!?)]}"
_NEVER_LAST = "（【《“‘([{"
_LEAST = 40  # columns; in a narrower window more is broken than is gained


def shown_width(text: str) -> int:
    """How many columns a terminal needs: a Chinese character takes two, a colour none."""
    return display_width(re.sub(r"\x1b\[\d+m", "", text))


def wrapped(lines: Iterable[str], width: int) -> Iterator[str]:
    """The lines, those that are too long continued on the next, two columns further in."""
    for line in lines:
        yield from [line] if shown_width(line) <= max(width, _LEAST) else _broken(line, width)


def _broken(line: str, width: int) -> Iterator[str]:
    margin = len(line) - len(line.lstrip(" "))
    indent = " " * (margin + 2)
    now = " " * margin
    empty = True  # nothing but the margin yet
    for piece in _parts(line.strip(" ")):
        if not empty and shown_width(now + piece.rstrip()) > max(width, _LEAST):
            yield now.rstrip()
            now, piece = indent, piece.lstrip()
        now += piece
        empty = empty and not piece.strip()
    yield now.rstrip()


def _parts(text: str) -> Iterator[str]:
    """What remains together: a word with the space before it, a Chinese character with its marks."""
    kept = ""
    for piece in _PIECES.findall(text):
        if piece.isspace() or piece.startswith("\x1b"):
            kept += piece
            continue
        for character in piece:
            breaks = kept and not kept.isspace() and _may_break(kept[-1], character)
            if breaks:
                yield kept
                kept = ""
            kept += character
        yield kept
        kept = ""
    if kept:
        yield kept


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters that no space parts."""
    if after in _NEVER_FIRST or before in _NEVER_LAST:
        return False
    return display_width(before + after) > len(before + after)  # one of them is Chinese
