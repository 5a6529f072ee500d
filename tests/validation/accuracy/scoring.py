"""Workbooks with many known faults each, and how many of them are found, and what else is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from handover_xlsx.reading.read import read_bytes
from handover_xlsx.template.rule_codes import CODES
from handover_xlsx.validation.run import validate
from handover_xlsx.writing.write import workbook_bytes

from . import coverage_faults, link_faults, state_faults, value_faults, word_faults
from .correct import Correct
from .faults import MAKERS, Fault, Found
from .patching import patched
from .story import SAVED, Story, story

assert all((coverage_faults, link_faults, state_faults, value_faults, word_faults))

_FILE = "a fault of the file, not of a cell: the rules' examples cover it"
_TEAM = "needs the workbooks of several people: the team's tests cover it"
NOT_INJECTED = {
    **{c: _FILE for c in CODES if c[0] == "S" and c not in ("S111", "S112", "S113")},
    **{c: _TEAM for c in CODES if c[0] == "M"},
}
"""Rules whose fault cannot be put into a cell or row of one workbook, and why."""
EACH, PER_LANGUAGE = 18, 100
"""Faults of each rule, and correct workbooks, in each language."""
_DRAWS = 40  # until a fault fits next to the others of its workbook


@dataclass
class Tally:
    """Of one rule: faults put in, findings expected, missed, and false."""

    injected: int = 0
    expected: int = 0
    missed: list[Found] = field(default_factory=list)
    false: list[Found] = field(default_factory=list)


Tallies = dict[str, Tally]


def with_faults(sample: Story, rng: Random, wanted: list[str], most: int) -> list[Fault]:
    """Faults that do not touch each other; the first of ``wanted`` that fit."""
    chosen: list[Fault] = []
    claimed: set[object] = set()
    read: set[object] = set()
    for code in list(wanted):
        if len(chosen) >= most:
            break
        for _ in range(_DRAWS):
            one = MAKERS[code](sample, rng)
            if one is None or one.claims & (claimed | read) or one.reads & claimed:
                continue
            chosen.append(one)
            claimed |= one.claims
            read |= one.reads
            wanted.remove(code)
            break
    return chosen


def workbooks(language: str, each: int, seed: int) -> Iterator[tuple[Story, list[Fault]]]:
    """Workbooks until every rule was injected ``each`` times."""
    rng = Random(f"{seed} {language}")  # noqa: S311 - to be repeated, not to be safe
    sample = story(language)
    waiting = sorted(MAKERS) * each
    while waiting:
        rng.shuffle(waiting)
        faults = with_faults(sample, rng, waiting, rng.randint(20, 40))
        if not faults:
            raise AssertionError(f"no place for a fault of {sorted(set(waiting))}")
        yield sample, faults


def found_in(sample: Story, faults: list[Fault]) -> Counter[Found]:
    """What the program finds in a workbook with these faults."""
    puts = {cell: one.raw for fault in faults for cell, one in fault.puts.items()}
    data = patched(sample, puts, [pair for fault in faults for pair in fault.merged])
    findings = validate(read_bytes("story.xlsx", data)).findings
    return Counter((f.code, f.sheet, f.cell or "") for f in findings)


def scored(language: str, each: int, seed: int = 1) -> Tallies:
    """The tally of every rule over many workbooks."""
    tallies = {code: Tally() for code in CODES}
    for sample, faults in workbooks(language, each, seed):
        found = found_in(sample, faults)
        expected = Counter(one for fault in faults for one in fault.found)
        for fault in faults:
            tallies[fault.code].injected += 1
        for one, count in expected.items():
            tallies[one[0]].expected += count
        for one in (expected - found).elements():
            tallies[one[0]].missed.append(one)
        for one in (found - expected).elements():
            tallies.setdefault(one[0], Tally()).false.append(one)
    return tallies


def together(many: list[Tallies]) -> Tallies:
    """Several tallies as one."""
    whole: Tallies = {}
    for tallies in many:
        for code, one in tallies.items():
            total = whole.setdefault(code, Tally())
            total.injected += one.injected
            total.expected += one.expected
            total.missed += one.missed
            total.false += one.false
    return whole


def false_alarms(language: str, count: int, seed: int = 1) -> list[tuple[str, ...]]:
    """What is found in random correct workbooks; how something was read may be reported where it fits."""
    alarms: list[tuple[str, ...]] = []
    for number in range(count):
        rng = Random(f"{seed} {language} {number}")  # noqa: S311 - to be repeated
        made = Correct(language, rng)
        content = made.content()
        data, _ = workbook_bytes(made.template, language=language, content=content, today=SAVED)
        alarms += [
            (one.code, one.sheet, one.cell or "", str(one.value), str(number))
            for one in validate(read_bytes("correct.xlsx", data)).findings
            if one.code != "V190" or (one.section, one.field) not in made.remarkable
        ]
    return alarms
