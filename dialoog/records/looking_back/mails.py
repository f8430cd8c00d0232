"""The mail that asks what changed, in the language of its reader. The worker writes it, so no request says which that is."""

from datetime import date

import msgspec
from flask_babel import gettext as _

from dialoog.settings import LANGUAGES
from dialoog.web.formats import day
from dialoog.web.without_request import read_in


class Question(msgspec.Struct, frozen=True):
    """Of whom it is asked and for whom; `address` is the link."""

    name: str
    title: str
    held: date
    sender: str
    contact: str
    address: str


def compose(question: Question, language: str) -> tuple[str, str]:
    """Subject and body; in Dutch for who reads a language that we do not have."""
    with read_in(language if language in LANGUAGES else LANGUAGES[0]):
        lines = [
            _("Dag %(name)s,", name=question.name) if question.name else _("Dag,"),
            "",
            _("Op %(day)s sprak u mee bij %(title)s.", day=day(question.held), title=question.title),
            _("Dat is drie maanden geleden. Wat is er veranderd? Niets is ook een antwoord."),
            "",
            question.address,
            "",
            _("Open deze link en kies een antwoord. U mag er een zin bij schrijven, en kiest zelf wie die leest."),
            _("De link werkt negentig dagen. Er gebeurt niets tot u op een knop drukt."),
            _("Liever bellen? %(contact)s.", contact=question.contact) if question.contact else "",
            _("U krijgt deze mail omdat u zei dat wij u mogen benaderen. Wilt u dat niet meer? Zeg het ons."),
            "",
            question.sender,
        ]  # fmt: skip
        return _("Wat is er veranderd?"), "\n".join(lines)
