"""The quick look at many texts: whatever ``re`` finds one by one, RE2 finds in all of them."""

from __future__ import annotations

import re
import sys

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_xlsx.text import prefilter
from handover_xlsx.text.prefilter import candidates, wider, wider_whole

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def _many(monkeypatch):
    """However few texts there are, they count as many."""
    monkeypatch.setattr(prefilter, "FEW", 0)


def found(pattern: str, texts: list[str], fold=str) -> set[int]:
    """The places of the texts that are left to be judged."""
    return set(candidates(texts, lambda: [(fold, pattern)]))


EVERY_SIGN = "".join(map(chr, (*range(1, 0xD800), *range(0xE000, sys.maxunicode + 1))))


def all_found(pattern: re.Pattern[str]) -> bool:
    """Whether RE2 takes every sign that Python takes."""
    taken = "".join(pattern.findall(EVERY_SIGN))
    return bool(taken) and re2.fullmatch(f"(?:{wider(pattern)})*", taken) is not None


@pytest.mark.parametrize(
    "one", [r"\d", r"\s", r"\w", r"[\w-]", r"[^\W\d]", r"[^\s.]", r"\S", r"\D", r"\W", "."]
)
def test_a_class_contains_every_sign_that_it_contains_in_python(one):
    """The digits of all scripts, the spaces of all kinds, the letters of all languages."""
    assert all_found(re.compile(one))


@pytest.mark.parametrize("one", [*"iIkKsSéΣ", "[a-z]", "[ikS-]", "(?i:i)", "(?-i:K)"])
def test_capitals_and_small_letters_are_one_as_in_python(one):
    """Also the dotless ı of Turkish, the long ſ and the sign of kelvin."""
    assert all_found(re.compile(one, re.IGNORECASE))


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?<![A-Za-z])[cd]:[\\/]", "on C:\\plans"),
        (r"^(?:desktop|downloads?)$", "Desktop\n"),
        (r"lock(?<![bc]lock)", "padlock"),
        (r"(?=[A-Z-]*\d)(?P<code>[A-Z0-9]{4,})", "AB12"),
        (r"\bor\b", "此 or 彼"),
        (r"[]x]y", "]y"),
        (r"sk[-:]|[\w.-]{3}", "SK-"),
        (r"[\u4e00-\u9fff]{2}", "对账"),
    ],
)
def test_what_only_looks_around_is_left_out(pattern, text):
    """RE2 knows nothing of what is before or after; the rest of the pattern is looked for."""
    assert re.search(pattern, text, re.IGNORECASE)
    assert found(wider(re.compile(pattern, re.IGNORECASE)), [text]) == {0}


@pytest.mark.parametrize("at_once", [1, 2, 3, 7, 50])
def test_texts_are_looked_through_some_at_a_time(monkeypatch, at_once):
    """However many are joined, the same places are found; also those at the ends of each part."""
    texts = [f"text {place}, {'desktop' if place % 3 == 0 else '对账'}" for place in range(20)]
    monkeypatch.setattr(prefilter, "_AT_ONCE", at_once)

    assert found("desktop", texts) == {0, 3, 6, 9, 12, 15, 18}


def test_most_texts_are_skipped():
    """Only the hit is left, wherever it is, also when it is both the first and the last."""
    texts = ["a plan", "", "on the desktop", "对账", "desktop"]

    assert found("desktop", texts) == {2, 4}
    assert found("desktop", ["desktop"]) == {0}
    assert found("desktop", ["", "", "a"]) == set()
    assert found("desktop", []) == set()


@given(
    st.lists(st.text("ab\0\n \ud800对", max_size=4), max_size=30),
    st.sampled_from(["a", "ab|b", "[^a]b", "a\\s", "", "b*", r"\x00a", r"a\x00", r"\x00", "[^b]+"]),
)
@settings(derandomize=True)
def test_every_text_with_a_hit_of_its_own_is_left(texts, pattern):
    """Whatever reaches from one text into the next, none behind it is lost."""
    alone = {
        at
        for at, text in enumerate(texts)
        if re.search(pattern, f"\0{text}\0".replace("\ud800", "?"))
    }

    assert alone <= found(pattern, texts) <= set(range(len(texts)))


def test_few_texts_are_all_judged(monkeypatch):
    """To judge them takes less time than to start RE2."""
    monkeypatch.setattr(prefilter, "FEW", 3)

    assert found("a", ["a", "b"]) == {0, 1}
    assert found("a", ["a", "b", "c"]) == {0}


@pytest.mark.parametrize("text", ["see chat", " (See  Chat!) ", "see\nchat\u3000"])
def test_a_complete_text_may_have_spaces_and_signs_at_its_ends(text):
    """A phrase is one however it is set apart; a sentence that contains it is none."""
    pattern = wider_whole(re.compile("see chat"), "!()")

    assert found(pattern, ["so", text, "see chat of May", "to see chat"], str.lower) == {1}
