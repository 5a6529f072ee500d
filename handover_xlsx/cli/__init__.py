"""The command line: each command parses, calls one stage, prints and exits.

Exit codes: 0 done, 1 gaps found, 2 could not do it.
"""

from __future__ import annotations

import gc
import gettext
import os
import sys
from difflib import get_close_matches
from importlib import import_module

import click

from handover_xlsx.errors import HandoverError
from handover_xlsx.locale import FOLDER, N_, locale_language, translate

# A short life makes little garbage: looking for it at every 700th object costs more than it frees.
_OBJECTS_BETWEEN_COLLECTIONS = 50_000

# click's own words ("Usage:", "Missing option") come from the domain "messages".
gettext.bindtextdomain("messages", str(FOLDER))

COMMANDS = (
    "new",
    "validate",
    "report",
    "merge",
    "split",
    "diff",
    "export",
    "status",
    "template",
    "explain",
    "demo",
)


class _Commands(click.Group):
    """Loads a command's module only when it is needed, so that ``--help`` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"handover_xlsx.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, or a usage error that names the one that was probably meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            said = N_("there is no command “{name}”")
            if near:
                said = N_("there is no command “{name}”; did you mean: handover {near}")
            ctx.fail(_(said).format(name=args[0], near="".join(near)))
        return super().resolve_command(ctx, args)


def _(text: str) -> str:
    return translate(text, locale_language())


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help=_(N_("Handover workbooks: generate one, check it, report on it, merge a team's.\n\n"
              "Begin with: handover new, or look around with: handover demo")),
)  # fmt: skip
@click.version_option(package_name="handover-xlsx", prog_name="handover")
@click.option(
    "--debug", is_flag=True, help=_(N_("Show where an error came from (for developers)."))
)
def cli(debug: bool) -> None:
    """The command ``handover``."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit; an error is one line on stderr and exit code 2."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        code = cli.main(args=arguments, prog_name="handover", standalone_mode=False)
    except click.ClickException as error:
        error.show()
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


def _explain(error: Exception) -> None:
    """Say in one line what stopped us; anything but a HandoverError is a defect of ours."""
    from handover_xlsx.cli.console import complain, inform

    speech = locale_language()
    if isinstance(error, HandoverError):
        complain(error.text(speech))
    else:
        what = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        inform(N_("something went wrong inside handover ({what}); nothing was written. "
                  "Please report it; handover --debug … shows where"), speech, what=what)  # fmt: skip
