"""The shipped templates as JSON, which loads in a tenth of the time of their YAML.

They are made when the package is built or a checkout is installed (``hatch_build.py``), or by

    python -m handover_xlsx.template.compiled

One that does not fit the YAML next to it is never used, so that an edited template counts at once.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from handover_xlsx.template.model import Template
from handover_xlsx.template.resolved import from_data, to_json


def load_compiled(folder: Path, name: str) -> Template | None:
    """A shipped template from its JSON, if that was made from the YAML texts of the folder."""
    made = folder / "compiled" / f"{name}.json"
    if not made.is_file():
        return None
    fingerprint, _, text = made.read_text(encoding="utf-8").partition("\n")
    return from_data(json.loads(text)) if fingerprint == _fingerprint(folder) else None


def _fingerprint(folder: Path) -> str:
    """Of all the templates: they extend each other."""
    texts = {entry.name: entry for entry in folder.iterdir() if entry.name.endswith(".yaml")}
    found = hashlib.sha256()
    for name in sorted(texts):
        # A checkout on Windows may have other line ends.
        found.update(texts[name].read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()


def compile_all(folder: Path) -> None:
    """Write ``compiled/NAME.json`` for every template of a folder."""
    from handover_xlsx.template.catalogue import find_text
    from handover_xlsx.template.loading import load_text

    target = folder / "compiled"
    target.mkdir(exist_ok=True)
    for path in folder.glob("*.yaml"):
        template = load_text(path.read_text(encoding="utf-8"), path.name, find_text)
        made = f"{_fingerprint(folder)}\n{to_json(template)}"
        new = target / f"{path.stem}.new"  # another process may be reading the old one
        new.write_text(made, encoding="utf-8", newline="\n")
        new.replace(target / f"{path.stem}.json")


if __name__ == "__main__":
    compile_all(Path(__file__).parents[2] / "templates")
