"""The pages around a dialogue: start, set-up key, language, code, taking a seat, opening a link, forgetting this device."""

from pathlib import Path

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication, browser_cookies
from dialoog.accounts.sign_in_pages import end_session
from dialoog.live.commands.access_grants import normalize_code
from dialoog.live.entry import admission
from dialoog.live.entry.admission import desk_path
from dialoog.live.entry.forms import CodeForm, ForgetForm, JoinForm, KeyForm, fresh_id
from dialoog.live.protocol.reasons import say
from dialoog.live.push.broadcaster import is_removed
from dialoog.live.queries import DialogueInfo
from dialoog.live.runtime import current_runtime
from dialoog.rules.state import Status
from dialoog.settings import LANGUAGES
from dialoog.web.errors import PageError
from dialoog.web.fetch_metadata import is_same_origin
from dialoog.web.languages import isolate, reader_language, set_language_cookie
from dialoog.web.own_address import own_path

pages = Blueprint("entry", __name__)
csrf = CSRFProtect()


@pages.get("/")
@access.allow("site.read")
def start() -> Page:
    return render_template("start.html", known=browser_cookies.has_cookie())


@pages.route("/sleutel", methods=["GET", "POST"])
@access.allow("key.enter")
def key() -> Page:
    form = KeyForm()
    if not form.is_submitted():
        form.back.data = own_path(request.args.get("back", "/"))
    if form.validate_on_submit():
        if admission.check_setup_key(form.key.data or ""):
            return authentication.set_own_cookie(
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
        end_session()
        return browser_cookies.clear_cookies(make_response(_forgotten_page()))
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
    own = authentication.identity("seat", about.id)
    if own is not None and own.seat and not is_removed(state, own.seat):
        return _see_other(desk_path("seat", about.id))
    if state.status is Status.CLOSED or state.harvest_open:
        return _shut(about, state.status)
    form = JoinForm()
    if not form.is_submitted():
        form.id.data = fresh_id()
        form.lang.data = reader_language()
    if form.validate_on_submit():
        result = admission.take_seat(current_runtime(), about.id, form)
        if result.token is not None:
            response = _see_other(desk_path("seat", about.id))
            authentication.set_desk_cookie(response, "seat", about.id, result.token)
            set_language_cookie(response, form.lang.data)
            return response
        form.name.errors = [result.say]
        return _join_page(form, about, state.status), result.status
    return _join_page(form, about, state.status), 400 if form.is_submitted() else 200


@pages.get("/in")
@access.allow("link.open")
def enter() -> Page:
    return render_template("enter.html")


@pages.get("/house.css")
@access.allow("site.read")
def house_style() -> Page:
    """The house style of this installation: a CSS file that overrides the design tokens, after all other styles."""
    path = current_runtime().settings.house_style
    css = Path(path).read_text(encoding="utf-8") if path and Path(path).is_file() else ""
    return Response(css, mimetype="text/css")


def _forgotten_page() -> str:
    text = _("Wilt u later weer meedoen? Vraag de gespreksleider om een nieuwe link.")
    return render_template("message.html", title=_("Dit toestel is u vergeten."), text=text)


def _shut(about: DialogueInfo, status: Status) -> str:
    """T14: who only opens the address gets an expected answer; who asks for a seat is refused."""
    if status is Status.CLOSED:
        title, text = _("Dank u wel."), _after_closing(about)
    else:
        title, text = _("De deur is dicht."), say("door_shut")
    if request.method == "POST":
        raise PageError(403, title, text)
    return render_template("message.html", title=title, text=text, is_over=status is Status.CLOSED)


def _after_closing(about: DialogueInfo) -> str:
    """For who scans the code the next day; a phone that sat at the table has its own page already."""
    sentences = [_("Dit gesprek is afgelopen.")]
    if about.contact:
        sentences.append(_("Een vraag of spijt? Bel of schrijf %(contact)s.", contact=isolate(about.contact)))
    return " ".join(
        [
            *sentences,
            _("Uw eigen woorden en het verslag leest u op de telefoon waarmee u meedeed, of met uw kaart."),
        ]
    )


def _code_page(form: CodeForm, problem: str | None) -> str:
    return render_template("join.html", step="code", form=form, problem=problem, about=None)


def _join_page(form: JoinForm, about: DialogueInfo, status: Status) -> str:
    return render_template("join.html", step="name", form=form, about=about, asks=status is Status.RUNNING)


def _see_other(location: str) -> AnyResponse:
    return redirect(location, 303)
