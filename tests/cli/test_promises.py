"""The sixteen promises about files that are sent to us; each test names the one it keeps."""

from __future__ import annotations

import hashlib
import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hostile import CASES
from hostile.building import DUTIES, REFUSED, plain, replaced, row
from openpyxl.comments import Comment

from handover_xlsx.errors import UnreadableFile
from handover_xlsx.package.limits import LIMITS
from handover_xlsx.reading import batch as reading_many
from handover_xlsx.reading import batch_child as reading_child
from handover_xlsx.reading.batch import read_each
from handover_xlsx.reading.read import read_bytes, read_workbook
from handover_xlsx.sheets import legacy_formats as values_only
from handover_xlsx.sheets import legacy_formats_child as values_child
from handover_xlsx.validation.run import validate

pytestmark = pytest.mark.slow

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits and signals")
COMMAND = [sys.executable, "-m", "handover_xlsx"]
SECRETS = ("password: Winter2026!", "AKIAIOSFODNN7EXAMPLE", "pwd=Sommer#99;")
DANGEROUS = (
    "=1+1", "+1", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1", "<script>alert(1)</script>",
    '<img src="http://127.0.0.1:9/x">', "http://127.0.0.1:9/x", "file:///etc/passwd",
    "internal:Sheet1!A1", "\x1b[31mred", "[link](http://127.0.0.1:9)",
)  # fmt: skip


def save(path: Path, *, edit=lambda book: None, data: bytes = b"") -> Path:
    """The small plain workbook, changed with openpyxl."""
    book = openpyxl.load_workbook(io.BytesIO(data or plain()))
    edit(book)
    book.save(path)
    return path


def command(*arguments: object, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """``handover …`` as a process of its own."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)], cwd=cwd, capture_output=True, text=True, timeout=60,
        env={**os.environ, "LC_ALL": "C.UTF-8"}, **options,
    )  # fmt: skip


def state(folder: Path) -> dict[str, str]:
    """Every file in a folder and what is in it."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.is_file()
    }


# --- 1, 2: one line a file, and none stops the others -----------------------------------------

SOME_BAD = [name for name, case in CASES.items() if case.outcome == REFUSED][::9]


@pytest.mark.parametrize("name", SOME_BAD)
def test_promise_1_a_bad_file_is_one_line_and_exit_code_2(handover, tmp_path, name):
    """Name, cause and cure; no traceback, nothing on stdout, nothing written."""
    case = CASES[name]
    (tmp_path / case.file).write_bytes(case.build())
    before = state(tmp_path)
    outcome = handover("validate", case.file, "-o", "gaps.html")

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"{case.file}: ")
    assert outcome.err.count("\n") == 1
    assert state(tmp_path) == before


@pytest.mark.parametrize("name", SOME_BAD[::4])
def test_promise_1_holds_in_chinese(handover, tmp_path, monkeypatch, name):
    """The line is in the reader's language."""
    monkeypatch.setenv("LANGUAGE", "zh_CN")
    case = CASES[name]
    (tmp_path / case.file).write_bytes(case.build())
    outcome = handover("validate", case.file)

    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert any("\u4e00" <= sign <= "\u9fff" for sign in outcome.err)


def test_promise_2_bad_files_never_stop_the_others(handover, samples, tmp_path):
    """Each is named in its line, the rest is merged, and the exit code is 2."""
    folder = tmp_path / "returned"
    folder.mkdir()
    worst = [name for name in SOME_BAD if CASES[name].file == "case.xlsx"]
    for number, name in enumerate(worst[:5]):
        (folder / f"bad-{number}.xlsx").write_bytes(CASES[name].build())
    for path in (samples / "team").glob("*.xlsx"):
        (folder / path.name).write_bytes(path.read_bytes())
    outcome = handover("merge", "returned", "-o", "team.xlsx")

    assert outcome.code == 2
    for number in range(5):
        assert f"bad-{number}.xlsx: " in outcome.err
    assert "5 files could not be read" in outcome.err
    assert len(read_workbook(tmp_path / "team.xlsx").sources) == 3


# --- 3 to 8: limits ---------------------------------------------------------------------------


def test_promise_3_a_file_above_50_mib_is_refused_unless_allowed(handover, tmp_path):
    """The limit is named; --max-file-mb raises it."""
    with (tmp_path / "large.xlsx").open("wb") as file:
        file.truncate((50 << 20) + 1)
    refused = handover("validate", "large.xlsx")
    allowed = handover("validate", "large.xlsx", "--max-file-mb", "60")

    assert refused.err == (
        "large.xlsx: is 50 MiB, the limit is 50 MiB; delete pictures or split it\n"
    )
    assert "the limit is" not in allowed.err


def test_promise_4_what_unpacks_to_too_much_is_refused_by_its_real_size(handover, tmp_path):
    """Stated or not; --max-unpacked-mb raises and lowers the limit."""
    big = replaced(DUTIES, ("</sheetData>", "</sheetData>" + " " * (3 << 20)))
    (tmp_path / "big.xlsx").write_bytes(big)
    (tmp_path / "lies.xlsx").write_bytes(CASES["bomb that lies"].build())

    assert "the limit is 1 MiB" in handover("validate", "big.xlsx", "--max-unpacked-mb", 2).err
    assert handover("validate", "big.xlsx").code in (0, 1)
    assert "unpacks to more than it says" in handover("validate", "lies.xlsx").err


def test_promise_5_a_part_packed_more_than_200_to_1_is_refused():
    """Honest parts reach 127 to 1."""
    with pytest.raises(UnreadableFile, match="times its size, the limit is 200"):
        read_bytes("a.xlsx", CASES["bomb"].build())


def test_promise_6_more_than_2000_parts_are_refused():
    """300 sheets with notes have some 1,000."""
    with pytest.raises(UnreadableFile, match="the limit is 2,000"):
        read_bytes("a.xlsx", CASES["too many parts"].build())


@pytest.mark.parametrize("way", ["plain", "unusual"])
def test_promise_7_more_filled_cells_than_allowed_are_refused(handover, tmp_path, way):
    """Two million, or --max-cells; whichever of the two readers it is."""
    extra = '<row r="999"><c r="B999" t="e"><v>#REF!</v></c></row></sheetData>'
    data = plain() if way == "plain" else replaced(DUTIES, ("</sheetData>", extra))
    (tmp_path / "a.xlsx").write_bytes(data)

    assert handover("validate", "a.xlsx", "--max-cells", 50).err == (
        "a.xlsx: has more than 50 filled cells; split it into smaller workbooks, or allow more "
        "with --max-cells\n"
    )
    assert LIMITS.cells == 2_000_000
    assert handover("validate", "a.xlsx").code in (0, 1)


@pytest.mark.parametrize(
    "command",
    ["validate a.xlsx", "report a.xlsx -o x.html", "merge a.xlsx -o x.xlsx", "split a.xlsx -o x",
     "status a.xlsx", "export a.xlsx -o x.json", "diff a.xlsx a.xlsx"],
)  # fmt: skip
def test_promise_7_the_limits_are_options_of_every_command_that_reads(handover, tmp_path, command):
    """The advice to allow more can be followed, whichever command gave it."""
    (tmp_path / "a.xlsx").write_bytes(plain())
    refused = handover(*command.split(), "--max-cells", 50)

    assert refused.code == 2
    assert "allow more with --max-cells" in refused.err
    assert handover(*command.split(), "--max-cells", 60_000).code in (0, 1)


def test_promise_8_rows_and_columns_end_where_excels_end_and_long_texts_are_complete():
    """Beyond is damage; a text longer than a cell can contain is read complete, and reported."""
    for name in ("cell at 'XFE7'", "cell at 'A1048577'"):
        with pytest.raises(UnreadableFile, match="outside the sheet"):
            read_bytes("a.xlsx", CASES[name].build())
    long = "x" * 40_000
    cell = f'<c r="C7" t="inlineStr"><is><t>{long}</t></is></c><c r="D7"'
    data = replaced(DUTIES, (row(7), row(7).replace('<c r="D7"', cell)))
    handover = read_bytes("a.xlsx", data)

    assert handover.rows("duties")[0]["description"] == long
    assert any(f.cell == "C7" and "32,767" in str(f.message) for f in validate(handover).findings)


# --- 9: time and memory -------------------------------------------------------------------------


def child(tmp_path: Path, body: str, of: object) -> Path:
    """One of our child processes with something done first."""
    path = tmp_path / "child.py"
    original = Path(of.__file__)
    root = Path(__file__).parents[2]
    path.write_text(
        f"import os, runpy, sys, time\nsys.path.insert(0, {str(root)!r})\n{body}\n"
        f"runpy.run_path({str(original)!r}, run_name='__main__')\n",
        encoding="utf-8",
    )
    return path


DIES = """
from handover_xlsx.reading import read as reading
real = reading.read_workbook
def read_workbook(path, *rest):
    if "dies" in str(path): os.abort()
    if "hangs" in str(path): time.sleep(60)
    if "fills" in str(path): return bytearray(10 << 30)
    return real(path, *rest)
reading.read_workbook = read_workbook
"""


@pytest.fixture
def deadly(tmp_path, monkeypatch, samples) -> list[Path]:
    """Files of which one ends its process, one hangs, one fills the memory; and good ones."""
    monkeypatch.setattr(reading_many, "_CHILD", child(tmp_path, DIES, reading_child))
    monkeypatch.setattr(reading_many, "_SECONDS_TO_START", 10)
    good = (samples / "handover-slip.en.xlsx").read_bytes()
    names = ("1-good", "2-dies", "3-good", "4-hangs", "5-fills", "6-good")
    for name in names:
        (tmp_path / f"{name}.xlsx").write_bytes(good)
    return [tmp_path / f"{name}.xlsx" for name in names]


@POSIX
def test_promise_9_a_file_that_ends_hangs_or_fills_its_process_costs_itself_only(deadly):
    """The others are read, in order."""
    limits = replace(LIMITS, child_seconds=2)
    read = list(read_each(deadly, limits=limits))
    answers = [
        one.text() if isinstance(one, UnreadableFile) else one.sources[0].name for one in read
    ]

    assert answers[0::2] == ["1-good.xlsx", "3-good.xlsx", answers[4]]
    assert answers[1].startswith("2-dies.xlsx: stopped the program that reads workbooks")
    assert answers[3].startswith("4-hangs.xlsx: could not be read within 2 seconds")
    assert answers[4].startswith("5-fills.xlsx: needs too much memory")
    assert answers[5] == "6-good.xlsx"


@POSIX
def test_promise_9_holds_for_the_command(deadly, handover):
    """Each in its line, the rest is checked, exit code 2."""
    outcome = handover("validate", deadly[0], deadly[1], deadly[2], "-f", "json")

    assert outcome.code == 2
    assert outcome.err.count("\n") == 1
    assert len(json.loads(outcome.out)["sources"]) == 2


def test_promise_9_several_are_read_as_each_is_alone(samples):
    """The other process changes nothing in what is read."""
    files = sorted((samples / "team").glob("*.xlsx"))
    for path, read in zip(files, read_each(files), strict=True):
        alone = read_workbook(path)
        assert (read.tables, read.sources, read.remarks) == (
            alone.tables, alone.sources, alone.remarks,
        )  # fmt: skip
        assert read.template == alone.template


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("os.abort()", "that cannot be read (damaged, or protected"),
        ("time.sleep(60)", "that could not be read within 1 seconds"),
        ("sys.exit(3)", "with too many cells to be read"),
    ],
)
def test_promise_9_a_format_we_cannot_look_inside_is_read_in_a_child(
    tmp_path, monkeypatch, body, words
):
    """Which may die, hang or give up: it is one line."""
    path = child(tmp_path, body, values_child)
    monkeypatch.setattr(values_child, "__file__", str(path))
    limits = replace(LIMITS, child_seconds=1)

    with pytest.raises(UnreadableFile) as refused:
        read_bytes("a.xls", CASES["broken xls"].build(), limits=limits)
    assert words in str(refused.value)
    assert values_only.values_child is values_child


# --- 10, 11: nothing is looked up, run, followed or fetched ---------------------------------------


@pytest.mark.parametrize("name", [name for name in CASES if "entity" in name or "doctype" in name])
def test_promise_10_no_doctype_and_no_entity_in_any_part(name):
    """Refused before a parser that would heed them."""
    with pytest.raises(UnreadableFile):
        read_bytes("a.xlsx", CASES[name].build())


@contextmanager
def canary() -> Iterator[tuple[int, list[object]]]:
    """A port on this machine, and who knocked at it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        visits: list[object] = []

        def listen() -> None:
            while True:
                try:
                    visits.append(server.accept()[1])
                except OSError:
                    return

        threading.Thread(target=listen, daemon=True).start()
        yield server.getsockname()[1], visits


def test_promise_11_nothing_is_followed_or_fetched_and_all_is_reported(handover, tmp_path):
    """Links, pictures, connections, macros: a port of ours hears nothing in any command."""
    with canary() as (port, visits):
        for name in ("dde", "a linked picture", "data connections", "external links", "macros"):
            data = CASES[name].build()
            changed = io.BytesIO()
            with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w") as new:
                for part in old.namelist():
                    new.writestr(
                        part, old.read(part).replace(b"127.0.0.1:9", b"127.0.0.1:%d" % port)
                    )
            path = tmp_path / f"{name}.xlsx"
            path.write_bytes(changed.getvalue())
            report = json.loads(handover("validate", path, "-f", "json").out)
            assert "S130" in {finding["code"] for finding in report["findings"]}
            handover("report", path, "-o", "report.html", "--force")
            handover("merge", path, "-o", "team.xlsx", "--force")
            with zipfile.ZipFile(tmp_path / "team.xlsx") as team:
                assert not any("vba" in part or "external" in part for part in team.namelist())
        time.sleep(0.1)

    assert visits == []


# --- 12, 13: text remains text, and nothing gets lost ---------------------------------------------


@pytest.fixture
def dangerous(tmp_path) -> Path:
    """A workbook whose cells look like formulas, links, markup and escapes."""

    def edit(book: openpyxl.Workbook) -> None:
        for line, text in enumerate(DANGEROUS, 7):
            cell = book["Duties"].cell(line, 2)
            cell.value = text.replace("\x1b", "_x001B_")
            cell.data_type = "s"

    return save(tmp_path / "dangerous.xlsx", edit=edit)


def test_promise_12_text_remains_text_in_workbooks(handover, dangerous, tmp_path):
    """No cell of a merged workbook is a formula or a link that was a text."""
    outcome = handover("merge", dangerous, "-o", "team.xlsx")
    assert outcome.code == 0, outcome.err
    sheet = openpyxl.load_workbook(tmp_path / "team.xlsx")["Duties"]
    cells = [sheet.cell(line, 3) for line in range(7, 7 + len(DANGEROUS))]

    assert [cell.data_type for cell in cells] == ["s"] * len(DANGEROUS)
    assert [cell.hyperlink for cell in cells] == [None] * len(DANGEROUS)
    assert [r["name"] for r in read_workbook(tmp_path / "team.xlsx").rows("duties")] == list(
        DANGEROUS
    )


def test_promise_12_text_remains_text_in_reports(handover, dangerous, tmp_path):
    """No markup, no link, no escape sequence."""
    for arguments in (("report", "-o", "r.html"), ("validate", "-o", "v.html")):
        handover(arguments[0], dangerous, *arguments[1:])
        page = (tmp_path / arguments[2]).read_text(encoding="utf-8")
        assert "<script>alert" not in page
        assert "<img src=" not in page
        assert 'href="http' not in page
        assert 'href="file' not in page
        assert "default-src 'none'" in page
    shown = handover("validate", dangerous)
    assert "\x1b" not in shown.out + shown.err


def test_promise_13_nothing_is_dropped_in_silence(tmp_path):
    """Rows below the table, hidden rows and sheets, own sheets, errors, formulas, notes."""

    def edit(book: openpyxl.Workbook) -> None:
        duties = book["Duties"]
        duties["B1500"] = "Far below the table"
        duties["B10"], duties["B11"] = "Hidden", "#REF!"
        duties.row_dimensions[10].hidden = True
        duties["J10"] = "=1+1"
        duties["R6"], duties["R7"] = "Own", "kept"
        duties["B10"].comment = Comment("noted at the side", "Ann")
        book["Contacts"].sheet_state = "hidden"
        book.create_sheet("Mine").append(["x"])

    handover = read_workbook(save(tmp_path / "a.xlsx", edit=edit))
    names = [record.get("name") for record in handover.rows("duties")]
    found = {(finding.code, finding.cell) for finding in validate(handover).findings}

    assert names[-3:] == ["Hidden", "#REF!", "Far below the table"]
    assert handover.rows("duties")[0]["Own"] == "kept"
    assert len(handover.rows("contacts")) == 1
    assert [note.text for note in handover.notes] == ["noted at the side"]
    assert {("V150", "B11"), ("V151", "J10"), ("S107", None)} <= found
    doubled = validate(read_bytes("a.xlsx", CASES["doubled cell"].build()))
    assert [(f.cell, f.value) for f in doubled.findings if f.code == "S131"] == [("J7", "2.0")]


# --- 14: secrets ----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "json", "html", "md"])
def test_promise_14_likely_secrets_are_named_and_never_repeated(handover, tmp_path, form):
    """In no report, wherever they are: in values, names, notes, headings, doubled cells."""

    def edit(book: openpyxl.Workbook) -> None:
        duties = book["Duties"]
        duties["B7"], duties["C8"], duties["D9"] = SECRETS
        duties["R6"], duties["R7"] = "Own", SECRETS[1]
        duties["B8"].comment = Comment(SECRETS[2], "Ann")

    path = save(tmp_path / "a.xlsx", edit=edit)
    outcome = handover("validate", path, "-f", form)

    assert "P101" in outcome.out or form in ("html", "md")
    for secret in ("Winter2026!", "AKIAIOSFODNN7EXAMPLE", "Sommer#99"):
        assert secret not in outcome.out + outcome.err


# --- 15: inputs remain, outputs are complete -------------------------------------------------------------


def test_promise_15_inputs_are_never_changed(handover, samples, tmp_path):
    """By no command; and none of them takes an input for its output."""
    path = tmp_path / "mine.xlsx"
    path.write_bytes((samples / "handover-gaps.en.xlsx").read_bytes())
    path.chmod(0o444)
    before = state(tmp_path)["mine.xlsx"]
    handover("validate", path, "-o", "gaps.html")
    handover("report", path, "-o", "report.html")
    handover("merge", path, "-o", "team.xlsx")
    refused = handover("merge", path, "-o", path, "--force")

    assert state(tmp_path)["mine.xlsx"] == before
    assert refused.code == 2
    assert "is one of the inputs and is never written to" in refused.err


@POSIX
@pytest.mark.parametrize(
    ("arguments", "output"),
    [
        (("merge", "-o", "out.xlsx"), "out.xlsx"),
        (("report", "-o", "out.html"), "out.html"),
        (("validate", "-o", "out.html"), "out.html"),
    ],
)
def test_promise_15_on_a_full_disk_no_half_output_is_left(samples, tmp_path, arguments, output):
    """One line, exit code 2, and an older output remains as it was."""
    import resource

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_096, 4_096))

    sample = samples / "handover-gaps.en.xlsx"
    command(arguments[0], sample, *arguments[1:], cwd=tmp_path)
    older = (tmp_path / output).read_bytes()
    done = command(arguments[0], sample, *arguments[1:], "--force", cwd=tmp_path, preexec_fn=full)

    assert done.returncode == 2
    assert (
        done.stderr
        == f"{tmp_path / output}: cannot be written (File too large); choose another folder\n"
    )
    assert {path.name for path in tmp_path.iterdir()} == {output}
    assert (tmp_path / output).read_bytes() == older


@POSIX
@pytest.mark.parametrize("after", [0.15, 0.4, 0.7])
def test_promise_15_a_merge_that_is_killed_leaves_no_half_output(samples, tmp_path, after):
    """The team workbook is there complete, or not at all."""
    run = subprocess.Popen(
        [*COMMAND, "merge", str(samples / "team"), "-o", "team.xlsx"], cwd=tmp_path,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    time.sleep(after)
    run.kill()
    run.wait()
    output = tmp_path / "team.xlsx"

    assert not output.exists() or len(read_workbook(output).sources) == 3


@POSIX
@pytest.mark.parametrize("form", ["text", "json"])
def test_promise_15_a_report_that_cannot_be_printed_is_no_success(samples, tmp_path, form):
    """Stdout closed, or its disk full: one line, exit code 2."""
    line = " ".join([*COMMAND, "validate", str(samples / "handover-complete.en.xlsx"), "-f", form])
    closed = subprocess.run(f"{line} >&-", shell=True, capture_output=True, text=True, cwd=tmp_path)  # noqa: S602
    assert (closed.returncode, closed.stderr) == (
        2, "the output is closed; write into a file with -o\n",
    )  # fmt: skip
    if not Path("/dev/full").exists():
        return
    full = subprocess.run(f"{line} >/dev/full", shell=True, capture_output=True, text=True)  # noqa: S602
    assert full.returncode == 2
    assert full.stderr == (
        "the output cannot be written (No space left on device); write into a file with -o\n"
    )


@POSIX
def test_promise_15_a_reader_that_stops_early_is_no_error(samples, tmp_path):
    """``handover validate … | head -1`` ends quietly; closed stdin is reported."""
    line = " ".join([*COMMAND, "validate", str(samples / "handover-gaps.en.xlsx")])
    piped = subprocess.run(  # noqa: S602
        f"{line} | head -1", shell=True, capture_output=True, text=True, cwd=tmp_path
    )
    closed = subprocess.run(  # noqa: S602
        " ".join([*COMMAND, "validate", "-", "<&-"]), shell=True, capture_output=True, text=True
    )

    assert piped.stdout.startswith("handover-gaps.en.xlsx")
    assert piped.stderr == ""
    assert closed.returncode == 2
    assert closed.stderr == "-: is closed; name a file, or pipe one into the command\n"


# --- 16: what is no file ----------------------------------------------------------------------------


@POSIX
def test_promise_16_lock_files_pipes_and_folders_are_passed_over_or_refused(
    handover, samples, tmp_path
):
    """In a folder they are skipped; named, they are refused by name; nothing hangs."""
    folder = tmp_path / "returned"
    (folder / "sub.xlsx").mkdir(parents=True)
    good = (samples / "handover-slip.en.xlsx").read_bytes()
    for name in ("good.xlsx", "~$good.xlsx", "._good.xlsx", ".hidden.xlsx"):
        (folder / name).write_bytes(good)
    os.mkfifo(folder / "pipe.xlsx")
    (folder / "device.xlsx").symlink_to("/dev/zero")
    (folder / "loop.xlsx").symlink_to("loop.xlsx")
    (folder / "gone.xlsx").symlink_to("nowhere.xlsx")
    whole = json.loads(handover("validate", "returned", "-f", "json").out)

    assert [source["source"] for source in whole["sources"]] == ["good.xlsx"]
    for name, words in {
        "~$good.xlsx": "is Excel's lock file",
        "._good.xlsx": "is a macOS side file",
        "pipe.xlsx": "is not a regular file (a pipe or device)",
        "device.xlsx": "is not a regular file (a pipe or device)",
        "loop.xlsx": "is a link that points at itself",
        "gone.xlsx": "does not exist",
    }.items():
        outcome = handover("validate", f"returned/{name}")
        assert outcome.code == 2
        message = outcome.err.removeprefix("returned/")  # reported for what is not there
        assert message.startswith(f"{name}: {words}")
