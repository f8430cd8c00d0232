"""The forms in which an organiser puts a question to somebody, a reply is written or entered, and the asker says whether it was an answer."""

from collections.abc import Mapping

import msgspec
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, DataRequired, InputRequired, Optional, ValidationError

from dialoog.jobs import outbox
from dialoog.records.follow_up.actions import NotADay
from dialoog.records.follow_up.forms import DAY_SENTENCES, LONGEST_DAY
from dialoog.records.follow_up.questions.actions import Asking, NewReply
from dialoog.records.follow_up.questions.models import REPLY_KINDS, ReplyKind
from dialoog.records.follow_up.questions.queries import AddresseeInfo
from dialoog.web import text_validation
from dialoog.web.form_fields import REQUIRED, UNKNOWN_DAY, ValidText, at_most

LONGEST_LINE, LONGEST_MAIL, LONGEST_REPLY = 80, 254, 2000


def _line(text: str) -> str:
    return text_validation.line(text, LONGEST_LINE)


def _reply(text: str) -> str:
    return text_validation.paragraphs(text, LONGEST_REPLY)


def _remark(text: str) -> str:
    return text_validation.words(text) if text.strip() else ""


class AskForm(FlaskForm):  # type: ignore[misc]
    """Who is asked, how they are reached, and by when they reply."""

    organisation = StringField(
        _("Wie antwoordt?"), [DataRequired(REQUIRED), ValidText(_line), DataRequired(REQUIRED)]
    )
    name = StringField(_("Naam van wie het leest"), [ValidText(_line)])
    mail = StringField(_("Mailadres"), [at_most(LONGEST_MAIL), Optional()])
    phone = StringField(_("Telefoonnummer"), [ValidText(_line)])
    reply_by = StringField(_("Antwoord tot en met"), [at_most(LONGEST_DAY, UNKNOWN_DAY)])
    submit = SubmitField(_("Leg de vraag voor"))

    def validate_mail(self, field: StringField) -> None:
        try:
            field.data = outbox.normalise_address((field.data or "").strip())
        except outbox.InvalidAddress:
            raise ValidationError(gettext("Dit is geen mailadres.")) from None

    def asking(self, language: str) -> Asking:
        """`language`: that in which the addressee is written to."""
        reached = {name: (self[name].data or "").strip() for name in ("name", "mail", "phone")}
        return Asking(
            self.organisation.data or "", self.reply_by.data or "", AddresseeInfo(**reached, lang=language)
        )

    def refuse_day(self, error: NotADay) -> None:
        self.reply_by.errors = [DAY_SENTENCES[error.reason]]


REAL_REPLIES = [
    SelectChoice("yes", _("Ja")),
    SelectChoice("partly", _("Deels")),
    SelectChoice("no", _("Nee, met de reden")),
]


class ReplyForm(FlaskForm):  # type: ignore[misc]
    """A reply, by the addressee."""

    kind = RadioField(
        _("Wat is het antwoord?"),
        [InputRequired(_("Kies er een.")), AnyOf(REPLY_KINDS, _("Kies er een."))],
        choices=[
            *REAL_REPLIES,
            SelectChoice("interim", _("Nog niet: een tussenbericht, met een nieuwe datum")),
        ],
        validate_choice=False,
    )
    text = TextAreaField(_("Wat u antwoordt"), [ValidText(_reply)])
    until = StringField(_("De nieuwe datum, bij een tussenbericht"), [at_most(LONGEST_DAY, UNKNOWN_DAY)])
    submit = SubmitField(_("Verstuur het antwoord"))

    def validate_text(self, field: TextAreaField) -> None:
        """Nee and deels without a reason are no reply."""
        if not field.data and self.kind.data in ("no", "partly"):
            raise ValidationError(gettext("Schrijf erbij waarom."))

    def after_reply(self) -> "ReplyForm":
        """Without an interim reply, once there is a real one."""
        self.kind.choices = REAL_REPLIES
        return self

    def reply(self, language: str) -> NewReply:
        kind = msgspec.convert(self.kind.data, ReplyKind)
        until = (self.until.data or "") if kind == "interim" else ""
        return NewReply(kind, self.text.data or "", language, until)

    def refuse_day(self, error: NotADay) -> None:
        self.until.errors = [DAY_SENTENCES[error.reason]]


class LetterForm(ReplyForm):
    """A reply, by an organiser from a letter, a mail or a call."""

    text = TextAreaField(_("Wat er staat"), [ValidText(_reply)])
    written = StringField(_("Datum van de brief"), [at_most(LONGEST_DAY, UNKNOWN_DAY)])
    enterer = StringField(
        _("Uw eigen naam"), [DataRequired(REQUIRED), ValidText(_line), DataRequired(REQUIRED)]
    )
    submit = SubmitField(_("Bewaar het antwoord"))

    def reply(self, language: str) -> NewReply:
        return msgspec.structs.replace(super().reply(language), written=self.written.data or "")

    def refuse_letter(self) -> None:
        self.written.errors = [gettext("Kies de dag waarop het geschreven is; niet een die nog komt.")]


class JudgeForm(FlaskForm):  # type: ignore[misc]
    """The button that was pressed says whether it was an answer."""

    is_answer = StringField(validators=[AnyOf(("1", "0"))])
    remark = TextAreaField(_("Wat mist u nog?"), [ValidText(_remark)])


class JudgeForOthersForm(JudgeForm):
    """By an organiser, for who asked or for the whole table."""

    remark = TextAreaField(_("Wat ontbreekt er nog?"), [ValidText(_remark)])
    reply_by = StringField(_("Nieuw antwoord tot en met, bij nee"), [at_most(LONGEST_DAY, UNKNOWN_DAY)])
    judge = StringField(
        _("Uw eigen naam"), [DataRequired(REQUIRED), ValidText(_line), DataRequired(REQUIRED)]
    )

    def refuse_day(self, error: NotADay) -> None:
        self.reply_by.errors = [DAY_SENTENCES[error.reason]]


NOT_NOW: Mapping[str, LazyString] = {
    "closed": _("De vraag is beantwoord, zegt wie hem stelde."),
    "replied": _("Er is al een antwoord. Dat blijft staan."),
    "not_replied": _("Er is nog geen antwoord om iets van te zeggen."),
}
