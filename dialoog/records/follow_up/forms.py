"""The forms in which somebody says what became of an agreement."""

from collections.abc import Mapping

import msgspec
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString
from flask_wtf import FlaskForm
from wtforms import StringField, SubmitField, TextAreaField
from wtforms.validators import AnyOf, DataRequired

from dialoog.records.follow_up.actions import Answer, NotADay
from dialoog.records.follow_up.models import OUTCOMES, Outcome
from dialoog.web import text_validation
from dialoog.web.form_fields import REQUIRED, UNKNOWN_DAY, ValidText, at_most

LONGEST_DAY = 10
LONGEST_NAME = 40
DAY_SENTENCES: Mapping[str, LazyString] = {
    "missing": _("Kies een dag."),
    "past": _("Die dag is al voorbij. Kies een dag die nog komt."),
    "far": _("Die dag is heel ver weg. Kies een dag binnen twee jaar."),
}


def note(text: str) -> str:
    return text_validation.words(text) if text.strip() else ""


class AnswerForm(FlaskForm):  # type: ignore[misc]
    """The button that was pressed is the answer; the day comes on the page that follows "verplaatst"."""

    outcome = StringField(validators=[AnyOf(OUTCOMES)])
    moved_to = StringField(_("De nieuwe dag"), [at_most(LONGEST_DAY, UNKNOWN_DAY)])
    note = TextAreaField(_("Iets erbij"), [ValidText(note)])
    submit = SubmitField(_("Verplaats"))

    @property
    def answer(self) -> Answer:
        outcome = msgspec.convert(self.outcome.data, Outcome)
        return Answer(outcome, self.moved_to.data or "", self.note.data or "")

    @property
    def asks_for_day(self) -> bool:
        """Whether "verplaatst" was pressed where there is no field for the day yet."""
        return self.outcome.data == "moved" and not self.moved_to.raw_data

    def refuse_day(self, error: NotADay) -> None:
        self.moved_to.errors = [DAY_SENTENCES[error.reason]]


def _name(text: str) -> str:
    return text_validation.line(text, LONGEST_NAME)


class CallForm(AnswerForm):
    """By who rang the owner; the day stands beside the buttons."""

    caller = StringField(_("Uw eigen naam"), [DataRequired(REQUIRED), ValidText(_name)])


class LinkForm(FlaskForm):  # type: ignore[misc]
    """What stands behind the # of a link."""

    code = StringField(
        _("De letters en cijfers achter het hekje in de link"), [DataRequired(REQUIRED), at_most(80)]
    )
    submit = SubmitField(_("Naar de vraag"))


class AgreementLinkForm(LinkForm):
    submit = SubmitField(_("Naar mijn afspraak"))


class TakeBackForm(FlaskForm):  # type: ignore[misc]
    """A button alone."""
