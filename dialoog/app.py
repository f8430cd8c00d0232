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

from dialoog.accounts import access, authentication, mails
from dialoog.accounts.mail_pages import pages as mail
from dialoog.accounts.management_pages import pages as management
from dialoog.accounts.own_pages import navigation
from dialoog.accounts.own_pages import pages as own_account
from dialoog.accounts.second_step_pages import pages as second_step
from dialoog.accounts.sign_in_pages import pages as signing_in
from dialoog.db import erasure_list
from dialoog.db.engine import is_shared, make_engine
from dialoog.db.erasure_list import ErasureFile
from dialoog.live.commands.writer import Writer
from dialoog.live.entry.admission import check_setup_key, spend_failure
from dialoog.live.entry.desks import pages as desks
from dialoog.live.entry.errors import answer_program, revoked_device
from dialoog.live.entry.pages import csrf
from dialoog.live.entry.pages import pages as entry
from dialoog.live.journal.acknowledged import FILE_NAME, AcknowledgedVersions
from dialoog.live.journal.state_cache import StateCache
from dialoog.live.push.notifier import Notifier
from dialoog.live.runtime import Runtime
from dialoog.live.sliced_pages import SlicedEnvironment
from dialoog.live.tasks import acknowledgement, cluster, consent_expiry, heartbeat, storage_health
from dialoog.live.transport import sockets
from dialoog.live.transport.http_api import http_api
from dialoog.live.transport.rate_limits import FailureBudget, Tickets
from dialoog.live.transport.shared_rate_limits import SharedFailureBudget, SharedTickets
from dialoog.organisers.home.pages import pages as home
from dialoog.organisers.privacy.pages import pages as privacy
from dialoog.planning.card_pages import pages as planned_cards
from dialoog.planning.gathering_pages import pages as gatherings
from dialoog.planning.ownership_pages import pages as ownership
from dialoog.planning.pages import pages as prepare
from dialoog.planning.table_pages import pages as tables
from dialoog.records import blueprints as records
from dialoog.records.archives import files as archive_files
from dialoog.records.archives.withdrawal import remove_with
from dialoog.records.saving import save
from dialoog.server.health import pages as inside
from dialoog.server.readiness import Readiness
from dialoog.server.timeouts import take_turn
from dialoog.settings import Settings, settle
from dialoog.telemetry.event_loop import watch_collections
from dialoog.web import blocking, formats
from dialoog.web.cookies import own_prefix
from dialoog.web.errors import register_error_handlers, reject_unnamed_fields
from dialoog.web.form_fields import refuses_form
from dialoog.web.languages import (
    LANGUAGE_NAMES,
    direction,
    isolate,
    page_languages,
    quoted,
    reader_language,
    unbroken,
)
from dialoog.web.own_address import current_address, repair_address
from dialoog.web.proxy import trust_proxy
from dialoog.web.request_log import log_requests
from dialoog.web.security_headers import add_security_headers, security_headers, static_file_headers
from dialoog.web.trusted_host import require_trusted_host

HERE = Path(__file__).parent
STATIC = HERE / "static"


class Sessions(SecureCookieSessionInterface):
    """What Flask keeps in a signed cookie: the secret of the forms, and what an action did until
    the page after it says so. It would sign with SHA-1."""

    digest_method = staticmethod(hashlib.sha256)


def create_app(settings: Settings) -> Flask:
    """The whole of Dialoog on one database; `serve` starts what runs beside the requests."""
    settings = settle(settings)
    app = Flask("dialoog", static_folder=None, template_folder=str(HERE / "templates"))
    app.session_interface = Sessions()
    app.jinja_environment = SlicedEnvironment
    app.config.update(
        SECRET_KEY=settings.secret,
        SESSION_COOKIE_NAME=own_prefix(settings.secret, https=settings.https),
        SESSION_COOKIE_SECURE=settings.https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=64 * 1024,
        MAX_FORM_MEMORY_SIZE=64 * 1024,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,  # our own Referrer-Policy leaves it nothing to look at
        BABEL_DEFAULT_LOCALE="nl",
        BABEL_DEFAULT_TIMEZONE="Europe/Amsterdam",
    )
    Babel(app, locale_selector=reader_language, default_translation_directories=str(HERE / "translations"))
    app.before_request(partial(require_trusted_host, settings))
    app.before_request(repair_address)
    app.before_request(take_turn)
    app.before_request(reject_unnamed_fields)
    csrf.init_app(app)
    csrf.exempt(http_api)  # JSON with an origin of its own, checked there
    csrf.exempt("dialoog.planning.pages.from_a_file")  # asks for a token of its own, never a cookie
    csrf.exempt("dialoog.live.entry.pages.language")

    engine = make_engine(settings.database)
    app.extensions["dialoog.engine"] = engine
    app.extensions["dialoog"] = runtime = _runtime(settings, engine)
    app.extensions["dialoog.readiness"] = Readiness(runtime)

    for pages in (
        inside,
        signing_in,
        own_account,
        second_step,
        management,
        mail,
        home,
        privacy,
        gatherings,
        tables,
        planned_cards,
        ownership,
        entry,
        desks,
        http_api,
        prepare,
        *records.BLUEPRINTS,
    ):
        app.register_blueprint(pages)
    app.add_url_rule("/static/<path:filename>", "static", _not_here)
    app.after_request(partial(add_security_headers, https=settings.https))
    if settings.log_requests:
        log_requests(app)
    authentication.register_checks(
        app, check_setup_key, spend_failure, runtime.security_log, runtime.socketio.sleep
    )
    mails.register(app, settings)
    access.guard(app)
    blocking.register(app)
    remove_with(engine, partial(_remove_archive, app))
    register_error_handlers(app, answer_program, revoked_device)
    _tell_templates(app, settings)

    _serve_static(app, security_headers(https=settings.https))
    runtime.socketio.init_app(app)
    sockets.serve(runtime)
    app.wsgi_app = trust_proxy(app.wsgi_app, settings.believed)  # type: ignore[method-assign, assignment]
    return app


def start_work(runtime: Runtime) -> None:
    """What runs beside the requests: the writer, what it acknowledged, the pulse, the hourly sweep, and who looks who takes nothing in and how late
    the loop is."""
    acknowledgement.check(runtime)
    acknowledgement.complete_erasures(runtime)
    runtime.start(runtime.writer.run)
    runtime.start(acknowledgement.keep_writing, runtime)
    runtime.start(heartbeat.pulse, runtime)
    runtime.start(consent_expiry.sweep, runtime)
    runtime.start(runtime.connections.watch, runtime.socketio.sleep)
    runtime.start(storage_health.watch, runtime)
    if is_shared(runtime.engine):
        runtime.start(cluster.listen, runtime)
        runtime.start(cluster.announce, runtime)
    runtime.start(runtime.event_loop_lag.watch, runtime.socketio.sleep)
    watch_collections()


def _remove_archive(app: Flask, archive: str) -> None:
    """A large file takes longer than the phones wait, so beside their loop."""
    runtime: Runtime = app.extensions["dialoog"]
    path = archive_files.path_of(runtime.settings.folder, archive)
    runtime.start(app.extensions["dialoog.blocking"].run, archive_files.remove_if_possible, path)


def _runtime(settings: Settings, engine: Any) -> Runtime:
    socketio = sockets.make_socketio(settings.async_mode, settings.origins)
    state_cache, notifier = StateCache(socketio.sleep), Notifier()
    writer = Writer(engine, state_cache, settings.secret, save, notifier.wake, socketio.sleep)
    acknowledged = AcknowledgedVersions(Path(settings.folder) / FILE_NAME)
    writer.acknowledge = acknowledged.add
    writer.erasure_file = ErasureFile(Path(settings.folder) / erasure_list.FILE_NAME)
    shared = is_shared(engine)
    return Runtime(
        settings=settings,
        engine=engine,
        socketio=socketio,
        state_cache=state_cache,
        writer=writer,
        save=save,
        acknowledged=acknowledged,
        notifier=notifier,
        tickets=SharedTickets(engine) if shared else Tickets(),
        failure_budget=SharedFailureBudget(engine, settings.secret) if shared else FailureBudget(),
    )


def _tell_templates(app: Flask, settings: Settings) -> None:
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["current_address"] = current_address
    app.jinja_env.globals["refuses_form"] = refuses_form
    app.jinja_env.globals["signed_in"] = authentication.signed_in
    app.jinja_env.globals["own_pages"] = navigation
    app.jinja_env.globals["opens_by_signing_in"] = access.opens_by_signing_in
    formats.register(app)
    app.jinja_env.filters["direction"] = direction
    app.jinja_env.filters["isolate"] = isolate
    app.jinja_env.filters["quoted"] = quoted
    app.jinja_env.filters["unbroken"] = unbroken
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    @app.context_processor
    def always() -> dict[str, Any]:
        lang = reader_language()
        return {
            "lang": lang,
            "direction": direction(lang),
            "languages": LANGUAGE_NAMES,
            "offered": [(code, name) for code, name in LANGUAGE_NAMES if code in page_languages()],
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
    entries: dict[str, str] = json.loads(found.read_text()) if found.exists() else {}
    return entries


def _serve_static(app: Flask, headers_of_all: dict[str, str]) -> None:
    """Built files carry a digest in their name and may be kept for ever; brotli beside them is used."""
    built = {f"/static/dist/{name}" for name in manifest().values()}

    def add_headers(headers: Any, path: str, url: str) -> None:
        for name, value in static_file_headers(url, headers_of_all).items():
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


@access.allow("site.read")
def _not_here(filename: str) -> NoReturn:
    """WhiteNoise answers for every file that is there; this is for `url_for` and for the others."""
    abort(404)
