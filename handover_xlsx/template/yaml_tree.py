"""YAML as a tree of nodes, in one pass over the parser's events."""

from __future__ import annotations

from typing import Any

import yaml

from handover_xlsx.locale import N_
from handover_xlsx.template.tree import DEPTH, Node, Problems
from handover_xlsx.template.yaml_words import what_is_wrong

# Without a resolver every scalar remains the text that was typed: "no" is not False, 1.10 is not 1.1.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULLS = ("", "~", "null")
_DEEPER = (yaml.FlowSequenceStartToken, yaml.FlowMappingStartToken, yaml.BlockSequenceStartToken,
           yaml.BlockMappingStartToken)  # fmt: skip
_FLATTER = (yaml.FlowSequenceEndToken, yaml.FlowMappingEndToken, yaml.BlockEndToken)
_TOO_DEEP = N_("this is nested too deeply for a template; write it flatter")


class _RefusedError(Exception):
    """YAML that must not be built into a tree."""

    def __init__(self, line: int, what: str) -> None:
        self.line, self.what = line, what
        super().__init__(what)


def parse_yaml(text: str, file: str, problems: Problems) -> Node | None:
    """The tree of a YAML text, or None when it cannot be read (then a problem is noted)."""
    try:
        return _Builder(text, file, problems).document()
    except _RefusedError as refused:
        problems.add(Node(None, file, refused.line), refused.what)
    except yaml.MarkedYAMLError as error:
        too_deep = _too_deep(text)
        line, words, values = (too_deep, _TOO_DEEP, {}) if too_deep else what_is_wrong(text, error)
        problems.add(Node(None, file, line), words, **values)
    except yaml.YAMLError:
        problems.add(
            Node(None, file, 1), N_("this is not a text file in UTF-8; save it as UTF-8 text")
        )
    return None


def _too_deep(text: str) -> int:
    """The line on which a text that cannot be parsed becomes too deep, 0 if it does not.

    Some versions of the fast parser give up on a deep text before they say how it begins.
    """
    depth = 0
    try:
        for token in yaml.scan(text, Loader=yaml.BaseLoader):
            depth += isinstance(token, _DEEPER) - isinstance(token, _FLATTER)
            if depth > DEPTH:
                return int(token.start_mark.line) + 1
    except yaml.YAMLError:
        pass  # broken before it is deep
    return 0


class _Builder:
    """Builds the tree in one pass over the parser's events.

    Not from the parser's own tree: a small text may represent an endless one (aliases), or for one
    that is too deep to be built safely.
    """

    def __init__(self, text: str, file: str, problems: Problems) -> None:
        self._events: Any = yaml.parse(text, Loader=_Loader)
        self._file, self._problems = file, problems

    def document(self) -> Node:
        """The one document of the text."""
        next(self._events)  # the start of the stream
        first = next(self._events)
        if not isinstance(first, yaml.DocumentStartEvent):
            raise _RefusedError(1, N_("the file is empty; start with: template: my-template"))
        tree = self._node(next(self._events), 0)
        next(self._events)  # the end of the document
        rest: Any = next(self._events)
        if not isinstance(rest, yaml.StreamEndEvent):
            what = N_("a second document begins here; remove the line ---")
            raise _RefusedError(rest.start_mark.line + 1, what)
        return tree

    def _node(self, event: Any, depth: int) -> Node:  # noqa: ANN401 - PyYAML's events
        line = event.start_mark.line + 1
        if isinstance(event, yaml.ScalarEvent):
            null = not event.style and event.value in _NULLS
            return Node(None if null else event.value, self._file, line)
        if isinstance(event, yaml.AliasEvent):
            what = N_("parts used again with “*” are not understood here; write them out")
            raise _RefusedError(line, what)
        if depth >= DEPTH:
            raise _RefusedError(line, _TOO_DEEP)
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(item := next(self._events), yaml.SequenceEndEvent):
                items.append(self._node(item, depth + 1))
            return Node(items, self._file, line)
        return self._mapping(line, depth)

    def _mapping(self, line: int, depth: int) -> Node:
        content: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while not isinstance(key := next(self._events), yaml.MappingEndEvent):
            line_of_key, name = key.start_mark.line + 1, getattr(key, "value", None)
            self._node(key, depth + 1)  # also what cannot be a name is read to its end
            child = self._node(next(self._events), depth + 1)
            if name is None:
                what = N_("a name is expected before the colon")
                self._problems.add(child, what, line=line_of_key)
            elif name in content:
                self._problems.add(
                    child,
                    N_("“{name}” appears here a second time (first on line {first}); keep one of "
                       "them"),
                    line=line_of_key, name=name, first=lines[name],
                )  # fmt: skip
            else:
                content[name], lines[name] = child, line_of_key
        return Node(content, self._file, line, lines)
