"""The page that an organiser opens on Monday morning (`/thuis`)."""

from datetime import datetime

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from dialoog.accounts import access
from dialoog.accounts.forms import ButtonForm
from dialoog.accounts.policy import Resource, Scope
from dialoog.db.engine import current_engine, read_transaction
from dialoog.jobs import queries as mail_queries
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import TIME_ZONE
from dialoog.organisers.home.queries import last_closed, never_closed, records_to_do
from dialoog.planning.queries import coming
from dialoog.records.follow_up.call_list import first_calls

pages = Blueprint("home", __name__)
EVENING = 18
NEXT = 5
"""Evenings to come that stand here; the others are a click away."""
CALLS = 5
"""People to ring who stand here; the others are on the call list."""
MAILS = 3
"""Mails that failed, likewise."""


@pages.get("/thuis")
@access.allow("home.open")
def home() -> str:
    """Over all evenings of the organisation that this session is about."""
    own = access.require_person("home.open")
    scope = _within(access.scope("record.list"), own.organisation)
    evenings = _within(access.scope("gathering.read"), own.organisation)
    editable = _within(access.scope("record.edit"), own.organisation)
    to_ring = _within(access.scope("agreement.answer"), own.organisation)
    now = datetime.now(TIME_ZONE)
    today = now.date().isoformat()
    organisation = own.organisation or ""
    may_mail = access.is_allowed("mail.manage", Resource(organisation=organisation))
    with read_transaction(current_engine()) as connection:
        failed = mail_queries.newest_mails(connection, organisation, "failed", MAILS) if may_mail else None
        records = records_to_do(connection, editable, wall_ms())
        next_evenings = coming(connection, evenings, today, NEXT)
        return render_template(
            "home/home.html",
            own=own,
            now=now,
            greeting=_greeting(now.hour),
            farewell=_("Niets. Fijne avond.") if now.hour >= EVENING else _("Niets. Fijne dag."),
            is_tonight=any(one.date == today and one.evening_state != "closed" for one in next_evenings),
            may_delete=access.is_allowed("dialogue.delete", Resource(organisation=own.organisation)),
            open_evenings=never_closed(connection, scope, today, wall_ms()),
            failed_mails=failed.lines if failed else [],
            requests=[one for one in records if one.has_requests],
            records=[one for one in records if one.is_to_edit],
            old_copies=[one for one in records if one.old_copies],
            to_ask=[one for one in records if one.to_ask],
            reports=[one for one in records if one.done],
            questions=[one for one in records if one.questions],
            calls=first_calls(connection, to_ring, now.date(), CALLS),
            count_failed=failed.count if failed else 0,
            coming_evenings=next_evenings,
            may_plan=access.is_allowed("gathering.edit", Resource(organisation=own.organisation)),
            closed_evenings=last_closed(connection, scope),
            button=ButtonForm(formdata=None),
        )


def _within(scope: Scope, organisation: str | None) -> Scope:
    """Of what one may see, the part of this organisation; and the evenings that one was asked for, whosever they are."""
    return Scope(organisations=scope.organisations & {organisation or ""}, gatherings=scope.gatherings)


def _greeting(hour: int) -> LazyString:
    if hour < 12:
        return _("Goedemorgen")
    return _("Goedemiddag") if hour < EVENING else _("Goedenavond")
