"""The mail that tells somebody who took part what became of the evening (C2).

Only its subject lies in the outbox: what it says is composed as it is sent, so that no word that was withdrawn meanwhile goes along, and a
mail that failed says the newest once it is sent again.
"""

from collections.abc import Collection, Iterator
from functools import partial

import msgspec
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import Connection

from dialoog.accounts import mails
from dialoog.jobs import outbox
from dialoog.jobs.mail_message import Composer
from dialoog.live.queries import DialogueInfo, resource_of
from dialoog.records.document import CopyInfo
from dialoog.records.evening_rows import cause_of
from dialoog.records.exports.phrases import copy_mark, how_it_stands, put_to, reply_said, reply_text, who
from dialoog.records.publication import find_head
from dialoog.records.queries import Reachable, read_names
from dialoog.records.recorded_words import RecordedWords
from dialoog.records.report_back.phrases import how_agreements_stand, how_much_changed
from dialoog.records.report_back.report import Report, read_report
from dialoog.settings import LANGUAGES, Settings
from dialoog.web.formats import date_with_year, day
from dialoog.web.without_request import read_in

KIND = "report"
MAILED = "mail"
"""What a copy by mail is called among the formats of files."""


def write_mails(connection: Connection, about: DialogueInfo, people: Collection[Reachable], now: int) -> int:
    """How many were written: none where there is no mail server."""
    if not mails.is_on():
        return 0
    organisation = resource_of(connection, about.id).organisation
    written = 0
    for person in people:
        recipient = outbox.address_in(person.reach)
        if recipient is None:
            continue
        language = person.lang if person.lang in LANGUAGES else LANGUAGES[0]
        with force_locale(language):
            subject = _("Wat is er met de avond gebeurd?")
        outbox.write(
            connection,
            kind=KIND,
            recipient=recipient,
            subject=subject,
            body=outbox.COMPOSED_LATER,
            organisation=organisation,
            cause=cause_of(about.id, person.seat),
            now=now,
            language=language,
        )
        written += 1
    return written


def composers(settings: Settings) -> dict[str, Composer]:
    """Kind of mail → what it says now, from its cause and its language; None where there is nothing to say any more."""
    return {KIND: partial(_compose, settings.url)}


def _compose(url: str, connection: Connection, cause: str, language: str) -> str | None:
    dialogue, _colon, seat = cause.partition(":")
    head = find_head(connection, dialogue)
    with read_in(language):
        report = read_report(connection, head, "participants") if head else None
        if report is None:
            return None
        name = read_names(connection, dialogue).get(seat, "")
        return "\n".join(_lines(report, name, f"{url}/mijn/{dialogue}/vervolg"))


def _lines(report: Report, name: str, address: str) -> Iterator[str]:
    """Each sentence of somebody on lines of its own, so that its direction turns nothing around."""
    record, about = report.record, report.record.about
    yield _("Dag %(name)s,", name=name) if name else _("Dag,")
    yield ""
    yield _("Op %(day)s sprak u mee bij %(title)s. Dit is ermee gebeurd.", day=day(record.began or record.saved), title=about.title)  # fmt: skip
    if report.introduction:
        yield from ("", report.introduction)
    if record.agreements:
        yield from ("", _("Wat we afspraken"), how_agreements_stand(report))
        for agreement in record.agreements_by_day:
            yield from ("", f"{who(agreement)}:", agreement.text, _state_of(agreement))
    if record.questions:
        yield from ("", _("Onze vragen"))
        for question in record.questions:
            yield from ("", question.text)
            yield from _replies(report, question)
    if report.answers:
        yield from ("", _("Wat is er veranderd?"), how_much_changed(report.answers))
        for answer in report.answers.released:
            name = answer.name or _("Iemand aan tafel")
            yield from ("", f"{name}:", answer.text)
    if report.closing:
        yield from ("", report.closing)
    yield from ("", _("Lees het hele bericht hier, ook om af te drukken:"), address)
    yield from ("", _("Open de link op de telefoon waarmee u meedeed, of typ de code van uw kaart."))
    if about.contact:
        yield _("Liever bellen? %(contact)s.", contact=about.contact)
    yield _("U krijgt deze mail omdat u zei dat wij u mogen benaderen. Wilt u dat niet meer? Zeg het ons.")
    yield from ("", about.organisation or about.organised_by or about.facilitator)
    day_told = report.told or record.saved
    copy = None if report.mailed_as is None else CopyInfo(report.mailed_as, day_told)
    yield copy_mark(msgspec.structs.replace(record, copy=copy), day_told)


def _state_of(agreement: RecordedWords) -> str:
    became = agreement.became
    if became is not None and became.outcome == "moved" and became.moved_to:
        return str(_("Verplaatst naar %(day)s.", day=date_with_year(became.moved_to)))
    return f"{how_it_stands(agreement)}."


def _replies(report: Report, question: RecordedWords) -> Iterator[str]:
    record = report.record
    offers = record.answers_to(question.id, record.sources)
    steps = record.answers_to(question.id, record.agreements)
    for heading, found in ((_("Aan tafel aangeboden"), offers), (_("Aan tafel afgesproken"), steps)):
        for words in found:
            yield from (f"{heading}, {who(words)}:", words.text)
    replies = question.put_to.replies if question.put_to else ()
    for reply in replies:
        yield from (f"{reply.organisation}: {reply_said(reply)}", reply_text(reply))
    if not offers and not steps and all(reply.kind == "interim" for reply in replies):
        yield _("Nog geen antwoord.")
    if question.put_to:
        yield put_to(question)
