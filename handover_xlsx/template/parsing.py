"""Small parsers from a tree to values; each notes a mistake and goes on."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from handover_xlsx.locale import N_, Message
from handover_xlsx.template.model import Condition, Reference, Texts
from handover_xlsx.template.tree import Node, Problems

T = TypeVar("T")
Parser = Callable[[Node, Problems], Any]
"""Reads a node; notes a problem and returns None where it cannot."""

LANGUAGE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")
IDENTIFIER = re.compile(r"[a-z][a-z0-9_]{0,39}")
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d{1,3})?", re.IGNORECASE | re.ASCII)


def suggestion(word: str, known: list[str]) -> Message:
    """“did you mean …?”, or the list of what there is."""
    if not known:
        return Message(N_("none is defined yet"))
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return Message(N_("did you mean “{word}”?"), {"word": close[0]})
    return Message(N_("use one of: {words}"), {"words": ", ".join(known)})


def text(node: Node, problems: Problems) -> str | None:
    """A scalar as typed."""
    if node.text() is None:
        problems.add(node, N_("a text is expected here"))
    return node.text()


def identifier(node: Node, problems: Problems) -> str | None:
    """A short stable name."""
    value = text(node, problems)
    return value if value is not None and _usable(value, node, problems) else None


def _usable(name: str, node: Node, problems: Problems, line: int | None = None) -> bool:
    if not IDENTIFIER.fullmatch(name):
        problems.add(
            node,
            N_("“{value}” is not a usable id; use small letters, digits and _, a letter first"),
            line=line,
            value=name,
        )
        return False
    return True


def template_id(node: Node, problems: Problems) -> str | None:
    """The id of a template: like an identifier, with hyphens."""
    value = text(node, problems)
    if value is not None and not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", value):
        problems.add(
            node,
            N_("“{value}” is not a usable template id; use small letters, digits and -"),
            value=value,
        )
        return None
    return value


def boolean(node: Node, problems: Problems) -> bool | None:
    """``true`` or ``false``."""
    value = node.text()
    if value not in ("true", "false"):
        problems.add(node, N_("“{value}” should be true or false"), value=value or "")
        return None
    return value == "true"


def integer(node: Node, problems: Problems) -> int | None:
    """A whole number, not negative."""
    value = node.text()
    if value is None or not re.fullmatch(r"[0-9]{1,9}", value):
        problems.add(node, N_("“{value}” should be a whole number"), value=value or "")
        return None
    return int(value)


def number(node: Node, problems: Problems) -> float | None:
    """Any number."""
    value = node.text()
    if value is None or not _NUMBER.fullmatch(value) or math.isinf(float(value)):
        problems.add(node, N_("“{value}” should be a number"), value=value or "")
        return None
    return float(value)


def one_of(words: tuple[str, ...]) -> Parser:
    """One of some words."""

    def parse(node: Node, problems: Problems) -> str | None:
        value = text(node, problems)
        if value is not None and value not in words:
            hint = suggestion(value, list(words))
            problems.add(node, N_("“{value}” is not known here; {hint}"), value=value, hint=hint)
            return None
        return value

    return parse


def texts(node: Node, problems: Problems) -> Texts | None:
    """A text in each language."""
    given = {language: child for language, child in node.items() if child.content is not None}
    if not given:
        problems.add(node, N_("a text in each language is expected, such as {example}"),
                     example="{en: Duties, zh: 工作职责}")  # fmt: skip
        return None
    out: dict[str, str] = {}
    for language, child in given.items():
        if not LANGUAGE.fullmatch(language):
            problems.add(
                child,
                N_("“{language}” is not a language code; use en, zh …"),
                line=node.line_of(language),
                language=language,
            )
        elif (value := text(child, problems)) is not None:
            out[language] = value
    return out


def listing(parse_item: Parser) -> Parser:
    """A list of things."""

    def parse(node: Node, problems: Problems) -> tuple[Any, ...] | None:
        if not isinstance(node.content, list):
            problems.add(node, N_("a list is expected here, such as {example}"), example="[a, b]")
            return None
        found = (parse_item(item, problems) for item in node.content)
        return tuple(item for item in found if item is not None)

    return parse


def words(node: Node, problems: Problems) -> tuple[str, ...] | None:
    """One word, or a list of words."""
    if isinstance(node.content, list):
        found: tuple[str, ...] | None = listing(text)(node, problems)
        return found
    single = text(node, problems)
    return None if single is None else (single,)


def named(parse_value: Parser, *, ids: bool = False) -> Parser:
    """A mapping from names to things; ``ids``: the names must be usable as ids."""

    def parse(node: Node, problems: Problems) -> dict[str, Any] | None:
        if not isinstance(node.content, dict):
            problems.add(node, N_("names with values are expected here, such as {example}"),
                         example="{name: value}")  # fmt: skip
            return None
        for name, child in node.items():
            if ids:
                _usable(name, child, problems, node.line_of(name))
        parsed = {name: parse_value(child, problems) for name, child in node.items()}
        return {name: value for name, value in parsed.items() if value is not None}

    return parse


def condition(node: Node, problems: Problems) -> Condition | None:
    """``{field: [codes]}``, ``{field: filled}`` or ``{field: blank}``."""
    tests = named(words)(node, problems)
    return None if tests is None else Condition(tuple(tests.items()))


def reference(node: Node, problems: Problems) -> Reference | None:
    """``section.field``."""
    value = text(node, problems)
    if value is None:
        return None
    section, dot, field = value.partition(".")
    if not (dot and section and field):
        problems.add(
            node, N_("“{value}” should name a section and a field: contacts.name"), value=value
        )
        return None
    return Reference(section, field)


def record(
    build: Callable[..., T],
    keys: Mapping[str, Parser],
    required: tuple[str, ...] = (),
    *,
    needed: tuple[str, ...] | None = None,
) -> Callable[[Node, Problems], T | None]:
    """A mapping with known keys, built into an object; unknown and missing keys are noted.

    ``needed``: the required keys without which nothing can be built (all of them unless said).
    """

    def parse(node: Node, problems: Problems) -> T | None:
        if not isinstance(node.content, dict):
            problems.add(node, N_("names with values are expected here, such as {example}"),
                         example=f"{{{next(iter(keys))}: …}}")  # fmt: skip
            return None
        values: dict[str, Any] = {}
        for name, child in node.items():
            if name not in keys:
                hint = suggestion(name, list(keys))
                problems.add(
                    child,
                    N_("“{name}” is not a known key here; {hint}"),
                    line=node.line_of(name),
                    name=name,
                    hint=hint,
                )
            elif child.content is not None and (value := keys[name](child, problems)) is not None:
                values[name] = value
        for name in required:
            given = node.get(name)
            if given is None or given.content is None:
                line = node.line_of(name)
                problems.add(node, N_("“{name}” is missing here; add it"), line=line, name=name)
        complete = all(name in values for name in (required if needed is None else needed))
        return build(**values) if complete else None

    return parse
