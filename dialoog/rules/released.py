"""What the record may hold, from state and choices: ids only, no texts and no names (C2, C3, C7).

Also the questions about one piece of words that decisions and views share: what may be kept,
what was refused, what is still undecided, what may be shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dialoog.rules.measures import Measures, measure
from dialoog.rules.state import (
    CONTRIBUTIONS,
    Keep,
    Kind,
    Presence,
    SourceKind,
    State,
    Words,
)


def kept(state: State, word: Words) -> Keep:
    """What may be done with these words now: the owner's choice, bounded by consent (C2)."""
    if not word.alive or not word.confirmed:
        return Keep.NO
    if word.seat is None:
        return _kept_of_the_group(state, word)
    consent = state.seats[word.seat].consent
    if consent is None or not consent.words or word.keep is None or hidden(state, word):
        return Keep.NO
    return Keep.UNNAMED if word.keep is Keep.NAMED and not consent.name else word.keep


def hidden(state: State, word: Words) -> bool:
    """Removing a seat hides its words, on the screen and in the record, until it is brought back."""
    return word.seat is not None and state.seats[word.seat].presence is Presence.REMOVED


def _kept_of_the_group(state: State, word: Words) -> Keep:
    """C7: an insight without released words stays out; a goal lives by a supporter who consents."""
    if word.kind is Kind.INSIGHT:
        rests = [state.words[w] for w in word.rests_on if w in state.words]
        return Keep.UNNAMED if any(kept(state, w) is not Keep.NO for w in rests) else Keep.NO
    if word.kind is Kind.GOAL:
        agreeing = any(_consents(state, s) for s in word.supporters)
        return Keep.UNNAMED if agreeing else Keep.NO
    return Keep.UNNAMED


def _consents(state: State, seat: str) -> bool:
    consent = state.seats[seat].consent
    return consent is not None and consent.words


def named(state: State, seat: str) -> bool:
    """C2: whether this person's name may stand in the record."""
    consent = state.seats[seat].consent
    return consent is not None and consent.words and consent.name


def refused(state: State, word: Words) -> bool:
    """C3: refused by its owner, or by the consent that bounds it; blanked at closing."""
    if word.seat is None:
        return False
    return word.keep is Keep.NO or not _consents(state, word.seat)


def undecided(word: Words) -> bool:
    """C3: nobody chose yet, or nobody said "klopt" yet; the group's words need no choice."""
    return word.seat is not None and (word.keep is None or not word.confirmed)


SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000


def too_long_ago(state: State, at: int) -> bool:
    """C3: the seven days after closing are over."""
    return state.closed_at is not None and at >= state.closed_at + SEVEN_DAYS_MS


def may_show(state: State, word: Words) -> bool:
    """T20: alive, said "klopt" to, ticked by its owner (the group's words need no tick)."""
    if not word.alive or not word.confirmed:
        return False
    if word.seat is None:
        return True
    return word.ticked and not hidden(state, word)


@dataclass(frozen=True, slots=True)
class ReleasedWords:
    """One piece of words in the record; `seat` is None where the name stays out."""

    id: str
    kind: Kind
    seat: str | None
    lang: str
    source: SourceKind | None = None
    due: str | None = None
    together: tuple[str, ...] = ()
    """Who is named in an agreement, said yes to it (T23) and may be named in the record."""
    together_unnamed: int = 0
    supporters: tuple[str, ...] = ()
    """Supporters of a goal who may be named; `supporters_in_all` counts everyone."""
    supporters_in_all: int = 0
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    stands: bool = False


@dataclass(frozen=True, slots=True)
class ReleasedStep:
    step: str
    words: tuple[ReleasedWords, ...]


@dataclass(frozen=True, slots=True)
class Released:
    """Everything a record may show, in the order of the evening."""

    steps: tuple[ReleasedStep, ...]
    sources: tuple[ReleasedWords, ...]
    questions: tuple[ReleasedWords, ...]
    goals: tuple[ReleasedWords, ...]
    tensions: tuple[ReleasedWords, ...]
    insights: tuple[ReleasedWords, ...]
    agreements: tuple[ReleasedWords, ...]
    measures: Measures


def record(state: State) -> Released:
    """C3: released words only, each with what its owner and consent allow."""
    released = {w.id: _release(state, w) for w in state.words.values() if _in(state, w)}
    return Released(
        steps=tuple(ReleasedStep(s.id, _of_step(state, released, s.id)) for s in state.steps),
        sources=_of_kind(released, Kind.SOURCE),
        questions=_of_kind(released, Kind.QUESTION),
        goals=_of_kind(released, Kind.GOAL),
        tensions=_of_kind(released, Kind.TENSION),
        insights=_of_kind(released, Kind.INSIGHT),
        agreements=_of_kind(released, Kind.AGREEMENT),
        measures=measure(state),
    )


def _in(state: State, word: Words) -> bool:
    return kept(state, word) is not Keep.NO


def _release(state: State, word: Words) -> ReleasedWords:
    shows_name = kept(state, word) is Keep.NAMED
    agreed = tuple(s for s in word.together if s in word.accepted)
    nameable = tuple(s for s in agreed if named(state, s))
    return ReleasedWords(
        word.id, word.kind, word.seat if shows_name else None, word.lang,
        source=word.source, due=word.due, together=nameable,
        together_unnamed=len(agreed) - len(nameable),
        supporters=tuple(s for s in word.supporters if named(state, s)),
        supporters_in_all=len(word.supporters),
        rests_on=tuple(w for w in word.rests_on if w in state.words and _in(state, state.words[w])),
        answers=tuple(w for w in word.answers if w in state.words and _in(state, state.words[w])),
        stands=word.kind is Kind.AGREEMENT and word.stands,
    )  # fmt: skip


def _of_step(state: State, released: Mapping[str, ReleasedWords], step: str) -> tuple[ReleasedWords, ...]:
    return tuple(
        words
        for words in released.values()
        if words.kind in CONTRIBUTIONS and state.words[words.id].step == step
    )


def _of_kind(released: Mapping[str, ReleasedWords], kind: Kind) -> tuple[ReleasedWords, ...]:
    return tuple(words for words in released.values() if words.kind is kind)
