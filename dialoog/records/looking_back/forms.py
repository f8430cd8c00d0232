"""The forms in which somebody says what changed."""

from collections.abc import Collection

import msgspec
from flask_babel import get_locale
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, StringField, SubmitField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import AnyOf, DataRequired, ValidationError

from dialoog.records.follow_up.forms import LONGEST_NAME, note
from dialoog.records.looking_back.actions import NewAnswer
from dialoog.records.looking_back.models import AMOUNTS, Amount
from dialoog.records.participants.forms import KEEP_LABELS
from dialoog.rules.state import Keep
from dialoog.web import text_validation
from dialoog.web.form_fields import REQUIRED, ValidText

AMOUNT_LABELS = {
    "much": _("Veel"),
    "little": _("Een beetje"),
    "nothing": _("Niets"),
    "unknown": _("Weet ik niet"),
}


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """Nothing is ticked beforehand. What may be told of the sentence is asked where there is one."""

    keeps: tuple[Keep, ...] = (Keep.NO,)
    amount = RadioField(
        _("Hoeveel?"),
        [AnyOf(AMOUNTS, message=_("Kies een antwoord."))],
        choices=[SelectChoice(*one) for one in AMOUNT_LABELS.items()],
        validate_choice=False,
    )
    text = TextAreaField(_("Wat dan?"), [ValidText(note)])
    keep = RadioField(_("Wie mag uw zin lezen?"), choices=[], validate_choice=False)
    public = BooleanField(_("Ja, deze zin mag openbaar"))
    submit = SubmitField(_("Bewaar"))

    def limited_to(self, keeps: Collection[Keep]) -> "AnswerForm":
        """C2 bounds C3."""
        self.keeps = tuple(keeps)
        self.keep.choices = [SelectChoice(keep.value, KEEP_LABELS[keep]) for keep in keeps]
        return self

    def validate_keep(self, field: RadioField) -> None:
        if self.text.data and field.data not in {keep.value for keep in self.keeps}:
            raise ValidationError(str(_("Kies wat er met deze zin mag.")))

    @property
    def takes_text(self) -> bool:
        """Whether who answers lets any of their words be kept."""
        return self.keeps != (Keep.NO,)

    @property
    def answer(self) -> NewAnswer:
        text = self.text.data or ""
        keep = Keep(self.keep.data) if text else Keep.NO
        amount = msgspec.convert(self.amount.data, Amount)
        return NewAnswer(amount, text, str(get_locale()), keep, public=bool(self.public.data))


def _name(text: str) -> str:
    return text_validation.line(text, LONGEST_NAME)


class CallForm(AnswerForm):
    """By who rang the person, and asked each choice aloud (T13)."""

    caller = StringField(_("Uw eigen naam"), [DataRequired(REQUIRED), ValidText(_name)])
