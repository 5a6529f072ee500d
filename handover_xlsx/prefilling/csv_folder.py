"""Tables exported from elsewhere: a folder of CSV files, in the encodings that programs write."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.locale import N_
from handover_xlsx.package.limits import Limits
from handover_xlsx.package.sniff import check_file_name, read_once
from handover_xlsx.text.normalise import clean

ENDINGS = (".csv", ".tsv")
_DELIMITERS = ",;\t"
_LONGEST = 10_000_000  # characters in one cell; the csv module stops at 131,072 by itself
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_Rows = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Table:
    """One file: its name and its filled rows, each with its number from 0."""

    file: str
    rows: Sequence[tuple[int, Sequence[str]]]

    @property
    def name(self) -> str:
        """The file's name without its ending: a section's id or the name of its sheet."""
        return Path(self.file).stem


def read_tables(folder: Path, score: Callable[[str, Sequence[str]], int]) -> list[Table]:
    """The tables in a folder, by name.

    ``score`` says how many cells of a row are headings that the file of that name may have; it
    decides between delimiters. Raises UnreadableFile for a folder without tables, and for a file
    that cannot be read.
    """
    if not folder.is_dir():
        reason = N_("is not a folder; name the folder that contains the tables (.csv)")
        raise UnreadableFile(str(folder), reason)
    files = sorted(
        path for path in folder.iterdir()
        if path.suffix.lower() in ENDINGS and not path.name.startswith(("~$", "."))
    )  # fmt: skip
    if not files:
        raise UnreadableFile(str(folder), N_("contains no table (.csv); check the folder's name"))
    return [_read_table(path, score) for path in files]


def _read_table(path: Path, score: Callable[[str, Sequence[str]], int]) -> Table:
    check_file_name(path.name)
    text = decoded(path.name, read_once(path, path.name, Limits()))
    given, text = _without_separator_line(text)
    parsed: list[_Rows] = [_parsed(path.name, text, sign) for sign in given or _DELIMITERS]

    def fit(rows: _Rows) -> tuple[int, int]:
        head = rows[0][1] if rows else []
        return score(path.stem, head), len(head)

    return Table(path.name, max(parsed, key=fit))


def decoded(name: str, data: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030 (which includes GBK and GB2312)."""
    marked = next((code for mark, code in _MARKS.items() if data.startswith(mark)), None)
    for encoding in (marked,) if marked else (_wide(data) or "utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    reason = N_("is neither UTF-8 nor UTF-16 nor GB18030; save it as CSV UTF-8")
    raise UnreadableFile(name, reason)


def _wide(data: bytes) -> str:
    """UTF-16 without its mark, recognised by the zero bytes of commas, digits and line breaks."""
    head = data[:2000]
    if len(data) % 2 or b"\0" not in head:
        return ""
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _without_separator_line(text: str) -> tuple[str, str]:
    """Excel's own first line ``sep=;`` names the delimiter."""
    first, _, rest = text.partition("\n")
    sign = first.strip('\r\n "')[4:] if first.lower().lstrip('"').startswith("sep=") else ""
    return (sign, rest) if len(sign) == 1 else ("", text)


def _parsed(name: str, text: str, delimiter: str) -> _Rows:
    csv.field_size_limit(_LONGEST)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableFile(
            name, N_("cannot be read as a table ({why}); save it as CSV UTF-8"), why=str(error)
        ) from None
    return [(n, row) for n, row in enumerate(found) if any(clean(cell) for cell in row)]
