"""Gap report and summary as one self-contained HTML file: nothing fetched, no link out.

The gap report brings a script of ours that filters and sorts; its policy allows that one alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from handover_xlsx import __version__
from handover_xlsx.locale import translate

_SHORT = 48  # bytes
_LONG_WORD = 23


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("handover_xlsx.reporting", "assets"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["version"] = __version__
    environment.tests["long"] = _is_long
    return environment


@cache
def script(name: str) -> Markup:
    """A script of ours, to stand in a page as it is."""
    return Markup((files("handover_xlsx.reporting") / "assets" / name).read_text("utf-8"))  # noqa: S704


def _is_long(text: str) -> bool:
    """Whether a text needs half the page's width: Chinese characters and addresses do sooner."""
    words = text.split()
    return (
        "\n" in text or len(text.encode()) > _SHORT or any(len(word) > _LONG_WORD for word in words)
    )


def rendered(template: str, language: str, **values: object) -> str:
    """A page from one of the templates in ``assets``, in the reader's language."""
    say: Callable[[str], str] = partial(translate, language=language)
    page = _environment().get_template(template)
    return page.render(_=say, language=language, **values)
