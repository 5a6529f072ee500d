"""Parts whose XML is broken, endless, or asks for other files."""

from __future__ import annotations

import re
from collections.abc import Callable

from hostile.building import (
    BOOK,
    BOOK_LINKS,
    DUTIES,
    LINKS,
    STRINGS,
    STYLES,
    TYPES,
    Case,
    parts,
    refused,
    same,
    with_part,
)

_LAUGHS = b"<!DOCTYPE x [<!ENTITY a0 'ha'>" + b"".join(
    b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)


def _prefixed(prolog: bytes) -> Callable[[bytes], bytes]:
    """Something in front of the root element."""
    return lambda content: re.sub(
        rb"<(?=[A-Za-z])", prolog.replace(b"\\", b"\\\\") + b"<", content, count=1
    )


def _inside(text: bytes) -> Callable[[bytes], bytes]:
    """Something right before the end of the root element."""
    return lambda content: (
        content[: content.rindex(b"</")] + text + content[content.rindex(b"</") :]
    )


_FAULTS: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "is not valid XML"),
    "half": (lambda content: content[: len(content) // 2], "is not valid XML"),
    "of zeros": (lambda content: bytes(len(content)), "is not valid XML"),
    "with a zero": (_inside(b"\0"), "is not valid XML"),
    "with two roots": (lambda content: content + b"<x/>", "is not valid XML"),
    "with an unknown entity": (_inside(b"&nbsp;"), "is not valid XML"),
    "with an open CDATA": (_inside(b"<![CDATA["), "is not valid XML"),
    "with half a letter": (_inside(b"\xe5\xba"), "is not valid XML"),
    "with a doctype": (_prefixed(b"<!DOCTYPE x>"), "a DOCTYPE"),
    "with a file as entity": (
        _prefixed(b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "a DOCTYPE",
    ),
    "with a page as entity": (
        _prefixed(b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "a DOCTYPE",
    ),
    "with a thousand million laughs": (_prefixed(_LAUGHS + b"]>"), "a DOCTYPE"),
    "in gb18030": (
        lambda content: content.replace(b'"UTF-8"', b'"gb18030"', 1), "in the text encoding",
    ),
    "in utf-7": (lambda content: content.replace(b'"UTF-8"', b'"UTF-7"', 1), "in the text encoding"),
    "in half of utf-16": (lambda content: b"\xff\xfe" + content[:99], "is not valid XML"),
}  # fmt: skip

_PARTS = {
    "types": TYPES,
    "links": LINKS,
    "workbook": BOOK,
    "workbook links": BOOK_LINKS,
    "sheet": DUTIES,
    "strings": STRINGS,
    "styles": STYLES,
}
_FOR_ALL = ("empty", "half", "with a doctype", "with a file as entity", "in gb18030")


def _spoiled(part: str, fault: str) -> Case:
    change, words = _FAULTS[fault]
    return refused(lambda: with_part(part, change(parts()[part])), words)


def _endless(name: str, text: bytes, words: str) -> tuple[str, Case]:
    """Something before the end of the sheet; without words it is harmless."""
    make = refused if words else same
    return name, make(lambda: with_part(DUTIES, _inside(text)(parts()[DUTIES])), words)


MARKUP: dict[str, Case] = {
    **{
        f"{called} {fault}": _spoiled(part, fault)
        for called, part in _PARTS.items()
        for fault in _FAULTS
        if fault in _FOR_ALL or called in ("sheet", "strings")
    },
    **dict(
        [
            _endless("five million letters", b"x" * (5 << 20), "a single piece of text"),
            _endless("a long attribute", b'<x a="' + b"y" * (5 << 20) + b'"/>', "a single piece"),
            _endless("a long comment", b"<!--" + b"<>" * (3 << 20) + b"-->", "a single piece"),
            _endless(
                "a million levels", b"<a>" * 1_000_000 + b"</a>" * 1_000_000, "nested more than"
            ),
            _endless("a thousand levels", b"<a>" * 1_000 + b"</a>" * 1_000, ""),
            _endless("thousands of comments", b"<!-- x -->" * 450_000, "thousands of comments"),
            _endless("an undeclared prefix", b"<what:ever/>", ""),
        ]
    ),
    "sheet that is another thing": refused(
        lambda: with_part(DUTIES, b"<chartsheet/>"), "are not a sheet"
    ),
    "sheet that is a web page": refused(
        lambda: with_part(DUTIES, b"<html><body>x</body></html>"), "are not a sheet"
    ),
    "sheet that is utf-16 nonsense": refused(
        lambda: with_part(DUTIES, "<nonsense/>".encode("utf-16")), "are not a sheet"
    ),
}
