"""What in a workbook could act if a program let it: found and named, never run, never followed."""

from __future__ import annotations

from collections.abc import Iterable

from handover_xlsx.locale import N_
from handover_xlsx.package.xml_guard import Parts

_EXTERNAL_LINKS = N_("external links")
_DDE_LINKS = N_("DDE links (which may start programs)")
_BY_WORDS = {  # what a person knows it as -> words in part names and content types
    N_("macros"): ("vbaproject", "macrosheet"),
    _EXTERNAL_LINKS: ("externallink",),
    _DDE_LINKS: (),
    N_("data connections"): ("connections+xml", "xl/connections.", "querytable"),
    N_("embedded objects"): ("xl/embeddings/", "oleobject"),
    N_("ActiveX controls"): ("activex",),
    N_("web add-ins"): ("webextension",),
    N_("custom menus"): ("customui/",),
}
_FOLLOWED_BY_HAND = "hyperlink"  # a person clicks it; nothing happens by itself


def active_content(parts: Parts, types: Iterable[str]) -> tuple[str, ...]:
    """The kinds of active content in a package, for N_; ``types`` are its content types."""
    text = "\n".join([*parts.archive.entries, *types])
    found = {kind for kind, marks in _BY_WORDS.items() if any(mark in text for mark in marks)}
    if any(_leads_out(parts, key) for key in parts.archive.entries if key.endswith(".rels")):
        found.add(_EXTERNAL_LINKS)
    links = [key for key in parts.archive.entries if "externallink" in key and key[-4:] == ".xml"]
    if any(b"ddelink" in parts.content(key).replace(b"\0", b"").lower() for key in links):
        found.add(_DDE_LINKS)
    return tuple(kind for kind in _BY_WORDS if kind in found)


def _leads_out(parts: Parts, key: str) -> bool:
    """Whether a part loads something from outside: a linked picture, a template, another file."""
    if b"External" not in parts.content(key).replace(b"\0", b""):
        return False
    return any(
        link.get("TargetMode") == "External"
        and not str(link.get("Type", "")).endswith(_FOLLOWED_BY_HAND)
        for link in parts.tree(key).iter("{*}Relationship")
    )
