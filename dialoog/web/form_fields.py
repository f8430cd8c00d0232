"""What the forms of every page share: the sentence for a missing field, and the validator of texts that people type."""

from collections.abc import Callable

from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from wtforms import Form, StringField
from wtforms.validators import ValidationError

from dialoog.web import text_validation

REQUIRED = _("Vul dit in.")
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
