"""From the outlines of all sheets to a draft: languages, ids, lists, references, roles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from handover_xlsx.learning.areas import tidy
from handover_xlsx.learning.draft import ChoiceLists, Draft, DraftField, DraftSection
from handover_xlsx.learning.dropdowns import Listed, Lists
from handover_xlsx.learning.headings import role_of, slug, split_languages, unused_id, without_marks
from handover_xlsx.learning.outline import Outline
from handover_xlsx.learning.read_sheet import (
    Learned,
    Part,
    feeding_sheets,
    languages_of,
    outline,
    passed_over,
    read_part,
    text_at,
)
from handover_xlsx.learning.workbook import Sheet
from handover_xlsx.locale import N_, Message
from handover_xlsx.package.addresses import column_letter
from handover_xlsx.sheets.cell_text import shortened
from handover_xlsx.text.normalise import normalised, unused

_KEPT_SHEETS = ("start", "开始", "team", "团队", "history", "_handover", "_lists")
_KEPT_LABELS = {"from": "Source", "来源": "出处"}  # a merged workbook's own column
_PURPOSES = {
    "table": {"en": "One row for each entry.", "zh": "一行填一条。"},
    "form": {"en": "Fill in every line.", "zh": "逐项填写。"},
    "history": {"en": "One row for each figure, one column for each month.",
                "zh": "一行一个指标，一列一个月。"},
}  # fmt: skip
_SHEET_LENGTH = 31  # in UTF-16 units: Excel's limit


def draft(sheets: Sequence[Sheet], names: Mapping[str, str], file: str) -> Draft:
    """The draft of a template from the sheets of a workbook."""
    lists = Lists(sheets, names)
    notes: list[Message] = []
    parts = []
    feeding = feeding_sheets(sheets, lists)
    for sheet in sheets:
        reason = passed_over(sheet, feeding)
        found = None if reason else outline(sheet)
        if found and found.items:
            parts.append(read_part(sheet, found, lists))
        else:
            what = reason or N_("it contains no table with headings and no form")
            shown = Message(N_("Sheet “{sheet}” was left out: {why}."),
                            {"sheet": sheet.name, "why": Message(what)})  # fmt: skip
            notes.append(shown)
    return _Drafting(parts, languages_of(parts), file, notes).draft()


class _Drafting:
    """Puts the sections together, for names must differ and lists may be shared."""

    def __init__(
        self, parts: list[Part], languages: tuple[str, ...], file: str, notes: list[Message]
    ) -> None:
        self.parts = parts
        self.languages = languages
        self.file = file
        self.notes = notes
        self.roles: dict[str, str] = {}
        self._choices = ChoiceLists(languages)
        self._section_ids: set[str] = set()
        self._names: set[str] = set()  # defined names: section and field in one word
        self._sheets = set(_KEPT_SHEETS)

    def draft(self) -> Draft:
        """The draft."""
        sections = [self._section(part) for part in self.parts]
        for part, section in zip(self.parts, sections, strict=True):
            for one in part.learned:
                self._choose(one.field, section, sections)
        stem = PurePath(self.file).stem
        titles = (tidy(part.outline.title) for part in self.parts[:1])
        title = " ".join((next(titles, "") or tidy(stem) or "Handover").split())[:80]
        return Draft(
            id=(slug(stem, "-") or "company"),
            file=self.file,
            title=dict.fromkeys(self.languages, title),
            sections=sections,
            choices=self._choices.drafted,
            roles=self.roles,
            notes=self.notes,
        )

    def _section(self, part: Part) -> DraftSection:
        name = tidy(part.sheet.name)
        english = (split_languages(name) or (name,))[0]
        wanted = slug(name) or slug(english) or f"section_{len(self._section_ids) + 1}"
        found = part.outline
        months = sum(item.month for item in found.items)
        kind = "history" if months >= 3 and found.kind == "table" else found.kind
        section = DraftSection(
            id=unused_id(wanted, self._section_ids), kind=kind, found=part.sheet.name,
            sheet={}, purpose=self._purpose(found, kind), fields=[], notes=list(found.notes),
            months=min(months, 60) if kind == "history" else 0,
        )  # fmt: skip
        self._add_fields(section, part, months if kind == "table" else 0)
        if kind == "form":
            self._find_roles(section)
        section.sheet = dict.fromkeys(self.languages, self._sheet_name(name, section))
        texts = [item.id for item in section.fields if item.type in ("text", "long")]
        section.names_row = (texts or [section.fields[0].id])[0]
        self._say_what_is_required(section, part)
        self._prepare(section, part)
        return section

    def _purpose(self, found: Outline, kind: str) -> dict[str, str]:
        purpose = " ".join(tidy(found.purpose).split())
        own = dict.fromkeys(self.languages, purpose)
        return own if purpose else {one: _PURPOSES[kind][one] for one in self.languages}

    def _sheet_name(self, name: str, section: DraftSection) -> str:
        """The sheet's own name, where a workbook of ours can have it."""
        if self.roles.get("leaver", "").startswith(f"{section.id}."):
            self._sheets -= {"start", "开始"}  # this form is the first sheet
        clean = re.sub(r"^[\s'_]+|[\[\]:*?/\\]|[\s']+$", " ", name).strip() or "Sheet"
        found, number = _shortened(clean, _SHEET_LENGTH), 1
        while found.casefold() in self._sheets:
            number += 1
            found = f"{_shortened(clean, _SHEET_LENGTH - 4)} {number}"
        self._sheets.add(found.casefold())
        return found

    def _add_fields(self, section: DraftSection, part: Part, months: int) -> None:
        taken: dict[str, set[str]] = {language: set() for language in self.languages}
        learned = list(part.learned)
        if months:
            known = {id(one.item) for one in learned}
            learned += [
                Learned(item, DraftField(type="number"), item.text)
                for item in part.outline.items
                if item.month and id(item) not in known
            ]
        if not learned:
            name = part.outline.items[0]
            learned = [Learned(name, DraftField(), name.text)]
        counts = [normalised(one.name) for one in learned]
        for number, one in enumerate(learned, 1):
            doubled = counts.count(normalised(one.name)) > 1
            labels = self._labels(one, taken, doubled=doubled)
            english = labels.get("en", one.name)
            wanted = slug(one.name) or slug(english) or slug(one.english) or f"field_{number}"
            _name(one, labels, part)
            if doubled and not one.item.group:
                one.field.notes.append(
                    Message(N_("the heading “{label}” appears twice; give each its own heading in "
                               "your file, or the second is not read"), {"label": one.item.text})
                )  # fmt: skip
            free = unused_id(f"{section.id}_{wanted}", self._names)
            one.field.id = free.removeprefix(f"{section.id}_")
            section.fields.append(one.field)

    def _labels(self, one: Learned, taken: dict[str, set[str]], *, doubled: bool) -> dict[str, str]:
        """A label in each language, unlike all others of the section."""
        both = {"en": one.english, "zh": one.chinese} if len(self.languages) > 1 else {}
        labels = {}
        for language in self.languages:
            text = both.get(language) or one.name
            text = f"{one.item.group} {text}" if doubled and one.item.group else text
            text = _KEPT_LABELS.get(normalised(text), text)
            labels[language] = unused(text, taken[language], "{name} {number}", normalised)
        return labels

    def _choose(
        self, item: DraftField, section: DraftSection, sections: Sequence[DraftSection]
    ) -> None:
        """Ties a drop-down to the column that feeds it, else to a choice list."""
        if item.type != "choice" or item.listed is None:
            return
        target = self._fed_by(item.listed, sections)
        if target and target != f"{section.id}.{item.id}":
            item.type, item.to = "ref", target
        elif item.listed.entries:
            item.choices = self._choices.of(item.listed, item)
        else:
            item.type = "text"

    def _fed_by(self, listed: Listed, sections: Sequence[DraftSection]) -> str:
        """The column of another sheet that a drop-down shows."""
        for part, section in zip(self.parts, sections, strict=True):
            if part.sheet.name != listed.sheet or part.outline.kind == "form" or not listed.area:
                continue
            for one in part.learned:
                single = listed.area.left == listed.area.right == one.item.cells.left
                below = listed.area.bottom >= one.item.cells.top
                if single and below and one.field.type in ("text", "long"):
                    return f"{section.id}.{one.field.id}"
        return ""

    def _find_roles(self, section: DraftSection) -> None:
        """Who leaves, who takes over, until when: from the first form that names them."""
        found: dict[str, DraftField] = {}
        for item in section.fields:
            for text in (*item.label.values(), *item.aliases):
                role = role_of(without_marks(text)[0])
                if role and role not in found:
                    found[role] = item
        named = [
            i
            for i in section.fields
            if {normalised(t) for t in i.label.values()} & {"姓名", "name"}
        ]
        if "leaver" not in found and len(found) >= 2 and named:
            found["leaver"] = named[0]
        if "leaver" not in found or self.roles:
            return
        for role, item in found.items():
            if role == "last_day" and item.type != "date":
                if item.type != "text" or item.example:
                    continue
                item.type = "date"
            elif role != "last_day" and item.type not in ("text", "long"):
                continue
            item.person = role in ("leaver", "successor", "supervisor")
            item.example = "" if item.person else item.example
            self.roles[role] = f"{section.id}.{item.id}"

    def _say_what_is_required(self, section: DraftSection, part: Part) -> None:
        needed = any(item.required for item in section.fields)
        section.min_rows = 1 if needed and section.kind == "table" else 0
        if not needed:
            section.notes.append(
                Message(N_("no field is marked as required; add “required: true” to the fields "
                           "that must be filled in"))
            )  # fmt: skip

    def _prepare(self, section: DraftSection, part: Part) -> None:
        """The rows of a checklist are in every new workbook."""
        if section.kind != "table" or not part.prepared:
            return
        for one in part.prepared:
            item = one.field
            item.type, item.listed, item.example = "text", None, ""
            item.notes, item.min, item.max, item.max_length = [], None, None, None
        for row in part.outline.rows:
            texts = {one.field.id: text_at(part.sheet, row, one) for one in part.prepared}
            if all(texts.values()):
                section.prepared.append(texts)
        section.notes.append(
            Message(N_("rows with only the first columns filled in are taken as a checklist: every "
                       "new workbook contains them (“prepared”)"))
        )  # fmt: skip


def _name(one: Learned, labels: dict[str, str], part: Part) -> None:
    """Give a field its labels, and what else the file says about its heading."""
    item, field, form = one.item, one.field, part.outline.kind == "form"
    letters, width = column_letter(item.cells.left - 1), part.sheet.widths.get(item.cells.left)
    hints = (item.spot.note, item.second.note if item.second else "", field.hint, item.hint)
    hint = next((tidy(text) for text in hints if tidy(text)), "")
    spellings = [item.spot.raw or item.text, item.second.raw if item.second else ""]
    if item.group:
        spellings.insert(0, f"{item.group} {item.text}")
    known = {normalised(text) for text in labels.values()}
    aliases = (text for text in dict.fromkeys(spellings) if text and normalised(text) not in known)
    field.label, field.aliases = labels, tuple(aliases)
    field.place = f"{letters}{item.cells.top}" if form else letters
    field.width = round(width) if width and not form and 4 <= width <= 100 else None
    field.hint = "" if hint in labels.values() else hint


def _shortened(name: str, limit: int) -> str:
    return shortened(name, limit).strip().rstrip("'") or "Sheet"
