"""Selects the words that a record may hold, from the choices and the consent of their owners (C2, C3, C7).

The checks of one piece of words that decisions and views share are here too: whether it may be kept, was refused, is
undecided, may be shown. Everything is ids; texts and names are not here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialoog.rules.measures import Measures, measure
from dialoog.rules.state import (
    CONTRIBUTIONS,
    Desk,
    Keep,
    Kind,
    Presence,
    SourceKind,
    State,
    Words,
)


def resolve_keep(state: State, word: Words) -> Keep:
    """What may be done with these words now: the owner's choice, bounded by consent (C2)."""
    if not word.alive or not word.confirmed:
        return Keep.NO
    if word.seat is None:
        return _resolve_group_keep(state, word)
    consent = state.seats[word.seat].consent
    if consent is None or not consent.words or word.keep is None or is_hidden(state, word):
        return Keep.NO
    return Keep.UNNAMED if word.keep is Keep.NAMED and not consent.name else word.keep


def is_hidden(state: State, word: Words) -> bool:
    """Removing a seat hides its words, on the screen and in the record, until it is brought back."""
    return word.seat is not None and state.seats[word.seat].presence is Presence.REMOVED


def _resolve_group_keep(state: State, word: Words) -> Keep:
    """C7: an insight without released words stays out; a goal lives by a supporter who consents."""
    if word.kind is Kind.INSIGHT:
        origins = [state.words[w] for w in word.rests_on if w in state.words]
        return Keep.UNNAMED if any(resolve_keep(state, w) is not Keep.NO for w in origins) else Keep.NO
    if word.kind is Kind.GOAL:
        has_supporter = any(_consents(state, s) for s in word.supporters)
        return Keep.UNNAMED if has_supporter else Keep.NO
    return Keep.UNNAMED


def _consents(state: State, seat: str) -> bool:
    consent = state.seats[seat].consent
    return consent is not None and consent.words


def may_name(state: State, seat: str) -> bool:
    """C2: whether this person's name may stand in the record."""
    consent = state.seats[seat].consent
    return consent is not None and consent.words and consent.name


def is_public(state: State, word: Words) -> bool:
    """C3, C9: whether a public page may show these words: in the record, and with the further yes of their owner. What the
    group made has no owner: the table says yes aloud, at the read-back. An insight rests on public words besides (C7)."""
    if resolve_keep(state, word) is Keep.NO or not word.public:
        return False
    if word.kind is not Kind.INSIGHT:
        return True
    origins = (state.words[w] for w in word.rests_on if w in state.words)
    return any(origin.kind is not Kind.INSIGHT and is_public(state, origin) for origin in origins)


def is_refused(state: State, word: Words) -> bool:
    """C3: refused by its owner, or by the consent that bounds it; blanked at closing."""
    if word.seat is None:
        return False
    return word.keep is Keep.NO or not _consents(state, word.seat)


def is_undecided(word: Words) -> bool:
    """C3: nobody chose yet, or nobody said "klopt" yet; the group's words need no choice."""
    return word.seat is not None and (word.keep is None or not word.confirmed)


def awaits_choice(state: State, word: Words) -> bool:
    """C3, C4: what the read-back repeats: living words whose owner has still to choose, or to say "klopt". Not words
    that were refused, nor those of a removed seat, which no record holds."""
    return word.alive and is_undecided(word) and not is_refused(state, word) and not is_hidden(state, word)


def count_undecided(state: State) -> tuple[int, int]:
    """How many agreements, and how many other words, still wait for their owner. Nobody's in particular."""
    kinds = [word.kind for word in state.words.values() if awaits_choice(state, word)]
    agreements = kinds.count(Kind.AGREEMENT)
    return agreements, len(kinds) - agreements


SEVEN_DAYS_MS = 7 * 24 * 60 * 60 * 1000


def is_choice_period_over(state: State, at: int) -> bool:
    """C3: the seven days after closing are over."""
    return state.closed_at is not None and at >= state.closed_at + SEVEN_DAYS_MS


def may_show(state: State, word: Words) -> bool:
    """T20: alive, said "klopt" to, ticked by its owner (the group's words need no tick)."""
    if not word.alive or not word.confirmed:
        return False
    if word.seat is None:
        return True
    return word.ticked and not is_hidden(state, word)


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
    translators: Mapping[str, Desk] = field(default_factory=dict)
    """C5: language → which desk wrote that translation; its owner's own are not named."""
    public: bool = False
    """C3: the further yes for public pages. It is the owner's alone: others who are named in it gave none."""
    of_table: bool = False
    """The whole table's: nobody's name stays out."""


@dataclass(frozen=True, slots=True)
class ReleasedStep:
    step: str
    words: tuple[ReleasedWords, ...]


@dataclass(frozen=True, slots=True)
class ReleasedRecord:
    """Everything a record may show, in the order of the evening."""

    steps: tuple[ReleasedStep, ...]
    sources: tuple[ReleasedWords, ...]
    questions: tuple[ReleasedWords, ...]
    goals: tuple[ReleasedWords, ...]
    tensions: tuple[ReleasedWords, ...]
    insights: tuple[ReleasedWords, ...]
    agreements: tuple[ReleasedWords, ...]
    measures: Measures


def release_words(state: State) -> ReleasedRecord:
    """C3: released words only, each with what its owner and consent allow."""
    words_by_id = {w.id: _release(state, w) for w in state.words.values() if _is_released(state, w)}
    return ReleasedRecord(
        steps=tuple(ReleasedStep(s.id, _select_step(state, words_by_id, s.id)) for s in state.steps),
        sources=_select_kind(words_by_id, Kind.SOURCE),
        questions=_select_kind(words_by_id, Kind.QUESTION),
        goals=_select_kind(words_by_id, Kind.GOAL),
        tensions=_select_kind(words_by_id, Kind.TENSION),
        insights=_select_kind(words_by_id, Kind.INSIGHT),
        agreements=_select_kind(words_by_id, Kind.AGREEMENT),
        measures=measure(state),
    )


def _is_released(state: State, word: Words) -> bool:
    return resolve_keep(state, word) is not Keep.NO


def _release(state: State, word: Words) -> ReleasedWords:
    shows_name = resolve_keep(state, word) is Keep.NAMED
    accepted_by = tuple(s for s in word.together if s in word.accepted)
    nameable_seats = tuple(s for s in accepted_by if may_name(state, s))
    return ReleasedWords(
        word.id, word.kind, word.seat if shows_name else None, word.lang,
        source=word.source, due=word.due, together=nameable_seats,
        together_unnamed=len(accepted_by) - len(nameable_seats),
        supporters=tuple(s for s in word.supporters if may_name(state, s)),
        supporters_in_all=len(word.supporters),
        rests_on=tuple(w for w in word.rests_on if w in state.words and _is_released(state, state.words[w])),
        answers=tuple(w for w in word.answers if w in state.words and _is_released(state, state.words[w])),
        stands=word.kind is Kind.AGREEMENT and word.stands, translators=word.translators,
        public=is_public(state, word), of_table=word.seat is None,
    )  # fmt: skip


def _select_step(
    state: State, words_by_id: Mapping[str, ReleasedWords], step: str
) -> tuple[ReleasedWords, ...]:
    return tuple(
        words
        for words in words_by_id.values()
        if words.kind in CONTRIBUTIONS and state.words[words.id].step == step
    )


def _select_kind(words_by_id: Mapping[str, ReleasedWords], kind: Kind) -> tuple[ReleasedWords, ...]:
    return tuple(words for words in words_by_id.values() if words.kind is kind)
