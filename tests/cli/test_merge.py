"""``handover merge``: many workbooks as one."""

from __future__ import annotations

import openpyxl
import pytest
from inline_snapshot import snapshot

from handover_xlsx.reading.read import read_workbook

pytestmark = pytest.mark.slow


def test_every_row_says_where_it_comes_from(handover, samples, tmp_path):
    """Three workbooks, one of them Chinese, become one English team workbook."""
    outcome = handover("merge", samples / "team", "-o", "team.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "team.xlsx")["Duties"]
    origins = {sheet.cell(row, 2).value for row in range(7, 7 + 13)}

    assert outcome.code == 0
    assert "rows from 3 workbooks" in outcome.err
    assert sheet["B6"].value == "From"
    assert {text.rpartition(" · ")[0] for text in origins} == {
        "Anna Fischer · anna-fischer.en.xlsx",
        "Ben Carter · ben-carter.en.xlsx",
        "刘思涵 · liu-sihan.zh.xlsx",
    }
    assert "刘思涵 · liu-sihan.zh.xlsx · 工作职责!8" in origins


def test_no_row_is_dropped(handover, samples, tmp_path):
    """Rows in = rows out, section by section, and choices are translated."""
    handover("merge", samples / "team", "-l", "zh", "-o", "team.xlsx")
    team = read_workbook(tmp_path / "team.xlsx")
    single = [read_workbook(path) for path in sorted((samples / "team").glob("*.xlsx"))]

    for section in team.template.sections:
        before = [dict(r) for one in single for r in one.rows(section)]
        assert [dict(r) for r in team.rows(section)] == before, section.id
    frequencies = openpyxl.load_workbook(tmp_path / "team.xlsx")["工作职责"]
    assert frequencies["E7"].value in ("每日", "每周", "每月", "每两周", "每季")


def test_a_merged_workbook_can_be_validated_reported_and_merged_again(handover, samples, tmp_path):
    """It is an ordinary workbook of the template."""
    handover("merge", samples / "team", "-o", "team.xlsx")

    checked = handover("validate", "team.xlsx")
    assert (checked.code, "M101" in checked.out) == (
        1,
        True,
    )  # two leavers, two plans for one project
    assert handover("validate", "team.xlsx", "--ignore", "M").code == 0
    assert handover("report", "team.xlsx", "-o", "team.html").code == 0
    assert (
        handover("merge", "team.xlsx", samples / "handover-complete.en.xlsx", "-o", "all.xlsx").code
        == 0
    )
    leavers = [source.leaver for source in read_workbook(tmp_path / "all.xlsx").sources]
    assert leavers == ["Anna Fischer", "Ben Carter", "Hannah Kessler", "刘思涵"]


def test_an_unreadable_workbook_is_named_and_the_rest_merges(handover, samples, tmp_path):
    """Exit 2 says that something is missing; the others are there."""
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 broken")
    outcome = handover("merge", samples / "team", "bad.xlsx", "-o", "team.xlsx")

    assert outcome.code == 2
    assert outcome.err.startswith("bad.xlsx: is damaged")
    assert "One file could not be read" in outcome.err
    assert len(read_workbook(tmp_path / "team.xlsx").sources) == 3


def test_the_output_inside_the_folder_is_not_merged_into_itself(handover, samples, tmp_path):
    """Merging the same folder twice gives the same team."""
    for path in (samples / "team").glob("*.xlsx"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    handover("merge", ".", "-o", "team.xlsx")
    handover("merge", ".", "-o", "team.xlsx", "--force")

    assert len(read_workbook(tmp_path / "team.xlsx").sources) == 3


def test_columns_of_ones_own_travel_along(handover, samples, tmp_path):
    """A column that only one person added is a column of the team's workbook."""
    book = openpyxl.load_workbook(samples / "team" / "anna-fischer.en.xlsx")
    sheet = book["Duties"]
    column = sheet.max_column + 1
    sheet.cell(6, column, "Cost centre")
    sheet.cell(7, column, "4711")
    book.save(tmp_path / "anna.xlsx")
    handover("merge", "anna.xlsx", samples / "team" / "ben-carter.en.xlsx", "-o", "team.xlsx")
    rows = read_workbook(tmp_path / "team.xlsx").rows("duties")

    assert [row.get("Cost centre") for row in rows][:2] == ["4711", None]


def test_the_same_workbook_twice_counts_once(handover, samples, tmp_path):
    """A copy under another name adds nothing, and a line says so."""
    original = samples / "handover-complete.en.xlsx"
    (tmp_path / "copy.xlsx").write_bytes(original.read_bytes())
    outcome = handover("merge", original, "copy.xlsx", "-o", "team.xlsx")

    assert "the same workbook appears twice; it counts once" in outcome.err
    assert "rows from one workbook." in outcome.err


def test_a_persons_workbook_is_never_an_output(handover, samples, tmp_path):
    """Not even with --force, and not even when only its folder was named."""
    ours = {path.name: path.read_bytes() for path in (samples / "team").glob("*.xlsx")}
    for name, data in ours.items():
        (tmp_path / name).write_bytes(data)
    merged = handover("merge", ".", "-o", "ben-carter.en.xlsx", "--force")
    checked = handover("validate", ".", "-f", "text", "-o", "anna-fischer.en.xlsx", "--force")

    assert merged.code == checked.code == 2
    assert "ben-carter.en.xlsx: is one of the inputs and is never written to" in merged.err
    assert "anna-fischer.en.xlsx: is one of the inputs" in checked.err
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.xlsx")} == ours


def test_a_persons_workbook_is_never_replaced_though_it_is_no_input(handover, samples, tmp_path):
    """A slip in the output's name costs no one her work; --into and --resolve say what they need."""
    mine = (samples / "handover-complete.en.xlsx").read_bytes()
    (tmp_path / "mine.xlsx").write_bytes(mine)
    replaced = handover("merge", samples / "team", "-o", "mine.xlsx", "--force")
    added = handover("merge", samples / "team", "--into", "mine.xlsx")
    resolved = handover("merge", "mine.xlsx", "--resolve")

    assert replaced.code == added.code == resolved.code == 2
    assert "mine.xlsx: is someone's own workbook and is never replaced" in replaced.err
    assert "mine.xlsx: is not a team workbook; make one first" in added.err
    assert "mine.xlsx: is not a team workbook; make one first" in resolved.err
    assert (tmp_path / "mine.xlsx").read_bytes() == mine


def test_the_output_must_be_a_workbook(handover, samples):
    """A name that Excel would not open is refused before anything is written."""
    outcome = handover("merge", samples / "team", "-o", "team.xls")

    assert outcome.code == 2
    assert outcome.err == "team.xls: the name should end in .xlsx\n"


def test_adding_to_a_team_is_the_same_as_merging_at_once(handover, samples, tmp_path):
    """--into reads the team's workbook, adds what is new, and writes it back complete."""
    files = sorted((samples / "team").glob("*.xlsx"))
    handover("merge", *files, "-o", "at-once.xlsx")
    handover("merge", files[0], "-o", "team.xlsx")
    outcome = handover("merge", *files[1:], "--into", "team.xlsx")

    assert outcome.code == 0
    assert "125 rows from 3 workbooks" in outcome.err
    later, at_once = read_workbook(tmp_path / "team.xlsx"), read_workbook(tmp_path / "at-once.xlsx")
    assert later.tables == at_once.tables
    assert [s.name for s in later.sources] == [s.name for s in at_once.sources]


def test_a_gap_report_in_the_folder_is_passed_over(handover, samples, tmp_path):
    """Our own list of gaps is no workbook that is missing; it may be written again into the folder."""
    for path in (samples / "team").glob("*.xlsx"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    handover("validate", ".", "-o", "gaps.xlsx")
    merged = handover("merge", ".", "-o", "team.xlsx")
    again = handover("validate", ".", "-o", "gaps.xlsx", "--force")
    alone = handover("validate", "gaps.xlsx")

    message = "gaps.xlsx: is a list of gaps, not a workbook to fill in; it is skipped\n"
    assert merged.code == 0
    assert merged.err.startswith(message + "team.xlsx is ready: 125 rows from 3 workbooks.")
    assert again.err == (
        "team.xlsx: was merged from workbooks that are here, too; it is skipped\ngaps.xlsx is "
        "ready.\n"
    )
    assert (alone.code, alone.err) == (2, message)


def test_into_needs_a_team(handover, samples):
    """A name that is not there is most likely mistyped."""
    outcome = handover("merge", samples / "team", "--into", "teem.xlsx")

    assert outcome.code == 2
    assert outcome.err.startswith("teem.xlsx: does not exist; make it first with")


def test_what_the_lead_chose_is_applied(handover, samples, tmp_path):
    """Chosen on the sheet in Excel's way, applied by --resolve, and reported."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    book = openpyxl.load_workbook(tmp_path / "team.xlsx")
    sheet = book["Conflicts"]
    line = next(row for row in sheet.iter_rows(min_row=7) if row[5].value == "Off track")
    line[7].value = "Use this"
    book.save(tmp_path / "team.xlsx")
    outcome = handover("merge", "team.xlsx", "--resolve")

    assert outcome.code == 0, outcome.err
    assert outcome.err == snapshot("""\
One decision applied.
  Projects!F7: “Off track” instead of “At risk” (Anna Fischer)
team.xlsx is ready: 125 rows from 3 workbooks.
5 conflicts: resolve them on the sheet Conflicts of team.xlsx, then run: handover merge team.xlsx --resolve
""")
    team = read_workbook(tmp_path / "team.xlsx")
    health = {r["health"] for r in team.rows("projects") if "parts" in r["name"]}
    assert health == {"off_track"}
    assert openpyxl.load_workbook(tmp_path / "team.xlsx")["Projects"]["F7"].value == "Off track"
    again = handover("merge", samples / "team", "--into", "team.xlsx")
    assert again.err.splitlines()[0] == (
        "anna-fischer.en.xlsx: what Anna Fischer wrote was changed in team.xlsx; the changed rows "
        "count"
    )
    sources = openpyxl.load_workbook(tmp_path / "team.xlsx")["Sources"]
    states = {row[1].value: row[5].value for row in sources.iter_rows(min_row=7, max_row=8)}
    assert states == {"Anna Fischer": "counts, changed here", "Ben Carter": "counts"}


def test_decisions_are_looked_for_in_a_teams_workbook(handover, samples):
    """A folder of returned workbooks has none; the line says what to name."""
    outcome = handover("merge", samples / "team", "--resolve")

    assert (outcome.code, outcome.err) == (
        2,
        "the decisions are in the team's workbook; name it: handover merge team.xlsx --resolve\n",
    )


def test_the_lead_learns_how_many_conflicts_there_are_and_where(handover, samples, tmp_path):
    """With a line to type, also for a name with a space; nothing where there are none."""
    several = handover("merge", samples / "team", "-o", "the team.xlsx")
    chinese = handover("merge", samples / "team", "-l", "zh", "-o", "zh.xlsx")
    none = handover("merge", samples / "handover-complete.en.xlsx", "-o", "one.xlsx")

    assert several.err.splitlines()[1:] == snapshot(
        [
            "6 conflicts: resolve them on the sheet Conflicts of the team.xlsx, then run: handover "
            'merge "the team.xlsx" --resolve'
        ]
    )
    assert "on the sheet 说法不一 of zh.xlsx" in chinese.err
    assert none.err == "one.xlsx is ready: 81 rows from one workbook.\n"


def test_a_decision_that_is_none_is_a_gap(handover, samples, tmp_path):
    """The cell in which it is now, what to choose; the others are applied; exit 1."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    book = openpyxl.load_workbook(tmp_path / "team.xlsx")
    lines = {row[5].value: row for row in book["Conflicts"].iter_rows(min_row=7)}
    lines["Off track"][7].value = "Use this"
    lines["60%"][7].value = "the second one"
    book.save(tmp_path / "team.xlsx")
    outcome = handover("merge", "team.xlsx", "--resolve")
    sheet = openpyxl.load_workbook(tmp_path / "team.xlsx")["Conflicts"]
    line = next(row for row in sheet.iter_rows(min_row=7) if row[5].value == "60%")

    assert outcome.code == 1
    assert outcome.err == snapshot("""\
One decision applied.
  Projects!F7: “Off track” instead of “At risk” (Anna Fischer)
team.xlsx is ready: 125 rows from 3 workbooks.
Conflicts!H8: “the second one” is no decision; choose “Use this” next to the right value, or “Different things”
5 conflicts: resolve them on the sheet Conflicts of team.xlsx, then run: handover merge team.xlsx --resolve
""")
    assert line[7].value == "the second one"  # to be fixed where it is
    assert f"Conflicts!{line[7].coordinate}:" in outcome.err


def test_several_processes_give_the_same_team(handover, samples, tmp_path):
    """--jobs changes nothing but the time; a bad file costs itself only."""
    for number in range(24):
        source = sorted((samples / "team").glob("*.xlsx"))[number % 3]
        (tmp_path / f"{number:02}.xlsx").write_bytes(source.read_bytes())
    (tmp_path / "07.xlsx").write_bytes(b"PK\x03\x04 broken")
    outcomes = [
        handover(
            "merge", *sorted(tmp_path.glob("??.xlsx")), "--jobs", jobs, "-o", f"{jobs}.team.xlsx"
        )
        for jobs in ("1", "3")
    ]

    assert [outcome.code for outcome in outcomes] == [2, 2]
    assert outcomes[0].err.splitlines()[:-3] == outcomes[1].err.splitlines()[:-3]
    one, three = (read_workbook(tmp_path / f"{jobs}.team.xlsx") for jobs in ("1", "3"))
    assert one.tables == three.tables


@pytest.mark.parametrize("by", ["successor", "from", "section"])
def test_the_parts_merged_are_the_team_again(handover, samples, tmp_path, by):
    """Each part is a workbook of the template; together they say all."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    outcome = handover("split", "team.xlsx", "--by", by, "-o", "parts")
    handover("merge", "parts", "-o", "again.xlsx")

    assert outcome.code == 0, outcome.err
    assert (
        len(list((tmp_path / "parts").glob("*.xlsx")))
        == {"successor": 7, "from": 3, "section": 11}[by]
    )
    before, after = read_workbook(tmp_path / "team.xlsx"), read_workbook(tmp_path / "again.xlsx")
    assert after.tables == before.tables


def test_what_was_decided_survives_split_and_merge(handover, samples, tmp_path):
    """A chosen value, “Different things”, and a decision that is not applied yet."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    decide(tmp_path / "team.xlsx", {"Off track": "Use this", "60%": "Different things"})
    handover("merge", "team.xlsx", "--resolve")
    decide(tmp_path / "team.xlsx", {"2027-02-26": "Use this"})
    handover("split", "team.xlsx", "-o", "parts")
    one = handover("validate", "parts", "--select", "M101")
    handover("merge", "parts", "-o", "again.xlsx")
    checked = handover("validate", "again.xlsx", "--select", "M101,M102")

    assert "M101" not in one.out  # with a part no one can decide
    assert decided(tmp_path / "again.xlsx") == {
        "60%": "Different things",
        "2027-02-26": "Use this",
    }
    assert checked.out.count("M101") == 2
    assert "Progress" not in checked.out


def decide(path, choices):
    """Choose on the sheet of conflicts."""
    book = openpyxl.load_workbook(path)
    for row in book["Conflicts"].iter_rows(min_row=7):
        row[7].value = choices.get(row[5].value, row[7].value)
    book.save(path)


def decided(path):
    """Value → what is chosen next to it."""
    rows = openpyxl.load_workbook(path)["Conflicts"].iter_rows(min_row=7)
    return {row[5].value: row[7].value for row in rows if row[7].value}


@pytest.mark.parametrize("by", ["successor", "from", "section"])
def test_a_blank_workbook_is_as_blank_after_split_and_merge(handover, samples, tmp_path, by):
    """All that it owes is still owed; and its part has a proper name."""
    handover("new", "-o", "blank.xlsx")
    handover("merge", samples / "team", "blank.xlsx", "-o", "team.xlsx")
    handover("split", "team.xlsx", "--by", by, "-o", "parts")
    handover("merge", "parts", "-o", "again.xlsx")

    assert handover("diff", "team.xlsx", "again.xlsx").out.splitlines()[1:] == [
        "No difference",
        "Findings: 0 fixed, 0 new, 17 still open",
    ]
    assert not (tmp_path / "parts" / "blank.xlsx.xlsx").exists()


def test_a_row_that_was_changed_in_a_part_is_changed_in_the_team(handover, samples, tmp_path):
    """Though others have it as it was; of two that were changed differently both are kept, and named."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    handover("split", "team.xlsx", "-o", "parts")
    parts = [tmp_path / "parts" / f"{name}.xlsx" for name in ("Omar Siddiqui", "Sophie Laurent")]
    change(parts[0], "Yusuf Demir", "+44 20 7946 0001")
    once = handover("merge", "parts", "--into", "team.xlsx")
    change(parts[1], "Yusuf Demir", "+44 20 7946 0002")
    twice = handover("merge", "parts", "-o", "again.xlsx")

    assert phones(tmp_path / "team.xlsx", "Yusuf Demir") == ["+44 20 7946 0001"]
    assert once.err.startswith("team.xlsx is ready: 125 rows from 3 workbooks.")
    assert sorted(phones(tmp_path / "again.xlsx", "Yusuf Demir")) == [
        "+44 20 7946 0001",
        "+44 20 7946 0002",
    ]
    assert twice.err.splitlines()[0] == snapshot(
        "“Contacts”: “Yusuf Demir” (Anna Fischer) was changed differently in two parts; both rows "
        "are kept, delete the wrong one"
    )


def change(path, name, phone):
    """Write another phone number on Contacts."""
    book = openpyxl.load_workbook(path)
    row = next(row for row in book["Contacts"].iter_rows(min_row=7) if row[2].value == name)
    heads = [cell.value for cell in book["Contacts"][6]]
    row[heads.index("Phone")].value = phone
    book.save(path)


def phones(path, name):
    """The numbers that a team has of someone."""
    rows = [dict(row) for row in read_workbook(path).rows("contacts")]
    return [row["phone"] for row in rows if row["name"] == name and "phone" in row]


def test_a_team_of_which_parts_are_missing_says_so(handover, samples, tmp_path):
    """How many rows are here, and what to do; its conflicts are counted as its sheet shows them."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    handover("split", "team.xlsx", "-o", "parts")
    (tmp_path / "parts" / "others.xlsx").unlink()
    outcome = handover("merge", "parts", "-o", "again.xlsx")
    checked = handover("validate", "again.xlsx", "--select", "M101")

    assert outcome.err.splitlines()[0] == snapshot(
        "Ben Carter: 26 of 42 rows are here; merge the other parts, too"
    )
    assert checked.out.count("M101") == outcome.err.count("onflicts:") * 5


def test_a_part_has_what_its_person_needs(handover, samples, tmp_path):
    """The rows someone takes over, and the contacts and systems these name."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    handover("split", "team.xlsx", "-o", "parts")
    part = read_workbook(tmp_path / "parts" / "Omar Siddiqui.xlsx")
    names = {record["name"] for record in part.rows("contacts")}

    assert {record["successor"] for record in part.rows("duties")} == {"Omar Siddiqui"}
    assert "Omar Siddiqui" in names
    assert {r["duty"] for r in part.rows("workflows")} <= {r["name"] for r in part.rows("duties")}


@pytest.mark.parametrize("by", ["successor", "section"])
def test_of_a_part_only_its_own_rows_are_judged(handover, samples, tmp_path, by):
    """What is in other parts is not missing here: no empty sheet, no name that leads nowhere."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    handover("split", "team.xlsx", "--by", by, "-o", "parts")
    checked = handover("validate", *(tmp_path / "parts").glob("*.xlsx"))
    part = min((tmp_path / "parts").glob("*.xlsx"))
    one = handover("validate", part)
    start = openpyxl.load_workbook(part, data_only=True)

    assert (checked.code, one.code) == (0, 0), checked.out
    assert "This is a part of a workbook: only the rows in it are checked." in one.out
    total = next(row for row in start["Start"].iter_rows(min_row=9) if row[1].value == "Total")
    assert total[5].value == 0  # missing


def test_a_row_that_the_lead_added_needs_nothing_more(handover, samples, tmp_path):
    """It is no workbook of someone who has left every sheet empty."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    book = openpyxl.load_workbook(tmp_path / "team.xlsx")
    sheet = book["Duties"]
    for column in range(3, 16):
        sheet.cell(20, column).value = sheet.cell(19, column).value
    sheet["C20"].value = "Added by the lead"
    book.save(tmp_path / "team.xlsx")
    checked = handover("validate", "team.xlsx", "--select", "C1,V,M101")
    again = handover("merge", "team.xlsx", "-o", "again.xlsx")
    start = openpyxl.load_workbook(tmp_path / "again.xlsx")["Start"]

    assert "is still empty" not in checked.out
    assert "M101" in checked.out
    assert "\nteam.xlsx: added to the team · Operations handover\n" in checked.out
    assert again.err.startswith(
        "again.xlsx is ready: 126 rows from 3 workbooks.\nOne row has no leaver under “From”: it "
        "was added to the team and is part of no one's handover.\n"
    )
    assert start["B4"].value is None
    sources = openpyxl.load_workbook(tmp_path / "again.xlsx")["Sources"]
    states = {row[2].value: row[5].value for row in sources.iter_rows(min_row=7)}
    assert states["team.xlsx"] == "added to the team"
    handover("split", "again.xlsx", "--by", "from", "-o", "parts")
    names = {path.stem for path in (tmp_path / "parts").iterdir()}
    assert names == {"Anna Fischer", "Ben Carter", "刘思涵", "others"}


def test_a_fault_in_a_row_of_a_part_is_found(handover, samples, tmp_path):
    """Its own rows are judged as ever."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    handover("split", "team.xlsx", "-o", "parts")
    book = openpyxl.load_workbook(tmp_path / "parts" / "Omar Siddiqui.xlsx")
    book["Duties"]["D7"].value = None
    book.save(tmp_path / "parts" / "Omar Siddiqui.xlsx")
    checked = handover("validate", tmp_path / "parts" / "Omar Siddiqui.xlsx")

    assert checked.code == 1
    assert "error V101  Duties!D7" in checked.out


def test_a_block_of_findings_names_the_file_of_its_cells(handover, samples, tmp_path):
    """The team's workbook or the part; and the leaver with her own file, as what she is."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    handover("split", "team.xlsx", "-o", "parts")
    team = handover("validate", "team.xlsx", "-l", "en").out
    parts = handover("validate", "parts", "-l", "en").out
    rows = handover("validate", "team.xlsx", "-f", "csv", "-l", "en").out
    page = handover("validate", "parts", "-f", "html", "-l", "en").out
    heads = [line for line in (team + parts).splitlines() if line.endswith("Operations handover")]

    assert heads[:3] == [
        "team.xlsx: Anna Fischer (anna-fischer.en.xlsx) · Operations handover",
        "team.xlsx: Ben Carter (ben-carter.en.xlsx) · Operations handover",
        "team.xlsx: 刘思涵 (liu-sihan.zh.xlsx) · Operations handover",
    ]
    assert "Omar Siddiqui.xlsx: Ben Carter (ben-carter.en.xlsx) · Operations handover" in heads
    assert len(set(heads)) == len(heads)
    assert "team.xlsx" in rows
    assert "ben-carter.en.xlsx" not in rows
    assert "Ben Carter (Omar Siddiqui.xlsx (ben-carter.en.xlsx))" in page


def test_parts_are_written_into_a_new_folder_only(handover, samples, tmp_path):
    """Nothing that is there is mixed with them."""
    handover("merge", samples / "team", "-o", "team.xlsx")
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "mine.txt").write_text("x")
    outcome = handover("split", "team.xlsx", "-o", "parts")

    assert outcome.code == 2
    assert "name a new or empty folder" in outcome.err
