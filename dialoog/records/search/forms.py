"""The form of the list of records and of the search, read from the address: the words, and the filters as a sentence."""

from collections.abc import Iterable
from typing import Literal

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import SearchField, SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs

from dialoog.live.programme_names import programme_name
from dialoog.records.exports.phrases import SOURCES, source_name
from dialoog.records.formats import language_name
from dialoog.records.models import STAGES, Stage
from dialoog.records.queries import Choices
from dialoog.records.search.filters import SearchFilters
from dialoog.records.search.queries import LONGEST_QUERY
from dialoog.settings import LANGUAGES

KINDS = (
    "experience", "perspective", "dream", "possibility", "source", "question", "agreement", "goal", "insight", "tension",
    "introduction", "closing_word",
)  # fmt: skip
FILTERS = ("neighbourhood", "year", "kind", "source", "lang", "theme", "stage", "programme")
FINER = ("source", "lang", "theme", "stage", "programme")
"""They stand behind one line, open where one of them is chosen."""
OF_WORDS = ("kind", "source", "lang", "theme")


def stage_name(stage: Stage | Literal["open"]) -> str:
    match stage:
        case "open":
            return str(_("een avond die nog open is"))
        case "concept":
            return str(_("een concept"))
        case "review":
            return str(_("een verslag ter inzage"))
        case "final":
            return str(_("een vastgesteld verslag"))


def only(kind: str) -> str:
    """A kind as a choice: its sentences alone."""
    names: dict[str, str] = {
        "introduction": _("alleen kennismaken"),
        "experience": _("alleen ervaringen"),
        "perspective": _("alleen zienswijzen"),
        "dream": _("alleen dromen"),
        "possibility": _("alleen mogelijkheden"),
        "closing_word": _("alleen laatste woorden"),
        "source": _("alleen aanbod"),
        "question": _("alleen vragen"),
        "tension": _("alleen spanningen"),
        "goal": _("alleen gedeelde doelen"),
        "agreement": _("alleen afspraken"),
        "insight": _("alleen inzichten"),
    }
    return names[kind]


class SearchForm(FlaskForm):  # type: ignore[misc]
    """It changes nothing, so it needs no CSRF token."""

    class Meta:
        csrf = False

    q = SearchField(lazy_gettext("Zoek in wat mensen zeiden"))
    neighbourhood = SelectField(lazy_gettext("Wijk"))
    year = SelectField(lazy_gettext("Jaar"))
    kind = SelectField(lazy_gettext("Soort inbreng"))
    source = SelectField(lazy_gettext("Soort aanbod"))
    lang = SelectField(lazy_gettext("Taal"))
    theme = SelectField(lazy_gettext("Thema"))
    stage = SelectField(lazy_gettext("Hoe staat het"))
    programme = SelectField(lazy_gettext("Draaiboek"))

    def __init__(self, choices: Choices, themes: Iterable[tuple[str, str]]) -> None:
        """`themes` are ids with names."""
        super().__init__(request.args)
        self._offer("neighbourhood", _("alle wijken"), ((name, name) for name in choices.neighbourhoods))
        self._offer("year", _("alle jaren"), ((str(year), str(year)) for year in choices.years))
        self._offer("kind", _("alle soorten inbreng"), ((kind, only(kind)) for kind in KINDS))
        self._offer("source", _("elk aanbod"), ((kind, source_name(kind).lower()) for kind in SOURCES))
        self._offer("theme", _("elk thema"), themes)
        stages: tuple[Stage | Literal["open"], ...] = ("open", *STAGES)
        self._offer("stage", _("elk verslag"), ((stage, stage_name(stage)) for stage in stages))
        programmes = ((name, programme_name(name)) for name in choices.programmes)
        self._offer("programme", _("elk draaiboek"), programmes)
        self._offer("lang", _("elke taal"), ((lang, language_name(lang)) for lang in LANGUAGES))
        self.are_several = choices.dialogues > 1
        """Of one evening nothing is to be chosen."""

    @property
    def words(self) -> str:
        return (self.q.data or "").strip()[:LONGEST_QUERY]

    @property
    def filters(self) -> SearchFilters:
        chosen = {name: self._chosen(name) for name in FILTERS}
        year = chosen.pop("year")
        return SearchFilters(year=int(year) if year else None, **chosen)

    @property
    def is_finer(self) -> bool:
        return any(self._chosen(name) for name in FINER)

    @property
    def about_words(self) -> bool:
        """Whether something is chosen that only sentences have."""
        return any(self._chosen(name) for name in OF_WORDS)

    @property
    def chosen(self) -> dict[str, str]:
        """For the address of the same choices with other words, or with none."""
        return {name: value for name in FILTERS if (value := self._chosen(name))}

    @property
    def query(self) -> dict[str, str]:
        """What was typed and chosen, for the address of another page of the same search."""
        return {"q": self.words, **self.chosen} if self.words else self.chosen

    def _offer(self, name: str, everything: str, choices: Iterable[tuple[str, str]]) -> None:
        labels = (SelectChoice(value, label) for value, label in choices)
        self[name].choices = [SelectChoice("", everything), *labels]

    def _chosen(self, name: str) -> str:
        field = self[name]
        return field.data if field.data in {choice.value for choice in field.choices} else ""
