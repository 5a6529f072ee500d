"""The command line: each command parses, calls one stage, prints and exits.

Exit codes: 0 done, 1 gaps found, 2 could not do it.
"""

from __future__ import annotations

import atexit
import contextlib
import gc
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from handover_xlsx.errors import HandoverError
from handover_xlsx.locale import N_

if TYPE_CHECKING:
    import click

# A short life makes little garbage: looking for it at every 700th object costs more than it frees.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000

# What the list of commands shows for each, so that it is shown without loading them.
SUMMARIES = {
    "new": N_("Make a blank handover workbook."),
    "validate": N_("Show, cell by cell, what is missing and what to fix first."),
    "report": N_("Write the summary that the successor reads."),
    "merge": N_("Merge workbooks of one template into a team workbook."),
    "split": N_("Give everyone their part of a team workbook."),
    "diff": N_("Show what changed between two states of a handover."),
    "export": N_("Write tables, deadlines or contacts for other programs."),
    "status": N_("Show the progress of every handover."),
    "template": N_("Show templates: what a handover must contain."),
    "explain": N_("Explain a rule: what it finds, why it matters, how to fix it."),
    "demo": N_("Make a folder with samples and everything made from them."),
}
COMMANDS = tuple(SUMMARIES)


def start() -> NoReturn:
    """The process ``handover``: runs the command line, then ends without tidying up.

    Taking apart every object of pandas, one by one, takes a tenth of the time of a short command, and
    the system takes the memory back anyway. What must be done at the end is done: what is registered
    with ``atexit`` is called, and what is still to be printed is printed.
    """
    try:
        main()
    except SystemExit as end:
        atexit._run_exitfuncs()
        for stream in filter(None, (sys.stdout, sys.stderr)):
            with contextlib.suppress(OSError):  # what could not be printed was reported
                stream.flush()
        os._exit(int(end.code or 0))


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit; an error is one line on stderr and exit code 2."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)  # before all that is imported
    import click

    from handover_xlsx.cli.language import speak

    arguments = sys.argv[1:] if arguments is None else arguments
    speak(arguments)
    from handover_xlsx.cli.root import cli  # its help is put into words as it is imported

    try:
        code = cli.main(args=arguments, prog_name="handover", standalone_mode=False)
    except click.ClickException as error:
        _show(error)
        code = 2
    except (click.Abort, KeyboardInterrupt):
        code = 2
    except BrokenPipeError:  # the reader of our output went away: | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except Exception as error:  # a person must never see a traceback
        if "--debug" in arguments:
            raise
        _explain(error)
        code = 2
    sys.exit(code or 0)


def _show(error: click.ClickException) -> None:
    """Say what click does not understand."""
    from io import StringIO

    import click

    from handover_xlsx.cli.help_pages import in_order

    shown = StringIO()
    error.show(file=shown)
    click.echo(in_order(shown.getvalue()), nl=False, err=True)


def _explain(error: Exception) -> None:
    """Say in one line what stopped us; anything but a HandoverError is a defect of ours."""
    from handover_xlsx.cli.console import complain, inform

    if isinstance(error, HandoverError):
        complain(error)
    else:
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        inform(N_("something went wrong inside handover ({what}); nothing was written. "
                  "Please report it; handover --debug … shows where"), what=what)  # fmt: skip
