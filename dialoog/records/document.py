"""The record as people and programs read it: the ids of a snapshot with their texts and names filled in.

`/verslagen/<id>` shows this document and `/verslagen/<id>.json` is this document, so the two cannot differ.
docs/record-schema.md describes it for others. A text or name that was erased is left out (C8).
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

import msgspec

from dialoog.live.plan import Plan
from dialoog.live.queries import Text
from dialoog.records.follow_up.agreements import AgreementInfo
from dialoog.records.follow_up.questions.queries import QuestionInfo
from dialoog.records.models import Audience, Stage
from dialoog.records.publication import PublicationInfo
from dialoog.records.recorded_words import PutTo, RecordedOutcome, RecordedReply, RecordedWords
from dialoog.records.snapshot import Snapshot, SnapshotStep, SnapshotWords
from dialoog.rules.course import StepTime
from dialoog.rules.released import SEVEN_DAYS_MS

SCHEMA = "dialoog-record-1"

LONGEST_EVENING = timedelta(hours=12)


class RecordedStep(msgspec.Struct, frozen=True):
    """A step with its question in each language in which it was asked."""

    id: str
    form: str
    title: dict[str, str]
    question: dict[str, str]
    more: dict[str, str]
    words: tuple[RecordedWords, ...]
    time: StepTime | None = None
    """Of a public record none, and none of a record that was saved before times were."""

    @property
    def is_introduction(self) -> bool:
        return bool(self.words) and self.words[0].kind == "introduction"


class RecordedMeasures(msgspec.Struct, frozen=True):
    """Sums over the whole dialogue (V4). What is None is not for everybody."""

    seats: int
    everyone_had_a_turn: bool
    resident_share: float | None
    contributions: int | None = None
    turns: int | None = None
    first_offer_coverage: float | None = None
    passes_first_offer: int | None = None
    passes_final: int | None = None
    speaking_seconds: int | None = None


FOR_EVERYBODY = ("seats", "everyone_had_a_turn", "resident_share")
"""Measures of a public record. The last is None where fewer than three people share a role (C9)."""
PUBLIC_PLAN = (
    "title",
    "theme",
    "neighbourhood",
    "municipality",
    "organisation",
    "organised_by",
    "lang",
    "date",
)
"""What a public record says of the plan: no names of people, no numbers, no hours."""


class CopyInfo(msgspec.Struct, frozen=True):
    """The number of a file that somebody took along, and when it was made."""

    number: int
    made: datetime


class Document(msgspec.Struct, frozen=True):
    """One record, whole, as one audience reads it. Moments are ISO 8601 in UTC, days are ISO dates."""

    schema: str
    id: str
    began: datetime | None
    saved: datetime
    changed: datetime
    stage: Stage
    audience: Audience
    """Whom this document is for, so what stands in it."""
    review_ends: datetime | None
    version: int
    about: Plan
    conclusion: str
    introduction: str
    steps: tuple[RecordedStep, ...]
    insights: tuple[RecordedWords, ...]
    tensions: tuple[RecordedWords, ...]
    sources: tuple[RecordedWords, ...]
    questions: tuple[RecordedWords, ...]
    goals: tuple[RecordedWords, ...]
    agreements: tuple[RecordedWords, ...]
    measures: RecordedMeasures
    undecided_agreements: int = 0
    undecided_words: int = 0
    """What may still come into the record: for seven days, and in all, so that it tells of nobody (C3)."""
    written: datetime | None = None
    """When the organiser wrote conclusion and introduction, as they are now."""
    copy: CopyInfo | None = None
    """Of a file that somebody took along; the page and what a program reads are no copies."""

    @property
    def signed_by(self) -> str:
        """Whose conclusion and introduction are."""
        return self.about.organised_by or self.about.organisation

    @property
    def choices_end(self) -> datetime:
        return self.saved + timedelta(milliseconds=SEVEN_DAYS_MS)

    @property
    def lies_open(self) -> bool:
        """Whether who took part has days left to say that something is wrong."""
        return self.review_ends is not None and datetime.now(UTC) < self.review_ends

    @property
    def contributions(self) -> tuple[RecordedWords, ...]:
        return tuple(words for step in self.steps for words in step.words)

    @property
    def sentences(self) -> tuple[RecordedWords, ...]:
        """Everything that stands in it, of people and of the table."""
        parts = (self.sources, self.questions, self.goals, self.tensions, self.agreements, self.insights)
        return (*self.contributions, *(words for part in parts for words in part))

    @property
    def is_empty(self) -> bool:
        return not (self.contributions or self.insights or self.questions or self.sources)

    @property
    def is_of_one_evening(self) -> bool:
        """Whether it was closed on the evening itself, so that its hours may be told; a laptop may have died."""
        return self.began is not None and self.saved - self.began < LONGEST_EVENING

    @property
    def steps_to_read(self) -> tuple[RecordedStep, ...]:
        """The steps with words, introductions last: they are many and say least about the theme."""
        steps = (step for step in self.steps if step.words)
        return tuple(sorted(steps, key=lambda step: step.is_introduction))

    @property
    def agreements_by_day(self) -> tuple[RecordedWords, ...]:
        """The earliest first; those without a day last."""
        return tuple(sorted(self.agreements, key=lambda words: words.day or "9999"))

    def lifted(self, step: RecordedStep) -> RecordedWords | None:
        """The sentence of this step that the first of the insights rests on; it is set large, and whole (C4)."""
        if step.form == "harvest" or step.is_introduction:
            return None
        words_of = {words.id: words for words in step.words}
        origins = (word for insight in self.insights for word in insight.rests_on)
        return next((words_of[word] for word in origins if word in words_of), None)

    def words_by_id(self, ids: Iterable[str]) -> tuple[RecordedWords, ...]:
        """The words with these ids, from all parts of the record, in the order of the ids."""
        words_of = {words.id: words for words in self.sentences}
        return tuple(words_of[word] for word in ids if word in words_of)

    def answers_to(self, question: str, candidates: Iterable[RecordedWords]) -> tuple[RecordedWords, ...]:
        """The offers or agreements among the candidates that answer the question with this id."""
        return tuple(words for words in candidates if question in words.answers)


def build_document(
    dialogue: str,
    snapshot: Snapshot,
    moments: tuple[int, int, int | None],
    plan: Plan,
    publication: PublicationInfo,
    audience: Audience,
    texts: Mapping[str, Text],
    names: Mapping[str, str],
    answered: Mapping[str, AgreementInfo],
    put: Mapping[str, QuestionInfo],
) -> Document:
    """Fills texts and names into what this audience may see of it. `moments`: when the record was saved, when it last changed, and when what stands above it was written, ms since
    1970."""

    def resolve(words: Iterable[SnapshotWords]) -> tuple[RecordedWords, ...]:
        return tuple(_resolve(one, texts[one.id], names) for one in words if one.id in texts)

    def add_outcome(words: RecordedWords) -> RecordedWords:
        became = _outcome(answered.get(words.id), audience)
        return msgspec.structs.replace(words, became=became) if became else words

    def add_replies(words: RecordedWords) -> RecordedWords:
        question = put.get(words.id)
        return msgspec.structs.replace(words, put_to=_put_to(question)) if question else words

    def resolve_step(step: SnapshotStep) -> RecordedStep:
        time = None if audience == "public" else step.time
        return RecordedStep(
            step.id, step.form, step.title, step.question, step.more, resolve(step.words), time
        )

    return Document(
        schema=SCHEMA,
        id=dialogue,
        began=None if snapshot.began is None else moment(snapshot.began),
        saved=moment(moments[0]),
        changed=moment(moments[1]),
        stage=publication.stage,
        audience=audience,
        review_ends=None if publication.review_ends is None else moment(publication.review_ends),
        version=publication.number,
        about=plan if audience != "public" else Plan(**{name: getattr(plan, name) for name in PUBLIC_PLAN}),
        conclusion=publication.conclusion,
        introduction=publication.introduction,
        written=None if moments[2] is None else moment(moments[2]),
        steps=tuple(resolve_step(step) for step in snapshot.steps),
        insights=resolve(snapshot.insights),
        tensions=resolve(snapshot.tensions),
        sources=resolve(snapshot.sources),
        questions=tuple(map(add_replies, resolve(snapshot.questions))),
        goals=resolve(snapshot.goals),
        agreements=tuple(map(add_outcome, resolve(snapshot.agreements))),
        measures=_measures(snapshot, audience),
    )


def _measures(snapshot: Snapshot, audience: Audience) -> RecordedMeasures:
    numbers = msgspec.structs.asdict(snapshot.measures)
    return RecordedMeasures(
        **{name: number for name, number in numbers.items() if audience != "public" or name in FOR_EVERYBODY}
    )


def _resolve(words: SnapshotWords, text: Text, names: Mapping[str, str]) -> RecordedWords:
    together, supporters = _names_of(words.together, names), _names_of(words.supporters, names)
    return RecordedWords(
        words.id,
        words.kind,
        text.text,
        text.lang,
        translations=dict(text.translations),
        translators=words.translators,
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
        of_table=words.of_table,
    )


def _outcome(agreement: AgreementInfo | None, audience: Audience) -> RecordedOutcome | None:
    if agreement is None or agreement.outcome is None or agreement.at is None:
        return None
    note = "" if audience == "public" else agreement.note
    return RecordedOutcome(agreement.outcome, moment(agreement.at), agreement.moved_to, note)


def _put_to(question: QuestionInfo) -> PutTo:
    return PutTo(
        question.organisation,
        moment(question.asked_at),
        question.reply_by,
        question.state,
        question.was_no_answer,
        tuple(msgspec.convert(one, RecordedReply, from_attributes=True) for one in question.replies),
    )


def _names_of(seats: Iterable[str], names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(names[seat] for seat in seats if seat in names)


def moment(milliseconds: int) -> datetime:
    """Converts ms since 1970 to a UTC datetime, to the second."""
    return datetime.fromtimestamp(milliseconds // 1000, UTC)
