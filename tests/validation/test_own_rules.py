"""Rules that an organisation adds: a package names them, and they work like those of the program."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")


def install(folder: Path, module: str) -> Path:
    """A distribution as pip would leave it: its module, and its entry points."""
    (folder / "acme_rules.py").write_text(module, encoding="utf-8")
    info = folder / "acme_rules-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[handover_xlsx.rules]\nacme = acme_rules\n")
    return folder


def example() -> str:
    """The module that the documentation shows."""
    return PAGE.split("```python\n", 1)[1].split("```", 1)[0]


def handover(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command line, with a folder on the import path."""
    environment = {**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "handover_xlsx", *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=folder
    )


@pytest.fixture
def sample() -> str:
    return str(ROOT / "samples" / "handover-complete.en.xlsx")


def test_the_documented_rule_finds_what_it_says(tmp_path, sample):
    """The example of the page, installed: its finding is at a cell, with words and code."""
    install(tmp_path, example())
    done = handover(tmp_path, "validate", sample, "--select", "ACME101", "-l", "en")

    assert done.returncode == 1, done.stderr
    assert "warning ACME101  Duties!" in done.stdout
    assert "takes more than a week" in done.stdout


def test_an_own_rule_is_listed_and_explained(tmp_path):
    """Handover explain knows it like any other."""
    install(tmp_path, example())

    assert "Rules of your own: warning" in handover(tmp_path, "explain", "ACME101").stdout
    assert "ACME101" in handover(tmp_path, "explain").stdout


def test_a_package_that_is_broken_is_named_in_one_line(tmp_path, sample):
    """No traceback; the line has what to do."""
    install(tmp_path, "import nowhere_to_be_found\n")
    done = handover(tmp_path, "validate", sample)

    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "the rules “acme” (acme_rules) cannot be loaded: ModuleNotFoundError" in done.stderr
