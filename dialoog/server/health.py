"""`/healthz` and `/readyz`: public, and each answers one word.

`/healthz` says that the process lives and its event loop turns: restart it where there is no answer. It never queries the
database, since a restart repairs no database. `/readyz` says whether the process can serve: send people elsewhere where it cannot.
"""

from flask import Blueprint, Response, current_app

from dialoog.accounts import access
from dialoog.server.readiness import READY, Readiness

pages = Blueprint("health", __name__)


@pages.get("/healthz")
@access.allow("site.read")
def health() -> Response:
    return _plain_text("ok", 200)


@pages.get("/readyz")
@access.allow("site.read")
def ready() -> Response:
    readiness = current_app.extensions["dialoog.readiness"]
    assert isinstance(readiness, Readiness)
    state = readiness.state()
    return _plain_text(state, 200 if state == READY else 503)


def _plain_text(word: str, status: int) -> Response:
    return Response(f"{word}\n", status, mimetype="text/plain")
