"""The answers to commands: from an outcome to the message for its sender, in the reader's language."""

from flask_babel import gettext

from dialoog.accounts.mails import entry_link
from dialoog.live.commands import requests
from dialoog.live.protocol.messages import Answer
from dialoog.live.protocol.reasons import say, say_later
from dialoog.telemetry import metrics
from dialoog.web import qr

STATUS_BY_ANSWER = {"ok": 200, "late": 200, "refused": 409, "later": 503}
STATUS_BY_CAUSE = {"malformed": 400, "token_ended": 401, "too_fast": 429}


def answer_to(outcome: requests.Outcome) -> Answer:
    match outcome:
        case requests.Accepted():
            if outcome.token is None or outcome.purpose is None:
                return Answer("ok", version=outcome.version, seat=outcome.seat)
            link = entry_link(outcome.token)
            return Answer("ok", version=outcome.version, seat=outcome.seat, link=link, qr=qr.code(link))
        case requests.AlreadyApplied():
            return Answer("late", version=outcome.version)
        case requests.Rejected():
            return refused(outcome.reason)
        case requests.Postponed():
            return later()


def counted(kind: str, answer: Answer, cause: str | None = None) -> Answer:
    """Counts the answer and returns it; `cause` says why it is `later`."""
    metrics.commands(kind, answer.answer).inc()
    if answer.reason is not None:
        metrics.refusals(answer.reason).inc()
    if cause is not None:
        metrics.later(cause).inc()
    return answer


def cause(outcome: requests.Outcome) -> str | None:
    return outcome.cause if isinstance(outcome, requests.Postponed) else None


def refused(reason: str) -> Answer:
    return Answer("refused", reason=reason, say=say(reason))


def later() -> Answer:
    return Answer("later", say=say_later())


def too_fast() -> Answer:
    return Answer("later", say=gettext("Even rustig aan. We bewaren het zo."))


def status_of(answer: Answer, cause: str | None) -> int:
    """The HTTP status of this answer; `cause` says why it is `later`."""
    return STATUS_BY_CAUSE.get(answer.reason or cause or "", STATUS_BY_ANSWER[answer.answer])
