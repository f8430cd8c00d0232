"""The worker's job: seven days after its answer what somebody wrote in a request, and how to reach them, is erased."""

from sqlalchemy import Connection, select

from dialoog.jobs.clock import DAY_MS
from dialoog.jobs.worker import Handler, Progress
from dialoog.records.models import RemovalRequest
from dialoog.records.requests.actions import DAYS_AFTER_ANSWER, finish_request
from dialoog.records.retention import forget_on_disk
from dialoog.telemetry.logging import log


def erase_step(connection: Connection, request: str, now: int) -> Progress:
    columns = RemovalRequest.__table__.columns
    query = select(columns.dialogue, columns.answered).where(columns.id == request).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None or row.answered is None:
        return Progress(done=True)
    due = row.answered + DAYS_AFTER_ANSWER * DAY_MS
    if due > now:
        return Progress(due=due)
    finish_request(connection, row.dialogue, request)
    return Progress(done=True, report=lambda: log.info("what somebody wrote in a request was erased"))


HANDLER = Handler(step=erase_step, finish=forget_on_disk)
