"""The templates that are shipped, and finding a template by name or path."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from handover_xlsx.errors import UnreadableFile, UsageError
from handover_xlsx.locale import N_
from handover_xlsx.template.compiled import load_compiled
from handover_xlsx.template.model import Template
from handover_xlsx.template.suggesting import suggestion

if TYPE_CHECKING:
    from handover_xlsx.template.loading import FindTemplate


def bundled_templates() -> Path:
    """The shipped templates: inside the wheel, or next to the package in a checkout."""
    packaged = Path(__file__).parents[1] / "bundled_templates"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "templates"


def template_names() -> tuple[str, ...]:
    """The names of the shipped templates."""
    found = (entry.name for entry in bundled_templates().iterdir())
    return tuple(sorted(name[:-5] for name in found if name.endswith(".yaml")))


def find_text(name: str) -> tuple[str, str]:
    """Text and file name of a template, by its shipped name or by a path."""
    if name in template_names():
        return (bundled_templates() / f"{name}.yaml").read_text(encoding="utf-8"), f"{name}.yaml"
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.exists():
        return _read_text(path), str(path)
    raise UsageError(
        N_("there is no template “{name}” ({hint}); or give the path of a .yaml file"),
        name=name,
        hint=suggestion(name, list(template_names())),
    )


def _read_text(path: Path) -> str:
    """The text of a template file."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(
            path.name, N_("is not a text in UTF-8; save it as a UTF-8 text file")
        ) from None
    except FileNotFoundError:
        raise UnreadableFile(
            str(path), N_("does not exist; check the name and the folder")
        ) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UnreadableFile(
            path.name,
            N_("cannot be read ({why}); check the path"),
            why=getattr(error, "strerror", None) or str(error),
        ) from None


def load_template(name: str = "operations") -> Template:
    """A template by its shipped name or by the path of a YAML file.

    Raises TemplateError with every mistake, UsageError for an unknown name, UnreadableFile.
    """
    if name in template_names():
        return _load_bundled(name)
    text, file = find_text(name)
    return _load(text, file, _find_base(Path(file).parent))


@cache
def _load_bundled(name: str) -> Template:
    return load_compiled(bundled_templates(), name) or _load(*find_text(name), find_text)


def _load(text: str, file: str, find: FindTemplate) -> Template:
    from handover_xlsx.template.loading import load_text  # rarely needed, and slow to import

    return load_text(text, file, find)


def _find_base(folder: Path) -> FindTemplate:
    """``extends`` names a shipped template, or a file next to the one that extends it."""

    def find(name: str) -> tuple[str, str]:
        try:
            return find_text(name if name in template_names() else str(folder / name))
        except UsageError as error:
            raise UnreadableFile(name, "{why}", why=error.message) from None

    return find
