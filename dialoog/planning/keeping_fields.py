"""The fields in which who plans an evening chooses how long people can be reached, are named, and have their words kept.

One chooses months after the evening; what is stored and told to people are days. Nothing stays longer than what goes after it.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import ValidationError

from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.settings import Settings

MONTHS = {"contacts": (1, 2, 4, 6, 12), "names": (2, 4, 8, 12, 24), "words": (6, 12, 24, 60)}
"""What may be chosen; a year is the longest for how people can be reached, five years for words."""
COLUMNS = {"contacts": "contacts_until", "names": "names_until", "words": "until"}


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class KeepingFields(FlaskForm):  # type: ignore[misc]
    """An empty choice leaves the days to the settings, counted from the evening."""

    contacts_kept = SelectField(_("Telefoonnummers en mailadressen"), default="")
    names_kept = SelectField(_("Namen"), default="")
    words_kept = SelectField(_("Woorden, en al het andere"), default="")

    def offer_days(self, settings: Settings) -> None:
        usual = {
            "contacts": settings.contact_retention_days,
            "names": settings.name_retention_days,
            "words": settings.retention_days,
        }
        for name, months in MONTHS.items():
            self[f"{name}_kept"].choices = [
                SelectChoice("", gettext("Gewoonlijk: %(days)s dagen", days=usual[name])),
                *(SelectChoice(str(count), _length(count)) for count in months),
            ]

    def validate_contacts_kept(self, field: SelectField) -> None:
        if _is_longer(field, self.names_kept) or (
            not self.names_kept.data and _is_longer(field, self.words_kept)
        ):
            raise ValidationError(
                gettext(
                    "Nummers en adressen kunnen niet langer blijven dan namen. Kies hier korter, of bij namen langer."
                )
            )

    def validate_names_kept(self, field: SelectField) -> None:
        if _is_longer(field, self.words_kept):
            raise ValidationError(
                gettext(
                    "Namen kunnen niet langer blijven dan woorden. Kies hier korter, of bij woorden langer."
                )
            )

    def days_kept(self) -> dict[str, str]:
        """The chosen days by column of a plan; empty where nobody chose."""
        evening: str = self["date"].data
        base = date.fromisoformat(evening) if evening else day_at(wall_ms())
        return {
            column: add_months(base, int(chosen)).isoformat() if (chosen := self[f"{name}_kept"].data) else ""
            for name, column in COLUMNS.items()
        }


def chosen_months(plan: Mapping[str, str]) -> dict[str, str]:
    """What the fields show of a stored plan: the months after its day, by field."""
    try:
        base = date.fromisoformat(plan["date"])
    except ValueError:
        return {}
    months_of = {
        name: {add_months(base, count).isoformat(): str(count) for count in months}
        for name, months in MONTHS.items()
    }
    return {f"{name}_kept": months_of[name].get(plan[column], "") for name, column in COLUMNS.items()}


def _is_longer(field: SelectField, than: SelectField) -> bool:
    return bool(field.data and than.data) and int(field.data) > int(than.data)


def _length(months: int) -> str:
    years, rest = divmod(months, 12)
    if years > 1 and not rest:
        return str(gettext("%(num)s jaar", num=years))
    return str(ngettext("%(num)s maand", "%(num)s maanden", months))
