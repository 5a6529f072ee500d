"""Deadlines as a calendar, contacts as cards: what programs find in the files."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import icalendar
import pytest

from handover_xlsx.exporting.calendar import calendar_file, deadlines
from handover_xlsx.exporting.contacts import contacts, contacts_file, split_name
from handover_xlsx.handover.combine import combine
from handover_xlsx.merging.merge import merge
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.common.wording import Wording

SAMPLES = Path(__file__).parents[2] / "samples"
TODAY = date(2026, 11, 2)
NOW = datetime(2026, 11, 2, tzinfo=UTC)


def wording(path: Path, language: str = "en") -> Wording:
    return Wording(read_workbook(path), language, TODAY)


def events(data: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(data).walk("VEVENT")


PLAN = """
## start
| leaver | successor | last_day   |
|--------|-----------|------------|
| Ada    | Ben       | 2026-12-18 |
## plan
| task                 | due        | participant | status |
|----|----|----|----|
| Show the portal; now | 2026-12-01 | Ben   | not_started |
| Show the portal; now | 2026-12-02 | Ben   | not_started |
| Sent the keys        | 2026-11-20 | Ben   | done        |
"""


def test_open_deadlines_and_the_last_day_are_entries(workbook_from_markdown):
    """By day; what is done is left out."""
    found = events(calendar_file(deadlines(wording(workbook_from_markdown(PLAN))), NOW))
    shown = [(str(e["summary"]).split(" – ")[0], e["dtstart"].dt) for e in found]

    assert shown == [
        ("Show the portal; now", date(2026, 12, 1)),
        ("Show the portal; now", date(2026, 12, 2)),
        ("Last working day: Ada", date(2026, 12, 18)),
    ]


def test_entries_name_the_person_and_the_cell(workbook_from_markdown):
    """Who it is in the hands of, and where it is."""
    event = events(calendar_file(deadlines(wording(workbook_from_markdown(PLAN))), NOW))[0]

    assert "Ben" in str(event["description"])
    assert "Handover plan!" in str(event["description"])


def test_entries_and_cards_are_chinese_for_a_chinese_reader(workbook_from_markdown):
    """Titles, who, where: no English word but what people wrote."""
    chinese = wording(workbook_from_markdown(PLAN, language="zh"), "zh")
    first, _second, last = events(calendar_file(deadlines(chinese), NOW))
    cards = contacts_file(contacts(wording(workbook_from_markdown(KNOWN, language="zh"), "zh")))

    assert str(first["summary"]) == "Show the portal; now（日期）"
    assert str(last["summary"]) == "最后工作日：Ada"
    assert str(first["description"]).startswith("参与人：Ben\nAda · ")
    assert "内部或外部：内部" in cards.decode()


KNOWN = """
## contacts
| name | side | email |
|--|--|--|
| 何俊杰 | internal | he@example.com |
"""


def test_an_entry_is_updated_when_its_day_moves(workbook_from_markdown):
    """The same UID; and two rows of one name have two."""
    one = deadlines(wording(workbook_from_markdown(PLAN)))
    moved = deadlines(wording(workbook_from_markdown(PLAN.replace("2026-12-01", "2026-12-03"))))

    assert len({d.identity for d in one}) == 3
    assert {d.identity for d in one} == {d.identity for d in moved}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_marked_date_of_the_full_sample_is_there(language):
    """Contracts, milestones, recurring dates, plan: every deadline field that contains an open date."""
    found = deadlines(wording(SAMPLES / f"handover-full.{language}.xlsx", language))
    sheets = {one.sheet for one in found}
    wanted = {
        "en": {"Contracts", "Milestones", "Recurring dates", "Handover plan"},
        "zh": {"合同", "里程碑", "交接计划"},
    }

    assert wanted[language] <= sheets
    assert len(events(calendar_file(found, NOW))) == len(found)


def test_lines_are_folded_between_characters():
    """75 bytes a line, and no Chinese character is torn apart."""
    data = calendar_file(deadlines(wording(SAMPLES / "handover-full.zh.xlsx", "zh")), NOW)

    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    data.decode("utf-8")


def unfolded(data: bytes) -> list[dict[str, str]]:
    """Cards as name → value."""
    cards = []
    for line in data.decode("utf-8").replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if name == "BEGIN":
            cards.append({})
        elif name:
            cards[-1][name] = value
    return cards


CONTACTS = """
## contacts
| name       | organisation       | topics | email               | phone            | position |
|------------|--------------------|--------|---------------------|------------------|----------|
| Priya Nair | Retail; Operations | Visits | priya@example.com   | +44 20 7946 0123 | Manager  |
| 李文静     | 零售运营部         | 订货   | wenjing@example.com |                  |          |
"""


def test_contacts_are_cards_with_everything_to_reach_them(workbook_from_markdown):
    """Separators in texts are escaped; a Chinese name is not split."""
    first, second = unfolded(contacts_file(contacts(wording(workbook_from_markdown(CONTACTS)))))

    assert first["FN"] == "Priya Nair"
    assert first["N"] == "Nair;Priya;;;"
    assert first["ORG"] == "Retail\\; Operations"
    assert first["EMAIL;TYPE=INTERNET"] == "priya@example.com"
    assert first["TEL;TYPE=VOICE"] == "+44 20 7946 0123"
    assert first["TITLE"] == "Manager"
    assert "Ask them about: Visits" in first["NOTE"]
    assert second["N"] == "李文静;;;;"


def test_a_person_whom_several_know_is_one_contact(workbook_from_markdown):
    """The same name, address and number in two workbooks."""
    both = [read_workbook(workbook_from_markdown(CONTACTS)) for _ in range(2)]

    assert len(contacts(Wording(combine(both), "en", TODAY))) == 2


def test_a_common_address_or_number_makes_one_contact(workbook_from_markdown):
    """One colleague knows another number, or none; someone else of the same name remains apart."""
    texts = [
        CONTACTS,
        CONTACTS.replace("+44 20 7946 0123", "+44 20 7946 0999"),
        CONTACTS.replace("priya@example.com", "p.nair@example.com").replace("0123", "0555"),
    ]
    both = combine([read_workbook(workbook_from_markdown(text)) for text in texts])
    first, second, third = contacts(Wording(both, "en", TODAY))

    assert (first.emails, first.phones) == (
        ("priya@example.com",), ("+44 20 7946 0123", "+44 20 7946 0999"),
    )  # fmt: skip
    assert second.emails == ("p.nair@example.com",)
    assert third.name == "李文静"


def test_a_row_of_a_team_is_named_in_its_own_file():
    """The cell of the team's workbook would lead nowhere in the file that is named."""
    team = merge([read_workbook(path) for path in sorted((SAMPLES / "team").glob("*.xlsx"))])
    found = deadlines(Wording(team.handover, "en", TODAY))
    [one] = [entry for entry in found if entry.title.startswith("验货平台")]

    assert one.details[-1] == "刘思涵 · liu-sihan.zh.xlsx · 系统与权限!9"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Priya Nair", ("Nair", "Priya")),
        ("Ana Maria Silva", ("Silva", "Ana Maria")),
        ("Cher", ("Cher", "")),
        ("李文静", ("李文静", "")),
        ("欧阳 文静", ("欧阳 文静", "")),
    ],
)
def test_names_are_split_only_where_that_is_sure(name, parts):
    """The last word of a name in Latin letters is the family's."""
    assert split_name(name) == parts


def test_a_cell_cannot_add_lines_to_a_card(workbook_from_markdown):
    """A line break in a cell is an escaped one: no second card, no further property."""
    text = CONTACTS.replace("Visits", "Visits<br>END:VCARD<br>TEL:999").replace(
        "Priya Nair", "Priya<br>Nair"
    )
    cards = unfolded(contacts_file(contacts(wording(workbook_from_markdown(text)))))

    assert len(cards) == 2
    assert all("TEL" not in card for card in cards)
    assert cards[0]["FN"] == "Priya Nair"
