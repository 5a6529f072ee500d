"""The word that was probably meant."""

from __future__ import annotations

from handover_xlsx.locale import N_, Message


def suggestion(word: str, known: list[str]) -> Message:
    """“did you mean …?”, or the list of what there is."""
    if not known:
        return Message(N_("none is defined yet"))
    from difflib import get_close_matches  # seldom needed

    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return Message(N_("did you mean “{word}”?"), {"word": close[0]})
    return Message(N_("use one of: {words}"), {"words": tuple(known)})
