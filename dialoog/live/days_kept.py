"""The three days of a dialogue: until when people can be reached, are named, and have their words kept.

They are set when a table is opened, are told to everybody before the first stored word (C1), and are done by the worker.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from dialoog.jobs.schedule import Kind
from dialoog.live.plan import Plan
from dialoog.settings import Settings


def days_kept(plan: Plan, settings: Settings, today: date) -> dict[str, str]:
    """The days that people are told, by field of a plan: those of the plan that are still to come, else the defaults, none after the next. Empty is the day of words.
    A default is counted from the evening, also where its table was opened days before."""
    evening = max(today, _day_of(plan) or today)

    def choose(chosen: str, default: int, latest: str) -> str:
        day = chosen if chosen > today.isoformat() else (evening + timedelta(days=default)).isoformat()
        return min(day, latest) if latest else day

    words = choose(plan.until, settings.retention_days, "")
    names = choose(plan.names_until, settings.name_retention_days, words)
    contacts = choose(plan.contacts_until, settings.contact_retention_days, names)
    earlier = {"names_until": names, "contacts_until": contacts}
    return {"until": words, **{column: "" if day == words else day for column, day in earlier.items()}}


def _day_of(plan: Plan) -> date | None:
    """None where no day was planned, or one that nobody can read."""
    try:
        return date.fromisoformat(plan.date)
    except ValueError:
        return None


def retention_days(plan: Plan) -> Iterator[tuple[Kind, str]]:
    """What the worker does of a dialogue, each on its day; what goes with the words has no job of its own."""
    yield "retention", plan.until
    if plan.last_day_of_names != plan.until:
        yield "name_retention", plan.names_until
    if plan.last_day_of_contacts != plan.until:
        yield "contact_retention", plan.contacts_until
