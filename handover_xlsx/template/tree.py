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
_DEPTH = 50  # honest templates stay below 10


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
    """The tree of a YAML text, or None when it cannot be read (then a problem says so)."""
    try:
        refusal = _refusal(text)
        root = None if refusal else yaml.compose(text, Loader=_Loader)
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
        what = N_("the file is empty; start with: template: my-template")
        line, what = refusal or (1, what)
        problems.add(Node(None, file, line), what)
        return None
    return _tree(root, file, problems)


def _refusal(text: str) -> tuple[int, str] | None:
    """Line and reason for YAML that must not be built: small texts may stand for endless trees."""
    depth = 0
    events: Any = yaml.parse(text, Loader=_Loader)
    for event in events:
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            return line, N_("parts used again with “*” are not understood here; write them out")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEPTH:
            return line, N_("this is nested too deeply for a template; write it flatter")
    return None


def _tree(node: yaml.Node, file: str, problems: Problems) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return Node([_tree(item, file, problems) for item in node.value], file, line)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, file, problems)
    plain = not getattr(node, "style", None)
    return Node(None if plain and node.value in _NULLS else node.value, file, line)


def _mapping(node: yaml.MappingNode, file: str, problems: Problems) -> Node:
    content: dict[str, Node] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        name, line = key.value, key.start_mark.line + 1
        child = _tree(value, file, problems)
        if not isinstance(name, str):
            problems.add(child, N_("a name is expected before the colon"), line=line)
        elif name in content:
            problems.add(
                child,
                N_("“{name}” stands here a second time (first on line {first}); keep one of them"),
                line=line,
                name=name,
                first=lines[name],
            )
        else:
            content[name], lines[name] = child, line
    return Node(content, file, node.start_mark.line + 1, lines)
