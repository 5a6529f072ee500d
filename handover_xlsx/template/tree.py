"""YAML as a tree that remembers its lines, so that every mistake can be named where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from handover_xlsx.locale import N_, Message

# Without a resolver every scalar stays the text that was typed: "no" is not False, 1.10 is not 1.1.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = ("", "~", "null")


@dataclass
class Node:
    """A text, a list of nodes, or a mapping of names to nodes – and where it was written."""

    content: str | list[Node] | dict[str, Node] | None
    file: str
    line: int
    key_lines: dict[str, int] = field(default_factory=dict)

    def items(self) -> Iterator[tuple[str, Node]]:
        """Name and node of a mapping; nothing for other nodes."""
        if isinstance(self.content, dict):
            yield from self.content.items()

    def get(self, name: str) -> Node | None:
        """The node under a name of a mapping."""
        return self.content.get(name) if isinstance(self.content, dict) else None

    def text(self) -> str | None:
        """The text of a scalar."""
        return self.content if isinstance(self.content, str) else None

    def line_of(self, name: str) -> int:
        """The line on which a name of a mapping stands."""
        return self.key_lines.get(name, self.line)


class Problems:
    """Collects every mistake of a template as ``file:line: what, what instead``."""

    def __init__(self) -> None:
        self.found: list[tuple[str, int, Message]] = []

    def add(self, node: Node, template: str, *, line: int | None = None, **values: object) -> None:
        """Note a mistake at a node."""
        self.found.append((node.file, line or node.line, Message(template, values)))

    def messages(self) -> list[Message]:
        """All mistakes in the order of the lines, each once."""
        unique = {(file, line, str(what)): what for file, line, what in self.found}
        return [
            Message("{file}:{line}: {what}", {"file": file, "line": line, "what": what})
            for (file, line, _), what in sorted(unique.items(), key=lambda item: item[0])
        ]


def parse(text: str, file: str, problems: Problems) -> Node | None:
    """The tree of a YAML text, or None when it is not YAML (then a problem says so)."""
    try:
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.add(
            Node(None, file, line),
            N_("this is not readable YAML ({reason}); check indentation, colons and quotes"),
            reason=error.problem or error.context or "?",
        )
        return None
    except yaml.YAMLError:
        problems.add(
            Node(None, file, 1), N_("this is not a text file in UTF-8; save it as UTF-8 text")
        )
        return None
    if root is None:
        problems.add(
            Node(None, file, 1), N_("the file is empty; start with: template: my-template")
        )
        return None
    return _tree(root, file, problems)


def _tree(node: yaml.Node, file: str, problems: Problems) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Node([_tree(item, file, problems) for item in node.value], file, line)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, file, problems)
    null = getattr(node, "style", None) is None and node.value in _NULLS
    return Node(None if null else node.value, file, line)


def _mapping(node: yaml.MappingNode, file: str, problems: Problems) -> Node:
    content: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        child = _tree(value, file, problems)
        if name in content:
            problems.add(
                child,
                N_("“{name}” stands here a second time (first on line {first}); keep one of them"),
                line=line,
                name=name,
                first=lines[name],
            )
            continue
        content[name], lines[name] = child, line
    return Node(content, file, node.start_mark.line + 1, lines)


def overlay(base: Node, change: Node) -> Node:
    """The base with a change laid over it.

    Mappings merge; lists of things with an ``id`` merge by id (``drop: true`` removes,
    ``after: ID`` places); everything else is replaced.
    """
    if isinstance(base.content, dict) and isinstance(change.content, dict):
        merged = dict(base.content)
        for name, node in change.content.items():
            merged[name] = overlay(merged[name], node) if name in merged else node
        lines = {**base.key_lines, **change.key_lines}
        return Node(merged, change.file, change.line, lines)
    if _has_ids(base) and _has_ids(change):
        return _overlay_list(base, change)
    return change


def _has_ids(node: Node) -> bool:
    return isinstance(node.content, list) and all(item.get("id") for item in node.content)


def _id(node: Node) -> str | None:
    identity = node.get("id")
    return identity.text() if identity else None


def _overlay_list(base: Node, change: Node) -> Node:
    items = list(base.content) if isinstance(base.content, list) else []
    for node in change.content if isinstance(change.content, list) else []:
        place = next((i for i, item in enumerate(items) if _id(item) == _id(node)), None)
        drop = node.get("drop")
        merged = _without_placing(node if place is None else overlay(items[place], node))
        if place is not None and drop is not None and drop.text() == "true":
            del items[place]
            continue
        after = node.get("after")
        if place is not None and after is None:
            items[place] = merged
            continue
        if place is not None:
            del items[place]
        target = next(
            (i for i, item in enumerate(items) if after and _id(item) == after.text()), None
        )
        items.insert(len(items) if target is None else target + 1, merged)
    return Node(items, base.file, base.line)


def _without_placing(node: Node) -> Node:
    content = {name: child for name, child in node.items() if name not in ("after", "drop")}
    return Node(content, node.file, node.line, node.key_lines)
