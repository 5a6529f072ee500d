"""Options that several commands share; a name means the same everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from handover_xlsx.errors import UsageError
from handover_xlsx.locale import LANGUAGES, N_, locale_language, translate

if TYPE_CHECKING:
    from handover_xlsx.package.limits import Limits

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _(text: str) -> str:
    return translate(text, locale_language())


def language_option(help_text: str) -> Decorator:
    """``-l en|zh``."""
    return click.option("-l", "--lang", "language", type=click.Choice(LANGUAGES), help=_(help_text))


def template_option() -> Decorator:
    """``-t NAME``."""
    return click.option(
        "-t", "--template", "template_name", default="operations", show_default=True,
        metavar="NAME", help=_(N_("A shipped template, or the path of a .yaml file.")),
    )  # fmt: skip


def reading_template_option() -> Decorator:
    """``-t NAME`` for commands that read: by default each workbook names its own template."""
    return click.option(
        "-t", "--template", "template_name", metavar="NAME",
        help=_(N_("Read the workbooks by this template (shipped, or a .yaml file); "
                  "needed for files that were not made by handover new.")),
    )  # fmt: skip


def output_option(help_text: str, *, required: bool = False) -> Decorator:
    """``-o FILE``."""
    return click.option(
        "-o", "--output", type=click.Path(path_type=Path), required=required, help=_(help_text)
    )


_ENDINGS = {
    ".html": "html", ".md": "md", ".xlsx": "xlsx", ".csv": "csv", ".json": "json", ".txt": "text",
}  # fmt: skip


def format_option(formats: tuple[str, ...], help_text: str) -> Decorator:
    """``-f FORMAT``."""
    return click.option(
        "-f", "--format", "format_name", type=click.Choice(formats), help=_(help_text)
    )


def chosen_format(format_name: str | None, output: Path | None, formats: tuple[str, ...]) -> str:
    """The format that ``-f`` names, else that of the output's ending; text on a terminal."""
    if format_name or output is None:
        return format_name or "text"
    endings = {ending: name for ending, name in _ENDINGS.items() if name in formats}
    return endings[check_ending(output, tuple(endings))]


def jobs_option() -> Decorator:
    """``--jobs N``, for commands that read many workbooks."""
    return click.option(
        "--jobs", type=click.IntRange(min=1), metavar="N",
        help=_(N_("Read with this many processes at once (default: one for each processor).")),
    )  # fmt: skip


def limit_options() -> Decorator:
    """``--max-file-mb``, ``--max-unpacked-mb``, ``--max-cells``, ``--max-seconds`` as ``limits``."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def limited(*args: object, **given: Any) -> object:  # noqa: ANN401 - click's options
            limits = {name: given.pop(name) for name in _LIMITS}
            return command(*args, limits=limits_for(**limits), **given)

        for name, (default, text) in reversed(_LIMITS.items()):
            option = "--" + name.replace("_", "-")
            number = click.IntRange(min=1)
            limited = click.option(
                option, type=number, default=default, show_default=True, metavar="N", help=_(text)
            )(limited)
        return limited

    return decorate


_LIMITS = {
    "max_file_mb": (50, N_("Largest file, in MiB.")),
    "max_unpacked_mb": (512, N_("Largest unpacked size of a file, in MiB.")),
    "max_cells": (2_000_000, N_("Largest number of filled cells in a workbook.")),
    "max_seconds": (20, N_("Time limit for each of several files, in seconds.")),
}


def limits_for(max_file_mb: int, max_unpacked_mb: int, max_cells: int, max_seconds: int) -> Limits:
    """What a workbook may contain. More than usual takes more memory, too."""
    from handover_xlsx.package.limits import LIMITS

    return replace(
        LIMITS,
        file_bytes=max_file_mb << 20,
        total_bytes=max_unpacked_mb << 20,
        part_bytes=(max_unpacked_mb << 20) // 2,
        cells=max_cells,
        child_seconds=max_seconds,
        child_memory=max(LIMITS.child_memory, LIMITS.child_memory * max_cells // LIMITS.cells),
    )


def force_option() -> Decorator:
    """``--force``."""
    return click.option(
        "--force", is_flag=True, help=_(N_("Replace the output file if it exists."))
    )


def files_argument() -> Decorator:
    """``FILE|FOLDER…``."""
    return click.argument(
        "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE|FOLDER..."
    )


def check_ending(output: Path, endings: tuple[str, ...]) -> str:
    """The output's ending in small letters; UsageError when it is none of the known ones."""
    ending = output.suffix.lower()
    if ending not in endings:
        raise UsageError(
            N_("{file}: the name should end in {endings}"),
            file=str(output), endings=" / ".join(endings),
        )  # fmt: skip
    return ending


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date such as 2026-11-30."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """The date, or a usage error that shows how to write one."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            message = _(N_("“{value}” is not a date; write it as 2026-11-30"))
            self.fail(message.format(value=value), param, ctx)
