"""The pages around a dialogue: start, set-up key, code, taking a seat, and the frames of phone, screen, console and scribe.

The frames hold what does not change; their scripts fetch the documents of the dialogue.
"""

from pathlib import Path

import msgspec
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication
from dialoog.accounts.tokens import Identity, Purpose
from dialoog.db.engine import read_transaction
from dialoog.live import queries
from dialoog.live.commands import access_grants
from dialoog.live.commands.access_grants import normalize_code
from dialoog.live.entry import admission
from dialoog.live.entry.forms import CodeForm, ForgetForm, JoinForm, KeyForm, fresh_id
from dialoog.live.protocol.reasons import say
from dialoog.live.push.broadcaster import is_removed
from dialoog.live.queries import DialogueInfo
from dialoog.live.runtime import current_runtime
from dialoog.live.transport import responses
from dialoog.rules.state import State, Status
from dialoog.settings import LANGUAGES, listens_everywhere
from dialoog.web import qr
from dialoog.web.errors import PageError
from dialoog.web.fetch_metadata import is_same_origin
from dialoog.web.languages import direction, reader_language, set_language_cookie
from dialoog.web.own_address import own_path

pages = Blueprint("entry", __name__)
csrf = CSRFProtect()
Page = str | AnyResponse | tuple[str, int]


@pages.get("/")
@access.allow("site.read")
def start() -> Page:
    return render_template("start.html", known=authentication.has_cookie())


@pages.route("/sleutel", methods=["GET", "POST"])
@access.allow("key.enter")
def key() -> Page:
    form = KeyForm()
    if not form.is_submitted():
        form.back.data = own_path(request.args.get("back", "/"))
    if form.validate_on_submit():
        if admission.check_setup_key(form.key.data or ""):
            return authentication.set_token_cookie(
                _see_other(own_path(form.back.data or "/")), "setup", form.key.data or ""
            )
        form.key.errors = [_("Deze sleutel past niet.")]
        return render_template("key.html", form=form), 403
    return render_template("key.html", form=form)


@pages.post("/taal")
@access.allow("language.choose")
def language() -> Page:
    """Changes only the reader's own language, so it needs no CSRF token; other websites cannot change it either."""
    response = _see_other(own_path(request.form.get("back", "/")))
    choice = request.form.get("lang")
    if choice in LANGUAGES and is_same_origin():
        set_language_cookie(response, choice)
    return response


@pages.route("/weg", methods=["GET", "POST"])
@access.allow("device.forget")
def forget() -> Page:
    """For a borrowed laptop or a phone that changes hands: deletes the cookies of this browser."""
    form = ForgetForm()
    if form.validate_on_submit():
        return authentication.clear_cookies(make_response(_forgotten_page()))
    return render_template("forget.html", form=form)


@pages.get("/d")
@access.allow("code.enter")
def code() -> Page:
    form = CodeForm(request.args)
    if "code" not in request.args:
        return _code_page(form, None)
    if not form.validate():
        return _code_page(form, say("empty_text")), 400
    return _see_other(url_for("entry.join", code=normalize_code(form.code.data or "")[:16] or "-"))


@pages.route("/d/<code>", methods=["GET", "POST"])
@access.allow("seat.take")
def join(code: str) -> Page:
    """C1, T14: from the code to a seat in one page."""
    about = admission.check_code(normalize_code(code), request.remote_addr or "")
    if not isinstance(about, DialogueInfo):
        return _code_page(CodeForm(None, data={"code": code[:16]}), about.say), about.status
    state = current_runtime().broadcaster(about.id).state()
    own = authentication.identity("seat")
    if own is not None and own.dialogue == about.id and own.seat and not is_removed(state, own.seat):
        return _see_other(url_for("entry.phone"))
    if state.harvest_open or state.status is Status.CLOSED:
        raise PageError(
            403, _("De deur is dicht."), say("closed" if state.status is Status.CLOSED else "door_shut")
        )
    form = JoinForm()
    if not form.is_submitted():
        form.id.data = fresh_id()
        form.lang.data = reader_language()
    if form.validate_on_submit():
        result = admission.take_seat(current_runtime(), about.id, form)
        if result.token is not None:
            response = authentication.set_token_cookie(
                _see_other(url_for("entry.phone")), "seat", result.token
            )
            set_language_cookie(response, form.lang.data)
            return response
        form.name.errors = [result.say]
        return _join_page(form, about, state.status), result.status
    return _join_page(form, about, state.status), 400 if form.is_submitted() else 200


@pages.get("/in")
@access.allow("link.open")
def enter() -> Page:
    return render_template("enter.html")


@pages.get("/plek")
@access.allow("phone.open")
def phone() -> Page:
    identity, state, about = _desk_context("seat")
    own = _removed_seat(about.id, state, identity.seat or "")
    return render_template("live/phone.html", about=about, seat=identity.seat, desk="seat", own=own)


@pages.get("/scherm")
@access.allow("screen.open")
def screen() -> Page:
    """In the language of the table, not of the laptop: everybody reads it."""
    _identity, state, about = _desk_context("screen")
    settings = current_runtime().settings
    token = access_grants.join_token(settings.secret, about.id, state.code_version)
    with force_locale(about.lang):
        return render_template(
            "live/screen.html",
            about=about,
            code_version=state.code_version,
            settings=settings,
            is_offline=listens_everywhere(settings.host),
            qr_svg=qr.svg(responses.entry_link(token), _("QR-code om mee te doen")),
            lang=about.lang,
            direction=direction(about.lang),
        )


@pages.get("/leiden")
@access.allow("console.open")
def console() -> Page:
    return _desk_page("facilitator")


@pages.get("/verslag-leggen")
@access.allow("scribe.open")
def scribe() -> Page:
    return _desk_page("scribe")


@pages.get("/house.css")
@access.allow("site.read")
def house_style() -> Page:
    """The house style of this installation: a CSS file that overrides the design tokens, after all other styles."""
    path = current_runtime().settings.house_style
    css = Path(path).read_text(encoding="utf-8") if path and Path(path).is_file() else ""
    return Response(css, mimetype="text/css")


class RemovedSeat(msgspec.Struct, frozen=True):
    """What a removed participant can still decide about: their choices by name, and their words as JSON."""

    choices: str
    words: str


def _removed_seat(dialogue: str, state: State, seat: str) -> RemovedSeat | None:
    """C2, C4: a removed participant gets no documents, so the page itself holds what they may decide about; None for others."""
    if not is_removed(state, seat):
        return None
    own = state.seats.get(seat)
    consent = own.consent if own else None
    ids = [word.id for word in state.words.values() if word.seat == seat and word.alive]
    with read_transaction(current_runtime().engine) as connection:
        texts = queries.texts(connection, dialogue, ids)
    words = [
        {"id": word, "text": texts[word].text, "lang": texts[word].lang} for word in ids if word in texts
    ]
    return RemovedSeat(
        " ".join(name for name in ("words", "name", "contact") if consent and getattr(consent, name)),
        msgspec.json.encode(words).decode(),
    )


def _desk_page(desk: Purpose) -> str:
    about = _desk_context(desk)[-1]
    return render_template("live/console.html", about=about, desk=desk)


def _desk_context(desk: Purpose) -> tuple[Identity, State, DialogueInfo]:
    """Reads the state before the dialogue: if the code is renewed in between, a screen has the new code under an older version
    and reloads; the other way round it would show an expired code for the rest of the evening (T14)."""
    identity = authentication.identity(desk)
    if identity is None:
        raise PageError(401, _("Wie bent u?"), say("no_token"))
    state = current_runtime().broadcaster(identity.dialogue).state()
    with read_transaction(current_runtime().engine) as connection:
        about = queries.dialogue_info(connection, identity.dialogue)
    if about is None:
        raise PageError(404, _("Niet gevonden"), say("unknown_dialogue"))
    return identity, state, about


def _forgotten_page() -> str:
    text = _("Wilt u later weer meedoen? Vraag de gespreksleider om een nieuwe link.")
    return render_template("message.html", title=_("Dit apparaat is u vergeten."), text=text)


def _code_page(form: CodeForm, problem: str | None) -> str:
    return render_template("join.html", step="code", form=form, problem=problem, about=None)


def _join_page(form: JoinForm, about: DialogueInfo, status: Status) -> str:
    return render_template("join.html", step="name", form=form, about=about, asks=status is Status.RUNNING)


def _see_other(location: str) -> AnyResponse:
    return redirect(location, 303)
