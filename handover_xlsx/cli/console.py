"""Printing: data to stdout, messages to stderr; text from files is never an escape sequence."""

from __future__ import annotations

import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TypedDict, TypeVar

import click

from handover_xlsx.errors import HandoverError, OutputError
from handover_xlsx.locale import N_, Message, locale_language

T = TypeVar("T")


def complain(what: Message | HandoverError) -> None:
    """A message for the person at the terminal, in the terminal's language."""
    lines = what.text(locale_language()).splitlines()
    click.echo("\n".join(_harmless(line) for line in lines), err=True)


def inform(template: str, **values: object) -> None:
    """The same for a text that is marked with ``N_``, and what is put into it."""
    complain(Message(template, values))


def _harmless(text: str) -> str:
    return "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs") else "�" for c in text)


def quoted(argument: object) -> str:
    """A path or a word as people type it into any shell."""
    return f'"{argument}"' if " " in str(argument) else str(argument)


class TextStyle(TypedDict):
    """How a text report is printed: in colours, and in lines of how many columns (None: not wrapped)."""

    colour: bool
    width: int | None


def text_style(output: Path | None) -> TextStyle:
    """What suits the place that a text report goes to; only a terminal has colours and a width."""
    if output or sys.stdout is None or not sys.stdout.isatty():
        return TextStyle(colour=False, width=None)
    colour = "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    return TextStyle(colour=colour, width=shutil.get_terminal_size().columns)


def put(
    data: str | bytes, output: Path | None, ready: str = N_("{file} is ready."), **values: object
) -> None:
    """Text (or a file's bytes) to stdout, or complete into a file, which is then reported as ready."""
    if output is None:
        _print(data)
        return
    from handover_xlsx.files.output import write_whole

    write_whole(output, data if isinstance(data, bytes) else data.encode())
    inform(ready, file=str(output), **values)


def _print(data: str | bytes) -> None:
    """Text or bytes to stdout; what cannot be printed is no success."""
    if sys.stdout is None:
        raise OutputError(N_("the output is closed; write into a file with -o"))
    try:
        click.echo(data, nl=False)
    except BrokenPipeError:  # the reader has seen enough
        raise
    except OSError as error:
        # What is still waiting would fail again, with a traceback, when the program ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise OutputError(
            N_("the output cannot be written ({why}); write into a file with -o"),
            why=error.strerror or str(error),
        ) from None


_WORTH_A_BAR = 20  # files; fewer are read before one has looked


def progress(steps: Iterable[T], count: int) -> Iterator[T]:
    """The same steps, with a bar on stderr when there are many and someone is watching."""
    if count < _WORTH_A_BAR or sys.stderr is None or not sys.stderr.isatty():
        yield from steps
        return
    with click.progressbar(steps, length=count, file=sys.stderr) as shown:
        yield from shown
