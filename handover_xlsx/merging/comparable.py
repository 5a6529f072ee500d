"""When two values say the same: what is compared instead of the values themselves."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from handover_xlsx.template.model import Field
from handover_xlsx.text.normalise import caseless
from handover_xlsx.text.patterns import when_used

_CHINESE = when_used("[\u3400-\u9fff\uf900-\ufaff]")
_NOT_WORD = when_used(r"[\W_]+")
_CHINESE_MOBILE = when_used(r"(?:0{0,2}86)?(1[0-9]{10})")


def comparable(item: Field | None, value: object) -> object:
    """The same for two values of a field that mean the same; ``item`` None: a figure of a period."""
    if not isinstance(value, str) or item is None:
        return value
    if item.type == "phone":
        return phone_key(value)
    if item.type in ("email", "url", "place"):
        return caseless(value).strip().rstrip("/")
    return text_key(value)


def is_chinese(text: str) -> bool:
    """Whether a text contains Chinese characters."""
    return _CHINESE.search(text) is not None


@lru_cache(100_000)
def text_key(text: str) -> str:
    """Width, case, accents' spelling, spaces and punctuation do not matter."""
    folded = caseless(text)
    gap = "" if _CHINESE.search(folded) else " "
    return _NOT_WORD.sub(gap, folded).strip()


def phone_key(text: str) -> str:
    """The digits; a Chinese mobile number with or without +86."""
    digits = "".join(c for c in unicodedata.normalize("NFKC", text) if c.isdecimal())
    mobile = _CHINESE_MOBILE.fullmatch(digits)
    return mobile[1] if mobile else digits.lstrip("0")
