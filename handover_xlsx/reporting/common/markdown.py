"""Text that reads the same in GitHub-flavoured Markdown: what cells contain is never markup."""

from __future__ import annotations

import re

_ACTIVE = re.compile(r"[\\|<>\[\]*_`#~$]|!(?=\[)|&(?=[#\w])")
# What GitHub makes a link of by itself (addresses, mentions) is shown as code.
_RUN = re.compile(r"[!-_a-{}~]+")
_LINKED = re.compile(r"@|://|www\.", re.IGNORECASE)
_AROUND = "()[]{}.,;:!?\"'*_"


def escaped(text: str) -> str:
    """A text that reads the same in Markdown and is nothing but text there."""
    parts, last = [], 0
    for run in _RUN.finditer(text):
        for piece in re.finditer(r"[^|<>]+", run[0]):
            core = piece[0].strip(_AROUND)
            if _LINKED.search(core):
                start = run.start() + piece.start() + piece[0].index(core)
                parts += [_escaped(text[last:start]), f"`{core}`"]
                last = start + len(core)
    parts.append(_escaped(text[last:]))
    return "".join(parts).replace("\n", "<br>")


def _escaped(text: str) -> str:
    return _ACTIVE.sub(lambda match: "&#96;" if match[0] == "`" else f"\\{match[0]}", text)
