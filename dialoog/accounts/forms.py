"""The forms of accounts: setting up, accepting an invitation, signing in, one's own account, and the people of an organisation."""

from functools import partial

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, StringField, SubmitField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from dialoog.accounts import passwords
from dialoog.web import text_validation
from dialoog.web.form_fields import REQUIRED, ValidText, at_most
from dialoog.web.own_address import LONGEST

NAME_SIGNS = 40
ORGANISATION_SIGNS = 80
KINDS = [
    SelectChoice("collective", _("Bewonerscollectief")),
    SelectChoice("municipality", _("Gemeente")),
    SelectChoice("care", _("Zorgorganisatie")),
    SelectChoice("professional", _("Professional")),
]
ROLE_CHOICES = [
    SelectChoice("organiser", _("Organisator")),
    SelectChoice("facilitator", _("Gespreksleider")),
    SelectChoice("scribe", _("Verslaglegger")),
    SelectChoice("reader", _("Lezer")),
]
ROLE_NAMES = {str(choice.value): choice.label for choice in ROLE_CHOICES}


def address(_form: FlaskForm, field: StringField) -> None:
    """Leaves the field empty, or with a mail address as it is written; nobody asks the network about it."""
    text = (field.data or "").strip()
    if not text:
        field.data = ""
        return
    try:
        field.data = validate_email(
            text, check_deliverability=False, allow_smtputf8=False, strict=True
        ).normalized
    except EmailNotValidError:
        raise ValidationError(_("Dit is geen mailadres. Het lijkt op naam@voorbeeld.nl.")) from None


def _new_password(form: FlaskForm, field: PasswordField) -> None:
    password = field.data or ""
    if passwords.length(password) < passwords.SHORTEST:
        raise ValidationError(_("Neem minstens twaalf tekens. Drie of vier losse woorden mag ook."))
    if passwords.length(password) > passwords.LONGEST:
        raise ValidationError(_("Dit wachtwoord is te lang. Maak het korter."))
    own = [form[name].data or "" for name in ("name", "email", "organisation") if name in form]
    if passwords.is_common(password, own):
        raise ValidationError(_("Dit wachtwoord raadt iemand snel. Neem een ander."))


def _no_address(_form: FlaskForm, field: StringField) -> None:
    """Nobody signs in with a name that is somebody's address."""
    if "@" in (field.data or ""):
        raise ValidationError(_("Een naam heeft geen @. Een mailadres hoort in een ander veld."))


def _name_field(label: str) -> StringField:
    return StringField(label, [line(NAME_SIGNS), DataRequired(REQUIRED), _no_address])


def line(longest: int) -> ValidText:
    return ValidText(partial(text_validation.line, longest=longest))


class AccountForm(FlaskForm):  # type: ignore[misc]
    """A new account: a name, perhaps a mail address, and a password."""

    name = _name_field(_("Hoe heet u?"))
    email = StringField(_("Mailadres"), [address])
    password = PasswordField(_("Kies een wachtwoord"), [DataRequired(REQUIRED), _new_password])
    submit = SubmitField(_("Maak mijn account"))


class SetUpForm(AccountForm):
    organisation = StringField(
        _("Voor welke organisatie?"), [line(ORGANISATION_SIGNS), DataRequired(REQUIRED)]
    )
    kind = SelectField(_("Wat voor organisatie is dat?"), choices=KINDS)


class SignInForm(FlaskForm):  # type: ignore[misc]
    login = StringField(_("Mailadres of naam"), [DataRequired(REQUIRED), at_most(LONGEST)])
    password = PasswordField(_("Wachtwoord"), [DataRequired(REQUIRED), at_most(LONGEST)])
    back = HiddenField(validators=[Optional(), Length(max=LONGEST)])
    submit = SubmitField(_("Meld aan"))


class PasteForm(FlaskForm):  # type: ignore[misc]
    """For a browser that runs no script: what follows the # of a link never reaches us by itself."""

    link = StringField(_("De link die u kreeg"), [DataRequired(REQUIRED), at_most(LONGEST)])
    submit = SubmitField(_("Open de link"))


class AskLinkForm(FlaskForm):  # type: ignore[misc]
    email = StringField(_("Uw mailadres"), [DataRequired(REQUIRED), address])
    submit = SubmitField(_("Stuur mij een link"))


class ButtonForm(FlaskForm):  # type: ignore[misc]
    """A button alone; its label stands in the page."""


class ProfileForm(FlaskForm):  # type: ignore[misc]
    name = _name_field(_("Naam"))
    email = StringField(_("Mailadres"), [address])
    current = PasswordField(_("Uw wachtwoord"), [Optional(), at_most(LONGEST)], id="profile-current")
    """Asked for another address alone: to it goes every link that lets somebody in."""
    submit = SubmitField(_("Bewaar"))


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """`current` is left out for who has no password yet."""

    current = PasswordField(_("Uw wachtwoord nu"), [DataRequired(REQUIRED), at_most(LONGEST)])
    password = PasswordField(_("Nieuw wachtwoord"), [DataRequired(REQUIRED), _new_password])
    submit = SubmitField(_("Verander mijn wachtwoord"))


class CurrentPasswordForm(FlaskForm):  # type: ignore[misc]
    """Before what an open laptop must not let a stranger do; the label of its button stands in the page."""

    current = PasswordField(_("Uw wachtwoord"), [DataRequired(REQUIRED), at_most(LONGEST)])


class CodeForm(FlaskForm):  # type: ignore[misc]
    code = StringField(_("Code"), [DataRequired(REQUIRED), at_most(40)])


class InviteForm(FlaskForm):  # type: ignore[misc]
    name = _name_field(_("Wie nodigt u uit?"))
    email = StringField(_("Mailadres"), [address])
    role = SelectField(_("Als wat?"), choices=ROLE_CHOICES, default="reader")
    submit = SubmitField(_("Maak een uitnodiging"))


class ResendForm(FlaskForm):  # type: ignore[misc]
    """Sends a mail again: to another address where the first was wrong."""

    email = StringField(_("Mailadres"), [address])
    back = HiddenField(validators=[Optional(), Length(max=LONGEST)])


class RoleForm(FlaskForm):  # type: ignore[misc]
    role = SelectField(_("Rol"), choices=ROLE_CHOICES)
    submit = SubmitField(_("Verander"))
