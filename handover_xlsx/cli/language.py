"""The language of help and messages: what ``-l`` asks for, else the terminal's."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Sequence

from handover_xlsx.locale import FOLDER, locale_language

# click's own words ("Usage:", "Missing option") come from the domain "messages".
gettext.bindtextdomain("messages", str(FOLDER))

_LOCALES = {"en": "en", "zh": "zh_CN"}
_ASKED = re.compile(r"\0(?:-l|--lang)[=\0]?(en|zh)(?=\0)")
_HELP = {"-h", "--help"}


def speak(arguments: Sequence[str]) -> None:
    """Let click, our own messages and the processes that read for us speak one language.

    Only the environment reaches all three; and click knows no Windows, which sets no ``LANG``.
    """
    os.environ["LANGUAGE"] = _LOCALES[_asked(arguments) or locale_language()]


def _asked(arguments: Sequence[str]) -> str | None:
    """``handover -l zh …``, or ``-l zh`` anywhere next to ``--help``.

    A command's own ``-l`` is about what it writes: who makes a Chinese workbook need not read
    Chinese. Click looks too late for us; by then the help is in words.
    """
    from handover_xlsx.cli import COMMANDS

    command = next((n for n, word in enumerate(arguments) if word in COMMANDS), len(arguments))
    heard = arguments if _HELP.intersection(arguments) else arguments[:command]
    found = _ASKED.search("\0" + "\0".join(heard) + "\0")
    return found[1] if found else None
