"""What two leavers say differently, who is probably one person, and what becomes of a decision."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from handover_xlsx.merging.combine import Merged, content_of, merge
from handover_xlsx.merging.conflicts import APART, USE, find_conflicts
from handover_xlsx.merging.deciding import resolve
from handover_xlsx.merging.load import loads, unclaimed
from handover_xlsx.merging.sheets import team_sheets
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.validation.run import validate
from handover_xlsx.workbook.content import Content
from handover_xlsx.workbook.handover import Decision, Handover, Record, Source
from handover_xlsx.workbook.reading import read_bytes
from handover_xlsx.workbook.writing import workbook_bytes

TODAY = date(2026, 11, 2)
OPERATIONS = load_template("operations")


def workbook(leaver: str, language: str = "en", **sections: list[dict[str, object]]) -> Handover:
    """A leaver's workbook, written and read."""
    rows = {"start": [{"leaver": leaver}], **sections}
    data, _ = workbook_bytes(OPERATIONS, language=language, content=Content(rows), today=TODAY)
    return read_bytes(f"{leaver}.xlsx", data)


def written(merged: Merged, language: str = "en") -> Handover:
    """The team's workbook with its sheets about the team, written and read."""
    overviews = team_sheets(merged.handover, language)
    content = replace(merged.content, overviews=overviews)
    data, _ = workbook_bytes(
        merged.handover.template, language=language, content=content, today=TODAY
    )
    return read_bytes("team.xlsx", data)


def shown(handover: Handover) -> list[tuple[str, str, list[object]]]:
    """Section, field and values of every conflict."""
    return [
        (one.section, one.field, [option.value for option in one.options])
        for one in find_conflicts(handover)
    ]


# --- Conflicts ------------------------------------------------------------------------------------


def test_one_project_with_two_dates_is_a_conflict():
    """The name's spelling does not matter, the same date in both is no conflict."""
    ada = {"name": "New till", "planned_end": date(2026, 12, 1), "start_date": date(2026, 1, 1)}
    ben = {"name": "new  TILL", "planned_end": date(2026, 12, 20), "start_date": date(2026, 1, 1)}
    team = merge([workbook("Ada", projects=[ada]), workbook("Ben", projects=[ben])])

    assert shown(team.handover) == [
        ("projects", "planned_end", [date(2026, 12, 1), date(2026, 12, 20)])
    ]


def test_two_figures_for_one_month_are_a_conflict():
    """A KPI's history is compared month by month."""
    kpi = {"name": "Sales", "unit": "money"}
    ada = workbook("Ada", kpis=[kpi], kpi_history=[{"kpi": "Sales", "2026-09": 5, "2026-10": 7}])
    ben = workbook("Ben", kpis=[kpi], kpi_history=[{"kpi": "sales", "2026-09": 5, "2026-10": 8}])

    assert shown(merge([ada, ben]).handover) == [("kpi_history", "2026-10", [7, 8])]


def test_a_translation_is_no_conflict():
    """One leaver writes English, the other Chinese: their words cannot be compared."""
    katrin = {"name": "Katrin Vogel", "phone": "+44 20 7946 0733"}
    ada = workbook("Ada", contacts=[{**katrin, "organisation": "Operations"}])
    ben = workbook("李雷", "zh", contacts=[{**katrin, "organisation": "伦敦运营部"}])

    assert shown(merge([ada, ben]).handover) == []


def test_duties_of_one_name_are_no_conflict():
    """Everybody has a weekly report of their own."""
    duty = {"name": "Weekly report", "frequency": "weekly"}
    ada = workbook("Ada", duties=[duty])
    ben = workbook("Ben", duties=[{**duty, "frequency": "monthly"}])

    assert shown(merge([ada, ben]).handover) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_decision_is_applied_in_every_row_and_reference(language):
    """What the lead chose on the sheet is read back, in either language, and the conflict is gone."""
    li = {"name": "Li Wei", "email": "li@example.com", "organisation": "IT"}
    other = {**li, "name": "Wei Li", "phone": "010 6555 0101"}
    till = {"name": "Till", "url": "https://a.example.com", "support_contact": "Wei Li"}
    ada = workbook("Ada", contacts=[li], systems=[{**till, "support_contact": "Li Wei"}])
    ben = workbook(
        "Ben", "zh", contacts=[other], systems=[{**till, "url": "https://b.example.com"}]
    )
    team = written(merge([ada, ben]), language)
    wanted = {"Li Wei", "https://b.example.com"}
    chosen = [
        Decision(option.key, USE)
        for one in find_conflicts(team)
        for option in one.options
        if option.value in wanted
    ]

    again = merge([replace(team, decisions=tuple(chosen))])
    done = resolve(again.handover)

    assert done.applied == 3  # the name, the address, and whom to ask
    assert {r.values["name"] for r in again.handover.rows("contacts")} == {"Li Wei"}
    assert {r.values["url"] for r in again.handover.rows("systems")} == {"https://b.example.com"}
    assert {r.values["support_contact"] for r in again.handover.rows("systems")} == {"Li Wei"}
    assert find_conflicts(written(replace(again, content=content_of(again.handover)))) == []


def test_different_things_are_not_asked_about_again():
    """The decision stays on the sheet, and the finding is gone."""
    ada = workbook("Ada", projects=[{"name": "Move", "status": "done"}])
    ben = workbook("Ben", projects=[{"name": "Move", "status": "paused"}])
    team = written(merge([ada, ben]))
    assert [f.code for f in validate(team, select="M1").findings] == ["M101"]
    key = find_conflicts(team)[0].options[0].key

    again = written(merge([replace(team, decisions=(Decision(key, "不是一回事"),))]))

    assert [decision.choice for decision in again.decisions] == [APART]
    assert validate(again, select="M1").findings == ()


def test_two_choices_for_one_thing_are_asked_about():
    """Nothing is applied, and a line names the thing."""
    ada = workbook("Ada", projects=[{"name": "Move", "status": "done"}])
    ben = workbook("Ben", projects=[{"name": "Move", "status": "paused"}])
    team = merge([ada, ben]).handover
    [conflict] = find_conflicts(team)
    team.decisions = tuple(Decision(option.key, USE) for option in conflict.options)
    done = resolve(team)

    assert done.applied == 0
    assert [note.text("en") for note in done.notes] == [
        "Projects: “Move”: more than one value is chosen; choose one, then try again"
    ]


def test_a_name_between_two_people_joins_only_one_of_them():
    """Two who are reached differently never stand in one group, also not by way of a third."""
    marcus = {"organisation": "IT", "name": "Marcus Bellingham"}
    one = workbook("Ada", contacts=[{**marcus, "phone": "13800000001"}])
    other = workbook(
        "Ben", contacts=[{**marcus, "name": "Markus Belingham", "phone": "13800000002"}]
    )
    between = workbook("Cem", contacts=[{**marcus, "name": "Markus Bellingham"}])
    names = [values for _, _, values in shown(merge([one, other, between]).handover)]

    assert len(names) == 1
    assert len(names[0]) == 2
    assert names == [values for _, _, values in shown(merge([between, other, one]).handover)]


# --- Probable duplicates, measured ----------------------------------------------------------------


@dataclass
class Planted:
    """Contacts of a made-up team, and which pairs of names are one person."""

    records: list[Record] = field(default_factory=list)
    same: set[frozenset[str]] = field(default_factory=set)

    def add(self, source: int, **values: object) -> None:
        """One row of one leaver."""
        given = {key: value for key, value in values.items() if value}
        self.records.append(Record(given, len(self.records) + 6, source))


LATIN = [
    "Anna",
    "Bea",
    "Carl",
    "Dora",
    "Emil",
    "Fritz",
    "Greta",
    "Hans",
    "Ida",
    "Jonas",
    "Karla",
    "Lars",
    "Mona",
    "Nils",
    "Olga",
    "Paul",
]
FAMILY = ["Albers", "Brandt", "Clausen", "Dietz", "Ehlers", "Falk", "Grothe", "Hansen", "Iversen", "Jacobs", "Kramer", "Lorenz", "Meissner", "Naumann", "Oelrich", "Petersen", "Quandt", "Richter", "Sommer", "Thiele"]  # fmt: skip
SURNAMES, GIVEN = "王李张刘陈杨黄赵周吴", "伟芳娜敏静强磊洋艳勇军杰涛明超霞平刚"


def person(chance: random.Random, number: int) -> dict[str, str]:
    """Somebody with a name, a phone and an e-mail of their own."""
    if chance.random() < 0.5:
        name = f"{chance.choice(LATIN)} {chance.choice(FAMILY)}"
    else:
        name = chance.choice(SURNAMES) + chance.choice(GIVEN) + chance.choice(GIVEN)
    return {
        "name": f"{name}{'' if chance.random() < 0.9 else ' Jr'}",
        "phone": f"138{10000000 + number * 7919 % 89999999:08d}",
        "email": f"p{number}@example.com",
        "organisation": chance.choice(["Kowalski Freight", "城南物流", "IT", "Finance"]),
    }


def wide(text: str) -> str:
    """Full-width letters and digits."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text)


def misspelt(chance: random.Random, name: str) -> str:
    """The same name in another spelling, which another key has."""
    if name.isascii():
        first, *rest = name.split()
        doubled = f"{rest[0][:-1]}{rest[0][-1] * 2}" if rest else ""
        return chance.choice([f"{first} {doubled}", " ".join([*rest, first])])
    return f"{name}（经理）"


VARIANTS = {
    "phone with +86 and spaces": lambda c, p: {
        "name": misspelt(c, p["name"]), "phone": f"+86 {p['phone'][:3]} {p['phone'][3:]}"},
    "upper-case e-mail": lambda c, p: {
        "name": misspelt(c, p["name"]), "email": p["email"].upper()},
    "full-width phone": lambda c, p: {"name": misspelt(c, p["name"]), "phone": wide(p["phone"])},
    "near name in one organisation": lambda c, p: {
        "name": misspelt(c, p["name"]), "organisation": wide(p["organisation"])},
}  # fmt: skip


def planted_team(seed: int) -> Planted:
    """Two hundred people of two leavers; every fourth is there twice under two names."""
    chance, team = random.Random(seed), Planted()  # noqa: S311 - no secret
    names: set[str] = set()
    for number in range(200):
        one = person(chance, number)
        if one["name"] in names:  # people of one name are one key; they are another question
            continue
        names.add(one["name"])
        team.add(0, **one)
        kinds = [k for k in VARIANTS if "near" not in k or one["name"].isascii()]
        if number % 4 == 0:
            other = VARIANTS[chance.choice(kinds)](chance, one)
            if other["name"] not in names:
                names.add(other["name"])
                team.add(1, **other)
                team.same.add(frozenset((one["name"], other["name"])))
        elif number % 4 == 1:  # somebody else with a near name, and a phone of their own
            near = misspelt(chance, one["name"])
            if near not in names:
                names.add(near)
                stranger = {**one, "name": near, "phone": f"139{number:08d}", "email": ""}
                team.add(1, **stranger)
    return team


def proposed(team: Planted) -> set[frozenset[str]]:
    """The pairs of names that are proposed as one."""
    sources = tuple(Source(f"{n}.xlsx", "", "en", "operations", 1, "") for n in "ab")
    records = {section.id: [] for section in OPERATIONS.sections} | {"contacts": team.records}
    found: set[frozenset[str]] = set()
    for one in find_conflicts(Handover(OPERATIONS, sources, records)):
        if one.duplicate:
            values = [str(option.value) for option in one.options]
            found |= {frozenset((a, b)) for i, a in enumerate(values) for b in values[i + 1 :]}
    return found


@pytest.mark.parametrize("seed", range(5))
def test_planted_duplicates_are_found_and_no_strangers(seed):
    """Recall and precision of at least 0.95; nobody whose phone or e-mail differs is proposed."""
    team = planted_team(seed)
    found = proposed(team)
    by_name = {str(r.values["name"]): r.values for r in team.records}

    assert len(team.same) >= 30
    assert len(found & team.same) / len(team.same) >= 0.95
    assert len(found & team.same) / len(found) >= 0.95
    assert not [
        pair
        for pair in found - team.same
        for one, other in [sorted(pair)]
        for way in ("phone", "email")
        if by_name[one].get(way, 0) != by_name[other].get(way, 0)
    ]


# --- Who takes what -------------------------------------------------------------------------------


def duty(name: str, successor: str = "", priority: str = "medium") -> dict[str, object]:
    """A duty of two hours."""
    return {"name": name, "priority": priority, "hours": 2, "successor": successor or None}


def test_everybodys_load_is_counted():
    """Rows, urgent rows and hours; whoever leaves, too, or is no contact, is named so."""
    eve = {"name": "Eve", "email": "eve@example.com"}
    ada = workbook("Ada", duties=[duty("A", "Eve", "critical"), duty("B", "Ben")], contacts=[eve])
    ben = workbook("Ben", duties=[duty("C", "eve", "high"), duty("D")])
    team = merge([ada, ben]).handover

    assert [
        (one.name, one.total, one.urgent, one.hours, one.leaves, one.in_contacts)
        for one in loads(team)
    ] == [("Eve", 2, 2, 4, False, True), ("Ben", 1, 0, 2, True, False)]
    assert [team.row_name(section.id, index) for section, index in unclaimed(team)] == ["D"]
    assert {f.code for f in validate(team, select="M2").findings} == {"M202"}


def test_the_sheets_say_what_the_findings_say():
    """Sources, conflicts, who takes what, what nobody takes: each a sheet that is not read as rows."""
    ada = workbook("Ada", duties=[duty("A", "Ben")], projects=[{"name": "Move", "status": "done"}])
    ben = workbook("Ben", duties=[duty("D")], projects=[{"name": "Move", "status": "paused"}])
    team = merge([ada, ben])
    sheets = {one.id: one for one in team_sheets(team.handover, "zh")}

    assert list(sheets) == ["sources", "conflicts", "load", "unclaimed"]
    assert [row[0] for row in sheets["sources"].rows] == ["Ada", "Ben"]
    assert [row[3] for row in sheets["conflicts"].rows] == ["已完成", "暂停"]
    assert sheets["load"].rows[0][:2] == ("Ben", 1)
    back = written(team, "zh")
    assert [r.values for r in back.rows("duties")] == [
        r.values for r in team.handover.rows("duties")
    ]
    assert validate(back, select="S").findings == ()
