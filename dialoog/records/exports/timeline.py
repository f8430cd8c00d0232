"""How the evening went in time, step by step, as every form of a record says it: the plan, how long it took, silence and rest.

In the reader's language, so within a request. It tells of no seat (V4), and of a public record there is none.
"""

import msgspec
from flask_babel import gettext as _
from flask_babel import ngettext

from dialoog.records.document import Document, RecordedStep
from dialoog.rules.course import StepTime
from dialoog.web.formats import language_of, pick


class TimedStep(msgspec.Struct, frozen=True):
    """One row; a text is empty where there was none. `start`, `plan` and `length` are shares of the whole drawing, from 0 to 1."""

    title: str
    lang: str
    """Of the title."""
    planned: str
    lasted: str
    silence: str
    rest: str
    start: float
    plan: float
    length: float

    @property
    def cells(self) -> tuple[str, ...]:
        return (self.title, self.planned, self.lasted, self.silence, self.rest)


def timeline_heading() -> str:
    return str(_("Hoe de avond verliep"))


def timeline_columns() -> tuple[str, ...]:
    return (_("Stap"), _("Gepland"), _("Duurde"), _("Stilte"), _("Rust"))


def timeline_note() -> str:
    return str(_("Bij het welkom is geen duur gemeten: de tafel gaat open voordat mensen zitten."))


def timeline(record: Document) -> tuple[TimedStep, ...]:
    """In the order of the evening; empty where nobody knows its times."""
    steps = [(step, step.time) for step in record.steps if step.time is not None]
    starts, now = [], 0.0
    for _step, time in steps:
        starts.append(now)
        now += time.seconds if time.seconds is not None else 60 * time.minutes * time.was_held
    ends = [
        start + max(time.seconds or 0, 60 * time.minutes)
        for start, (_step, time) in zip(starts, steps, strict=True)
    ]
    whole = max([now, *ends, 1.0])
    return tuple(_timed(step, time, start, whole) for start, (step, time) in zip(starts, steps, strict=True))


def _timed(step: RecordedStep, time: StepTime, start: float, whole: float) -> TimedStep:
    return TimedStep(
        title=pick(step.title),
        lang=language_of(step.title),
        planned=_length(60 * time.minutes),
        lasted=_lasted(time),
        silence=_length(time.silence) if time.silence else "",
        rest=_length(time.rest) if time.rest else "",
        start=start / whole,
        plan=60 * time.minutes / whole,
        length=(time.seconds or 0) / whole,
    )


def _lasted(time: StepTime) -> str:
    if not time.was_held:
        return str(_("niet gehouden"))
    return str(_("niet gemeten")) if time.seconds is None else _length(time.seconds)


def _length(seconds: int) -> str:
    """`12 minuten`, or `45 seconden` where it was less than one."""
    if 0 < seconds < 60:
        return str(ngettext("%(num)s seconde", "%(num)s seconden", seconds))
    return str(ngettext("%(num)s minuut", "%(num)s minuten", round(seconds / 60)))
