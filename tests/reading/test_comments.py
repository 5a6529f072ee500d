"""Notes and comments: what people write next to a cell is kept with it."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from handover_xlsx.format.annotation_marks import NOTE_BEGINS, NOTE_ENDS
from handover_xlsx.handover.combine import combine
from handover_xlsx.handover.model import Handover
from handover_xlsx.merging.merge import merge
from handover_xlsx.prefilling.from_workbook import carry
from handover_xlsx.reading.read import read_bytes, read_workbook
from handover_xlsx.reporting.gaps.to_json import gaps_data
from handover_xlsx.validation.run import validate

pytestmark = pytest.mark.slow

STORY = """
## start
| leaver | last_day |
|---|---|
| Clara Whitfield | 2026-11-30 |

## duties
| name | frequency |
|---|---|
| Weekly report | weekly |
| Stock order | daily |
"""
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
THREADS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
THREADED = f"""<ThreadedComments xmlns="{THREADS}">
<threadedComment ref="D7" personId="a" id="1"><text>Is this still weekly?</text></threadedComment>
<threadedComment ref="D7" personId="b" id="2"><text>Yes.</text></threadedComment>
</ThreadedComments>"""
LINK = (
    '<Relationship Id="rIdThread" Type="http://schemas.microsoft.com/office/2017/10/relationships/'
    'threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
)


@pytest.fixture
def noted(workbook_from_markdown, tmp_path) -> Callable[..., Path]:
    """The story's workbook with notes: cell → (text, author)."""

    def make(notes: dict[str, tuple[str, str]], name: str = "noted.xlsx") -> Path:
        book = openpyxl.load_workbook(workbook_from_markdown(STORY))
        if name == "two.xlsx":  # by someone else
            book["Start"]["C9"] = "Zhou Min"
            identity = next(r for r in book["_handover"].iter_rows() if r[0].value == "workbook_id")
            identity[1].value = "another"
        for place, (text, author) in notes.items():
            sheet, cell = place.split("!")
            book[sheet][cell].comment = Comment(text, author)
        book.save(tmp_path / name)
        return tmp_path / name

    return make


def notes_of(handover: Handover) -> list[tuple[str, str, str]]:
    """Place, author and text of the notes."""
    return [(note.place, note.author, note.text) for note in handover.notes]


def test_a_note_is_kept_with_its_cell(noted):
    """Text, author, and the row and field that it is next to."""
    handover = read_workbook(noted({"Duties!D7": ("Twice in December", "Ann")}))
    (note,) = handover.notes

    assert notes_of(handover) == [("Duties!D7", "Ann", "Twice in December")]
    assert (note.section, note.field, note.record, note.source) == ("duties", "frequency", 0, 0)
    assert handover.remarks == []


def test_a_note_on_the_start_form_belongs_to_its_line(noted):
    """Forms have lines in place of columns."""
    handover = read_workbook(noted({"Start!C9": ("Until Friday", "Ann")}))

    assert [(n.section, n.field, n.record) for n in handover.notes] == [("start", "leaver", 0)]


def test_a_note_next_to_no_value_is_kept_too(noted):
    """On a heading, or far away."""
    handover = read_workbook(noted({"Duties!B6": ("What?", "Ann"), "Duties!Z99": ("x", "Ann")}))

    assert [(n.place, n.record) for n in handover.notes] == [
        ("Duties!B6", None),
        ("Duties!Z99", None),
    ]


def test_our_own_marks_are_no_notes(noted):
    """The notes of an annotated copy are ours, not the person's."""
    ours = f"{NOTE_BEGINS}Error\nMissing\n{NOTE_ENDS}"
    marks = {"Duties!D7": (ours, "handover"), "Duties!D8": ("Mine", "Handover team")}

    assert notes_of(read_workbook(noted(marks))) == [("Duties!D8", "Handover team", "Mine")]


def test_the_authors_name_at_the_beginning_appears_once(noted):
    """Excel writes “Ann:” into every note of hers."""
    handover = read_workbook(noted({"Duties!D7": ("Ann:\nTwice in December", "Ann")}))

    assert notes_of(handover) == [("Duties!D7", "Ann", "Twice in December")]


def test_a_conversation_is_one_note_without_its_stand_in(noted):
    """Excel keeps a conversation, and a note that says that older programs cannot show it."""
    stand_in = "[Threaded comment]\n\nYour version of Excel allows you to read this …"
    made = noted({"Duties!D7": (stand_in, "tc={1}")})
    changed = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/_rels/sheet2.xml.rels":
                content = content.replace(b"</Relationships>", LINK.encode())
            new.writestr(name, content)
        new.writestr("xl/threadedComments/threadedComment1.xml", THREADED)

    handover = read_bytes("a.xlsx", changed.getvalue())

    assert notes_of(handover) == [("Duties!D7", "", "Is this still weekly?\nYes.")]


def test_a_secret_in_a_note_is_reported_as_being_in_the_note(noted):
    """The cell itself is harmless, and a search for a password there would find none."""
    handover = read_workbook(noted({"Duties!D7": ("password: Winter2026!", "Ann")}))
    [found] = [one for one in validate(handover).findings if one.code == "P101"]

    assert (found.sheet, found.cell, found.row_name) == ("Duties", "D7", "Weekly report")
    assert found.message.text("en") == "The note on this cell contains what looks like a password"
    assert found.message.text("zh") == "这个单元格的批注里疑似有密码"


def test_notes_are_shown_in_json_with_secrets_masked(noted):
    """By cell, and only where there are any."""
    path = noted({"Duties!D7": ("password: Winter2026!", "Ann"), "Duties!D8": ("Ask Bo", "Ann")})
    source = gaps_data([validate(read_workbook(path))], "en")["sources"][0]

    assert source["notes"]["Duties!D8"] == "Ask Bo"
    assert "Winter2026!" not in str(source)
    plain = read_workbook(noted({}, "plain.xlsx"))
    assert "notes" not in gaps_data([validate(plain)], "en")["sources"][0]


def test_notes_travel_into_a_teams_workbook_and_again(noted, make_workbook):
    """Next to the same value; one that was next to none is a row on the sheet Unplaced."""
    one = read_workbook(noted({"Duties!D8": ("Before ten", "Ann")}, "one.xlsx"))
    two = read_workbook(
        noted({"Duties!B7": ("Ask Bo", "Zhou"), "Duties!B6": ("Why?", "Zhou")}, "two.xlsx")
    )
    team = read_workbook(make_workbook(merge([one, two]).content))
    again = read_workbook(make_workbook(merge([team]).content))

    for read in (team, again):
        assert [(n.section, n.field, n.record, n.source, n.author, n.text) for n in read.notes] == [
            ("duties", "frequency", 1, 0, "Ann", "Before ten"),
            ("duties", "name", 2, 1, "Zhou", "Ask Bo"),
        ]
        assert [(u.where, u.heading, u.value, u.source) for u in read.unplaced] == [
            ("Duties!B6", "✎", "Zhou: Why?", 1)
        ]


def test_notes_of_several_workbooks_remain_with_their_rows(noted):
    """Also when many are checked together."""
    one = read_workbook(noted({"Duties!D8": ("a", "")}, "one.xlsx"))
    two = read_workbook(noted({"Duties!D7": ("b", "")}, "two.xlsx"))
    whole = combine([one, two])

    assert [(n.text, n.record, n.source) for n in whole.notes] == [("a", 1, 0), ("b", 2, 1)]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_new_workbook_from_an_old_one_has_its_notes_at_their_cells(
    noted, make_workbook, operations, language
):
    """On the same row and field, in the other language, too; without a row they are on Unplaced."""
    old = read_workbook(
        noted({"Duties!D8": ("Twice in December", "Ann"), "Duties!B3": ("Why?", "Zhou")})
    )
    carried = carry(old, operations, language=language)
    new = read_workbook(make_workbook(carried.content, language=language))

    assert [(n.section, n.field, n.record, n.author, n.text) for n in new.notes if n.section] == [
        ("duties", "frequency", 1, "Ann", "Twice in December")
    ]
    assert [(u.where, u.value) for u in carried.content.unplaced] == [("Duties!B3", "Zhou: Why?")]


def test_signs_that_no_note_may_contain_are_replaced(noted, make_workbook):
    """A workbook with such a note is still one that opens."""
    story = read_workbook(noted({"Duties!D7": ("x", "Ann")}))
    content = merge([story]).content
    content.notes["duties"][0, "frequency"] = (
        "A\x01n",
        "bell \x07, half \ud800, end \uffff" + "x" * 40_000,
    )
    team = make_workbook(content)
    (note,) = read_workbook(team).notes

    assert note.text.startswith("bell \ufffd, half \ufffd, end \ufffdxxx")
    assert len(note.text) <= 32_767
    assert openpyxl.load_workbook(team)["Duties"].max_row > 6


@pytest.mark.parametrize(
    "broken", [b"<comments/>", b"<comments><commentList><comment/></commentList></comments>",
               b'<comments><authors/><commentList><comment ref="A0" authorId="-1"/><comment ref="D7" '
               b'authorId="99999999999"><text><t>x</t></text></comment></commentList></comments>'],
)  # fmt: skip
def test_odd_notes_harm_nothing(noted, broken):
    """Notes without cells, authors that do not exist."""
    made = noted({"Duties!D7": ("x", "Ann")})
    changed = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, broken if "comments/comment" in name else old.read(name))

    handover = read_bytes("a.xlsx", changed.getvalue())

    assert {text for _, _, text in notes_of(handover)} <= {"x"}
    assert len(handover.rows("duties")) == 2
