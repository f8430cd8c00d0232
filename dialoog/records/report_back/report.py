"""What became of an evening, as one audience reads it: the organiser's text around the part of the record that tells it.

It is read anew at each request, so whatever left the record is gone from here too.
"""

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from dialoog.records.document import Document, moment
from dialoog.records.follow_up.models import OUTCOMES, Outcome
from dialoog.records.looking_back.answers import Answers, list_answers, told_answers
from dialoog.records.models import Audience
from dialoog.records.publication import RecordHead
from dialoog.records.queries import document_of, read_names
from dialoog.records.report_back.queries import TextInfo
from dialoog.records.snapshot import Snapshot
from dialoog.rules.state import State


class Report(msgspec.Struct, frozen=True):
    """`record` holds agreements, questions, and the offers that answer one. `told` is None in a preview."""

    record: Document
    introduction: str
    closing: str
    answers: Answers = Answers()
    """To what changed, three months on."""
    told: datetime | None = None
    mailed_as: int | None = None
    """The number of the copy that its mails are, where it went by mail."""

    @property
    def counts(self) -> dict[Outcome | None, int]:
        """How many agreements stand how, those of which nobody heard last; what never came to be an agreement counts nowhere."""
        standing = [
            one.became.outcome if one.became else None for one in self.record.agreements if one.stands
        ]
        found = {outcome: standing.count(outcome) for outcome in (*OUTCOMES, None)}
        return {outcome: count for outcome, count in found.items() if count}


def read_report(
    connection: Connection, head: RecordHead, audience: Audience, state: State | None = None
) -> Report | None:
    """As it was sent; None before. `state` is that of the dialogue where the caller has it."""
    text = head.told
    report = None if text is None else build_report(connection, head, text, audience, state)
    if text is None or report is None or text.sent is None:
        return None
    return msgspec.structs.replace(report, told=moment(text.sent), mailed_as=text.copy)


def build_report(
    connection: Connection,
    head: RecordHead,
    text: TextInfo,
    audience: Audience = "participants",
    state: State | None = None,
) -> Report | None:
    """With this text, and without a moment at which it was sent; None where there is no record."""
    dialogue = head.about.id
    names = read_names(connection, dialogue, state)
    record = document_of(connection, head, audience, names)
    if record is None:
        return None
    told = msgspec.structs.replace(
        record,
        conclusion="",
        introduction="",
        steps=(),
        insights=(),
        tensions=(),
        goals=(),
        sources=tuple(offer for offer in record.sources if offer.answers),
    )
    answers = told_answers(list_answers(connection, dialogue), names, audience)
    return Report(told, text.introduction, text.closing, answers)


def told_of(shown: Snapshot) -> Snapshot:
    """The same part of a record by ids, for the list of what stands in a copy."""
    sources = tuple(offer for offer in shown.sources if offer.answers)
    return msgspec.structs.replace(shown, steps=(), insights=(), tensions=(), goals=(), sources=sources)
