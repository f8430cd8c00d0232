"""The record as people and programs read it: saved ids with their texts and names filled in.

`/verslagen/<id>` shows it and `/verslagen/<id>.json` is it, so nothing can be in one and not in the
other. Described for others in docs/record-schema.md. A text or name that is gone is left out (C8).
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import msgspec

from dialoog.live.plan import Plan
from dialoog.live.queries import Text
from dialoog.records.snapshot import Snapshot, SnapshotMeasures, SnapshotStep, SnapshotWords

SCHEMA = "dialoog-record-1"


class RecordedWords(msgspec.Struct, frozen=True):
    """One piece of words in a record: the original text, and translations beside it (C5)."""

    id: str
    kind: str
    text: str
    lang: str
    translations: dict[str, str] = {}
    name: str | None = None
    source: str | None = None
    due: str | None = None
    together: tuple[str, ...] = ()
    together_unnamed: int = 0
    supporters: tuple[str, ...] = ()
    supporters_in_all: int = 0
    rests_on: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    stands: bool = False


class RecordedStep(msgspec.Struct, frozen=True):
    """A step with the question as it was asked, in every language it was asked in."""

    id: str
    form: str
    title: dict[str, str]
    question: dict[str, str]
    more: dict[str, str]
    words: tuple[RecordedWords, ...]


class Document(msgspec.Struct, frozen=True):
    """One record, whole. Moments are ISO 8601 in UTC, days are ISO dates."""

    schema: str
    id: str
    began: datetime | None
    saved: datetime
    changed: datetime
    about: Plan
    steps: tuple[RecordedStep, ...]
    insights: tuple[RecordedWords, ...]
    tensions: tuple[RecordedWords, ...]
    sources: tuple[RecordedWords, ...]
    questions: tuple[RecordedWords, ...]
    goals: tuple[RecordedWords, ...]
    agreements: tuple[RecordedWords, ...]
    measures: SnapshotMeasures

    @property
    def contributions(self) -> tuple[RecordedWords, ...]:
        return tuple(words for step in self.steps for words in step.words)

    @property
    def empty(self) -> bool:
        return not (self.contributions or self.insights or self.questions or self.sources)

    def found(self, ids: Iterable[str]) -> tuple[RecordedWords, ...]:
        """These words, wherever they stand in the record, in the order asked."""
        everywhere = (*self.contributions, *self.sources, *self.questions, *self.tensions, *self.goals)
        known = {words.id: words for words in everywhere}
        return tuple(known[word] for word in ids if word in known)

    def answering(self, question: str, among: Iterable[RecordedWords]) -> tuple[RecordedWords, ...]:
        """What was offered or agreed to meet this question."""
        return tuple(words for words in among if question in words.answers)


def build_document(
    dialogue: str,
    saved: Snapshot,
    moments: tuple[int, int],
    about: Plan,
    texts: Mapping[str, Text],
    names: Mapping[str, str],
) -> Document:
    """Fills in the words; `moments` are when it was saved and last changed, in milliseconds."""

    def told(words: Iterable[SnapshotWords]) -> tuple[RecordedWords, ...]:
        return tuple(_told(one, texts[one.id], names) for one in words if one.id in texts)

    def step(done: SnapshotStep) -> RecordedStep:
        return RecordedStep(done.id, done.form, done.title, done.question, done.more, told(done.words))

    return Document(
        schema=SCHEMA,
        id=dialogue,
        began=None if saved.began is None else moment(saved.began),
        saved=moment(moments[0]),
        changed=moment(moments[1]),
        about=about,
        steps=tuple(step(done) for done in saved.steps),
        insights=told(saved.insights),
        tensions=told(saved.tensions),
        sources=told(saved.sources),
        questions=told(saved.questions),
        goals=told(saved.goals),
        agreements=told(saved.agreements),
        measures=saved.measures,
    )


def _told(words: SnapshotWords, text: Text, names: Mapping[str, str]) -> RecordedWords:
    together, supporters = _named(words.together, names), _named(words.supporters, names)
    return RecordedWords(
        words.id,
        words.kind,
        text.text,
        text.lang,
        translations=dict(text.translations),
        name=names.get(words.seat) if words.seat else None,
        source=words.source,
        due=words.due,
        together=together,
        together_unnamed=words.together_unnamed + len(words.together) - len(together),
        supporters=supporters,
        supporters_in_all=words.supporters_in_all,
        rests_on=words.rests_on,
        answers=words.answers,
        stands=words.stands,
    )


def _named(seats: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names[seat] for seat in seats if seat in names)


def moment(milliseconds: int) -> datetime:
    """A moment as the journal has it (ms since 1970), for people: in UTC, to the second."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC)
