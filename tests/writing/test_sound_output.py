"""Every workbook that we write is sound: over templates, languages and random content.

Looked at by our own linter and, where they are at hand, by the schemas of ECMA-376.
"""

import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.linter.lint import lint

from handover_xlsx.handover.content import Content
from handover_xlsx.locale import LANGUAGES
from handover_xlsx.merging.merge import merge
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.reporting.gaps.to_xlsx import gaps_xlsx
from handover_xlsx.template.catalogue import load_template, template_names
from handover_xlsx.template.model import NUMERIC_TYPES, Field, Section, Template
from handover_xlsx.validation.run import validate
from handover_xlsx.writing.write import workbook_bytes

pytestmark = pytest.mark.slow

TODAY = date(2026, 11, 2)
SHARED = Path(__file__).parents[3] / "shared"
TEXTS = st.text(st.characters(), max_size=40) | st.sampled_from(
    ("=1+1", "_x0041_", "]]>", "<a>&amp;", "\r\n", "\x00\x1f", "😀" * 20_000, "x" * 33_000, "'", "#REF!")
)  # fmt: skip


def values_of(item: Field) -> st.SearchStrategy[object]:
    """Values of a field, right ones and any text."""
    if item.type in NUMERIC_TYPES:
        return st.integers(-(10**9), 10**9) | TEXTS
    if item.type == "date":
        return st.dates(date(1900, 3, 1), date(2099, 12, 31)) | TEXTS
    if item.choices:
        codes = st.sampled_from(item.choices.codes)
        return st.lists(codes, min_size=1).map(tuple) if item.type == "choices" else codes | TEXTS
    return st.booleans() | TEXTS if item.type == "yesno" else TEXTS


def rows_of(section: Section) -> st.SearchStrategy[list[Mapping[str, object]]]:
    """Some rows of a section; a history with two periods, a table with a column of one's own."""
    known = {item.id: values_of(item) for item in section.fields}
    if section.periods:
        known |= {"2026-09": st.integers(0, 10**6), "2026-10": TEXTS}
    if section.kind == "table":
        known["My <own> & “column”"] = TEXTS
    most = 1 if section.kind == "form" else 2
    return st.lists(st.fixed_dictionaries({}, optional=known), min_size=1, max_size=most)


def contents(template: Template) -> st.SearchStrategy[Content]:
    """Any content of a template."""
    rows = st.fixed_dictionaries({section.id: rows_of(section) for section in template.sections})
    own = {s.id: ("My <own> & “column”",) for s in template.sections if s.kind == "table"}
    return rows.map(lambda rows: Content(rows=rows, own_columns=own))


def check_against_schemas(folder: Path) -> None:
    """Every part of every workbook in the folder is valid, where the schemas are at hand."""
    tool, schemas = SHARED / "tools/xsdcheck.py", SHARED / "xsd"
    files = sorted(map(str, folder.glob("*.xlsx")))
    if not tool.exists() or not schemas.exists() or not files:
        return
    command = [sys.executable, str(tool), str(schemas), *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    verdicts = re.findall(r"^\S+: (\d+) parts checked, (\d+) invalid$", done.stdout, re.MULTILINE)

    assert len(verdicts) == len(files)
    assert all(int(checked) > 3 and invalid == "0" for checked, invalid in verdicts), done.stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", template_names())
def test_any_content_gives_a_sound_workbook(name, language, tmp_path):
    """A person's workbook, the team's made of it and its gap report: no fault, whatever was typed."""
    template = load_template(name)

    @settings(max_examples=3, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(contents(template))
    def look(content: Content) -> None:
        data, _ = workbook_bytes(template, language=language, content=content, today=TODAY)
        handover = read_bytes("a.xlsx", data)
        team = merge([handover]).content
        together, _ = workbook_bytes(template, language=language, content=team, today=TODAY)
        report = gaps_xlsx([validate(handover)], language, tmp_path)
        for kind, package in (("one", data), ("team", together), ("gaps", report)):
            assert lint(package) == []
            (tmp_path / f"{kind}-{len(list(tmp_path.iterdir()))}.xlsx").write_bytes(package)

    look()
    check_against_schemas(tmp_path)
