"""The forms of one's own page and of the cards. What can change something carries the id of its command, so that a form that is sent
twice applies once."""

import secrets
from collections.abc import Collection

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, SubmitField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Regexp

from dialoog.live.journal import contacts
from dialoog.rules.state import Keep
from dialoog.web.form_fields import REQUIRED, at_most

ERASE_WORD = _("wissen")
"""What one types to erase everything, in the language of the page."""
LONGEST_CODE = 80
KEEP_LABELS = {
    Keep.NAMED: _("Met uw naam"),
    Keep.UNNAMED: _("Zonder uw naam"),
    Keep.NO: _("Niet bewaren"),
}


def fresh_id() -> str:
    return secrets.token_urlsafe(16)


class CardForm(FlaskForm):  # type: ignore[misc]
    code = StringField(_("De code op uw kaart"), [DataRequired(REQUIRED), at_most(LONGEST_CODE)])
    submit = SubmitField(_("Naar mijn woorden"))


class CommandForm(FlaskForm):  # type: ignore[misc]
    """`id` is that of the command, made with the form."""

    id = HiddenField(validators=[Regexp(r"\A[A-Za-z0-9_-]{16,48}\Z")], default=fresh_id)

    @property
    def command(self) -> str:
        return self.id.data or ""


class SentenceForm(CommandForm):
    keep = RadioField(
        _("In het verslag"),
        [InputRequired(_("Kies wat er met deze zin mag."))],
    )
    public = BooleanField(_("Ja, deze zin mag openbaar"))
    certain = BooleanField(_("Ja, wis deze zin"))
    submit = SubmitField(_("Bewaar deze keuze"))

    def limited_to(self, keeps: Collection[Keep]) -> "SentenceForm":
        """C2 bounds C3."""
        self.keep.choices = [(keep.value, KEEP_LABELS[keep]) for keep in keeps]
        return self


class AgreementForm(CommandForm):
    on = StringField(validators=[Regexp(r"\A[01]\Z")])


class ConsentForm(CommandForm):
    words = BooleanField(_("Mijn woorden mogen in het verslag."))
    name = BooleanField(_("Mijn naam mag daarbij staan."))
    contact = BooleanField(_("U mag mij later benaderen."))
    reach = StringField(_("Hoe kunnen we u bereiken?"), [at_most(contacts.LONGEST)])
    submit = SubmitField(_("Bewaar deze keuzes"))


class EraseForm(CommandForm):
    word = StringField(_("Typ het woord: wissen"), [DataRequired(REQUIRED), at_most(40)])
    submit = SubmitField(_("Wis alles van mij"))

    @property
    def is_meant(self) -> bool:
        """Whether the word was typed, in the language of the page or in Dutch."""
        typed = (self.word.data or "").strip().strip(".\"'«»“”").casefold().replace("\u0307", "")  # as of SİL
        return typed in {str(ERASE_WORD).casefold(), "wissen"}


class MoreCardsForm(FlaskForm):  # type: ignore[misc]
    submit = SubmitField(_("Maak acht kaarten"))


class GiveCardForm(FlaskForm):  # type: ignore[misc]
    seat = SelectField(_("Voor wie is deze kaart?"))
    submit = SubmitField(_("Bewaar"))

    def offer(self, seats: Collection[tuple[str, str]]) -> None:
        self.seat.choices = [SelectChoice("", _("Nog van niemand")), *(SelectChoice(*one) for one in seats)]
