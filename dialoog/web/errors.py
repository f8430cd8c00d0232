"""When something goes wrong: a page or an answer that says what happened and what to do.

Nobody sees a traceback, and the log gets one line with the kind of fault and where it was, never what
somebody wrote, typed or held.
"""

from collections.abc import Callable

from flask import Flask, Response, abort, current_app, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log


class PageError(HTTPException):
    """A page that cannot be shown, with the sentence that says why and what to do."""

    def __init__(self, status: int, title: str, description: str) -> None:
        super().__init__(description)
        self.code = status
        self.title = title


ProgramAnswer = Callable[[int, str], AnyResponse | None]
"""(status, sentence) → the answer to a program that asked, or None where a person did, who gets a page."""
EndedDevice = Callable[[], str | None]
"""The sentence for whose device was ended while a page of it is asked for; None for everybody else."""


def register_error_handlers(app: Flask, answer_program: ProgramAnswer, ended_device: EndedDevice) -> None:
    """Every error becomes a page, or what `answer_program` makes of it."""
    app.extensions["dialoog.errors"] = answer_program, ended_device
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, answer_error)
    for error in (OperationalError, InterfaceError, InternalError, TimeoutError):
        app.register_error_handler(error, _busy)
    app.register_error_handler(Exception, _unknown)


def reject_unnamed_fields() -> None:
    """A part of a form without a name is sent by no browser, and what looks through the names would stumble over it."""
    if request.mimetype == "multipart/form-data" and (None in request.form or None in request.files):
        abort(400)


def _stale_form(_error: Exception) -> AnyResponse:
    return _say(
        400, _("Dit formulier is verlopen"), _("Ga terug, laad de pagina opnieuw en probeer het nog eens.")
    )


def answer_error(error: HTTPException) -> AnyResponse:
    """The page or program answer for an error with a status."""
    if error.code is not None and 300 <= error.code < 400:
        return error.get_response()
    status = error.code or 500
    if isinstance(error, PageError):
        return _say(status, error.title, error.description or "")
    _answer_program, ended_device = current_app.extensions["dialoog.errors"]
    if status == 401 and (sentence := ended_device()):
        return _say(401, _("Dit toestel is afgemeld"), sentence)
    return _say(status, *_sentences(status))


def _busy(error: Exception) -> AnyResponse:
    metrics.faults("database").inc()
    log.error("the database could not be used", fault=error, endpoint=request.endpoint)
    return _say(
        503, _("Even geduld"), _("Het lukt nu niet om dit te bewaren. Probeer het over een minuut nog eens.")
    )


def _unknown(error: Exception) -> AnyResponse:
    metrics.faults("unexpected").inc()
    log.error("a request failed", fault=error, endpoint=request.endpoint)
    return _say(500, *_sentences(500))


def _sentences(status: int) -> tuple[str, str]:
    match status:
        case 401:
            return _("Wie bent u?"), _("Open uw link opnieuw, of vul de code in die op het scherm staat.")
        case 403:
            return _("Dit is niet voor u"), _("Vraag het de gespreksleider.")
        case 404:
            return _("Niet gevonden"), _("Deze pagina is er niet. Kijk het adres na, of ga naar het begin.")
        case 413:
            return _("Dat is te veel tekst"), _("Maak het korter en probeer het nog eens.")
        case 429:
            return _("Even rustig aan"), _("Probeer het over een minuut nog eens.")
        case _ if status >= 500:
            return _("Er ging iets mis"), _("Dit lag niet aan u. Probeer het over een minuut nog eens.")
        case _:
            return _("Dat begrijpen we niet"), _("Ga terug, laad de pagina opnieuw en probeer het nog eens.")


def _say(status: int, title: str, text: str) -> AnyResponse:
    answer_program, _ended_device = current_app.extensions["dialoog.errors"]
    answer: AnyResponse | None = answer_program(status, text)
    if answer is not None:
        return answer
    page = render_template("message.html", title=title, text=text, status=status)
    return Response(page, status, mimetype="text/html")
