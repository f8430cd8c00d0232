"""One's own account (`/account`): name and address, password, where one is signed in, and which organisation the pages are about."""

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, actions, authentication, passwords, queries, second_step, sessions
from dialoog.accounts.actions import LoginTaken
from dialoog.accounts.forms import ButtonForm, PasswordForm, ProfileForm
from dialoog.accounts.policy import Action
from dialoog.accounts.sessions import SignedIn
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.web.blocking import run_blocking
from dialoog.web.own_address import own_path

pages = Blueprint("account", __name__)
Page = str | AnyResponse | tuple[str, int]
ADDRESS = "/account"


@pages.route("/account", methods=["GET", "POST"])
@access.allow("account.change")
def account() -> Page:
    own = _signed_in()
    form = ProfileForm()
    if form.validate_on_submit():
        name, email = form.name.data or "", form.email.data or ""
        try:
            run_in_transaction(
                current_engine(),
                lambda connection: actions.change_profile(connection, own.person, name, email),
            )
        except LoginTaken:
            field = form.email if email else form.name
            field.errors = [_("Hiermee meldt iemand anders zich al aan. Neem iets anders.")]
        else:
            return redirect(ADDRESS, 303)
    return _account_page(own, profile=form)


@pages.post("/account/wachtwoord")
@access.allow("account.change")
def password() -> Page:
    """A wrong password costs a guess here too: a stranger at an open laptop has no more of them than at the door."""
    own = _signed_in()
    form = _password_form(own)
    if not form.validate_on_submit():
        return _account_page(own, password=form), 400
    if "current" in form and not run_blocking(passwords.verify, form.current.data or "", _hash_of(own)):
        authentication.count_wrong_password(own.person)
        form.current.errors = [_("Dit is niet uw wachtwoord.")]
        return _account_page(own, password=form), 403
    new = run_blocking(passwords.hash_password, form.password.data or "")
    run_in_transaction(
        current_engine(),
        lambda connection: actions.change_password(connection, own.person, new, keep_session=own.session),
    )
    return redirect(ADDRESS, 303)


@pages.post("/account/sessies/<session>/einde")
@access.allow("account.change")
def end_session(session: str) -> Page:
    """Of another's session, and of one that ended, nothing happens."""
    own = _signed_in()
    if ButtonForm().validate_on_submit():
        run_in_transaction(current_engine(), lambda connection: sessions.end(connection, own.person, session))
    return redirect(ADDRESS, 303)


@pages.post("/account/sessies/einde")
@access.allow("account.change")
def end_other_sessions() -> Page:
    own = _signed_in()
    if ButtonForm().validate_on_submit():
        run_in_transaction(
            current_engine(), lambda connection: sessions.end_all(connection, own.person, but=own.session)
        )
    return redirect(ADDRESS, 303)


@pages.post("/account/organisatie")
@access.allow("account.change")
def choose_organisation() -> Page:
    """An organisation that one does not belong to stays as if it were not there."""
    own = _signed_in()
    organisation = request.form.get("organisation", "")
    if ButtonForm().validate_on_submit() and organisation in {one.organisation for one in own.memberships}:
        run_in_transaction(
            current_engine(),
            lambda connection: sessions.choose_organisation(connection, own.session, organisation),
        )
    return redirect(own_path(request.form.get("back", ADDRESS)), 303)


def navigation() -> list[tuple[str, str]]:
    """The address and name of each page that this person may open, for the head of the page."""
    entries: tuple[tuple[Action, str, str], ...] = (
        ("home.open", "/thuis", _("Thuis")),
        ("gathering.list", "/bijeenkomsten", _("Avonden")),
        ("record.list", "/verslagen", _("Verslagen")),
        ("people.manage", "/beheer", _("Beheer")),
    )
    return [(address, label) for action, address, label in entries if access.is_allowed(action)]


def _signed_in() -> SignedIn:
    own = authentication.signed_in()
    if own is None:
        access.refuse("account.change")
    return own


def _password_form(own: SignedIn) -> PasswordForm:
    form = PasswordForm()
    with read_transaction(current_engine()) as connection:
        is_granted = sessions.may_choose_password(connection, own.session, wall_ms())
    if is_granted or _hash_of(own) is None:
        del form.current
    return form


def _hash_of(own: SignedIn) -> str | None:
    with read_transaction(current_engine()) as connection:
        person = queries.person(connection, own.person)
    return person.password if person else None


def _account_page(
    own: SignedIn, profile: ProfileForm | None = None, password: PasswordForm | None = None
) -> str:
    with read_transaction(current_engine()) as connection:
        person = queries.person(connection, own.person)
        rows = sessions.sessions_of(connection, own.person, wall_ms())
        ids = [membership.organisation for membership in own.memberships]
        organisations = queries.organisations(connection, ids)
        own_second_step = second_step.state(connection, own.person)
    assert person is not None
    if profile is None or not profile.errors:
        profile = ProfileForm(formdata=None, data={"name": person.name, "email": person.email or ""})
    return render_template(
        "accounts/account.html",
        own=own,
        profile=profile,
        password=password or _password_form(own),
        sessions=rows,
        organisations=organisations,
        second_step=own_second_step,
        button=ButtonForm(formdata=None),
    )
