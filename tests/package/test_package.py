"""The guard: what it refuses, with which words, and what it lets through."""

import datetime as dt
import functools
import io
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.package.package import (
    LIMITS,
    Container,
    Limits,
    SheetPart,
    open_container,
    open_container_bytes,
)

pytestmark = pytest.mark.slow

SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
RELATIONSHIPS = "xl/_rels/workbook.xml.rels"
COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


# --- Files made by code ---------------------------------------------------------------------


@functools.cache
def good() -> bytes:
    """A workbook with a visible, a hidden and a very hidden sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.set_properties({"created": dt.datetime(2025, 3, 1)})
    duties = book.add_worksheet("工作职责")
    duties.write_string("A1", "Weekly report")
    book.add_worksheet("Lists").hide()
    book.add_worksheet("_handover").very_hidden()
    book.define_name("fld_duties_name", "=工作职责!$A$1")
    book.define_name("Lists!local", "=Lists!$A$1")
    book.close()
    return stream.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    """The parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {info.filename: package.read(info) for info in package.infolist()}


def pack(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The parts as one package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return stream.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """The workbook with one part added or replaced."""
    return pack(parts_of(good()) | {name: content})


def without_part(name: str) -> bytes:
    """The workbook with one part gone."""
    return pack({key: content for key, content in parts_of(good()).items() if key != name})


def replaced(name: str, old: str, new: str) -> bytes:
    """The workbook with a text in one of its parts replaced."""
    content = parts_of(good())[name].decode()
    assert old in content
    return with_part(name, content.replace(old, new).encode())


def with_type(old: str, new: str) -> bytes:
    """The workbook with another content type."""
    return replaced("[Content_Types].xml", old, new)


def doubled_part() -> bytes:
    """The first sheet is there twice."""
    stream = io.BytesIO(good())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(stream, "a") as package:
        package.writestr(SHEET, b"<worksheet/>")
    return stream.getvalue()


def doubled_part_in_capitals() -> bytes:
    """The first sheet is there twice for readers that ignore capitals."""
    return with_part(SHEET.upper(), b"<worksheet/>")


def directory_entry(data: bytes, name: str) -> int:
    """Where the directory's entry of a part starts."""
    start = struct.unpack_from("<I", data, data.rfind(b"PK\5\6") + 16)[0]
    return data.index(name.encode(), start) - 46


def patched(
    field: int, fmt: str, value: int, name: str = SHEET, data: bytes | None = None
) -> bytes:
    """The workbook with one field of a directory entry changed."""
    data = data or good()
    changed = bytearray(data)
    struct.pack_into(fmt, changed, directory_entry(data, name) + field, value)
    return bytes(changed)


def symbolic_link() -> bytes:
    """A part that is a link to a file outside."""
    parts = parts_of(good())
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
        link = zipfile.ZipInfo("xl/media/link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        package.writestr(link, "/etc/passwd")
    return stream.getvalue()


def overlapping_parts() -> bytes:
    """Two directory entries share one local part, as in a bomb without nesting."""
    data = good()
    target = struct.unpack_from("<I", data, directory_entry(data, SHEET) + 42)[0]
    return patched(42, "<I", target, "xl/worksheets/sheet2.xml")


def other_local_name() -> bytes:
    """The directory and the part itself give two names."""
    return good().replace(SHEET.encode(), b"xl/worksheets/sheetX.xml", 1)


def data_between_parts() -> bytes:
    """300 bytes hidden between the last part and the directory."""
    data = good()
    end = data.rfind(b"PK\5\6")
    start = struct.unpack_from("<I", data, end + 16)[0]
    tail = bytearray(data[start:])
    struct.pack_into("<I", tail, end - start + 16, start + 300)
    return data[:start] + bytes(300) + bytes(tail)


def opendocument() -> bytes:
    """What tells a LibreOffice file."""
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return pack({"mimetype": mimetype, "content.xml": b"<office/>"})


def with_root(start: bytes) -> bytes:
    """The first sheet with something in front of its root element."""
    return with_part(SHEET, parts_of(good())[SHEET].replace(b"<worksheet", start + b"<worksheet"))


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
BINARY = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"

# case -> (file name, its bytes, words that the message contains)
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.xlsx", lambda: b"", "is empty (0 bytes)"),
    "text": ("a.xlsx", lambda: b"Dear all,\nplease find attached", "is a plain text"),
    "csv": ("a.csv", lambda: "姓名,电话\n".encode("gbk"), "is a plain text (CSV?)"),
    "unicode text": ("a.xlsx", lambda: "a\tb\n".encode("utf-16"), "is a plain text"),
    "html": ("a.xls", lambda: b"\xef\xbb\xbf\n<HTML><table>", "is a web page (HTML)"),
    "xml": ("a.xlsx", lambda: b"<?xml version='1.0'?><x/>", "is an XML file"),
    "pdf": ("a.xlsx", lambda: b"%PDF-1.7\n\x00", "is a PDF, not an Excel workbook"),
    "png": ("a.xlsx", lambda: b"\x89PNG\r\n\x1a\n\0\0", "is a picture (PNG)"),
    "noise": ("a.xlsx", lambda: bytes(range(256)), "is damaged or is not an Excel workbook"),
    "truncated": ("a.xlsx", lambda: good()[:-500], "its end is missing (cut off in transfer?)"),
    "only a start": ("a.xlsx", lambda: b"PK\3\4", "its end is missing"),
    "encrypted": (
        "a.xlsx",
        lambda: COMPOUND_FILE + "EncryptedPackage".encode("utf-16-le"),
        "is protected by a password or a rights label",
    ),
    "xls": ("a.xls", lambda: COMPOUND_FILE, "is an old Excel 97-2003 file (.xls); open"),
    "xls in disguise": ("a.xlsx", lambda: COMPOUND_FILE, "(.xls) under the name .xlsx"),
    "docx": ("a.docx", lambda: with_type(EXCEL, WORD), "is a Word or PowerPoint document"),
    "xlsb": ("a.xlsb", lambda: with_type(EXCEL, BINARY), "is a binary workbook (.xlsb); open"),
    "xlsb in disguise": ("a.xlsx", lambda: with_type(EXCEL, BINARY), "under the name .xlsx"),
    "not a workbook": ("a.xlsx", lambda: with_type(EXCEL, "x/y"), "does not say that it is a"),
    "ods": ("a.ods", opendocument, "is an OpenDocument file (.ods); open"),
    "ods in disguise": ("a.xlsx", opendocument, "(.ods) under the name .xlsx"),
    "zipped": ("a.xlsx", lambda: pack({"in/b.xlsx": good()}), "is a zip that contains a workbook"),
    "zip": ("a.xlsx", lambda: pack({"a.txt": b"x"}), "is a zip, but not an Excel workbook"),
    "doctype": ("a.xlsx", lambda: with_root(DOCTYPE), "contains a part 'xl/worksheets/sheet1.xml'"),
    "hidden doctype": ("a.xlsx", lambda: with_root(b"<!-- <a> -->" + DOCTYPE), "a DOCTYPE"),
    "utf-16 doctype": (
        "a.xlsx",
        lambda: with_part("xl/a.xml", (DOCTYPE + b"<x/>").decode().encode("utf-16-be")),
        "a DOCTYPE (XML entities)",
    ),
    "encoding": (
        "a.xlsx",
        lambda: replaced(SHEET, "UTF-8", "gb18030"),
        "in the text encoding 'gb18030'",
    ),
    "not xml": (
        "a.xlsx",
        lambda: with_part(SHEET, b"<worksheet>\n<a>"),
        "'xl/worksheets/sheet1.xml' is not valid XML (line 2)",
    ),
    "bad utf-16": ("a.xlsx", lambda: with_part(SHEET, b"\xff\xfe<"), "is not valid XML"),
    "part twice": ("a.xlsx", doubled_part, "contains the part 'xl/worksheets/sheet1.xml' twice"),
    "part in capitals": ("a.xlsx", doubled_part_in_capitals, "twice"),
    "climbing": ("a.xlsx", lambda: with_part("xl/../../etc/passwd", b""), "an unsafe name"),
    "absolute": ("a.xlsx", lambda: with_part("/etc/passwd", b""), "unsafe name ('/etc/passwd')"),
    "backslash": ("a.xlsx", lambda: with_part("xl\\a.xml", b""), "an unsafe name"),
    "drive": ("a.xlsx", lambda: with_part("c:/a.xml", b""), "an unsafe name"),
    "control": ("a.xlsx", lambda: with_part("xl/\x1b[31m.xml", b""), "('xl/?[31m.xml')"),
    "link": ("a.xlsx", symbolic_link, "contains a symbolic link ('xl/media/link')"),
    "overlap": ("a.xlsx", overlapping_parts, "has two descriptions"),
    "two names": ("a.xlsx", other_local_name, "has two descriptions"),
    "data in front": ("a.xlsx", lambda: good()[:60] + good(), "between its parts"),
    "noise in front": ("a.xlsx", lambda: bytes(9) + good(), "is damaged or is not an Excel"),
    "data behind": ("a.xlsx", lambda: good() + b"tail", "before, after or between its parts"),
    "data between": ("a.xlsx", data_between_parts, "before, after or between its parts"),
    "two workbooks": ("a.xlsx", lambda: good() + good(), "before, after or between its parts"),
    "wrong checksum": (
        "a.xlsx",
        lambda: patched(16, "<I", 1),
        "'xl/worksheets/sheet1.xml' has a wrong checksum",
    ),
    "wrong size": ("a.xlsx", lambda: patched(24, "<I", 9), "unpacks to more than it says"),
    "two methods": (
        "a.xlsx",
        lambda: patched(10, "<H", 8, data=pack(parts_of(good()), zipfile.ZIP_STORED)),
        "has two descriptions",
    ),
    "encrypted zip": ("a.xlsx", lambda: patched(8, "<H", 1), "is encrypted (zip password)"),
    "compression": ("a.xlsx", lambda: patched(10, "<H", 14), "does not use (14)"),
    "huge part": ("a.xlsx", lambda: patched(24, "<I", 1 << 30), "unpacks to 1,024 MiB"),
    "missing sheet": (
        "a.xlsx",
        lambda: without_part(SHEET),
        "the contents of sheet '工作职责' are missing",
    ),
    "sheet outside": (
        "a.xlsx",
        lambda: replaced(RELATIONSHIPS, "worksheets/sheet1", "../../worksheets/sheet1"),
        "the contents of sheet '工作职责' are missing",
    ),
    "two sheets of one name": (
        "a.xlsx",
        lambda: replaced(BOOK, 'name="Lists"', 'name="_HANDOVER"'),
        "has two sheets named '_handover'",
    ),
    "no sheets": ("a.xlsx", lambda: replaced(BOOK, "sheets>", "none>"), "has no sheets"),
    "missing strings": ("a.xlsx", lambda: without_part("xl/sharedStrings.xml"), "is missing"),
    "missing styles": ("a.xlsx", lambda: without_part("xl/styles.xml"), "'xl/styles.xml' is"),
    "missing workbook": ("a.xlsx", lambda: without_part(BOOK), "part 'xl/workbook.xml' is"),
    "missing links": ("a.xlsx", lambda: without_part(RELATIONSHIPS), "is missing"),
    "no workbook named": (
        "a.xlsx",
        lambda: replaced("_rels/.rels", "/officeDocument", "/other"),
        "does not say which part is its workbook",
    ),
    "lock file": ("~$a.xlsx", good, "is Excel's lock file of a workbook someone has open"),
    "side file": ("._a.xlsx", good, "is a macOS side file"),
}


def refusal(name: str, data: bytes, limits: Limits = LIMITS) -> str:
    """The message with which the file is refused."""
    with pytest.raises(UnreadableFile) as caught:
        open_container_bytes(name, data, limits)
    return str(caught.value)


# --- Refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_in_one_line_with_its_cause_and_a_cure(case: str) -> None:
    """One line: the file, what is wrong, and what to do."""
    name, build, words = BAD[case]

    message = refusal(name, build())

    assert message.startswith(f"{name}: ")
    assert words in message
    assert "; " in message  # what to do
    assert "\n" not in message
    assert message.isprintable()


def test_a_refusal_is_the_same_from_a_file_and_survives_pickling(tmp_path: Path) -> None:
    """Reading from disk and from memory are one path; errors cross process borders."""
    path = tmp_path / "a.xlsx"
    path.write_bytes(good()[:-500])

    with pytest.raises(UnreadableFile) as caught:
        open_container(path)

    assert str(caught.value) == refusal("a.xlsx", good()[:-500])
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)  # noqa: S301


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    """A wrong path is distinguished from a damaged file."""
    for path in (tmp_path / "none.xlsx", tmp_path / "x" / "none.xlsx", tmp_path / "a\0b.xlsx"):
        with pytest.raises(UnreadableFile, match="does not exist; check the name"):
            open_container(path)


def test_a_folder_says_so(tmp_path: Path) -> None:
    """A folder is not opened as a file."""
    with pytest.raises(UnreadableFile, match="is a folder, not a file"):
        open_container(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    """No one writes to this pipe; opening it must not wait."""
    path = tmp_path / "pipe.xlsx"
    os.mkfifo(path)

    with pytest.raises(UnreadableFile, match="is not a regular file"):
        open_container(path)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no /dev/zero on this system")
def test_a_device_is_not_read() -> None:
    """/dev/zero never ends."""
    with pytest.raises(UnreadableFile, match="is not a regular file"):
        open_container(Path("/dev/zero"))


def test_a_link_to_itself_says_so(tmp_path: Path) -> None:
    """A loop of links is an error of its own."""
    path = tmp_path / "loop.xlsx"
    path.symlink_to(path)

    with pytest.raises(UnreadableFile, match="is a link that points at itself"):
        open_container(path)


def test_an_unreadable_file_name_is_made_printable(tmp_path: Path) -> None:
    """A file name cannot colour the terminal or turn the text around."""
    with pytest.raises(UnreadableFile) as caught:
        open_container(tmp_path / "a\x1b[31m\u202exslx.xlsx")

    assert str(caught.value).startswith(str(tmp_path / "a?[31m?xslx.xlsx: does not exist"))


# --- Refused for a limit ----------------------------------------------------------------------

LARGE = b"<worksheet>" + b'<c r="A1"><v>1</v></c>' * 5_000 + b"</worksheet>"
COMMENTS = b"<worksheet>" + b"<!-- <a>  -->" * 3_000 + b"</worksheet>"

LIMITED: dict[str, tuple[Limits, Callable[[], bytes], str]] = {
    "file": (Limits(file_bytes=999), good, "is 0 MiB, the limit is 0 MiB"),
    "parts": (Limits(parts=3), good, "parts, the limit is 3"),
    "part": (Limits(part_bytes=999), good, "the limit is 0 MiB"),
    "total": (Limits(total_bytes=999), good, "unpacks to more than"),
    "ratio": (
        Limits(ratio_free_bytes=999, xml_ratio=50),
        lambda: with_part(SHEET, LARGE),
        "times its size, the limit is 50",
    ),
    "small part": (Limits(small_part_bytes=99), good, "of more than 0 MiB"),
    "long text": (
        Limits(token_bytes=9_999),
        lambda: with_part(SHEET, b"<worksheet>" + b"x" * 10_000 + b"</worksheet>"),
        "a single piece of text of more than",
    ),
    "long attribute": (
        Limits(token_bytes=9_999),
        lambda: with_part(SHEET, b'<worksheet a="' + b">" * 10_000 + b'"><a/></worksheet>'),
        "a single piece of text of more than",
    ),
    "long comment": (
        Limits(token_bytes=9_999),
        lambda: with_part(SHEET, b"<worksheet><!--" + b"<>" * 6_000 + b"--></worksheet>"),
        "a single piece of text of more than",
    ),
    "long instruction": (
        Limits(token_bytes=9_999),
        lambda: with_part(SHEET, b"<worksheet><?a " + b"<>" * 6_000 + b"?></worksheet>"),
        "a single piece of text of more than",
    ),
    "long text in utf-16": (
        Limits(token_bytes=9_999),
        lambda: with_part(SHEET, f"<worksheet>{'x' * 10_000}</worksheet>".encode("utf-16")),
        "a single piece of text of more than",
    ),
    "comments": (
        Limits(token_bytes=9_999, asides=99),
        lambda: with_part(SHEET, COMMENTS),
        "with thousands of comments",
    ),
    "depth": (
        Limits(open_elements=999),
        lambda: with_part(SHEET, b"<a>" * 50_000 + b"</a>" * 50_000),
        "nested more than 256 levels deep",
    ),
    "depth behind an instruction": (
        Limits(open_elements=999),
        lambda: with_part(SHEET, b"<a><?a " + b"</" * 999 + b"?>" + b"<a>" * 900 + b"</a>" * 901),
        "nested more than 256 levels deep",
    ),
    "depth behind a fake": (
        Limits(open_elements=999),
        lambda: with_part(
            SHEET, (b"<a>" * 99 + b"<![CDATA[" + b"</" * 999 + b"]]>") * 9 + b"</a>" * 891
        ),
        "nested more than 256 levels deep",
    ),
}


@pytest.mark.parametrize("case", LIMITED)
def test_a_file_over_a_limit_is_refused(case: str) -> None:
    """Each limit is kept, with the words for it."""
    limits, build, words = LIMITED[case]

    assert words in refusal("a.xlsx", build(), limits)


def test_bombs_are_refused_by_their_stated_and_their_real_size() -> None:
    """20 MiB pack to 20 kB; neither the truth nor a lie gets them unpacked."""
    bomb = with_part(SHEET, bytes(20 << 20))

    assert "times its size, the limit is 200" in refusal("a.xlsx", bomb)
    assert "more than it says" in refusal("a.xlsx", patched(24, "<I", 5_000, data=bomb))


# --- Let through ------------------------------------------------------------------------------


def test_a_workbook_has_its_sheets_names_and_parts() -> None:
    """Everything later stages need to know, without another look at the file."""
    container = open_container_bytes("a.xlsx", good())

    assert container.sheets == (
        SheetPart("工作职责", "xl/worksheets/sheet1.xml", "visible"),
        SheetPart("Lists", "xl/worksheets/sheet2.xml", "hidden"),
        SheetPart("_handover", "xl/worksheets/sheet3.xml", "veryHidden"),
    )
    assert container.defined_names == {"fld_duties_name": "工作职责!$A$1"}
    assert not container.date_1904
    assert (container.shared_strings, container.styles) == ("xl/sharedStrings.xml", "xl/styles.xml")
    assert (container.saved_by, container.modified) == ("Microsoft Excel", "2025-03-01T00:00:00Z")
    assert container.active_content == ()
    assert container.part_names == tuple(parts_of(good()))


def test_parts_are_given_complete_and_whatever_the_capitals() -> None:
    """Zip names and links may differ in capitals; missing parts are named."""
    container = open_container_bytes("a.xlsx", good())

    assert {name: container.part(name) for name in container.part_names} == parts_of(good())
    assert container.part("XL/Workbook.xml") == parts_of(good())[BOOK]
    with pytest.raises(UnreadableFile, match="part 'xl/none' is missing"):
        container.part("xl/none")


def test_a_container_survives_pickling() -> None:
    """A merge may read in one process and go on in another."""
    container = open_container_bytes("a.xlsx", good())

    copy = pickle.loads(pickle.dumps(container))  # noqa: S301

    assert copy == container
    assert copy.part(SHEET) == container.part(SHEET)


def test_an_openpyxl_workbook_is_read(tmp_path: Path) -> None:
    """Files of openpyxl have absolute targets."""
    book = openpyxl.Workbook()
    book.active.title = "Duties"
    book.save(tmp_path / "a.xlsx")

    container = open_container(tmp_path / "a.xlsx")

    assert container.name == "a.xlsx"
    assert container.sheets == (SheetPart("Duties", "xl/worksheets/sheet1.xml", "visible"),)
    assert container.data == (tmp_path / "a.xlsx").read_bytes()


TRANSITIONAL = "http://schemas.openxmlformats.org/"
STRICT = "http://purl.oclc.org/ooxml/"


def strict() -> bytes:
    """As 'Strict Open XML' is saved: other namespaces and relationship types."""
    changed = {}
    for name, content in parts_of(good()).items():
        text = content.decode().replace(
            TRANSITIONAL + "spreadsheetml/2006/main", STRICT + "sm/main"
        )
        old = TRANSITIONAL + "officeDocument/2006/relationships"
        changed[name] = text.replace(old, STRICT + "officeDocument/relationships").encode()
    return pack(changed)


def prefixed() -> bytes:
    """The workbook part with every element under a prefix."""
    text = parts_of(good())[BOOK].decode()
    text = text.replace("</", "</p:").replace("<", "<p:").replace("<p:/p:", "</p:")
    return with_part(BOOK, text.replace("<p:?", "<?").replace("xmlns=", "xmlns:p=").encode())


def with_zip64_end(data: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """As programs that stream a workbook write it: a zip64 end record without need."""
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    return pack(parts_of(data))


GOOD: dict[str, Callable[[], bytes]] = {
    "strict": strict,
    "prefixed": prefixed,
    "stored": lambda: pack(parts_of(good()), zipfile.ZIP_STORED),
    "absolute targets": lambda: replaced(RELATIONSHIPS, 'Target="', 'Target="/xl/'),
    "odd targets": lambda: replaced(
        RELATIONSHIPS, 'Target="worksheets', 'Target="./x/../Worksheets'
    ),
    "macro workbook": lambda: with_type(
        EXCEL, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    ),
    "type of binary parts that are not there": lambda: with_type(
        '<Default Extension="xml"',
        f'<Default Extension="bin" ContentType="{BINARY}"/>\n<Default Extension="xml"',
    ),  # SheetJS
    "utf-16 sheet": lambda: with_part(
        SHEET, parts_of(good())[SHEET].decode().replace("UTF-8", "UTF-16").encode("utf-16")
    ),
    "odd vml": lambda: with_part("xl/drawings/a.vml", b"<xml><br></xml>"),
    "folder entries": lambda: with_part("xl/worksheets/", b""),
    "zero bytes behind": lambda: good() + bytes(512),
    "broken properties": lambda: with_part("docProps/core.xml", b"<broken"),
}


@pytest.mark.parametrize("case", GOOD)
def test_legal_and_harmless_oddities_are_read(case: str) -> None:
    """What the standard allows, or what does no harm, keeps no one's work out."""
    container = open_container_bytes("a.xlsx", GOOD[case]())

    assert [sheet.name for sheet in container.sheets] == ["工作职责", "Lists", "_handover"]
    assert container.sheets[0].path == SHEET
    assert container.shared_strings == "xl/sharedStrings.xml"
    assert container.defined_names == {"fld_duties_name": "工作职责!$A$1"}


def test_a_zip64_end_record_without_need_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Some programs write one for any file; a record that lies is refused."""
    data = with_zip64_end(good(), monkeypatch)

    assert b"PK\6\6" in data
    assert open_container_bytes("a.xlsx", data).sheets
    lying = bytearray(data)
    lying[data.rfind(b"PK\6\6") + 24] += 1
    assert "is damaged" in refusal("a.xlsx", bytes(lying))


def test_a_streamed_zip_with_sizes_behind_its_parts_is_read() -> None:
    """A program that cannot seek writes sizes after each part."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts_of(good()).items():
            package.writestr(name, content)

    assert len(open_container_bytes("a.xlsx", pipe.getvalue()).sheets) == 3


def test_chart_sheets_are_no_worksheets() -> None:
    """Only sheets with cells are listed."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet("Data")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Data!$A$1:$A$2"})
    book.add_chartsheet("Chart").set_chart(chart)
    book.close()

    container = open_container_bytes("a.xlsx", stream.getvalue())

    assert [sheet.name for sheet in container.sheets] == ["Data"]


def test_dates_from_1904_are_recognised() -> None:
    """Old Mac workbooks count days from 1904."""
    data = replaced(BOOK, "<workbookPr", '<workbookPr date1904="1"')

    assert open_container_bytes("a.xlsx", data).date_1904


@pytest.mark.parametrize("content", [b"", b"<broken", b"<Properties/>", b"<a>" * 300])
def test_broken_properties_are_no_error(content: bytes) -> None:
    """Nothing depends on who saved a file, and when."""
    parts = parts_of(good()) | {"docProps/app.xml": content, "docProps/core.xml": content}

    container = open_container_bytes("a.xlsx", pack(parts))

    assert (container.saved_by, container.modified) == ("", "")


def test_absent_properties_are_no_error() -> None:
    """Some programs write none."""
    parts = {k: v for k, v in parts_of(good()).items() if not k.startswith("docProps")}

    assert open_container_bytes("a.xlsx", pack(parts)).saved_by == ""


def test_active_content_is_named_and_not_followed() -> None:
    """Macros, links and embedded files are reported by kind."""
    extra = ("xl/vbaProject.bin", "xl/embeddings/a.docx", "xl/activeX/activeX1.bin")
    parts = parts_of(good()) | dict.fromkeys(extra, b"x")
    parts["xl/externalLinks/externalLink1.xml"] = b"<externalLink/>"

    container = open_container_bytes("a.xlsm", pack(parts))

    assert container.active_content == (
        "macros",
        "external links",
        "embedded objects",
        "ActiveX controls",
    )


# --- Anything at all --------------------------------------------------------------------------


def passes_or_is_refused(data: bytes) -> None:
    """The only two outcomes there may be."""
    try:
        container = open_container_bytes("a.xlsx", data)
    except UnreadableFile:
        return
    assert isinstance(container, Container)
    assert container.sheets


@settings(deadline=None)  # the first example also builds the workbook
@given(st.binary(max_size=2_000), st.sampled_from([b"", b"PK\3\4", b"PK\5\6", COMPOUND_FILE]))
def test_any_bytes_are_read_or_refused(data: bytes, start: bytes) -> None:
    """No input ends in another exception."""
    passes_or_is_refused(start + data)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    """No damage ends in another exception; the directory at the end is hit as often as the rest."""
    content = bytearray(good())
    end = len(content) - 1
    places = st.integers(0, end) | st.integers(end - 1_200, end)
    for at, value in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1)):
        content[at] = value

    passes_or_is_refused(bytes(content))


@settings(deadline=None)
@given(st.data())
def test_a_workbook_with_any_part_changed_is_read_or_refused(data: st.DataObject) -> None:
    """The same inside the parts, where the checksums are right."""
    parts = parts_of(good())
    name = data.draw(st.sampled_from(sorted(parts)))
    content = bytearray(parts[name])
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), min_size=1, max_size=5)):
        content[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(content)))

    passes_or_is_refused(pack(parts | {name: bytes(content)}))
    passes_or_is_refused(pack(parts | {name: bytes(content[:cut])}))
