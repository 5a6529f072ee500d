"""Choice lists of a draft: codes, labels, and one list for the same entries."""

from __future__ import annotations

from handover_xlsx.learning.areas import tidy
from handover_xlsx.learning.draft import DraftChoices, DraftField
from handover_xlsx.learning.dropdowns import Listed
from handover_xlsx.learning.headings import slug, split_languages, unused
from handover_xlsx.locale import N_, Message
from handover_xlsx.text.normalise import normalised

_KEPT_CODES = ("filled", "blank", "aliases")  # they mean something in the template language
_Entry = tuple[str, dict[str, str], tuple[str, ...]]


class ChoiceLists:
    """The lists drafted so far."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.drafted: list[DraftChoices] = []
        self._languages = languages
        self._by_entries: dict[tuple[str, ...], str] = {}
        self._ids: set[str] = set()

    def of(self, listed: Listed, item: DraftField) -> str:
        """The id of the list with these entries; named after its source, else after the field."""
        known = self._by_entries.get(listed.entries)
        if known:
            return known
        name = unused(slug(listed.name) or item.id, self._ids)
        note = Message(N_("from {place}"), {"place": listed.sheet or item.place})
        self.drafted.append(DraftChoices(name, self._entries(listed), note))
        self._by_entries[listed.entries] = name
        return name

    def _entries(self, listed: Listed) -> list[_Entry]:
        taken: dict[str, set[str]] = {language: set() for language in self._languages}
        codes: set[str] = set()
        entries: list[_Entry] = []
        for number, entry in enumerate(listed.entries, 1):
            text = " ".join(tidy(entry).split()) or entry
            labels = self._labels(text)
            if any(normalised(label) in taken[language] for language, label in labels.items()):
                continue
            for language, label in labels.items():
                taken[language].add(normalised(label))
            code = slug(labels.get("en", text)) or slug(text) or f"option_{number}"
            code = f"{code}_" if code in _KEPT_CODES else code
            aliases = () if entry in labels.values() else (entry,)
            entries.append((unused(code, codes), labels, aliases))
        return entries

    def _labels(self, text: str) -> dict[str, str]:
        both = split_languages(text) if len(self._languages) > 1 else None
        return dict(zip(self._languages, both or (text, text), strict=False))
