"""The names of programmes, as forms, filters and comparisons show them. The steps of the templates are in `planning/programmes.py`.

A dialogue keeps the name of the programme that it was opened with; its journal has the steps themselves (S2).
"""

from flask_babel import lazy_gettext
from flask_babel.speaklater import LazyString

TEMPLATES: tuple[tuple[str, LazyString], ...] = (
    ("90", lazy_gettext("Anderhalf uur, 90 minuten")),
    ("60", lazy_gettext("Een uur, 60 minuten")),
    ("120", lazy_gettext("Twee uur, 120 minuten")),
    ("day", lazy_gettext("Dag van de Dialoog: vier rondes, 120 minuten")),
    ("check-in", lazy_gettext("Korte ronde, 20 minuten")),
    ("empty", lazy_gettext("Leeg: één ronde over uw thema")),
)
"""Template → its label in a form; the first is the default."""

OWN, UNKNOWN = "own", "unknown"
"""Written in an evening file; nobody knows, since it was opened by a release that did not keep the name."""

NAMES: dict[str, LazyString] = {
    **dict(TEMPLATES),
    OWN: lazy_gettext("Een eigen draaiboek"),
    UNKNOWN: lazy_gettext("Draaiboek onbekend"),
}
"""Every name that a dialogue can have, in the order in which a filter offers them."""


def programme_name(programme: str) -> str:
    """What people read; of a name that a later release made, that name."""
    return str(NAMES.get(programme, programme))
