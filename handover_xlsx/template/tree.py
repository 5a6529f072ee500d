"""A template's text as a tree that remembers its lines: every mistake is named where it is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from handover_xlsx.locale import N_, Message

DEPTH = 50  # honest templates have less than 10


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
        """The line on which a name of a mapping is."""
        return self.key_lines.get(name, self.line)


def listed(node: Node | None) -> list[Node]:
    """The items of a list; nothing for other nodes."""
    return node.content if node and isinstance(node.content, list) else []


def nodes_by_id(listing: Node | None) -> dict[str, Node]:
    """The items of a list by their ``id``, the first of each."""
    named: dict[str, Node] = {}
    for item in listed(listing):
        identity = item.get("id")
        if identity and identity.text():
            named.setdefault(str(identity.text()), item)
    return named


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
            Message(N_("{file}:{line}: {what}"), {"file": file, "line": line, "what": what})
            for (file, line, _), what in sorted(unique.items(), key=lambda item: item[0])
        ]


def parse(text: str, file: str, problems: Problems) -> Node | None:
    """The tree of a YAML or JSON text, or None when it cannot be read (then a problem is noted)."""
    if text.startswith("{") and "\n" not in text:
        tree = _compact(text, file)
        if tree:
            return tree
    from handover_xlsx.template.yaml_tree import parse_yaml

    return parse_yaml(text, file, problems)


def _compact(text: str, file: str) -> Node | None:
    """The tree of JSON on one line, which needs no lines: many times faster than as YAML.

    None where anything is odd about it: the YAML parser explains it.
    """
    try:
        data = json.loads(
            text, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_each_once
        )
        return _node(data, file, 0)
    except (ValueError, RecursionError):
        return None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        raise ValueError
    return mapping


def _node(value: Any, file: str, depth: int) -> Node:  # noqa: ANN401 - plain data
    if depth > DEPTH:
        raise ValueError
    if isinstance(value, dict):
        return Node({name: _node(item, file, depth + 1) for name, item in value.items()}, file, 1)
    if isinstance(value, list):
        return Node([_node(item, file, depth + 1) for item in value], file, 1)
    if isinstance(value, bool):
        return Node("true" if value else "false", file, 1)
    return Node(value, file, 1)
