"""The word that was probably meant."""

from __future__ import annotations

from handover_xlsx.locale import N_, Message
from handover_xlsx.text.nearest import nearest


def suggestion(word: str, known: list[str]) -> Message:
    """“did you mean …?”, or the list of what there is."""
    if not known:
        return Message(N_("none is defined yet"))
    if near := nearest(word, known):
        return Message(N_("did you mean “{word}”?"), {"word": near})
    return Message(N_("use one of: {words}"), {"words": tuple(known)})
