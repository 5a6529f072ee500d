"""Every page from a template in ``assets``: one self-contained HTML file, or Markdown.

Nothing is fetched and no link leads out. The gap report as HTML brings a script of ours that filters
and sorts; its policy allows that one alone. What cells contain is never markup: HTML and Markdown
escape it where it is put in, unless it is ``Markup`` already.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from handover_xlsx import __version__
from handover_xlsx.locale import translate
from handover_xlsx.reporting.common.markdown import escaped
from handover_xlsx.reporting.common.wording import percent

_TWO_BLANK_LINES = re.compile(r"\n{3,}")
_SHORT = 48  # bytes
_LONG_WORD = 23


def rendered(template: str, language: str, **values: object) -> str:
    """A page from one of the templates in ``assets``, in the reader's language."""
    markdown = template.endswith(".md.j2")
    say: Callable[..., str] = partial(translate, language=language)
    if markdown:
        say = partial(_say_in_markdown, language)
    page = _environment(markdown=markdown).get_template(template)
    shown = page.render(_=say, language=language, **values)
    return _TWO_BLANK_LINES.sub("\n\n", shown) if markdown else shown


@cache
def script(name: str) -> Markup:
    """A script of ours, to put into a page as it is."""
    return Markup((files("handover_xlsx.reporting") / "assets" / name).read_text("utf-8"))  # noqa: S704


@cache
def _environment(*, markdown: bool) -> Environment:
    environment = Environment(
        loader=PackageLoader("handover_xlsx.reporting", "assets"),
        autoescape=True,
        finalize=_in_markdown if markdown else None,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=markdown,
    )
    environment.globals["version"] = __version__
    environment.tests["long"] = _is_long
    environment.filters.update(cells=_cells, percent=percent)
    return environment


def _is_long(text: str) -> bool:
    """Whether a text needs half the page's width: Chinese characters and addresses do sooner."""
    words = text.split()
    return (
        "\n" in text or len(text.encode()) > _SHORT or any(len(word) > _LONG_WORD for word in words)
    )


def _in_markdown(value: object) -> Markup:
    """What is put into a page in Markdown."""
    return value if isinstance(value, Markup) else Markup(escaped(str(value)))  # noqa: S704


def _say_in_markdown(language: str, text: str, /, **values: object) -> Markup:
    """A text of ours, with what is put into it escaped."""
    shown = {name: str(_in_markdown(value)) for name, value in values.items()}
    return Markup(translate(text, language).format(**shown))  # noqa: S704


def _cells(texts: list[object]) -> Markup:
    """Texts side by side as a line of a table in Markdown."""
    shown = (_in_markdown(text) or "–" for text in texts)
    return Markup(f"| {' | '.join(shown)} |")  # noqa: S704
