"""The wheel contains everything: it is built, installed elsewhere, and used from another folder."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from handover_xlsx.template.catalogue import find_text, template_names
from handover_xlsx.template.compiled import load_compiled
from handover_xlsx.template.loading import load_text

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "-w", folder, ROOT],
        check=True, capture_output=True,
    )  # fmt: skip
    return next(folder.glob("*.whl"))


def test_the_wheel_contains_templates_samples_and_translations(wheel):
    """Nothing is forgotten, and nothing that is not needed is shipped."""
    names = zipfile.ZipFile(wheel).namelist()

    assert "handover_xlsx/bundled_templates/operations.yaml" in names
    assert "handover_xlsx/bundled_samples/handover-complete.zh.xlsx" in names
    assert "handover_xlsx/bundled_samples/team/liu-sihan.zh.xlsx" in names
    assert "handover_xlsx/locale/zh_CN/LC_MESSAGES/handover.mo" in names
    assert "handover_xlsx/py.typed" in names
    assert any(name.endswith(".html.j2") for name in names)
    assert not [name for name in names if name.endswith((".py",)) and "samples" in name]
    assert not [name for name in names if name.startswith("tests/")]


def test_the_wheel_contains_its_templates_compiled(wheel, tmp_path):
    """An installed handover loads each shipped template fast, and it says what its YAML says."""
    with zipfile.ZipFile(wheel) as package:
        package.extractall(tmp_path)
    folder = tmp_path / "handover_xlsx/bundled_templates"

    for name in template_names():
        assert load_compiled(folder, name) == load_text(*find_text(name), find_text)


def test_an_installed_handover_works_from_another_folder(wheel, tmp_path):
    """In a new virtual environment, away from the checkout: new, validate, demo."""
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    scripts = home / ("Scripts" if sys.platform == "win32" else "bin")
    library = subprocess.run(
        [scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", scripts / "python", "install", "--quiet",
         "--no-deps", wheel],
        check=True, capture_output=True,
    )  # fmt: skip
    # Borrow the libraries of this environment; .pth files in a borrowed folder do not count, so
    # the checkout itself remains out of sight.
    borrowed = next(path for path in sys.path if path.endswith("site-packages"))
    Path(library, "borrowed.pth").write_text(borrowed)
    away = tmp_path / "away"
    away.mkdir()

    def handover(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [scripts / "handover", *arguments], cwd=away, capture_output=True, text=True,
            encoding="utf-8", env={"PATH": "", "LC_ALL": "C.UTF-8"}, check=False,
        )  # fmt: skip

    origin = subprocess.run(
        [scripts / "python", "-c", "import handover_xlsx; print(handover_xlsx.__file__)"],
        cwd=away, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert str(home) in origin
    assert "operations  –  " in handover("template", "list").stdout
    assert handover("new", "-l", "zh", "-o", "x.xlsx").returncode == 0
    assert handover("validate", "x.xlsx").returncode == 1
    assert handover("demo").returncode == 0
    assert (away / "handover-demo" / "summary.html").exists()


def test_the_version_is_one(wheel):
    """The package, the wheel's name and what the wheel says of itself agree; so does the README."""
    import handover_xlsx

    version = handover_xlsx.__version__
    folder = f"handover_xlsx-{version}.dist-info"
    about = zipfile.ZipFile(wheel).read(f"{folder}/METADATA").decode()
    assert f"\nVersion: {version}\n" in about
    assert wheel.name.startswith(f"handover_xlsx-{version}-")
    for page in ("README.md", "docs/zh.md"):
        assert wheel.name in (ROOT / page).read_text(encoding="utf-8")


def test_public_names_exist_and_are_documented():
    """Everything in ``__all__`` can be imported and says what it is."""
    import handover_xlsx

    for name in handover_xlsx.__all__:
        thing = getattr(handover_xlsx, name)
        assert name == "__version__" or thing.__doc__, name
