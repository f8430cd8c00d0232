"""Where a saved record differs from the evening that was played: counts, words, choices, names and order.

What may stand in a record follows from the file alone: consent bounds every choice, who hid the name is
nowhere, who refused is not there (C2, C3, C7). Differences are sentences; none means equal. Whose turn it was
is compared while playing, since a record tells nothing per person (V4).
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

from dialoog.simulator.participants import Participants
from dialoog.simulator.words import KEEPS

Words = dict[str, Any]
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
        *_refused(company, record),
        *_hidden_names(company, record),
    ]


def contributions(record: dict[str, Any]) -> list[Words]:
    return [words for step in record["steps"] for words in step["words"]]


def kept(company: Participants, words: Words, seat: str | None) -> str | None:
    """`named`, `unnamed`, or None where it may not be in the record."""
    if seat is None:
        return "unnamed"
    person = company.person(seat)
    choice = words.get("visibility", "record_with_name" if "kind" not in words else "")
    keep = KEEPS.get(choice)
    if not person.words or keep in (None, "no") or not words.get("confirmed_by_speaker", True):
        return None
    return "named" if keep == "named" and person.named else "unnamed"


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
    owners = {company.words.get(a["id"]): a["owner_seat"] for a in company.evening.all_of("agreements")}
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
    found = {one["id"]: (step, one) for step in record["steps"] for one in step["words"]}
    for item in company.evening.words:
        word, keep = company.words.get(item["id"]), kept(company, item, item["seat"])
        if (word in found) is (keep is None):
            yield f"{item['id']}: {'is in' if word in found else 'is not in'} the record"
        if word not in found or keep is None:
            continue
        step, one = found[word]
        yield from _same_words(company, item, one, item["text"], keep, item["seat"])
        yield from _differs(f"{item['id']}, kind", one["kind"], item["kind"])
        yield from _differs(f"{item['id']}, step", _step_of_file(company, step), item["step"])
    known = {company.words[item["id"]] for item in company.evening.words if item["id"] in company.words}
    for word in found.keys() - known:
        yield f"{found[word][1]['text']!r} is in the record and not in the file"


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
    found = {one["id"]: one for one in record[kind]}
    for item in company.evening.all_of(kind):
        one, keep = found.pop(company.words[item["id"]], None), kept(company, item, item["seat"])
        if (one is None) is not (keep is None):
            yield f"{item['id']}: {'is not in' if one is None else 'is in'} the record"
        elif one is not None and keep is not None:
            yield from _same_words(company, item, one, item[text], keep, item["seat"])
            yield from _differs(f"{item['id']}, source", one["source"], item.get("type"))
            answers = {company.words[q] for q in item.get("linked_questions", ()) if q in company.words}
            yield from _differs(
                f"{item['id']}, questions", set(one["answers"]), answers & _ids(record["questions"])
            )
    yield from (f"{one['text']!r} is in the record and not in the file" for one in found.values())


def _goals(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    found = {one["id"]: one for one in record["goals"]}
    for item in company.evening.all_of("shared_goals"):
        supporters = [company.person(seat) for seat in item["supported_by"]]
        one = found.get(company.words[item["id"]])
        if one is None:
            if any(person.words for person in supporters):
                yield f"{item['id']}: is not in the record"
            continue
        yield from _differs(f"{item['id']}, text", one["text"], item["text"])
        yield from _differs(f"{item['id']}, supporters", one["supporters_in_all"], len(supporters))
        names = sorted(p.name for p in supporters if p.words and p.named)
        yield from _differs(f"{item['id']}, names", sorted(one["supporters"]), names)


def _of_the_group(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    """C7: an insight is there with the released words that it came from, or it is not there."""
    released = _ids(contributions(record))
    for item in company.evening.all_of("insights"):
        rests = {company.words[c] for c in item["from_contributions"] if c in company.words} & released
        one = next((one for one in record["insights"] if one["id"] == company.words[item["id"]]), None)
        if (one is None) is bool(rests):
            yield f"{item['id']}: {'is not in' if one is None else 'is in'} the record"
        if one is not None:
            yield from _differs(f"{item['id']}, text", one["text"], item["text"])
            yield from _differs(f"{item['id']}, comes from", set(one["rests_on"]), rests)
    expected = [item["text"] for item in company.evening.all_of("tensions")]
    yield from _differs("tensions", [one["text"] for one in record["tensions"]], expected)


def _agreements(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    """T23: who owns it, with whom, when, and whether everybody said yes."""
    found = {one["id"]: one for one in record["agreements"]}
    for item in company.evening.all_of("agreements"):
        owner, together = item.get("owner_seat"), list(item.get("with_seats", ()))
        agreed = [seat for seat in together if seat in item.get("accepted_by", ())]  # T23
        one, keep = found.get(company.words[item["id"]]), kept(company, item, owner)
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


def _refused(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    """C3: what was refused or is still undecided is nowhere, under no heading."""
    everything = _plain(json.dumps(record, ensure_ascii=False))
    for item in company.evening.words:
        if (
            kept(company, item, item["seat"]) is None
            and _plain(json.dumps(item["text"], ensure_ascii=False)[1:-1]) in everything
        ):
            yield f"{item['id']}: its words are in the record, and were not released"


def _hidden_names(company: Participants, record: dict[str, Any]) -> Iterator[str]:
    """C2: a hidden name signs nothing and supports nothing by name."""
    signed = {
        name for one in _everything(record) for name in (one["name"], *one["together"], *one["supporters"])
    }
    shown = {p.name for p in company.evening.people.values() if p.words and p.named}
    for person in company.evening.people.values():
        if person.name in signed - shown:
            yield f"{person.name} is named in the record, and hid that name"


def _everything(record: dict[str, Any]) -> Iterator[Words]:
    yield from contributions(record)
    for kind in ("insights", "tensions", "sources", "questions", "goals", "agreements"):
        yield from record[kind]


def _same_words(
    company: Participants, item: Words, one: Words, text: str, keep: str, seat: str | None
) -> Iterator[str]:
    yield from _differs(f"{item['id']}, text", _plain(one["text"]), _plain(text))
    if "lang" in item:
        yield from _differs(f"{item['id']}, language", one["lang"], item["lang"])
    if beside := item.get("translation"):
        translated = {lang: _plain(words) for lang, words in one["translations"].items()}
        yield from _differs(
            f"{item['id']}, translation", translated, {beside["lang"]: _plain(beside["text"])}
        )
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


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
