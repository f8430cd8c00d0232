"""The people of an organisation (`/beheer`): who belongs to it as what, inviting, a link for a colleague, ending a membership.

A link is shown once, to hand over; where a mail server is set it is mailed as well.
"""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from dialoog.accounts import access, account_links, actions, authentication, mails, queries, second_step
from dialoog.accounts.actions import LastOrganiser
from dialoog.accounts.forms import ROLE_NAMES, ButtonForm, InviteForm, RoleForm
from dialoog.accounts.queries import MemberRow
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.telemetry.logging import log
from dialoog.web import erasure_file
from dialoog.web.outcomes import redirect_and_say

pages = Blueprint("management", __name__)


@pages.get("/beheer")
@access.allow("people.manage")
def people() -> Page:
    return _people_page(access.require_own_organisation("people.manage"), InviteForm(formdata=None))


@pages.post("/beheer/uitnodigen")
@access.allow("people.manage")
def invite() -> Page:
    organisation, form = access.require_own_organisation("people.manage"), InviteForm()
    if not form.validate_on_submit():
        return _people_page(organisation, form), 400
    name, email, role = form.name.data or "", form.email.data or None, form.role.data

    def create(connection: Connection) -> tuple[str, bool]:
        link = account_links.create(
            connection,
            "invitation",
            wall_ms(),
            organisation=organisation,
            role=role,
            name=name,
            email=email,
            made_by=_own_id(),
        )
        subject = _("Uitnodiging van %(organisation)s", organisation=_sender()["organisation_name"])
        values = {"role": ROLE_NAMES[role], **_sender()}
        return link, mails.write(connection, "invitation", link, email, subject, organisation, **values)

    link, is_mailed = run_in_transaction(current_engine(), create)
    blank = InviteForm(formdata=None)
    if is_mailed:  # whoever opens it is told whether that address is known: its reader alone
        return _people_page(organisation, blank, mailed_to=email or "")
    return _people_page(organisation, blank, link=link, link_for=name)


@pages.post("/beheer/uitnodigingen/<invitation>/intrekken")
@access.allow("people.manage")
def withdraw(invitation: str) -> Page:
    organisation = access.require_own_organisation("people.manage")
    if ButtonForm().validate_on_submit():
        run_in_transaction(
            current_engine(), lambda connection: account_links.withdraw(connection, organisation, invitation)
        )
    return redirect_and_say("/beheer", _("De uitnodiging is ingetrokken."))


@pages.get("/beheer/mensen/<person>")
@access.allow("people.manage")
def one_person(person: str) -> Page:
    return _person_page(access.require_own_organisation("people.manage"), person)


@pages.post("/beheer/mensen/<person>/rol")
@access.allow("people.manage")
def change_role(person: str) -> Page:
    organisation, form = access.require_own_organisation("people.manage"), RoleForm()
    member = _member(organisation, person)
    if not form.validate_on_submit():
        return _person_page(organisation, person), 400
    try:
        erasure_file.run_and_complete(
            lambda connection: actions.change_role(
                connection, organisation, member.id, form.role.data, wall_ms()
            )
        )
    except LastOrganiser:
        return _person_page(organisation, person, problem=_last_organiser()), 409
    return redirect_and_say("/beheer", _("Bewaard."))


@pages.post("/beheer/mensen/<person>/link")
@access.allow("people.manage")
def sign_in_link(person: str) -> Page:
    """For a colleague who forgot the password; whoever is of another organisation too is let in by nobody of this one."""
    organisation = access.require_own_organisation("people.manage")
    member = _member(organisation, person)
    if not ButtonForm().validate_on_submit():
        return _person_page(organisation, person), 400

    def create(connection: Connection) -> tuple[str, bool] | None:
        if queries.belongs_elsewhere(connection, member.id, organisation):
            return None
        link = account_links.create(
            connection,
            "sign_in",
            wall_ms(),
            person=member.id,
            organisation=organisation,
            name=member.name,
            email=member.email,
            made_by=_own_id(),
        )
        subject = _("Uw link om u aan te melden")
        return link, mails.write(
            connection, "sign_in", link, member.email, subject, organisation, **_sender()
        )

    made = run_in_transaction(current_engine(), create)
    if made is None:
        return _person_page(organisation, person, problem=_belongs_elsewhere(member)), 409
    authentication.security_log().sign_in_link_made()
    link, is_mailed = made
    mailed_to = (member.email or "") if is_mailed else ""
    return _person_page(organisation, person, link=link, mailed_to=mailed_to)


@pages.post("/beheer/mensen/<person>/tweede-stap")
@access.allow("people.manage")
def switch_second_step_off(person: str) -> Page:
    """For a colleague who lost app and recovery codes, and who will see it; by the same people as a link."""
    organisation = access.require_own_organisation("people.manage")
    member = _member(organisation, person)
    if not ButtonForm().validate_on_submit():
        return _person_page(organisation, person), 400

    def switch_off(connection: Connection) -> bool:
        is_theirs = not queries.belongs_elsewhere(connection, member.id, organisation)
        return is_theirs and second_step.switch_off(connection, member.id, wall_ms())

    if erasure_file.run_and_complete(switch_off):
        authentication.security_log().second_step_switched_off()
    elif _has_second_step(member):
        return _person_page(organisation, person, problem=_belongs_elsewhere(member)), 409
    return redirect_and_say("/beheer", _("De tweede stap staat uit."))


@pages.post("/beheer/mensen/<person>/weg")
@access.allow("people.manage")
def remove(person: str) -> Page:
    organisation = access.require_own_organisation("people.manage")
    member = _member(organisation, person)
    if not ButtonForm().validate_on_submit():
        return _person_page(organisation, person), 400
    try:
        is_erased = run_in_transaction(
            current_engine(),
            lambda connection: actions.remove(connection, organisation, member.id, wall_ms()),
        )
    except LastOrganiser:
        return _person_page(organisation, person, problem=_last_organiser()), 409
    if is_erased:
        log.info("an account was erased with its last organisation")
    erasure_file.complete()
    return redirect_and_say("/beheer", _("Deze persoon hoort er niet meer bij."))


def _belongs_elsewhere(member: MemberRow) -> str:
    return str(
        _(
            "%(name)s hoort ook bij een andere organisatie. Alleen wie het programma beheert, kan hier helpen.",
            name=member.name,
        )
    )


def _last_organiser() -> str:
    return str(_("Dit is de enige organisator. Maak eerst iemand anders organisator."))


def _member(organisation: str, person: str) -> MemberRow:
    """Raises NotFound for who does not belong to the organisation."""
    with read_transaction(current_engine()) as connection:
        member = next((one for one in queries.members(connection, organisation) if one.id == person), None)
    if member is None:
        raise NotFound
    return member


def _has_second_step(member: MemberRow) -> bool:
    with read_transaction(current_engine()) as connection:
        return second_step.is_on(connection, member.id)


def _own_id() -> str | None:
    own = authentication.signed_in()
    return own.person if own else None


def _sender() -> dict[str, str]:
    """Who asks, as a mail says it."""
    own = authentication.signed_in()
    assert own is not None
    return {"sender": own.name, "organisation_name": own.organisation_name}


def _people_page(
    organisation: str, form: InviteForm, link: str = "", link_for: str = "", mailed_to: str = ""
) -> str:
    with read_transaction(current_engine()) as connection:
        invitations = account_links.invitations_of(connection, organisation, wall_ms())
        return render_template(
            "accounts/people.html",
            members=queries.members(connection, organisation),
            invitations=invitations,
            mails=mails.states(connection, organisation, [one.id for one in invitations]),
            is_mail_on=mails.is_on(),
            role_names=ROLE_NAMES,
            form=form,
            link=link,
            link_for=link_for,
            mailed_to=mailed_to,
            button=ButtonForm(formdata=None),
        )


def _person_page(
    organisation: str, person: str, link: str = "", problem: str = "", mailed_to: str = ""
) -> str:
    member = _member(organisation, person)
    with read_transaction(current_engine()) as connection:
        link_id = account_links.sign_in_link_of(connection, member.id, wall_ms())
        states = mails.states(connection, organisation, [link_id] if link_id else [])
    return render_template(
        "accounts/person.html",
        member=member,
        role_names=ROLE_NAMES,
        form=RoleForm(formdata=None, data={"role": member.role}),
        has_second_step=_has_second_step(member),
        link=link,
        mail=next(iter(states.values()), None),
        is_mail_on=mails.is_on(),
        mailed_to=mailed_to,
        problem=problem,
        button=ButtonForm(formdata=None),
    )
