"""The half of the checker that looks at what clients were shown: each document at each version, the same for all who
may see it, of nobody else, and in the end the newest."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tests.reliability import expected
from tests.reliability.final import Row
from tests.reliability.history import Entry

Found = tuple[Any, str]
Audience = tuple[str, str, str | None]
"""(dialogue, document, whose)."""


def check(
    entries: Iterable[Entry], commands: Mapping[tuple[str, str], Any], rows: Iterable[Row]
) -> Iterator[Found]:
    seen = [entry for entry in entries if entry.what in ("shown", "holds", "fresh")]
    newest: dict[str, int] = defaultdict(int)
    for row in rows:
        newest[row.dialogue] = max(newest[row.dialogue], row.version)
    yield from _the_same_for_all(seen)
    yield from _forward_only(seen)
    yield from _of_this_journal(seen, newest)
    yield from _of_this_client(seen, commands)
    yield from _nobody_left_behind(seen)
    yield from _own_words_shown(seen, commands, rows)


def audience(entry: Entry) -> Audience:
    return entry.dialogue, entry.doc, entry.seat if entry.doc == "mine" else None


def of(phone: Any, doc: str) -> Audience:
    """Who else sees the same as this phone in this document."""
    return phone.place.dialogue, doc, phone.place.seat if doc == "mine" else None


def _the_same_for_all(seen: Iterable[Entry]) -> Iterator[Found]:
    first: dict[tuple[Audience, int | None], Entry] = {}
    for entry in seen:
        if not entry.digest:
            continue
        other = first.setdefault((audience(entry), entry.version), entry)
        if other.digest != entry.digest:
            yield (
                "reordered",
                f"{entry.doc} {entry.version}: {entry.client} and {other.client} saw another content",
            )


def _forward_only(seen: Iterable[Entry]) -> Iterator[Found]:
    at: dict[tuple[str, str], int] = {}
    for entry in seen:
        version = entry.version or 0
        if entry.what != "shown":
            continue
        if version <= at.get((entry.client, entry.doc), 0):
            yield (
                "reordered",
                f"{entry.client} went from {entry.doc} {at[entry.client, entry.doc]} to {version}",
            )
        at[entry.client, entry.doc] = version


def _of_this_journal(seen: Iterable[Entry], newest: Mapping[str, int]) -> Iterator[Found]:
    for entry in seen:
        if (entry.version or 0) > newest.get(entry.dialogue, 0):
            yield (
                "phantom",
                f"{entry.client} saw {entry.doc} {entry.version}; the journal ends at {newest.get(entry.dialogue, 0)}",
            )


def _of_this_client(seen: Iterable[Entry], commands: Mapping[tuple[str, str], Any]) -> Iterator[Found]:
    typed: dict[tuple[str, str], set[str]] = defaultdict(set)
    dialogues: dict[str, set[str]] = defaultdict(set)
    owners: dict[tuple[str, str], str | None] = {}
    for (dialogue, id), sent in commands.items():
        for sending in sent.sendings:
            if sending.kind in ("write", "change_words"):
                word = id if sending.kind == "write" else sending.content["word"]
                typed[dialogue, word].add(expected.words(sending.content["text"]))
                dialogues[word].add(dialogue)
            if sending.kind == "write":
                owners[dialogue, word] = sending.content.get("seat", sending.seat)
    for entry in seen:
        if entry.doc == "mine" and entry.owner is not None and entry.owner != entry.seat:
            yield "leaked", f"{entry.client} at {entry.seat} was shown what is {entry.owner}'s own"
        for word, text in entry.words.items():
            place = (entry.dialogue, word)
            if place not in typed:
                fault = "leaked" if dialogues.get(word) else "phantom"
                yield fault, f"{entry.client} was shown words {word} in {entry.dialogue}"
            elif text not in typed[place]:
                yield "phantom", f"{entry.client} was shown {text[:60]!r}, which nobody wrote as {word}"
            elif (
                entry.doc == "mine"
                and owners.get(place) not in (None, entry.seat)
                and entry.owner == entry.seat
            ):
                yield "leaked", f"{entry.client} was shown words of {owners[place]}"


def _nobody_left_behind(seen: Iterable[Entry]) -> Iterator[Found]:
    """By content: two processes may give one content two versions, each that at which it looked (docs/protocol.md)."""
    truth = {audience(entry): entry for entry in seen if entry.what == "fresh"}
    for entry in seen:
        if entry.what != "holds":
            continue
        now = truth.get(audience(entry))
        if now is None:
            yield "left behind", f"nobody knows what {entry.client} should hold of {entry.doc}"
        elif entry.digest != now.digest:
            yield (
                "left behind",
                f"{entry.client} ends at {entry.doc} {entry.version}, which is at {now.version}",
            )


def _own_words_shown(
    seen: Iterable[Entry], commands: Mapping[tuple[str, str], Any], rows: Iterable[Row]
) -> Iterator[Found]:
    """Who stayed to the end was shown every word that was acknowledged."""
    stayed = {entry.client for entry in seen if entry.what == "holds" and entry.doc == "mine"}
    shown = {(entry.client, word) for entry in seen if entry.doc == "mine" for word in entry.words}
    there = {(row.dialogue, row.id) for row in rows}
    for (dialogue, id), sent in commands.items():
        client = sent.first.client
        if sent.first.kind != "write" or client not in stayed or not sent.acknowledged:
            continue
        if (dialogue, id) in there and (client, id) not in shown:
            yield "left behind", f"{client} was never shown its own words {id}"
