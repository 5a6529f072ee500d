"""The command line as a whole: help, start-up, errors."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from handover_xlsx.cli import COMMANDS, SUMMARIES
from handover_xlsx.locale import locale_language, translate


def test_help_names_every_command(handover):
    """-h and --help."""
    outcome = handover("--help")

    assert outcome.code == 0
    for command in COMMANDS:
        assert f"\n  {command} " in outcome.out
    assert handover("-h").out == outcome.out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_shows_what_each_command_says(name):
    """The list is made without loading the commands; it begins as their own help does."""
    command = import_module(f"handover_xlsx.cli.{name}").command
    first, _, _ = command.help.partition("\n\n")

    assert " ".join(first.split()) == translate(SUMMARIES[name], locale_language())


@pytest.mark.parametrize("command", ["validate", "report", "merge", "export", "status"])
def test_commands_that_read_many_workbooks_take_jobs(handover, command):
    """The same option with the same words; none of them reads with one processor by default."""
    shown = " ".join(handover(command, "--help").out.split())

    assert (
        "--jobs N Read with this many processes at once (default: one for each processor)." in shown
    )
    assert handover(command, "x.xlsx", "--jobs", "0").code == 2


def test_help_loads_no_command():
    """Nor what only a command needs: help appears at once."""
    shown = subprocess.run(
        [sys.executable, "-c", "import sys\nfrom handover_xlsx.cli.root import cli\n"
         "cli.main(['--help'], standalone_mode=False)\nprint(sorted(m for m in sys.modules if 'handover' in m))"],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    loaded = shown.splitlines()[-1]

    assert "handover_xlsx.cli.root" in loaded
    assert not [name for name in COMMANDS if f"handover_xlsx.cli.{name}'" in loaded]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(handover, command):
    """A sentence about what it does."""
    outcome = handover(command, "--help")

    assert outcome.code == 0
    assert outcome.out.startswith(f"Usage: handover {command}")


def test_chinese_terminals_get_chinese_help():
    """The locale chooses the language of help and messages."""
    shown = subprocess.run(
        [sys.executable, "-m", "handover_xlsx", "--help"],
        capture_output=True, text=True, encoding="utf-8", check=True,
        env={"LC_ALL": "zh_CN.UTF-8", "PATH": "", "PYTHONIOENCODING": "utf-8"},
    ).stdout  # fmt: skip

    assert shown.startswith("用法：handover")
    assert "交接" in shown


LOADED = "import sys; {do}; print(sorted(m for m in ('pandas', 'openpyxl', 'lxml', 'jinja2') if m in sys.modules))"


@pytest.mark.parametrize(
    "do",
    [
        "from handover_xlsx.cli.root import cli; cli.main(['--help'], standalone_mode=False)",
        "import handover_xlsx.cli.new, handover_xlsx.cli.validate",
        "from handover_xlsx.cli.root import cli; cli.main(['new', '-o', '{folder}/x.xlsx'], standalone_mode=False)",
    ],
)
def test_help_and_new_do_not_import_pandas(do, tmp_path):
    """Start-up remains fast: each stage is imported where it is used."""
    shown = subprocess.run(
        [sys.executable, "-c", LOADED.format(do=do.replace("{folder}", tmp_path.as_posix()))],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip

    assert shown.splitlines()[-1] == "[]"


SAMPLES = Path(__file__).parents[2] / "samples"
WITHOUT_PANDAS = (
    "--help",
    "new -o x.xlsx",
    "explain",
    "explain V101",
    "template list",
    "template show operations",
)
WITH_PANDAS = (
    f"validate {SAMPLES / 'handover-gaps.en.xlsx'}",
    f"report {SAMPLES / 'handover-gaps.en.xlsx'} -o x.html",
    f"merge {SAMPLES / 'team'} -o x.xlsx",
)


@pytest.mark.parametrize("line", [*WITHOUT_PANDAS, *WITH_PANDAS])
def test_pandas_is_loaded_where_there_are_rows_to_look_at(line, tmp_path):
    """Checks, reports and teams are tables; what has no rows starts without them."""
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "handover_xlsx", *line.split()],
        cwd=tmp_path, capture_output=True, text=True,
    ).stderr  # fmt: skip
    loaded = {one.rpartition("|")[2].strip() for one in shown.splitlines()}

    assert "handover_xlsx.cli.root" in loaded
    assert ({"pandas", "numpy"} <= loaded) == (line in WITH_PANDAS)
    assert loaded.isdisjoint({"pandas", "numpy"}) == (line in WITHOUT_PANDAS)


def test_rules_of_ones_own_may_use_pandas_when_they_are_explained(tmp_path):
    """A rule that asks pandas for something as soon as it is loaded gets it."""
    (tmp_path / "ours.py").write_text(
        "import pandas.api.types, numpy.typing\nimport numpy as np\nimport pandas as pd\n"
        "from handover_xlsx.validation.registry import rule\n"
        "NONE, BLANK = np.zeros(0, dtype=bool), pd.NA\n\n"
        "@rule('OURS1', 'ours', 'info', message='m', hint='h', why='because it is ours')\n"
        "def ours(view):\n    yield from ()\n"
    )
    info = tmp_path / "ours-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Name: ours\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[handover_xlsx.rules]\nours = ours\n")
    shown = subprocess.run(
        [sys.executable, "-m", "handover_xlsx", "explain", "OURS1"], cwd=tmp_path,
        capture_output=True, text=True,
    )  # fmt: skip

    assert shown.returncode == 0, shown.stderr
    assert "because it is ours" in shown.stdout


@pytest.mark.parametrize(("words", "code"), [(["explain", "V101"], 0), (["explain", "V999"], 2)])
def test_the_process_ends_at_once_and_loses_nothing(words, code):
    """What is still to be printed is printed, and what was to be done at the end is done."""
    ended = subprocess.run(
        [sys.executable, "-c", "import atexit, sys; atexit.register(print, 'done at the end', end='')\n"
         "from handover_xlsx.cli import start; start()", *words],
        capture_output=True, text=True,
    )  # fmt: skip

    assert ended.returncode == code
    assert ended.stdout.endswith("done at the end")
    assert ("V101" in ended.stdout) == (code == 0)


def test_a_mistyped_command_exits_2(handover):
    """Click's usage error, one place to look further."""
    outcome = handover("validatee")

    assert outcome.code == 2
    assert "there is no command “validatee”; did you mean: handover validate" in outcome.err


def test_debug_shows_where_an_error_came_from(handover):
    """--debug is for developers; without it there is no traceback."""
    from handover_xlsx.cli import main
    from handover_xlsx.errors import HandoverError

    with pytest.raises(HandoverError):
        main(["--debug", "explain", "V999"])
