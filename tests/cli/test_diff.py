"""``handover diff``: what changed between two states of a handover."""

from __future__ import annotations

import json
import re

import openpyxl
import pytest
from jsonschema import validate as check_schema

pytestmark = pytest.mark.slow

SIDE = {
    "type": ["object", "null"],
    "properties": {"sheet": {"type": "string"}, "cell": {"type": ["string", "null"]}},
}
SCHEMA = {
    "type": "object",
    "required": ["schema", "tool", "old", "new", "summary", "only_old", "only_new", "changes",
                 "findings"],
    "properties": {
        "schema": {"const": "handover-diff/1"},
        "changes": {
            "items": {
                "required": ["what", "section", "title", "source", "row_name", "field", "label",
                             "old", "new"],
                "properties": {
                    "what": {"enum": ["row-added", "row-removed", "cell-added", "cell-removed",
                                      "cell-changed", "not-applicable"]},
                    "old": SIDE,
                    "new": SIDE,
                },
            }
        },
        "findings": {"required": ["fixed", "new", "still_open"]},
    },
}  # fmt: skip


@pytest.fixture
def edited(tmp_path, samples):
    """A copy of the complete sample that someone worked on: rows sorted, one cell changed."""

    def edit(change, language: str = "en", name: str = "new.xlsx"):
        book = openpyxl.load_workbook(samples / f"handover-complete.{language}.xlsx")
        change(book)
        book.save(tmp_path / name)
        return name

    return edit


def test_a_workbook_is_the_same_as_itself(handover, samples):
    """Exit 0, and it says so in words."""
    complete = samples / "handover-complete.en.xlsx"
    outcome = handover("diff", complete, complete)

    assert outcome.code == 0
    assert "No difference" in outcome.out


def test_sorting_and_moving_sheets_is_no_change(handover, samples, edited):
    """The same rows from bottom to top, on sheets in another order."""

    def sort(book):
        sheet = book["Contacts"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(7, 18)]
        for line, values in enumerate(reversed(rows), 7):
            for column, value in enumerate(values, 1):
                sheet.cell(line, column).value = value
        book.move_sheet("Contacts", -4)

    outcome = handover("diff", samples / "handover-complete.en.xlsx", edited(sort))

    assert (outcome.code, outcome.err) == (0, "")


def test_every_change_names_its_cell_in_the_readers_words(handover, samples):
    """The gaps sample and the complete one: labels and dates, not codes."""
    outcome = handover(
        "diff", samples / "handover-gaps.en.xlsx", samples / "handover-complete.en.xlsx"
    )

    assert outcome.code == 1
    assert "Duties!E11 Due when: blank → “Wednesdays by noon”" in outcome.out
    assert "Projects!M7 Next step by: “03/04/2027” → “2027-01-08”" in outcome.out
    assert "+ Compare stock and stop overselling · added · Workflows!B8" in outcome.out
    assert "Findings: 25 fixed, 0 new, 0 still open\n" in outcome.out


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        (
            "en",
            "No handover session is planned for the critical duty “Daily order release”."
            " The same in one more row: Stock sync check",
        ),
        ("zh", "关键职责“Daily order release”还没有安排交接。还有 1 行也是这样：Stock sync check"),
    ],
)
def test_findings_of_several_rows_are_full_sentences(handover, samples, language, sentence):
    """What is wrong, full stop, and in which other rows; as text and as Markdown."""
    files = [samples / f"handover-{name}.en.xlsx" for name in ("gaps", "complete")]

    assert sentence in handover("diff", *files, "-l", language).out
    assert sentence in handover("diff", *files, "-l", language, "-f", "md").out


def test_a_removed_row_is_named_where_it_stood(handover, samples):
    """In OLD; NEW has no cell for it any more."""
    outcome = handover(
        "diff", samples / "handover-complete.en.xlsx", samples / "handover-gaps.en.xlsx"
    )

    assert "- Compare stock and stop overselling · removed · Workflows!B8 in OLD" in outcome.out


def test_json_has_a_schema_and_both_cells(handover, samples):
    """For programs: codes and values next to the words."""
    outcome = handover(
        "diff",
        samples / "handover-gaps.en.xlsx",
        samples / "handover-complete.en.xlsx",
        "-f",
        "json",
    )
    data = json.loads(outcome.out)
    found = {(c["section"], c["row_name"], c["field"]): c for c in data["changes"]}
    frequency = found["duties", "Marketplace listing upkeep", "frequency"]

    check_schema(data, SCHEMA)
    assert frequency["old"] | {"row": 0} == {
        "sheet": "Duties", "cell": "D14", "row": 0, "value": "Weekley", "text": "Weekley",
    }  # fmt: skip
    assert (frequency["new"]["value"], frequency["new"]["text"]) == ("weekly", "Weekly")
    assert data["summary"]["cell_changed"] == 14
    assert len(data["findings"]["fixed"]) == data["summary"]["findings_fixed"] == 29


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("ending", ["html", "md", "txt"])
def test_a_report_is_written_in_the_language_of_new(handover, samples, tmp_path, language, ending):
    """Page, Markdown and text; never over one of the two workbooks."""
    files = [samples / f"handover-{name}.{language}.xlsx" for name in ("gaps", "complete")]
    outcome = handover("diff", *files, "-o", f"changes.{ending}")
    text = (tmp_path / f"changes.{ending}").read_text(encoding="utf-8")

    assert outcome.code == 1
    assert {"en": "45 changes", "zh": "53 处变更"}[language] in text


def test_what_cells_say_is_never_markup_in_the_page(handover, samples, edited):
    """Tags in a cell are text; nothing is fetched, no script runs."""
    hostile = "<script>alert(1)</script> =1+1 [x](javascript:alert(1)) https://evil.example/"

    def write(book):
        book["Duties"]["C7"].value = hostile

    handover("diff", samples / "handover-complete.en.xlsx", edited(write), "-o", "c.html")
    outcome = handover("diff", samples / "handover-complete.en.xlsx", edited(write), "-f", "html")
    tags = set(re.findall(r"<(\w+)", outcome.out))

    assert "script" not in tags
    assert "img" not in tags
    assert not re.search(r"(?:href|src)=\"(?!#)", outcome.out)


@pytest.mark.parametrize("form", ["text", "json", "html", "md"])
def test_a_secret_that_came_or_went_is_reported_and_masked(handover, samples, edited, form):
    """A password in a cell that had another text is a change; what it was is not shown."""

    def write(text):
        def change(book):
            book["Systems & access"]["C7"].value = text

        return change

    old = edited(write("Orders"), name="old.xlsx")
    outcome = handover("diff", old, edited(write("password: Summer2026!y")), "-f", form)

    assert outcome.code == 1
    assert "2026!y" not in outcome.out
    assert "••••••" in outcome.out or "looks like a secret" in outcome.out


@pytest.mark.parametrize("form", ["text", "json", "html", "md"])
def test_secrets_in_headings_and_new_rows_are_masked(handover, workbook_from_markdown, form):
    """Someone wrote a password into the heading of a column of their own, and into a new row."""
    secret = "password: Winter2025!x"  # noqa: S105 - not a real one
    old = workbook_from_markdown("## duties\n| name | x |\n|--|--|\n| Stock order | 1 |")
    new = workbook_from_markdown(
        f"## duties\n| name | {secret} |\n|--|--|\n| Stock order | 1 |\n| {secret} | 2 |"
    )
    outcome = handover("diff", old, new, "-f", form)

    assert outcome.code == 1
    assert "Winter2025!x" not in outcome.out


def test_english_and_chinese_workbooks_can_be_compared(handover, workbook_from_markdown):
    """A choice is the same choice in both languages; a changed one is shown in NEW's words."""
    rows = "## duties\n| name | frequency |\n|--|--|\n| Stock order | {} |"
    old = workbook_from_markdown(rows.format("weekly"))
    new = workbook_from_markdown(rows.format("daily"), language="zh")
    outcome = handover("diff", old, new)

    assert "“每周” → “每日”" in outcome.out


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_a_file_that_cannot_be_read_exits_2(handover, samples, order):
    """One line, whichever of the two it is; nothing is compared."""
    files = (samples / "handover-complete.en.xlsx", "missing.xlsx")
    outcome = handover("diff", *(files[i] for i in order))

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "missing.xlsx: does not exist; check the name and the folder\n"


def test_two_files_of_one_name_are_distinguished(handover, samples, tmp_path):
    """Monday's folder and Friday's folder: the heading names both paths."""
    for folder in ("monday", "friday"):
        (tmp_path / folder).mkdir()
        data = (samples / "handover-complete.en.xlsx").read_bytes()
        (tmp_path / folder / "ada.xlsx").write_bytes(data)
    outcome = handover("diff", "monday/ada.xlsx", "friday/ada.xlsx")

    assert outcome.out.startswith("monday/ada.xlsx → friday/ada.xlsx: ")
