"""Every rule's two examples are true: it finds the one, and leaves the other alone."""

from __future__ import annotations

import io
import sys
from copy import deepcopy
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from handover_xlsx.handover.content import Content
from handover_xlsx.locale import in_language
from handover_xlsx.reading.read import read_bytes
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.rule_codes import CODES
from handover_xlsx.template.selecting import select
from handover_xlsx.validation.examples import Change, Example, examples
from handover_xlsx.validation.run import validate
from handover_xlsx.writing.write import workbook_bytes

sys.path.insert(0, str(Path(__file__).parent))
from file_edits import AFTER, BEFORE, Edits

sys.path.remove(str(Path(__file__).parent))
SAMPLES = Path(__file__).parents[2] / "samples"
sys.path.insert(0, str(SAMPLES))
from make_samples import content_of, load_story  # noqa: E402

pytestmark = pytest.mark.slow

sys.path.remove(str(SAMPLES))


@cache
def complete(language: str) -> dict[str, list[dict[str, Any]]]:
    """The complete sample's rows; of the sheets that nothing refers to, the first three."""
    story = load_story(SAMPLES / "content" / f"complete.{language}.yaml")
    short = {"workflows", "projects", "kpis", "kpi_history", "issues", "documents", "plan"}
    return {
        name: [dict(row) for row in rows[: 3 if name in short else None]]
        for name, rows in content_of(story).rows.items()
    }


def is_found(code: str, example: Example, language: str) -> bool:
    """Whether a rule finds something in the complete sample after the change of an example."""
    rows = deepcopy(complete(language))
    template = select(load_template("operations"))
    for change in example.changes:
        put(rows, change, language)
    for section, count in example.keep.items():
        del rows[section][count:]
    if example.file in BEFORE:
        template = BEFORE[example.file](template, rows)
    reasons = {name: str(in_language(r, language)) for name, r in example.not_applicable.items()}
    data, _ = workbook_bytes(
        template,
        language=language,
        content=Content(rows=rows, not_applicable=reasons),
        today=date(2026, 11, 2),
    )
    edit = getattr(Edits(language), example.file, None) if example.file else None
    if edit:
        book = openpyxl.load_workbook(io.BytesIO(data))
        book.properties.modified = datetime(2026, 11, 2)
        edit(book)
        buffer = io.BytesIO()
        book.save(buffer)
        data = buffer.getvalue()
    data = AFTER.get(example.file, lambda same: same)(data)
    return bool(validate(read_bytes("story.xlsx", data), select=code).findings)


def put(rows: dict[str, list[dict[str, Any]]], change: Change, language: str) -> None:
    """Put the example's value into its row, or into every row."""
    every = rows[change.section]
    value = in_language(change.value, language)
    for row in every if change.row == 0 else [every[change.row - 1]]:
        row.pop(change.field, None)
        if value is not None:
            row[change.field] = value


def test_every_rule_has_its_examples():
    """One that it finds and one that it leaves alone."""
    assert set(examples()) == set(CODES)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", CODES)
def test_a_rule_finds_its_example(code, language):
    """What handover explain shows as found, is found."""
    assert is_found(code, examples()[code].wrong, language)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", CODES)
def test_a_rule_leaves_its_counter_example_alone(code, language):
    """What handover explain shows as left alone, is not found."""
    assert not is_found(code, examples()[code].right, language)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", CODES)
def test_examples_can_be_read(code, language):
    """Both are shown, in the reader's language and without a place left unfilled."""
    template = load_template("operations")
    for example in (examples()[code].wrong, examples()[code].right):
        shown = example.shown(template, language)
        assert shown
        assert "{" not in shown
        assert "None" not in shown
