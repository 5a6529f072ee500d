"""A template that is not YAML: what a person reads who does not know YAML."""

from __future__ import annotations

import pytest
import yaml

from handover_xlsx.errors import TemplateError
from handover_xlsx.template.loading import load_text
from handover_xlsx.template.yaml_words import what_is_wrong

NOT_YAML = {
    "template: keys\ntitle: {en: Keys\nversion: 1\n":
        "2: the bracket “{” that opens here is not closed, or a comma is missing in it; put a text "
        "with a comma, a colon or a # in it in quotation marks",
    "title: {en: Keys zh: 钥匙}\n": "1: the bracket “{” that opens here is not closed, or a comma is",
    "sections: [keys\nversion: 1\n": "1: the bracket “[” that opens here is not closed, or a comma is",
    "template:\n\tkeys\n":
        "2: there is a tab here; write spaces instead, two for each level",
    "sections:\n  - id: keys\n\tkind: table\n": "3: there is a tab here; write spaces",
    "hint: @home\n": "1: a text cannot begin with “@” here; put it in quotation marks",
    "hint: * all\n": "1: a text cannot begin with “*” here; put it in quotation marks",
    "hint: !<all\n": "1: a text cannot begin with “!” here; put it in quotation marks",
    "hint: %all\n": "1: a text cannot begin with “%” here; put it in quotation marks",
    "template: keys\ntitle: 'Keys\nversion: 1\n":
        "2: the quotation mark that opens here is never closed; add the closing one",
    'place: "C:\\Users"\n':
        "1: “\\” has a special meaning in double quotation marks; use single ones",
    "hint: Note: one line\n":
        "1: there is a second colon on this line; put the text after the first one in quotation "
        "marks",
    "id: keys\n  kind: table\n":
        "2: this line begins too far to the right; align the names of one level",
    "sections:\n  - id: keys\n   kind: table\n":
        "3: a line that begins with “- ” is expected here; correct the spaces at its beginning",
    "title: 'it's'\n":
        "1: the text continues after its closing quotation mark; inside it use the other kind of "
        "quotation marks",
    "title:\n    en: Keys\n  zh: 钥匙\n":
        "3: this line is not aligned with any of the names above it; correct the spaces at its "
        "beginning",
    "template: keys\nversion\ntitle: Keys\n":
        "2: the colon after the name is missing; write it like this: “name: text”",
    "sections: - id: keys\n":
        "1: a list begins on a line of its own; begin a new line before “- ”",
    "purpose: |What\n  to do\n": "1: a text after “|” begins on the next line",
    "languages: [en,, zh]\n":
        "1: there is nothing before “,”; delete it, or put the text in quotation marks",
    "template: keys\ntitle：Keys\nversion: 1\n":
        "2: a Chinese “：” or “，” is used here; write “: ” or “, ”",
    "purpose: &\n": "1: a text cannot begin with “&” here",
    "languages: [>en, zh]\n": "1: a text cannot begin with “>” here",
    '"template"\nversion: 1\n': "2: this line is not aligned with any of the names above it",
    "title: {en: Keys， zh: 钥匙}\n": "1: a Chinese “：” or “，” is used here",
}  # fmt: skip


@pytest.mark.parametrize("text", NOT_YAML)
@pytest.mark.parametrize("loader", ["CBaseLoader", "BaseLoader"])
@pytest.mark.parametrize("version", ["installed", "with other words"])
def test_what_is_no_yaml_is_explained_to_people_who_do_not_know_it(
    text, loader, version, monkeypatch
) -> None:
    """Where it went wrong and what to write, whichever parser there is and whatever it says."""

    def reworded(text: str, error: yaml.MarkedYAMLError) -> object:
        error.problem = error.context = "found a gremlin"
        return what_is_wrong(text, error)

    if version == "with other words":
        monkeypatch.setattr("handover_xlsx.template.yaml_tree.what_is_wrong", reworded)
    monkeypatch.setattr("handover_xlsx.template.yaml_tree._Loader", getattr(yaml, loader))
    with pytest.raises(TemplateError) as caught:
        load_text(text, "t.yaml")

    assert str(caught.value).startswith(f"t.yaml:{NOT_YAML[text]}")


@pytest.mark.skipif(not hasattr(yaml, "CBaseLoader"), reason="the other parser takes it as a name")
def test_a_bracket_right_after_a_colon_needs_a_space() -> None:
    """The line says that a space is missing."""
    with pytest.raises(TemplateError) as caught:
        load_text("title: {en:[Keys], zh: [钥匙]}\n", "t.yaml")

    assert str(caught.value) == (
        "t.yaml:1: the space after the colon is missing; write it like this: “name: text”"
    )


def test_what_the_parser_says_is_shown_only_where_we_have_no_words() -> None:
    """In brackets, with the line."""
    nobody_knows = yaml.MarkedYAMLError(None, None, "found a gremlin", None)

    line, words, values = what_is_wrong("template: keys\n", nobody_knows)

    assert (line, values) == (1, {"reason": "found a gremlin"})
    assert words == "this is not readable YAML ({reason}); check indentation, colons and quotes"
