"""The pages to sign in (`/aanmelden`) and out, and what a link for one use opens: setting up, an invitation, signing in.

A link shows a page; only the button on it uses the link up, since mail scanners open links too.
"""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import (
    access,
    account_links,
    actions,
    authentication,
    link_by_mail,
    mails,
    passwords,
    queries,
    second_step,
    sessions,
)
from dialoog.accounts.account_links import Link
from dialoog.accounts.actions import LinkSpent, LoginTaken, NewPerson
from dialoog.accounts.devices import device_name
from dialoog.accounts.forms import (
    ROLE_NAMES,
    AccountForm,
    AskLinkForm,
    ButtonForm,
    PasteForm,
    SetUpForm,
    SignInForm,
)
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.web.blocking import run_blocking
from dialoog.web.errors import PageError
from dialoog.web.languages import isolate
from dialoog.web.own_address import own_path

pages = Blueprint("sign_in", __name__)
HOME = "/thuis"
SECOND_STEP = "/aanmelden/code"
CHOOSING = "/account#wachtwoord"
GO_ON_BY_LINK = ("/welkom", "/overnemen", "/account/adres")
"""Pages that a link opened before somebody signed in; it still has to be there afterwards."""
T = TypeVar("T")


@pages.route("/aanmelden", methods=["GET", "POST"])
@access.allow("session.begin")
def sign_in() -> Page:
    """With a password. A wrong one costs the login a guess; a login that does not exist is answered alike and as late."""
    form = SignInForm()
    if not form.is_submitted():
        form.back.data = own_path(request.args.get("back", HOME))
    if not form.validate_on_submit():
        return _ways_in(form)
    login = form.login.data or ""
    with read_transaction(current_engine()) as connection:
        person = queries.person_by_login(connection, login)
    if not run_blocking(passwords.verify, form.password.data or "", person.password if person else None):
        authentication.count_wrong_password(actions.fold_login(login))
        form.password.errors = [_("Dit klopt niet. Kijk beide velden na, of vraag een collega om een link.")]
        return _ways_in(form), 403
    assert person is not None
    return _begin_session(lambda connection: person.id, own_path(form.back.data or HOME))


def _ways_in(
    form: SignInForm | None = None, paste: PasteForm | None = None, ask: AskLinkForm | None = None
) -> str:
    """The page of all ways in, with what was wrong at one of them."""
    return render_template(
        "accounts/sign_in.html",
        form=form or SignInForm(formdata=None),
        paste=paste or PasteForm(formdata=None),
        asked=(ask or AskLinkForm(formdata=None)) if mails.is_on() else None,
    )


@pages.post("/aanmelden/link-vragen")
@access.allow("session.begin")
def ask_link() -> Page:
    """The same answer for an address that we know and one that we do not. Where no mail server is set there is no such page."""
    form = AskLinkForm()
    if not mails.is_on():
        raise NotFound
    if not form.validate_on_submit():
        return _ways_in(ask=form), 400
    link_by_mail.ask(form.email.data or "", _("Uw link om u aan te melden"))
    text = _(
        "Hoort dit adres bij een account? Dan komt er binnen een paar minuten een link. Komt er niets, kijk dan bij ongewenste mail, of vraag een collega."
    )
    return render_template("message.html", title=_("Kijk in uw mail."), text=text)


@pages.post("/aanmelden/plakken")
@access.allow("session.begin")
def paste() -> Page:
    form = PasteForm()
    token = (form.link.data or "").strip().rpartition("#")[2]
    if form.validate_on_submit():
        with read_transaction(current_engine()) as connection:
            link = account_links.find(connection, token, wall_ms())
        if link is not None:
            response = redirect(account_links.page_of(link), 303)
            return authentication.set_link_cookie(response, link, token)
        form.link.errors = [_("Deze link werkt niet meer. Vraag om een nieuwe.")]
    return _ways_in(paste=form), 400


@pages.route("/aanmelden/link", methods=["GET", "POST"])
@access.allow("session.begin")
def by_link() -> Page:
    link = link_of_browser("sign_in")
    form = ButtonForm()
    if form.validate_on_submit():
        path = CHOOSING if "new_password" in request.form else HOME
        return _begin_session(
            lambda connection: actions.use_sign_in_link(connection, link), path, by_link=True
        )
    with read_transaction(current_engine()) as connection:
        person = queries.person(connection, link.person or "")
    return render_template("accounts/by_link.html", form=form, person=person)


@pages.route("/welkom", methods=["GET", "POST"])
@access.allow("session.begin")
def welcome() -> Page:
    """Makes an account: the first of the installation, or the one that somebody was invited to."""
    link = link_of_browser("setup", "invitation")
    if link.purpose == "setup":
        return _set_up()
    own = authentication.signed_in()
    return _accept(link) if own is None else _accept_as(link, own.person)


def _set_up() -> Page:
    form = SetUpForm()
    if not mails.is_on():
        del form.email
    if form.validate_on_submit():
        new = _new_person(form)

        def make(connection: Connection) -> str:
            organisation, kind = form.organisation.data or "", form.kind.data
            return actions.set_up(connection, organisation, kind, new, wall_ms())[1]

        return _begin_session(make, HOME)
    return render_template("accounts/set_up.html", form=form)


def _accept(link: Link) -> Page:
    """An address is taken from who reads its mail alone, so that nobody else learns whether we know it."""
    form = AccountForm()
    if not form.is_submitted():
        form.name.data, form.email.data = link.name, link.email or ""
    if not mails.is_on():
        del form.email
    if form.validate_on_submit():
        email = _address_in(form)
        if email and not _reads_mail_of(link, email):
            return _go_on_by_mail(link, email)
        new = _new_person(form)
        try:
            return _begin_session(lambda connection: actions.accept(connection, link, new, wall_ms()), HOME)
        except LoginTaken:
            field = form.email if new.email else form.name
            field.errors = [_("Hiermee is al iemand aangemeld. Bent u dat? Meld u dan eerst aan.")]
    return _welcome_page(link, form)


def _reads_mail_of(link: Link, email: str) -> bool:
    with read_transaction(current_engine()) as connection:
        return link_by_mail.reads_mail_of(connection, link, email)


def _go_on_by_mail(link: Link, email: str) -> AnyResponse:
    def readdress(connection: Connection) -> None:
        found = queries.organisation(connection, link.organisation or "")
        name = found.name if found else ""
        subject = _("Uitnodiging van %(organisation)s", organisation=name)
        link_by_mail.readdress(connection, link, email, subject, name)

    _in_transaction(readdress)
    text = _(
        "We stuurden een link naar %(address)s. Daarmee maakt u uw account, of meldt u zich aan als u er al een hebt. De link die u had, werkt niet meer.",
        address=isolate(email),
    )
    page = render_template("message.html", title=_("Kijk in uw mail."), text=text)
    return authentication.delete_own_cookies(make_response(page), "link")


def _accept_as(link: Link, person: str) -> Page:
    form = ButtonForm()
    if form.validate_on_submit():
        _in_transaction(lambda connection: actions.accept_as(connection, link, person, wall_ms()))
        return authentication.delete_own_cookies(redirect(HOME, 303), "link")
    return _welcome_page(link, form)


def _welcome_page(link: Link, form: AccountForm | ButtonForm) -> str:
    with read_transaction(current_engine()) as connection:
        organisation = queries.organisation(connection, link.organisation or "")
    return render_template(
        "accounts/welcome.html", form=form, invited_by=organisation, role=ROLE_NAMES[link.role or "reader"]
    )


@pages.post("/afmelden")
@access.allow("session.end")
def sign_out() -> Page:
    end_session()
    response = make_response(
        render_template("message.html", title=_("U bent afgemeld."), text=_("Tot de volgende keer."))
    )
    return authentication.delete_own_cookies(response, "session")


def end_session() -> None:
    """Ends the session of this browser, where it has one."""
    if (own := authentication.signed_in()) is not None:
        _in_transaction(lambda connection: sessions.end(connection, own.person, own.session))


def _new_person(form: AccountForm) -> NewPerson:
    password = run_blocking(passwords.hash_password, form.password.data or "")
    return NewPerson(form.name.data or "", _address_in(form), password)


def _address_in(form: AccountForm) -> str:
    return (form.email.data or "") if "email" in form else ""


def _begin_session(person: Callable[[Connection], str], path: str, *, by_link: bool = False) -> AnyResponse:
    """Signs in the person that the function finds or makes, in one transaction with it. Who has a second step owes it first."""

    def begin(connection: Connection) -> tuple[str, bool]:
        identifier = person(connection)
        if second_step.is_on(connection, identifier):
            now = wall_ms()
            return second_step.create_pending(connection, identifier, path, now, by_link=by_link), False
        return start_session(connection, identifier, by_link=by_link), True

    token, is_signed_in = _in_transaction(begin)
    if is_signed_in:
        return answer_signed_in(token, path)
    response = authentication.set_own_cookie(redirect(SECOND_STEP, 303), "pending", token)
    return _delete_link(response, path)


def start_session(connection: Connection, person: str, *, by_link: bool) -> str:
    """Returns the token for the browser's cookie; an older session of this browser ends."""
    if (older := authentication.signed_in()) is not None:
        sessions.end(connection, older.person, older.session)
    device, now = device_name(request.headers.get("User-Agent", "")), wall_ms()
    token = sessions.create(connection, person, device, now)
    if by_link:
        sessions.grant_new_password(connection, token, now)
    return token


def answer_signed_in(token: str, path: str) -> AnyResponse:
    authentication.security_log().signed_in()
    response = authentication.set_own_cookie(redirect(path, 303), "session", token)
    return _delete_link(authentication.delete_own_cookies(response, "pending"), path)


def _delete_link(response: AnyResponse, path: str) -> AnyResponse:
    return response if path in GO_ON_BY_LINK else authentication.delete_own_cookies(response, "link")


def _in_transaction(action: Callable[[Connection], T]) -> T:
    """Raises PageError where the link was used meanwhile."""
    try:
        return run_in_transaction(current_engine(), action)
    except LinkSpent:
        raise link_ended() from None


def link_of_browser(*purposes: str) -> Link:
    """The link for one use that this browser opened last. Raises PageError where it has none of these purposes."""
    token = authentication.cookie_of("link")
    with read_transaction(current_engine()) as connection:
        link = account_links.find(connection, token, wall_ms()) if token else None
    if link is None or link.purpose not in purposes:
        raise link_ended()
    return link


def link_ended() -> PageError:
    return PageError(
        403, _("Deze link werkt niet meer."), _("Hij werkt één keer. Vraag wie hem gaf om een nieuwe.")
    )
