"""The worker's job: on the day on which a link ends, how its addressee is reached is erased. The question and its replies stay."""

from functools import partial

from sqlalchemy import Connection, select

from dialoog.db.erasure_list import Erased, note
from dialoog.jobs.worker import Handler, Progress
from dialoog.records.follow_up.questions.models import Question
from dialoog.records.follow_up.questions.rows import forget_addressee
from dialoog.records.retention import forget_on_disk
from dialoog.records.retention_days import wait_for
from dialoog.telemetry.logging import log


def erase_step(connection: Connection, identifier: str, now: int) -> Progress:
    query = select(Question.dialogue, Question.ends).where(Question.id == identifier).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        return Progress(done=True)
    if (waiting := wait_for(row.ends, now)) is not None:
        return waiting
    forget_addressee(connection, row.dialogue, identifier)
    note(connection, Erased(now, "addressee", row.dialogue, identifier))
    return Progress(done=True, report=partial(_report, row.dialogue))


def _report(dialogue: str) -> None:
    log.info("how an addressee is reached was erased on its day", dialogue=dialogue)


HANDLER = Handler(step=erase_step, finish=forget_on_disk)
