"""The forms with which an organiser edits a record: the text above it, the next stage, and why a sentence is hidden."""

from functools import partial

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, SubmitField, TextAreaField
from wtforms.validators import AnyOf, DataRequired

from dialoog.accounts.forms import line
from dialoog.records.models import STAGES
from dialoog.web.form_fields import REQUIRED, ValidText, VersionField
from dialoog.web.text_validation import paragraphs

CONCLUSION_SIGNS = 160
INTRODUCTION_SIGNS = 600
REASON_SIGNS = 200


class TextsForm(FlaskForm):  # type: ignore[misc]
    """What stands above a record. `version` is the number of the newest one when the form was opened."""

    conclusion = StringField(_("In één zin"), [line(CONCLUSION_SIGNS)])
    introduction = TextAreaField(_("Inleiding"), [ValidText(partial(paragraphs, longest=INTRODUCTION_SIGNS))])
    version = VersionField(default="0")
    submit = SubmitField(_("Bewaar"))


class StageForm(FlaskForm):  # type: ignore[misc]
    """One button; the stage that it leads to comes along."""

    stage = HiddenField(validators=[AnyOf(STAGES)])


class HideForm(FlaskForm):  # type: ignore[misc]
    reason = StringField(_("Waarom?"), [DataRequired(REQUIRED), line(REASON_SIGNS)])
    submit = SubmitField(_("Verberg deze zin"))
