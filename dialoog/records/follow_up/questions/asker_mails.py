"""The mail that tells who asked a question that somebody replied, in their own language."""

from flask_babel import gettext as _
from sqlalchemy import Connection, and_, select

from dialoog.jobs import outbox
from dialoog.jobs.schedule import day_at
from dialoog.live.journal.contacts import is_in_time
from dialoog.live.models import Contact, Dialogue, SeatName
from dialoog.records.evening_rows import cause_of
from dialoog.records.follow_up.questions.queries import QuestionInfo
from dialoog.settings import LANGUAGES, Settings
from dialoog.web.without_request import read_in

KIND = "reply"
_plan = Dialogue.__table__.columns


def mail_asker(
    connection: Connection, settings: Settings, question: QuestionInfo, language: str, now: int
) -> None:
    """That somebody replied, and where to read it. Neither question nor reply is in it: in a mailbox they would outlast every choice.
    Nobody is told of a question of the whole table, and nobody who may not be approached or gave no address."""
    asker = Contact.dialogue == question.dialogue, Contact.seat == question.seat
    named = and_(SeatName.dialogue == Contact.dialogue, SeatName.id == Contact.seat)
    query = (
        select(Contact.text.label("reach"), SeatName.name, Dialogue.owner, *(_plan[name] for name in ("title", "organisation", "facilitator", "contact")))
        .join(Dialogue, Dialogue.id == Contact.dialogue)
        .outerjoin(SeatName, named)
        .where(*asker, Dialogue.erasing.is_(None), is_in_time(day_at(now).isoformat()))
    )  # fmt: skip
    row = connection.execute(query).one_or_none() if outbox.is_configured(settings) else None
    recipient = outbox.address_in(row.reach) if row else None
    if row is None or recipient is None or question.seat is None:
        return
    language = language if language in LANGUAGES else LANGUAGES[0]
    with read_in(language):
        subject = _("Er is een antwoord op uw vraag")
        lines = [
            _("Dag %(name)s,", name=row.name) if row.name else _("Dag,"),
            "",
            _("U stelde een vraag aan tafel bij %(title)s. %(organisation)s heeft geantwoord.", title=row.title, organisation=question.organisation),
            _("Lees het op uw eigen pagina, en zeg daar of het een antwoord is. Bij nee staat de vraag weer open."),
            "",
            f"{settings.url}/mijn/{question.dialogue}",
            "",
            _("Open de link op de telefoon waarmee u meedeed, of typ de code van uw kaart."),
            _("Liever bellen? %(contact)s.", contact=row.contact) if row.contact else "",
            _("U krijgt deze mail omdat u zei dat wij u mogen benaderen. Wilt u dat niet meer? Zeg het ons."),
            "",
            row.organisation or row.facilitator,
        ]  # fmt: skip
    outbox.write(
        connection,
        kind=KIND,
        recipient=recipient,
        subject=subject,
        body="\n".join(lines),
        organisation=row.owner,
        cause=cause_of(question.dialogue, question.seat),
        now=now,
        language=language,
    )
