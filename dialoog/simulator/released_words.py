"""What of a file may be in a record, and whether anything else is: refused words and hidden names (C2, C3).

Whole texts are compared: what was refused may be said by somebody else too, or be part of other words.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from dialoog.simulator.evening_file import plain
from dialoog.simulator.participants import Participants
from dialoog.simulator.words import KEEPS

Words = dict[str, Any]
HEADINGS = ("insights", "tensions", "sources", "questions", "goals", "agreements")
"""Where words stand in a record, beside its steps."""
OF_FILE = (
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


def kept(company: Participants, item: Words, seat: str | None) -> str | None:
    """`named`, `unnamed`, or None where it may not be in the record."""
    if seat is None:
        return "unnamed"
    person = company.person(seat)
    choice = item.get("visibility", "record_with_name" if "kind" not in item else "")
    keep = KEEPS.get(choice)
    if not person.words or keep in (None, "no") or not item.get("confirmed_by_speaker", True):
        return None
    return "named" if keep == "named" and person.named else "unnamed"


def refused_words(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    """C3: what was refused or is still undecided is nowhere: among the words a text is there no more often than it was
    released, and in what surrounds them only where the plan says it itself. A step's title and question are no words."""
    pieces = [
        (item, _text_of(item), item.get("seat", item.get("owner_seat")))
        for kind in OF_FILE
        for item in company.evening.all_of(kind)
    ]
    recorded = {one["id"] for one in all_words(record)}
    refused = [(item, text) for item, text, seat in pieces if kept(company, item, seat) is None]
    surplus = Counter(text for one in all_words(record) for text in _texts(one, one["translations"]))
    for item, _text, seat in pieces:
        if kept(company, item, seat) is not None and company.words.get(item["id"]) in recorded:
            beside = item.get("translation") or {}
            surplus.subtract(_texts(item, {"": beside["text"]} if beside else {}))
    file = company.evening.fields
    plan = set(_strings([file["dialogue"], file.get("facilitator")]))
    surroundings = [value for part, value in record.items() if part not in ("steps", *HEADINGS)]
    around = set(_strings(surroundings)) - plan
    for item, text in refused:
        if surplus[plain(text)] > 0 or plain(text) in around:
            yield f"{item['id']}: its words are in the record, and were not released"


def _text_of(words: Words) -> str:
    """A source of a file has its text as its description."""
    return str(words["text"] if "text" in words else words["description"])


def _texts(words: Words, translations: dict[str, str]) -> Iterator[str]:
    yield from map(plain, (_text_of(words), *translations.values()))


def _strings(value: Any) -> Iterator[str]:
    """Every string in it, as deep as it lies."""
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def hidden_names(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    """C2: a hidden name signs nothing and supports nothing by name."""
    signed = {
        name for one in all_words(record) for name in (one["name"], *one["together"], *one["supporters"])
    }
    shown = {p.name for p in company.evening.people.values() if p.words and p.named}
    for person in company.evening.people.values():
        if person.name in signed - shown:
            yield f"{person.name} is named in the record, and hid that name"


def all_words(record: dict[str, Any]) -> Iterator[Words]:
    yield from contributions(record)
    for kind in HEADINGS:
        yield from record[kind]
