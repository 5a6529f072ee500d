"""Every template that the documentation shows can be copied and used as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from handover_xlsx.template.catalogue import find_text
from handover_xlsx.template.loading import load_text

DOCS = Path(__file__).parents[1] / "docs"
BLOCKS = {
    f"{page.stem}-{number}": block
    for page in (DOCS / "authoring.md", DOCS / "commands" / "template.md")
    for number, block in enumerate(
        re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL), 1
    )
}
WHOLE = [name for name, block in BLOCKS.items() if re.search("^template:", block, re.MULTILINE)]


def test_both_pages_show_complete_templates():
    """The guide goes step by step; the command's page has one whole example."""
    assert [name for name in BLOCKS if name.startswith("authoring")] == WHOLE[:-1]
    assert len(WHOLE) >= 6


@pytest.mark.parametrize("name", WHOLE)
def test_a_template_in_the_docs_is_good(name, underlined):
    """It loads without a mistake, and an editor underlines nothing."""
    template = load_text(BLOCKS[name], "shown.yaml", find_text)

    assert template.id == "store"
    assert underlined(BLOCKS[name]) == []


@pytest.mark.parametrize("name", [name for name in BLOCKS if name not in WHOLE])
def test_a_part_of_a_template_in_the_docs_is_readable(name, underlined):
    """What is shown of a longer template is YAML, and an editor misses only what is left out."""
    assert yaml.compose(BLOCKS[name])
    assert all(line.startswith("$: ") for line in underlined(BLOCKS[name]))
