"""The forms around a dialogue: planning one, typing its code, sitting down, showing the set-up key."""

import secrets
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

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
    TextAreaField,
)
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, Optional, Regexp, ValidationError

from dialoog.live import typed
from dialoog.live.languages import LANGUAGE_NAMES
from dialoog.live.sayings import say
from dialoog.rules.state import Role

NEEDED = _("Vul dit in.")


def _pasted(key: str | None) -> str:
    """Without the blanks that came along."""
    return (key or "").strip()


class Fits:
    """What was typed, taken as it will be kept; refused with the sentence that says why."""

    def __init__(self, fit: Callable[[str], str]) -> None:
        """`fit` gives the text as it will be kept, or raises `typed.Unfit`."""
        self._fit = fit

    def __call__(self, form: Form, field: StringField) -> None:
        try:
            field.data = self._fit(field.data or "")
        except typed.Unfit as unfit:
            raise ValidationError(say(unfit.reason)) from None


def one_line(longest: int) -> Fits:
    """A line of the plan of at most so many signs."""
    return Fits(partial(typed.line, longest=longest))


class NewForm(FlaskForm):  # type: ignore[misc]
    """Everything but the title may stay empty."""

    key = PasswordField(_("Sleutel van deze installatie"), [DataRequired(NEEDED)], filters=[_pasted])
    title = StringField(_("Titel"), [one_line(80), DataRequired(NEEDED)])
    theme = StringField(_("Waar gaat het over?"), [one_line(120)])
    neighbourhood = StringField(_("Wijk"), [one_line(60)])
    municipality = StringField(_("Gemeente"), [one_line(60)])
    facilitator = StringField(_("Wie leidt het gesprek?"), [one_line(40)])
    organisation = StringField(_("Wie bewaart wat er opgeschreven wordt?"), [one_line(80)])
    contact = StringField(_("Wie kan men erover bellen?"), [one_line(80)])
    expectation = TextAreaField(_("Wat gebeurt er met de uitkomst?"), [one_line(280)])
    template = SelectField(_("Draaiboek"))
    submit = SubmitField(_("Klaarzetten"))

    def __init__(self, templates: Sequence[tuple[str, Any]], *, ask_key: bool, **more: Any) -> None:
        super().__init__(**more)
        self.template.choices = [SelectChoice(name, label) for name, label in templates]
        if not ask_key:
            del self.key


class KeyForm(FlaskForm):  # type: ignore[misc]
    key = PasswordField(_("Sleutel van deze installatie"), [DataRequired(NEEDED)], filters=[_pasted])
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
    name = StringField(_("Hoe noemen we u aan tafel?"), [DataRequired(NEEDED), Fits(typed.name)])
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
