"""How many secrets are found, and how many false alarms there are, in cells as people write them.

The tables in ``secret_cells`` say in their first lines what the detector was improved with and what
it had never seen when it was measured; ``docs/accuracy.md`` has the figures of that day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from handover_xlsx.reading.identity import kind_of_sheet
from handover_xlsx.secrets import find as secrets
from handover_xlsx.secrets.find import DOTS
from handover_xlsx.secrets.mask import mask_grid
from handover_xlsx.sheets.workbook import Grid

TABLES = sorted(Path(__file__).with_name("secret_cells").glob("*.txt"))


@dataclass(frozen=True)
class Cell:
    """A cell below a heading ("" for none) and next to another, and the secrets in it."""

    heading: str
    left: str
    text: str
    secrets: tuple[str, ...]

    def shown(self) -> str:
        """What is left of it after masking."""
        rows = [["Name", "What", self.heading], ["Entry", self.left or None, self.text]]
        grid = Grid(list(enumerate(rows if self.heading else [[self.text]])))
        list(mask_grid("Papers", grid, kind_of_sheet))
        return str(grid.rows[-1][1][-1])


def plain(line: str) -> str:
    """A line with its line breaks; ⁀ keeps programs that look for tokens from finding these."""
    return line.replace("⏎", "\n").replace("⁀", "")


def left_of(cell: Cell) -> str:
    """The letters and digits of its secrets that can still be read after masking."""
    pieces = map(re.escape, cell.shown().split(DOTS))
    masked = re.fullmatch("(.+?)".join(pieces), cell.text, re.DOTALL)
    assert masked, cell.shown()
    hidden = {at for group in range(1, len(masked.regs)) for at in range(*masked.span(group))}
    reached, secret = 0, set()
    for one in cell.secrets:
        reached = cell.text.index(one, reached)
        secret |= set(range(reached, reached + len(one)))
    return "".join(cell.text[at] for at in sorted(secret - hidden) if cell.text[at].isalnum())


def cells(table: Path) -> list[Cell]:
    """The cells of a table."""
    found = []
    for line in table.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            continue
        heading, left, text, secrets = (part.strip() for part in plain(line).split("¦"))
        each = tuple(one.strip() for one in secrets.split("‖") if one.strip())
        found.append(Cell(heading, left, text, each))
    return found


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_recall_and_precision_are_at_least_95_percent(table):
    """A cell counts as found when no letter and no digit of any secret in it can be read any more."""
    secret = [cell for cell in cells(table) if cell.secrets]
    harmless = [cell for cell in cells(table) if not cell.secrets]
    missed = [c.text for c in secret if left_of(c)]
    wrong = [c.text for c in harmless if c.shown() != c.text]
    found = len(secret) - len(missed)

    assert len(secret) >= 20
    assert len(harmless) >= 20
    assert found / len(secret) >= 0.95, missed
    assert found / (found + len(wrong)) >= 0.95, wrong


def test_there_are_tables_that_were_tuned_on_and_tables_that_were_not():
    """Each says so in its first line; a figure on what was tuned on proves little."""
    assert {table.stem: len(cells(table)) for table in TABLES} == {
        "held_out": 98,
        "held_out_last": 50,
        "offices": 104,
        "offices_held_out": 103,
        "offices_last": 80,
        "tuned": 98,
    }


WORDS = sorted({word for table in TABLES for cell in cells(table) for word in cell.text.split(" ")})


@pytest.mark.parametrize(
    "text",
    [
        "log in as anna with Sommer#24x",
        "curl -u anna:Sommer24 https://x",
        "the file opens with Sommer#24x",
        "6222 0202 0000 0000 154",
        "hf_kLmQpVbXzTyUweAbCdEfGhIjKlMnOpQrSt of 2026",
    ],
)
def test_the_first_look_at_a_cell_passes_over_no_secret_between_words(text):
    """What announces it may have a blank in it, or be one sign among letters."""
    assert secrets.find_secrets(text)
