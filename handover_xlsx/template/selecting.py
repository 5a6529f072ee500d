"""Right-sized: a template with only the sections that a workbook is to have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from handover_xlsx.errors import UsageError
from handover_xlsx.locale import N_
from handover_xlsx.template.model import CoverageRule, Field, Section, Template, Texts
from handover_xlsx.template.suggesting import suggestion
from handover_xlsx.text.normalise import normalised


def select(
    template: Template,
    *,
    add: Sequence[str] = (),
    without: Sequence[str] = (),
    everything: bool = False,
) -> Template:
    """The core sections, and those wanted, without those not wanted.

    Sections are named by id or by their sheet's name in any language. Raises UsageError for an
    unknown name, and for the form that says who hands over, which every workbook needs.
    """
    chosen = {section.id for section in template.sections if everything or section.core}
    chosen |= {find_section(template, name).id for name in add}
    dropped = {find_section(template, name).id for name in without}
    start = template.start
    if start and start.id in dropped:
        raise UsageError(
            N_("“{sheet}” cannot be left out: it says who hands over to whom"), sheet=start.sheet
        )
    if not chosen - dropped:
        raise UsageError(N_("no sheet is left; leave out fewer of them"))
    return only(template, chosen - dropped)


def find_section(template: Template, name: str) -> Section:
    """A section by its id or by its sheet's name in any language."""
    if section := section_named(template, name):
        return section
    raise UsageError(
        N_("the template “{template}” has no sheet “{name}”; {hint}"),
        template=template.id,
        name=name,
        hint=suggestion(name, [section.id for section in template.sections]),
    )


def section_named(template: Template, name: str) -> Section | None:
    """The section that a name means; None where there is none."""
    wanted = as_named(name)
    for section in template.sections:
        if wanted in {as_named(section.id), *map(as_named, section.sheet.values())}:
            return section
    return None


def as_named(text: str) -> str:
    """A name as it is compared: file names cannot contain every sign; many have - for a space."""
    return normalised(text.replace("-", " "))


def only(template: Template, sections: Iterable[str]) -> Template:
    """The template with only these sections, in its own order.

    A reference to a section that is not there becomes a plain text; coverage that needs it goes.
    """
    kept = set(sections)
    if kept >= set(template.by_id):
        return template
    gone = {name: section for name, section in template.by_id.items() if name not in kept}
    return replace(
        template,
        sections=tuple(_without_references(s, gone) for s in template.sections if s.id in kept),
        coverage=tuple(entry for entry in template.coverage if _needed(entry) <= kept),
        roles={role: target for role, target in template.roles.items() if target.section in kept},
    )


def _without_references(section: Section, gone: Mapping[str, Section]) -> Section:
    fields = tuple(
        _plain(section, item, gone[item.to.section])
        if item.to and item.to.section in gone
        else item
        for item in section.fields
    )
    return section if fields == section.fields else replace(section, fields=fields)


def _plain(section: Section, item: Field, gone: Section) -> Field:
    """A reference as a text, without words that send a person to a sheet that is not there.

    It need not be filled in any more, unless it means something by itself: a person, the row's own name,
    or what would be listed on a sheet that comes only on request.
    """
    stands_alone = item.person or item.id == section.names_row or not gone.core
    return item._replace(
        type="text",
        to=None,
        required=item.required and stands_alone,
        required_if=item.required_if if stands_alone else None,
        hint={} if _names(item.hint, gone.sheet) else item.hint,
    )


def _names(texts: Texts, sheet: Texts) -> bool:
    """Whether a text names a sheet, in any language."""
    return any(sheet[language] in text for language, text in texts.items() if language in sheet)


def _needed(entry: CoverageRule) -> set[str]:
    references = (entry.by, entry.of)
    return {entry.section, *(target.section for target in references if target)}


def union(templates: Sequence[Template], installed: Template | None) -> Template | None:
    """The smallest template that has all of these, None when they do not belong together.

    Workbooks of one template may have different sections; ``installed`` is the complete template.
    """
    first = templates[0]
    if all(other == first for other in templates):
        return first
    if installed is None:
        return None
    if any(other != only(installed, other.by_id) for other in templates):
        return None
    return only(installed, {name for other in templates for name in other.by_id})
