"""Rows are high enough whichever font a program shows a workbook in: Calibri and YaHei cost money."""

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from handover_xlsx.template.catalogue import load_template, template_names
from handover_xlsx.template.selecting import select

pytestmark = pytest.mark.slow
SAMPLES = sorted((Path(__file__).parents[2] / "samples").rglob("*.xlsx"))
LANGUAGES = ("en", "zh")
# What stands in for Calibri (Carlito has its widths) and for Microsoft YaHei.
PAIRS = (
    ("Carlito", "Noto Sans CJK SC"),
    ("Liberation Sans", "WenQuanYi Micro Hei"),
    ("DejaVu Sans", "WenQuanYi Zen Hei"),
    ("Noto Sans", "Noto Sans CJK SC"),
)


@pytest.fixture
def workbooks(make_workbook, tmp_path) -> list[Path]:
    """Blank ones of every template in both languages, and the samples, which are filled in."""
    blank = [
        make_workbook(template=select(load_template(name)), language=language,
                      name=f"{name}.{language}.xlsx")
        for name in template_names()
        for language in LANGUAGES
    ]  # fmt: skip
    copied = tmp_path / "samples"
    copied.mkdir()  # LibreOffice locks what it opens
    return [*blank, *(Path(shutil.copy(sample, copied)) for sample in SAMPLES)]


@pytest.mark.parametrize(
    ("latin", "chinese"),
    [
        pytest.param(
            *pair,
            id=" and ".join(pair),
            marks=pytest.mark.needs(
                "soffice", "python3-uno", "pdffonts", *(f"font {name}" for name in pair)
            ),
        )
        for pair in PAIRS
    ],
)
def test_no_text_is_clipped(latin, chinese, office_with_fonts, workbooks, tmp_path):
    """Every row is as high as its texts need, on the screen and on paper."""
    clipped = {}
    with office_with_fonts(latin, chinese) as office:
        for path, family in zip(workbooks[:2], (latin, chinese), strict=True):
            office.open(path)
            office.pdf(tmp_path / "printed.pdf")
            assert squeezed(family.removesuffix(" SC")) in fonts_in(tmp_path / "printed.pdf")
        for path in workbooks:
            office.open(path)
            for sheet in openpyxl.load_workbook(path).worksheets:
                if sheet.sheet_state == "visible":
                    rows = office.clipped_rows(sheet.title, min(sheet.max_row, 60))
                    clipped.update({f"{path.name}: {sheet.title}": rows} if rows else {})

    assert clipped == {}


def fonts_in(printed: Path) -> str:
    """The names of the fonts in a PDF, one after the other."""
    done = subprocess.run(["pdffonts", printed], capture_output=True, text=True, check=True)
    return squeezed(done.stdout)


def squeezed(name: str) -> str:
    return name.replace(" ", "")
