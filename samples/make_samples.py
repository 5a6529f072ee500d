"""Makes the sample workbooks from the stories in ``content/``.

    python samples/make_samples.py [FOLDER]

A story that is ``based_on`` another one is that story with some faults: changed cells and removed
rows, each as a person might leave them.
"""

from __future__ import annotations

import sys
import uuid
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from handover_xlsx.handover.content import Content
from handover_xlsx.template.catalogue import load_template
from handover_xlsx.template.model import Template
from handover_xlsx.template.selecting import select
from handover_xlsx.writing.write import write_workbook

HERE = Path(__file__).parent
MADE_ON = date(2026, 11, 2)


def load_story(path: Path) -> dict[str, Any]:
    """A story with its changes applied."""
    story: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    if "based_on" not in story:
        return story
    base = load_story(path.with_name(f"{story['based_on']}.yaml"))
    sections = base["sections"]
    for change in story.get("changes", ()):
        rows = sections[change["section"]]
        row = rows if isinstance(rows, dict) else rows[change["row"] - 1]
        row[change["field"]] = change["value"]
    removed = sorted(
        ((change["section"], change["row"]) for change in story.get("remove", ())),
        key=lambda item: -item[1] if isinstance(item[1], int) else 0,
    )
    for section, number in removed:
        if number == "all":
            sections[section] = []
        else:
            del sections[section][number - 1]
    sections.update(story.get("add", {}))
    own: dict[str, Any] = {
        name: story[name] for name in ("file", "language", "template") if name in story
    }
    return {**base, **own}


def content_of(story: dict[str, Any]) -> Content:
    """A story as the rows of a workbook."""
    rows = {}
    for section, given in story["sections"].items():
        records = [given] if isinstance(given, dict) else given
        rows[section] = [_row(record) for record in records]
    return Content(rows=rows, not_applicable=story.get("not_applicable") or {})


def _row(record: dict[str, Any]) -> dict[str, object]:
    row = {name: tuple(value) if isinstance(value, list) else value
           for name, value in record.items() if name != "periods"}  # fmt: skip
    row.update(record.get("periods") or {})
    return {name: value for name, value in row.items() if value is not None}


def template_of(story: dict[str, Any]) -> Template:
    """The story's template: its core sections, and the optional ones that the story fills."""
    whole = load_template(story.get("template", "operations"))
    return select(whole, add=[name for name in story["sections"] if not whole.by_id[name].core])


def make(path: Path, folder: Path) -> Path:
    """Write the workbook of one story; the same story always gives the same bytes."""
    story = load_story(path)
    target = folder / f"{story['file']}.xlsx"
    target.parent.mkdir(parents=True, exist_ok=True)
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"handover-xlsx/samples/{story['file']}")
    write_workbook(
        template_of(story),
        target,
        language=story["language"],
        content=content_of(story),
        today=MADE_ON,
        workbook_id=str(identity),
    )
    return target


def main(folder: Path) -> None:
    """Make every sample."""
    for path in sorted((HERE / "content").glob("*.yaml")):
        print(make(path, folder))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
