"""Prints how many faults were put in, and how many were found: python -m tests.validation.accuracy."""

from __future__ import annotations

import sys

from .scoring import EACH, NOT_INJECTED, PER_LANGUAGE, Tallies, false_alarms, scored, together

LANGUAGES = ("en", "zh")


def say(*words: object) -> None:
    """One line on the screen."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def table(tallies: Tallies) -> str:
    """Of every rule: injected, findings expected, missed, false."""
    lines = [
        "| Rule | Faults put in | Findings expected | Missed | False |",
        "|---|--:|--:|--:|--:|",
    ]
    for code, one in sorted(tallies.items()):
        if code not in NOT_INJECTED:
            figures = (one.injected, one.expected, len(one.missed), len(one.false))
            lines.append(f"| {code} | " + " | ".join(f"{n:,}" for n in figures) + " |")
    every = list(tallies.values())
    sums = (sum(t.injected for t in every), sum(t.expected for t in every),
            sum(len(t.missed) for t in every), sum(len(t.false) for t in every))  # fmt: skip
    lines.append("| **all** | " + " | ".join(f"**{n:,}**" for n in sums) + " |")
    return "\n".join(lines)


def main(seed: int = 1) -> int:
    """Measure, and print what docs/accuracy.md quotes; 1 where anything is missed or false."""
    tallies = together([scored(language, EACH, seed) for language in LANGUAGES])
    say(table(tallies))
    expected = sum(one.expected for one in tallies.values())
    missed = sum(len(one.missed) for one in tallies.values())
    false = sum(len(one.false) for one in tallies.values())
    hits = expected - missed
    say(f"\nRecall {hits / expected:.4f}, precision {hits / (hits + false):.4f}, by cell.")
    alarms = [one for language in LANGUAGES for one in false_alarms(language, PER_LANGUAGE, seed)]
    say(f"Correct workbooks: {len(LANGUAGES) * PER_LANGUAGE}; false alarms: {len(alarms)}.")
    for one in [*(f for t in tallies.values() for f in (*t.missed, *t.false)), *alarms]:
        say(*one)
    return 1 if missed or false or alarms else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
