"""Printing: data to stdout, messages to stderr; text from files is never an escape sequence."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import click

from handover_xlsx.locale import translate


def complain(text: str) -> None:
    """A message for the person at the terminal."""
    click.echo("\n".join(_harmless(line) for line in text.splitlines()), err=True)


def inform(template: str, language: str, **values: object) -> None:
    """A translated message for the person at the terminal."""
    complain(translate(template, language).format(**values))


def _harmless(text: str) -> str:
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs") else "�" for c in text)


def colours() -> bool:
    """Whether stdout is a terminal that shows colours."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def put(data: str | bytes, output: Path | None) -> None:
    """Text (or a file's bytes) to stdout, or whole into a file."""
    if output is None:
        click.echo(data, nl=False)
        return
    from handover_xlsx.workbook.output import write_whole

    write_whole(output, data if isinstance(data, bytes) else data.encode())
