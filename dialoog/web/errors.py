"""Error handlers: every error becomes a page, or an answer to a program, that says what happened and what to do.

No response holds a traceback. The log gets one line with the kind of error and its place in the code, never what
somebody typed and never a token.
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
    """An error with a title and a sentence of its own, which says why and what to do."""

    def __init__(self, status: int, title: str, description: str) -> None:
        super().__init__(description)
        self.code = status
        self.title = title


ProgramAnswer = Callable[[int, str], AnyResponse | None]
"""(status, sentence) → the response to a program; None where a person asked, who gets a page."""
RevokedDevice = Callable[[], str | None]
"""The sentence for a device whose token was revoked, when it asks for its page; None for every other request."""


def register_error_handlers(app: Flask, answer_program: ProgramAnswer, revoked_device: RevokedDevice) -> None:
    """Registers the handlers; both functions come from the application, since `web` knows neither the protocol nor tokens."""
    app.extensions["dialoog.errors"] = answer_program, revoked_device
    app.register_error_handler(CSRFError, _handle_csrf_error)
    app.register_error_handler(HTTPException, answer_error)
    for error in (OperationalError, InterfaceError, InternalError, TimeoutError):
        app.register_error_handler(error, _handle_database_error)
    app.register_error_handler(Exception, _handle_unexpected_error)


def reject_unnamed_fields() -> None:
    """Answers 400 to a multipart part without a name: no browser sends one, and Flask-WTF fails on it."""
    if request.mimetype == "multipart/form-data" and (None in request.form or None in request.files):
        abort(400)


def _handle_csrf_error(_error: Exception) -> AnyResponse:
    sentence = _("Ga terug, laad de pagina opnieuw en probeer het nog eens.")
    if current_app.config["SESSION_COOKIE_NAME"] not in request.cookies:
        sentence = f"{sentence} {_cookie_advice()}"
    return _error_response(400, _("Dit formulier is verlopen"), sentence)


def _cookie_advice() -> str:
    """For a browser that sent no cookie: a reload helps where it was closed meanwhile, and never where it refuses all of them."""
    return str(
        _(
            "Helpt dat niet, dan weigert uw browser cookies. Sta ze toe voor dit adres, of neem een andere browser."
        )
    )


def answer_error(error: HTTPException) -> AnyResponse:
    """The page or program answer for an error with a status."""
    if error.code is not None and 300 <= error.code < 400:
        return error.get_response()
    status = error.code or 500
    if isinstance(error, PageError):
        return _error_response(status, error.title, error.description or "")
    _answer_program, revoked_device = current_app.extensions["dialoog.errors"]
    if status == 401 and (sentence := revoked_device()):
        return _error_response(401, _("Dit toestel is afgemeld"), sentence)
    return _error_response(status, *_title_and_sentence(status))


def _handle_database_error(error: Exception) -> AnyResponse:
    metrics.faults("database").inc()
    log.error("the database could not be used", fault=error, endpoint=request.endpoint)
    return _error_response(
        503, _("Even geduld"), _("Het lukt nu niet om dit te bewaren. Probeer het over een minuut nog eens.")
    )


def _handle_unexpected_error(error: Exception) -> AnyResponse:
    metrics.faults("unexpected").inc()
    log.error("a request failed", fault=error, endpoint=request.endpoint)
    return _error_response(500, *_title_and_sentence(500))


def _title_and_sentence(status: int) -> tuple[str, str]:
    match status:
        case 401:
            sentence = _("Open uw link opnieuw, of vul de code in die op het scherm staat.")
            return _("Wie bent u?"), sentence if request.cookies else f"{sentence} {_cookie_advice()}"
        case 403:
            return _("Dit is niet voor u"), _("Vraag het aan de gespreksleider.")
        case 404:
            return _("Niet gevonden"), _("Deze pagina is er niet. Kijk het adres na, of ga naar het begin.")
        case 405:
            sentence = _("Ga terug naar de bladzijde waar u was. Lukt dat niet, begin dan bij het begin.")
            return _("Dit adres hoort bij een knop"), sentence
        case 413:
            return _("Dat is te veel tekst"), _("Maak het korter en probeer het nog eens.")
        case 429:
            return _("Even rustig aan"), _("Probeer het over een minuut nog eens.")
        case _ if status >= 500:
            return _("Er ging iets mis"), _("Dit lag niet aan u. Probeer het over een minuut nog eens.")
        case _:
            return _("Dat begrijpen we niet"), _("Ga terug, laad de pagina opnieuw en probeer het nog eens.")


def _error_response(status: int, title: str, text: str) -> AnyResponse:
    answer_program, _revoked_device = current_app.extensions["dialoog.errors"]
    response: AnyResponse | None = answer_program(status, text)
    if response is not None:
        return response
    page = render_template("message.html", title=title, text=text, status=status)
    return Response(page, status, mimetype="text/html")
