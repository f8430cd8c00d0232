"""The application, wired from top to bottom: what is here, in the order in which it comes together.

Every part gets what it needs handed to it; nothing is looked up by name at a distance.
"""

import hashlib
import json
from functools import cache, partial
from pathlib import Path
from typing import Any, NoReturn

from flask import Flask, abort
from flask.sessions import SecureCookieSessionInterface
from flask_babel import Babel
from whitenoise import WhiteNoise

from dialoog.accounts import access
from dialoog.db.engine import is_shared, make_engine
from dialoog.live.commands.writer import Writer
from dialoog.live.entry.pages import csrf
from dialoog.live.entry.pages import pages as entry
from dialoog.live.journal.state_cache import Ledger
from dialoog.live.push.notifier import Signals
from dialoog.live.runtime import House
from dialoog.live.tasks import cluster, periodic, storage_health
from dialoog.live.transport import sockets
from dialoog.live.transport.http_api import wire
from dialoog.live.transport.rate_limits import Budget, Tickets
from dialoog.live.transport.shared_rate_limits import SharedBudget, SharedTickets
from dialoog.planning.pages import pages as prepare
from dialoog.records.actions import save
from dialoog.records.pages import pages as record
from dialoog.server.health import pages as inside
from dialoog.server.readiness import Readiness
from dialoog.server.timeouts import comes_after_who_is_here
from dialoog.settings import Settings, settle
from dialoog.telemetry.event_loop import watch_collections
from dialoog.web.errors import refuse_nameless_fields, tell_faults
from dialoog.web.languages import LANGUAGE_NAMES, direction, reader_language
from dialoog.web.proxy import believing
from dialoog.web.request_log import log_requests
from dialoog.web.security_headers import of_a_file, safety, with_headers

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Sessions(SecureCookieSessionInterface):
    """What Flask keeps in a signed cookie: nothing but the secret of the forms. It would sign with SHA-1."""

    digest_method = staticmethod(hashlib.sha256)


def create_app(settings: Settings) -> Flask:
    """The whole of Dialoog on one database; `serve` starts what runs beside the requests."""
    settings = settle(settings)
    app = Flask("dialoog", static_folder=None, template_folder=str(HERE / "templates"))
    app.session_interface = Sessions()
    app.config.update(
        SECRET_KEY=settings.secret,
        SESSION_COOKIE_NAME="__Host-dialoog" if settings.https else "dialoog",
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        TRUSTED_HOSTS=list(settings.trusted_hosts),
        MAX_CONTENT_LENGTH=64 * 1024,
        MAX_FORM_MEMORY_SIZE=64 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # our own Referrer-Policy leaves it nothing to look at
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_DEFAULT_TIMEZONE="Europe/Amsterdam",
    )
    Babel(app, locale_selector=reader_language, default_translation_directories=str(HERE / "translations"))
    app.before_request(comes_after_who_is_here)
    app.before_request(refuse_nameless_fields)
    csrf.init_app(app)
    csrf.exempt(wire)  # JSON with an origin of its own, checked there
    csrf.exempt("dialoog.planning.pages.from_a_file")  # asks for a token of its own, never a cookie
    csrf.exempt("dialoog.live.entry.pages.language")

    engine = make_engine(settings.database)
    app.extensions["dialoog.engine"] = engine
    app.extensions["dialoog"] = house = _house(settings, engine)
    app.extensions["dialoog.readiness"] = Readiness(house)

    for pages in (inside, entry, wire, prepare, record):
        app.register_blueprint(pages)
    app.add_url_rule("/static/<path:filename>", "static", _not_here)
    app.after_request(partial(with_headers, https=settings.https))
    if settings.log_requests:
        log_requests(app)
    access.guard(app)
    tell_faults(app)
    _tell_templates(app, settings)

    _serve_static(app, safety(https=settings.https))
    house.socketio.init_app(app)
    sockets.serve(house)
    app.wsgi_app = believing(app.wsgi_app, settings.believed)  # type: ignore[method-assign, assignment]
    return app


def start_work(house: House) -> None:
    """What runs beside the requests: the writer, the pulse, the hourly sweep, and who looks who takes nothing in and how late
    the loop is."""
    house.start(house.writer.work)
    house.start(periodic.pulse, house)
    house.start(periodic.sweep, house)
    house.start(house.lines.watch, house.socketio.sleep)
    house.start(storage_health.watch, house)
    if is_shared(house.engine):
        house.start(cluster.listen, house)
        house.start(cluster.tell, house)
    house.start(house.lag.watch, house.socketio.sleep)
    watch_collections()


def _house(settings: Settings, engine: Any) -> House:
    socketio = sockets.make_socketio(settings.async_mode, settings.origins, settings.fan_out)
    ledger, signals = Ledger(), Signals()
    writer = Writer(engine, ledger, settings.secret, save, signals.ring, socketio.sleep)
    shared = is_shared(engine)
    return House(
        settings=settings,
        engine=engine,
        socketio=socketio,
        ledger=ledger,
        writer=writer,
        save=save,
        signals=signals,
        tickets=SharedTickets(engine) if shared else Tickets(),
        budget=SharedBudget(engine, settings.secret) if shared else Budget(),
    )


def _tell_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def always() -> dict[str, Any]:
        lang = reader_language()
        return {
            "lang": lang,
            "direction": direction(lang),
            "languages": LANGUAGE_NAMES,
            "house_style": bool(settings.house_style),
            "organisation": settings.organisation,
        }


def asset(name: str) -> str:
    """The address of a built file; empty where it was not built, such as the words of the source language."""
    built = manifest().get(name)
    return f"/static/dist/{built}" if built else ""


@cache
def manifest() -> dict[str, str]:
    found = STATIC / "dist" / "manifest.json"
    told: dict[str, str] = json.loads(found.read_text()) if found.exists() else {}
    return told


def _serve_static(app: Flask, said: dict[str, str]) -> None:
    """Built files carry a digest in their name and may be kept for ever; brotli beside them is used."""
    built = {f"/static/dist/{name}" for name in manifest().values()}

    def add_headers(headers: Any, path: str, url: str) -> None:
        for name, value in of_a_file(url, said).items():
            headers[name] = value

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(STATIC),
        prefix="static/",
        max_age=3600,
        allow_all_origins=False,
        immutable_file_test=lambda path, url: url in built or "/dist/" in url,
        add_headers_function=add_headers,
    )


@access.open_to("everybody")
def _not_here(filename: str) -> NoReturn:
    """WhiteNoise answers for every file that is there; this is for `url_for` and for the others."""
    abort(404)
