"""Chinese as a colleague writes it: one word for one thing, and Chinese punctuation throughout.

What cannot be tested – whether a sentence sounds natural – is read aloud by a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path

import pytest
import yaml
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "handover_xlsx"
CATALOGUES = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES"

# What we do not write, and what we write instead. Other people's words are understood when they
# are read: as aliases of a heading.
GLOSSARY = {
    "备份人": "备岗人", "后备人员": "备岗人", "代理人": "备岗人", "承接": "接手", "接替人": "接手人",
    "接任人": "接手人", "接收人": "接手人", "移交人": "交接人", "离职人员": "交接人",
    "监督人": "监交人", "登陆": "登录", "帐号": "账号", "帐户": "账户", "其它": "其他",
    "您": "你",
}  # fmt: skip

Text = tuple[str, str]  # where it is, what it says


def once(read: Callable[[], Iterator[Text]]) -> Callable[[], tuple[Text, ...]]:
    """Reading all the templates takes a second."""
    return cache(wraps(read)(lambda: tuple(read())))


@once
def messages() -> Iterator[Text]:
    """What the program says."""
    for domain in ("handover", "messages"):
        with (CATALOGUES / f"{domain}.po").open("rb") as file:
            for message in read_po(file, locale="zh_CN"):
                forms = message.string
                for text in (forms,) if isinstance(forms, str) else forms:
                    if message.id:
                        yield f"{domain}.po", text


@once
def workbooks() -> Iterator[Text]:
    """What a template writes into a workbook, and the samples' stories."""
    for path in sorted((ROOT / "templates").glob("*.yaml")):
        yield from _chinese_in(yaml.safe_load(path.read_text(encoding="utf-8")), path.name)
    for path in sorted((ROOT / "samples" / "content").glob("*.zh.yaml")):
        for text in _texts_in(yaml.safe_load(path.read_text(encoding="utf-8"))):
            yield path.name, text


@once
def examples() -> Iterator[Text]:
    """How ``handover explain`` puts its examples."""
    path = PACKAGE / "validation" / "examples.yaml"
    for pair in yaml.safe_load(path.read_text(encoding="utf-8")).values():
        for example in pair.values():
            if "say" in example:
                yield path.name, example["say"]["zh"]


@once
def pages() -> Iterator[Text]:
    """The Chinese guide, without code and addresses."""
    for path in (ROOT / "docs" / "zh.md", *sorted((ROOT / "docs" / "zh").rglob("*.md"))):
        text = path.read_text(encoding="utf-8")
        text = re.sub(r"```.*?```|<!--.*?-->|^#+ .*$", "", text, flags=re.DOTALL | re.MULTILINE)
        for line in text.splitlines():
            yield path.name, re.sub(r"`[^`]*`|\]\([^)]*\)|https?://\S+", "`", line)


def _chinese_in(node: object, where: str) -> Iterator[Text]:
    """The texts under “zh”; aliases are what other people write."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "zh":
                yield from ((where, text) for text in _texts_in(value))
            elif key != "aliases":
                yield from _chinese_in(value, where)
    elif isinstance(node, list):
        for value in node:
            yield from _chinese_in(value, where)


def _texts_in(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from _texts_in(value)


def wrong(pattern: str, *sources: tuple[Text, ...]) -> list[Text]:
    """The texts in which a pattern is found."""
    return [found for source in sources for found in source if re.search(pattern, found[1])]


@pytest.mark.parametrize("word", GLOSSARY)
def test_one_thing_has_one_word(word):
    """A reader who meets 备份人 here and 备岗人 there looks for the difference."""
    assert wrong(word, messages(), workbooks(), examples(), pages()) == []


def test_sentences_have_chinese_punctuation():
    """No ASCII comma, colon, question mark or bracket next to a Chinese character."""
    half = r"[一-鿿][,;:?!()]|[,;?!()][一-鿿]|[一-鿿]\.(\s|$)"

    assert wrong(half, messages(), workbooks(), examples()) == []
    assert wrong(r"[一-鿿][,;:?!]|[,;?!][一-鿿]", pages()) == []


def test_chinese_punctuation_brings_its_own_space():
    """No blank before or after “”, （）, 。 and the like."""
    blank = r"[一-鿿“”（）《》，。；：、？！] [“”（）《》，。；：、？！]|[“”（）《》，。；：、？！] [一-鿿]"

    assert wrong(blank, messages(), examples(), workbooks(), pages()) == []


def test_messages_and_pages_set_latin_words_and_numbers_apart():
    """“第 3 行”, “用 Excel 打开”: a blank between Chinese and what is not."""
    without = tuple(text for text in messages() if text[1] != _AS_PEOPLE_TYPE)

    assert wrong(r"[一-鿿][A-Za-z0-9]|[A-Za-z0-9%][一-鿿]", without, examples()) == []
    assert wrong(r"[一-鿿]\{(count|rows|row|limit|size|seconds|version)[^}]*\}", without) == []
    assert wrong(r"[一-鿿][A-Za-z0-9`]|[A-Za-z0-9%`][一-鿿]", pages()) == []


_AS_PEOPLE_TYPE = "“{field}”：有 {count} 处按习惯写法换算过（例如“1.2万”算作 12000）"


def test_workbooks_do_not_set_them_apart():
    """“每月5日前”, as people write in a table; a number or code of its own is apart."""
    apart = r"[一-鿿] [A-Za-z]*\d{0,4}[A-Za-z]* ?[一-鿿]"

    assert wrong(apart, workbooks()) == []
