"""What SheetJS saves in Excel's binary format, and what we read of it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from comparing import values
from support.binary_workbook import with_columns

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.handover.model import Handover
from handover_xlsx.reading.read import read_workbook
from handover_xlsx.validation.run import validate

pytestmark = pytest.mark.needs("node", "node libraries")

RESAVE = Path(__file__).parent / "node/resave.mjs"
SAMPLES = Path(__file__).parents[2] / "samples"


def saved_as_binary(name: str, folder: Path) -> Path:
    """A sample as SheetJS saves it as .xlsb."""
    target = folder / f"{name}.xlsb"
    jobs = json.dumps([["sheetjs", str(SAMPLES / f"{name}.xlsx"), str(target)]])
    node = shutil.which("node") or "node"
    done = subprocess.run(
        [node, str(RESAVE)], input=jobs, text=True, capture_output=True, check=True
    )
    assert json.loads(done.stdout) == [None]
    return target


def found(handover: Handover) -> set[tuple[str, str]]:
    """Errors and warnings by rule and place, but for what depends on the day of saving.

    SheetJS writes that day, but no one looks for it in a binary workbook.
    """
    return {
        (f.code, f.place)
        for f in validate(handover).findings
        if f.severity != "info" and f.section != "signoff" and f.code != "Q130"
    }


@pytest.mark.parametrize("name", ["handover-complete", "handover-gaps"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_binary_workbook_is_read_for_its_values(tmp_path, name, language):
    """Saved as .xlsb, a workbook says the same, with the same gaps; one note says what was read.

    Here as Excel saves it, where each cell says its column.
    """
    before = read_workbook(SAMPLES / f"{name}.{language}.xlsx")
    path = saved_as_binary(f"{name}.{language}", tmp_path)
    path.write_bytes(with_columns(path.read_bytes()))
    after = read_workbook(path)

    assert values(after) == values(before)
    assert [f.code for f in validate(after).findings if f.code.startswith("S")] == ["S132"]
    assert found(after) - found(before) == set()
    assert {code for code, _ in found(before) - found(after)} <= {
        "Q130"
    }  # it says no day of saving


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_binary_workbook_in_the_short_form_is_refused(tmp_path, language):
    """SheetJS leaves columns out; no cell may be lost in silence, so a line says what to do."""
    path = saved_as_binary(f"handover-complete.{language}", tmp_path)

    with pytest.raises(UnreadableFile) as error:
        read_workbook(path)

    assert str(error.value) == (
        f"{path.name}: is a binary workbook (.xlsb) in a short form, of which cells would be lost; "
        "open it in Excel and save it as .xlsx"
    )
    assert "另存为 .xlsx" in error.value.text("zh")
