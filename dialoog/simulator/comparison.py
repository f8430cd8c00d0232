"""Where a saved record differs from the evening that was played: counts, words, choices, names and order.

What may stand in a record follows from the file alone: consent bounds every choice, who hid the name is
nowhere, who refused is not there (C2, C3, C7). Differences are sentences; none means equal. Whose turn it was
is compared while playing, since a record tells nothing per person (V4).

The same words may be in a file more than once, of one person or of several, or be part of other words. So each piece of
the file is held against its own entry of the record, once, and whole texts are compared.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from dialoog.simulator.evening_file import plain
from dialoog.simulator.participants import Participants
from dialoog.simulator.released_words import Words, contributions, hidden_names, kept, refused_words

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


def differences(company: Participants, record: dict[str, Any]) -> list[str]:
    """Sentences about what is not as the file says."""
    return [
        *company.noticed,
        *_measures(company, record),
        *_counts(company, record),
        *_contributions(company, record),
        *_order(company, record),
        *_owned(company, record, "sources", "description"),
        *_owned(company, record, "questions", "text"),
        *_goals(company, record),
        *_of_the_group(company, record),
        *_agreements(company, record),
        *refused_words(company, record),
        *hidden_names(company, record),
    ]


def _measures(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    expected = company.evening.fields.get("expected", {})
    for name, measure in MEASURES.items():
        if name in expected:
            yield from _differs(name, record["measures"][measure], expected[name])
    if "speaking_seconds_by_seat" in expected and company.pace.in_real_time:
        expected, got = (
            sum(expected["speaking_seconds_by_seat"].values()),
            record["measures"]["speaking_seconds"],
        )
        if abs(expected - got) > SECONDS_OFF_PER_TURN * record["measures"]["turns"]:
            yield from _differs("speaking seconds", got, expected)


def _counts(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    expected = company.evening.fields.get("expected", {})
    words = contributions(record)
    named = sum(1 for one in words if one["name"])
    owners = {company.words.get(a["id"]): a.get("owner_seat") for a in company.evening.all_of("agreements")}
    agreed = {owners.get(one["id"]) for one in record["agreements"]}
    counted = {
        "core_phases": sum(1 for step in record["steps"] if step["form"] == "round"),
        "in_report_with_name": named,
        "in_report_without_name": len(words) - named,
        "table_only": record["measures"]["contributions"] - len(words),
        "agreements": sum(1 for one in record["agreements"] if one["stands"]),
        "seats_without_agreement": [seat for seat in company.evening.people if seat not in agreed],
    }
    for name, got in counted.items():
        if name in expected:
            yield from _differs(name, got, expected[name])


def _contributions(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    entries = [
        {**one, "step": _step_of_file(company, step)} for step in record["steps"] for one in step["words"]
    ]
    matched, extra = _match(company, company.evening.words, entries)
    for item in company.evening.words:
        one, keep = matched.get(item["id"]), kept(company, item, item["seat"])
        if (one is None) is not (keep is None):
            yield f"{item['id']}: {'is not in' if one is None else 'is in'} the record"
        if one is None or keep is None:
            continue
        yield from _same_words(company, item, one, item["text"], keep, item["seat"])
        yield from _differs(f"{item['id']}, kind", one["kind"], item["kind"])
        yield from _differs(f"{item['id']}, step", one["step"], item["step"])
    yield from _too_many(extra)


def _match(
    company: Participants, items: Iterable[Words], entries: Iterable[Words]
) -> tuple[dict[str, Words], list[Words]]:
    """Id in the file → its own entry of the record, and the entries that are nobody's or are there again."""
    files = {company.words[item["id"]]: item["id"] for item in items if item["id"] in company.words}
    matched: dict[str, Words] = {}
    extra = []
    for one in entries:
        own = files.get(one["id"])
        if own is None or own in matched:
            extra.append(one)
        else:
            matched[own] = one
    return matched, extra


def _too_many(extra: Iterable[Words]) -> Iterator[str]:
    for one in extra:
        yield f"{one['text']!r} of {one['name'] or 'nobody by name'} is in the record once more than in the file"


def _order(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    """As they were written down, step by step."""
    files = {word: own for own, word in company.words.items()}
    for step in record["steps"]:
        got = [files.get(one["id"]) for one in step["words"]]
        expected = [own for own in company.words if own in set(got)]
        yield from _differs(f"order of the words in {step['id']}", got, expected)
    rounds = [held.id for held in company.evening.rounds]
    got_rounds = [step["id"] for step in record["steps"] if step["form"] == "round"]
    yield from _differs("order of the rounds", got_rounds, rounds)


def _owned(company: Participants, record: dict[str, Any], kind: str, text: str) -> Iterator[str]:
    matched, extra = _match(company, company.evening.all_of(kind), record[kind])
    for item in company.evening.all_of(kind):
        one, keep = matched.get(item["id"]), kept(company, item, item["seat"])
        if (one is None) is not (keep is None):
            yield f"{item['id']}: {'is not in' if one is None else 'is in'} the record"
        elif one is not None and keep is not None:
            yield from _same_words(company, item, one, item[text], keep, item["seat"])
            yield from _differs(f"{item['id']}, source", one["source"], item.get("type"))
            answers = {company.words[q] for q in item.get("linked_questions", ()) if q in company.words}
            yield from _differs(
                f"{item['id']}, questions", set(one["answers"]), answers & _ids(record["questions"])
            )
    yield from _too_many(extra)


def _goals(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    matched, extra = _match(company, company.evening.all_of("shared_goals"), record["goals"])
    yield from _too_many(extra)
    for item in company.evening.all_of("shared_goals"):
        supporters = [company.person(seat) for seat in dict.fromkeys(item["supported_by"])]
        one = matched.get(item["id"])
        if one is None:
            if any(person.words for person in supporters):
                yield f"{item['id']}: is not in the record"
            continue
        yield from _differs(f"{item['id']}, text", plain(one["text"]), plain(item["text"]))
        yield from _differs(f"{item['id']}, supporters", one["supporters_in_all"], len(supporters))
        names = sorted(p.name for p in supporters if p.words and p.named)
        yield from _differs(f"{item['id']}, names", sorted(one["supporters"]), names)


def _of_the_group(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    """C7: an insight is there with the released words that it came from, or it is not there."""
    released = _ids(contributions(record))
    matched, extra = _match(company, company.evening.all_of("insights"), record["insights"])
    yield from _too_many(extra)
    for item in company.evening.all_of("insights"):
        rests = {company.words[c] for c in item["from_contributions"] if c in company.words} & released
        one = matched.get(item["id"])
        if (one is None) is bool(rests):
            yield f"{item['id']}: {'is not in' if one is None else 'is in'} the record"
        if one is not None:
            yield from _differs(f"{item['id']}, text", plain(one["text"]), plain(item["text"]))
            yield from _differs(f"{item['id']}, comes from", set(one["rests_on"]), rests)
    expected = [plain(item["text"]) for item in company.evening.all_of("tensions")]
    yield from _differs("tensions", [plain(one["text"]) for one in record["tensions"]], expected)


def _agreements(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    """T23: who owns it, with whom, when, and whether everybody said yes."""
    matched, extra = _match(company, company.evening.all_of("agreements"), record["agreements"])
    yield from _too_many(extra)
    for item in company.evening.all_of("agreements"):
        owner, together = item.get("owner_seat"), list(dict.fromkeys(item.get("with_seats", ())))
        agreed = [seat for seat in together if seat in item.get("accepted_by", ())]  # T23
        one, keep = matched.get(item["id"]), kept(company, item, owner)
        if (one is None) is not (keep is None):
            yield f"{item['id']}: {'is not in' if one is None else 'is in'} the record"
        if one is None or keep is None:
            continue
        yield from _same_words(company, item, one, item["text"], keep, owner)
        yield from _differs(f"{item['id']}, day", one["due"], item.get("due"))
        names = [
            company.person(s).name for s in agreed if company.person(s).words and company.person(s).named
        ]
        yield from _differs(f"{item['id']}, together", sorted(one["together"]), sorted(names))
        yield from _differs(f"{item['id']}, others", one["together_unnamed"], len(agreed) - len(names))
        said_yes = owner is not None and bool(item.get("due"))
        said_yes = said_yes and {owner, *together} <= set(item.get("accepted_by", ()))
        yield from _differs(f"{item['id']}, stands", one["stands"], said_yes)


def _same_words(
    company: Participants, item: Words, one: Words, text: str, keep: str, seat: str | None
) -> Iterator[str]:
    yield from _differs(f"{item['id']}, text", plain(one["text"]), plain(text))
    if "lang" in item:
        yield from _differs(f"{item['id']}, language", one["lang"], item["lang"])
    if beside := item.get("translation"):
        translated = {lang: plain(words) for lang, words in one["translations"].items()}
        yield from _differs(f"{item['id']}, translation", translated, {beside["lang"]: plain(beside["text"])})
    name = company.person(seat).name if seat is not None and keep == "named" else None
    yield from _differs(f"{item['id']}, name", one["name"], name)


def _step_of_file(company: Participants, step: dict[str, Any]) -> str:
    """The last words of the file are the harvest's."""
    last = company.evening.last_words
    return last.id if last is not None and step["form"] == "harvest" else str(step["id"])


def _differs(what: str, got: Any, expected: Any) -> Iterator[str]:
    if got != expected:
        yield f"{what}: {got!r} in the record, {expected!r} in the file"


def _ids(words: Iterable[Words]) -> set[str]:
    return {one["id"] for one in words}
