"""The form that asks for a zip: of which neighbourhood, of which days, as what."""

from datetime import date

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, SubmitField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput

from dialoog.records.exports.files import MEDIA_TYPES

NAMES = {
    "pdf": "PDF",
    "docx": "Word",
    "odt": "OpenDocument",
    "md": "Markdown",
    "xlsx": "Excel",
    "csv": "CSV",
    "json": "JSON",
}


def _day(_form: FlaskForm, field: StringField) -> None:
    field.data = (field.data or "").strip()
    try:
        is_day = not field.data or date.fromisoformat(field.data).isoformat() == field.data
    except ValueError:
        is_day = False
    if not is_day:
        raise ValidationError(_("Dit is geen dag. Schrijf hem als jaar-maand-dag."))


class ArchiveForm(FlaskForm):  # type: ignore[misc]
    neighbourhood = SelectField(_("Wijk"))
    since = StringField(_("Vanaf"), [_day], widget=DateInput())
    until = StringField(_("Tot en met"), [_day], widget=DateInput())
    format = SelectField(_("Als"), choices=[SelectChoice(one, NAMES[one]) for one in MEDIA_TYPES])
    submit = SubmitField(_("Maak het zipbestand"))

    def offer(self, neighbourhoods: tuple[str, ...]) -> None:
        self.neighbourhood.choices = [
            SelectChoice("", _("Alle wijken")),
            *(SelectChoice(name, name) for name in neighbourhoods),
        ]

    def validate_until(self, field: StringField) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError(_("Deze dag is voor de eerste."))
