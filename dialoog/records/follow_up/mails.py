"""The mail that asks the owner of an agreement how it goes, in their own language. The worker writes it, so no request says which that is."""

from datetime import date

import msgspec
from flask_babel import gettext as _

from dialoog.settings import LANGUAGES
from dialoog.web.formats import day
from dialoog.web.without_request import read_in


class Question(msgspec.Struct, frozen=True):
    """What is asked, of whom and for whom; `day` is an ISO date, `address` the link."""

    name: str
    text: str
    day: str
    title: str
    sender: str
    contact: str
    address: str


def compose(question: Question, language: str, today: date) -> tuple[str, str]:
    """Subject and body; in Dutch, which is the source, for who reads a language that we do not have."""
    with read_in(language if language in LANGUAGES else LANGUAGES[0]):
        written = day(question.day)
        lines = [
            _("Dag %(name)s,", name=question.name) if question.name else _("Dag,"),
            "",
            _("Aan tafel bij %(title)s sprak u dit af:", title=question.title),
            "",
            question.text,
            "",
            _("De dag was %(day)s.", day=written)
            if date.fromisoformat(question.day) < today
            else _("De dag is vandaag: %(day)s.", day=written),
            _("Hoe staat het ermee? Open deze link en druk op een knop. Loslaten mag, zonder reden."),
            "",
            question.address,
            "",
            _("De link werkt negentig dagen. Er gebeurt niets tot u op een knop drukt."),
            _("Liever bellen? %(contact)s.", contact=question.contact) if question.contact else "",
            _("U krijgt deze mail omdat u zei dat wij u mogen benaderen. Wilt u dat niet meer? Zeg het ons."),
            "",
            question.sender,
        ]
        return _("Hoe staat het met uw afspraak?"), "\n".join(lines)
