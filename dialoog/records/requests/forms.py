"""The form with which anybody asks."""

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import StringField, SubmitField, TextAreaField
from wtforms.validators import DataRequired

from dialoog.accounts.forms import line
from dialoog.live.journal import contacts
from dialoog.web.form_fields import REQUIRED

TEXT_SIGNS = 600


class RequestForm(FlaskForm):  # type: ignore[misc]
    text = TextAreaField(_("Om welke zin gaat het, of waar staat hij?"), [line(TEXT_SIGNS), DataRequired(REQUIRED)])  # fmt: skip
    wish = TextAreaField(_("Wat wilt u, en waarom?"), [line(TEXT_SIGNS)])
    reach = StringField(_("Hoe kunnen we u bereiken?"), [line(contacts.LONGEST)])
    submit = SubmitField(_("Vraag het"))
