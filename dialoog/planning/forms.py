"""The form in which somebody plans a dialogue. The shape of an evening file is in `evening_schema`."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import PasswordField, SelectField, StringField, SubmitField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired

from dialoog.live.entry.forms import REQUIRED, ValidText, clean_key
from dialoog.live.plan import LONGEST
from dialoog.web import text_validation


def _line(name: str) -> ValidText:
    """The validator for a line of the plan: its text and its greatest length."""
    return ValidText(partial(text_validation.line, longest=LONGEST[name]))


class NewForm(FlaskForm):  # type: ignore[misc]
    """All fields but the title, the programme and the key may stay empty."""

    key = PasswordField(_("Sleutel van deze installatie"), [DataRequired(REQUIRED)], filters=[clean_key])
    title = StringField(_("Titel"), [_line("title"), DataRequired(REQUIRED)])
    theme = StringField(_("Waar gaat het over?"), [_line("theme")])
    neighbourhood = StringField(_("Wijk"), [_line("neighbourhood")])
    municipality = StringField(_("Gemeente"), [_line("municipality")])
    facilitator = StringField(_("Wie leidt het gesprek?"), [_line("facilitator")])
    organisation = StringField(_("Wie bewaart wat er opgeschreven wordt?"), [_line("organisation")])
    contact = StringField(_("Wie kan men erover bellen?"), [_line("contact")])
    expectation = TextAreaField(_("Wat gebeurt er met de uitkomst?"), [_line("expectation")])
    template = SelectField(_("Draaiboek"))
    submit = SubmitField(_("Klaarzetten"))

    def __init__(self, templates: Sequence[tuple[str, Any]], *, ask_key: bool) -> None:
        super().__init__()
        self.template.choices = [SelectChoice(name, label) for name, label in templates]
        if not ask_key:
            del self.key
