"""What a workbook says about itself on its hidden sheet: one schema that writing and reading share.

Each entry is a name and a text; a long one takes several rows, for a cell has its limit.
What is read is untrusted.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from handover_xlsx import __version__
from handover_xlsx.errors import HandoverError
from handover_xlsx.format.layout import FORMAT
from handover_xlsx.handover.content import Content
from handover_xlsx.handover.remembered import ReplacedEntry, SourceEntry
from handover_xlsx.template import resolved
from handover_xlsx.template.catalogue import load_template, template_names
from handover_xlsx.template.model import Template
from handover_xlsx.template.selecting import only

if TYPE_CHECKING:  # a blank workbook is written without what reads one
    from handover_xlsx.sheets.workbook import Grid

Entry = TypeVar("Entry", SourceEntry, ReplacedEntry)

_CHUNK = 16000  # characters a cell carries; each may take two UTF-16 units
_LONGEST_TEMPLATE = 500_000  # three times our largest; a longer one takes seconds to refuse
_LONGEST = 4_000_000  # what ten thousand sources take


# --- One workbook of a team's, as JSON ------------------------------------------------------


def to_json(entry: SourceEntry | ReplacedEntry) -> dict[str, object]:
    """An entry by its attributes; those that are as they are by default are left out."""
    return {name: value for name, value in entry._asdict().items() if value}


def from_json(kind: type[Entry], given: Mapping[str, object]) -> Entry:
    """An entry of what is read: an attribute of another type is as it is by default."""
    types: Any = _types(kind)  # type: ignore[arg-type]  # a NamedTuple is hashable
    read: dict[str, Any] = {name: _TYPED[of](given.get(name)) for name, of in types.items()}
    return kind(**{name: value for name, value in read.items() if value})


@cache
def _types(kind: type[SourceEntry] | type[ReplacedEntry]) -> Mapping[str, object]:
    return get_type_hints(kind)


_TYPED: Mapping[object, Callable[[object], object]] = {
    str: lambda given: given if isinstance(given, str) else "",
    int: lambda given: given if type(given) is int else 0,
    bool: lambda given: given is True,
    tuple[str, ...]: lambda given: tuple(map(str, given)) if isinstance(given, list) else (),
    Mapping[str, str]: lambda given: (
        {str(key): str(value) for key, value in given.items()} if isinstance(given, dict) else {}
    ),
}


# --- All entries ----------------------------------------------------------------------------


def entries_of(
    template: Template, content: Content, *, language: str, workbook_id: str, today: date
) -> dict[str, str]:
    """What to write: name → text, in order."""
    body = resolved.to_json(template)
    memory = {} if content.overviews else content.part_memory  # those are on a sheet of it
    return {
        "format": FORMAT,
        "tool": f"handover-xlsx {__version__}",
        "template": template.id,
        "template_version": str(template.version),
        "template_digest": resolved.digest_of(body),
        "sections": " ".join(template.by_id),
        "language": language,
        "workbook_id": workbook_id,
        "created": today.isoformat(),
        **_in_parts("sources", json.dumps([*map(to_json, content.sources)], ensure_ascii=False)),
        **_in_parts("replaced", json.dumps([*map(to_json, content.replaced)], ensure_ascii=False)),
        **_in_parts("part_memory", json.dumps(memory, ensure_ascii=False) if memory else ""),
        **_in_parts("template_body", body),
    }


def _in_parts(name: str, text: str) -> dict[str, str]:
    starts = range(0, len(text), _CHUNK)
    return {f"{name}_{part}": text[start : start + _CHUNK] for part, start in enumerate(starts)}


@dataclass(frozen=True)
class Metadata:
    """The entries of the hidden sheet, as they were read."""

    entries: Mapping[str, str]

    @property
    def language(self) -> str:
        """The language the workbook was made in, "" when unknown."""
        return self.entries.get("language", "")

    @property
    def workbook_id(self) -> str:
        """The id that copies of one workbook share, "" when unknown."""
        return self.entries.get("workbook_id", "")[:64]

    @property
    def version(self) -> int:
        """The version of the template the workbook was made from, 0 when unknown."""
        text = self.entries.get("template_version", "")
        return int(text) if text.isdigit() and len(text) < 9 else 0

    @property
    def is_newer(self) -> bool:
        """Whether the workbook is of a format that came after ours."""
        kind, _, number = self.entries.get("format", "").partition("/")
        ours, _, known = FORMAT.partition("/")
        is_number = re.fullmatch("[0-9]{1,8}", number)
        return kind == ours and is_number is not None and int(number) > int(known)

    def altered(self, template: Template) -> dict[str, tuple[str, str]]:
        """The entries that do not fit the template inside: name → what it says, what it should."""
        expected = {"template": template.id, "template_version": str(template.version)}
        if not self.is_newer:
            expected["format"] = FORMAT
        return {
            name: (self.entries.get(name, ""), value)
            for name, value in expected.items()
            if self.entries.get(name) != value
        }

    @property
    def created(self) -> str:
        """The day the workbook was made, such as 2026-11-30, "" when unknown."""
        return self.entries.get("created", "")

    @cached_property
    def sources(self) -> tuple[SourceEntry, ...]:
        """The workbooks a team's workbook was merged from."""
        return self._entries("sources", SourceEntry)

    @cached_property
    def replaced(self) -> tuple[ReplacedEntry, ...]:
        """The workbooks that newer ones of the same people took the place of."""
        return self._entries("replaced", ReplacedEntry)

    @property
    def part_memory(self) -> dict[str, object]:
        """What a part of a split team remembers (see ``split_state.py``)."""
        found = self._parsed("part_memory")
        return found if isinstance(found, dict) else {}

    def _entries(self, name: str, kind: type[Entry]) -> tuple[Entry, ...]:
        found = self._parsed(name)
        given = found if isinstance(found, list) else []
        return tuple(from_json(kind, item) for item in given if isinstance(item, dict))

    def _parsed(self, name: str) -> object:
        try:
            return json.loads(self._joined(name) or "null")
        except (ValueError, RecursionError):  # RecursionError: brackets without end
            return None

    def body(self) -> str:
        """The template that the workbook carries, "" when it carries none."""
        body = self._joined("template_body")
        return body if len(body) <= _LONGEST_TEMPLATE else ""

    def _joined(self, name: str) -> str:
        """A long text from the entries that have its parts."""
        parts: list[str] = []
        length = 0
        while (part := self.entries.get(f"{name}_{len(parts)}")) is not None:
            parts.append(part)
            length += len(part)
            if length > _LONGEST:
                return ""
        return "".join(parts)


def read_metadata(grid: Grid) -> Metadata:
    """The name–value rows of the hidden sheet."""
    return Metadata({str(values[0]): str(values[1]) for _, values in grid.rows if len(values) > 1})


def installed_template(name: str) -> Template | None:
    """The shipped template of a name, None when there is none."""
    return load_template(name) if name in template_names() else None


@lru_cache(100)  # in a team most workbooks have the same sections
def _shipped(name: str, sections: str) -> tuple[Template | None, str]:
    """The shipped template of a name with only some sections (all where none is named)."""
    installed = installed_template(name)
    if installed is None:
        return None, ""
    if sections:
        installed = only(installed, sections.split())
    return installed, resolved.digest(installed)


def template_of(metadata: Metadata) -> tuple[Template | None, str]:
    """The template a workbook was made from, and what is remarkable about it ("" if nothing).

    The shipped template is preferred when it is the same; otherwise the one inside the workbook,
    which explains itself even where its template is not installed.
    """
    entries = metadata.entries
    installed, digest = _shipped(entries.get("template", ""), entries.get("sections", ""))
    if installed and digest == entries.get("template_digest"):
        return installed, ""
    carried = _carried(metadata.body())
    if carried is None:
        return installed, "template-damaged"
    if carried.id != entries.get("template"):  # altered: what is inside counts
        installed, digest = _shipped(carried.id, entries.get("sections", ""))
        if installed and digest == entries.get("template_digest"):
            return installed, ""
    if installed is None:
        return carried, "template-not-installed"
    if carried.version == installed.version:
        return carried, "template-altered"
    return carried, "template-older" if carried.version < installed.version else "template-newer"


@lru_cache(8)  # the workbooks of a company carry the same few
def _carried(body: str) -> Template | None:
    """The template inside a workbook."""
    from handover_xlsx.template.loading import load_text  # rarely needed, and slow to import

    try:
        return load_text(body, "_handover") if body else None
    except HandoverError:
        return None
