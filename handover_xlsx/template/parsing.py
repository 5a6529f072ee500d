"""Small parsers from a tree to values; each notes a mistake and goes on."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from handover_xlsx.locale import N_
from handover_xlsx.template.model import Condition, Reference, Texts
from handover_xlsx.template.suggesting import suggestion
from handover_xlsx.template.tree import Node, Problems
from handover_xlsx.text.patterns import when_used

Parser = Callable[[Node, Problems], Any]
"""Reads a node; notes a problem and returns None where it cannot."""

LANGUAGE = when_used(r"[a-z]{2,3}(_[A-Z]{2})?")
LINE_LENGTH = 200  # a table's heading has 255 UTF-16 units, and may get a mark
_CONTROL = when_used("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = when_used(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_NOT_IN_LINE = when_used("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def text(node: Node, problems: Problems) -> str | None:
    """A scalar as typed."""
    value = node.text()
    if value is None:
        problems.add(node, N_("a text is expected here"))
    elif _CONTROL.search(value):  # XML cannot represent it, so no workbook can
        problems.add(node, N_("this text contains an invisible control character; delete it"))
        return None
    return value


@dataclass(frozen=True)
class Scalar:
    """A scalar of some form, as the value it means; ``otherwise`` is what to say of any other."""

    form: re.Pattern[str]
    otherwise: str
    meaning: Callable[[str], Any] = str

    def __call__(self, node: Node, problems: Problems) -> Any:  # noqa: ANN401 - what is meant
        """What it means."""
        value = text(node, problems) if node.text() else ""
        if value is None or not self.fits(value, node, problems):
            return None
        return self.meaning(value)

    def fits(self, value: str, node: Node, problems: Problems, line: int | None = None) -> bool:
        """Whether a text is of the form."""
        fits = self.form.fullmatch(value) is not None
        if not fits:
            problems.add(node, self.otherwise, line=line, value=value)
        return fits


identifier = Scalar(
    re.compile(r"[a-z][a-z0-9_]{0,39}"),
    N_("“{value}” is not a usable id; use small letters, digits and _, a letter first"),
)
template_id = Scalar(
    re.compile(r"[a-z][a-z0-9-]{0,39}"),
    N_("“{value}” is not a usable template id; use small letters, digits and -"),
)
boolean = Scalar(
    re.compile("true|false"), N_("“{value}” should be true or false"), lambda word: word == "true"
)
integer = Scalar(re.compile("[0-9]{1,9}"), N_("“{value}” should be a whole number"), int)


def number(node: Node, problems: Problems) -> float | None:
    """Any number."""
    value = node.text()
    if value is None or not _NUMBER.fullmatch(value) or math.isinf(float(value)):
        problems.add(node, N_("“{value}” should be a number"), value=value or "")
        return None
    return float(value)


@dataclass(frozen=True)
class OneOf:
    """One of some words."""

    words: tuple[str, ...]

    def __call__(self, node: Node, problems: Problems) -> str | None:
        """The word."""
        value = text(node, problems)
        if value is not None and value not in self.words:
            hint = suggestion(value, list(self.words))
            problems.add(node, N_("“{value}” is not known here; {hint}"), value=value, hint=hint)
            return None
        return value


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


def line(node: Node, problems: Problems) -> Texts | None:
    """A text in each language that fits into one line: a heading, a sheet's name, a choice."""
    found = texts(node, problems)
    for language, value in (found or {}).items():
        if len(value) > LINE_LENGTH or _NOT_IN_LINE.search(value):
            problems.add(
                node.get(language) or node,
                N_("a name is one line of at most {limit} characters; shorten this one"),
                limit=LINE_LENGTH,
            )
    return found


@dataclass(frozen=True)
class Listing:
    """A list of things."""

    item: Parser

    def __call__(self, node: Node, problems: Problems) -> tuple[Any, ...] | None:
        """The things that can be understood."""
        if not isinstance(node.content, list):
            problems.add(node, N_("a list is expected here, such as {example}"), example="[a, b]")
            return None
        found = (self.item(item, problems) for item in node.content)
        return tuple(item for item in found if item is not None)


def words(node: Node, problems: Problems) -> tuple[str, ...] | None:
    """One word, or a list of words."""
    if isinstance(node.content, list):
        return Listing(text)(node, problems)
    single = text(node, problems)
    return None if single is None else (single,)


@dataclass(frozen=True)
class Named:
    """A mapping from names to things; ``ids``: the names must be usable as ids."""

    value: Parser
    ids: bool = False

    def __call__(self, node: Node, problems: Problems) -> dict[str, Any] | None:
        """The things that can be understood, by their names."""
        if not isinstance(node.content, dict):
            problems.add(node, N_("names with values are expected here, such as {example}"),
                         example="{name: value}")  # fmt: skip
            return None
        for name, child in node.items():
            if self.ids:
                identifier.fits(name, child, problems, node.line_of(name))
        parsed = {name: self.value(child, problems) for name, child in node.items()}
        return {name: value for name, value in parsed.items() if value is not None}


def condition(node: Node, problems: Problems) -> Condition | None:
    """``{field: [codes]}``, ``{field: filled}`` or ``{field: blank}``."""
    tests = Named(words)(node, problems)
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


Keys = Mapping[str, tuple[Parser, str]]
"""How the value of each key is read, and what the key is for (see ``schema``; "" says nothing)."""


@dataclass(frozen=True)
class Record:
    """A mapping with known keys, built into an object; unknown and missing keys are noted.

    ``needed``: the required keys without which nothing can be built (all of them unless given).
    """

    build: Callable[..., Any]
    keys: Keys
    required: tuple[str, ...] = ()
    needed: tuple[str, ...] | None = None

    def __call__(self, node: Node, problems: Problems) -> Any:  # noqa: ANN401 - what build makes
        """The object, as far as it can be built."""
        if not isinstance(node.content, dict):
            problems.add(node, N_("names with values are expected here, such as {example}"),
                         example=f"{{{next(iter(self.keys))}: …}}")  # fmt: skip
            return None
        values: dict[str, Any] = {}
        for name, child in node.items():
            if name not in self.keys:
                hint = suggestion(name, list(self.keys))
                problems.add(
                    child,
                    N_("“{name}” is not a known key here; {hint}"),
                    line=node.line_of(name),
                    name=name,
                    hint=hint,
                )
            elif child.content is not None:
                parse, _ = self.keys[name]
                value = parse(child, problems)
                values.update({name: value} if value is not None else {})
        for name in self.required:
            given = node.get(name)
            if given is None or given.content is None:
                line = node.line_of(name)
                problems.add(node, N_("“{name}” is missing here; add it"), line=line, name=name)
        needed = self.required if self.needed is None else self.needed
        return self.build(**values) if all(name in values for name in needed) else None
