"""How words appear in a view: placeholders for texts and names, what is shown, the harvest's lists.

A name stands as `{"$name": seat}`, a text as `{"$text": word}`, translations as `{"$translation": word}`; the live
layer puts the words in.
"""

from collections.abc import Collection, Iterator
from typing import Any

from dialoog.rules.released import kept, may_show, undecided
from dialoog.rules.state import CONTRIBUTIONS, Desk, Keep, Kind, State, Words

Section = Any


View = dict[str, Section]


def name(seat: str) -> dict[str, str]:
    """Where the live layer puts a call name."""
    return {"$name": seat}


def text(word: str) -> dict[str, str]:
    """Where the live layer puts the text of these words."""
    return {"$text": word}


def translation(word: str) -> dict[str, str]:
    """Where the live layer puts `{lang, text}` of a translation, or null."""
    return {"$translation": word}


def reference(word: Words) -> str:
    """How a client asks for a text: the id and the revision, so that it can be kept."""
    return f"{word.id}.{word.revision}"


def shown(state: State) -> Section:
    """T20: ticked by the owner, shown by the facilitator, and nobody has the word."""
    if state.speaking is not None:
        return []
    return [
        {
            "id": reference(word),
            "kind": word.kind.value,
            "text": text(word.id),
            "lang": word.lang,
            "translation": translation(word.id),
            "name": shown_name(state, word),
        }
        for word in visible(state)
        if word.kind in CONTRIBUTIONS
    ]


def visible(state: State) -> list[Words]:
    """What the facilitator shows and its owner still lets be seen."""
    known = (state.words[w] for w in state.screen.shown if w in state.words)
    return [w for w in known if may_show(state, w)]


def shown_name(state: State, word: Words) -> Section:
    """V1: a name only where its owner chose "met mijn naam"; a hidden name is never shown."""
    return name(word.seat) if word.seat and kept(state, word) is Keep.NAMED else None


def harvest(state: State) -> Section:
    shown = {w.id for w in visible(state)}
    lists: dict[Kind, list[Words]] = {}
    for word in state.words.values():
        if word.id in shown or _written_for_all(state, word):
            lists.setdefault(word.kind, []).append(word)
    return {
        "insights": [reference(w) for w in lists.get(Kind.INSIGHT, [])],
        "tensions": [reference(w) for w in lists.get(Kind.TENSION, [])],
        "questions": [reference(w) for w in lists.get(Kind.QUESTION, [])],
        "goals": [[reference(w), len(w.supporters)] for w in lists.get(Kind.GOAL, [])],
        "sources": [
            [reference(w), w.source.value if w.source else None, shown_name(state, w)]
            for w in lists.get(Kind.SOURCE, [])
        ],
        "agreements": [
            [reference(w), [n for n in [shown_name(state, w)] if n], w.due]
            for w in lists.get(Kind.AGREEMENT, [])
            if w.stands
        ],
    }


def _written_for_all(state: State, word: Words) -> bool:
    """T20: what the desk writes down for the group is on the screen; what a phone sends waits to be shown."""
    return word.seat is None and word.by is not Desk.SEAT and may_show(state, word)


def seen_by_all(state: State, word: Words) -> bool:
    """V2: on the shared screen now, so that every phone may show it."""
    return _written_for_all(state, word) or word in visible(state)


def own_words(state: State, word: Words) -> Section:
    return {
        "id": word.id,
        "revision": word.revision,
        "kind": word.kind.value,
        "step": word.step,
        "text": text(word.id),
        "lang": word.lang,
        "translation": translation(word.id),
        "keep": word.keep.value if word.keep else None,
        "ticked": word.ticked,
        "confirmed": word.confirmed,
        "other": word.by is not Desk.SEAT,
        "source": word.source.value if word.source else None,
        "due": word.due,
        "together": [name(s) for s in word.together],
        "stands": word.stands,
        "shown": word.id in state.screen.shown,
        "undecided": undecided(word),
    }


def words_in_full(state: State, seats: Collection[str]) -> Iterator[Words]:
    """The living words whose texts stand in the table or in what one of these seats has: what is shown, what asks for
    a yes, and the own ones. The desks get references."""
    for word in state.words.values():
        if word.alive and (
            word.seat in seats or word.kind in (Kind.AGREEMENT, Kind.GOAL) or word.id in state.screen.shown
        ):
            yield word
