"""Which section and field of one template is which of another: by id, by name, by what it contains."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from handover_xlsx.format.hidden_sheet import installed_template
from handover_xlsx.template.model import Field, Reference, Section, Template
from handover_xlsx.template.selecting import find_section, only, select
from handover_xlsx.text.normalise import normalised

# A type that says what a value is for: two fields of it are the same when there is no third one.
_TELLING = ("ref", "choice", "choices", "email", "phone", "url", "place")


@dataclass
class Correspondence:
    """Old section → new section, and old field → new field; what has no counterpart is absent."""

    sections: dict[str, str] = field(default_factory=dict)
    fields: dict[Reference, Reference] = field(default_factory=dict)
    claimed: set[Reference] = field(default_factory=set)  # new fields filled from own columns

    def free(self, section: Section) -> list[Field]:
        """The fields of a new section that nothing was found for yet."""
        used = {*self.fields.values(), *self.claimed}
        taken = {new.field for new in used if new.section == section.id}
        return [item for item in section.fields if item.id not in taken]


@dataclass(frozen=True)
class Target:
    """Where a column's values go: a section and the key of its rows; ``item`` types them."""

    section: Section
    key: str
    item: Field | None


def correspond(old: Template, new: Template) -> Correspondence:
    """What of an old template is what of a new one; each counterpart is used once."""
    found = Correspondence(_sections(old, new))
    pairs = [(old.by_id[a], new.by_id[b]) for a, b in found.sections.items()]
    for before, after in pairs:
        for item in before.fields:
            if item.id in after.by_id:
                found.fields[Reference(before.id, item.id)] = Reference(after.id, item.id)
    for before, after in pairs:
        _pair(found, before, after, _by_label(_left(found, before), found.free(after)))
    _match_roles(found, old, new)
    _match_forms(found, old, new)
    for before, after in pairs:
        _pair(found, before, after, _by_type(_left(found, before), found.free(after), found))
    return found


def newest(template: Template) -> Template:
    """The template as it is installed today; the workbook's own where that is another one."""
    installed = installed_template(template.id)
    if installed is None or installed.version < template.version:
        return template
    same = installed.version > template.version or only(installed, template.by_id) == template
    return installed if same else template


def chosen_sections(
    old: Template,
    template: Template,
    add: Sequence[str],
    without: Sequence[str],
    *,
    everything: bool,
) -> Template:
    """The new template with the sections that the old workbook has, unless others are wanted.

    What was left out of an old workbook of the same template and version remains left out.
    """
    has = set(_sections(old, template).values())
    out = list(without)
    if (old.id, old.version) == (template.id, template.version) and not everything:
        wanted = has | {find_section(template, name).id for name in add}
        out += [
            section.id for section in template.sections if section.core and section.id not in wanted
        ]
    return select(template, add=[*has, *add], without=out, everything=everything)


# --- sections -----------------------------------------------------------------------------------


def _sections(old: Template, new: Template) -> dict[str, str]:
    found = {section.id: section.id for section in old.sections if section.id in new.by_id}
    for section in old.sections:
        free = [other for other in new.sections if other.id not in found.values()]
        named = {normalised(text) for text in section.sheet.values()}
        match = next((o for o in free if named & set(map(normalised, o.sheet.values()))), None)
        if section.id not in found and match:
            found[section.id] = match.id
    if old.start and new.start and new.start.id not in found.values():
        found.setdefault(old.start.id, new.start.id)  # the form that says who hands over to whom
    return found


# --- fields -------------------------------------------------------------------------------------


def find_heading(heading: str, fields: Iterable[Field]) -> Field | None:
    """The field that a heading names: by its label, else by an alias, in any language."""
    wanted, fields = normalised(heading), list(fields)
    for names in (labels_of, aliases_of):
        for item in fields:
            if wanted in names(item):
                return item
    return None


def labels_of(item: Field) -> set[str]:
    """A field's labels as they are compared."""
    return {normalised(label) for label in item.label.values()}


def aliases_of(item: Field) -> set[str]:
    """A field's other names as they are compared."""
    return {normalised(word) for words in item.aliases.values() for word in words}


def _left(found: Correspondence, section: Section) -> list[Field]:
    return [f for f in section.fields if Reference(section.id, f.id) not in found.fields]


def _pair(found: Correspondence, old: Section, new: Section, pairs: Mapping[str, str]) -> None:
    for before, after in pairs.items():
        found.fields[Reference(old.id, before)] = Reference(new.id, after)


def _by_label(old: Sequence[Field], new: Sequence[Field]) -> dict[str, str]:
    """Fields with a label in common; then those where one's label is the other's alias."""
    pairs: dict[str, str] = {}
    for other_names in (False, True):
        for before in old:
            free = (item for item in new if item.id not in pairs.values())
            match = next((item for item in free if _alike(before, item, other_names)), None)
            if before.id not in pairs and match:
                pairs[before.id] = match.id
    return pairs


def _alike(one: Field, other: Field, other_names: bool) -> bool:
    first, second = labels_of(one), labels_of(other)
    if other_names:
        return bool(first & aliases_of(other) or second & aliases_of(one))
    return bool(first & second)


def _match_roles(found: Correspondence, old: Template, new: Template) -> None:
    """Who leaves is who leaves, wherever a template asks for it."""
    for role, before in old.roles.items():
        after = new.roles.get(role)
        if after is None or before in found.fields or after in found.fields.values():
            continue
        if {old.by_id[before.section].kind, new.by_id[after.section].kind} == {"form"}:
            found.fields[before] = after


def _match_forms(found: Correspondence, old: Template, new: Template) -> None:
    """A line of a form may move to another form: each has only one row."""
    for before in (section for section in old.sections if section.kind == "form"):
        for after in (section for section in new.sections if section.kind == "form"):
            pairs = _by_label(_left(found, before), found.free(after))
            alike = {a: b for a, b in pairs.items() if before.by_id[a].type == after.by_id[b].type}
            _pair(found, before, after, alike)


def _by_type(old: Sequence[Field], new: Sequence[Field], found: Correspondence) -> dict[str, str]:
    """The only field left of a telling type, on both sides."""
    before: dict[tuple[str, ...], list[str]] = defaultdict(list)
    after: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for item in old:
        to = found.fields.get(item.to) if item.to else None
        before[_meaning(item, to)].append(item.id)
    for item in new:
        after[_meaning(item, item.to)].append(item.id)
    return {
        ids[0]: after[meaning][0]
        for meaning, ids in before.items()
        if meaning and len(ids) == 1 and len(after[meaning]) == 1
    }


def _meaning(item: Field, to: Reference | None) -> tuple[str, ...]:
    """What a field's type says about it, () when that is too little."""
    if item.type not in _TELLING or (item.type == "ref" and to is None):
        return ()
    listed = item.choices.id if item.choices else ""
    return (item.type, str(to or ""), listed)
