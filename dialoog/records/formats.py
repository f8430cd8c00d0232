"""How a record writes how far it is, hours, languages and the ring of seats, alike on the page and on paper."""

import math
from collections.abc import Iterator
from datetime import datetime

from babel import Locale, UnknownLocaleError
from flask_babel import format_time, get_locale
from flask_babel import gettext as _

from dialoog.records.models import Audience, Stage

RADIUS = 47
CENTRE = 60


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


def clock(moment: datetime) -> str:
    """`19:30`, as a clock in the Netherlands shows it."""
    text: str = format_time(moment, "HH:mm")
    return text


def language_name(code: str) -> str:
    """`Arabisch`, in the reader's language; the code itself where nobody knows it."""
    try:
        name = Locale.parse(code).get_language_name(str(get_locale()))
    except (ValueError, UnknownLocaleError):
        name = None
    return name or code


def seats_on_a_ring(seats: int) -> Iterator[tuple[float, float]]:
    """Where each seat is drawn in a square of 120, clockwise from the top."""
    for seat in range(seats):
        angle = math.tau * seat / seats
        yield round(CENTRE + RADIUS * math.sin(angle), 1), round(CENTRE - RADIUS * math.cos(angle), 1)
