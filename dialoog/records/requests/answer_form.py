"""The form with which an organiser answers a request."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, SubmitField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from dialoog.accounts.forms import line
from dialoog.records.review.editing import Sentence
from dialoog.records.review.forms import REASON_SIGNS
from dialoog.web.form_fields import REQUIRED


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """`hide` and `keep` are its two buttons. What is ticked is hidden, whole."""

    words = SelectMultipleField(_("Welke zin?"))
    reason = StringField(_("Waarom?"), [line(REASON_SIGNS), DataRequired(REQUIRED)])
    hide = SubmitField(_("Verberg wat is aangekruist"))
    keep = SubmitField(_("Laat alles staan"))

    def offer(self, sentences: list[Sentence]) -> "AnswerForm":
        self.words.choices = [SelectChoice(one.id, one.text) for one in sentences]
        return self

    def validate(self, extra_validators: object = None) -> bool:
        """One of the buttons, and what is ticked goes with it."""
        is_valid: bool = super().validate(extra_validators)
        if self.hide.data == self.keep.data:
            return False
        if self.hide.data and not self.words.data:
            self.words.errors = [*self.words.errors, _("Kruis eerst de zin aan.")]
            return False
        if self.keep.data and self.words.data:
            self.words.errors = [*self.words.errors, _("U kruiste een zin aan. Haal het kruisje weg als alles blijft staan.")]  # fmt: skip
            return False
        return is_valid
