"""The forms of a planned evening: its plan, a table of it, and who leads that."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, SubmitField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, ValidationError
from wtforms.widgets import DateInput, TimeInput

from dialoog.accounts.forms import NAME_SIGNS, address, line
from dialoog.accounts.queries import MemberRow
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.live.plan import LONGEST
from dialoog.live.programme_names import TEMPLATES
from dialoog.planning.forms import NewForm, day, hour, plan_line
from dialoog.planning.keeping_fields import COLUMNS
from dialoog.planning.queries import GatheringInfo
from dialoog.settings import Settings
from dialoog.web.form_fields import REQUIRED, VersionField
from dialoog.web.languages import LANGUAGE_NAMES

SCREEN_LANGUAGE = _("Welke taal heeft het scherm?")
NO_SUCH_HOUR = _("Dit uur bestaat die nacht niet: de klok gaat dan een uur vooruit.")


def _after_start(form: FlaskForm, field: StringField) -> None:
    """An evening ends on its own day, after it began."""
    if field.data and form.start.data and not form.start.errors and field.data <= form.start.data:
        raise ValidationError(_("Dat is vóór het begin."))


class ScreenLanguageField(SelectField):
    """Of a whole evening, or of a table that differs."""

    def __init__(self, label: str = "", **values: Any) -> None:
        choices = [SelectChoice(*one) for one in LANGUAGE_NAMES]
        super().__init__(label, choices=choices, default=choices[0].value, **values)


class GatheringForm(NewForm):
    """A plan with its day and hours. `version` is that of the evening when the form was opened, `tables` are those that begin at an hour of
    their own."""

    date = StringField(_("Welke dag?"), [DataRequired(REQUIRED), day], widget=DateInput())
    start = StringField(_("Hoe laat?"), [DataRequired(REQUIRED), hour], widget=TimeInput())
    end = StringField(_("Tot hoe laat?"), [hour, _after_start], widget=TimeInput())
    language = ScreenLanguageField(SCREEN_LANGUAGE)
    version = VersionField(default="0")
    submit = SubmitField(_("Bewaar"))

    def __init__(self, settings: Settings, tables: Sequence[GatheringInfo] = (), **values: Any) -> None:
        super().__init__(TEMPLATES, settings, ask_key=False, **values)
        self._tables = tables

    def validate_start(self, field: StringField) -> None:
        """In the night in March when the clock goes from two to three, half past two is no hour."""
        chosen = "" if self.date.errors or field.errors else self.date.data
        hours = (field.data or "", *(one.start for one in self._tables))
        if chosen and not all(_exists(chosen, start) for start in hours):
            raise ValidationError(NO_SUCH_HOUR)

    def validate_end(self, field: StringField) -> None:
        for table in self._tables:
            if field.data and table.start >= field.data:
                raise ValidationError(
                    _("Tafel %(number)s begint om %(time)s uur.", number=table.number, time=table.start)
                )

    def plan_fields(self) -> dict[str, str]:
        """What is stored of a plan, by column."""
        names = (*LONGEST, "date", "start", "end")
        typed = {name: getattr(self, name).data or "" for name in names}
        own = {"programme": self.template.data, "screen_lang": self.language.data}
        return {**typed, **self.days_kept(), **own}

    def differences(self, stored: Mapping[str, str]) -> list[tuple[str, str]]:
        """The label of each field that somebody else filled in differently, with what stands there now."""
        fields = {"programme": "template", "screen_lang": "language"}
        fields |= {column: f"{name}_kept" for name, column in COLUMNS.items()}
        languages = dict(LANGUAGE_NAMES)
        return [
            (self[fields.get(name, name)].label.text, languages.get(stored[name], stored[name]))
            for name, text in self.plan_fields().items()
            if stored[name] != text
        ]


class TableForm(FlaskForm):  # type: ignore[misc]
    """What a table has of its own; what stays empty is as the evening has it."""

    place = StringField(_("Waar?"), [plan_line("place")])
    facilitator = StringField(_("Wie leidt het gesprek?"), [plan_line("facilitator")])
    start = StringField(_("Hoe laat?"), [hour], widget=TimeInput())
    language = ScreenLanguageField(SCREEN_LANGUAGE)
    submit = SubmitField(_("Bewaar"))

    def __init__(self, evening: GatheringInfo, **values: Any) -> None:
        """`evening` is its first table."""
        super().__init__(**values)
        self._evening = evening

    def validate_start(self, field: StringField) -> None:
        on, start, end = self._evening.date, field.data, self._evening.end
        if field.errors or not start:
            return
        if on and not _exists(on, start):
            raise ValidationError(NO_SUCH_HOUR)
        if end and start >= end:
            raise ValidationError(_("Dat is na het einde van de avond."))

    def own_fields(self) -> dict[str, str]:
        """What is stored, by column."""
        return {
            "place": self.place.data or self._evening.place,
            "facilitator": self.facilitator.data or "",
            "start": self.start.data or self._evening.start,
            "screen_lang": self.language.data,
        }


def _exists(on: str, start: str) -> bool:
    moment = datetime.combine(date.fromisoformat(on), time.fromisoformat(start), TIME_ZONE)
    return moment.astimezone(UTC).astimezone(TIME_ZONE).replace(tzinfo=None) == moment.replace(tzinfo=None)


class HelperForm(FlaskForm):  # type: ignore[misc]
    """Who leads: somebody of the organisation, or anybody else by name."""

    member = SelectField(_("Wie?"))
    name = StringField(_("Hoe heet die?"), [line(NAME_SIGNS)])
    email = StringField(_("Mailadres"), [address])
    role = SelectField(
        _("Wat doet die?"),
        choices=[
            SelectChoice("facilitator", _("Leidt het gesprek")),
            SelectChoice("scribe", _("Maakt het verslag")),
        ],
    )
    submit = SubmitField(_("Vraag het"))

    def __init__(self, members: Sequence[MemberRow], **options: Any) -> None:
        super().__init__(**options)
        somebody_else = SelectChoice("", _("Iemand anders"))
        self.member.choices = [somebody_else, *(SelectChoice(one.id, one.name) for one in members)]

    def validate_name(self, field: StringField) -> None:
        if not self.member.data and not field.data:
            raise ValidationError(_("Vul een naam in, of kies iemand."))
