"""Files that are no workbook at all, whatever their name says."""

from __future__ import annotations

import base64
import gzip
import random

from hostile.building import Case, pack, plain, refused

_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def _noise(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)  # noqa: S311 - the same noise every time


FILES: dict[str, Case] = {
    "empty": refused(lambda: b"", "is empty (0 bytes)"),
    "one byte": refused(lambda: b"\0", "is damaged or is not"),
    "spaces": refused(lambda: b" " * 999, "is a plain text"),
    "zeros": refused(lambda: bytes(9_999), "is damaged or is not"),
    "text": refused(lambda: b"Dear all,\nsee below", "is a plain text"),
    "csv in gbk": refused(lambda: "姓名,电话\n李,1".encode("gbk"), "is a plain text (CSV?)"),
    "csv in utf-16": refused(lambda: "a\tb\n".encode("utf-16"), "is a plain text (CSV?)"),
    "base64": refused(lambda: base64.b64encode(plain()), "is a plain text"),
    "html table": refused(lambda: b"<table><tr><td>Duty</table>", "is a web page (HTML)"),
    "html": refused(lambda: b"\xef\xbb\xbf<!DOCTYPE html><p>", "is a web page (HTML)"),
    "excel 2003 xml": refused(lambda: b'<?xml version="1.0"?><Workbook/>', "is an XML file"),
    "json": refused(lambda: b'{"schema": 1}', "is a JSON text"),
    "rtf": refused(lambda: b"{\\rtf1 hello}", "is a formatted text (RTF)"),
    "pdf": refused(lambda: b"%PDF-1.7\n\0", "is a PDF"),
    "png": refused(lambda: b"\x89PNG\r\n\x1a\n\0", "is a picture (PNG)"),
    "jpeg": refused(lambda: b"\xff\xd8\xff\xe0\0", "is a picture (JPEG)"),
    "gif": refused(lambda: b"GIF89a\0\0", "is a picture (GIF)"),
    "rar": refused(lambda: b"Rar!\x1a\x07\0", "is a RAR archive"),
    "7z": refused(lambda: b"7z\xbc\xaf\x27\x1c\0", "is a 7-Zip archive"),
    "gzip": refused(lambda: gzip.compress(plain()), "is a gzip-compressed file"),
    "encrypted": refused(
        lambda: _CFB + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"
    ),
    "old word": refused(lambda: _CFB + "WordDocument".encode("utf-16-le"), "is a Word"),
    "broken xls": refused(lambda: _CFB + bytes(4_096), "(.xls) that cannot be read", "a.xls"),
    "xls of noise": refused(lambda: _CFB + _noise(1, 9_999), "(.xls) that cannot be read"),
    "xls whose counts lie": refused(
        lambda: _CFB[:24] + b"\x3e\0\3\0\xfe\xff\x09\0" + b"\xff" * 9_999, "(.xls) that cannot be"
    ),
    "broken ods": refused(
        lambda: pack({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
                      "content.xml": b"<office:body"}),
        "(.ods) that cannot be read", "a.ods",
    ),
    "lock file": refused(plain, "is Excel's lock file", "~$case.xlsx"),
    "side file": refused(plain, "is a macOS side file", "._case.xlsx"),
    **{
        f"noise {seed}": refused(lambda s=seed: _noise(s, 2_000 * s), "is damaged or is not")
        for seed in (2, 3, 4)
    },
    **{
        f"noise {seed} behind a good start": refused(
            lambda s=seed: b"PK\3\4" + _noise(s, 999 * s), "its end is missing"
        )
        for seed in (5, 6)
    },
}  # fmt: skip
