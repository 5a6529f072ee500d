"""The documentation is executed: every ``$ handover …`` shown does what is shown."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


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
    spoken = "zh_CN.UTF-8" if chinese else "C.UTF-8"
    for step in steps(page, tmp_path):
        words = shlex.split(step.command)
        if words[0] != "handover":
            continue
        done = subprocess.run(
            [sys.executable, "-m", "handover_xlsx", *words[1:]], cwd=tmp_path, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", check=False,
            env={"PATH": "", "LC_ALL": spoken, "PYTHONUTF8": "1"},
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
    """One command, one page in each language, found in one guess."""
    from handover_xlsx.cli import COMMANDS

    for folder in ("docs/commands", "docs/zh/commands"):
        assert {path.stem for path in (ROOT / folder).glob("*.md")} == set(COMMANDS)


def test_both_languages_have_the_same_pages():
    """What the program writes about itself, it writes in Chinese too."""
    for name in ("cli.md", "rules.md", "templates.md"):
        english, chinese = ((ROOT / place / name).read_text(encoding="utf-8")
                            for place in ("docs", "docs/zh"))  # fmt: skip
        assert english.count("\n## ") == chinese.count("\n## ") > 3
