"""How words appear in a view: placeholders for texts and names, what is shown, the harvest's lists.

A name stands as `{"$name": seat}` or as it was typed as `{"$typed_name": seat}`, one that waits as `{"$requested_name": seat}`, how it is said
as `{"$pronunciation": seat}`, a text as `{"$text": word}`, a translation as `{"$translation": [word, {lang: desk}]}`; the live
layer replaces them.
"""

from collections.abc import Collection, Iterator
from typing import Any

from dialoog.rules.released import awaits_choice, may_show, resolve_keep
from dialoog.rules.state import CONTRIBUTIONS, Desk, Keep, Kind, Seat, State, Words

Section = Any


View = dict[str, Section]


def name_placeholder(seat: str) -> dict[str, str]:
    """Where the live layer puts a call name."""
    return {"$name": seat}


def typed_name_placeholder(seat: str) -> dict[str, str]:
    """Where the live layer puts a call name as it was typed, without a number that tells it from one that looks alike."""
    return {"$typed_name": seat}


def pronunciation_placeholder(seat: Seat) -> Section:
    """Where the live layer puts how the call name is said, or null: for its owner and the desk alone."""
    return seat.pronunciation and {"$pronunciation": seat.id}


def build_name_request(seat: Seat) -> Section:
    """C1: a name that waits, for its owner and the desk alone."""
    request = seat.name_request
    return request and {"name": {"$requested_name": seat.id}, "request": request.version}


def build_name_request_for_desk(seat: Seat) -> Section:
    """C1: who reads the name also reads whether somebody has such a name already."""
    request = build_name_request(seat)
    return request and {**request, "alike": {"$requested_look_alike": seat.id}}


def look_alike_placeholder(seat: str) -> dict[str, str]:
    """Where the live layer says whether the call name looks like another's."""
    return {"$look_alike": seat}


def text_placeholder(word: str) -> dict[str, str]:
    """Where the live layer puts the text of these words."""
    return {"$text": word}


def translation_placeholder(word: Words) -> Section:
    """Where the live layer puts `{lang, text, by}` of a translation that may be shown, or null."""
    translators = word.confirmed_translations
    return {"$translation": [word.id, translators]} if translators else None


def waiting_translation_placeholder(word: Words) -> Section:
    """C5: a translation that its owner is asked about, as `{lang, text, by}`, or null."""
    if not word.waiting_translations:
        return None
    lang = word.waiting_translations[0]
    return {"$translation": [word.id, {lang: word.translators.get(lang)}]}


def build_reference(word: Words) -> str:
    """How a client asks for a text: the id and the revision, so that it can be kept."""
    return f"{word.id}.{word.revision}"


def build_shown(state: State) -> Section:
    """T20: ticked by the owner, shown by the facilitator, and nobody has the word."""
    if state.speaking is not None:
        return []
    return [
        {
            "id": build_reference(word),
            "kind": word.kind.value,
            "text": text_placeholder(word.id),
            "lang": word.lang,
            "translation": translation_placeholder(word),
            "name": build_shown_name(state, word),
        }
        for word in list_visible(state)
        if word.kind in CONTRIBUTIONS
    ]


def list_visible(state: State) -> list[Words]:
    """What the facilitator shows and its owner still lets be seen."""
    words = (state.words[w] for w in state.screen.shown if w in state.words)
    return [w for w in words if may_show(state, w)]


def build_shown_name(state: State, word: Words) -> Section:
    """V1: a name only where its owner chose "met mijn naam"; a hidden name is never shown."""
    return name_placeholder(word.seat) if word.seat and resolve_keep(state, word) is Keep.NAMED else None


def build_harvest(state: State) -> Section:
    shown_ids = {w.id for w in list_visible(state)}
    words_by_kind: dict[Kind, list[Words]] = {}
    for word in state.words.values():
        if word.id in shown_ids or _is_written_for_all(state, word):
            words_by_kind.setdefault(word.kind, []).append(word)
    return {
        "insights": [build_reference(w) for w in words_by_kind.get(Kind.INSIGHT, [])],
        "tensions": [build_reference(w) for w in words_by_kind.get(Kind.TENSION, [])],
        "questions": [build_reference(w) for w in words_by_kind.get(Kind.QUESTION, [])],
        "goals": [[build_reference(w), len(w.supporters)] for w in words_by_kind.get(Kind.GOAL, [])],
        "sources": [
            [build_reference(w), w.source.value if w.source else None, build_shown_name(state, w)]
            for w in words_by_kind.get(Kind.SOURCE, [])
        ],
        "agreements": [
            [build_reference(w), [n for n in [build_shown_name(state, w)] if n], w.due]
            for w in words_by_kind.get(Kind.AGREEMENT, [])
            if w.stands
        ],
    }


def _is_written_for_all(state: State, word: Words) -> bool:
    """T20: what the desk writes down for the group is on the screen; what a phone sends waits to be shown."""
    return word.seat is None and word.by is not Desk.SEAT and may_show(state, word)


def is_seen_by_all(state: State, word: Words) -> bool:
    """V2: on the shared screen now, so that every phone may show it."""
    return _is_written_for_all(state, word) or word in list_visible(state)


def build_own_words(state: State, word: Words) -> Section:
    return {
        "id": word.id,
        "revision": word.revision,
        "kind": word.kind.value,
        "step": word.step,
        "text": text_placeholder(word.id),
        "lang": word.lang,
        "translation": translation_placeholder(word),
        "translated": waiting_translation_placeholder(word),
        "keep": word.keep.value if word.keep else None,
        "public": word.public,
        "ticked": word.ticked,
        "confirmed": word.confirmed,
        "other": word.by is not Desk.SEAT,
        "source": word.source.value if word.source else None,
        "due": word.due,
        "together": [[s, name_placeholder(s)] for s in word.together],
        "stands": word.stands,
        "shown": word.id in state.screen.shown,
        "undecided": awaits_choice(state, word),
        "linked": word.linked,
    }


def list_words_in_full(state: State, seats: Collection[str]) -> Iterator[Words]:
    """The living words whose texts stand in the table or in what one of these seats has: what is shown, what asks for
    a yes, and the own ones. The desks get references."""
    for word in state.words.values():
        if word.alive and (
            word.seat in seats or word.kind in (Kind.AGREEMENT, Kind.GOAL) or word.id in state.screen.shown
        ):
            yield word
