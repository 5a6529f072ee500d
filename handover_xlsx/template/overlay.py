"""One template laid over another: what ``extends`` does."""

from __future__ import annotations

from handover_xlsx.locale import N_
from handover_xlsx.template.parsing import boolean
from handover_xlsx.template.suggesting import suggestion
from handover_xlsx.template.tree import Node, Problems, listed, nodes_by_id


def overlay(base: Node, change: Node, problems: Problems) -> Node:
    """The base with a change laid over it.

    Mappings merge; lists of things with an ``id`` merge by id (``drop: true`` removes,
    ``after: ID`` places); coverage entries are added to those of the base, and one with the id of
    another changes or drops that one; everything else is replaced. The base's roles and coverage
    entries that speak of a dropped section or field go with it.
    """
    merged = _merged(base, change, problems)
    if isinstance(merged.content, dict):
        gone = _names(base) - _names(merged)
        coverage, roles = _added(base, change, gone, problems), merged.get("roles")
        if coverage:
            merged.content["coverage"] = coverage
        if roles and roles is base.get("roles"):
            targets = {name: node for name, node in roles.items() if node.text() not in gone}
            merged.content["roles"] = Node(targets, roles.file, roles.line, roles.key_lines)
    return merged


def _added(base: Node, change: Node, gone: set[str], problems: Problems) -> Node | None:
    """The coverage entries of both."""
    inherited, own = base.get("coverage"), change.get("coverage")
    if own is not None and not isinstance(own.content, list):
        return own  # a mistake, which is noted when it is read
    place = own or inherited
    if place is None:
        return None
    known = Node(list(listed(inherited)), place.file, place.line)
    names = {_id(item) for item in listed(known)} - {None}
    changes = [item for item in listed(own) if _id(item) in names or item.get("drop")]
    added = [item for item in listed(own) if item not in changes]
    changed = _overlay_list(known, Node(changes, place.file, place.line), problems)
    kept = [item for item in listed(changed)
            if item not in listed(inherited) or not _mentions(item) & gone]  # fmt: skip
    return Node([*kept, *added], place.file, place.line)


def _names(tree: Node) -> set[str]:
    """``section`` and ``section.field`` of everything there is."""
    sections = nodes_by_id(tree.get("sections"))
    fields = {
        f"{section}.{field}"
        for section, node in sections.items()
        for field in nodes_by_id(node.get("fields"))
    }
    return fields.union(sections)


def _mentions(entry: Node) -> set[str]:
    """The same for everything a coverage entry speaks of."""
    given = {key: node.text() or "" for key, node in entry.items()}
    own = [given.get(key, "") for key in ("field", "date", "needs", "than")]
    section, owner = given.get("section", ""), given.get("of", "").partition(".")[0]
    when = entry.get("when")
    conditions = [f"{owner or section}.{name}" for name, _ in when.items()] if when else []
    return {section, given.get("by", ""), given.get("of", ""), *conditions,
            *(f"{section}.{key}" for key in own)}  # fmt: skip


def _merged(base: Node, change: Node, problems: Problems) -> Node:
    if isinstance(base.content, dict) and isinstance(change.content, dict):
        merged = dict(base.content)
        for name, node in change.content.items():
            merged[name] = _merged(merged[name], node, problems) if name in merged else node
        lines = {**base.key_lines, **change.key_lines}
        return Node(merged, change.file, change.line, lines)
    if _has_ids(base) and _has_ids(change):
        return _overlay_list(base, change, problems)
    return change


def _has_ids(node: Node) -> bool:
    return isinstance(node.content, list) and all(item.get("id") for item in node.content)


def _id(node: Node) -> str | None:
    identity = node.get("id")
    return identity.text() if identity else None


def _overlay_list(base: Node, change: Node, problems: Problems) -> Node:
    items = list(listed(base))
    for node in listed(change):
        drop, after = node.get("drop"), node.get("after")
        place = _place(items, _id(node))
        if drop is not None and boolean(drop, problems):
            if place is None:
                _unknown(drop, _id(node), items, problems)
            else:
                del items[place]
            continue
        merged = node if place is None else _merged(items[place], node, problems)
        merged = _without_placing(merged)
        if place is not None and after is None:
            items[place] = merged
            continue
        if place is not None:
            del items[place]
        target = _place(items, after.text()) if after else len(items) - 1
        if after and target is None:
            _unknown(after, after.text(), items, problems)
        items.insert(len(items) if target is None else target + 1, merged)
    return Node(items, base.file, base.line)


def _place(items: list[Node], name: str | None) -> int | None:
    return next((place for place, item in enumerate(items) if _id(item) == name), None)


def _unknown(node: Node, name: str | None, items: list[Node], problems: Problems) -> None:
    hint = suggestion(name or "", [str(_id(item)) for item in items])
    problems.add(node, N_("there is no “{name}” in this list; {hint}"), name=name or "", hint=hint)


def _without_placing(node: Node) -> Node:
    content = {name: child for name, child in node.items() if name not in ("after", "drop")}
    return Node(content, node.file, node.line, node.key_lines)
