"""Contacts as a file of business cards (vCard 3.0, RFC 2426, which phones and Outlook import)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_
from handover_xlsx.reporting.common.wording import Wording, in_one_line
from handover_xlsx.template.model import Section
from handover_xlsx.text.normalise import normalised

_CJK = re.compile(r"[\u3400-\u9fff]")
_ORGANISATION, _TITLE = ("organisation", "department"), ("position",)


@dataclass(frozen=True)
class Contact:
    """One person or office: how to reach them, and in ``notes`` what else the row says."""

    name: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    organisation: str
    position: str
    notes: tuple[str, ...]


def contacts(wording: Wording) -> list[Contact]:
    """Every row of a table that has e-mail addresses or phone numbers; the same person once."""
    found: dict[str, list[Contact]] = {}
    for section in wording.handover.template.sections:
        reach = [item.id for item in section.fields if item.type in ("email", "phone")]
        if section.kind == "table" and reach:
            for record in wording.handover.rows(section):
                one = _contact(wording, section, record)
                if one:
                    _add(found.setdefault(normalised(one.name), []), one)
    return [one for name in sorted(found) for one in found[name]]


def _add(alike: list[Contact], one: Contact) -> None:
    """Add someone to those of the same name; who shares an address or a number is the same person.

    Of the same person all ways to reach them are kept, and the words of the first who named them.
    """
    for place, other in enumerate(alike):
        mine, its = {*one.emails, *one.phones}, {*other.emails, *other.phones}
        if mine & its or mine == its:
            alike[place] = replace(
                other,
                emails=tuple(dict.fromkeys((*other.emails, *one.emails))),
                phones=tuple(dict.fromkeys((*other.phones, *one.phones))),
                notes=tuple(dict.fromkeys((*other.notes, one.notes[-1]))),
            )
            return
    alike.append(one)


def _contact(wording: Wording, section: Section, record: Record) -> Contact | None:
    """The row as a contact; None where it names no one."""
    name = in_one_line(wording.cell(section, record, section.names_row))
    if not name:
        return None
    used = {section.names_row}

    def of_type(kind: str) -> tuple[str, ...]:
        keys = [item.id for item in section.fields if item.type == kind]
        used.update(keys)
        return tuple(text for key in keys if (text := wording.cell(section, record, key)))

    def first(keys: tuple[str, ...]) -> str:
        key = next((key for key in keys if key in section.by_id), "")
        used.add(key)
        return wording.cell(section, record, key) if key else ""

    emails, phones = of_type("email"), of_type("phone")
    organisation, position = first(_ORGANISATION), first(_TITLE)
    notes = [
        wording.say(N_("{label}: {name}"), label=wording.heading(section, key), name=text)
        for key in (*section.report.columns, *section.report.details)
        if key not in used and (text := wording.cell(section, record, key))
    ]
    source = wording.handover.sources[record.source]
    notes.append(f"{wording.sources[record.source]} · {source.name}")
    return Contact(name, emails, phones, organisation, position, tuple(notes))


def contacts_file(found: list[Contact]) -> bytes:
    """The contacts as vCards."""
    return b"".join(_card(one) for one in found)


def _card(one: Contact) -> bytes:
    from icalendar.parser import Contentline

    lines = [f"{name}:{value}" for name, value in _lines(one)]
    folded = [Contentline(line).to_ical() for line in ("BEGIN:VCARD", "VERSION:3.0", *lines)]
    return b"\r\n".join([*folded, b"END:VCARD", b""])


def _lines(one: Contact) -> Iterator[tuple[str, str]]:
    """Names and values of a card's lines, the values as the format writes them."""
    reach = "\0".join([normalised(one.name), *sorted(one.emails), *sorted(one.phones)])
    yield "UID", f"{hashlib.sha256(reach.encode()).hexdigest()[:32]}@handover-xlsx"
    yield "FN", _text(one.name)
    family, given = split_name(one.name)
    yield "N", f"{_text(family)};{_text(given)};;;"
    for email in one.emails:
        yield "EMAIL;TYPE=INTERNET", _text(email)
    for phone in one.phones:
        yield "TEL;TYPE=VOICE", _text(phone)
    if one.organisation:
        yield "ORG", _text(one.organisation)
    if one.position:
        yield "TITLE", _text(one.position)
    yield "NOTE", _text("\n".join(one.notes))


def _text(text: str) -> str:
    from icalendar import vText

    return str(vText(text).to_ical().decode("utf-8"))


def split_name(name: str) -> tuple[str, str]:
    """Family name and given name: of “Priya Nair” the last word is the family's.

    A Chinese name is not taken apart: programs then show it as it is written.
    """
    words = name.split()
    if len(words) < 2 or _CJK.search(name):
        return name, ""
    return words[-1], " ".join(words[:-1])
