"""What a person sees in LibreOffice: which cells turn yellow, on the sheet as it is printed."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest

pytestmark = pytest.mark.needs("soffice", "python3-uno")

YELLOW = (0xFF, 0xE6, 0x99)


def fills(printed: Path) -> list[set[tuple[int, ...]]]:
    """The colours that the pages of a printed workbook are filled with, page by page."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", printed.read_bytes(), re.DOTALL)
    pages = [zlib.decompress(stream) for stream in streams if stream[:1] == b"x"]
    colour = re.compile(rb"([\d.]+) ([\d.]+) ([\d.]+) rg")
    return [
        {tuple(round(float(part) * 255) for part in found) for found in colour.findall(page)}
        for page in pages
        if b" re" in page and b"BT" in page
    ]


@pytest.mark.parametrize(
    ("row", "turns"),
    [
        ("| Stock order | Count and order | daily | 10:00 | high | Sent | Ada |", False),
        ("| Stock order | Count and order | daily | 10:00 |  | Sent | Ada |", True),
        ("| Stock order | Count and order | daily |  | high | Sent | Ada |", True),
    ],
)
def test_what_is_missing_turns_yellow(office, workbook_from_markdown, tmp_path, row, turns):
    """Always required, or required here; the line under the row does not get in its way."""
    names = "| name | description | frequency | deadline | priority | done_when | successor |"
    text = f"## duties\n{names}\n|---|---|---|---|---|---|---|\n{row}\n"
    office.open(workbook_from_markdown(text))
    office.recalculate()
    office.pdf(tmp_path / "printed.pdf")
    _start, duties, *_others = fills(tmp_path / "printed.pdf")

    assert (YELLOW in duties) is turns
