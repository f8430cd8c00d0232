"""What happens to a question: an organiser asks somebody outside, replies come, and the asker says whether one was an answer.

Every function takes the moment `now` in ms since 1970 and acts within a transaction of its caller. The addressee is told in that
transaction, where they can be mailed.
"""

import secrets
from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection, Update, delete, insert, select, update

from dialoog.db.erasure_list import Erased, note
from dialoog.jobs import outbox
from dialoog.jobs.schedule import day_at, due_on, reopen, schedule
from dialoog.records.follow_up.actions import NotThere, check_day, require_close
from dialoog.records.follow_up.questions import asker_mails, mails
from dialoog.records.follow_up.questions.models import Addressee, Question, Reply, ReplyKind
from dialoog.records.follow_up.questions.queries import (
    AddresseeInfo,
    QuestionInfo,
    find_addressee,
    list_questions,
    questions,
)
from dialoog.records.follow_up.questions.rows import delete_question, facts_of
from dialoog.records.models import Record
from dialoog.records.snapshot import decode
from dialoog.rules.state import State
from dialoog.settings import Settings

REPLY_DAYS = 28
"""So long an addressee has where nobody chose a day."""
LINK_DAYS = 90
"""So long after the day on which a reply is awaited the link works, and is kept how its addressee is reached."""


class Asking(msgspec.Struct, frozen=True):
    """Whom an organiser asks, and the ISO date by which they reply."""

    organisation: str
    reply_by: str
    addressee: AddresseeInfo = AddresseeInfo()


class NewReply(msgspec.Struct, frozen=True):
    """`until` is the ISO date of an interim reply; `written` that of the letter it is taken from, empty where there is none."""

    kind: ReplyKind
    text: str
    lang: str
    until: str = ""
    written: str = ""


class NotNow(Exception):
    """The question is not where this can be done: `reason` is `closed`, `replied` or `not_replied`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotYetWritten(Exception):
    """A letter has no date, or one that is still to come."""


def ask(
    connection: Connection, settings: Settings, dialogue: str, word: str, state: State, asking: Asking, now: int
) -> None:  # fmt: skip
    """Asks somebody, or somebody else, or by another day; replies that came stay. Raises NotThere, NotADay, and NotNow once it is
    closed. `state` is that of the dialogue."""
    question = _find(connection, dialogue, word)
    if question is not None and question.state == "closed":
        raise NotNow("closed")
    known = question.reply_by if question else None
    reply_by = asking.reply_by if asking.reply_by == known else check_day(asking.reply_by, day_at(now)).isoformat()  # fmt: skip
    is_named = _require_released(connection, dialogue, word)
    if word not in state.words:
        raise NotThere
    facts = facts_of(state, word, is_named=is_named)
    before = find_addressee(connection, dialogue, word)
    is_other = question is None or (question.organisation, before.name, before.mail) != (
        asking.organisation, asking.addressee.name, asking.addressee.mail,
    )  # fmt: skip
    if question is not None and is_other:
        outbox.forget(connection, question.id)
    identifier = secrets.token_hex(8) if question is None or is_other else question.id
    own = Addressee.dialogue == dialogue, Addressee.word == word
    connection.execute(delete(Addressee).where(*own))
    reached = msgspec.structs.asdict(asking.addressee)
    connection.execute(insert(Addressee).values(dialogue=dialogue, word=word, **reached))
    values = {**facts, "id": identifier, "organisation": asking.organisation}
    if question is not None and not is_other and reply_by == known:
        connection.execute(_update(question).values(**values))
        return
    values |= {"state": "asked", "asked_at": now, "told_at": None, "reply_by": reply_by, "ask_on": reply_by}
    values["ends"] = _end_of(reply_by)
    if question is None:
        connection.execute(insert(Question).values(dialogue=dialogue, word=word, **values))
    else:
        connection.execute(_update(question).values(**values))
    _keep_until(connection, identifier, str(values["ends"]), now)
    mails.mail_addressee(connection, settings, identifier, now)


def reply(
    connection: Connection, settings: Settings, dialogue: str, word: str, state: State, new: NewReply, now: int, enterer: str | None = None
) -> bool:  # fmt: skip
    """By the addressee, or by the organiser `enterer` from a letter. The same again changes nothing; whether something changed. The asker
    is told once they have the word, and not again before they used it. `state` is that of the dialogue. Raises NotThere, NotADay,
    NotYetWritten, and NotNow once it is closed, or where an interim reply comes after a real one."""
    question = _require(connection, dialogue, word)
    today = day_at(now)
    if question.state == "closed":
        raise NotNow("closed")
    written = _check_letter(new.written, today) if enterer is not None else today.isoformat()
    newest = question.newest
    if newest and newest.is_answer is None and (newest.kind, newest.text, newest.until or "") == (new.kind, new.text, new.until):  # fmt: skip
        return False
    if new.kind == "interim" and question.state == "replied":
        raise NotNow("replied")
    until = check_day(new.until, today).isoformat() if new.kind == "interim" else None
    row = {
        "number": newest.number + 1 if newest else 1,
        "kind": new.kind,
        "organisation": question.organisation,
        "text": new.text,
        "lang": new.lang,
        "until": until,
        "at": now,
        "written": written,
        "enterer": enterer,
        "remark": "",
    }
    connection.execute(insert(Reply).values(dialogue=dialogue, word=word, **row))
    if until is None:
        connection.execute(
            _update(question).values(state="replied", ask_on="", told_at=question.told_at or now)
        )
        asker = state.seats.get(question.seat or "")
        if asker is not None and question.state == "asked":
            asker_mails.mail_asker(connection, settings, question, asker.lang, now)
        return True
    ends = max(question.ends, _end_of(until))
    connection.execute(_update(question).values(ask_on=until, ends=ends, told_at=question.told_at or now))
    _keep_until(connection, question.id, ends, now)
    return True


def judge(
    connection: Connection,
    settings: Settings,
    dialogue: str,
    word: str,
    now: int,
    *,
    is_answer: bool,
    remark: str = "",
    reply_by: str = "",
    judge: str | None = None,
) -> bool:
    """By the asker, or by the organiser `judge`: "ja" closes the question, "nee" opens it again, until `reply_by` or four weeks from
    now, and the addressee is told. It can be said otherwise later. The same again changes nothing, but that a new remark takes the place
    of the former, and is told too. Whether something changed. Raises NotThere, NotADay, NotTheirs, and NotNow where there is no reply to
    say it of."""
    question = _require(connection, dialogue, word)
    today, answer = day_at(now), question.answer
    if answer is None:
        raise NotNow("not_replied")
    is_same = answer.is_answer is is_answer
    if is_same and (is_answer or remark in ("", answer.remark)):
        return False
    if judge is not None and is_answer:
        require_close(connection, dialogue, is_of_resident=question.is_of_resident)
    again = check_day(reply_by or first_day(now), today).isoformat()
    judgement = {"is_answer": is_answer, "judged": now, "judge": judge, "remark": "" if is_answer else remark}
    of_reply = Reply.dialogue == dialogue, Reply.word == word, Reply.number == answer.number
    connection.execute(update(Reply).where(*of_reply).values(**judgement))
    if is_answer:
        connection.execute(_update(question).values(state="closed", ask_on=""))
        return True
    if is_same:
        mails.mail_addressee(connection, settings, question.id, now)
        return True
    ends = max(question.ends, _end_of(again))
    values = {
        "state": "asked",
        "asked_at": now,
        "told_at": None,
        "reply_by": again,
        "ask_on": again,
        "ends": ends,
    }
    connection.execute(_update(question).values(**values))
    _keep_until(connection, question.id, ends, now)
    mails.mail_addressee(connection, settings, question.id, now)
    return True


def note_told(connection: Connection, dialogue: str, word: str, now: int) -> None:
    """An organiser handed over the link, or rang. Raises NotThere."""
    question = _require(connection, dialogue, word)
    if question.is_to_tell:
        connection.execute(_update(question).values(told_at=now))


def take_back(connection: Connection, dialogue: str, word: str, now: int) -> None:
    """As if nobody had been asked. Raises NotThere, and NotNow once a reply came, which is kept."""
    if _require(connection, dialogue, word).replies:
        raise NotNow("replied")
    delete_question(connection, dialogue, word)
    note(connection, Erased(now, "question", dialogue, word))


def first_day(now: int) -> str:
    """The ISO date by which a reply is asked where nobody chooses another."""
    return (day_at(now) + timedelta(days=REPLY_DAYS)).isoformat()


def _find(connection: Connection, dialogue: str, word: str) -> QuestionInfo | None:
    """Locked until the end of the transaction."""
    own = questions.dialogue == dialogue, questions.word == word
    connection.execute(select(questions.id).where(*own).with_for_update())
    return list_questions(connection, own[0] & own[1]).get(word)


def _require(connection: Connection, dialogue: str, word: str) -> QuestionInfo:
    question = _find(connection, dialogue, word)
    if question is None:
        raise NotThere
    return question


def _require_released(connection: Connection, dialogue: str, word: str) -> bool:
    """Whether the record names its asker. Locks the record, which a withdrawal changes."""
    query = select(Record.document).where(Record.dialogue == dialogue).with_for_update()
    document = connection.execute(query).scalar()
    found = [one for one in decode(document).questions if one.id == word] if document else []
    if not found:
        raise NotThere
    return found[0].seat is not None


def _update(question: QuestionInfo) -> Update:
    return update(Question).where(Question.dialogue == question.dialogue, Question.word == question.word)


def _check_letter(written: str, today: date) -> str:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise NotYetWritten from None
    if day > today:
        raise NotYetWritten
    return day.isoformat()


def _end_of(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=LINK_DAYS)).isoformat()


def _keep_until(connection: Connection, identifier: str, day: str, now: int) -> None:
    due = due_on(day)
    assert due is not None  # it was made of a date
    schedule(connection, "addressee_retention", identifier, due, now)
    reopen(connection, "addressee_retention", identifier, due)
