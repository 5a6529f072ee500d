"""Help and wrong usage: in the reader's language to the last word, and within 80 columns."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from handover_xlsx.cli import COMMANDS
from handover_xlsx.text.width import display_width

PAGES = [
    [], *([name] for name in COMMANDS),
    *(["template", name] for name in ("list", "show", "check", "export", "schema", "learn")),
]  # fmt: skip
# Each page in one process of its own would take half a minute.
SAY = """
import contextlib, io, json, sys
from handover_xlsx.cli import main
for arguments in json.loads(sys.argv[1]):
    output = io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
        try: main(arguments)
        except SystemExit: pass
    print(json.dumps(output.getvalue()))
"""


def printed(arguments: list[list[str]], locale: str) -> list[str]:
    """What a terminal of 80 columns shows, for each of the commands."""
    environment = {**os.environ, "LC_ALL": locale, "LANGUAGE": "", "COLUMNS": "80"}
    shown = subprocess.run(
        [sys.executable, "-c", SAY, json.dumps(arguments)],
        capture_output=True, text=True, check=True, env=environment,
    ).stdout  # fmt: skip
    return [json.loads(line) for line in shown.splitlines()]


@pytest.mark.parametrize("locale", ["C.UTF-8", "zh_CN.UTF-8"])
def test_every_help_page_fits_80_columns_and_nothing_is_cut(locale):
    """A Chinese character takes two columns; the list of commands has whole sentences."""
    pages = printed([[*page, "--help"] for page in PAGES], locale)
    lines = [line for page in pages for line in page.splitlines()]
    listed = [line for page in (pages[0], pages[1 + COMMANDS.index("template")])
              for line in re.split(r"\n(?:Commands:|命令：)\n", page)[1].splitlines()]  # fmt: skip

    assert [line for line in lines if display_width(line) > 80] == []
    assert [line for line in listed if not line.endswith((".", "。"))] == []
    assert len(listed) == len(COMMANDS) + 6


# What people type, and what programs are called, is the same in every language.
TYPED = {*COMMANDS, "list", "show", "check", "schema", "learn"} | {
    "handover", "id", "operations", "track", "CSV", "YAML", "JSON", "Schema", "MB", "Ctrl",
    "csv", "data", "db", "html", "ics", "json", "md", "parquet", "sqlite", "text", "vcf", "xlsx",
    "yaml", "by", "en", "error", "from", "never", "section", "successor", "warning", "zh",
}  # fmt: skip


def test_chinese_help_pages_are_chinese_to_the_last_word():
    """No “[OPTIONS]”, no “PATH”, no “[required]” – only what one types."""
    pages = printed([[*page, "--help"] for page in PAGES], "zh_CN.UTF-8")
    english = {
        word
        for page in pages
        for word in re.findall("[A-Za-z]{2,}", re.sub("--?[a-z][-a-z]*", "", page))
    }

    assert english - TYPED == set()
    assert "选项：\n" in pages[0]
    assert "显示这份说明。" in pages[0]


WRONG = {
    "validate": "缺少参数“文件|文件夹…”。",
    "validate --bogus": "没有“--bogus”这个选项。",
    "validate a --sellect V": "没有“--sellect”这个选项。是不是想写：“--select”？",
    "validate a -f pdf": "“-f”/“--format”的值不对：“pdf”不行，可以写：“text”、“json”、“html”、“md”、“xlsx”、“csv”。",
    "valdate": "没有“valdate”这个命令；是不是想用：handover validate",
    "template lst": "没有“lst”这个命令。",
    "new --last-day 1.2": "“--last-day”的值不对：“1.2”不是日期；请写成 2026-11-30 这样",
    "new --months 99": "“--months”的值不对：“99”不行，范围是 1–60。",
    "new --months x": "“--months”的值不对：“x”不是数字。",
    "new -o": "选项“-o”后面要写上值。",
    "new --force=1": "选项“--force”后面不用写值。",
    "report a.xlsx": "缺少选项“-o”/“--output”。",
    "diff a": "缺少参数“新版”。",
    "diff a b c": "多写了参数“c”；有空格的名字要加引号。",
    "merge a --jobs 0": "“--jobs”的值不对：“0”不行，范围是 1 或更大。",
}


def test_wrong_usage_is_explained_in_chinese():
    """A dozen slips; click's own sentences read as ours."""
    shown = printed([wrong.split() for wrong in WRONG], "zh_CN.UTF-8")

    assert {
        wrong: f"错误：{sentence}" in text
        for (wrong, sentence), text in zip(WRONG.items(), shown, strict=True)
    } == dict.fromkeys(WRONG, True)
    assert [text for text in shown if re.search("Error|Usage|Try|Did you|'", text)] == []


@pytest.mark.parametrize(
    "arguments",
    ["-l zh --help", "--lang=zh validate --help", "explain -l zh -h", "-l zh validate no.xlsx"],
)
def test_l_before_the_command_chooses_the_language_of_help_and_messages(arguments):
    """Where the terminal is English, or says nothing, as on Windows."""
    (shown,) = printed([arguments.split()], "C")

    assert shown.startswith(("用法：handover", "no.xlsx：没有这个文件"))


def test_a_commands_own_l_is_about_what_it_writes(handover):
    """Who makes a Chinese workbook need not read Chinese."""
    assert "is ready" in handover("new", "-l", "zh", "-o", "a.xlsx").err
    assert "做好了" in handover("-l", "zh", "new", "-o", "b.xlsx").err


@pytest.mark.parametrize("locale", ["zh_CN.UTF-8", "zh_SG.UTF-8", "zh_TW.UTF-8", "zh"])
def test_every_chinese_locale_speaks_chinese_throughout(locale):
    """Our sentences and click's alike."""
    (shown,) = printed([["validate", "--help"]], locale)

    assert shown.startswith("用法：handover validate [选项]")
    assert "显示这份说明。" in shown
