"""Writes a draft as YAML with remarks, for a person to go on with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from handover_xlsx.learning.areas import tidy
from handover_xlsx.learning.draft import Draft, DraftChoices, DraftField, DraftSection
from handover_xlsx.locale import N_, Message

_PLAIN = re.compile(r"[A-Za-z\u4e00-\u9fff](?:[\w （）、/.-]*[\w）])?")
_WORD = re.compile(r"[\w\u4e00-\u9fff]")
_TYPED = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}  # for other YAML readers
_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_SHEET = N_("Sheet “{sheet}”")
_ABOUT = (
    N_("Draft of a template, learned from “{file}”. Read it through and change what is wrong."),
    N_("Labels, hints and examples are free to change; “aliases” keep the headings of your file."),
    N_("Examples come from your file: remove what is personal before you share this."),
    N_("Then: handover template check THIS.yaml, and: handover new -t THIS.yaml"),
    N_("Filled copies of your file are read with: handover validate FILLED.xlsx -t THIS.yaml"),
)


def to_yaml(draft: Draft, language: str) -> str:
    """The draft as YAML; remarks in the reader's language."""
    return "\n".join(_lines(draft, language)) + "\n"


def scalar(text: str) -> str:
    """A text as YAML: plain where that is safe everywhere, else in quotes."""
    simple = _PLAIN.fullmatch(text) and "  " not in text and text.isprintable()
    if simple and text.casefold() not in _TYPED and _WORD.match(text):
        return text
    kept = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    quoted = json.dumps(kept, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _texts(texts: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{key}: {scalar(text)}" for key, text in texts.items()) + "}"


def _listed(words: Iterable[str]) -> str:
    return "[" + ", ".join(map(scalar, words)) + "]"


def _remark(message: Message, language: str) -> str:
    """One line of comment, whatever the file had."""
    return "# " + " ".join(_NOT_IN_YAML.sub(" ", tidy(message.text(language))).split())


def _lines(draft: Draft, language: str) -> Iterator[str]:
    for line in _ABOUT:
        yield _remark(Message(line, {"file": draft.file}), language)
    if draft.notes:
        yield "#"
    yield from (_remark(note, language) for note in draft.notes)
    yield f"template: {draft.id}"
    yield "version: 1"
    yield f"title: {_texts(draft.title)}"
    if draft.roles:
        yield "roles:"
        yield from (f"  {role}: {target}" for role, target in draft.roles.items())
    if draft.choices:
        yield ""
        yield "choices:"
        for listed in draft.choices:
            yield from _choices(listed, language)
    yield ""
    yield "sections:" if draft.sections else "sections: []"
    for section in draft.sections:
        yield from _section(section, draft.languages, language)


def _choices(listed: DraftChoices, language: str) -> Iterator[str]:
    yield f"  {listed.id}:  {_remark(listed.note, language)}"
    for code, labels, aliases in listed.entries:
        more = f", aliases: {_listed(aliases)}" if aliases else ""
        yield f"    {code}: {_texts(labels)[:-1]}{more}}}"


def _section(section: DraftSection, languages: tuple[str, ...], language: str) -> Iterator[str]:
    yield f"  {_remark(Message(_SHEET, {'sheet': section.found}), language)}"
    yield from (f"  {_remark(note, language)}" for note in section.notes)
    yield f"  - id: {section.id}"
    yield f"    kind: {section.kind}"
    yield f"    sheet: {_texts(section.sheet)}"
    yield f"    purpose: {_texts(section.purpose)}"
    if section.kind != "form":
        yield f"    names_row: {section.names_row}"
    if section.min_rows:
        yield f"    min_rows: {section.min_rows}"
    if section.months:
        yield f"    periods: {{unit: month, count: {section.months}}}"
    if section.prepared:
        yield "    prepared:"
        for row in section.prepared:
            yield f"      - {_texts(row)}"
    yield "    fields:"
    for item in section.fields:
        yield from (f"      {line}" for line in _field(item, languages, language))


def _field(item: DraftField, languages: tuple[str, ...], language: str) -> Iterator[str]:
    yield from (_remark(note, language) for note in item.notes)
    yield f"- id: {item.id}  # {item.place}"
    yield f"  label: {_texts(item.label)}"
    yield f"  type: {item.type}"
    for key in ("choices", "to", "min", "max", "max_length", "width"):
        value = getattr(item, key)
        if value not in ("", None):
            yield f"  {key}: {value}"
    for key in ("required", "person"):
        if getattr(item, key):
            yield f"  {key}: true"
    for key in ("hint", "example"):
        text = getattr(item, key)
        if text:
            yield f"  {key}: {_texts(dict.fromkeys(languages, text))}"
    if item.aliases:
        yield f"  aliases: {{{languages[0]}: {_listed(item.aliases)}}}"
