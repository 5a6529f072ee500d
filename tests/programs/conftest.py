"""One LibreOffice for all tests of a session, with a profile of its own."""

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from handover_xlsx.writing.styles import FONTS

DRIVER = Path(__file__).with_name("libreoffice_driver.py")


class LibreOffice:
    """Each method is a command of ``libreoffice_driver.py``: ``office.open(path)``."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: object) -> Any:
            words = [str(word) if isinstance(word, Path) else word for word in arguments]
            self._process.stdin.write(json.dumps([name, *words]) + "\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
            answer = json.loads(line) if line else {"error": f"{name}: LibreOffice is gone"}
            assert "error" not in answer, answer["error"]
            return answer["result"]

        return call


@pytest.fixture(scope="session")
def office() -> Iterator[LibreOffice]:
    """LibreOffice without a window, waiting for commands."""
    with started() as program:
        yield program


@pytest.fixture(scope="session")
def office_with_fonts() -> Callable[[str, str], AbstractContextManager[LibreOffice]]:
    """LibreOffice on a machine that has few fonts: one in place of Calibri, one of YaHei."""
    return started


@contextmanager
def started(*families: str) -> Iterator[LibreOffice]:
    """LibreOffice, with the fonts of the machine or with some families alone."""
    folder = Path(tempfile.mkdtemp(prefix="office-"))
    environment = dict(os.environ)
    if families:
        (folder / "fonts.conf").write_text(only_fonts(families), encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(folder / "fonts.conf")
    pipe = folder.name
    program = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={folder.as_uri()}", "--headless", "--norestore",
         f"--accept=pipe,name={pipe};urp"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment,
    )  # fmt: skip
    driver = subprocess.Popen(
        ["/usr/bin/python3", str(DRIVER), pipe],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield LibreOffice(driver)
    driver.stdin.close()
    for process in (driver, program):
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    driver.stdout.close()
    shutil.rmtree(folder, ignore_errors=True)


def only_fonts(families: tuple[str, ...]) -> str:
    """Settings of fontconfig: the folders of some families, which take the place of ours."""
    listed = subprocess.run(
        ["fc-list", "--format=%{family}\t%{file}\n"], capture_output=True, text=True, check=True
    )
    files = [line.split("\t") for line in listed.stdout.splitlines()]
    folders = {Path(file).parent for names, file in files if set(names.split(",")) & set(families)}
    instead = "".join(
        f'<match target="pattern"><test name="family"><string>{ours}</string></test>'
        f'<edit name="family" mode="assign" binding="strong">'
        f"{''.join(f'<string>{name}</string>' for name in order)}</edit></match>"
        for ours, order in zip(FONTS.values(), (families, families[::-1]), strict=True)
    )
    return f"<fontconfig>{''.join(f'<dir>{one}</dir>' for one in folders)}{instead}</fontconfig>"
