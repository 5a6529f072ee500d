"""Deadlines as a calendar file (iCalendar, RFC 5545) that every calendar program imports."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from handover_xlsx import __version__
from handover_xlsx.handover.table import Record
from handover_xlsx.locale import N_
from handover_xlsx.reporting.common.wording import Wording, in_one_line
from handover_xlsx.reporting.summary.agenda import Due, open_deadlines
from handover_xlsx.template.model import Section


@dataclass(frozen=True)
class Deadline:
    """One day to keep: what, whose, where it is, and who it is in the hands of.

    ``identity`` remains the same when the day is moved, so that a calendar updates its entry.
    """

    identity: str
    day: date
    title: str
    sheet: str
    details: tuple[str, ...]


def deadlines(wording: Wording) -> list[Deadline]:
    """Every open row's fields that the template marks as deadlines, and the last days; by day."""
    found = [*_last_days(wording)]
    found += (_of_row(wording, due) for due in open_deadlines(wording.handover))
    return sorted(_told_apart(found), key=lambda one: (one.day, one.title))


def _last_days(wording: Wording) -> Iterator[Deadline]:
    role = wording.handover.template.roles.get("last_day")
    for index, source in enumerate(wording.handover.sources):
        day = wording.handover.last_day(index)
        if role is None or day is None:
            continue
        label = wording.heading(wording.handover.template.by_id[role.section], role.field)
        title = wording.say(N_("{label}: {name}"), label=label, name=wording.sources[index])
        successor = wording.role("successor", index)
        details = (f"{wording.sources[index]} → {successor}",) if successor else ()
        yield Deadline(
            _hash(source.workbook_id or source.name, "last_day"), day, title, "", details
        )


def _of_row(wording: Wording, due: Due) -> Deadline:
    section, record, key, day = due
    source = wording.handover.sources[record.source]
    name, label = wording.name(section, record), wording.heading(section, key)
    details = [
        wording.say(N_("{label}: {name}"), label=wording.heading(section, item.id), name=text)
        for item in section.fields
        if item.person and (text := wording.cell(section, record, item.id))
    ]
    place = _place(wording, section, key, record)
    details.append(f"{wording.sources[record.source]} · {source.name} · {place}")
    return Deadline(
        _hash(source.workbook_id or source.name, section.id, key, name),
        day.date() if isinstance(day, datetime) else day,
        wording.say(N_("{name} – {label}"), name=name, label=label),
        wording.label(section.sheet),
        tuple(details),
    )


def _place(wording: Wording, section: Section, key: str, record: Record) -> str:
    """The cell; of a row of a team's workbook its row in the file that it came from."""
    if record.origin:
        return f"{record.origin.sheet}!{record.origin.row}"
    sheet, cell = wording.handover.cell(section.id, key, record.position)
    return f"{sheet}!{cell}"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _told_apart(found: list[Deadline]) -> Iterator[Deadline]:
    """Rows of one name get different identities."""
    times: Counter[str] = Counter()
    for one in found:
        times[one.identity] += 1
        again = times[one.identity]
        yield (
            one
            if again == 1
            else Deadline(f"{one.identity}-{again}", one.day, one.title, one.sheet, one.details)
        )


def calendar_file(found: list[Deadline], now: datetime | None = None) -> bytes:
    """The deadlines as whole-day entries that do not block the day."""
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", f"-//handover-xlsx//{__version__}//EN")
    calendar.add("version", "2.0")
    for one in found:
        event = Event()
        event.add("uid", f"{one.identity}@handover-xlsx")
        event.add("dtstamp", now or datetime.now(UTC))
        event.add("dtstart", one.day)
        event.add("summary", in_one_line(one.title))
        event.add("description", "\n".join(one.details))
        if one.sheet:
            event.add("categories", [one.sheet])
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data
