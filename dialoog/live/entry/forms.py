"""The forms around a dialogue: its code, taking a seat, the set-up key, forgetting this device."""

import secrets

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    PasswordField,
    SelectField,
    StringField,
    SubmitField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, Optional, Regexp

from dialoog.live.journal import contacts
from dialoog.rules.state import Role
from dialoog.web import text_validation
from dialoog.web.form_fields import REQUIRED, ValidText, at_most
from dialoog.web.languages import LANGUAGE_NAMES
from dialoog.web.own_address import LONGEST


def clean_key(key: str | None) -> str:
    """Without the blanks that are often copied along, and in the letters and digits that a key is made of."""
    return text_validation.latin((key or "").strip())


class KeyForm(FlaskForm):  # type: ignore[misc]
    key = PasswordField(_("Sleutel van deze installatie"), [DataRequired(REQUIRED)], filters=[clean_key])
    back = HiddenField(validators=[Optional(), Length(max=LONGEST)])
    submit = SubmitField(_("Verder"))


class ForgetForm(FlaskForm):  # type: ignore[misc]
    submit = SubmitField(_("Vergeet mij op dit toestel"))


class CodeForm(FlaskForm):  # type: ignore[misc]
    """Reads the query string; it changes nothing, so it needs no CSRF token."""

    class Meta:
        csrf = False

    code = StringField(_("Code"), [DataRequired(REQUIRED), at_most(40)])
    submit = SubmitField(_("Verder"))


def _reach_if_chosen(form: Form, field: StringField) -> None:
    """Normalises it; leaves nothing of it where nobody may reach this person."""
    if form["contact"].data:
        ValidText(lambda text: text_validation.line(text, contacts.LONGEST))(form, field)
    else:
        field.data = ""


class JoinForm(FlaskForm):  # type: ignore[misc]
    """C1, C2: only a call name is required; none of the three choices is ticked beforehand."""

    id = HiddenField(validators=[Regexp(r"\A[A-Za-z0-9_-]{16,64}\Z")])
    name = StringField(
        _("Hoe noemen we u aan tafel?"), [DataRequired(REQUIRED), ValidText(text_validation.name)]
    )
    pronunciation = StringField(
        _("Schrijf hoe u het zegt."),
        [ValidText(lambda text: text_validation.line(text, text_validation.PRONUNCIATION_GRAPHEMES))],
    )
    role = SelectField(
        _("Als wie bent u hier? Dit hoeft niet."),
        [Optional()],
        choices=[
            SelectChoice("", _("Dat zeg ik liever niet")),
            SelectChoice(Role.RESIDENT.value, _("Bewoner")),
            SelectChoice(Role.CARE.value, _("Zorgorganisatie")),
            SelectChoice(Role.MUNICIPALITY.value, _("Gemeente")),
            SelectChoice(Role.PROFESSIONAL.value, _("Professional")),
        ],
    )
    lang = SelectField(_("Taal"), choices=[SelectChoice(code, name) for code, name in LANGUAGE_NAMES])
    words = BooleanField(_("Mijn woorden mogen in het verslag."))
    name_too = BooleanField(_("Mijn naam mag daarbij staan."))
    contact = BooleanField(_("U mag mij later benaderen."))
    reach = StringField(_("Hoe kunnen we u bereiken?"), [_reach_if_chosen])
    submit = SubmitField(_("Ik doe mee"))


def fresh_id() -> str:
    """The id of the form's command, so that a form that is sent twice takes one seat."""
    return secrets.token_urlsafe(16)
