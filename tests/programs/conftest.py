"""One LibreOffice for all tests of a session, with a profile of its own."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

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
    folder = Path(tempfile.mkdtemp(prefix="office-"))
    pipe = folder.name
    program = subprocess.Popen(
        ["soffice", f"-env:UserInstallation={folder.as_uri()}", "--headless", "--norestore",
         f"--accept=pipe,name={pipe};urp"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
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
