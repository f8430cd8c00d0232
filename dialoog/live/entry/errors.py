"""Error responses of the room: JSON for clients of the protocol, a sentence for a device whose token was revoked."""

from flask import request
from werkzeug.wrappers import Response

from dialoog.accounts import authentication
from dialoog.live.entry.admission import desk_of
from dialoog.live.protocol.messages import Answer
from dialoog.live.protocol.reasons import say
from dialoog.live.transport import responses
from dialoog.live.transport.http_api import json_response

TRY_AGAIN = (429, 500, 503)
"""With these statuses a client keeps its command and sends it again."""


def answer_program(status: int, sentence: str) -> Response | None:
    """The response that docs/protocol.md describes; None where the request is not from a client of the protocol."""
    if not (request.path.startswith("/live/") or (request.path == "/in" and request.method == "POST")):
        return None
    if status in TRY_AGAIN:
        return json_response(Answer("later", say=responses.later().say), status)
    return json_response(Answer("refused", reason=f"http_{status}", say=sentence), status)


def revoked_device() -> str | None:
    """Why this page is closed to a browser with a revoked token of its desk; None for other browsers."""
    page = desk_of(request.path)
    if page is None or not authentication.has_revoked_token(*page):
        return None
    return say("device_ended" if page[0] == "seat" else "token_ended")
