"""Who took part is told that a record lies open: by mail where somebody left an address, by voice or on paper where not (C2).

A mail is written in the transaction that puts the record up for review, in the language of its reader.
"""

from collections.abc import Collection

import msgspec
from flask import render_template, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Connection

from dialoog.accounts import mails
from dialoog.jobs import outbox
from dialoog.jobs.queries import MailRow, mails_of
from dialoog.live.queries import DialogueInfo, resource_of
from dialoog.records.evening_rows import cause_of
from dialoog.records.queries import Reachable
from dialoog.rules.released import SEVEN_DAYS_MS
from dialoog.settings import LANGUAGES

KIND = "review"


class Notices(msgspec.Struct, frozen=True):
    """Of those who may be approached: to whom a mail went, each with what became of it, and who is to be rung or brought it on paper."""

    mailed: list[tuple[Reachable, MailRow]]
    to_ring: list[Reachable]


def mail_readers(connection: Connection, about: DialogueInfo, people: Collection[Reachable], now: int) -> None:  # fmt: skip
    """Nothing where there is no mail server."""
    if not mails.is_on():
        return
    organisation = resource_of(connection, about.id).organisation
    for person in people:
        recipient = outbox.address_in(person.reach)
        if recipient is None:
            continue
        language = person.lang if person.lang in LANGUAGES else LANGUAGES[0]  # a phone may ask for any
        with force_locale(language):
            subject = _("Het verslag ligt klaar om na te lezen")
            body = render_template(
                "mails/review.txt",
                about=about,
                person=person,
                address=address_of(about.id),
                ends=now + SEVEN_DAYS_MS,
            )
        outbox.write(
            connection,
            kind=KIND,
            recipient=recipient,
            subject=subject,
            body=body,
            organisation=organisation,
            cause=cause_of(about.id, person.seat),
            now=now,
            language=language,
        )


def notices(
    connection: Connection, dialogue: str, people: Collection[Reachable], kind: str = KIND
) -> Notices:
    """By what lies in the outbox, so that who left an address later stands among those to be rung."""
    sent = mails_of(connection, [cause_of(dialogue, person.seat) for person in people], kind)
    found = [(person, sent.get(outbox.address_in(person.reach) or "")) for person in people]
    return Notices(
        [(person, mail) for person, mail in found if mail],
        [person for person, mail in found if mail is None],
    )


def address_of(dialogue: str) -> str:
    """Where who took part reads the record, whatever device they have at hand."""
    return mails.own_address(url_for("own_record.record_of_own_table", dialogue=dialogue))
