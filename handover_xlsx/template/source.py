"""Where the text of a template comes from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_

FindTemplate = Callable[[str], tuple[str, str]]
"""Gives the text and the file name of another template, for ``extends``."""


def read_text(path: Path) -> str:
    """The text of a template file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(
            path.name, N_("is not a text in UTF-8; save it as a UTF-8 text file")
        ) from None
    except FileNotFoundError:
        raise UnreadableFile(
            str(path), N_("does not exist; check the name and the folder")
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UnreadableFile(
            path.name,
            N_("cannot be read ({why}); check the path"),
            why=getattr(error, "strerror", None) or str(error),
        ) from None
