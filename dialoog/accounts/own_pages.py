"""One's own account (`/account`): name and address, password, where one is signed in, and which organisation the pages are about."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from sqlalchemy import Connection
from wtforms import PasswordField

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
from dialoog.accounts.actions import LinkSpent, LoginTaken
from dialoog.accounts.forms import ButtonForm, PasswordForm, ProfileForm
from dialoog.accounts.link_by_mail import TooMany
from dialoog.accounts.policy import Action
from dialoog.accounts.queries import PersonInfo
from dialoog.accounts.sessions import SignedIn
from dialoog.accounts.sign_in_pages import link_ended, link_of_browser
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.web import erasure_file
from dialoog.web.blocking import run_blocking
from dialoog.web.outcomes import TOP, redirect_and_say
from dialoog.web.own_address import own_path

pages = Blueprint("account", __name__)
ADDRESS = "/account"


@pages.route("/account", methods=["GET", "POST"])
@access.allow("account.change")
def account() -> Page:
    """Another address needs the password, since links that let somebody in go there. It counts once a link was opened that is mailed to
    it, so that the answer is the same for one that somebody else has."""
    own = access.require_person("account.change")
    person = _person(own)
    asks_password = _asks_password(own, person)
    form = _profile_form(asks_password=asks_password)
    if form.validate_on_submit():
        name, former = form.name.data or "", person.email or ""
        email = (form.email.data or "") if "email" in form else former
        is_moved = email != former
        if is_moved and "current" in form and not _knows_password(own, person, form.current):
            return _account_page(own, person, asks_password=asks_password, profile=form), 403

        def change(connection: Connection) -> None:
            actions.change_profile(connection, own.person, name, former if email else "", wall_ms())
            if is_moved and email:
                link_by_mail.ask_address(connection, person, email, _("Uw nieuwe mailadres"))
            elif is_moved:
                _tell_former_address(connection, person)

        try:
            erasure_file.run_and_complete(change)
        except LoginTaken:
            form.name.errors = [_("Hiermee meldt iemand anders zich al aan. Neem iets anders.")]
        except TooMany:
            form.email.errors = [_("U vroeg dit al een paar keer. Kijk in uw mail, of wacht een uur.")]
        else:
            return redirect_and_say(ADDRESS, _("Bewaard."))
    return _account_page(own, person, asks_password=asks_password, profile=form)


@pages.route("/account/adres", methods=["GET", "POST"])
@access.allow("session.begin")
def take_address() -> Page:
    """What the link opens that was mailed to another address; for the account alone that asked for it."""
    link = link_of_browser("address")
    own = authentication.signed_in()
    if own is None:
        return redirect("/aanmelden?back=/account/adres", 303)
    if own.person != link.person:
        raise link_ended()
    form, person, is_taken = ButtonForm(), _person(own), False
    if form.validate_on_submit():

        def take(connection: Connection) -> None:
            actions.take_address(connection, link, person.id, person.name, wall_ms())
            _tell_former_address(connection, person)

        try:
            erasure_file.run_and_complete(take)
        except LinkSpent:
            raise link_ended() from None
        except LoginTaken:
            is_taken = True
        else:
            response = redirect_and_say(ADDRESS, _("Voortaan meldt u zich hiermee aan."))
            return authentication.delete_own_cookies(response, "link")
    page = render_template("accounts/address.html", form=form, address=link.email, is_taken=is_taken)
    return (page, 409) if is_taken else page


def _tell_former_address(connection: Connection, person: PersonInfo) -> None:
    subject = _("Het mailadres van uw account is veranderd")
    mails.write_notice(connection, "address_changed", person.email, subject, person.id, name=person.name)


@pages.post("/account/wachtwoord")
@access.allow("account.change")
def password() -> Page:
    """A wrong password costs a guess here too: a stranger at an open laptop has no more of them than at the door."""
    own = access.require_person("account.change")
    person = _person(own)
    asks_password = _asks_password(own, person)
    form = _password_form(asks_password=asks_password)
    if not form.validate_on_submit():
        return _account_page(own, person, asks_password=asks_password, password=form), 400
    if asks_password and not _knows_password(own, person, form.current):
        return _account_page(own, person, asks_password=asks_password, password=form), 403
    new = run_blocking(passwords.hash_password, form.password.data or "")
    erasure_file.run_and_complete(
        lambda connection: actions.change_password(
            connection, own.person, new, wall_ms(), keep_session=own.session
        )
    )
    return redirect_and_say(ADDRESS, _("Uw nieuwe wachtwoord is bewaard. Overal elders bent u afgemeld."))


@pages.post("/account/sessies/<session>/einde")
@access.allow("account.change")
def end_session(session: str) -> Page:
    """Of another's session, and of one that ended, nothing happens."""
    own = access.require_person("account.change")
    if ButtonForm().validate_on_submit():
        run_in_transaction(current_engine(), lambda connection: sessions.end(connection, own.person, session))
    return redirect_and_say(ADDRESS, _("Dat toestel is afgemeld."))


@pages.post("/account/sessies/einde")
@access.allow("account.change")
def end_other_sessions() -> Page:
    own = access.require_person("account.change")
    if ButtonForm().validate_on_submit():
        run_in_transaction(
            current_engine(), lambda connection: sessions.end_all(connection, own.person, but=own.session)
        )
    return redirect_and_say(ADDRESS, _("Alle andere toestellen zijn afgemeld."))


@pages.post("/account/organisatie")
@access.allow("account.change")
def choose_organisation() -> Page:
    """An organisation that one does not belong to stays as if it were not there."""
    own = access.require_person("account.change")
    organisation = request.form.get("organisation", "")
    if ButtonForm().validate_on_submit() and organisation in {one.organisation for one in own.memberships}:
        run_in_transaction(
            current_engine(),
            lambda connection: sessions.choose_organisation(connection, own.session, organisation),
        )
        flash(_("Deze pagina’s gaan nu over de andere organisatie."), TOP)
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


def _profile_form(*, asks_password: bool, **values: object) -> ProfileForm:
    """Without a mail server nobody can show that an address is theirs, and none is asked for."""
    form = ProfileForm(**values)
    if not asks_password:
        del form.current
    if not mails.is_on():
        del form.email
    return form


def _password_form(*, asks_password: bool) -> PasswordForm:
    form = PasswordForm()
    if not asks_password:
        del form.current
    return form


def _asks_password(own: SignedIn, person: PersonInfo) -> bool:
    """Not of who came in by a link within the hour, and may have forgotten it, nor of who has none."""
    with read_transaction(current_engine()) as connection:
        is_granted = sessions.may_choose_password(connection, own.session, wall_ms())
    return not is_granted and person.password is not None


def _knows_password(own: SignedIn, person: PersonInfo, field: PasswordField) -> bool:
    """A wrong one costs a guess, and is said at the field."""
    if run_blocking(passwords.verify, field.data or "", person.password):
        return True
    authentication.count_wrong_password(own.person)
    field.errors = [_("Dit is niet uw wachtwoord.")]
    return False


def _person(own: SignedIn) -> PersonInfo:
    with read_transaction(current_engine()) as connection:
        person = queries.person(connection, own.person)
    if person is None:  # taken out a moment ago
        access.refuse("account.change")
    return person


def _account_page(
    own: SignedIn,
    person: PersonInfo,
    *,
    asks_password: bool,
    profile: ProfileForm | None = None,
    password: PasswordForm | None = None,
) -> str:
    with read_transaction(current_engine()) as connection:
        rows = sessions.sessions_of(connection, own.person, wall_ms())
        ids = [membership.organisation for membership in own.memberships]
        organisations = queries.organisations(connection, ids)
        own_second_step = second_step.state(connection, own.person)
        asked = account_links.address_link_of(connection, own.person, wall_ms())
    if profile is None or not profile.errors:
        data = {"name": person.name, "email": person.email or ""}
        profile = _profile_form(asks_password=asks_password, formdata=None, data=data)
    return render_template(
        "accounts/account.html",
        own=own,
        profile=profile,
        password=password or _password_form(asks_password=asks_password),
        sessions=rows,
        organisations=organisations,
        second_step=own_second_step,
        asked=asked,
        button=ButtonForm(formdata=None),
    )
