"""Organisers who tell back what became of an evening, and ask three months on what changed."""

import re
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import msgspec
import pikepdf
from flask import Flask
from sqlalchemy import Row, insert, select, update
from werkzeug.test import TestResponse

from dialoog.accounts import tokens
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.models import Mail
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.live.models import Contact, Dialogue
from dialoog.records.follow_up.actions import Answer, answer_agreement
from dialoog.records.looking_back import invitations
from dialoog.records.looking_back.answers import AnswerInfo, list_answers
from dialoog.records.looking_back.models import LookingBack
from dialoog.records.models import Download
from dialoog.records.report_back.mails import composers
from dialoog.rules.state import Kind
from tests.jobs.working import works_off
from tests.records.evenings import EVENING
from tests.records.published import settle
from tests.records.retained import write_journal
from tests.records.test_editing import Office
from tests.web.visits import Visitor, words_of

WRITE, LOOK = "/verslagen/linde/terugvertellen", "/verslagen/linde/terugvertellen/bekijken"
PAGE, BY_CARD, PUBLIC = "/verslagen/linde/vervolg", "/mijn/linde/vervolg", "/uitkomst/linde/vervolg"
STEP, OFFER = "Een lange tafel dekken.", "Een keer koken."
NOTE = "Met dertig buren."
MAIL = "fatma@linde.example"
HELD = datetime.fromtimestamp(EVENING // 1000, TIME_ZONE)
THEN = datetime.combine((HELD + timedelta(weeks=13)).date(), datetime.min.time(), TIME_ZONE).replace(hour=20)


class Teller(Office):
    """An office whose record is settled; Fatma can be reached by mail, Henk by phone, and Fatma's agreement is done."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)
        with transaction(self.engine) as connection:
            write_journal(connection, self.evening)
            connection.execute(update(Dialogue).values(until="2999-01-01"))
            for seat, reach in (("s1", f"06 12345678 of {MAIL}"), ("s2", "06 87654321")):
                connection.execute(insert(Contact).values(dialogue="linde", seat=seat, text=reach))
            settle(connection, "linde")
            step = self.word(Kind.AGREEMENT)
            answer_agreement(connection, "linde", step, Answer("done", note=NOTE), wall_ms())

    def phone(self, lang: str = "nl") -> Visitor:
        with transaction(self.engine) as connection:
            token = tokens.create(connection, "seat", "linde", "s1")
        return Visitor(self.app, lang).holds("seat", "linde", token)

    def writes(self, **fields: str) -> TestResponse:
        return self.els.sends(WRITE, **fields)

    def sends(self) -> TestResponse:
        return self.els.sends(LOOK)

    def mails(self) -> list[Row[Any]]:
        with read_transaction(self.engine) as connection:
            return list(connection.execute(select(Mail.__table__).where(Mail.kind == "report")).all())

    def says(self, mail: Row[Any]) -> str | None:
        """What that mail says if it is sent now."""
        composed = composers(self.app.extensions["dialoog.settings"])["report"]
        with read_transaction(self.engine) as connection:
            return composed(connection, mail.cause, mail.language)

    def copies(self) -> list[Row[Any]]:
        columns = (
            Download.number,
            Download.format,
            Download.taker,
            Download.missing_sentences,
            Download.times,
        )
        with read_transaction(self.engine) as connection:
            return list(connection.execute(select(*columns).order_by(Download.number)).all())


class Later(Teller):
    """The office of an evening that was held three months ago; Fatma can be mailed and Henk, who is not named, rung."""

    def works(self, moment: datetime = THEN, **changed: Any) -> None:
        """A worker that asks, and sends nothing."""
        settings = msgspec.structs.replace(self.app.extensions["dialoog.settings"], **changed)
        now = int(moment.timestamp()) * 1000
        works_off(self.engine, invitations.handlers(settings), now)

    def mailed(self) -> list[Row[Any]]:
        with read_transaction(self.engine) as connection:
            return list(connection.execute(select(Mail.__table__).where(Mail.kind == "looking_back")).all())

    def answers(self) -> dict[str, AnswerInfo]:
        with read_transaction(self.engine) as connection:
            return {one.seat: one for one in list_answers(connection, "linde")}

    def asks_now(self) -> None:
        """As if the worker had asked a moment ago."""
        self.works()
        with transaction(self.engine) as connection:
            connection.execute(update(LookingBack).values(asked_at=wall_ms()))

    def opens_link(self) -> Visitor:
        [mail] = self.mailed()
        [token] = re.findall(r"/veranderd#(\w+)", mail.body)
        fatma = Visitor(self.app)
        assert fatma.sends("/veranderd", code=token).location == "/veranderd/antwoord"
        return fatma


def pdf_of(answer: TestResponse) -> pikepdf.Pdf:
    assert answer.mimetype == "application/pdf", words_of(answer)
    return pikepdf.open(BytesIO(answer.data))
