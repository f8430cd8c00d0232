"""The mail that asks an addressee for a reply, that says a reply was no answer yet, or that the day is over, in the language in which
the organiser asked.
"""

from typing import Literal

from flask_babel import gettext as _
from sqlalchemy import Connection, update

from dialoog.jobs import outbox
from dialoog.records.follow_up.questions import links
from dialoog.records.follow_up.questions.links import QuestionLink
from dialoog.records.follow_up.questions.models import Question
from dialoog.settings import LANGUAGES, Settings
from dialoog.web.formats import day
from dialoog.web.without_request import read_in

KIND = "question"
Why = Literal["asked", "again", "late"]


def mail_addressee(
    connection: Connection, settings: Settings, identifier: str, now: int, why: Why | None = None
) -> bool:
    """Mails the addressee what is asked now; whether that can be done: otherwise an organiser hands over the link."""
    link = links.find(connection, identifier)
    recipient = outbox.address_in(link.mail) if link else None
    if link is None or recipient is None or not outbox.is_configured(settings):
        return False
    reason: Why = why or ("again" if link.question.was_no_answer else "asked")
    subject, body = compose(link, reason, address_of(settings, identifier))
    outbox.write(
        connection,
        kind=KIND,
        recipient=recipient,
        subject=subject,
        body=body,
        organisation=link.owner,
        cause=identifier,
        now=now,
        language=link.written_in,
    )
    connection.execute(update(Question).where(Question.id == identifier).values(told_at=now))
    return True


def address_of(settings: Settings, identifier: str) -> str:
    return f"{settings.url}/vraag#{links.token_of(settings.secret, identifier)}"


def compose(link: QuestionLink, why: Why, address: str) -> tuple[str, str]:
    """Subject and body."""
    question, answer = link.question, link.question.answer
    with read_in(link.written_in if link.written_in in LANGUAGES else LANGUAGES[0]):
        lines = [
            _("Dag %(name)s,", name=link.name) if link.name else _("Dag,"),
            "",
            _("Aan tafel bij %(title)s stelden mensen deze vraag, voor %(organisation)s:", title=link.title, organisation=question.organisation),
            "",
            link.text,
            "",
        ]  # fmt: skip
        if why == "again" and answer:
            lines += [
                _("U antwoordde op %(day)s. Wie de vraag stelde, zegt dat dit nog geen antwoord is.", day=day(answer.written)),
                *(["", answer.remark] if answer.remark else []),
                "",
            ]  # fmt: skip
        if why == "late":
            lines += [_("Uw antwoord zou er zijn op %(day)s. We wachten nog op u.", day=day(question.ask_on))]
        else:
            lines += [_("Wilt u antwoorden tot en met %(day)s?", day=day(question.reply_by))]
        lines += [
            _("Weet u het nog niet? Stuur dan een tussenbericht met een nieuwe datum. Nee is ook een antwoord, met de reden erbij."),
            "",
            _("Open deze link. U hebt geen account nodig."),
            address,
            "",
            _("De link werkt tot %(day)s. Er gebeurt niets tot u op een knop drukt.", day=day(question.ends)),
            _("Liever bellen? %(contact)s.", contact=link.contact) if link.contact else "",
            "",
            link.sender,
        ]  # fmt: skip
        subjects = {
            "asked": _("Een vraag van bewoners, voor u"),
            "again": _("Een vraag van bewoners staat weer open"),
            "late": _("We wachten nog op uw antwoord"),
        }
        return subjects[why], "\n".join(lines)
