"""``handover demo``: the main job from end to end on sample workbooks."""

from __future__ import annotations

from pathlib import Path

import click

from handover_xlsx.cli.console import quoted
from handover_xlsx.cli.options import _, force_option, language_option
from handover_xlsx.errors import OutputError
from handover_xlsx.locale import N_, locale_language, translate


def bundled_samples() -> Path:
    """The sample workbooks: inside the wheel, or next to the package in a checkout."""
    packaged = Path(__file__).parents[1] / "bundled_samples"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "samples"


@click.command(
    help=_(N_("Make a folder with samples and everything made from them.\n\n"
              "A blank workbook, gap reports, a summary report, a merged team.")),
)  # fmt: skip
@click.option("-o", "--output", "folder", type=click.Path(path_type=Path),
              default=Path("handover-demo"), show_default=True, help=_(N_("The folder to make.")))  # fmt: skip
@language_option(N_("Language of the samples (default: the terminal's)."))
@force_option()
def command(folder: Path, language: str | None, force: bool) -> None:
    """Run the other commands on the samples and say where to look."""
    language = language or locale_language()
    if folder.exists() and not force:
        raise OutputError(
            N_("{file}: exists already; choose another folder with -o, or add --force"),
            file=str(folder),
        )
    folder.mkdir(parents=True, exist_ok=True)
    steps = _steps(folder, language)
    for what, arguments in steps:
        _run(arguments)
        click.echo(f"  {translate(what, language)}")
        click.echo(f"    handover {' '.join(quoted(a) for a in arguments if a != '--force')}")
    shown = translate(N_("Open the files in {folder}; start with summary.html."), language)
    click.echo("\n" + shown.format(folder=folder))


def _steps(folder: Path, language: str) -> list[tuple[str, list[str]]]:
    """What the demo does: a description, and the arguments of the command."""
    filled = _copy(folder, f"handover-complete.{language}.xlsx")
    gaps = _copy(folder, f"handover-gaps.{language}.xlsx")
    team = folder / "team"
    team.mkdir(exist_ok=True)
    for entry in sorted((bundled_samples() / "team").iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".xlsx"):
            _copied(entry, team / entry.name)
    options = ["-l", language, "--force"]
    return [
        (N_("A blank workbook to fill in:"),
         ["new", "-o", str(folder / "blank.xlsx"), *options]),
        (N_("What is missing in a workbook with gaps, as a web page:"),
         ["validate", str(gaps), "--fail-on", "never", "-o", str(folder / "gaps.html"), *options]),
        (N_("The same for programs, and marked in a copy of the workbook:"),
         ["validate", str(gaps), "--fail-on", "never", "-o", str(folder / "gaps.json"),
          "--annotate", str(folder / "gaps-marked.xlsx"), *options]),
        (N_("The summary report that the successor reads:"),
         ["report", str(filled), "-o", str(folder / "summary.html"), *options]),
        (N_("Three workbooks, two English and one Chinese, as one team workbook:"),
         ["merge", str(team), "-o", str(folder / "team.xlsx"), *options]),
    ]  # fmt: skip


def _copy(folder: Path, name: str) -> Path:
    return _copied(bundled_samples() / name, folder / name)


def _copied(sample: Path, target: Path) -> Path:
    """The sample there; what someone has made of it since is theirs."""
    from handover_xlsx.files.output import check_output

    data = sample.read_bytes()
    check_output(target, force=True, replaces=lambda path: path.read_bytes() == data)
    target.write_bytes(data)
    return target


def _run(arguments: list[str]) -> None:
    """Run a command in this process; its messages are not repeated."""
    import contextlib
    import io

    from handover_xlsx.cli.root import cli

    with contextlib.redirect_stderr(io.StringIO()):
        cli.main(args=arguments, prog_name="handover", standalone_mode=False)
