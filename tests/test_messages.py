"""English and Chinese are equal: every text of the program is translated, with its places kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

PACKAGE = Path(__file__).parents[1] / "handover_xlsx"
CATALOGUE = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES"
METHODS = [("**.py", "python"), ("reporting/assets/**.j2", "jinja2")]
PLACE = re.compile(r"\{(\w*)\}")


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    with (CATALOGUE / "handover.po").open("rb") as file:
        return read_po(file, locale="zh_CN")


@pytest.fixture(scope="module")
def texts() -> set[str]:
    found = extract_from_dir(
        PACKAGE, method_map=METHODS, keywords={"N_": None, "_": None},
        options_map={"**.j2": {"encoding": "utf-8"}},
    )  # fmt: skip
    return {message for _, _, message, _, _ in found if isinstance(message, str) and message}


def test_every_text_is_translated(chinese, texts):
    """A new text needs its Chinese: make messages, translate, make messages."""
    missing = [
        text for text in sorted(texts) if not (chinese.get(text) and chinese.get(text).string)
    ]

    assert missing == []


def test_no_translation_is_left_over(chinese, texts):
    """Texts that are gone from the program are gone from the catalogue."""
    assert [m.id for m in chinese if m.id and m.id not in texts] == []


def test_places_in_braces_are_the_same(chinese):
    """A sentence has room for the same values in both languages."""
    wrong = [
        message.id
        for message in chinese
        if message.id and set(PLACE.findall(message.id)) != set(PLACE.findall(message.string))
    ]

    assert wrong == []


def test_chinese_sentences_have_chinese_punctuation(chinese):
    """No ASCII comma, colon or bracket between Chinese characters."""
    wrong = [
        message.string
        for message in chinese
        if message.id and re.search(r"[\u4e00-\u9fff][,;:?!()][\u4e00-\u9fff]", message.string)
    ]

    assert wrong == []


@pytest.mark.parametrize("domain", ["handover", "messages"])
def test_the_compiled_catalogue_is_what_the_text_says(domain):
    """No one forgot to compile: make messages."""
    with (CATALOGUE / f"{domain}.po").open("rb") as file:
        written = texts_of(read_po(file, locale="zh_CN"))
    with (CATALOGUE / f"{domain}.mo").open("rb") as file:
        compiled = texts_of(read_mo(file))

    assert len(written) > 10
    assert compiled == written


def texts_of(catalogue: Catalog) -> dict[tuple[str, ...], tuple[str, ...]]:
    """The texts and their translations, without the heading: Babel writes its version there."""

    def forms(text: str | Sequence[str]) -> tuple[str, ...]:
        return (text,) if isinstance(text, str) else tuple(text)

    return {forms(message.id): forms(message.string) for message in catalogue if message.id}
