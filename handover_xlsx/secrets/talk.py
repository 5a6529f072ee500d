"""The words with which people speak about a password instead of writing it down.

“Password: ask Daniel in the office” holds none of it; “Password: kitten 4711 Blue” holds it whole.
A password with blanks ends where such a word stands: “kitten 4711 Blue, please change”.
"""

from __future__ import annotations

import re
from pathlib import Path

from handover_xlsx.secrets.shapes import is_stand_in

_TALK = frozenset(
    word
    for line in Path(__file__).with_name("talk.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
    for word in line.split()
)
_EDGES = "\"'“”‘’„.,;:!?()[]<>"
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def is_talk(word: str) -> bool:
    """Whether a word speaks about a secret: “ask”, “drawer”, “KeePass”, anything in Chinese."""
    bare = word.strip(_EDGES)
    return (
        bare.casefold().removesuffix("'s").removesuffix("’s") in _TALK
        or is_stand_in(bare)
        or _CHINESE.search(word) is not None
    )
