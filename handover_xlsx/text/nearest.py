"""The word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word that is most like one, at least so much (0 to 1); None where none is."""
    from difflib import get_close_matches  # seldom needed

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=cutoff)), None)
