"""Good workbooks as other programs, other settings and other people leave them."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.workbook.protection import WorkbookProtection

from hostile.building import (
    BOOK,
    BOOK_LINKS,
    DUTIES,
    STRINGS,
    STYLES,
    TYPES,
    Case,
    altered,
    everywhere,
    found,
    pack,
    parts,
    plain,
    replaced,
    same,
    with_part,
    without,
)

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = {
    _MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships":
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
}  # fmt: skip


def _edited(edit: Callable[[openpyxl.Workbook], object]) -> bytes:
    """The workbook after someone changed it with openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(plain()))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Pipe(io.BytesIO):
    def seekable(self) -> bool:
        return False


def _streamed() -> bytes:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts().items():
            package.writestr(name, content)
    return pipe.getvalue()


def _wide_end() -> bytes:
    """With the zip64 records that some programs always write."""
    data = plain()
    at = data.rfind(b"PK\5\6")
    count, length, start = struct.unpack_from("<HII", data, at + 10)
    wide = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, length, start)
    return data[:at] + wide + struct.pack("<4sIQI", b"PK\6\7", 0, at, 1) + data[at:]


def _commented() -> bytes:
    stream = io.BytesIO(plain())
    with zipfile.ZipFile(stream, "a") as package:
        package.comment = b"made by a portal"
    return stream.getvalue()


def _strict() -> bytes:
    def change(_: str, content: bytes) -> bytes:
        for old, new in _STRICT.items():
            content = content.replace(old.encode(), new.encode())
        return content

    return pack(
        {k: change(k, v) if k.endswith((".xml", ".rels")) else v for k, v in parts().items()}
    )


def _prefixed(name: str) -> bytes:
    """A part whose elements carry a prefix."""
    text = parts()[name].decode()
    text = re.sub(r"<(/?)(?=[A-Za-z])(?![a-z]+:)", r"<\1x:", text)
    return with_part(name, text.replace(f'xmlns="{_MAIN}"', f'xmlns:x="{_MAIN}"', 1).encode())


def _in_utf16(*names: str) -> bytes:
    changed = {
        name: parts()[name].decode().replace('"UTF-8"', '"UTF-16"', 1).encode("utf-16")
        for name in names
    }
    return pack(parts() | changed)


def _single_quotes(name: str) -> bytes:
    return altered(name, r"(?<==)\"([^\"'<>]*)\"(?=[\s/>?])", r"'\1'")


def _spread(name: str) -> bytes:
    """Line breaks between all tags where no text is."""
    return altered(name, r"(<(?:row|c|/row|/c|sheetData|/sheetData)\b[^>]*>)(?=<)", "\\1\n  ")


def _extra(**given: bytes) -> bytes:
    return pack(parts() | {name.replace("__", "/").replace("_dot_", "."): data
                           for name, data in given.items()})  # fmt: skip


def _linked(name: str, content: bytes, kind: str) -> bytes:
    """One more part that the workbook links to."""
    link = f'<Relationship Id="rIdX" Type="http://x/{kind}" Target="{name}"/></Relationships>'
    links = parts()[BOOK_LINKS].decode().replace("</Relationships>", link)
    return pack(parts() | {BOOK_LINKS: links.encode(), f"xl/{name}": content})


_DDE = (
    f'<externalLink xmlns="{_MAIN}"><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
).encode()
_OUTSIDE = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://x/image" Target="http://127.0.0.1:9/pixel.png" '
    b'TargetMode="External"/></Relationships>'
)


def _renamed(book: openpyxl.Workbook) -> None:
    book["Duties"].title = "What I do"


def _hidden_rows(book: openpyxl.Workbook) -> None:
    for number in (7, 8, 9):
        book["Duties"].row_dimensions[number].hidden = True
    book["Duties"].auto_filter.ref = "B6:O9"


def _own_column(book: openpyxl.Workbook) -> None:
    book["Duties"]["R6"] = "Cost centre"


def _inserted_above(book: openpyxl.Workbook) -> None:
    book["Contacts"].insert_rows(3, 4)


def _protected(book: openpyxl.Workbook) -> None:
    for sheet in book:
        sheet.protection.sheet = True
    book.security = WorkbookProtection(lockStructure=True)


def _painted(book: openpyxl.Workbook) -> None:
    for line in book["Duties"]["A1:Z200"]:
        for cell in line:
            cell.fill = PatternFill("solid", fgColor="FFFF00")


ODD: dict[str, Case] = {
    "stored without compression": same(lambda: pack(parts(), zipfile.ZIP_STORED)),
    "streamed": same(_streamed),
    "zip64 without need": same(_wide_end),
    "a comment on the package": same(_commented),
    "parts in another order": same(lambda: pack(dict(sorted(parts().items(), reverse=True)))),
    "strict": same(_strict),
    "prefixed sheet": same(lambda: _prefixed(DUTIES)),
    "prefixed strings": same(lambda: _prefixed(STRINGS)),
    "prefixed workbook": same(lambda: _prefixed(BOOK)),
    "sheet in utf-16": same(lambda: _in_utf16(DUTIES)),
    "strings in utf-16": same(lambda: _in_utf16(STRINGS)),
    "styles in utf-16": same(lambda: _in_utf16(STYLES)),
    "workbook in utf-16": same(lambda: _in_utf16(BOOK)),
    "everything in utf-16": same(lambda: _in_utf16(DUTIES, STRINGS, STYLES, BOOK)),
    "marks of byte order": same(lambda: everywhere(lambda _, content: b"\xef\xbb\xbf" + content)),
    "no declarations": same(
        lambda: everywhere(lambda _, content: re.sub(rb"^<\?xml.*?\?>\s*", b"", content))
    ),
    "declared as us-ascii": same(
        lambda: replaced("xl/worksheets/_rels/sheet2.xml.rels", ('"UTF-8"', '"US-ASCII"'))
    ),
    "single quotes in the sheet": same(lambda: _single_quotes(DUTIES)),
    "single quotes in the workbook": same(lambda: _single_quotes(BOOK)),
    "line breaks in the sheet": same(lambda: _spread(DUTIES)),
    "comments in the sheet": same(
        lambda: altered(DUTIES, "(<row )", "<!-- <row r='1'><c r='A1'> -->\\1")
    ),
    "instructions in the sheet": same(lambda: altered(DUTIES, "(<row )", "<?x <c r='A1'?>\\1")),
    "CDATA in the strings": same(
        lambda: replaced(STRINGS, ("<t>Weekly report</t>", "<t><![CDATA[Weekly report]]></t>"))
    ),
    "attributes nobody knows": same(
        lambda: altered(DUTIES, r'<c r="', '<c xmlns:z="urn:z" z:q="1" r="')
    ),
    "elements nobody knows": same(
        lambda: replaced(DUTIES, ("<sheetData>", "<future><a>1</a></future><sheetData>"))
    ),
    "extensions": same(
        lambda: replaced(DUTIES, ("</worksheet>", '<extLst><ext uri="{x}"><a/></ext></extLst></worksheet>'))
    ),
    "alternate content": same(
        lambda: replaced(DUTIES, ("</worksheet>",
            '<mc:AlternateContent xmlns:mc="urn:mc"><mc:Choice Requires="x"/></mc:AlternateContent></worksheet>'))
    ),
    "no theme": same(lambda: without("xl/theme/theme1.xml")),
    "no properties": same(lambda: without("docProps/app.xml", "docProps/core.xml")),
    "broken properties": same(lambda: with_part("docProps/app.xml", b"<Properties><Application>")),
    "empty properties": same(lambda: with_part("docProps/core.xml", b"")),
    "properties of wps": same(
        lambda: replaced("docProps/app.xml", ("Microsoft Excel", "WPS 表格"))
    ),
    "a list of calculations that is stale": same(
        lambda: _linked("calcChain.xml", b'<calcChain xmlns="x"><c r="ZZ99" i="77"/></calcChain>',
                        "calcChain")
    ),
    "a picture": same(lambda: _extra(xl__media__image1_dot_png=b"\x89PNG" + bytes(5_000))),
    "printer settings": same(lambda: _extra(xl__printerSettings__printerSettings1_dot_bin=bytes(999))),
    "custom xml": same(lambda: _extra(customXml__item1_dot_xml=b"<x/>")),
    "a thumbnail": same(lambda: _extra(docProps__thumbnail_dot_wmf=bytes(99))),
    "a folder as a part": same(lambda: with_part("xl/media/", b"")),
    "capitals in the links": same(
        lambda: replaced(BOOK_LINKS, ("worksheets/sheet2.xml", "Worksheets/Sheet2.xml"))
    ),
    "links from the root": same(
        lambda: replaced(BOOK_LINKS, ('Target="worksheets/', 'Target="/xl/worksheets/'))
    ),
    "links with a detour": same(
        lambda: replaced(BOOK_LINKS, ('Target="worksheets/', 'Target="./x/../worksheets/'))
    ),
    "macro workbook": same(
        lambda: replaced(TYPES, (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml")), file="case.xlsm",
    ),
    "template workbook": same(
        lambda: replaced(TYPES, ("spreadsheetml.sheet.main+xml", "spreadsheetml.template.main+xml")),
        file="case.xltx",
    ),
    "no ending": same(plain, file="case"),
    "another ending": same(plain, file="case.txt"),
    "a name with signs": same(plain, file="交接 (1) – né#%.xlsx"),
    "macros": found(lambda: _extra(xl__vbaProject_dot_bin=b"macro"), "S130"),
    "external links": found(
        lambda: _linked("externalLinks/externalLink1.xml", b"<externalLink/>", "externalLink"), "S130"
    ),
    "dde": found(lambda: _linked("externalLinks/externalLink1.xml", _DDE, "externalLink"), "S130"),
    "a linked picture": found(
        lambda: pack(parts() | {"xl/drawings/_rels/drawing1.xml.rels": _OUTSIDE}), "S130"
    ),
    "data connections": found(
        lambda: _linked("connections.xml", b'<connections><connection odcFile="http://127.0.0.1:9"/></connections>',
                        "connections"), "S130",
    ),
    "embedded objects": found(lambda: _extra(xl__embeddings__oleObject1_dot_bin=bytes(9)), "S130"),
    "activex": found(lambda: _extra(xl__activeX__activeX1_dot_bin=bytes(9)), "S130"),
    "saved by openpyxl": same(lambda: _edited(lambda _: None)),
    "sheets in another order": same(lambda: _edited(lambda book: book.move_sheet("Duties", 3))),
    "sheet renamed": same(lambda: _edited(_renamed), "sheet-renamed"),
    "sheet hidden": same(lambda: _edited(lambda b: setattr(b["Duties"], "sheet_state", "hidden"))),
    "sheet very hidden": same(
        lambda: _edited(lambda b: setattr(b["Duties"], "sheet_state", "veryHidden"))
    ),
    "rows hidden and filtered": same(lambda: _edited(_hidden_rows)),
    "rows inserted above": same(lambda: _edited(_inserted_above)),
    "sheets protected": same(lambda: _edited(_protected)),
    "painted cells": same(lambda: _edited(_painted)),
    "a sheet of one's own": same(
        lambda: _edited(lambda b: b.create_sheet("Notes").append(["x"])), "sheet-unknown"
    ),
    "a column of one's own": same(lambda: _edited(_own_column), "column-unknown"),
    "a note": same(
        lambda: _edited(lambda b: setattr(b["Duties"]["B7"], "comment", Comment("x", "Ann")))
    ),
    "a chart sheet": same(lambda: _edited(lambda b: b.create_chartsheet("Chart"))),
    "the calendar of 1904": same(
        lambda: _edited(lambda b: setattr(b, "epoch", openpyxl.utils.datetime.CALENDAR_MAC_1904))
    ),
}  # fmt: skip
