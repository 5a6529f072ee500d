"""What many tests share: the operations template, workbooks from small tables, needed programs."""

import functools
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import date
from itertools import count
from pathlib import Path

import pytest
import yaml
from support.linter.lint import lint

from handover_xlsx.handover.content import Content, Row
from handover_xlsx.reporting.gaps import to_xlsx
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.model import NUMERIC_TYPES, Field, Section, Template
from handover_xlsx.template.selecting import select
from handover_xlsx.values.periods import is_period
from handover_xlsx.writing import output_check, write
from handover_xlsx.writing.write import write_workbook

TODAY = date(2026, 11, 2)
WORKBOOK_ID = "00000000-0000-4000-8000-000000000001"

_NUMBER = Field("", {}, "number")
_NODE = Path(__file__).parent / "programs/node"


# --- Programs -------------------------------------------------------------------------------


@functools.cache
def _is_there(program: str) -> bool:
    """Whether a program can be started; ``python3-uno`` is the system Python's bridge.

    ``node libraries`` are what ``npm ci --prefix tests/programs/node`` installs.
    """
    if program == "node libraries":
        return shutil.which("node") is not None and (_NODE / "node_modules/exceljs").is_dir()
    if program.startswith("font "):
        family = program.removeprefix("font ")
        return shutil.which("fc-list") is not None and bool(
            subprocess.run(["fc-list", family], capture_output=True, check=True).stdout
        )
    if program == "pyarrow":  # a library that users install only if they want Parquet
        return importlib.util.find_spec(program) is not None
    if program != "python3-uno":
        return shutil.which(program) is not None
    python = Path("/usr/bin/python3")
    check = [str(python), "-c", "import uno"]
    return python.exists() and subprocess.run(check, capture_output=True).returncode == 0


def pytest_configure(config):
    """Announce our marker."""
    config.addinivalue_line(
        "markers",
        "needs(program, ...): the test starts these programs; without them it is skipped on a "
        "person's machine and fails where CI is set",
    )


def pytest_runtest_setup(item):
    """Skip a test whose programs are missing; in CI a missing program is a failure."""
    wanted = [name for marker in item.iter_markers("needs") for name in marker.args]
    missing = [name for name in wanted if not _is_there(name)]
    if missing and os.environ.get("CI"):
        pytest.fail(f"not installed, but needed in CI: {', '.join(missing)}", pytrace=False)
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


@pytest.fixture(scope="session", autouse=True)
def _every_output_is_linted():
    """Whatever a test writes in this process is sound in the eyes of our linter, too."""

    def check_and_lint(package: bytes) -> None:
        output_check.check(package)
        assert lint(package) == []

    with pytest.MonkeyPatch.context() as patch:
        for module in (write, to_xlsx):
            patch.setattr(module, "check", check_and_lint)
        yield


# --- Templates and workbooks ----------------------------------------------------------------


@pytest.fixture(scope="session")
def operations() -> Template:
    """The shipped template."""
    return select(load_template("operations"))


@pytest.fixture
def make_workbook(tmp_path: Path, operations: Template) -> Callable[..., Path]:
    """Write a workbook and say where it is: ``make_workbook(content, language="zh")``."""
    numbers = count(1)

    def make(
        content: Content | None = None,
        *,
        language: str = "en",
        template: Template = operations,
        name: str = "",
        **options: object,
    ) -> Path:
        path = tmp_path / (name or f"handover-{next(numbers)}.xlsx")
        given = {"today": TODAY, "workbook_id": WORKBOOK_ID, **options}
        write_workbook(template, path, language=language, content=content, **given)
        return path

    return make


@pytest.fixture
def workbook_from_markdown(
    make_workbook: Callable[..., Path], operations: Template
) -> Callable[..., Path]:
    """Write the workbook that small tables describe (see ``_content``) and say where it is."""

    def make(text: str, *, template: Template = operations, **options: object) -> Path:
        return make_workbook(_content(text, template), template=template, **options)

    return make


@pytest.fixture(scope="session")
def content_from_markdown(operations: Template) -> Callable[..., Content]:
    """The content that small tables describe (see ``_content``)."""

    def read(text: str, template: Template = operations) -> Content:
        return _content(text, template)

    return read


def _content(text: str, template: Template) -> Content:
    """What to write into a workbook, from markdown.

    A section id is a heading, field ids (or periods, or the headings of own columns) are a table's
    columns; a blank cell is blank, and ``<br>`` breaks a line. A section with a sentence in place
    of a table does not apply, for that reason. Values are typed by their field: dates
    ``2026-11-02``, numbers, ``yes`` and ``no``, the codes of choices (several with ``;``); what
    cannot be typed remains a text.
    """
    rows: dict[str, list[Row]] = {}
    reasons: dict[str, str] = {}
    own: dict[str, tuple[str, ...]] = {}
    section, columns = template.sections[0], []
    for line in filter(None, map(str.strip, text.splitlines())):
        if line.startswith("## "):
            section, columns = template.by_id[line[3:].strip()], []
            rows[section.id] = []
        elif not line.startswith("|"):
            reasons[section.id] = line
        elif set(line) <= set("|-: "):
            continue
        elif not columns:
            columns = _cells(line)
            own[section.id] = tuple(name for name in columns if _field(section, name) is None)
        else:
            named = zip(columns, _cells(line), strict=True)
            rows[section.id].append(
                {n: _typed(_field(section, n), cell) for n, cell in named if cell}
            )
    return Content(rows=rows, not_applicable=reasons, own_columns=own)


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("<br>", "\n") for cell in line.strip("|").split("|")]


def _field(section: Section, name: str) -> Field | None:
    if section.periods and is_period(name):
        return _NUMBER
    return section.by_id.get(name)


def _typed(item: Field | None, cell: str) -> object:
    """A cell as a value of its field's type."""
    kind = item.type if item else "text"
    try:
        if kind == "date":
            return date.fromisoformat(cell)
        if kind in NUMERIC_TYPES:
            return int(cell) if kind == "integer" else float(cell)
    except ValueError:
        return cell
    if kind == "choices":
        return tuple(part.strip() for part in cell.split(";"))
    if kind == "yesno":
        return {"yes": True, "no": False}.get(cell, cell)
    return cell


# --- Templates as editors see them ----------------------------------------------------------


@pytest.fixture(scope="session")
def underlined() -> Callable[[str], list[str]]:
    """What an editor underlines in a template's text, by our schema: place and reason."""
    from jsonschema import Draft202012Validator

    from handover_xlsx.template.schema import template_schema

    schema = Draft202012Validator(template_schema())

    def look(text: str) -> list[str]:
        found = schema.iter_errors(yaml.load(text, _AsEditorsRead))  # noqa: S506 - a safe loader
        return [f"{error.json_path}: {error.message}" for error in found]

    return look


class _AsEditorsRead(yaml.SafeLoader):
    """YAML 1.2, which editors read: only true and false are booleans, a date is a text."""


_AsEditorsRead.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", "true|false", "tf"),
    ("null", "null|~|", "n~"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    _AsEditorsRead.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}",
        re.compile(f"^(?:{_pattern})$"),
        [*_first, *([""] if _tag == "null" else [])],
    )
