"""The forms with which an organiser tells back: their own text, and the button below what they looked at."""

from functools import partial

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, SubmitField, TextAreaField
from wtforms.validators import Length

from dialoog.web.form_fields import ValidText, VersionField
from dialoog.web.text_validation import paragraphs

LONGEST = 600
"""Signs of each text: a few lines."""
LONGEST_SEAL = 500


class TextForm(FlaskForm):  # type: ignore[misc]
    """`version` is the number of the newest text when the form was opened."""

    introduction = TextAreaField(_("Inleiding"), [ValidText(partial(paragraphs, longest=LONGEST))])
    closing = TextAreaField(_("Slotwoord"), [ValidText(partial(paragraphs, longest=LONGEST))])
    version = VersionField(default="0")
    submit = SubmitField(_("Bewaar en bekijk"))


class SendForm(FlaskForm):  # type: ignore[misc]
    """`seal` is that of what the page showed."""

    seal = HiddenField(validators=[Length(max=LONGEST_SEAL)])
    submit = SubmitField(_("Vertel dit terug"))
