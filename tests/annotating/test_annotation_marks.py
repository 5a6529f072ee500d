"""Marks of an annotated copy are no content."""

from __future__ import annotations

import pytest

from handover_xlsx.format.annotation_marks import NOTE_BEGINS, NOTE_ENDS, note_spans, own_words

OURS = f"{NOTE_BEGINS}Must be fixed (V101)\n“Due when” is missing\n\nWrite it down.\n{NOTE_ENDS}"


@pytest.mark.parametrize(
    ("note", "own"),
    [
        (OURS, ""),
        (f"ask Ben\nfirst\n\n{OURS}", "ask Ben\nfirst"),
        (f"{OURS}\nit is right so", "it is right so"),
        (f"before\n\n{OURS}\nafter", "before\nafter"),
        (OURS.removesuffix(NOTE_ENDS), ""),
        ("I read about handover · and more", "I read about handover · and more"),
        ("", ""),
    ],
    ids=["ours", "below a person's", "answered", "around", "end deleted", "mentioned", "blank"],
)
def test_a_persons_words_are_distinguished_from_ours(note, own):
    """Also where they are in one note, and where a part of ours was deleted."""
    assert own_words(note) == own
    assert bool(note_spans(note)) == (NOTE_BEGINS in note and not note.startswith("I read"))
