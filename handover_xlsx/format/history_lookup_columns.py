"""Which columns of a history only show something: target and unit of its owner, and a trend."""

from __future__ import annotations

from collections.abc import Iterator

from handover_xlsx.locale import LANGUAGES, N_, translate
from handover_xlsx.template.model import Section, Template

LOOKED_UP = {"target": 10, "unit": 10}  # field of the owning section → width
TREND = N_("Trend")


def owner_of(template: Template, section: Section) -> Section | None:
    """The section whose rows a history is about."""
    target = section.by_id[section.names_row].to
    return template.by_id.get(target.section) if target else None


def shown_labels(template: Template, section: Section) -> Iterator[str]:
    """The headings of these columns in every language."""
    owner = owner_of(template, section)
    for name in LOOKED_UP:
        if owner and name in owner.by_id:
            yield from owner.by_id[name].label.values()
    for language in LANGUAGES:
        yield translate(TREND, language)
