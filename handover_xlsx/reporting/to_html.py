"""Gap report and summary as one self-contained HTML file: nothing fetched, no link out.

The gap report brings a script of ours that filters and sorts; its policy allows that one alone.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from handover_xlsx import __version__
from handover_xlsx.locale import translate
from handover_xlsx.reporting.charts import chart
from handover_xlsx.reporting.gaps import gap_report
from handover_xlsx.reporting.summary import Summary
from handover_xlsx.validation.run import Validation

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
    environment.globals["chart"] = chart
    environment.globals["version"] = __version__
    environment.tests["long"] = _is_long
    return environment


@cache
def _script(name: str) -> Markup:
    """A script of ours, to stand in a page as it is."""
    return Markup((files("handover_xlsx.reporting") / "assets" / name).read_text("utf-8"))  # noqa: S704


def _is_long(text: str) -> bool:
    """Whether a text needs half the page's width: Chinese characters and addresses do sooner."""
    words = text.split()
    return (
        "\n" in text or len(text.encode()) > _SHORT or any(len(word) > _LONG_WORD for word in words)
    )


def gaps_html(validation: Validation, language: str, today: date | None = None) -> str:
    """The gap report of one workbook or many, as a page."""
    report = gap_report(validation, language, today)
    script = _script("gaps.js")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return rendered("gaps.html.j2", language, report=report, script=script, script_hash=digest)


def summary_html(summary: Summary, language: str) -> str:
    """A summary as a page."""
    return rendered("summary.html.j2", language, summary=summary)


def rendered(template: str, language: str, **values: object) -> str:
    """A page from one of the templates in ``assets``, in the reader's language."""
    say: Callable[[str], str] = partial(translate, language=language)
    page = _environment().get_template(template)
    return page.render(_=say, language=language, **values)
