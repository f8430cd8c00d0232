"""What one person finds on the page of their own words: sentences with what now holds for each, agreements, choices.

Read from the state of the dialogue and the texts beside its journal. Nothing of others is in it but the names in agreements.
"""

from datetime import datetime

import msgspec

from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.live import queries
from dialoog.live.journal import contacts
from dialoog.live.queries import DialogueInfo
from dialoog.live.runtime import current_runtime
from dialoog.records.follow_up.agreements import AgreementInfo, list_agreements
from dialoog.records.follow_up.questions.queries import QuestionInfo, questions_of
from dialoog.records.looking_back.answers import AnswerInfo, find_answer
from dialoog.records.participants.warnings import warn, warn_of_answer
from dialoog.records.publication import Hidden, hidden_words
from dialoog.records.report_back.queries import is_told
from dialoog.rules.released import SEVEN_DAYS_MS, awaits_choice, is_hidden
from dialoog.rules.seats import Seat
from dialoog.rules.state import Desk, Keep, Kind, State, Status, Words

SCHEMA = "dialoog-own-words-1"


class OwnSentence(msgspec.Struct, frozen=True):
    """One piece of own words; `waits` says that a choice, or a "klopt", is still to come."""

    id: str
    kind: str
    text: str
    lang: str
    written: datetime
    keep: Keep | None
    public: bool
    waits: bool
    confirmed: bool
    source: str | None = None
    due: str | None = None
    translations: dict[str, str] = {}
    warnings: list[str] = []
    """C6."""
    hidden_because: str | None = None
    """The reason of the organiser who hid it from the record."""


class OwnAgreement(msgspec.Struct, frozen=True):
    """An agreement that this person made or is named in, with their own answer and its moment."""

    id: str
    text: str
    lang: str
    own: bool
    owner: str | None
    due: str | None
    together: tuple[str, ...]
    answer: bool | None
    answered: datetime | None
    became: AgreementInfo | None = None
    """After closing, of an own one that stands in the record: how it stands."""
    warnings: list[str] = []
    """C6, of the note."""


class OwnQuestion(msgspec.Struct, frozen=True):
    """An own question that somebody outside was asked to answer, with every reply."""

    id: str
    text: str
    lang: str
    follow_up: QuestionInfo
    warnings: list[str] = []
    """C6, of what this person still misses."""

    @property
    def waits(self) -> bool:
        """Whether a reply waits for this person to say if it is an answer."""
        return self.follow_up.state == "replied"


class OwnPage(msgspec.Struct, frozen=True):
    about: DialogueInfo
    seat: Seat
    name: str
    reach: str
    sentences: list[OwnSentence]
    agreements: list[OwnAgreement]
    questions: list[OwnQuestion]
    running: bool
    has_report: bool
    """Whether it was told back what became of the evening."""
    changed: AnswerInfo | None
    """Where this person was asked what changed, three months on."""
    changed_warnings: list[str]
    """C6."""
    choose_until: datetime | None
    """While what is undecided waits (C3)."""

    @property
    def waiting(self) -> list[OwnSentence]:
        return [sentence for sentence in self.sentences if sentence.waits]

    @property
    def keeps(self) -> tuple[Keep, ...]:
        return keeps_of(self.seat)


def keeps_of(seat: Seat | None) -> tuple[Keep, ...]:
    """C2 bounds C3: without the first yes nothing can be kept, without the second no name."""
    consent = seat.consent if seat else None
    if consent is None or not consent.words:
        return (Keep.NO,)
    return (Keep.NAMED, Keep.UNNAMED, Keep.NO) if consent.name else (Keep.UNNAMED, Keep.NO)


def read_own_page(dialogue: str, seat_id: str) -> OwnPage | None:
    """None where the dialogue or the person is no longer there: who was erased has no page."""
    state = current_runtime().broadcaster(dialogue).state()
    seat = state.seats.get(seat_id)
    if seat is None or seat.erased:
        return None
    own = [word for word in state.words.values() if word.seat == seat_id and word.alive]
    named = [
        word
        for word in state.words.values()
        if word.kind is Kind.AGREEMENT and word.alive and seat_id in word.together and not is_hidden(state, word)
    ]  # fmt: skip
    agreements = [word for word in (*own, *named) if word.kind is Kind.AGREEMENT]
    is_closed = state.status is Status.CLOSED  # what follows an evening is read once there can be any
    has_questions = is_closed and any(word.kind is Kind.QUESTION for word in own)
    with read_transaction(current_engine()) as connection:
        about = queries.dialogue_info(connection, dialogue)
        texts = queries.texts(connection, dialogue, [word.id for word in (*own, *named)])
        names = queries.names(connection, dialogue)
        reach = contacts.read_contacts(connection, dialogue).get(seat_id, "")
        hidden = hidden_words(connection, dialogue) if is_closed else {}
        answers = list_agreements(connection, dialogue) if is_closed and agreements else {}
        has_report = is_closed and is_told(connection, dialogue)
        changed = find_answer(connection, dialogue, seat_id)
        questions = questions_of(connection, dialogue) if has_questions else {}
    if about is None or seat_id not in names:
        return None
    others = {name for other, name in names.items() if other != seat_id}
    return OwnPage(
        about=about,
        seat=seat,
        name=names[seat_id],
        reach=reach,
        sentences=[_sentence(state, word, texts[word.id], names, hidden.get(word.id)) for word in own if word.id in texts],
        agreements=[_agreement(word, texts[word.id], seat_id, names, answers.get(word.id)) for word in agreements if word.id in texts],
        has_report=has_report,
        changed=changed,
        changed_warnings=warn_of_answer(changed, names[seat_id], others) if changed else [],
        questions=[_question(questions[word.id], texts[word.id], names) for word in own if word.id in questions and word.id in texts],
        running=state.status is Status.RUNNING,
        choose_until=_moment(state.closed_at + SEVEN_DAYS_MS) if state.closed_at else None,
    )  # fmt: skip


def _sentence(
    state: State, word: Words, text: queries.Text, names: dict[str, str], hidden: Hidden | None
) -> OwnSentence:
    seat = word.seat or ""
    consent = state.seats[seat].consent
    hides_name = word.keep is not Keep.NAMED or consent is None or not consent.name
    others = {name for other, name in names.items() if other != seat}
    return OwnSentence(
        word.id,
        word.kind.value,
        text.text,
        text.lang,
        _moment(word.written),
        word.keep,
        word.public,
        awaits_choice(state, word),
        word.confirmed or word.by is Desk.SEAT,
        word.source.value if word.source else None,
        word.due,
        dict(text.translations),
        [] if word.keep is Keep.NO else warn(text.text, names[seat], others, hides_name=hides_name),
        hidden.reason if hidden else None,
    )


def _agreement(
    word: Words, text: queries.Text, seat: str, names: dict[str, str], agreement: AgreementInfo | None
) -> OwnAgreement:
    became = agreement if agreement and agreement.seat == seat else None
    all_others = {name for other, name in names.items() if other != seat}
    others = tuple(names[one] for one in word.together if one in names and one != seat)
    answered = word.answered.get(seat)
    return OwnAgreement(
        word.id,
        text.text,
        text.lang,
        word.seat == seat,
        names.get(word.seat or ""),
        word.due,
        others,
        word.answer_of(seat),
        _moment(answered) if answered else None,
        became,
        warn(became.note, names[seat], all_others, hides_name=not became.is_named) if became else [],
    )


def _question(question: QuestionInfo, text: queries.Text, names: dict[str, str]) -> OwnQuestion:
    others = {name for seat, name in names.items() if seat != question.seat}
    remark = next((one.remark for one in reversed(question.replies) if one.remark), "")
    warnings = (
        warn(remark, names[question.seat or ""], others, hides_name=not question.is_named) if remark else []
    )
    return OwnQuestion(question.word, text.text, text.lang, question, warnings)


def _moment(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds // 1000, TIME_ZONE)
