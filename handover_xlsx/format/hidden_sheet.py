"""What a workbook says about itself on its hidden sheet; all of it is untrusted input."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from handover_xlsx.errors import HandoverError
from handover_xlsx.format.layout import FORMAT
from handover_xlsx.sheets.workbook import Grid
from handover_xlsx.template import resolved
from handover_xlsx.template.catalogue import load_template, template_names
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import Template
from handover_xlsx.template.selecting import only

_LONGEST_TEMPLATE = 500_000  # three times our largest; a longer one takes seconds to refuse
_LONGEST = 4_000_000  # what ten thousand sources take


@dataclass(frozen=True)
class Metadata:
    """The entries of the hidden sheet."""

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
    def sources(self) -> list[dict[str, object]]:
        """The workbooks a team's workbook was merged from."""
        return self._entries("sources")

    @property
    def replaced(self) -> list[dict[str, object]]:
        """The workbooks that newer ones of the same people took the place of."""
        return self._entries("replaced")

    @property
    def part_memory(self) -> dict[str, object]:
        """What a part of a split team remembers (see ``part_memory.py``)."""
        found = self._parsed("part_memory")
        return found if isinstance(found, dict) else {}

    def _entries(self, name: str) -> list[dict[str, object]]:
        found = self._parsed(name)
        return [item for item in found if isinstance(item, dict)] if isinstance(found, list) else []

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
        """A long text from the entries that hold its parts."""
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
    """The template that stands inside a workbook."""
    try:
        return load_text(body, "_handover") if body else None
    except HandoverError:
        return None
