"""What the forms of every page share: the sentence for a missing field, the validator of texts that people type, and the version of what is changed."""

import re
from collections.abc import Callable, Mapping

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from jinja2 import pass_context
from jinja2.runtime import Context
from wtforms import Form, HiddenField, StringField
from wtforms.validators import Length, ValidationError

from dialoog.web import text_validation

_NUMBER = re.compile(r"[0-9]{1,16}", re.ASCII)
REQUIRED = _("Vul dit in.")
UNKNOWN_DAY = _("Deze dag kennen we niet. Kies een dag van de kalender.")
TEXT_SENTENCES: dict[str, LazyString] = {
    "too_long": _("Deze tekst is te lang. Maak hem wat korter."),
    "name_too_long": _("Een naam heeft hoogstens 24 tekens. Maak hem wat korter."),
    "empty_text": _("Er staat nog niets."),
    "bad_signs": _("In deze tekst staan tekens die we niet kunnen bewaren."),
}
"""A sentence for every reason of `InvalidText`."""


class ValidText:
    """A validator that replaces the text by its normalised form, or shows the sentence of the reason."""

    def __init__(self, normalise: Callable[[str], str]) -> None:
        """`normalise` returns the text to store, or raises `InvalidText`."""
        self._normalise = normalise

    def __call__(self, form: Form, field: StringField) -> None:
        try:
            field.data = self._normalise(field.data or "")
        except text_validation.InvalidText as error:
            raise ValidationError(TEXT_SENTENCES[error.reason]) from None


def at_most(signs: int, sentence: LazyString = TEXT_SENTENCES["too_long"]) -> Length:
    """For what is not typed text. WTForms' own sentence is about a field and its characters."""
    return Length(max=signs, message=sentence)


@pass_context
def refuses_form(context: Context) -> bool:
    """Whether the page shows a form that was not taken, for its title; also where it has a form for each line (`opened`)."""
    forms = [*context.get_all().values()]
    forms += [one for value in forms if isinstance(value, dict) for one in value.values()]
    return any(isinstance(one, Form) and one.errors for one in forms)


class VersionField(HiddenField):
    """The version of what a form changes, as it was when the form was opened."""

    @property
    def number(self) -> int:
        """-1, which nothing has, for what is no number: its sender is shown what stands there, as after a change by somebody else."""
        text = self.data or "0"
        return int(text) if _NUMBER.fullmatch(text) else -1


def differences(form: Form, stored: Mapping[str, str]) -> list[tuple[str, str]]:
    """The label of each field that reads otherwise than what is stored now, with what that is."""
    return [(form[name].label.text, text) for name, text in stored.items() if (form[name].data or "") != text]
