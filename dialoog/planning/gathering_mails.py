"""The mails that ask somebody to lead an evening, or to take its minutes."""

from flask_babel import gettext as _
from sqlalchemy import Connection

from dialoog.accounts import authentication, mails
from dialoog.accounts.queries import members, organisation, organised_by
from dialoog.live.runtime import current_runtime
from dialoog.planning.queries import GatheringInfo
from dialoog.web.formats import first_upper


def write_with_link(connection: Connection, planned: GatheringInfo, link: str, email: str | None) -> bool:
    """To somebody without an account, with the link of this token. False where there is no mail server or no address."""
    subject, values = _question(connection, planned)
    return mails.write(connection, "evening", link, email, subject, planned.owner, **values)


def write_to_member(connection: Connection, planned: GatheringInfo, member: str, role: str) -> None:
    """To somebody of the organisation, with the address of the evening; nothing to who asks themselves."""
    own = authentication.signed_in()
    if own is not None and own.person == member:
        return
    [helper] = [one for one in members(connection, planned.owner) if one.id == member]
    subject, values = _question(connection, planned)
    address = f"{current_runtime().settings.url}/bijeenkomsten/{planned.id}"
    mails.write_notice(
        connection,
        "member_evening",
        helper.email,
        subject,
        member,
        planned.owner,
        name=helper.name,
        role=role,
        address=address,
        **values,
    )


def _question(connection: Connection, planned: GatheringInfo) -> tuple[str, dict[str, object]]:
    """The subject, and what the text names."""
    own, owner = authentication.signed_in(), organisation(connection, planned.owner)
    assert own is not None
    assert owner is not None
    subject = _("Helpt u mee? %(evening)s", evening=first_upper(planned.name))
    host = organised_by(connection, planned.owner)
    values = {"planned": planned, "sender": own.name, "organisation_name": owner.name, "organised_by": host}
    return subject, values
