"""What the page on the architecture draws from the project itself: rooms, layers, remarks."""

from __future__ import annotations

import ast
import io
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "handover_xlsx"
_PROGRAMS = re.compile(
    r"\b(?:Excel|WPS|LibreOffice|Google|Numbers|SheetJS|exceljs|Gnumeric|Outlook)\b"
)


def layers() -> list[list[str]]:
    """The rooms as the import contract has them, top first; rooms in one layer are neighbours."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    found = next(one["layers"] for one in contracts if one["type"] == "layers")
    return [[room.strip().removeprefix("handover_xlsx.") for room in layer.split("|")]
            for layer in found]  # fmt: skip


def purpose(room: str) -> str:
    """What the room says of itself in its first line."""
    path = PACKAGE / room
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0]


def drawing() -> Iterator[str]:
    """The house as a table of rooms, from the roof to the ground."""
    floors = layers()
    yield "| floor | room | what happens there |"
    yield "|--:|---|---|"
    for height, layer in zip(range(len(floors), 0, -1), floors, strict=True):
        for room in layer:
            yield f"| {height} | `{room}` | {purpose(room)} |"


def families() -> Iterator[str]:
    """What each file of rules is about, in its own first line."""
    for path in sorted((PACKAGE / "validation" / "rules").glob("*.py")):
        if path.stem != "__init__":
            yield f"- `{path.name}`: {purpose(f'validation/rules/{path.stem}')}"


def remarks() -> Iterator[str]:
    """Every comment that names a program: what it does, and where that is taken care of."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for text in _comments(path):
            if _PROGRAMS.search(text):
                where = path.relative_to(PACKAGE).as_posix()
                yield f"- `{where}`: {text.replace('<', '&lt;').replace('*', chr(92) + '*')}"


def _comments(path: Path) -> Iterator[str]:
    """The comments of a file; those on lines that follow each other are one."""
    block: list[str] = []
    last = -1
    source = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type != tokenize.COMMENT:
            continue
        alone = token.line.lstrip().startswith("#")
        if not (alone and block and token.start[0] == last + 1):
            if block:
                yield " ".join(block)
            block = []
        block.append(token.string.lstrip("# ").strip())
        last = token.start[0] if alone else -1
    if block:
        yield " ".join(block)
