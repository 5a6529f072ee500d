"""Running the command line in a test, in an empty folder, as a person at a terminal would."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[2] / "samples"


@dataclass(frozen=True)
class Outcome:
    """What a person sees."""

    code: int
    out: str
    err: str


@pytest.fixture
def handover(tmp_path, monkeypatch, capfd):
    """Run ``handover …`` in an empty folder; English messages unless the test says otherwise."""
    from handover_xlsx.cli import main

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    monkeypatch.setenv("LANGUAGE", "")

    def run(*arguments: object) -> Outcome:
        asked = os.environ["LANGUAGE"]
        with pytest.raises(SystemExit) as stop:
            main([str(argument) for argument in arguments])
        monkeypatch.setenv("LANGUAGE", asked)  # where main has put what it speaks
        shown = capfd.readouterr()
        return Outcome(int(stop.value.code or 0), shown.out, shown.err)

    return run


@pytest.fixture
def samples() -> Path:
    """The folder with the sample workbooks."""
    return SAMPLES
