"""The page that an organiser opens on Monday morning (`/thuis`)."""

from datetime import datetime

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _
from flask_babel.speaklater import LazyString

from dialoog.accounts import access, authentication
from dialoog.accounts.forms import ButtonForm
from dialoog.accounts.policy import Scope
from dialoog.db.engine import current_engine, read_transaction
from dialoog.home.queries import last_closed, never_closed
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.schedule import TIME_ZONE

pages = Blueprint("home", __name__)


@pages.get("/thuis")
@access.allow("home.open")
def home() -> str:
    """Over all evenings of the organisation that this session is about."""
    own = authentication.signed_in()
    if own is None:
        access.refuse("home.open")
    scope = _within(access.scope("record.list"), own.organisation)
    now = datetime.now(TIME_ZONE)
    with read_transaction(current_engine()) as connection:
        return render_template(
            "home/home.html",
            own=own,
            now=now,
            greeting=_greeting(now.hour),
            open_evenings=never_closed(connection, scope, now.date().isoformat(), wall_ms()),
            closed_evenings=last_closed(connection, scope),
            button=ButtonForm(formdata=None),
        )


def _within(scope: Scope, organisation: str | None) -> Scope:
    """Of what one may see, the part of this organisation."""
    return Scope(organisations=scope.organisations & {organisation or ""})


def _greeting(hour: int) -> LazyString:
    if hour < 12:
        return _("Goedemorgen")
    return _("Goedemiddag") if hour < 18 else _("Goedenavond")
