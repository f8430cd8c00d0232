"""The form of a theme: its name, and which sentences of an evening stand under it."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectMultipleField, StringField, SubmitField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from dialoog.accounts.forms import line
from dialoog.records.review.editing import Sentence
from dialoog.web.form_fields import REQUIRED

NAME_SIGNS = 60


class SentencesField(SelectMultipleField):
    """Ids of sentences. What was withdrawn since the page was opened is left out without a word: it is gone for everybody."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: FlaskForm) -> None:
        self.data = sorted(self.ids)

    @property
    def ids(self) -> set[str]:
        known = {value for value, *_label in self.iter_choices()}
        return known.intersection(self.data or ())


class ThemeForm(FlaskForm):  # type: ignore[misc]
    """`before` are the ids that stood under the theme when the page was opened: who saves changes what they ticked."""

    name = StringField(_("Hoe heet het thema?"), [DataRequired(REQUIRED), line(NAME_SIGNS)])
    words = SentencesField(_("De zinnen"), default=())
    before = SentencesField(default=())
    submit = SubmitField(_("Bewaar"))

    def __init__(self, sentences: Iterable[Sentence], **values: object) -> None:
        super().__init__(**values)
        choices = [SelectChoice(one.id, one.text) for one in sentences]
        self.words.choices = self.before.choices = choices

    @property
    def added(self) -> set[str]:
        return self.words.ids - self.before.ids

    @property
    def removed(self) -> set[str]:
        return self.before.ids - self.words.ids
