"""Starting again from what exists: nothing lost, and what moved is reported."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_xlsx.handover.content import Content, Unplaced
from handover_xlsx.handover.model import Handover
from handover_xlsx.merging.merge import merge
from handover_xlsx.package.package import open_container_bytes
from handover_xlsx.prefilling.from_workbook import Carried, carry
from handover_xlsx.prefilling.match_fields import chosen_sections, newest
from handover_xlsx.prefilling.stray_cells import stray_cells
from handover_xlsx.reading.read import read_bytes, read_container, read_workbook
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.model import Reference, Section, Template
from handover_xlsx.writing.write import workbook_bytes

pytestmark = pytest.mark.slow

SAMPLES = sorted((Path(__file__).parents[2] / "samples").rglob("*.xlsx"))
TODAY = date(2026, 11, 2)
OTHER = {"en": "zh", "zh": "en"}
SMALL = load_text(
    """
template: small
version: 1
title: {en: Small, zh: 小}
roles: {leaver: start.leaver, last_day: start.last_day}
choices:
  often:
    daily: {en: Daily, zh: 每天}
    weekly: {en: Weekly, zh: 每周, aliases: [Once a week]}
sections:
  - id: start
    kind: form
    sheet: {en: Start, zh: 开始}
    purpose: {en: Who, zh: 谁}
    names_row: leaver
    fields:
      - {id: leaver, label: {en: Leaver, zh: 交接人}, type: text}
      - {id: last_day, label: {en: Last day, zh: 最后一天}, type: date}
      - {id: team, label: {en: Team, zh: 团队}, type: text, aliases: {en: [Department]}}
  - id: duties
    kind: table
    sheet: {en: Duties, zh: 职责}
    purpose: {en: What, zh: 什么}
    names_row: name
    may_not_apply: true
    fields:
      - {id: name, label: {en: Duty, zh: 职责名}, type: text}
      - {id: often, label: {en: How often, zh: 频率}, type: choice, choices: often}
      - {id: hours, label: {en: Hours, zh: 小时}, type: number}
      - {id: since, label: {en: Since, zh: 开始于}, type: date}
      - {id: alone, label: {en: Alone, zh: 独立}, type: yesno}
      - {id: share, label: {en: Share, zh: 占比}, type: percent}
      - {id: deputy, label: {en: Deputy, zh: 副手}, type: ref, to: people.name}
  - id: people
    kind: table
    sheet: {en: People, zh: 人员}
    purpose: {en: Who, zh: 谁}
    names_row: name
    fields:
      - {id: name, label: {en: Name, zh: 姓名}, type: text}
      - {id: phone, label: {en: Phone, zh: 电话}, type: phone}
  - id: figures
    kind: history
    sheet: {en: Figures, zh: 数字}
    purpose: {en: Figures, zh: 数字}
    names_row: kpi
    periods: {unit: month, count: 2}
    fields:
      - {id: kpi, label: {en: KPI, zh: 指标}, type: text}
      - {id: note, label: {en: Note, zh: 备注}, type: long}
""",
    "small.yaml",
)


def book(content: Content, template: Template = SMALL, language: str = "en") -> bytes:
    return workbook_bytes(template, language=language, content=content, today=TODAY)[0]


def read(data: bytes) -> Handover:
    return read_bytes("old.xlsx", data)


def carried(data: bytes, template: Template = SMALL, language: str = "en") -> Carried:
    """What ``new --from`` writes."""
    container = open_container_bytes("old.xlsx", data)
    old = read_container(container, "old.xlsx")
    return carry(old, template, language=language, strays=stray_cells(container, old))


def again(data: bytes, template: Template = SMALL, language: str = "en") -> Handover:
    """The new workbook, read."""
    return read(book(carried(data, template, language).content, template, language))


def rows(handover: Handover) -> dict[str, list[dict[str, object]]]:
    return {s.id: [dict(r) for r in handover.rows(s)] for s in handover.template.sections}


def messages(carried: Carried, language: str = "en") -> list[str]:
    return [note.text(language) for note in carried.notes]


def changed(template: Template, section: str, **fields: dict[str, object] | None) -> Template:
    """The template with fields of a section changed (None: dropped)."""
    kept = tuple(
        item._replace(**(fields.get(item.id) or {}))
        for item in template.by_id[section].fields
        if fields.get(item.id, {}) is not None
    )
    return with_section(template, replace(template.by_id[section], fields=kept), section)


def with_section(template: Template, section: Section, name: str) -> Template:
    return replace(
        template, sections=tuple(section if s.id == name else s for s in template.sections)
    )


DUTIES = Content(rows={
    "start": [{"leaver": "Ada Lee", "last_day": date(2026, 12, 18), "team": "Retail"}],
    "duties": [
        {"name": "Roster", "often": "weekly", "hours": 1.5, "since": date(2024, 3, 1),
         "alone": True, "share": 0.25, "deputy": "Ben", "Colour": "blue"},
        {"name": "Till", "often": "daily", "hours": 2.0},
    ],
    "people": [{"name": "Ben", "phone": "020 7946 0123"}],
    "figures": [{"kpi": "Sales", "2026-10": 5.0, "2026-11": 6.0, "note": "ok"}],
}, own_columns={"duties": ("Colour",)})  # fmt: skip


# --- the same template ------------------------------------------------------------------------


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("way", [[""], ["", "other"], ["other", ""]], ids="-".join)
def test_a_workbook_carried_over_says_the_same(path, way):
    """Carried to its own template, in its language or there and back, a workbook keeps its rows."""
    handover = read_workbook(path)
    data, before = path.read_bytes(), rows(handover)
    language = handover.sources[0].language
    reasons = handover.sources[0].not_applicable
    for step in way:
        new = carried(data, handover.template, OTHER[language] if step else language)
        assert messages(new) == []
        data = book(new.content, handover.template, OTHER[language] if step else language)
    after = read(data)

    assert rows(after) == before
    assert after.sources[0].not_applicable == reasons
    assert [r.unread for s in after.template.sections for r in after.rows(s)] == [
        r.unread for s in handover.template.sections for r in handover.rows(s)
    ]


def test_own_columns_travel_as_own_columns():
    """A column that a person added is there again, under its heading."""
    new = again(book(DUTIES), language="zh")

    assert new.own_columns("duties") == ("Colour",)
    assert new.rows("duties")[0]["Colour"] == "blue"


def test_a_section_that_does_not_apply_remains_so():
    """The reason is carried over; where the new template always needs the section, it is kept."""
    data = book(Content(not_applicable={"duties": "a student"}))
    always = replace(SMALL.by_id["duties"], may_not_apply=False)

    assert carried(data).content.not_applicable == {"duties": "a student"}
    new = carried(data, with_section(SMALL, always, "duties"))
    assert new.content.not_applicable == {}
    assert [one.value for one in new.content.unplaced] == ["a student"]


# --- another template -------------------------------------------------------------------------


def test_a_field_is_found_by_its_label_in_any_language_or_an_alias():
    """A new id does not matter while a name is the same; what is renamed is reported."""
    new = changed(
        SMALL, "duties",
        name={"id": "title", "label": {"en": "Task", "zh": "职责名"}},
        hours={"label": {"en": "Hours each time", "zh": "每次小时"}},
        often={"id": "rhythm", "label": {"en": "Rhythm", "zh": "节奏"},
               "aliases": {"en": ("How often",)}},
    )  # fmt: skip
    new = with_section(new, replace(new.by_id["duties"], id="work", names_row="title"), "duties")
    result = carried(book(DUTIES), new)

    assert result.content.rows["work"][0] == {
        **{k: v for k, v in DUTIES.rows["duties"][0].items() if k not in ("name", "often")},
        "title": "Roster", "rhythm": "weekly",
    }  # fmt: skip
    assert messages(result) == [
        "Duties: the column “How often” is now “Rhythm”.",
        "Duties: the column “Hours” is now “Hours each time”.",
    ]


def test_the_only_field_of_a_telling_type_is_the_same_field():
    """A renamed reference to the same section is found, because there is no other one."""
    new = changed(SMALL, "duties", deputy={"id": "helper", "label": {"en": "Helper", "zh": "帮手"}})

    assert carried(book(DUTIES), new).content.rows["duties"][0]["helper"] == "Ben"


def test_a_type_that_means_little_is_no_reason():
    """A date that is gone and a date that is new are not taken for one."""
    new = changed(SMALL, "duties", since={"id": "until", "label": {"en": "Until", "zh": "至"}})
    result = carried(book(DUTIES), new)

    assert "until" not in result.content.rows["duties"][0]
    assert result.content.unplaced == (
        Unplaced("Duties!E7", "Since", date(2024, 3, 1), "Roster"),
    )  # fmt: skip


def test_values_follow_the_new_type():
    """Numbers and dates become text and text becomes numbers; the rest remains as typed."""
    old = Content(rows={"duties": [
        {"name": "a", "often": "weekly", "hours": 1.5, "since": date(2024, 3, 1), "alone": True,
         "share": 0.25, "deputy": "12"},
        {"name": "b", "deputy": "Ben"},
    ]})  # fmt: skip
    kinds = {"often": "text", "hours": "text", "since": "text", "alone": "text", "share": "text"}
    new = changed(SMALL, "duties", deputy={"type": "integer", "to": None},
                  **{name: {"type": kind, "choices": None} for name, kind in kinds.items()})  # fmt: skip
    result = carried(book(old), new, "zh")

    assert result.content.rows["duties"] == [
        {"name": "a", "often": "每周", "hours": "1.5", "since": "2024-03-01", "alone": "是",
         "share": "25%", "deputy": 12},
        {"name": "b", "deputy": "Ben"},
    ]  # fmt: skip
    assert messages(result) == [
        "职责: one value of “副手” no longer fits there; it is kept as typed."
    ]


def test_choices_are_found_by_code_label_or_alias():
    """A list with other codes takes what has the same name, in any language."""
    listed = load_text(
        """
template: lists
version: 1
title: {en: x}
choices:
  often:
    every_day: {en: Each day, aliases: [每天]}
    week: {en: once a week}
sections:
  - id: duties
    kind: table
    sheet: {en: Duties}
    purpose: {en: x}
    names_row: name
    fields:
      - {id: name, label: {en: Duty}, type: text}
      - {id: often, label: {en: How often}, type: choices, choices: often}
""",
        "lists.yaml",
    )
    result = carried(book(DUTIES), listed)

    assert [row["often"] for row in result.content.rows["duties"]] == [("week",), ("every_day",)]


def test_the_form_that_says_who_leaves_is_found_under_any_name():
    """Start is Start, whatever a template calls it and its lines."""
    start = replace(
        SMALL.by_id["start"], id="who", sheet={"en": "Who", "zh": "谁"}, names_row="person"
    )
    leaver = start.fields[0]._replace(id="person", label={"en": "Person", "zh": "人"})
    start = replace(start, fields=(leaver, *start.fields[1:]))
    roles = {"leaver": SMALL.roles["leaver"]._replace(section="who", field="person"),
             "last_day": SMALL.roles["last_day"]._replace(section="who")}  # fmt: skip
    new = replace(with_section(SMALL, start, "start"), roles=roles)
    result = carried(book(DUTIES), new)

    assert result.content.rows["who"] == [
        {"person": "Ada Lee", "last_day": date(2026, 12, 18), "team": "Retail"}
    ]
    assert messages(result) == [
        "The sheet “Start” is now “Who”.",
        "Who: the line “Leaver” is now “Person”.",
    ]


def test_an_own_column_becomes_the_templates_when_the_template_has_it_now():
    """What a person added by hand and the new template asks for is one column."""
    colour = SMALL.by_id["duties"].fields[0]._replace(id="colour", label={"en": "Colour"})
    duties = replace(SMALL.by_id["duties"], fields=(*SMALL.by_id["duties"].fields, colour))
    result = carried(book(DUTIES), with_section(SMALL, duties, "duties"))

    assert result.content.rows["duties"][0]["colour"] == "blue"
    assert result.content.own_columns == {}
    assert messages(result) == ["Duties: your own column “Colour” is now one of the template's."]


def test_what_has_no_place_is_on_its_own_sheet_with_its_place():
    """Sheet and cell, the row's name, the heading and the value; two sentences say so."""
    new = changed(SMALL, "duties", hours=None, often=None)
    new = replace(new, sections=tuple(s for s in new.sections if s.id != "people"))
    new = changed(new, "duties", deputy={"type": "text", "to": None})
    result = carried(book(DUTIES), new)
    sheet = openpyxl.load_workbook(io.BytesIO(book(result.content, new)))["Unplaced"]

    assert [[cell.value for cell in row[1:]] for row in sheet.iter_rows(6)] == [
        ["Where it was", "Row", "Heading", "Value"],
        ["Duties!C7", "Roster", "How often", "Weekly"],
        ["Duties!D7", "Roster", "Hours", 1.5],
        ["Duties!C8", "Till", "How often", "Daily"],
        ["Duties!D8", "Till", "Hours", 2],
        ["People!B7", None, "Name", "Ben"],
        ["People!C7", "Ben", "Phone", "020 7946 0123"],
    ]
    assert messages(result) == [
        "Duties: the new workbook has no place for “How often”, “Hours”.",
        "The new workbook has no place for the sheet “People”.",
        "6 values could not be placed; they are on the sheet “Unplaced”.",
    ]


# --- the sheet Unplaced ------------------------------------------------------------------------

WAITING = (
    Unplaced("Duties!C7", "How often", "Weekly", "Roster"),
    Unplaced("Duties!D7", "Hours", 1.5, "Roster"),
    Unplaced("Notes!A1", "", date(2026, 3, 1)),
)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_unplaced_values_travel_along(language):
    """Read again they are the same, are no sheet of one's own, and are carried again."""
    data = book(Content(rows=DUTIES.rows, unplaced=WAITING), language=language)

    assert read(data).unplaced == WAITING
    assert [r for r in read(data).remarks if r.kind == "sheet-unknown"] == []
    assert again(data, language=OTHER[language]).unplaced == WAITING


def test_unplaced_is_found_without_its_hidden_row_and_keeps_remarks():
    """The name and the headings are enough; what a person wrote next to them travels along, too."""
    file = openpyxl.load_workbook(io.BytesIO(book(Content(rows=DUTIES.rows, unplaced=WAITING))))
    sheet = file["Unplaced"]
    sheet.delete_rows(1)
    sheet["F6"] = "ask Ben"
    stream = io.BytesIO()
    file.save(stream)
    found = read(stream.getvalue()).unplaced

    assert found[0] == WAITING[0]
    assert found[1] == Unplaced("Unplaced!F6", "", "ask Ben", "Roster")
    assert len(found) == 4


def test_unplaced_values_are_merged_with_the_rows():
    """In a team's workbook each says where it comes from."""
    one, two = (read_bytes(f"{name}.xlsx", book(
        Content(rows={"start": [{"leaver": name}]}, unplaced=(Unplaced("A!B1", "x", name),))
    )) for name in ("Ada", "Ben"))  # fmt: skip
    team = read(book(merge([one, two]).content))

    assert [(u.value, team.sources[u.source].leaver) for u in team.unplaced] == [
        ("Ada", "Ada"), ("Ben", "Ben"),
    ]  # fmt: skip


def test_a_template_may_have_a_sheet_of_that_name():
    """The name is then marked, and both sheets are read."""
    people = replace(SMALL.by_id["people"], sheet={"en": "Unplaced", "zh": "人员"})
    template = with_section(SMALL, people, "people")
    handover = read(book(Content(rows=DUTIES.rows, unplaced=WAITING), template))

    assert handover.unplaced == WAITING
    assert len(handover.rows("people")) == 1


# --- which template, which sheets ----------------------------------------------------------------


def test_the_newest_template_is_meant():
    """The installed one, unless the workbook's own is newer, unknown or altered."""
    operations = load_template()

    assert newest(replace(operations, version=0)) is operations
    assert newest(operations) is operations
    assert newest(replace(operations, version=99)).version == 99
    assert newest(SMALL) is SMALL
    altered = replace(operations, title={"en": "Ours", "zh": "我们的"})
    assert newest(altered) is altered


def test_the_new_workbook_has_the_sheets_of_the_old_one():
    """Optional sheets come along, sheets left out remain out, and options are obeyed."""
    whole = load_template()
    optional = [s.id for s in whole.sections if not s.core]
    old = replace(
        whole, sections=tuple(s for s in whole.sections
                              if (s.core and s.id != "projects") or s.id in optional[:1])
    )  # fmt: skip

    def chosen(add=(), without=(), everything=False):
        found = chosen_sections(old, whole, add, without, everything=everything)
        return {section.id for section in found.sections}

    assert chosen() == set(old.by_id)
    assert chosen(add=["projects"]) == {*old.by_id, "projects"}
    assert chosen(without=["kpi_history"]) == set(old.by_id) - {"kpi_history"}
    assert chosen(everything=True) == set(whole.by_id)


# --- nothing lost -------------------------------------------------------------------------------


def edited(data: bytes) -> bytes:
    """A workbook with everything that people add in places of their own."""
    file = openpyxl.load_workbook(io.BytesIO(data))
    file["Duties"]["A8"] = "left of the table"
    file["Start"]["B40"] = "below everything"
    file["Start"]["L9"] = "beside everything"
    copy = file.copy_worksheet(file["People"])
    copy["B9"] = "on a copy"
    own = file.create_sheet("My notes")
    for row in (["Topic", "Text"], ["Keys", "in the drawer"], ["", 42], [True, "#x"]):
        own.append(row)
    stream = io.BytesIO()
    file.save(stream)
    return stream.getvalue()


def test_what_is_outside_the_tables_is_kept():
    """Sheets of one's own, copies of sheets, and notes around the tables."""
    result = carried(edited(book(DUTIES)))

    assert [(u.where, u.heading, u.value, u.row) for u in result.content.unplaced] == [
        ("Start!L9", "", "beside everything", ""),
        ("Start!B40", "", "below everything", ""),
        ("Duties!A8", "", "left of the table", ""),
        ("People Copy!B7", "Name", "Ben", "020 7946 0123"),
        ("People Copy!C7", "Phone", "020 7946 0123", "Ben"),
        ("People Copy!B9", "Name", "on a copy", ""),
        ("My notes!A2", "Topic", "Keys", "in the drawer"),
        ("My notes!B2", "Text", "in the drawer", "Keys"),
        ("My notes!B3", "Text", 42, ""),
        ("My notes!A4", "Topic", True, "#x"),
        ("My notes!B4", "Text", "#x", ""),
    ]
    assert result.content.rows == carried(book(DUTIES)).content.rows


token = st.integers(100, 99_999)
CHANGES = {
    "dropped": None,
    "kept": {},
    "renamed": {"label": {"en": "Something else", "zh": "别的"}},
    "new id": {"id": "another"},
    "unknown": {"id": "another", "label": {"en": "Something else", "zh": "别的"}},
    "text": {"type": "text", "choices": None, "to": None},
    "number": {"type": "number", "choices": None, "to": None},
    "date": {"type": "date", "choices": None, "to": None},
    "choice": {"type": "choice", "choices": SMALL.choices["often"], "to": None},
}
SECTIONS = ("duties", "figures", "people", "start")


@st.composite
def templates(draw):
    """The small template with sections and fields dropped, renamed and retyped."""
    new = SMALL
    for section in SECTIONS:
        items = draw(st.sampled_from([f.id for f in SMALL.by_id[section].fields]))
        change = CHANGES[draw(st.sampled_from(sorted(CHANGES)))]
        if change is not None or len(new.by_id[section].fields) > 1:
            new = changed(new, section, **{items: change})
    gone = draw(st.sampled_from(["", *SECTIONS[:3]]))
    kept = []
    for section in (s for s in new.sections if s.id != gone):
        fields = tuple(
            f._replace(type="text", to=None) if f.type == "ref" else f for f in section.fields
        )
        kept.append(replace(section, fields=fields, names_row=fields[0].id))
    roles = {"leaver": Reference("start", new.by_id["start"].fields[0].id)}
    return replace(new, id="changed", sections=tuple(kept), roles=roles)


@st.composite
def contents(draw):
    """Rows whose every value is different from all others."""
    used = draw(st.lists(token, min_size=12, max_size=12, unique=True))
    texts = iter(f"tok{number}" for number in used[:8])
    numbers = iter(float(number) for number in used[8:])
    kept = draw(st.sets(st.integers(0, 11)))
    cells = {
        "start": [{"leaver": next(texts), "team": next(texts)}],
        "duties": [
            {"name": next(texts), "hours": next(numbers), "deputy": next(texts)},
            {"name": next(texts), "hours": next(numbers), "Mine": next(texts)},
        ],
        "people": [{"name": next(texts)}],
        "figures": [{"kpi": next(texts), "2026-09": next(numbers), "2026-01": next(numbers)}],
    }
    place = 0
    for row in (row for section in cells.values() for row in section):
        for key in list(row):
            if place not in kept:
                del row[key]
            place += 1
    rows = {name: [row for row in section if row] for name, section in cells.items()}
    return Content(rows=rows, own_columns={"duties": ("Mine",)})


def values_in(data: bytes) -> set[str]:
    """Every value on the sheets that people see, as text."""
    handover = read(data)
    found = [v for s in handover.template.sections for r in handover.rows(s) for v in r.values()]
    return {f"{v:.15g}" if isinstance(v, float) else str(v)
            for v in (*found, *(one.value for one in handover.unplaced))}  # fmt: skip


@settings(deadline=None, derandomize=True, max_examples=60)
@given(contents(), templates(), st.sampled_from(["en", "zh"]))
def test_every_filled_cell_is_found_again(content, template, language):
    """Whatever the new template is: in a row, in an own column, or on Unplaced."""
    old = book(content)
    new = book(carried(old, template, language).content, template, language)

    assert values_in(old) <= values_in(new)
