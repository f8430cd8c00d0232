"""The forms around a dialogue: typing its code, sitting down, showing the set-up key."""

import secrets
from collections.abc import Callable

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
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from dialoog.live.protocol.reasons import say
from dialoog.rules.state import Role
from dialoog.web import text_validation
from dialoog.web.languages import LANGUAGE_NAMES

NEEDED = _("Vul dit in.")


def strip_blanks(key: str | None) -> str:
    """Without the blanks that came along."""
    return (key or "").strip()


class ValidText:
    """What was typed, taken as it will be kept; refused with the sentence that says why."""

    def __init__(self, fit: Callable[[str], str]) -> None:
        """`fit` gives the text as it will be kept, or raises `typed.Unfit`."""
        self._fit = fit

    def __call__(self, form: Form, field: StringField) -> None:
        try:
            field.data = self._fit(field.data or "")
        except text_validation.InvalidText as unfit:
            raise ValidationError(say(unfit.reason)) from None


class KeyForm(FlaskForm):  # type: ignore[misc]
    key = PasswordField(_("Sleutel van deze installatie"), [DataRequired(NEEDED)], filters=[strip_blanks])
    back = HiddenField(validators=[Optional(), Length(max=200)])
    submit = SubmitField(_("Verder"))


class ForgetForm(FlaskForm):  # type: ignore[misc]
    submit = SubmitField(_("Vergeet mij op dit apparaat"))


class CodeForm(FlaskForm):  # type: ignore[misc]
    """Read from the address, so it changes nothing and needs no CSRF token."""

    class Meta:
        csrf = False

    code = StringField(_("Code"), [DataRequired(NEEDED), Length(max=40)])
    submit = SubmitField(_("Verder"))


class JoinForm(FlaskForm):  # type: ignore[misc]
    """C1, C2: a call name is all that is asked; none of the three choices is ticked beforehand."""

    id = HiddenField(validators=[Regexp(r"\A[A-Za-z0-9_-]{16,64}\Z")])
    name = StringField(
        _("Hoe noemen we u aan tafel?"), [DataRequired(NEEDED), ValidText(text_validation.name)]
    )
    role = SelectField(
        _("Waar komt u vandaan? Dit hoeft niet."),
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
    submit = SubmitField(_("Ik doe mee"))


def fresh_id() -> str:
    """The id of a form's command, so that a double tap sits down once."""
    return secrets.token_urlsafe(16)
