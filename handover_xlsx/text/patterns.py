"""Patterns that are compiled when they are first used: few workbooks need more than half of them."""

from __future__ import annotations

import re
from typing import Any, cast


class _Waiting:
    """Stands for a pattern until something is asked of it; what was asked once is at hand."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._given = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - as of a compiled pattern
        if name.startswith("__"):
            raise AttributeError(name)
        if "_compiled" not in self.__dict__:
            self._compiled = re.compile(*self._given)
        found = self.__dict__[name] = getattr(self._compiled, name)
        return found


def when_used(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """As ``re.compile``, but not yet."""
    return cast("re.Pattern[str]", _Waiting(pattern, flags))
