"""A copy of a package in which only some parts differ."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from handover_xlsx.package.limits import LIMITS
from handover_xlsx.package.repack import repacked
from handover_xlsx.package.zip_directory import Archive, read_archive


class Unseekable(io.BytesIO):
    """A stream, as a web server writes to: sizes come behind each part."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: object) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


def package(stream: io.BytesIO, *, wide: bool = False) -> bytes:
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in (("a.xml", b"<a/>" * 99), ("b.bin", b"b" * 999), ("周.xml", b"<c/>")):
            with made.open(name, "w", force_zip64=wide) as part:
                part.write(content)
    return stream.getvalue()


def archive(data: bytes) -> Archive:
    return read_archive("a.xlsx", data, LIMITS)


KINDS = {
    "usual": lambda: package(io.BytesIO()),
    "streamed": lambda: package(Unseekable()),
    "zip64": lambda: package(io.BytesIO(), wide=True),
}


@pytest.mark.parametrize("kind", KINDS)
def test_untouched_parts_are_copied_as_they_lie(kind):
    """Whatever records a program writes around a part come along; every part can be read."""
    data = KINDS[kind]()
    copy = repacked(archive(data), {"b.bin": b"other"}, {"d.xml": b"<d/>"}, ())
    with zipfile.ZipFile(io.BytesIO(copy)) as read:
        found = {name: read.read(name) for name in read.namelist()}
        assert read.testzip() is None

    assert found == {"a.xml": b"<a/>" * 99, "b.bin": b"other", "周.xml": b"<c/>", "d.xml": b"<d/>"}
    first = archive(data).entries["a.xml"]
    assert copy.startswith(data[: first.offset + 30 + 5 + first.packed])
    assert [entry.name for entry in archive(copy).entries.values()] == list(found)


def test_without_changes_the_copy_is_the_file():
    """Byte for byte."""
    data = package(io.BytesIO())

    assert repacked(archive(data), {}, {}) == data


def test_a_dropped_part_is_gone():
    """From the data and from the directory."""
    copy = repacked(archive(package(io.BytesIO())), {}, {}, {"b.bin"})

    assert list(archive(copy).entries) == ["a.xml", "周.xml"]
    assert b"b.bin" not in copy


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "samples").glob("*.xlsx")),
                         ids=lambda path: path.stem)  # fmt: skip
def test_a_sample_passes_through_unchanged(path):
    """Nothing about it is written again when nothing is changed."""
    data = path.read_bytes()

    assert repacked(archive(data), {}, {}) == data
