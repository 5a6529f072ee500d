"""Secrets found by patterns: ``tokens.txt`` and ``codes.txt`` have one rule a block, with examples.

Tokens are known by their form: access keys, private keys, links that log in. Codes are known by the
words before them: what opens a door, a safe or an archive, the three digits on a card, lists of
recovery codes, seeds of authenticator apps, answers to security questions, a user and a password.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from handover_xlsx.secrets.shapes import is_mixed, is_product, is_stand_in, looks_made_up
from handover_xlsx.secrets.words import CHINESE_WORD, is_talk

_USERS = frozenset({"admin", "user", "login", "owner"})  # elsewhere they mean a person
_RANDOM = re.compile(
    r"(?<![\w/+])(?=[\w/+]*\d)(?=[\w/+]*[a-z])(?=[\w/+]*[A-Z])[\w/+]{24,}=*(?![\w/+])"
)


@dataclass(frozen=True)
class Rule:
    """A kind of secret: which texts are searched for it, for what, and examples of both sorts."""

    kind: str
    name: str
    words: tuple[str, ...]
    patterns: tuple[str, ...]
    must_be: str
    hides: tuple[str, ...]
    shows: tuple[str, ...]

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Any of the patterns, compiled when first needed: few workbooks need more than a few."""
        return re.compile("|".join(self.patterns))

    def spans_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a text contains such a secret."""
        group = "secret" if "secret" in self.compiled.groupindex else 0
        for match in self.compiled.finditer(text):
            if _MUST_BE[self.must_be](match):
                yield match.span(group)


def tokens_in(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind, the start and the end of each token."""
    found = list(_found(text, "tokens"))
    yield from found
    if any(kind == "access key" for kind, _, _ in found):  # it seldom comes alone
        for match in _RANDOM.finditer(text):
            yield "access key", match.start(), match.end()


def codes_in(text: str) -> Iterator[tuple[str, int, int]]:
    """The kind, the start and the end of each code, without the full stop of a sentence."""
    for kind, start, end in _found(text, "codes"):
        yield kind, start, start + len(text[start:end].rstrip(" .,;:)\"'”"))


def _found(text: str, table: str) -> Iterator[tuple[str, int, int]]:
    lower = text.lower()
    for rule in rules(table):
        if any(map(lower.__contains__, rule.words)):
            for start, end in rule.spans_in(text):
                yield rule.kind, start, end


@cache
def rules(table: str) -> tuple[Rule, ...]:
    """The rules of a table, ``tokens`` or ``codes``; read when a text is first searched."""
    text = Path(__file__).with_name(f"{table}.txt").read_text(encoding="utf-8")
    blocks = [
        lines
        for block in text.split("\n\n")
        if (lines := [line for line in block.splitlines() if not line.startswith("#")])
    ]
    parts = {"{word}": CHINESE_WORD}
    found = []
    for heading, *lines in blocks:
        if heading.startswith("{"):
            parts |= dict(line.split(" = ", 1) for line in (heading, *lines))
        else:
            found.append(_rule(heading, lines, parts))
    return tuple(found)


def _rule(heading: str, lines: list[str], parts: dict[str, str]) -> Rule:
    kind, name, words, must_be = (part.strip() for part in f"{heading} ¦".split("¦")[:4])
    fields: dict[str, list[str]] = {"find": [], "hides": [], "shows": []}
    for line in lines:
        field, value = line.split(maxsplit=1)
        if field == "find":
            for part, meaning in reversed(parts.items()):  # a part may contain those before it
                value = value.replace(part, meaning)
        fields[field].append(value.strip())
    find, hides, shows = map(tuple, fields.values())
    return Rule(kind, name, tuple(words.split()), find, must_be, hides, shows)


def _is_likely(match: re.Match[str]) -> bool:
    value = match["secret"].rstrip(".,;:)\"'”")
    likely = looks_made_up(value) or (is_mixed(value) and len(value) >= 6)
    return likely and not (is_talk(value) or is_product(value))


def _is_second(match: re.Match[str]) -> bool:
    value = match["secret"].rstrip(".,;:)")
    named = value.isalpha() and (value[:1].isupper() or len(value) < 6)
    not_a_user = is_talk(match["user"]) and match["user"].casefold() not in _USERS
    return not (not_a_user or is_stand_in(value) or named)


_MUST_BE: dict[str, Callable[[re.Match[str]], bool]] = {
    "": lambda match: True,
    "no stand-in": lambda match: not is_stand_in(match["secret"]),
    "answer": lambda match: not is_talk(match["secret"].split()[0]),
    "likely": _is_likely,
    "second": _is_second,
}
