"""The documentation is executed: every ``$ handover …`` shown does what is shown."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
DOCS = ROOT / "docs"
ONLY_ENGLISH = {"zh.md", "seeds.md", "architecture.md"}  # the Chinese guide itself; for developers
CHINESE = [DOCS / "zh.md", *sorted((DOCS / "zh").rglob("*.md"))]
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")


BLOCK = re.compile(
    r"<!-- file: (?P<file>\S+) -->\n```\w+\n(?P<content>.*?)```"
    r"|<!-- in (?P<changed>\S+): (?P<old>.+?) ⇒ (?P<new>.+?) -->"
    r"|```console\n(?P<console>.*?)```",
    re.DOTALL,
)


@dataclass
class Step:
    """A command as a person types it, and what the page says that it prints."""

    command: str
    shown: list[str]


def steps(page: Path, folder: Path) -> Iterator[Step]:
    """The commands of a page, one by one; what the page tells a person to save is saved before."""
    for block in BLOCK.finditer(page.read_text(encoding="utf-8")):
        if block["file"]:
            (folder / block["file"]).write_text(block["content"], encoding="utf-8")
        elif block["changed"]:
            text = (folder / block["changed"]).read_text(encoding="utf-8")
            assert block["old"] in text, block["old"]
            changed = text.replace(block["old"], block["new"], 1)
            (folder / block["changed"]).write_text(changed, encoding="utf-8")
        else:
            yield from commands(block["console"])


def commands(console: str) -> list[Step]:
    """The commands of one block, each with what is shown below it."""
    found: list[Step] = []
    for line in console.rstrip().splitlines():
        if line.startswith("$ "):
            found.append(Step(line[2:], []))
        else:
            found[-1].shown.append(line.rstrip())
    return found


def is_as_shown(shown: list[str], printed: list[str]) -> bool:
    """``…`` alone in a line stands for any lines; within a line for any text."""
    pattern = ""
    for line in shown:
        if line.strip() == "…":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*".join(re.escape(part) for part in line.split("…")) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in printed)) is not None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_shows_is_what_happens(page, tmp_path):
    """Commands run one after the other in a folder that has the samples."""
    shutil.copytree(
        ROOT / "samples", tmp_path / "samples", ignore=shutil.ignore_patterns("content")
    )
    chinese = "zh" in (page.stem, *page.parts)  # its reader has a Chinese terminal
    locale = "zh_CN.UTF-8" if chinese else "C.UTF-8"
    for step in steps(page, tmp_path):
        words = shlex.split(step.command)
        if words[0] != "handover":
            continue
        done = subprocess.run(
            [sys.executable, "-m", "handover_xlsx", *words[1:]], cwd=tmp_path, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
            env={"PATH": "", "LC_ALL": locale, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
        assert is_as_shown(step.shown, done.stdout.splitlines()), f"{step.command}\n{done.stdout}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_and_pictures_lead_somewhere(page):
    """Every relative link names a file that is there, and a heading that is in it."""
    for target, heading in links(page):
        assert (page.parent / target).exists(), target
        if heading and not target.endswith(".png"):
            assert heading in headings(page.parent / target), f"{target}#{heading}"


@pytest.mark.parametrize("page", CHINESE, ids=lambda page: page.stem)
def test_a_chinese_page_leads_to_chinese_ones(page):
    """Only “English” leads to the English page, where there is a Chinese one."""
    text = re.sub(r"\[English\]\([^)]*\)", "", page.read_text(encoding="utf-8"))
    targets = [(page.parent / target).resolve() for target, _heading in links(page, text)]
    english = {DOCS / path.relative_to(DOCS / "zh") for path in CHINESE[1:]} | {ROOT / "README.md"}

    assert not [target for target in targets if target in english]


def links(page: Path, text: str = "") -> list[tuple[str, str]]:
    """The file and the heading of every relative link; the page itself where no file is named."""
    text = re.sub(r"<!--.*?-->", "", text or page.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = (target.partition("#") for target in LINK.findall(text) if ":" not in target)
    return [(file or page.name, heading) for file, _hash, heading in found]


def headings(page: Path) -> set[str]:
    """The headings of a page as GitHub names them in addresses."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    named = (
        re.sub(r"[^\w\s-]", "", line.lower())
        for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    )
    return {re.sub(r"\s", "-", name) for name in named}


@pytest.mark.parametrize("page", [DOCS / "automation.md", DOCS / "zh" / "automation.md"])
def test_the_python_example_prints_what_is_shown(page, tmp_path):
    """Run as it is, in a folder that has the samples."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    code, shown = re.search(
        r"```python\n(.*?)```\n[^`]*```\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL
    ).groups()
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONUTF8": "1"}, check=True,
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip

    assert done.stdout == shown


@pytest.mark.parametrize("name", ["accuracy.md", "performance.md"])
def test_figures_are_the_same_in_both_languages(name):
    """Those between the tables; the tables themselves are copied from the English page."""
    english, chinese = (figures(folder / name) for folder in (DOCS, DOCS / "zh"))

    assert chinese == english


def figures(page: Path) -> Counter[str]:
    """Every figure of a page that is in no table."""
    text = re.sub(
        r"<!--.*?-->|^\|.*$", "", page.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE
    )
    return Counter(re.findall(r"\d[\d,.]*\d|\d", text))


def test_every_command_has_a_page():
    """One command, one page in each language, found in one guess."""
    from handover_xlsx.cli import COMMANDS

    for folder in ("docs/commands", "docs/zh/commands"):
        assert {path.stem for path in (ROOT / folder).glob("*.md")} == set(COMMANDS)


def test_both_languages_have_the_same_pages():
    """A reader of Chinese finds every page in Chinese, with as many parts."""
    for chinese in CHINESE[1:]:
        assert (DOCS / chinese.relative_to(DOCS / "zh")).exists(), chinese.name
    for name in ONLY_ENGLISH ^ {path.name for path in DOCS.glob("*.md")}:
        pages = [place / name for place in (DOCS, DOCS / "zh")]
        english, chinese = (page.read_text(encoding="utf-8").count("\n## ") for page in pages)
        assert english == chinese, name
