"""A folder of files appears complete, and never takes anything else away."""

from __future__ import annotations

import pytest

from handover_xlsx.errors import OutputError
from handover_xlsx.files.output_folder import check_output_folder, write_folder

FILES = {"sources.csv": b"a", "duties.csv": b"b"}


def check(path, *, force=False):
    check_output_folder(path, ".csv", mark="sources.csv", force=force)


def test_a_new_or_empty_folder_may_be_written(tmp_path):
    """Nothing else is left next to it."""
    (tmp_path / "empty").mkdir()
    for name in ("new", "empty"):
        check(tmp_path / name)
        write_folder(tmp_path / name, FILES)

        assert {p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} == FILES
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "new"]


def test_an_earlier_export_is_replaced_only_with_force(tmp_path):
    """And then as a whole: a table that is gone leaves no file."""
    write_folder(tmp_path / "data", {**FILES, "old.csv": b"c"})

    with pytest.raises(OutputError, match="exists already"):
        check(tmp_path / "data")
    check(tmp_path / "data", force=True)
    write_folder(tmp_path / "data", FILES)
    assert sorted(p.name for p in (tmp_path / "data").iterdir()) == sorted(FILES)


@pytest.mark.parametrize("other", ["thesis.docx", "sub", "a.csv"])
def test_a_folder_with_other_files_is_never_replaced(tmp_path, other):
    """Not even with force: documents, folders, CSV files that are not ours."""
    folder = tmp_path / "mine"
    folder.mkdir()
    if other == "sub":
        (folder / "sources.csv").write_bytes(b"")
        (folder / other).mkdir()
    else:
        (folder / other).write_bytes(b"precious")

    with pytest.raises(OutputError, match="contains other files"):
        check(folder, force=True)


def test_a_file_or_a_missing_parent_is_named(tmp_path):
    """What is in the way, and what to do."""
    (tmp_path / "file").write_bytes(b"")

    with pytest.raises(OutputError, match="is a file; name a new or empty folder"):
        check(tmp_path / "file")
    with pytest.raises(OutputError, match="make the folder first"):
        check(tmp_path / "nowhere" / "data")


def test_when_writing_fails_the_earlier_folder_remains(tmp_path):
    """A name that no file can have stops everything before anything is replaced."""
    write_folder(tmp_path / "data", FILES)

    with pytest.raises(OutputError, match="cannot be written"):
        write_folder(tmp_path / "data", {"a.csv": b"", "x" * 300: b""})
    assert {p.name for p in (tmp_path / "data").iterdir()} == set(FILES)
    assert [p.name for p in tmp_path.iterdir()] == ["data"]
