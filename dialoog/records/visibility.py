"""What of a record each audience sees, as functions of its snapshot alone: without hidden sentences, and for the public only what
people released to everybody. Ids only; texts and names are filled in afterwards, so what is not here is never read.
"""

from collections.abc import Callable, Collection, Iterable

import msgspec

from dialoog.records.snapshot import Snapshot, SnapshotWords
from dialoog.rules.state import Kind

OF_ALL = ("sources", "questions", "goals", "tensions", "agreements")
"""The parts of a snapshot beside its steps and its insights."""


def all_words(snapshot: Snapshot) -> tuple[SnapshotWords, ...]:
    """Everything that stands in it, in the order of the evening."""
    in_steps = [word for step in snapshot.steps for word in step.words]
    return (*in_steps, *(word for part in OF_ALL for word in getattr(snapshot, part)), *snapshot.insights)


def without(snapshot: Snapshot, hidden: Collection[str]) -> Snapshot:
    """Without these words, and without insights that rest on nothing else (C7)."""
    return _select(snapshot, lambda word: word.id not in hidden) if hidden else snapshot


def for_everybody(snapshot: Snapshot) -> Snapshot:
    """C3, C9: only words with the further yes, and insights that rest on such words. Others who stand in an agreement or behind a goal gave
    that yes for nothing but their own words, so they are counted and not named."""
    return _select(snapshot, lambda word: word.public, _without_others)


def _select(
    snapshot: Snapshot,
    stays: Callable[[SnapshotWords], bool],
    change: Callable[[SnapshotWords], SnapshotWords] = lambda word: word,
) -> Snapshot:
    """The words for which `stays`, and of the insights those that rest on at least one of them; each refers to nothing that went."""
    left = {word.id for word in all_words(snapshot) if word.kind != Kind.INSIGHT and stays(word)}

    def cut(words: Iterable[SnapshotWords]) -> tuple[SnapshotWords, ...]:
        return tuple(
            change(
                msgspec.structs.replace(
                    word,
                    rests_on=tuple(one for one in word.rests_on if one in left),
                    answers=tuple(one for one in word.answers if one in left),
                )
            )
            for word in words
        )

    return msgspec.structs.replace(
        snapshot,
        steps=tuple(
            msgspec.structs.replace(step, words=cut(word for word in step.words if word.id in left))
            for step in snapshot.steps
        ),
        insights=cut(
            word for word in snapshot.insights if stays(word) and not left.isdisjoint(word.rests_on)
        ),
        **{part: cut(word for word in getattr(snapshot, part) if word.id in left) for part in OF_ALL},
    )


def _without_others(word: SnapshotWords) -> SnapshotWords:
    together_unnamed = word.together_unnamed + len(word.together)
    return msgspec.structs.replace(word, together=(), together_unnamed=together_unnamed, supporters=())
