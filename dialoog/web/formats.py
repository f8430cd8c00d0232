"""How pages write days, and which language of a text they show: template filters, and functions for what is no page."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from flask import Flask
from flask_babel import format_date, get_locale
from flask_babel import gettext as _


def register(app: Flask) -> None:
    filters = {
        "day": day,
        "weekday": weekday,
        "short_day": short_day,
        "date": date_with_year,
        "first_upper": first_upper,
        "spelled": spelled,
        "pick": pick,
        "picked_language": language_of,
    }
    app.jinja_env.filters.update(filters)
    app.jinja_env.globals["comma"] = comma


def day(moment: str | date | datetime) -> str:
    """`donderdag 12 november 2026`, in the reader's language."""
    british = str(get_locale()) == "en"
    return _format(moment, "EEEE d MMMM y" if british else "full")


def weekday(moment: str | date | datetime) -> str:
    """`donderdag 12 november`, for an evening that is near."""
    return _format(moment, "EEEE d MMMM")


def short_day(moment: str | date | datetime) -> str:
    """`26 november`, where nobody typed the day and the year is not in doubt."""
    return _format(moment, "d MMMM")


def date_with_year(moment: str | date | datetime) -> str:
    """`12 november 2026`, for lists."""
    return _format(moment, "d MMMM y")


def _format(moment: str | date | datetime, pattern: str) -> str:
    """Formats a moment, or an ISO date, by a pattern of Babel."""
    text: str = format_date(date.fromisoformat(moment) if isinstance(moment, str) else moment, pattern)
    return text


def first_upper(text: str) -> str:
    """What begins a line in a mail or on paper; a page does the same by its style sheet."""
    return f"Eén{text[3:]}" if text.startswith("één") else text[:1].upper() + text[1:]


def spelled(number: int) -> str:
    """A number that is read and not looked up: `vier`, up to twelve. A language in which the word bends with what is counted has figures."""
    names = {
        1: _("één"), 2: _("twee"), 3: _("drie"), 4: _("vier"), 5: _("vijf"), 6: _("zes"),
        7: _("zeven"), 8: _("acht"), 9: _("negen"), 10: _("tien"), 11: _("elf"), 12: _("twaalf"),
    }  # fmt: skip
    return str(names.get(number, number))


def listed(parts: Iterable[str]) -> str:
    """`Tom, Els`, with the comma of the reader's language."""
    return comma().join(parts)


def comma() -> str:
    return "، " if str(get_locale()) == "ar" else ", "


def pick(texts: Mapping[str, str]) -> str:
    """Returns the text in the reader's language, else in Dutch, else in any; empty where there is none."""
    return texts.get(language_of(texts), "")


def language_of(texts: Mapping[str, str]) -> str:
    """Returns the language that `pick` chooses, for the `lang` attribute."""
    for language in (str(get_locale()), "nl", *texts):
        if language in texts:
            return language
    return "nl"
