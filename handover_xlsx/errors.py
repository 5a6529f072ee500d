"""What stops the program. Gaps in a handover are *findings*, never exceptions.

HandoverError                   anything that stops a command; exit code 2
├── TemplateError               a template cannot be used: one line per mistake
├── UnreadableFile              a file cannot be read as a workbook (also a ValueError)
│   └── OwnReport               it is a report that we wrote ourselves; nothing is missing
├── OutputError                 an output cannot be written, or must not be
├── UsageError                  an option's value cannot be used (also a ValueError)
└── WriterError                 the workbook we were writing would have been faulty (a defect)
"""

from __future__ import annotations

from handover_xlsx.locale import N_, Message


class HandoverError(Exception):
    """Base of all errors: one sentence saying where, what, and what to do."""

    def __init__(self, template: str, /, **values: object) -> None:
        self.message = Message(template, values)
        super().__init__(template, values)

    def text(self, language: str = "en") -> str:
        """The sentence in the reader's language."""
        return self.message.text(language)

    def __str__(self) -> str:
        return self.text()


class TemplateError(HandoverError):
    """A template cannot be used; ``problems`` has every mistake found in one go."""

    def __init__(self, problems: list[Message]) -> None:
        self.problems = tuple(problems)
        super().__init__("{problems}", problems="\n".join(map(str, problems)))

    def text(self, language: str = "en") -> str:
        """One line per mistake: ``file:line: what, what instead``."""
        return "\n".join(problem.text(language) for problem in self.problems)


class UnreadableFile(HandoverError, ValueError):
    """A file is missing, damaged, protected, dangerous, or not a handover workbook."""

    def __init__(self, file: str, reason: str, /, **values: object) -> None:
        self.file = file
        self.reason = Message(reason, values)
        super().__init__(N_("{file}: {reason}"), file=file, reason=self.reason)

    def __reduce__(self) -> tuple[object, ...]:  # crosses process borders in a parallel merge
        given = (self.file, self.reason.template, dict(self.reason.values))
        return _unreadable, (type(self), *given)


def _unreadable(
    kind: type[UnreadableFile], file: str, reason: str, values: dict[str, object]
) -> UnreadableFile:
    return kind(file, reason, **values)


class OwnReport(UnreadableFile):
    """A file is a report that we wrote: it may be among the workbooks, and is skipped."""


class OutputError(HandoverError):
    """An output cannot be written: it exists, or it would replace an input."""


class UsageError(HandoverError, ValueError):
    """An option's value cannot be used."""


class WriterError(HandoverError):
    """XlsxWriter refused or dropped something: our defect, never the user's."""
