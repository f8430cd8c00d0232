"""Compares a record with the file of its evening: counts, words, choices, names and order.

The file alone says what a record may have: consent bounds every choice, and neither a hidden name nor a refused word
is in it (C2, C3, C7). The order of turns is compared during play, since a record has nothing per person (V4).

A file may have the same words more than once, or as part of other words. So each item of the file is compared with its
own entry of the record, found by id, and whole texts are compared.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from dialoog.simulator.evening_file import normalize
from dialoog.simulator.participants import Participants
from dialoog.simulator.released_words import Words, contributions, hidden_names, keep_in_record, refused_words

SECONDS_OFF_PER_TURN = 2
MEASURES = {
    "seats": "seats",
    "contributions": "contributions",
    "turn_events": "turns",
    "first_offer_coverage": "first_offer_coverage",
    "passes_first_offer": "passes_first_offer",
    "passes_final": "passes_final",
    "resident_share_of_contributions": "resident_share",
}


def differences(participants: Participants, record: dict[str, Any]) -> list[str]:
    """Returns a sentence for each difference; none means equal."""
    return [
        *participants.deviations,
        *_measures(participants, record),
        *_counts(participants, record),
        *_contributions(participants, record),
        *_order(participants, record),
        *_owned_words(participants, record, "sources", "description"),
        *_owned_words(participants, record, "questions", "text"),
        *_goals(participants, record),
        *_group_words(participants, record),
        *_agreements(participants, record),
        *refused_words(participants, record),
        *hidden_names(participants, record),
    ]


def _measures(participants: Participants, record: dict[str, Any]) -> Iterator[str]:
    expected = participants.evening.fields.get("expected", {})
    for name, measure in MEASURES.items():
        if name in expected:
            yield from _differs(name, record["measures"][measure], expected[name])
    if "speaking_seconds_by_seat" in expected and participants.pacing.is_real_time:
        expected, actual = (
            sum(expected["speaking_seconds_by_seat"].values()),
            record["measures"]["speaking_seconds"],
        )
        if abs(expected - actual) > SECONDS_OFF_PER_TURN * record["measures"]["turns"]:
            yield from _differs("speaking seconds", actual, expected)


def _counts(participants: Participants, record: dict[str, Any]) -> Iterator[str]:
    expected = participants.evening.fields.get("expected", {})
    words = contributions(record)
    with_name = sum(1 for entry in words if entry["name"])
    owners = {
        participants.word_ids.get(a["id"]): a.get("owner_seat")
        for a in participants.evening.items_of("agreements")
    }
    seats_with_agreement = {owners.get(entry["id"]) for entry in record["agreements"]}
    counts = {
        "core_phases": sum(1 for step in record["steps"] if step["form"] == "round"),
        "in_report_with_name": with_name,
        "in_report_without_name": len(words) - with_name,
        "table_only": record["measures"]["contributions"] - len(words),
        "agreements": sum(1 for entry in record["agreements"] if entry["stands"]),
        "seats_without_agreement": [
            seat for seat in participants.evening.people if seat not in seats_with_agreement
        ],
    }
    for name, actual in counts.items():
        if name in expected:
            yield from _differs(name, actual, expected[name])


def _contributions(participants: Participants, record: dict[str, Any]) -> Iterator[str]:
    entries = [
        {**entry, "step": _step_of_file(participants, step)}
        for step in record["steps"]
        for entry in step["words"]
    ]
    matches, surplus = _match(participants, participants.evening.words, entries)
    for item in participants.evening.words:
        entry, keep = matches.get(item["id"]), keep_in_record(participants, item, item["seat"])
        if (entry is None) is not (keep is None):
            yield f"{item['id']}: {'is not in' if entry is None else 'is in'} the record"
        if entry is None or keep is None:
            continue
        yield from _same_words(participants, item, entry, item["text"], keep, item["seat"])
        yield from _differs(f"{item['id']}, kind", entry["kind"], item["kind"])
        yield from _differs(f"{item['id']}, step", entry["step"], item["step"])
    yield from _surplus_words(surplus)


def _match(
    participants: Participants, items: Iterable[Words], entries: Iterable[Words]
) -> tuple[dict[str, Words], list[Words]]:
    """Returns id in the file → its entry, and the entries that match no item or one that has an entry already."""
    item_ids = {
        participants.word_ids[item["id"]]: item["id"] for item in items if item["id"] in participants.word_ids
    }
    matches: dict[str, Words] = {}
    surplus = []
    for entry in entries:
        item_id = item_ids.get(entry["id"])
        if item_id is None or item_id in matches:
            surplus.append(entry)
        else:
            matches[item_id] = entry
    return matches, surplus


def _surplus_words(surplus: Iterable[Words]) -> Iterator[str]:
    for entry in surplus:
        yield f"{entry['text']!r} of {entry['name'] or 'nobody by name'} is in the record once more than in the file"


def _order(participants: Participants, record: dict[str, Any]) -> Iterator[str]:
    """Compares the order of the words in each step with the order in which they were written."""
    item_ids = {word: item_id for item_id, word in participants.word_ids.items()}
    for step in record["steps"]:
        actual = [item_ids.get(entry["id"]) for entry in step["words"]]
        expected = [item_id for item_id in participants.word_ids if item_id in set(actual)]
        yield from _differs(f"order of the words in {step['id']}", actual, expected)
    rounds = [expected_round.id for expected_round in participants.evening.rounds]
    actual_rounds = [step["id"] for step in record["steps"] if step["form"] == "round"]
    yield from _differs("order of the rounds", actual_rounds, rounds)


def _owned_words(participants: Participants, record: dict[str, Any], kind: str, text: str) -> Iterator[str]:
    matches, surplus = _match(participants, participants.evening.items_of(kind), record[kind])
    for item in participants.evening.items_of(kind):
        entry, keep = matches.get(item["id"]), keep_in_record(participants, item, item["seat"])
        if (entry is None) is not (keep is None):
            yield f"{item['id']}: {'is not in' if entry is None else 'is in'} the record"
        elif entry is not None and keep is not None:
            yield from _same_words(participants, item, entry, item[text], keep, item["seat"])
            yield from _differs(f"{item['id']}, source", entry["source"], item.get("type"))
            answers = {
                participants.word_ids[q]
                for q in item.get("linked_questions", ())
                if q in participants.word_ids
            }
            yield from _differs(
                f"{item['id']}, questions", set(entry["answers"]), answers & _ids(record["questions"])
            )
    yield from _surplus_words(surplus)


def _goals(participants: Participants, record: dict[str, Any]) -> Iterator[str]:
    matches, surplus = _match(participants, participants.evening.items_of("shared_goals"), record["goals"])
    yield from _surplus_words(surplus)
    for item in participants.evening.items_of("shared_goals"):
        supporters = [participants.person(seat) for seat in dict.fromkeys(item["supported_by"])]
        entry = matches.get(item["id"])
        if entry is None:
            if any(person.shares_words for person in supporters):
                yield f"{item['id']}: is not in the record"
            continue
        yield from _differs(f"{item['id']}, text", normalize(entry["text"]), normalize(item["text"]))
        yield from _differs(f"{item['id']}, supporters", entry["supporters_in_all"], len(supporters))
        names = sorted(p.name for p in supporters if p.shares_words and p.shares_name)
        yield from _differs(f"{item['id']}, names", sorted(entry["supporters"]), names)


def _group_words(participants: Participants, record: dict[str, Any]) -> Iterator[str]:
    """C7: an insight is in the record with the released words that it came from; without any it is not."""
    released = _ids(contributions(record))
    matches, surplus = _match(participants, participants.evening.items_of("insights"), record["insights"])
    yield from _surplus_words(surplus)
    for item in participants.evening.items_of("insights"):
        sources = {
            participants.word_ids[c] for c in item["from_contributions"] if c in participants.word_ids
        } & released
        entry = matches.get(item["id"])
        if (entry is None) is bool(sources):
            yield f"{item['id']}: {'is not in' if entry is None else 'is in'} the record"
        if entry is not None:
            yield from _differs(f"{item['id']}, text", normalize(entry["text"]), normalize(item["text"]))
            yield from _differs(f"{item['id']}, comes from", set(entry["rests_on"]), sources)
    expected = [normalize(item["text"]) for item in participants.evening.items_of("tensions")]
    yield from _differs("tensions", [normalize(entry["text"]) for entry in record["tensions"]], expected)


def _agreements(participants: Participants, record: dict[str, Any]) -> Iterator[str]:
    """T23: compares the owner, the others, the day, and whether everybody accepted."""
    matches, surplus = _match(participants, participants.evening.items_of("agreements"), record["agreements"])
    yield from _surplus_words(surplus)
    for item in participants.evening.items_of("agreements"):
        owner, together = item.get("owner_seat"), list(dict.fromkeys(item.get("with_seats", ())))
        partners = [seat for seat in together if seat in item.get("accepted_by", ())]  # T23
        entry, keep = matches.get(item["id"]), keep_in_record(participants, item, owner)
        if (entry is None) is not (keep is None):
            yield f"{item['id']}: {'is not in' if entry is None else 'is in'} the record"
        if entry is None or keep is None:
            continue
        yield from _same_words(participants, item, entry, item["text"], keep, owner)
        yield from _differs(f"{item['id']}, day", entry["due"], item.get("due"))
        names = [
            participants.person(s).name
            for s in partners
            if participants.person(s).shares_words and participants.person(s).shares_name
        ]
        yield from _differs(f"{item['id']}, together", sorted(entry["together"]), sorted(names))
        yield from _differs(f"{item['id']}, others", entry["together_unnamed"], len(partners) - len(names))
        stands = owner is not None and bool(item.get("due"))
        stands = stands and {owner, *together} <= set(item.get("accepted_by", ()))
        yield from _differs(f"{item['id']}, stands", entry["stands"], stands)


def _same_words(
    participants: Participants, item: Words, entry: Words, text: str, keep: str, seat: str | None
) -> Iterator[str]:
    yield from _differs(f"{item['id']}, text", normalize(entry["text"]), normalize(text))
    if "lang" in item:
        yield from _differs(f"{item['id']}, language", entry["lang"], item["lang"])
    if translation := item.get("translation"):
        translations = {lang: normalize(words) for lang, words in entry["translations"].items()}
        yield from _differs(
            f"{item['id']}, translation", translations, {translation["lang"]: normalize(translation["text"])}
        )
    name = participants.person(seat).name if seat is not None and keep == "named" else None
    yield from _differs(f"{item['id']}, name", entry["name"], name)


def _step_of_file(participants: Participants, step: dict[str, Any]) -> str:
    """Returns the file's id of a step: the last words of the file belong to the harvest of the record."""
    last = participants.evening.last_words
    return last.id if last is not None and step["form"] == "harvest" else str(step["id"])


def _differs(what: str, actual: Any, expected: Any) -> Iterator[str]:
    if actual != expected:
        yield f"{what}: {actual!r} in the record, {expected!r} in the file"


def _ids(words: Iterable[Words]) -> set[str]:
    return {entry["id"] for entry in words}
