"""Every template in every language, blank and filled, through every program that is at hand.

A program may lose what is comfortable (tables, drop-downs, formats); what people wrote remains, and
remains where it is. A new template or sample workbook takes part by itself.
"""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import count, cycle, zip_longest
from pathlib import Path

import openpyxl
import pytest
from comparing import Progress, cached_progress, contents, scored, shown_progress

from handover_xlsx.handover.content import Content, Row
from handover_xlsx.handover.model import Handover
from handover_xlsx.merging.merge import merge
from handover_xlsx.package.package import open_container_bytes
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.sheets.workbook import Workbook
from handover_xlsx.template.catalogue import load_template, template_names
from handover_xlsx.template.model import NUMERIC_TYPES, Field, Section, Template
from handover_xlsx.template.selecting import select
from handover_xlsx.values.periods import periods_before
from handover_xlsx.writing.write import workbook_bytes, write_workbook

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
RESAVE = Path(__file__).parent / "node/resave.mjs"
LANGUAGES = ("en", "zh")
TODAY, LAST_DAY = date(2026, 11, 2), date(2026, 11, 30)
PROGRAMS = {
    "libreoffice": ("soffice", "python3-uno"),
    "openpyxl": (),
    "exceljs": ("node libraries",),
    "sheetjs": ("node libraries",),
}


# --- Which workbooks -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """A workbook: ``blank``, ``full`` (something in every field), a ``team``'s, or a ``sample``."""

    name: str
    kind: str
    template: str = ""
    language: str = ""
    sample: Path = Path()


def sample_name(path: Path) -> str:
    """``team-anna-fischer.en`` for the file in the folder ``team``."""
    return "-".join(path.relative_to(ROOT / "samples").with_suffix("").parts)


WRITTEN = [
    Case(f"{template}.{language}-{kind}", kind, template, language)
    for template in template_names()
    for language in LANGUAGES
    for kind in ("blank", "full")
]
SAMPLES = sorted((ROOT / "samples").rglob("*.xlsx"))
CASES = [
    *WRITTEN,
    Case("operations-team", "team", "operations", "en"),
    *(Case(sample_name(path), "sample", sample=path) for path in SAMPLES),
]
EVERY_KIND = ("blank", "full", "team", "sample")


def cases(*kinds: str, program: str = "libreoffice") -> list[object]:
    """The workbooks of some kinds, for tests that need a program.

    What is done at one go goes to one worker: a workbook that LibreOffice has open, and all
    workbooks in a library of Node.
    """
    needs = pytest.mark.needs(*PROGRAMS[program])
    in_node = "node libraries" in PROGRAMS[program]
    return [
        pytest.param(
            case,
            marks=[needs, pytest.mark.xdist_group(program if in_node else case.name)],
            id=case.name,
        )
        for case in CASES
        if case.kind in kinds
    ]


@pytest.fixture(scope="module")
def workbook(tmp_path_factory) -> Callable[[Case], Path]:
    """Where a workbook is; it is written when first asked for."""
    folder = tmp_path_factory.mktemp("workbooks")

    @cache
    def made(case: Case) -> Path:
        path = folder / f"{case.name}.xlsx"
        if case.kind == "sample":  # a copy: LibreOffice locks what it opens
            return Path(shutil.copyfile(case.sample, path))
        template = select(load_template(case.template), everything=case.kind == "full")
        contents = {"full": full, "team": team}
        content = contents[case.kind](template) if case.kind in contents else Content()
        write_workbook(template, path, language=case.language, content=content, today=TODAY)
        return path

    return made


AWKWARD = (
    "周敏 – “引号” <b>&amp;</b>", "=1+1", "one\ntwo\n\nthree", "00123", "2026-11-02", "1e5", "TRUE",
    "'quoted", "  spaces around  ", "tab\there", "😀 👩‍👧 𠮷", "#N/A", "x" * 5_000,
)  # fmt: skip
OWN = {"My notes": "ask 周敏\nor Ben", "=1+1": "a heading", "Since": date(2019, 2, 28), "Nr": 1.5}


def full(template: Template) -> Content:
    """Something in every field of every type, own columns, and a section that does not apply."""
    numbers, texts = count(1), cycle(AWKWARD)
    idle = next((section.id for section in template.sections if section.may_not_apply), None)
    return Content(
        rows={s.id: rows_of(s, numbers, texts) for s in template.sections if s.id != idle},
        not_applicable={idle: "=1+1\n没有"} if idle else {},
        own_columns={s.id: tuple(OWN) for s in template.sections if s.kind == "table"},
    )


def team(template: Template) -> Content:
    """Two handovers of different languages in one."""
    workbooks = [
        workbook_bytes(template, language=language, content=full(template), today=TODAY)[0]
        for language in LANGUAGES
    ]
    return merge([read_bytes("handover.xlsx", data) for data in workbooks]).content


def rows_of(section: Section, numbers: Iterator[int], texts: Iterator[str]) -> list[Row]:
    """A row with everything; where there may be another, one with every second field."""
    row = {item.id: value_of(item, next(numbers), next(texts)) for item in section.fields}
    if section.periods:
        row.update({name: next(numbers) / 8 for name in periods_before(LAST_DAY, section.periods)})
    if section.kind == "form":
        return [row]
    if section.kind == "table":
        row.update(OWN)
    rows = (row, dict(list(row.items())[::2]))
    return [{**a, **b} for a, b in zip_longest(rows, section.prepared[:2], fillvalue={})]


def value_of(item: Field, number: int, text: str) -> object:
    """A value of a field's type."""
    codes = item.choices.codes if item.choices else ("",)
    if item.type in NUMERIC_TYPES:
        return number if item.type == "integer" else number / 8
    values = {
        "date": LAST_DAY - timedelta(days=0 if item.id == "last_day" else number),
        "month": "2026-11",
        "choice": codes[number % len(codes)],
        "choices": codes[number % len(codes) :],
        "yesno": number % 2 == 0,
        "email": f"a.{number}@example.com",
        "phone": f"+49 30 {number:06}",
        "url": f"https://example.com/?a={number}&b=%E5%91%A8#c",
    }
    return values.get(item.type, text)


def read(path: Path) -> Handover:
    """The handover in a workbook, whatever its file is called and whichever reader reads it."""
    data = path.read_bytes()
    container = open_container_bytes("handover.xlsx", data)
    book = Workbook(container)
    for sheet in container.sheets:
        plain = book._plain(container.part(sheet.path))
        assert plain is not None, f"{sheet.name} is left to the careful reader"
        assert plain == book._careful(sheet)
    return read_bytes("handover.xlsx", data)


# --- Before any program has them -----------------------------------------------------------------


def test_workbooks_are_valid_against_the_schemas(workbook):
    """Every part of every workbook is valid against the schemas of ECMA-376."""
    tool, schemas = SHARED / "tools/xsdcheck.py", SHARED / "xsd"
    if not tool.exists() or not schemas.exists():
        pytest.skip(f"the schemas are not at hand in {SHARED}")
    command = [sys.executable, str(tool), str(schemas), *(str(workbook(case)) for case in CASES)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    verdicts = re.findall(r"^\S+: (\d+) parts checked, (\d+) invalid$", done.stdout, re.MULTILINE)

    assert len(verdicts) == len(CASES)
    assert all(int(checked) > 10 and invalid == "0" for checked, invalid in verdicts), done.stdout


@pytest.mark.parametrize("case", [c for c in CASES if c.kind != "blank"], ids=lambda c: c.name)
def test_there_is_something_to_lose(workbook, case):
    """What programs are tried with contains a leaver and rows; a full one something in every field."""
    handover = read(workbook(case))
    reasons = handover.sources[0].not_applicable

    assert handover.sources[0].leaver
    assert sum(map(len, handover.tables.values())) > len(handover.tables) - len(reasons)
    for section in handover.template.sections if case.kind == "full" else ():
        if section.id not in reasons:
            own = OWN if section.kind == "table" else ()
            assert {*section.by_id, *own} <= set(handover.rows(section)[0])


# --- The programs: each gives a workbook back as it saved it -------------------------------------


@dataclass(frozen=True)
class Visit:
    """What LibreOffice made of a workbook."""

    saved: Path
    printed: Path
    progress: Progress


@pytest.fixture(scope="module")
def visit(office, workbook, tmp_path_factory) -> Callable[[Case], Visit]:
    """Open a workbook in LibreOffice, once: calculate, save and print it."""
    folder = tmp_path_factory.mktemp("libreoffice")

    @cache
    def visited(case: Case) -> Visit:
        saved, printed = folder / f"{case.name}.xlsx", folder / f"{case.name}.pdf"
        office.open(workbook(case))
        office.recalculate()
        progress = shown_progress(office)
        office.save(saved)
        if case.kind != "full":
            office.pdf(printed)
        return Visit(saved, printed, progress)

    return visited


@pytest.fixture(scope="module")
def in_openpyxl(workbook, tmp_path_factory) -> Callable[[Case], Path]:
    """The workbook as openpyxl saves it; a warning while it opens one would be an error."""
    folder = tmp_path_factory.mktemp("openpyxl")

    def saved(case: Case) -> Path:
        target = folder / f"{case.name}.xlsx"
        openpyxl.load_workbook(workbook(case)).save(target)
        return target

    return saved


@pytest.fixture(scope="module")
def in_node(workbook, tmp_path_factory) -> Callable[[str, Case], Path]:
    """The workbook as a library of Node saves it; all workbooks are saved at one go."""

    @cache
    def batch(library: str) -> dict[Case, tuple[Path, str | None]]:
        folder = tmp_path_factory.mktemp(library)
        targets = [folder / f"{case.name}.xlsx" for case in CASES]
        jobs = [
            [library, str(workbook(case)), str(target)]
            for case, target in zip(CASES, targets, strict=True)
        ]
        command = ["node", str(RESAVE)]
        done = subprocess.run(
            command, input=json.dumps(jobs), capture_output=True, text=True, check=True
        )
        answers = zip(targets, json.loads(done.stdout), strict=True)
        return dict(zip(CASES, answers, strict=True))

    def saved(library: str, case: Case) -> Path:
        target, trouble = batch(library)[case]
        assert trouble is None
        return target

    return saved


# --- Nothing is lost -----------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases(*EVERY_KIND))
def test_libreoffice_keeps_what_people_wrote(visit, workbook, case):
    """Saved by LibreOffice, a workbook says the same in the same cells, and raises nothing new."""
    assert_same(read(visit(case).saved), read(workbook(case)))


@pytest.mark.parametrize("case", cases(*EVERY_KIND, program="openpyxl"))
def test_openpyxl_keeps_what_people_wrote(in_openpyxl, workbook, case):
    """Opened by openpyxl without a warning and saved, a workbook says the same."""
    assert_same(read(in_openpyxl(case)), read(workbook(case)))


@pytest.mark.parametrize("case", cases(*EVERY_KIND, program="exceljs"))
def test_exceljs_keeps_what_people_wrote(in_node, workbook, case):
    """Saved by exceljs, which doubles checks and drops links, a workbook says the same."""
    assert_same(read(in_node("exceljs", case)), read(workbook(case)))


@pytest.mark.parametrize("case", cases(*EVERY_KIND, program="sheetjs"))
def test_sheetjs_keeps_what_people_wrote(in_node, workbook, case):
    """Saved by SheetJS, which drops tables, lists and formats, a workbook says the same.

    A date is a number then: read as a date again, and remarked, where the template expects one.
    """
    before, after = read(workbook(case)), read(in_node("sheetjs", case))
    take_formats(before)
    new = [remark for remark in after.remarks if remark not in before.remarks]
    assert {remark.kind for remark in new} <= {"changed"}
    after.remarks = [remark for remark in after.remarks if remark not in new]

    assert_same(after, before)


def take_formats(handover: Handover) -> None:
    """Make dates in own columns the numbers that they are without a format."""
    for section, table in handover.tables.items():
        for name in handover.own_columns(section):
            for position, value in enumerate(table.values[name]):
                if isinstance(value, date):
                    table.write(position, name, float((value - date(1899, 12, 30)).days))


def assert_same(after: Handover, before: Handover) -> None:
    """Both say the same in the same cells, and the same was odd about them."""
    assert contents(after) == contents(before)
    assert after.remarks == before.remarks


@pytest.mark.parametrize("case", cases("blank", "full", "sample"))
def test_progress_is_as_written_and_as_scored(visit, workbook, case):
    """What LibreOffice calculates is what we stored for programs that do not, and the score."""
    handover, progress = read(workbook(case)), dict(visit(case).progress)
    assert progress == cached_progress(workbook(case))

    for spaces in (remark for remark in handover.remarks if remark.kind == "only-spaces"):
        for section in (spaces.section, ""):  # the score is stricter about them
            rows, required, missing = progress[section]
            progress[section] = (rows, required, missing + 1)
    assert progress == {name: line for name, line in scored(handover).items() if name in progress}


# --- Printing ------------------------------------------------------------------------------------


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("case", cases("blank"))
def test_a_blank_workbook_prints_one_page_a_sheet(visit, workbook, case):
    """Printed, a blank workbook is at most one page for each sheet that people see."""
    book = openpyxl.load_workbook(workbook(case))
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]

    assert 0 < len(pages(visit(case).printed)) <= len(seen)


@pytest.mark.needs("pdftotext")
@pytest.mark.parametrize("case", cases("sample"))
def test_no_printed_page_is_empty(visit, workbook, case):
    """Printed, every page of a sample says more than its headings and its footer."""
    book = openpyxl.load_workbook(workbook(case))
    printed = pages(visit(case).printed)
    empty = [number for number, page in enumerate(printed, 1) if not says_something(page, book)]

    assert len(printed) > 3
    assert empty == []


def pages(path: Path) -> list[str]:
    """The texts of the pages of a PDF."""
    done = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    )
    return done.stdout.split("\f")[:-1]


def says_something(page: str, book: openpyxl.Workbook) -> bool:
    """Whether a page contains characters besides those of the repeated headings and the footer."""
    text, _, footer = page.rstrip().rpartition("\n")
    name, _, _ = footer.strip().partition("  ")
    if name not in book.sheetnames:  # the Start sheet has no footer
        return bool(page.strip())
    (heading,) = book[name].iter_rows(min_row=6, max_row=6, values_only=True)
    repeated = "".join(str(cell) for cell in heading if cell)
    return bool(Counter("".join(text.split())) - Counter("".join(repeated.split())))
