"""HTML reports: one file, nothing of a cell's active, nothing fetched, everything explained in words."""

from __future__ import annotations

import functools
import re
import subprocess
from base64 import b64encode
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from handover_xlsx.handover.combine import combine
from handover_xlsx.handover.content import Content
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.reporting.gaps.to_pages import gaps_html
from handover_xlsx.reporting.gaps.view import MOST_LISTED
from handover_xlsx.reporting.summary.model import summarise
from handover_xlsx.reporting.summary.to_pages import summary_html
from handover_xlsx.validation.run import Validation, validate

SAMPLES = Path(__file__).parents[2] / "samples"
NAMES = ["complete.en", "complete.zh", "gaps.en", "gaps.zh"]
TODAY = date(2026, 11, 2)
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(2)> \"quoted\" 'single' "
    "=cmd|'/c calc'!A1 [x](javascript:alert(3)) | a | b | https://evil.example/ "
    "password: Hunter2xyz! {{ 7*7 }} {% raw %}\n</style></svg>second line"
)


class Page(HTMLParser):
    """Tags, links and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str]:
        return [value for given, value in self.attributes if given == name]


@functools.cache
def checked(*paths: Path) -> Validation:
    return validate(combine([read_workbook(path) for path in paths]))


def both(validation: Validation, language: str = "en") -> dict[str, str]:
    summary = summarise(validation, language, today=TODAY)
    return {
        "gaps": gaps_html(validation, language, today=TODAY),
        "summary": summary_html(summary, language),
    }


@pytest.fixture
def hostile(make_workbook, operations) -> Validation:
    """A handover whose every text is an attack."""
    rows = {
        section.id: [{item.id: HOSTILE for item in section.fields} | {"2026-09": HOSTILE}]
        if section.periods
        else [{item.id: HOSTILE for item in section.fields} | {HOSTILE: HOSTILE}]
        for section in operations.sections
        if section.kind != "form"
    }
    rows["start"] = [{item.id: HOSTILE for item in operations.by_id["start"].fields}]
    own = {name: (HOSTILE,) for name in rows if name not in ("start", "kpi_history")}
    content = Content(rows=rows, own_columns=own, not_applicable={"projects": HOSTILE})
    return checked(make_workbook(content))


@pytest.mark.parametrize("kind", ["gaps", "summary"])
def test_what_cells_contain_is_never_active(hostile, kind):
    """Markup, formulas and links of a cell are text; the password is not even that."""
    page = Page(both(hostile)[kind])

    assert not page.tags & {"img", "iframe", "object", "link", "form", "base"}
    assert both(hostile)[kind].count("<script") == (kind == "gaps")
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert all(value.startswith("#") for value in page.values("href"))
    assert "Hunter2xyz" not in both(hostile)[kind]
    assert "<script>alert(1)</script>" in page.text
    assert "{{ 7*7 }}" in page.text


@pytest.mark.parametrize("kind", ["gaps", "summary"])
@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_one_small_file_that_fetches_nothing(name, kind):
    """No picture, script or style from elsewhere; a policy forbids it as well."""
    text = both(checked(SAMPLES / f"handover-{name}.xlsx"), name[-2:])[kind]
    page = Page(text)

    assert len(text.encode()) <= 300_000
    policy = page.values("content")[0]
    scripts = re.findall("<script>(.*?)</script>", text, re.DOTALL)
    digests = [b64encode(sha256(s.encode()).digest()).decode() for s in scripts]
    allowed = "".join(f"; script-src 'sha256-{digest}'" for digest in digests)
    assert policy == f"default-src 'none'; style-src 'unsafe-inline'{allowed}"
    assert len(scripts) == (kind == "gaps")
    assert not {"link", "img", "iframe"} & page.tags
    assert not page.values("src")
    assert all(value.startswith("#") for value in page.values("href"))
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("kind", ["gaps", "summary"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_report_says_which_language_it_speaks(language, kind):
    """Screen readers and fonts follow the lang attribute."""
    page = both(checked(SAMPLES / f"handover-complete.{language}.xlsx"), language)[kind]

    assert f'<html lang="{language}">' in page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_section_of_the_template_appears(language, operations):
    """In the summary and in the table of the gap report."""
    pages = both(checked(SAMPLES / f"handover-gaps.{language}.xlsx"), language)

    for text in pages.values():
        for section in operations.sections:
            assert section.sheet[language].replace("&", "&amp;") in text


def test_links_lead_to_places_that_exist():
    """The table of contents of a summary, the list of workbooks of a team."""
    paths = sorted((SAMPLES / "team").glob("*.xlsx"))
    for text in both(checked(*paths, SAMPLES / "handover-gaps.en.xlsx")).values():
        page = Page(text)
        assert page.values("href")
        assert {value[1:] for value in page.values("href")} <= set(page.values("id"))


def test_the_gap_report_names_every_finding_with_its_place():
    """Place, what it asks, the sentence, the way out and the code."""
    validation = checked(SAMPLES / "handover-gaps.en.xlsx")
    page = Page(gaps_html(validation, "en", today=TODAY)).text

    assert "Fix these first" in page
    for finding in validation.findings:
        assert finding.code in page
        assert finding.hint.text("en") in page
    for finding in (group.first for group in validation.fix_first):
        assert finding.message.text("en") in page
    assert "Duties!C13" in page
    assert "Must be fixed" in page
    assert "Should be fixed" in page


def test_a_blank_workbook_is_met_kindly(make_workbook):
    """Where to begin, instead of a list of faults."""
    page = Page(gaps_html(checked(make_workbook()), "en", today=TODAY)).text

    assert "Nothing is filled in yet" in page
    assert "Begin with the sheet “Start”" in page
    assert "Fix these first" not in page
    assert "Must be fixed" not in page


def test_a_team_report_names_every_leaver():
    """Both reports list the people first."""
    paths = sorted((SAMPLES / "team").glob("*.xlsx"))
    for text in both(checked(*paths)).values():
        for leaver in ("Anna Fischer", "Ben Carter", "刘思涵"):
            assert leaver in text


def test_a_trend_is_drawn_and_described():
    """Each chart has the same in words for those who cannot see it."""
    summary = summarise(checked(SAMPLES / "handover-complete.en.xlsx"), "en", today=TODAY)
    page = Page(summary_html(summary, "en"))
    trends = next(block.trends for block in summary.blocks if block.trends)

    assert page.values("role").count("img") == len(trends)
    assert set(page.values("aria-label")) >= {trend.in_words for trend in trends}
    assert all(trend.judged in page.text for trend in trends)


def test_a_month_without_a_figure_breaks_the_line(workbook_from_markdown):
    """A gap in the history is seen, not smoothed over."""
    text = "## kpi_history\n| kpi | 2026-06 | 2026-07 | 2026-08 | 2026-09 | 2026-10 |\n"
    rows = "| Returns | 1 | 2 | | 3 | 4 |\n| Visits | 1 | 2 | 3 | 4 | 5 |\n"
    validation = checked(workbook_from_markdown(text + rows))
    page = summary_html(summarise(validation, "en", today=TODAY), "en")

    assert page.count("<polyline") == 3


def test_a_very_long_list_is_cut_and_counted(make_workbook):
    """A thousand gaps a sheet are enough to read; the number of the rest is given."""
    rows = [{"name": f"Duty {n}", "successor": f"Nobody {n}"} for n in range(30)]
    validation = checked(make_workbook(Content(rows={"duties": rows})))
    one = next(f for f in validation.findings if f.section == "duties" and f.record is not None)
    many = tuple(
        type(one)(**{**vars(one), "record": None, "cell": f"B{n}"}) for n in range(MOST_LISTED + 7)
    )
    page = gaps_html(Validation(validation.handover, many, validation.scores), "en", today=TODAY)

    assert page.count('<span class="code">') == MOST_LISTED + 10
    assert "7 more findings are not listed." in page


# --- In a browser --------------------------------------------------------------------------------


def in_chromium(page: str, folder: Path) -> str:
    """The page as it is after its scripts have run."""
    path = folder / "gaps.html"
    path.write_text(page, encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--dump-dom",
               f"--user-data-dir={folder / 'profile'}", "--disable-quic", "--no-first-run",
               path.as_uri()]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout


def places(page: str) -> list[str]:
    """The places of the findings that a person sees, from top to bottom."""
    listed = page[page.index('id="findings"') :]
    items = re.findall(r"<li class=\"\w+\"( hidden=\"\")?>(.*?)</li>", listed, re.DOTALL)
    return [re.findall('class="place">([^<]*)<', item)[0] for hidden, item in items if not hidden]


def test_without_scripts_everything_is_shown_and_no_tool_is():
    """The tools are hidden until the script says that they work."""
    page = gaps_html(checked(SAMPLES / "handover-gaps.en.xlsx"), "en", today=TODAY)

    assert '<div id="tools" class="tools" role="search" hidden>' in page
    assert len(places(page)) == 25


@pytest.mark.needs("chromium")
def test_findings_can_be_filtered_and_sorted(tmp_path):
    """By words, by severity, by place; a sheet without any left disappears."""
    page = gaps_html(checked(SAMPLES / "handover-gaps.en.xlsx"), "en", today=TODAY)
    acts = """
    const [words, severity, order] = document.querySelectorAll("#tools input, #tools select");
    words.value = "duties!"; words.dispatchEvent(new Event("input"));
    severity.value = "error"; severity.dispatchEvent(new Event("change"));
    order.value = "place"; order.dispatchEvent(new Event("change"));
    """
    allowed = b64encode(sha256(acts.encode()).digest()).decode()
    acted = page.replace("script-src ", f"script-src 'sha256-{allowed}' ", 1)
    shown = in_chromium(acted.replace("</body>", f"<script>{acts}</script></body>"), tmp_path)

    assert places(shown) == ["Duties!C13", "Duties!D14", "Duties!E11", "Duties!G14", "Duties!J12"]
    assert "<output>5 / 25</output>" in shown
    assert re.search(r'<h3 class="sub" hidden="">Contacts', shown)
