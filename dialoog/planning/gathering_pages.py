"""The pages of planned evenings (`/bijeenkomsten`): the list, one evening, planning, changing, copying, cancelling, and opening its table.

An organiser does all of it; who was asked to lead one evening, or to take its minutes, sees that one, with an account or by its link.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue as Page
from flask_babel import gettext as _
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from dialoog.accounts import access, authentication, mails, tokens
from dialoog.accounts.actions import role_of
from dialoog.accounts.forms import ButtonForm
from dialoog.accounts.policy import Action, Resource
from dialoog.accounts.queries import members, organisation
from dialoog.accounts.tokens import Purpose
from dialoog.db.engine import current_engine, read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import day_at
from dialoog.live.entry.admission import desk_path
from dialoog.live.runtime import current_runtime
from dialoog.planning import actions, gathering_mails, queries
from dialoog.planning.actions import Changed, NotPlanned
from dialoog.planning.gathering_forms import GatheringForm, HelperForm, TableForm
from dialoog.planning.join_links import join_link
from dialoog.planning.keeping_fields import chosen_months
from dialoog.planning.queries import GatheringInfo
from dialoog.web import erasure_file, qr
from dialoog.web.errors import PageError
from dialoog.web.languages import LANGUAGE_NAMES, reader_language
from dialoog.web.outcomes import redirect_and_say
from dialoog.web.page_number import page_number

pages = Blueprint("gathering", __name__)
T = TypeVar("T")
LIST = "/bijeenkomsten"
COPY_OF = "kopie-van"


@pages.get("/bijeenkomsten")
@access.allow("gathering.list")
def list_of_gatherings() -> Page:
    with read_transaction(current_engine()) as connection:
        page = queries.list_gatherings(connection, access.scope("gathering.list"), page_number())
    return render_template("planning/gatherings.html", page=page), 200 if page.exists else 404


@pages.route("/bijeenkomsten/nieuw", methods=["GET", "POST"])
@access.allow("gathering.edit")
def plan() -> Page:
    owner = access.require_own_organisation("gathering.edit")
    form = GatheringForm(current_runtime().settings)
    if not form.is_submitted():
        form.organisation.data = _name_of(owner)  # else people read that who leads keeps their words
        form.language.data = reader_language()
    if not form.validate_on_submit():
        return render_template("planning/gathering_form.html", form=form, planned=None)
    fields = {**form.plan_fields(), "lang": reader_language(), "organised_by": ""}
    identifier = write(lambda connection: actions.plan(connection, owner, fields, wall_ms()))
    return redirect_and_say(_address(identifier), _("De avond staat klaar."))


@pages.get("/bijeenkomsten/<gathering>")
@access.allow("gathering.read")
def one_gathering(gathering: str) -> Page:
    return gathering_page(find_gathering(gathering, "gathering.read"))


@pages.route("/bijeenkomsten/<gathering>/wijzigen", methods=["GET", "POST"])
@access.allow("gathering.edit")
def change(gathering: str) -> Page:
    """Who saves an older version sees what stands there now and their own text, and saves again or not."""
    planned = find_gathering(gathering, "gathering.edit")
    if not planned.is_first:
        return redirect(f"{_address(gathering)}/tafel", 303)
    if planned.state != "planned":
        raise fixed()
    values = {
        **actions.fields_of(planned),
        **_months_of(planned),
        "template": planned.programme,
        "language": planned.language,
        "version": str(planned.changed),
    }
    form = GatheringForm(current_runtime().settings, _tables_with_own_hour(planned), data=values)
    if not form.validate_on_submit():
        return render_template("planning/gathering_form.html", form=form, planned=planned)
    version = form.version.number
    try:
        write(
            lambda connection: actions.change(connection, gathering, form.plan_fields(), version, wall_ms())
        )
    except Changed:
        now = find_gathering(gathering, "gathering.edit")
        differences = form.differences(actions.fields_of(now))
        form.version.data = str(now.changed)
        page = render_template(
            "planning/gathering_form.html", form=form, planned=now, differences=differences
        )
        return page, 409
    return redirect_and_say(_address(gathering), _("Bewaard."))


def _months_of(planned: GatheringInfo) -> dict[str, str]:
    """How long everything is kept. A copy has no day yet from which days are counted: it is as long as in the evening that it was made of."""
    copied = request.args.get(COPY_OF)
    counted = planned if planned.date or not copied else find_gathering(copied, "gathering.edit")
    return chosen_months(actions.fields_of(counted))


def _tables_with_own_hour(planned: GatheringInfo) -> list[GatheringInfo]:
    """Of those that are not open yet."""
    with read_transaction(current_engine()) as connection:
        tables = queries.tables_of(connection, planned.evening)
    return [one for one in tables if one.dialogue is None and one.start not in ("", planned.start)]


@pages.post("/bijeenkomsten/<gathering>/kopieren")
@access.allow("gathering.edit")
def copy(gathering: str) -> Page:
    planned = find_gathering(gathering, "gathering.edit")
    if not ButtonForm().validate_on_submit():
        return gathering_page(planned), 400
    identifier = write(lambda connection: actions.copy(connection, gathering, wall_ms()))
    form_of_copy = f"{_address(identifier)}/wijzigen?{COPY_OF}={gathering}"
    return redirect_and_say(form_of_copy, _("Dit is de kopie. Kies een dag en bewaar."))


@pages.post("/bijeenkomsten/<gathering>/afzeggen")
@access.allow("gathering.edit")
def cancel(gathering: str) -> Page:
    planned = find_gathering(gathering, "gathering.edit")
    if not ButtonForm().validate_on_submit():
        return gathering_page(planned), 400
    write(lambda connection: actions.cancel(connection, gathering, wall_ms()))
    return redirect_and_say(_address(gathering), _("De avond is afgezegd."))


@pages.post("/bijeenkomsten/<gathering>/mensen")
@access.allow("gathering.edit")
def ask(gathering: str) -> Page:
    """Somebody of the organisation finds the evening at home, and is told by mail; anybody else gets a link, shown once."""
    planned = find_gathering(gathering, "gathering.edit")
    form = _helper_form(planned)
    if planned.state not in ("planned", "open"):
        raise fixed()
    if not form.validate_on_submit():
        return gathering_page(planned, form=form), 400
    role, member = form.role.data, form.member.data
    if member:

        def assign(connection: Connection) -> None:
            actions.assign(connection, gathering, member, role, wall_ms())
            gathering_mails.write_to_member(connection, planned, member, role)

        write(assign)
        return redirect_and_say(
            _address(gathering), _("Gevraagd. De avond staat ook bij diegene op de pagina Thuis.")
        )
    name, email = form.name.data or "", form.email.data or None

    def invite(connection: Connection) -> tuple[str, bool]:
        link = actions.invite(connection, gathering, name, email, role, wall_ms())
        return link, gathering_mails.write_with_link(connection, planned, link, email)

    link, is_mailed = write(invite)
    planned = find_gathering(gathering, "gathering.edit")  # anew: now somebody leads it
    return gathering_page(planned, link=link, link_for=name, mailed_to=(email or "") if is_mailed else "")


@pages.post("/bijeenkomsten/<gathering>/mensen/<helper>/weg")
@access.allow("gathering.edit")
def dismiss(gathering: str, helper: str) -> Page:
    find_gathering(gathering, "gathering.edit")
    if ButtonForm().validate_on_submit():
        write(lambda connection: actions.dismiss(connection, gathering, helper, wall_ms()))
        erasure_file.complete()
    return redirect_and_say(_address(gathering), _("Deze persoon helpt niet meer mee."))


@pages.post("/bijeenkomsten/<gathering>/openen")
@access.allow("gathering.lead")
def open_table(gathering: str) -> Page:
    """Opens the table, or goes to it: this browser then has the console, as by its link."""
    planned = find_gathering(gathering, "gathering.lead")
    if not ButtonForm().validate_on_submit():
        return gathering_page(planned), 400
    runtime = current_runtime()

    def open_and_lead(connection: Connection) -> tuple[str, str]:
        dialogue = actions.open_table(connection, runtime.settings, runtime.save, gathering, wall_ms())
        return dialogue, _desk_token(connection, planned, "facilitator", dialogue)

    return _go_to_desk("facilitator", *write(open_and_lead))


@pages.post("/bijeenkomsten/<gathering>/verslag-leggen")
@access.allow("gathering.minute")
def take_minutes(gathering: str) -> Page:
    planned = find_gathering(gathering, "gathering.minute")
    dialogue = planned.dialogue
    if dialogue is None or not ButtonForm().validate_on_submit():
        return gathering_page(planned), 400
    token = write(lambda connection: _desk_token(connection, planned, "scribe", dialogue))
    return _go_to_desk("scribe", dialogue, token)


def _desk_token(connection: Connection, planned: GatheringInfo, desk: Purpose, dialogue: str) -> str:
    """Of somebody of another organisation it ends with the evening."""
    own = authentication.signed_in()
    is_guest = own is not None and role_of(connection, own.person, planned.owner) is None
    opener = authentication.opener(Resource(gathering=planned.id, organisation=planned.owner))
    return tokens.create(connection, desk, dialogue, guest=is_guest, opened_by=opener)


def _go_to_desk(desk: Purpose, dialogue: str, token: str) -> AnyResponse:
    response = redirect(desk_path(desk, dialogue), 303)
    return authentication.set_desk_cookie(response, desk, dialogue, token)


def find_gathering(gathering: str, action: Action) -> GatheringInfo:
    """Refuses what is another organisation's as what is not there."""
    with read_transaction(current_engine()) as connection:
        access.require(action, queries.resource_of(connection, gathering))
        planned = queries.gathering(connection, gathering)
    if planned is None:
        raise NotFound
    return planned


def _helper_form(planned: GatheringInfo, **options: Any) -> HelperForm:
    with read_transaction(current_engine()) as connection:
        return HelperForm(members(connection, planned.owner), **options)


def gathering_page(
    planned: GatheringInfo,
    form: HelperForm | None = None,
    link: str = "",
    link_for: str = "",
    mailed_to: str = "",
    table_form: TableForm | None = None,
) -> str:
    resource = Resource(gathering=planned.id, organisation=planned.owner)
    may_edit = access.is_allowed("gathering.edit", resource)
    with read_transaction(current_engine()) as connection:
        helpers = queries.helpers(connection, planned.id)
        owner = organisation(connection, planned.owner)
        by_link = [one.id for one in helpers if not one.has_account]
        mail_states = mails.states(connection, planned.owner, by_link)
        tables = queries.tables_of(connection, planned.evening) if may_edit and planned.tables > 1 else []
    leads_all = may_edit and planned.is_first
    open_ones = [one.dialogue for one in tables if one.dialogue and one.state == "open" and leads_all]
    return render_template(
        "planning/gathering.html",
        planned=planned,
        is_today=planned.date == day_at(wall_ms()).isoformat(),
        helpers=helpers if may_edit else [],
        may_edit=may_edit,
        may_give=may_edit and owner is not None and owner.kind == actions.GIVES,
        may_lead=access.is_allowed("gathering.lead", resource),
        may_minute=access.is_allowed("gathering.minute", resource),
        form=(form or _helper_form(planned, formdata=None)) if may_edit else None,
        tables=tables,
        table_form=(table_form or TableForm(planned, formdata=None, data={"language": planned.language}))
        if leads_all
        else None,
        join_links={one: join_link(one, current_runtime().broadcaster(one).state()) for one in open_ones},
        language_names=dict(LANGUAGE_NAMES),
        qr=qr.svg,
        link=link,
        link_for=link_for,
        mailed_to=mailed_to,
        mails=mail_states,
        is_mail_on=mails.is_on(),
        may_mail=access.is_allowed("mail.manage", resource),
        button=ButtonForm(formdata=None),
    )


def _name_of(owner: str) -> str:
    with read_transaction(current_engine()) as connection:
        found = organisation(connection, owner)
    return found.name if found else ""


def _address(gathering: str) -> str:
    return f"{LIST}/{gathering}"


def fixed() -> PageError:
    sentence = _(
        "De tafel is al geopend, of de avond is afgezegd. Kopieer de avond als u hem nog eens houdt."
    )
    return PageError(409, _("Dit kan niet meer anders"), sentence)


def write(action: Callable[[Connection], T]) -> T:
    """Raises PageError where the evening stands as it is."""
    try:
        return run_in_transaction(current_engine(), action)
    except NotPlanned:
        raise fixed() from None
