"""What two leavers say differently, who is probably one person, and what becomes of a decision."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field, replace
from datetime import date

import openpyxl
import pytest
from inline_snapshot import snapshot
from support.tables import Line, table_of

from handover_xlsx.handover.content import Content, Hole
from handover_xlsx.handover.model import Decision, Handover, Source
from handover_xlsx.merging.conflicts import APART, USE, find_conflicts
from handover_xlsx.merging.deciding import resolve
from handover_xlsx.merging.load import loads, unclaimed
from handover_xlsx.merging.merge import Merged, content_of, merge
from handover_xlsx.merging.sheets import team_sheets
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.validation.run import validate
from handover_xlsx.writing.write import workbook_bytes

pytestmark = pytest.mark.slow

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
    """Everyone has a weekly report of their own."""
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
    assert {r["name"] for r in again.handover.rows("contacts")} == {"Li Wei"}
    assert {r["url"] for r in again.handover.rows("systems")} == {"https://b.example.com"}
    assert {r["support_contact"] for r in again.handover.rows("systems")} == {"Li Wei"}
    assert find_conflicts(written(replace(again, content=content_of(again.handover)))) == []


def test_different_things_are_not_proposed_again():
    """The decision remains on the sheet, and the finding is gone."""
    ada = workbook("Ada", projects=[{"name": "Move", "status": "done"}])
    ben = workbook("Ben", projects=[{"name": "Move", "status": "paused"}])
    team = written(merge([ada, ben]))
    assert [f.code for f in validate(team, select="M1").findings] == ["M101"]
    key = find_conflicts(team)[0].options[0].key

    again = written(merge([replace(team, decisions=(Decision(key, "不是一回事"),))]))

    assert [decision.choice for decision in again.decisions] == [APART]
    assert validate(again, select="M1").findings == ()


@pytest.mark.parametrize("choices", [(USE, USE), (USE, APART)])
def test_two_choices_for_one_thing_are_reported(choices):
    """Nothing is applied, and both cells are named."""
    ada = workbook("Ada", projects=[{"name": "Move", "status": "done"}])
    ben = workbook("Ben", projects=[{"name": "Move", "status": "paused"}])
    team = merge([ada, ben]).handover
    [conflict] = find_conflicts(team)
    team.decisions = tuple(
        Decision(option.key, choice, f"Conflicts!H{7 + line}")
        for line, (option, choice) in enumerate(zip(conflict.options, choices, strict=True))
    )
    done = resolve(team)

    assert done.applied == 0
    assert [one.sentence(None).text("en") for one in done.refused] == [
        f"Conflicts!H{line}: there is more than one decision about “Move”, “Status”; keep one, and "
        "clear the others"
        for line in (7, 8)
    ]


def test_a_value_that_is_no_longer_next_to_its_decision_is_not_applied():
    """The lead wrote another value over ours, or sorted the lines away from their hidden keys."""
    refusals = {}
    for value in ("50%", "45%", None):  # None: an older team workbook did not mark its values
        ada = workbook("Ada", projects=[{"name": "Move", "progress": 0.45}])
        ben = workbook("Ben", projects=[{"name": "Move", "progress": 0.6}])
        team = merge([ada, ben]).handover
        key = find_conflicts(team)[0].options[0].key
        team.decisions = (Decision(key, USE, "Conflicts!H7", value),)
        refusals[value] = [one.sentence(None).text("en") for one in resolve(team).refused]

    assert refusals == {
        "50%": [
            "Conflicts!H7: “50%” is not one of the values given for “Move”, “Progress”, so nothing "
            "was decided; choose one of those, or write yours on the sheet “Projects”"
        ],
        "45%": [],
        None: [],
    }


def test_decisions_about_nothing_are_named():
    """A line that someone added, and one about a value that no one says any more."""
    team = merge([workbook("Ada"), workbook("Ben")]).handover
    team.decisions = (
        Decision("", USE, "Conflicts!H9", "yellow"),
        Decision("0123456789abcdef", USE, "Conflicts!H7", "red"),
    )

    assert [one.sentence(None).text("en") for one in resolve(team).refused] == [
        "Conflicts!H9: this line was added by hand and decides nothing; write the right value on "
        "the sheet it belongs to",
        "Conflicts!H7: no workbook contains the chosen value any more, so nothing was decided; "
        "check the sheet of conflicts again",
    ]


def test_conflicts_are_in_the_order_of_importance():
    """Contradictions first, by priority, then as the sheets are; a duplicate last, by its names."""
    li = {"name": "Li Wei", "email": "li@example.com", "phone": "010 6555 0101"}
    customer = {"name": "Corner shop", "tier": "high", "kind": "customer"}
    project = {"name": "Move", "progress": 0.45, "status": "done"}
    ada = workbook("Ada", contacts=[li], customers=[customer], projects=[project])
    ben = workbook(
        "Ben",
        contacts=[{**li, "name": "Wei Li"}],
        customers=[{**customer, "kind": "supplier"}],
        projects=[{**project, "progress": 0.6}],
    )
    sheet = team_sheets(merge([ada, ben]).handover, "en")[1]

    assert [row[:5] for row in sheet.rows] == snapshot(
        [
            (1, "Customers & suppliers", "Corner shop", "Kind", "Customer"),
            (1, "Customers & suppliers", "Corner shop", "Kind", "Supplier"),
            (2, "Projects", "Move", "Progress", "45%"),
            (2, "Projects", "Move", "Progress", "60%"),
            (3, "Contacts", "Li Wei / Wei Li: probably the same", "Name", "Li Wei"),
            (3, "Contacts", "Li Wei / Wei Li: probably the same", "Name", "Wei Li"),
        ]
    )
    assert sheet.keys[0] != sheet.keys[1]


def test_a_percentage_is_shown_as_in_its_cell():
    """45%, on the sheet as in the finding."""
    ada = workbook("Ada", projects=[{"name": "Move", "progress": 0.45}])
    ben = workbook("Ben", projects=[{"name": "Move", "progress": 0.125}])
    team = merge([ada, ben])

    assert [row[4] for row in team_sheets(team.handover, "en")[1].rows] == ["12.5%", "45%"]
    assert [str(f.message) for f in validate(written(team), select="M101").findings] == [
        "“Progress” has 2 different values (12.5% / 45%)"
    ]


def test_a_name_between_two_people_joins_only_one_of_them():
    """Two who are reached differently never are in one group, also not by way of a third."""
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


def test_decisions_that_contradict_decide_nothing():
    """The conflict is still open: it is counted, and found when the team's workbook is checked."""
    ada = workbook("Ada", projects=[{"name": "Move", "status": "done"}])
    ben = workbook("Ben", projects=[{"name": "Move", "status": "paused"}])
    team = written(merge([ada, ben]))
    [conflict] = find_conflicts(team)
    both = tuple(Decision(option.key, USE) for option in conflict.options)

    again = written(merge([replace(team, decisions=both)]))

    assert [f.code for f in validate(again, select="M1").findings] == ["M101"]


# --- Probable duplicates, measured ----------------------------------------------------------------


@dataclass
class Planted:
    """Contacts of a made-up team, and which pairs of names are one person."""

    records: list[Line] = field(default_factory=list)
    same: set[frozenset[str]] = field(default_factory=set)

    def add(self, source: int, **values: object) -> None:
        """One row of one leaver."""
        given = {key: value for key, value in values.items() if value}
        self.records.append(Line(given, len(self.records) + 6, source))


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
    """Someone with a name, a phone and an e-mail of their own."""
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
        elif number % 4 == 1:  # someone else with a near name, and a phone of their own
            near = misspelt(chance, one["name"])
            if near not in names:
                names.add(near)
                stranger = {**one, "name": near, "phone": f"139{number:08d}", "email": ""}
                team.add(1, **stranger)
    return team


def proposed(team: Planted) -> set[frozenset[str]]:
    """The pairs of names that are proposed as one."""
    sources = tuple(Source(f"{n}.xlsx", "", "en", "operations", 1, "") for n in "ab")
    tables = {"contacts": table_of(team.records)}
    found: set[frozenset[str]] = set()
    for one in find_conflicts(Handover(OPERATIONS, sources, tables)):
        if one.duplicate:
            values = [str(option.value) for option in one.options]
            found |= {frozenset((a, b)) for i, a in enumerate(values) for b in values[i + 1 :]}
    return found


@pytest.mark.parametrize("seed", range(5))
def test_planted_duplicates_are_found_and_no_strangers(seed):
    """Recall and precision of at least 0.95; no one whose phone or e-mail differs is proposed."""
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
    """A duty of two hours a month."""
    return {
        "name": name,
        "priority": priority,
        "frequency": "monthly",
        "hours": 2,
        "successor": successor or None,
    }


def test_hours_are_counted_by_the_month():
    """Two a week are more than sixteen a year; what comes irregularly is counted apart."""
    eve = duty("", "Eve")
    ada = workbook(
        "Ada",
        duties=[
            {**eve, "name": "Daily", "frequency": "daily", "hours": 0.5},
            {**eve, "name": "Weekly", "frequency": "weekly"},
            {**eve, "name": "Yearly", "frequency": "yearly", "hours": 16},
            {**eve, "name": "Once", "frequency": "once"},
            {**eve, "name": "Whenever", "frequency": "on_event"},
            {**eve, "name": "No hours", "hours": None},
            {**eve, "name": "No frequency", "frequency": None},
        ],
        projects=[{"name": "Move", "new_owner": "Eve"}],
    )
    team = merge([ada, workbook("Ben")]).handover
    [load] = loads(team)
    sheet = next(one for one in team_sheets(team, "en") if one.id == "load")

    assert (round(load.hours, 2), load.uncounted) == (20.83, 4)  # 130 / 12 + 104 / 12 + 16 / 12
    assert sheet.heads[3] == "Hours a month"
    assert sheet.rows[0][3] == 20.8
    assert "without 4 rows that come irregularly or name no hours" in sheet.rows[0][-1]


def test_everybodys_load_is_counted():
    """Rows, urgent rows and hours a month; people who leave, too, or are no contacts, are named so."""
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


def test_one_shared_thing_has_one_date():
    """Two leavers name one system; its one date clashes only with something else, of another leaver."""
    due = date(2026, 12, 15)
    till = {"name": "Till", "renewal_date": due, "new_owner": "Eve"}
    move = {"name": "Move", "next_date": due, "new_owner": "Eve"}
    ada, ben = workbook("Ada", systems=[till]), workbook("Ben", systems=[{**till, "name": "till"}])
    cem = workbook("Cem", projects=[move])
    busy = workbook("Ada", systems=[till], projects=[move])

    def clashes(*team: Handover) -> list[str]:
        found = validate(written(merge(team)), select="M203").findings
        return [one.message.text("en") for one in found]

    assert clashes(ada, ben) == clashes(busy, ben) == []
    assert clashes(ada, ben, cem) == [
        "Eve has 2 dates of different leavers on 2026-12-15: Move, Till"
    ]


def test_the_sheets_say_what_the_findings_say():
    """Sources, conflicts, who takes what, what no one takes: each a sheet that is not read as rows."""
    ada = workbook("Ada", duties=[duty("A", "Ben")], projects=[{"name": "Move", "status": "done"}])
    ben = workbook("Ben", duties=[duty("D")], projects=[{"name": "Move", "status": "paused"}])
    team = merge([ada, ben])
    sheets = {one.id: one for one in team_sheets(team.handover, "zh")}

    assert list(sheets) == ["sources", "conflicts", "load", "unclaimed"]
    assert [row[0] for row in sheets["sources"].rows] == ["Ada", "Ben"]
    assert [row[4] for row in sheets["conflicts"].rows] == ["已完成", "暂停"]
    assert sheets["load"].rows[0][:2] == ("Ben", 1)
    assert sheets["unclaimed"].rows[0][1].text == "D"
    back = written(team, "zh")
    assert [dict(r) for r in back.rows("duties")] == [dict(r) for r in team.handover.rows("duties")]
    assert validate(back, select="S").findings == ()


def test_a_sheet_without_lines_says_so():
    """So that no one wonders whether it was forgotten; and it is read back as no decision."""
    ada = workbook("Ada", duties=[duty("A", "Eve")])
    team = merge([ada, workbook("Ben")])
    sheets = {one.id: one for one in team_sheets(team.handover, "en")}

    assert {name: (len(one.rows), one.nothing) for name, one in sheets.items() if one.nothing} == {
        "conflicts": (0, "None: no two workbooks contradict each other."),
        "load": (1, "No open row names a person who takes it over."),
        "unclaimed": (0, "None: every open row names a person who takes it over."),
    }
    assert written(team).decisions == ()


# --- Who still owes what --------------------------------------------------------------------------


def test_the_start_sheet_names_an_empty_sheet_below_full_ones():
    """Leaver by leaver, in the language of the team's workbook."""
    others = [s for s in OPERATIONS.sections if s is not OPERATIONS.start]
    filled = {section.id: [{section.names_row: "x"}] for section in others}
    ada, ben = workbook("Ada", **filled), workbook("Ben", **{**filled, "contacts": []})
    book = openpyxl.load_workbook(io.BytesIO(_bytes(merge([ada, ben]))))

    assert book["Start"]["B4"].value == (
        "Still to be filled in – Ben: Contacts, Handover review, Sign-off; "
        "Ada: Handover review, Sign-off"
    )


def test_an_empty_sheet_of_one_leaver_is_missing_below_full_ones_of_others():
    """The Start sheet counts it as the findings do, the sheet of sources marks it."""
    ada = workbook("Ada", duties=[duty("A", "Eve"), duty("B", "Eve")])
    team = merge([ada, workbook("Ben")])
    sources = team_sheets(team.handover, "en")[0]
    duties = sources.heads.index("Duties")

    assert team.content.waiting["duties"] == {"Ben": 1}
    assert [row[duties] for row in sources.rows] == [2, Hole("nothing yet")]
    book = openpyxl.load_workbook(io.BytesIO(_bytes(team)))
    assert book["Start"]["B4"].value == "Still to be filled in – Ben: 25 sheets; Ada: 24 sheets"
    shown = {r[1].value: r for r in book["Start"].iter_rows(min_row=10) if r[1].value}
    counted = validate(written(team)).scores
    missing = sum(score.sections["duties"].missing for score in counted)
    assert _cached(team)["Duties"] == missing > 0
    assert "+MAX(0,1-MAX(0," in shown["Duties"][4].value


def test_what_does_not_apply_is_no_hole():
    """A reason, or an optional sheet that the leaver's workbook does not have, owes nothing."""
    data, _ = workbook_bytes(
        OPERATIONS,
        content=Content({"start": [{"leaver": "Ben"}]}, not_applicable={"kpis": "none of mine"}),
        today=TODAY,
    )
    team = merge([workbook("Ada", kpis=[{"name": "Sales"}]), read_bytes("Ben.xlsx", data)])
    sources = team_sheets(team.handover, "en")[0]

    assert "kpis" not in team.content.waiting
    assert [row[sources.heads.index("KPIs")] for row in sources.rows] == [1, "does not apply"]


def _bytes(team: Merged) -> bytes:
    """The team's workbook as a file."""
    return workbook_bytes(team.handover.template, content=team.content, today=TODAY)[0]


def _cached(team: Merged) -> dict[str, int]:
    """Sheet → what is missing, as the Start sheet shows it before anything is recalculated."""
    book = openpyxl.load_workbook(io.BytesIO(_bytes(team)), data_only=True)
    return {r[1].value: r[5].value for r in book["Start"].iter_rows(min_row=10) if r[1].value}
