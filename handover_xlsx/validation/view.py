"""What a rule sees: the handover as tables, and what several rules ask of it, made once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as data_field
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar

from handover_xlsx.handover.model import Handover, Remark
from handover_xlsx.template.model import Reference, Section, Template
from handover_xlsx.template.rule_codes import LIMITS
from handover_xlsx.text.normalise import normalised

if TYPE_CHECKING:
    import pandas as pd

    from handover_xlsx.handover.columns import Columns, Days, Mask, Whole
    from handover_xlsx.merging.conflicts import Conflict

_Made = TypeVar("_Made")


@dataclass(frozen=True)
class View:
    """What a rule sees: the handover and its template."""

    handover: Handover
    _applies: dict[tuple[str, int], bool] = data_field(
        default_factory=dict, repr=False, compare=False
    )
    _applicable: dict[str, Mask] = data_field(default_factory=dict, repr=False, compare=False)
    _made: dict[object, list[Any]] = data_field(default_factory=dict, repr=False, compare=False)
    _keys: dict[str, int] = data_field(default_factory=dict, repr=False, compare=False)
    _spellings: dict[str, int] = data_field(default_factory=dict, repr=False, compare=False)
    _names: dict[Reference, dict[int, dict[str, list[str]]]] = data_field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def template(self) -> Template:
        """The template of the handover."""
        return self.handover.template

    @cached_property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        """What the workbooks of a team contradict each other in, and no one has decided yet."""
        from handover_xlsx.merging.conflicts import undecided_conflicts

        return tuple(undecided_conflicts(self.handover))

    def remarks(self, kind: str) -> Iterator[Remark]:
        """What reading noticed, of one kind."""
        return (remark for remark in self.handover.remarks if remark.kind == kind)

    def limit(self, code: str, name: str) -> float:
        """A limit of a rule: as the template says, else as it is usually."""
        choice = self.template.rules.get(code)
        return choice.limits.get(name, LIMITS[code][name]) if choice else LIMITS[code][name]

    def applies(self, section: Section | str, source: int) -> bool:
        """Whether the section counts for a source: it is there, and applies."""
        name = section if isinstance(section, str) else section.id
        known = self._applies.get((name, source))
        if known is None:
            own = self.handover.sources[source]
            known = own.has(name) and name not in own.not_applicable
            self._applies[name, source] = known
        return known

    def columns(self, section: Section | str) -> Columns:
        """The columns of a section as arrays: values, and masks that are made once."""
        return self.handover.columns(section)

    def table(self, section: str) -> pd.DataFrame:
        """A section as a typed DataFrame, as ``Handover.table`` describes it."""
        return self.handover.table(section)

    def in_sources(self, section: Section | str, judge: Callable[[int], bool]) -> Mask:
        """The rows of a section whose source is one that ``judge`` accepts."""
        import numpy as np  # not to list the rules

        columns = self.columns(section)
        judged = [judge(source) for source in range(len(self.handover.sources))]
        return columns.everywhere if all(judged) else np.array(judged, dtype=bool)[columns.source]

    def applicable(self, section: Section | str) -> Mask:
        """The rows of a section whose source it counts for; a mask over its columns."""
        name = section if isinstance(section, str) else section.id
        if name not in self._applicable:
            self._applicable[name] = self.in_sources(name, partial(self.applies, name))
        return self._applicable[name]

    @cached_property
    def last_days(self) -> Days:
        """Each source's last working day (datetime64[D]); NaT where it is not known."""
        import numpy as np

        days = [self.handover.last_day(source) for source in range(len(self.handover.sources))]
        return np.array(days, dtype="datetime64[D]")

    def keys(self, section: Section | str, field: str) -> Whole:
        """Each row's value as references compare it, in its own source: a number, -1 where blank.

        Two rows of any sections have one number if they belong to one source and say the same.
        """
        import numpy as np

        columns = self.columns(section)
        codes, values = columns.distinct(field)
        spelled = np.array([*map(self._spelled, values), -1], dtype=np.int64)[codes]
        return np.where(spelled < 0, spelled, spelled + (columns.source << 32))

    def key(self, value: object, source: int) -> int:
        """The number that ``keys`` has for a value in a source."""
        return self._spelled(value) + (source << 32)

    def _spelled(self, value: object) -> int:
        text = str(value)
        key = self._spellings.get(text)  # one name is in many columns; to normalise it is slow
        if key is None:
            key = self._keys.setdefault(normalised(text), len(self._keys))
            self._spellings[text] = key
        return key

    def once(self, make: Callable[[View], Iterable[_Made]]) -> list[_Made]:
        """What several rules go through, made for the first of them."""
        if make not in self._made:
            self._made[make] = list(make(self))
        return self._made[make]

    def names(self, target: Reference, source: int) -> Mapping[str, list[str]]:
        """The names that a source lists where a reference points to: as compared → as written."""
        if target not in self._names:
            found: dict[int, dict[str, list[str]]] = {}
            columns = self.columns(target.section)
            names = columns.typed(target.field)
            for index, where in columns.at(columns.filled(target.field)):
                spelled = found.setdefault(where, {})
                spelled.setdefault(normalised(names[index]), []).append(str(names[index]))
            self._names[target] = found
        return self._names[target].get(source, {})
