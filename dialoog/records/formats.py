"""How a record writes hours, languages and the ring of seats, alike on the page and on paper."""

import math
from collections.abc import Iterator
from datetime import datetime

from babel import Locale, UnknownLocaleError
from flask_babel import format_time, get_locale

RADIUS = 47
CENTRE = 60


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
