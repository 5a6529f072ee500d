"""The annotated copy: what is added, what remains, and what is gone when it is cleared."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from seeing import annotated, book, coloured, gap, marked, noted, packed, parts

from handover_xlsx.annotating import annotate as marking
from handover_xlsx.errors import UnreadableFile
from handover_xlsx.package.package import open_container_bytes

GAPS = [
    gap("Duties", "B2", "“Hours” should be less"),
    gap("Duties", "C2"),
    gap("Duties", "B3", "look again", "warning"),
    gap("Mine & yours", "B12"),
    gap("Documents", "", "“Documents” is empty"),
    gap("Duties", "A1", "only mentioned", "info"),
]
DUTIES, MINE = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"
TOUCHED = {  # parts that marks must change; everything else is copied as it is in the file
    "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", DUTIES,
    MINE, "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml",
}  # fmt: skip


def packed_bytes(data: bytes) -> dict[str, bytes]:
    """The parts as they are in the file, not unpacked."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for info in package.infolist():
            header = data[info.header_offset : info.header_offset + 30]
            names = int.from_bytes(header[26:28], "little") + int.from_bytes(
                header[28:30], "little"
            )
            start = info.header_offset + 30 + names
            found[info.filename] = data[start : start + info.compress_size]
    return found


# --- What is added -------------------------------------------------------------------------------


def test_every_faulty_cell_has_its_severitys_colour(rich):
    """Errors and warnings; a cell or a row that was not there is made. Infos are not marked."""
    assert coloured(marked(rich, GAPS)) == {
        "Duties!B2": "error", "Duties!C2": "error", "Duties!B3": "warning",
        "Mine & yours!B12": "error",
    }  # fmt: skip


def test_a_note_says_in_words_how_serious_it_is_what_is_wrong_and_what_to_do(rich):
    """Readers who do not see colours read it."""
    notes = noted(marked(rich, GAPS))

    assert notes["Duties!B2"].splitlines()[:3] == [
        "handover · Must be fixed (V101)", "“Hours” should be less", "Fill it in.",
    ]  # fmt: skip
    assert notes["Duties!B3"].startswith("handover · Should be fixed (V101)\nlook again\n")


def test_several_gaps_of_a_cell_share_a_note_and_the_worst_ones_colour(rich):
    """The error comes first, whatever the order of the findings."""
    copy = marked(rich, [gap("Duties", "B2", "first", "warning"), gap("Duties", "B2", "second")])

    assert coloured(copy) == {"Duties!B2": "error"}
    assert noted(copy)["Duties!B2"].splitlines()[:6] == [
        "handover · Must be fixed (V101)", "second", "Fill it in.", "", "Should be fixed", "first",
    ]  # fmt: skip


def test_the_last_sheet_lists_all_gaps_with_links_to_their_cells(rich):
    """Also a gap that has no cell; that has no link either."""
    sheet = book(marked(rich, GAPS)).worksheets[-1]
    rows = [[cell.value for cell in row[1:4]] for row in sheet.iter_rows(min_row=6)]
    links = [row[3].hyperlink and row[3].hyperlink.location for row in sheet.iter_rows(min_row=6)]

    assert sheet.title == "Gaps"
    assert rows[2:] == [
        ["Should be fixed", "Duties", "B3"],
        ["Must be fixed", "Mine & yours", "B12"],
        ["Must be fixed", "Documents", None],
    ]
    assert links == ["'Duties'!B2", "'Duties'!C2", "'Duties'!B3", "'Mine & yours'!B12", None]


def test_chinese_readers_get_a_chinese_list(rich):
    """The sheet's name, its headings and what to do with it."""
    sheet = book(marked(rich, GAPS, "zh")).worksheets[-1]

    assert sheet.title == "待补清单"
    assert [cell.value for cell in sheet[5][1:5]] == ["级别", "工作表", "单元格", "所在行"]


def test_a_sheet_of_the_same_name_keeps_it(rich):
    """A person's own sheet Gaps remains; ours is numbered."""
    found = parts(rich)
    found["xl/workbook.xml"] = found["xl/workbook.xml"].replace(b"Mine &amp; yours", b"Gaps")
    copy = marked(packed(found), [gap("Duties", "B2")])

    assert book(copy).sheetnames == ["Duties", "Gaps", "Gaps (2)"]


def test_text_from_cells_is_never_a_formula_or_a_link(rich):
    """Control characters and what only looks like an escape are shown as text, too."""
    nasty = "=cmd|'/c calc'!A1 _x0041_ \x01\ud800 https://evil.example"
    copy = marked(rich, [gap("Duties", "B2", nasty)])
    listed = parts(copy)["xl/worksheets/sheet3.xml"]

    assert b"<f>" not in listed
    assert b"evil.example" not in b"".join(v for k, v in parts(copy).items() if k.endswith(".rels"))
    assert book(copy)["Gaps"]["G6"].data_type != "f"
    assert b"_x005F_x0041_" in listed


def test_a_flood_of_gaps_is_coloured_and_listed_completely(rich, monkeypatch):
    """Only so many notes as programs bear; the list says so."""
    monkeypatch.setattr(marking, "MOST_NOTES", 3)
    copy = marked(rich, [gap("Duties", f"B{row}") for row in range(12, 20)])
    listed = book(copy)["Gaps"]

    assert len(coloured(copy)) == 8
    assert set(noted(copy)) == {"Duties!A2", "Duties!B12", "Duties!B13", "Duties!B14"}
    assert listed.max_row == 5 + 8
    assert listed["B4"].value.startswith(
        "Notes are on the first 3 cells with findings of each sheet"
    )


# --- What remains ----------------------------------------------------------------------------------


def test_what_need_not_change_is_copied_byte_for_byte_in_the_same_order(rich):
    """Pictures, charts, text boxes, tables, strings, properties: not even packed again."""
    before, after = packed_bytes(rich), packed_bytes(marked(rich, GAPS))
    changed = {name for name in before if before[name] != after[name]}

    assert changed <= TOUCHED
    assert {"xl/media/image1.png", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml",
            "xl/tables/table1.xml", "xl/sharedStrings.xml", "docProps/app.xml"} <= set(before) - changed  # fmt: skip
    assert list(after)[: len(before)] == list(before)


def test_a_touched_sheet_keeps_all_its_content(rich):
    """Only formats of marked cells, new cells, and the rest of the XML as it was."""
    marks = re.compile(rb'<c r="(?:B2|C2|B3|B12)"[^>]*?(/?)>')
    before, after = parts(rich)[DUTIES], parts(marked(rich, GAPS))[DUTIES]
    shown = marks.sub(rb"<c\1>", after).replace(b'spans="1:3"', b"")

    assert shown.replace(b"<c/>", b"") == marks.sub(rb"<c\1>", before).replace(b'spans="1:3"', b"")
    assert b"sparklineGroup" in after
    assert b"dataValidation" in after


def test_a_marked_cell_keeps_its_number_format_and_font(rich):
    """A made one has those of its column or row."""
    copy = marked(rich, [*GAPS, gap("Duties", "F2"), gap("Duties", "G8")])
    sheet = book(copy)["Duties"]

    assert (sheet["B3"].number_format, sheet["B3"].font.b) == ("0.00", True)
    assert (sheet["F2"].number_format, sheet["F2"].font.i) == ("yyyy-mm-dd", True)
    assert sheet["G8"].font.b is True


def test_a_persons_note_remains_and_ours_is_below_it(rich):
    """With its author and its own words first."""
    copy = marked(rich, [gap("Duties", "A2", "too short")])
    note = book(copy)["Duties"]["A2"].comment

    assert note.text.startswith("ask Ben\nfirst\n\nhandover · Must be fixed (V101)\ntoo short\n")
    assert note.author == "Ada"


def test_a_conversation_is_left_alone(rich):
    """Programs make the note of a threaded comment themselves: such a cell is only coloured."""
    found = parts(rich)
    rels = "xl/worksheets/_rels/sheet1.xml.rels"
    kind = b"http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    link = b'<Relationship Id="rId99" Type="%s" Target="../threadedComments/threadedComment1.xml"/>'
    found[rels] = found[rels].replace(b"</Relationships>", link % kind + b"</Relationships>")
    found["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        b'threadedcomments"><threadedComment ref="A2" dT="2026-01-01T00:00:00.00" '
        b'personId="{1}" id="{2}"><text>ask Ben</text></threadedComment></ThreadedComments>'
    )
    copy = marked(packed(found), [gap("Duties", "A2"), gap("Duties", "B2")])

    assert set(coloured(copy)) == {"Duties!A2", "Duties!B2"}
    assert noted(copy)["Duties!A2"] == "ask Ben\nfirst"
    assert "Duties!B2" in noted(copy)


def test_a_gap_inside_merged_cells_is_marked_where_people_see_it(rich):
    """At the top left of the area."""
    copy = marked(rich, [gap("Duties", "E6")])

    assert coloured(copy) == {"Duties!D5": "error"}
    assert list(noted(copy)) == ["Duties!A2", "Duties!D5"]


def test_hidden_rows_remain_hidden(rich):
    """Their cells are marked all the same."""
    copy = marked(rich, [gap("Duties", "A9")])

    assert coloured(copy) == {"Duties!A9": "error"}
    assert book(copy)["Duties"].row_dimensions[9].hidden


def test_macros_remain_as_they_are(rich):
    """A workbook with macros is still one, and they are copied byte for byte."""
    found = parts(rich)
    found["xl/vbaProject.bin"] = bytes(range(256)) * 40
    found["[Content_Types].xml"] = (
        found["[Content_Types].xml"]
        .replace(b"officedocument.spreadsheetml.sheet.main+xml", b"excel.sheet.macroEnabled.main+xml")
        .replace(b"application/vnd.openxmlformats-excel", b"application/vnd.ms-excel")
        .replace(b"</Types>", b'<Default Extension="bin" ContentType="application/vnd.ms-office.'
                              b'vbaProject"/></Types>')
    )  # fmt: skip
    macros = packed(found)
    copy = marked(macros, GAPS)

    assert packed_bytes(copy)["xl/vbaProject.bin"] == packed_bytes(macros)["xl/vbaProject.bin"]
    assert b"macroEnabled" in parts(copy)["[Content_Types].xml"]
    assert open_container_bytes("a.xlsm", copy).active_content == ("macros",)


# --- Files of other makes ------------------------------------------------------------------------


def test_prefixes_in_the_xml_are_followed(rich, with_prefixes):
    """A file whose elements are written as x:c is marked like any other."""
    copy = marked(with_prefixes(rich), GAPS)

    assert coloured(copy) == coloured(marked(rich, GAPS))
    assert noted(copy) == noted(marked(rich, GAPS))
    assert b"<x:c " in parts(copy)[DUTIES]


def test_strict_files_remain_strict(rich):
    """“Strict Open XML” has other namespaces; the new parts and links use those."""
    found = parts(rich)
    for name, content in found.items():
        if name.endswith((".xml", ".rels")):
            found[name] = content.replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006",
                b"http://purl.oclc.org/ooxml/officeDocument",
            ).replace(
                b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                b"http://purl.oclc.org/ooxml/spreadsheetml/main",
            )
    copy = marked(packed(found), GAPS)
    after = parts(copy)

    for name in ("xl/worksheets/sheet3.xml", "xl/comments2.xml", DUTIES, "xl/styles.xml"):
        assert b"purl.oclc.org/ooxml/spreadsheetml" in after[name]
        assert b"openxmlformats.org/spreadsheetml" not in after[name]
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/worksheet" in after[
        "xl/_rels/workbook.xml.rels"
    ]  # fmt: skip
    assert [sheet.name for sheet in open_container_bytes("a.xlsx", copy).sheets][-1] == "Gaps"


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BARE = {  # as small programs write them: no styles, cells and rows without addresses
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/sheet.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.'
        'worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELS}/officeDocument" Target="/xl/workbook.xml"/>'
        "</Relationships>"
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets><sheet name="S" sheetId="1" '
        'r:id="a"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{RELS}/worksheet" Target="/xl/sheet.xml"/></Relationships>'
    ),
    "xl/sheet.xml": (
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c><c><v>2</v></c></row>'
        "<row><c><v>3</v></c></row></sheetData></worksheet>"
    ),
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_bare_file_without_formats_or_addresses_is_marked(encoding):
    """A part for formats is added; UTF-16 remains UTF-16."""
    bare = {name: text.encode() for name, text in BARE.items()}
    bare["xl/sheet.xml"] = (
        f'<?xml version="1.0" encoding="{encoding}"?>{BARE["xl/sheet.xml"]}'.encode(encoding)
    )
    copy = marked(packed(bare), [gap("S", "B1"), gap("S", "B2"), gap("S", "A5")])

    assert coloured(copy) == {"S!B1": "error", "S!B2": "error", "S!A5": "error"}
    assert [[cell.value for cell in row] for row in book(copy)["S"]["A1:B2"]] == [[1, 2], [3, None]]


def test_a_wrong_format_number_is_no_obstacle():
    """A cell that names a format that is not there is marked as an ordinary one."""
    bare = {name: text.encode() for name, text in BARE.items()}
    bare["xl/sheet.xml"] = bare["xl/sheet.xml"].replace(b"<c><v>1", b'<c s="99"><v>1')

    assert coloured(marked(packed(bare), [gap("S", "A1")])) == {"S!A1": "error"}


# --- Taking marks away ---------------------------------------------------------------------------


def test_marking_again_gives_the_same_file(rich):
    """Old marks are replaced, not added to."""
    once = marked(rich, GAPS)

    assert marked(once, GAPS) == once


def test_marks_of_what_is_fixed_go_and_the_others_remain(rich):
    """As when the leaver has sent the marked copy back."""
    again = marked(marked(rich, GAPS), GAPS[1:2])

    assert coloured(again) == {"Duties!C2": "error"}
    assert set(noted(again)) == {"Duties!A2", "Duties!C2"}
    assert book(again).sheetnames == ["Duties", "Mine & yours", "Gaps"]


def test_without_gaps_no_mark_is_left(rich):
    """Formats, notes, sheets and links are what they were; only unused formats remain."""
    cleared = marked(marked(rich, [*GAPS, gap("Duties", "A2"), gap("Duties", "F30")]), [])
    before, after = parts(rich), parts(cleared)

    different = {name for name in before if before[name] != after.get(name)}
    assert different == {"xl/styles.xml"}
    assert set(after) == set(before)
    assert noted(cleared) == noted(rich)
    assert coloured(cleared) == {}


def test_a_file_without_gaps_and_marks_is_copied_as_it_is(rich):
    """Nothing to do means nothing done."""
    assert marked(rich, []) == rich


def test_a_cell_with_a_colour_of_its_own_gets_it_back(rich):
    """Also after its format was renumbered, and a pattern, too."""
    copy = marked(rich, [gap("Duties", "B3"), gap("Duties", "C3")])
    cleared = book(marked(copy, []))["Duties"]
    resaved = io.BytesIO()
    book(copy).save(resaved)
    later = book(marked(resaved.getvalue(), []))["Duties"]

    assert coloured(copy) == {"Duties!B3": "error", "Duties!C3": "error"}
    for sheet in (cleared, later):
        assert sheet["B3"].fill.fgColor.rgb == "FFC6E0B4"
    assert cleared["C3"].fill.patternType == book(rich)["Duties"]["C3"].fill.patternType


def test_what_a_person_added_to_our_note_is_kept(rich):
    """An answer typed below our remarks remains as their note."""
    copy = book(marked(rich, [gap("Duties", "B2")]))
    note = copy["Duties"]["B2"].comment
    note.text += "\nit really is 2.5"
    stream = io.BytesIO()
    copy.save(stream)

    assert noted(marked(stream.getvalue(), []))["Duties!B2"].strip() == "it really is 2.5"


def test_names_that_count_sheets_count_right_after_our_sheet_went(rich):
    """A print area of a sheet that a person put behind ours still belongs to that sheet."""
    copy = book(marked(rich, [gap("Duties", "B2")]))
    last = copy.create_sheet("Behind")
    last["A1"] = 1
    last.print_area = "A1:B2"
    stream = io.BytesIO()
    copy.save(stream)
    cleared = book(marked(stream.getvalue(), []))

    assert cleared.sheetnames == ["Duties", "Mine & yours", "Behind"]
    assert cleared["Behind"].print_area == "'Behind'!$A$1:$B$2"


def test_a_damaged_part_is_reported_in_one_line(rich):
    """Notes that are no XML stop the copy, not the program."""
    found = parts(rich)
    found["xl/comments1.xml"] = b"<comments"

    with pytest.raises(UnreadableFile):
        annotated(packed(found), GAPS)
