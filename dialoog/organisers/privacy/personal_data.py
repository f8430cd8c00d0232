"""All that is stored of one person at one table: the answer to "what do you have of me", to print and as JSON.

How long somebody spoke and whether they passed is read by nobody (V4): that it stands in the journal is said, what it is is not.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import msgspec
from sqlalchemy import Connection, func, select

from dialoog.accounts.models import Token
from dialoog.live import queries
from dialoog.live.journal import contacts
from dialoog.live.queries import DialogueInfo, Name, Text
from dialoog.records.document import moment
from dialoog.records.follow_up.agreements import AgreementInfo, list_agreements
from dialoog.records.follow_up.questions.queries import QuestionInfo, questions_of
from dialoog.records.looking_back.answers import AnswerInfo, find_answer
from dialoog.rules.state import Seat, State, Words

SCHEMA = "dialoog-personal-data-1"


class Became(msgspec.Struct, frozen=True):
    """What became of an agreement: done, busy, moved or released; `caller` is who wrote it down for them."""

    outcome: str
    at: datetime
    moved_to: str | None
    note: str
    caller: str | None


class Judgement(msgspec.Struct, frozen=True):
    """What this person said of a reply to their question: of whom and of which day it is, whether it was an answer, and what they still
    miss; `judge` is who wrote it down for them."""

    organisation: str
    written: str
    is_answer: bool
    at: datetime
    remark: str
    judge: str | None


class OwnWords(msgspec.Struct, frozen=True):
    """`keep` is named, unnamed, no, or None while undecided; `text` is None once it was blanked."""

    kind: str
    text: str | None
    lang: str
    translations: dict[str, str]
    written: datetime
    confirmed: bool
    keep: str | None
    public: bool
    on_screen: bool
    due: str | None = None
    became: Became | None = None
    judgements: tuple[Judgement, ...] = ()


class Choices(msgspec.Struct, frozen=True):
    words: bool
    name: bool
    contact: bool
    aloud: bool


class PersonalData(msgspec.Struct, frozen=True):
    """Moments are ISO 8601 in UTC, days are ISO dates."""

    schema: str
    dialogue: str
    title: str
    keeper: str
    contacts_until: str
    names_until: str
    until: str
    seat: str
    name: str | None
    requested_name: str | None
    pronunciation: str | None
    joined: datetime
    language: str
    role: str | None
    presence: str
    has_device: bool
    devices: int
    """Tokens that open this seat on a phone."""
    choices: Choices | None
    contact: str | None
    words: tuple[OwnWords, ...]
    agreements_with_others: tuple[str, ...]
    """Texts of agreements of others in which this person is named."""
    supported_goals: tuple[str, ...]
    turns: int
    """How many turns the journal has of this person; how long they were is shown to nobody."""
    changed: AnswerInfo | None
    """What this person answered, three months on, to the question what changed."""
    erased: bool


def everything_about(
    connection: Connection, dialogue: str, seat: str, state: State | None = None
) -> PersonalData | None:
    """None for a dialogue or a seat that does not exist. `state` is that of the dialogue where the caller has it, else it is folded."""
    about = queries.dialogue_info(connection, dialogue)
    if about is None:
        return None
    state = state or queries.state(connection, dialogue)
    person = state.seats.get(seat)
    if person is None:
        return None
    texts = queries.texts(connection, dialogue)
    name = queries.names_in_full(connection, dialogue).get(seat, Name())
    own = [words for words in state.words.values() if words.seat == seat]
    answered, put = list_agreements(connection, dialogue), questions_of(connection, dialogue)
    return PersonalData(
        **_told(about),
        seat=seat,
        name=name.name,
        requested_name=name.requested,
        pronunciation=name.pronunciation,
        joined=moment(person.joined),
        language=person.lang,
        role=person.role.value if person.role else None,
        presence=person.presence.value,
        has_device=person.device,
        devices=_count_devices(connection, dialogue, seat),
        choices=_choices(person),
        contact=contacts.read_contacts(connection, dialogue).get(seat),
        words=tuple(
            _own_words(words, texts.get(words.id), answered.get(words.id), put.get(words.id)) for words in own
        ),
        agreements_with_others=_texts_of(
            texts, (words for words in state.words.values() if words.seat != seat and seat in words.together)
        ),
        supported_goals=_texts_of(
            texts, (words for words in state.words.values() if seat in words.supporters)
        ),
        turns=sum(turn.seat == seat for turn in state.turns),
        changed=find_answer(connection, dialogue, seat),
        erased=person.erased,
    )


def _told(about: DialogueInfo) -> dict[str, str]:
    return {
        "schema": SCHEMA,
        "dialogue": about.id,
        "title": about.title,
        "keeper": about.organisation or about.facilitator,
        "contacts_until": about.last_day_of_contacts,
        "names_until": about.last_day_of_names,
        "until": about.until,
    }


def _choices(person: Seat) -> Choices | None:
    chosen = person.consent
    return None if chosen is None else Choices(chosen.words, chosen.name, chosen.contact, chosen.aloud)


def _own_words(
    words: Words, text: Text | None, agreement: AgreementInfo | None, question: QuestionInfo | None
) -> OwnWords:
    return OwnWords(
        kind=words.kind.value,
        text=text.text if text else None,
        lang=words.lang,
        translations=dict(text.translations) if text else {},
        written=moment(words.written),
        confirmed=words.confirmed,
        keep=words.keep.value if words.keep else None,
        public=words.public,
        on_screen=words.ticked,
        due=words.due,
        became=_became(agreement),
        judgements=tuple(_judgements(question)),
    )


def _became(agreement: AgreementInfo | None) -> Became | None:
    if agreement is None or agreement.outcome is None or agreement.at is None:
        return None
    return Became(
        agreement.outcome, moment(agreement.at), agreement.moved_to, agreement.note, agreement.caller
    )


def _judgements(question: QuestionInfo | None) -> Iterator[Judgement]:
    for one in question.replies if question else ():
        if one.is_answer is not None and one.judged is not None:
            yield Judgement(one.organisation, one.written, one.is_answer, moment(one.judged), one.remark, one.judge)  # fmt: skip


def _texts_of(texts: Mapping[str, Text], words: Iterable[Words]) -> tuple[str, ...]:
    return tuple(texts[one.id].text for one in words if one.id in texts)


def _count_devices(connection: Connection, dialogue: str, seat: str) -> int:
    query = select(func.count()).select_from(Token)
    valid = query.where(Token.dialogue == dialogue, Token.seat == seat, Token.revoked.is_(None))
    return connection.execute(valid).scalar_one()
