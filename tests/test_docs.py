"""The documentation is executed: every ``$ handover …`` shown does what is shown."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


@dataclass
class Step:
    """A command as a person types it, and what the page says that it prints."""

    command: str
    shown: list[str]


def steps(page: Path) -> list[Step]:
    found: list[Step] = []
    for block in re.findall(r"```console\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.rstrip().splitlines():
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
    for step in steps(page):
        words = shlex.split(step.command)
        if words[0] != "handover":
            continue
        done = subprocess.run(
            [sys.executable, "-m", "handover_xlsx", *words[1:]], cwd=tmp_path, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
            env={"PATH": "", "LC_ALL": "C.UTF-8", "PYTHONUTF8": "1"},
        )  # fmt: skip
        assert is_as_shown(step.shown, done.stdout.splitlines()), f"{step.command}\n{done.stdout}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_and_pictures_lead_somewhere(page):
    """Every relative link names a file that is there."""
    text = re.sub(r"<!--.*?-->", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in LINK.findall(text):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), target


def test_every_command_has_a_page():
    """One command, one page, found in one guess."""
    from handover_xlsx.cli import COMMANDS

    pages = {path.stem for path in (ROOT / "docs" / "commands").glob("*.md")}

    assert pages == set(COMMANDS)
