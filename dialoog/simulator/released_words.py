"""Which words of a file may be in a record, and the refused words and hidden names that are in it (C2, C3).

It compares whole texts: refused words may be said by somebody else too, or be part of other words.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dialoog.simulator.evening_file import normalize
from dialoog.simulator.participants import Participants
from dialoog.simulator.words import KEEP_BY_VISIBILITY

Words = dict[str, Any]
RECORD_SECTIONS = ("insights", "tensions", "sources", "questions", "goals", "agreements")
"""Where words stand in a record, beside its steps."""
FILE_SECTIONS = (
    "contributions",
    "sources",
    "questions",
    "shared_goals",
    "insights",
    "tensions",
    "agreements",
)


def contributions(record: dict[str, Any]) -> list[Words]:
    return [words for step in record["steps"] for words in step["words"]]


def keep_in_record(participants: Participants, item: Words, seat: str | None) -> str | None:
    """Returns `named`, `unnamed`, or None where the item may not be in the record."""
    if seat is None:
        return "unnamed"
    person = participants.person(seat)
    choice = item.get("visibility", "record_with_name" if "kind" not in item else "")
    keep = KEEP_BY_VISIBILITY.get(choice)
    if not person.shares_words or keep in (None, "no") or not item.get("confirmed_by_speaker", True):
        return None
    return "named" if keep == "named" and person.shares_name else "unnamed"


def refused_words(participants: Participants, record: dict[str, Any]) -> Iterator[str]:
    """C3: yields a sentence for each refused or undecided item that the record has: a text that is there more often than
    it was released, or outside the words where the plan does not have it. Titles and questions of steps do not count."""
    pieces = [
        (item, _text_of(item), item.get("seat", item.get("owner_seat")))
        for kind in FILE_SECTIONS
        for item in participants.evening.items_of(kind)
    ]
    entry_ids = {entry["id"] for entry in all_words(record)}
    refusals = [
        (item, text) for item, text, seat in pieces if keep_in_record(participants, item, seat) is None
    ]
    surplus = Counter(text for entry in all_words(record) for text in _texts(entry, entry["translations"]))
    for item, _text, seat in pieces:
        if (
            keep_in_record(participants, item, seat) is not None
            and participants.word_ids.get(item["id"]) in entry_ids
        ):
            translation = item.get("translation") or {}
            surplus.subtract(_texts(item, {"": translation["text"]} if translation else {}))
    fields = participants.evening.fields
    plan = set(_strings([fields["dialogue"], fields.get("facilitator")]))
    surroundings = [value for part, value in record.items() if part not in ("steps", *RECORD_SECTIONS)]
    outside = set(_strings(surroundings)) - plan
    for item, text in refusals:
        if surplus[normalize(text)] > 0 or normalize(text) in outside:
            yield f"{item['id']}: its words are in the record, and were not released"


def _text_of(words: Words) -> str:
    """Returns the text of an item; a source in a file has it as `description`."""
    return str(words["text"] if "text" in words else words["description"])


def _texts(words: Words, translations: dict[str, str]) -> Iterator[str]:
    yield from map(normalize, (_text_of(words), *translations.values()))


def _strings(value: Any) -> Iterator[str]:
    """Yields every string in a nested value."""
    if isinstance(value, str):
        yield normalize(value)
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def hidden_names(participants: Participants, record: dict[str, Any]) -> Iterator[str]:
    """C2: yields a sentence for each hidden name that signs or supports something."""
    signatures = {
        name
        for entry in all_words(record)
        for name in (entry["name"], *entry["together"], *entry["supporters"])
    }
    public_names = {p.name for p in participants.evening.people.values() if p.shares_words and p.shares_name}
    for person in participants.evening.people.values():
        if person.name in signatures - public_names:
            yield f"{person.name} is named in the record, and hid that name"


def all_words(record: dict[str, Any]) -> Iterator[Words]:
    yield from contributions(record)
    for kind in RECORD_SECTIONS:
        yield from record[kind]
