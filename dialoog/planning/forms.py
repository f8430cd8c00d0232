"""The form in which somebody plans a dialogue. The shape of an evening file is in `evening_schema`."""

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, ValidationError
from wtforms.widgets import DateInput, TimeInput

from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.live.entry.forms import clean_key, fresh_id
from dialoog.live.plan import LONGEST
from dialoog.planning.keeping_fields import KeepingFields
from dialoog.settings import Settings
from dialoog.web import text_validation
from dialoog.web.form_fields import REQUIRED, UNKNOWN_DAY, ValidText

LATEST = timedelta(days=731)
"""Further away, a year was mistyped."""

HOUR = re.compile(r"[0-9]{1,2}[:.][0-9]{2}")
"""As people write it; 1.5 would be an hour and a half."""


def plan_line(name: str) -> ValidText:
    """The validator for a line of the plan: its text and its greatest length."""
    return ValidText(partial(text_validation.line, longest=LONGEST[name]))


def day(_form: FlaskForm, field: StringField) -> None:
    """Leaves the field empty, or with the ISO date of a day on which people can still meet."""
    text = (field.data or "").strip()
    today = day_at(wall_ms())
    if not text:
        field.data = ""
        return
    try:
        chosen = date.fromisoformat(text)
        if chosen.isoformat() != text:  # a week, or a day without its hyphens
            raise ValueError(text)
    except ValueError:
        raise ValidationError(UNKNOWN_DAY) from None
    if chosen < today:
        raise ValidationError(_("Deze dag is voorbij. Kies vandaag of later."))
    if chosen - today > LATEST:
        raise ValidationError(_("Deze dag is meer dan twee jaar weg. Klopt het jaar?"))
    field.data = chosen.isoformat()


def hour(_form: FlaskForm, field: StringField) -> None:
    """Leaves the field empty, or with a time of day such as 19:30."""
    text = (field.data or "").strip()
    if not text:
        field.data = ""
        return
    try:
        if not HOUR.fullmatch(text):
            raise ValueError(text)
        field.data = time.fromisoformat(text.replace(".", ":").zfill(len("19:30"))).isoformat("minutes")
    except ValueError:
        raise ValidationError(_("Deze tijd kennen we niet. Schrijf bijvoorbeeld 19:30.")) from None


class NewForm(KeepingFields):
    """All fields but the title, the programme and the key may stay empty. Whoever sends the same form twice, with its `id`, makes one
    dialogue."""

    id = HiddenField(default=fresh_id)
    key = PasswordField(_("Sleutel van deze installatie"), [DataRequired(REQUIRED)], filters=[clean_key])
    title = StringField(_("Titel"), [plan_line("title"), DataRequired(REQUIRED)])
    theme = StringField(_("Waar gaat het over?"), [plan_line("theme")])
    neighbourhood = StringField(_("Wijk"), [plan_line("neighbourhood")])
    municipality = StringField(_("Gemeente"), [plan_line("municipality")])
    date = StringField(_("Welke dag?"), [day], widget=DateInput())
    start = StringField(_("Hoe laat?"), [hour], widget=TimeInput())
    place = StringField(_("Waar?"), [plan_line("place")])
    facilitator = StringField(_("Wie leidt het gesprek?"), [plan_line("facilitator")])
    organisation = StringField(_("Wie bewaart wat er opgeschreven wordt?"), [plan_line("organisation")])
    contact = StringField(_("Wie kan men erover bellen?"), [plan_line("contact")])
    expectation = TextAreaField(_("Wat gebeurt er met de uitkomst?"), [plan_line("expectation")])
    template = SelectField(_("Draaiboek"))
    submit = SubmitField(_("Klaarzetten"))

    def __init__(
        self, templates: Sequence[tuple[str, Any]], settings: Settings, *, ask_key: bool, **values: Any
    ) -> None:
        super().__init__(**values)
        self.offer_days(settings)
        self.template.choices = [SelectChoice(name, label) for name, label in templates]
        if not ask_key:
            del self.key
