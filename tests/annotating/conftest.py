"""Workbooks to be marked."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable

import pytest
import xlsxwriter
from lxml import etree
from seeing import packed, parts

PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGNgYPiPAw1tCQYGAAJ/P8GQ3xkwAAAA"
    "AElFTkSuQmCC"
)


@pytest.fixture(scope="session")
def rich() -> bytes:
    """A person's own workbook with everything that a careless tool loses, by XlsxWriter."""
    stream = io.BytesIO()
    made = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = made.add_worksheet("Duties")
    green = made.add_format({"bg_color": "#C6E0B4", "num_format": "0.00", "bold": True})
    striped = made.add_format({"pattern": 9, "fg_color": "#FF0000"})
    sheet.set_column("F:F", 20, made.add_format({"num_format": "yyyy-mm-dd", "italic": True}))
    for row, values in enumerate((("Duty", "Hours"), ("Weekly report", 2.5), ("Payroll", 4))):
        sheet.write_row(row, 0, values)
    sheet.write_number("B3", 4, green)
    sheet.write_string("C3", "striped", striped)
    sheet.write_comment("A2", "ask Ben\nfirst", {"author": "Ada"})
    sheet.merge_range("D5:E6", "together")
    sheet.set_row(7, 30, made.add_format({"bold": True}))
    sheet.set_row(8, None, None, {"hidden": True})
    sheet.data_validation("B2:B9", {"validate": "decimal", "criteria": ">", "value": 0})
    sheet.add_sparkline("G2", {"range": "Duties!B2:B3"})
    sheet.insert_image("I2", "dot.png", {"image_data": io.BytesIO(PICTURE)})
    sheet.insert_textbox("I8", "a text box")
    sheet.insert_checkbox("H2", True)
    chart = made.add_chart({"type": "column"})
    chart.add_series({"values": "=Duties!$B$2:$B$3"})
    sheet.insert_chart("I14", chart)
    sheet.conditional_format("B2:B9", {"type": "data_bar"})
    sheet.add_table("K1:L3", {"columns": [{"header": "One"}, {"header": "Two"}]})
    sheet.set_header("&C&G", {"image_center": "dot.png", "image_data_center": io.BytesIO(PICTURE)})
    other = made.add_worksheet("Mine & yours")
    other.write_string("A1", "own sheet")
    made.define_name("hours", "=Duties!$B$2:$B$3")
    made.close()
    return stream.getvalue()


@pytest.fixture(scope="session")
def with_prefixes() -> Callable[[bytes], bytes]:
    """The same workbook with every element of its sheets and styles written as ``x:…``."""

    def make(data: bytes) -> bytes:
        space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        found = parts(data)
        for name, content in found.items():
            if name.startswith("xl/") and name.endswith(".xml") and space.encode() in content:
                root = etree.fromstring(content)
                if etree.QName(root).namespace == space:
                    text = etree.tostring(
                        _renamed(root, space), xml_declaration=True, encoding="UTF-8"
                    )
                    found[name] = text
        return packed(found)

    return make


def _renamed(root, space):
    """A copy of a tree whose main namespace has a prefix."""
    rest = {prefix: uri for prefix, uri in root.nsmap.items() if prefix}
    copy = etree.Element(root.tag, root.attrib, nsmap={"x": space, **rest})
    copy.text = root.text
    copy.extend(root)
    etree.cleanup_namespaces(copy, keep_ns_prefixes=["x", *rest])
    return copy
