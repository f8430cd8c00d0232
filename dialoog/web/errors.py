"""When something goes wrong: a page or an answer that says what happened and what to do.

Nobody sees a traceback, and the log gets one line with the kind of fault and where it was, never what
somebody wrote, typed or held.
"""

from flask import Flask, Response, abort, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InterfaceError, InternalError, OperationalError, TimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access
from dialoog.live.entry import admission
from dialoog.live.entry.pages import Closed
from dialoog.live.protocol.messages import Answer
from dialoog.live.protocol.reasons import say
from dialoog.live.transport import responses
from dialoog.live.transport.http_api import told
from dialoog.telemetry.logging import log
from dialoog.telemetry.metrics import metrics


def register_error_handlers(app: Flask) -> None:
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _known)
    for fault in (OperationalError, InterfaceError, InternalError, TimeoutError):
        app.register_error_handler(fault, _busy)
    app.register_error_handler(Exception, _unknown)


def reject_unnamed_fields() -> None:
    """A part of a form without a name is sent by no browser, and what looks through the names would stumble over it."""
    if request.mimetype == "multipart/form-data" and (None in request.form or None in request.files):
        abort(400)


def _stale_form(_error: Exception) -> AnyResponse:
    return _say(
        400, _("Dit formulier is verlopen"), _("Ga terug, laad de pagina opnieuw en probeer het nog eens.")
    )


def _known(error: HTTPException) -> AnyResponse:
    if error.code is not None and 300 <= error.code < 400:
        return error.get_response()
    status = error.code or 500
    if isinstance(error, Closed):
        return _say(status, error.title, error.description or "")
    if status == 401 and (desk := admission.desk_at(request.path)) and access.was_ended(desk):
        return _say(
            401, _("Dit toestel is afgemeld"), say("device_ended" if desk == "seat" else "token_ended")
        )
    return _say(status, *_sentences(status))


def _busy(error: Exception) -> AnyResponse:
    metrics.faults["database"] += 1
    log.error("the database could not be used", fault=error, endpoint=request.endpoint)
    return _say(
        503, _("Even geduld"), _("Het lukt nu niet om dit te bewaren. Probeer het over een minuut nog eens.")
    )


def _unknown(error: Exception) -> AnyResponse:
    metrics.faults["unexpected"] += 1
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
    if request.path.startswith("/live/") or (request.path == "/in" and request.method == "POST"):
        kind = "later" if status in (429, 500, 503) else "refused"
        if kind == "later":
            return told(Answer("later", say=responses.later().say), status)
        return told(Answer("refused", reason=f"http_{status}", say=text), status)
    page = render_template("message.html", title=title, text=text, status=status)
    return Response(page, status, mimetype="text/html")
