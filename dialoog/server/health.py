"""`/healthz` and `/readyz`: public, and each tells a word and nothing else.

The first says that the process lives and its loop turns: restart it where there is no answer. It never looks at the
database, since a restart mends no database. The second says whether it can serve: send people elsewhere where it cannot.
"""

from flask import Blueprint, Response, current_app

from dialoog.accounts import access
from dialoog.server.readiness import READY, Readiness

pages = Blueprint("inside", __name__)


@pages.get("/healthz")
@access.allow("site.read")
def health() -> Response:
    return _word("ok", 200)


@pages.get("/readyz")
@access.allow("site.read")
def ready() -> Response:
    readiness = current_app.extensions["dialoog.readiness"]
    assert isinstance(readiness, Readiness)
    word = readiness.word()
    return _word(word, 200 if word == READY else 503)


def _word(word: str, status: int) -> Response:
    return Response(f"{word}\n", status, mimetype="text/plain")
