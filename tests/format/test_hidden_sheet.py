"""What a workbook says about itself on its hidden sheet is read as it was written."""

import json
from collections.abc import Mapping
from datetime import date
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handover_xlsx.format.hidden_sheet import Metadata, entries_of, from_json, to_json
from handover_xlsx.handover.content import Content
from handover_xlsx.handover.remembered import ReplacedEntry, SourceEntry
from handover_xlsx.template.catalogue import load_template

TEMPLATE = load_template("handover-slip")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NUMBERS = st.integers(0, 10**9)
OF_TYPE = {
    str: TEXTS,
    int: NUMBERS,
    bool: st.booleans(),
    tuple[str, ...]: st.lists(TEXTS, max_size=4).map(tuple),
    Mapping[str, str]: st.dictionaries(TEXTS, TEXTS, max_size=4),
}
ENTRIES = {
    kind: st.builds(kind, **{name: OF_TYPE[one] for name, one in get_type_hints(kind).items()})
    for kind in (SourceEntry, ReplacedEntry)
}
# As version 0.1.0 wrote it: every attribute but three, also where it says nothing.
OF_0_1_0 = {
    "format": "handover-workbook/1",
    "tool": "handover-xlsx 0.1.0",
    "template": "handover-slip",
    "template_version": "1",
    "language": "zh",
    "workbook_id": "00000000000000000000000000000007",
    "created": "2026-11-02",
    "sources_0": '[{"label": "Ada Lee · ada.xlsx", "name": "ada.xlsx", "leaver": "Ada Lee", "language": "en", '
    '"template_version": 1, "workbook_id": "a1", "modified": "2026-10-30T09:00:00Z", "not_applicable": '
    '{"duties": "none of my own"}, "sections": ["about", "duties"], "fingerprint": "f1", "part": true, ',
    "sources_1": '"rows_of_whole": 12}, {"label": "周敏 · min.xlsx", "name": "min.xlsx", "leaver": "周敏", '
    '"language": "zh", "template_version": 1, "workbook_id": "", "modified": "", "not_applicable": {}, '
    '"sections": ["about"], "fingerprint": "", "added": true}]',
    "replaced_0": '[{"name": "old.xlsx", "leaver": "Ada Lee", "workbook_id": "a1", "modified": '
    '"2026-10-01T09:00:00Z", "rows": 9, "fingerprint": "f0", "position": "Buyer", "department": ""}]',
}  # fmt: skip


def written(content: Content) -> Metadata:
    """What is on the hidden sheet of a workbook with that content."""
    return Metadata(
        entries_of(TEMPLATE, content, language="en", workbook_id="w", today=date(2026, 11, 2))
    )


@settings(deadline=None, derandomize=True, max_examples=60)
@given(st.lists(ENTRIES[SourceEntry], max_size=5), st.lists(ENTRIES[ReplacedEntry], max_size=5))
def test_what_a_team_remembers_of_its_workbooks_is_read_again(sources, replaced):
    """Every attribute, whatever it says; in rows of the sheet that contain only so much each."""
    read = written(Content(sources=tuple(sources), replaced=tuple(replaced)))

    assert read.sources == tuple(sources)
    assert read.replaced == tuple(replaced)
    assert all(len(text) <= 16_000 for text in read.entries.values())


def test_what_the_workbook_is_written_as_is_read_again():
    """Template, version, language, id and day; nothing of it is called altered."""
    read = written(Content())

    assert (read.language, read.workbook_id, read.created) == ("en", "w", "2026-11-02")
    assert (read.version, read.sources, read.replaced, read.part_memory) == (
        TEMPLATE.version,
        (),
        (),
        {},
    )
    assert (read.altered(TEMPLATE), read.is_newer) == ({}, False)
    assert json.loads(read.body())["template"] == "handover-slip"


def test_workbooks_of_version_0_1_0_are_read():
    """Its keys still mean what they meant."""
    read = Metadata(OF_0_1_0)

    assert read.sources == (
        SourceEntry(
            "Ada Lee · ada.xlsx", "ada.xlsx", "Ada Lee", "en", 1, "a1", "2026-10-30T09:00:00Z",
            {"duties": "none of my own"}, ("about", "duties"), "f1", part=True, rows_of_whole=12,
        ),
        SourceEntry("周敏 · min.xlsx", "min.xlsx", "周敏", "zh", 1, sections=("about",), added=True),
    )  # fmt: skip
    assert read.replaced == (
        ReplacedEntry(
            name="old.xlsx", leaver="Ada Lee", workbook_id="a1", modified="2026-10-01T09:00:00Z",
            rows=9, fingerprint="f0", position="Buyer",
        ),
    )  # fmt: skip


def test_what_says_nothing_is_not_written():
    """A source of a name alone is a name alone."""
    assert to_json(SourceEntry(label="Ada", name="Ada")) == {"label": "Ada", "name": "Ada"}
    assert to_json(ReplacedEntry()) == {}


@pytest.mark.parametrize("nonsense", [None, 7, True, "x", [1], {"a": 1}, [[]], {"a": {}}])
@pytest.mark.parametrize("kind", ENTRIES, ids=lambda kind: kind.__name__)
def test_an_attribute_that_is_not_what_it_should_be_does_no_harm(kind, nonsense):
    """The sheet is untrusted: each attribute keeps its type, and unknown ones are skipped."""
    read = from_json(kind, {**dict.fromkeys(kind._fields, nonsense), "unknown": nonsense})
    usual = kind()

    assert list(map(type, read)) == list(map(type, usual))


@pytest.mark.parametrize(
    "text", ["", "null", "7", "[" * 30_000, '["a"]', "{", '{"label": "a"}', "9" * 5_000]
)
def test_a_list_of_workbooks_that_is_none_is_empty(text):
    """Nor does it stop the reading."""
    assert Metadata({"sources_0": text, "replaced_0": text}).sources == ()
    assert Metadata({"sources_0": text, "replaced_0": text}).replaced == ()
