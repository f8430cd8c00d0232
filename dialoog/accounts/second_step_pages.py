"""The second step: switching it on and off in one's own account (`/account/tweede-stap`), and taking it at sign-in (`/aanmelden/code`)."""

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, current_app, redirect, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from sqlalchemy import Connection

from dialoog.accounts import access, account_links, authentication, passwords, queries, second_step, sessions
from dialoog.accounts.forms import CodeForm, CurrentPasswordForm
from dialoog.accounts.second_step import Answer
from dialoog.accounts.sessions import SignedIn
from dialoog.accounts.sign_in_pages import answer_signed_in, start_session
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.web import erasure_file, qr
from dialoog.web.blocking import run_blocking
from dialoog.web.errors import PageError
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("second_step", __name__)
T = TypeVar("T")
ADDRESS = "/account/tweede-stap"


@pages.get("/account/tweede-stap")
@access.allow("account.change")
def second_step_of_account() -> Page:
    return _page(access.require_person("account.change"))


@pages.post("/account/tweede-stap/begin")
@access.allow("account.change")
def begin() -> Page:
    return _with_password(
        lambda connection, own: second_step.begin(connection, own.person), lambda: redirect(ADDRESS, 303)
    )


@pages.post("/account/tweede-stap/bevestig")
@access.allow("account.change")
def confirm() -> Page:
    """The first code of the app. Whoever was signed in elsewhere, or held a link, takes both steps from now on."""
    own, form = access.require_person("account.change"), CodeForm()
    with read_transaction(current_engine()) as connection:
        if second_step.state(connection, own.person).secret is None:
            return redirect(ADDRESS, 303)
    if not form.validate_on_submit():
        return _page(own, code=form), 400

    def switch_on(connection: Connection) -> list[str] | None:
        codes = second_step.confirm(connection, own.person, form.code.data or "", wall_ms())
        if codes is not None:
            sessions.end_all(connection, own.person, but=own.session)
            account_links.withdraw_all(connection, own.person)
        return codes

    codes = erasure_file.run_and_complete(switch_on)
    if codes is None:
        form.code.errors = [_("Deze code klopt niet. Neem de code die uw app nu toont.")]
        return _page(own, code=form), 403
    return render_template("accounts/recovery_codes.html", codes=codes)


@pages.post("/account/tweede-stap/codes")
@access.allow("account.change")
def renew_codes() -> Page:
    own, form = access.require_person("account.change"), _password_form()
    if (refusal := _refuse_password(own, form)) is not None:
        return refusal

    def renew(connection: Connection) -> list[str]:
        is_on = second_step.is_on(connection, own.person)
        return second_step.renew_recovery_codes(connection, own.person) if is_on else []

    codes = run_in_transaction(current_engine(), renew)
    return render_template("accounts/recovery_codes.html", codes=codes) if codes else redirect(ADDRESS, 303)


@pages.post("/account/tweede-stap/uit")
@access.allow("account.change")
def switch_off() -> Page:
    return _with_password(
        lambda connection, own: second_step.end(connection, own.person),
        lambda: redirect_and_say(ADDRESS, _("De tweede stap staat uit.")),
    )


@pages.route("/aanmelden/code", methods=["GET", "POST"])
@access.allow("session.begin")
def sign_in_code() -> Page:
    """A wrong code costs a guess; what this browser holds until the right one opens nothing."""
    token, form = authentication.cookie_of("pending") or "", CodeForm()
    with read_transaction(current_engine()) as connection:
        pending = second_step.find_pending(connection, token, wall_ms())
    if pending is None:
        raise PageError(
            403, _("Meld u opnieuw aan."), _("Tussen de twee stappen zit hoogstens tien minuten.")
        )
    if not form.validate_on_submit():
        return render_template("accounts/sign_in_code.html", form=form)

    def check(connection: Connection) -> tuple[Answer, str]:
        answer = second_step.check(connection, pending.person, form.code.data or "", wall_ms())
        if answer != "right":
            return answer, ""
        second_step.end_pending(connection, token)
        return answer, start_session(connection, pending.person, by_link=pending.by_link)

    answer, session = run_in_transaction(current_engine(), check)
    if answer == "right":
        return answer_signed_in(session, pending.path)
    authentication.security_log().second_step_refused()
    count: authentication.CountFailure = current_app.extensions["dialoog.count_failure"]
    count(f"second step {pending.person}")
    if answer == "too many":
        form.code.errors = [_("Te vaak mis. Wacht een kwartier, of neem een herstelcode.")]
        return render_template("accounts/sign_in_code.html", form=form), 429
    form.code.errors = [
        _("Deze code klopt niet. Neem de code die uw app nu toont; elke code werkt één keer.")
    ]
    return render_template("accounts/sign_in_code.html", form=form), 403


def _with_password(action: Callable[[Connection, SignedIn], None], answer: Callable[[], Page]) -> Page:
    """Does it for who gives the own password once more, and answers then."""
    own, form = access.require_person("account.change"), _password_form()
    if (refusal := _refuse_password(own, form)) is not None:
        return refusal
    run_in_transaction(current_engine(), lambda connection: action(connection, own))
    return answer()


def _password_form() -> CurrentPasswordForm:
    """Without its field for who has no password, and for who came in by a link just now."""
    own, form = access.require_person("account.change"), CurrentPasswordForm()
    with read_transaction(current_engine()) as connection:
        person = queries.person(connection, own.person)
        is_granted = sessions.may_choose_password(connection, own.session, wall_ms())
    if is_granted or person is None or person.password is None:
        del form.current
    return form


def _refuse_password(own: SignedIn, form: CurrentPasswordForm) -> Page | None:
    """The page that says what is wrong; None where nothing is. A stranger at an open laptop has no more guesses than at the door."""
    if not form.validate_on_submit():
        return _page(own, password=form), 400
    if "current" not in form:
        return None
    with read_transaction(current_engine()) as connection:
        person = queries.person(connection, own.person)
    if person is not None and run_blocking(passwords.verify, form.current.data or "", person.password):
        return None
    authentication.count_wrong_password(own.person)
    form.current.errors = [_("Dit is niet uw wachtwoord.")]
    return _page(own, password=form), 403


def _page(own: SignedIn, password: CurrentPasswordForm | None = None, code: CodeForm | None = None) -> str:
    with read_transaction(current_engine()) as connection:
        state = second_step.state(connection, own.person)
        person = queries.person(connection, own.person)
    login = (person.email or person.name) if person else own.name
    return render_template(
        "accounts/second_step.html",
        state=state,
        address=second_step.address_for_app(state.secret, login) if state.secret else "",
        qr=qr.svg,
        password=password or _password_form(),
        code=code or CodeForm(formdata=None),
    )
