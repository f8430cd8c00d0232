"""The filters of the list of records, read from the address; what is no choice there filters nothing."""

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from dialoog.live.programme_names import programme_name
from dialoog.records.models import Audience, Stage
from dialoog.records.queries import STATES, Choices, Filters, State

FEWEST_TO_FILTER = 6
"""Fewer dialogues are seen at a glance."""
NAMES = ("neighbourhood", "year", "programme", "state")


def state_name(state: State) -> str:
    match state:
        case "open":
            return str(_("Nog niet gesloten"))
        case "choosing":
            return str(_("Mensen kiezen nog"))
        case "saved":
            return str(_("Bewaard"))


def standing(stage: Stage, audience: Audience = "participants") -> str:
    """How far a record is, and of one that is final who reads it beside those who took part."""
    names: dict[str, str] = {
        "concept": _("Concept"),
        "review": _("Ter inzage"),
        "final": _("Vastgesteld"),
        "organisation": _("Vastgesteld, voor de organisatie"),
        "public": _("Vastgesteld en openbaar"),
    }
    return names[audience if stage == "final" and audience != "participants" else stage]


class FiltersForm(FlaskForm):  # type: ignore[misc]
    """It changes nothing, so it needs no CSRF token."""

    class Meta:
        csrf = False

    neighbourhood = SelectField(lazy_gettext("Wijk"))
    year = SelectField(lazy_gettext("Jaar"))
    programme = SelectField(lazy_gettext("Draaiboek"))
    state = SelectField(lazy_gettext("Hoe staat het"))

    def __init__(self, choices: Choices) -> None:
        super().__init__(request.args)
        self._many = choices.dialogues >= FEWEST_TO_FILTER
        self.neighbourhood.choices = [
            SelectChoice("", _("Alle wijken")),
            *(SelectChoice(name, name) for name in choices.neighbourhoods),
        ]
        self.year.choices = [
            SelectChoice("", _("Alle jaren")),
            *(SelectChoice(str(year), str(year)) for year in choices.years),
        ]
        self.programme.choices = [
            SelectChoice("", _("Alle draaiboeken")),
            *(SelectChoice(name, programme_name(name)) for name in choices.programmes),
        ]
        self.state.choices = [
            SelectChoice("", _("Alle dialogen")),
            *(SelectChoice(state, state_name(state)) for state in STATES),
        ]

    @property
    def filters(self) -> Filters:
        year = self._chosen("year")
        return Filters(
            neighbourhood=self._chosen("neighbourhood"),
            year=int(year) if year else None,
            programme=self._chosen("programme"),
            state=next((state for state in STATES if state == self.state.data), None),
        )

    @property
    def is_useful(self) -> bool:
        return self._many or self.filters != Filters()

    @property
    def shown(self) -> list[SelectField]:
        """Where all dialogues have one programme, there is nothing to choose."""
        fewest = {"programme": 2}
        return [self[name] for name in NAMES if len(self[name].choices) > fewest.get(name, 0)]

    @property
    def query(self) -> dict[str, str]:
        """The filters for the address of another page of the same list."""
        return {name: value for name in NAMES if (value := self._chosen(name))}

    def _chosen(self, name: str) -> str:
        field = self[name]
        return field.data if field.data in {choice.value for choice in field.choices} else ""
