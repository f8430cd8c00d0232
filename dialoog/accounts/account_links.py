"""Links for one use: to set the installation up, to accept an invitation, to sign in, to take another mail address; and to lead one
evening. Only their hashes are stored.

A link is looked at as often as somebody opens it, since mail scanners do; it is used by a button. With a link goes the mail that
carries it: one that waits is not sent any more.
"""

import secrets
import time
from typing import Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from dialoog.accounts import assignments, tokens
from dialoog.accounts.models import AccountLink, Organisation
from dialoog.accounts.policy import Role
from dialoog.db.erasure_list import Erased, note
from dialoog.jobs import outbox
from dialoog.jobs.clock import DAY_MS

Purpose = Literal["setup", "invitation", "sign_in", "address", "evening", "ownership"]
LIFETIME_MS: dict[Purpose, int] = {
    "setup": 7 * DAY_MS,
    "invitation": 14 * DAY_MS,
    "sign_in": DAY_MS,
    "address": DAY_MS,
    "evening": tokens.LINK_DAYS * DAY_MS,
    "ownership": 14 * DAY_MS,
}


class Link(msgspec.Struct, frozen=True):
    """What a valid link is for. Of an invitation: as what, by whom it is to be known, and perhaps where mail reaches them."""

    id: str
    purpose: Purpose
    person: str | None
    organisation: str | None
    gathering: str | None
    role: Role | None
    name: str
    email: str | None
    created: int
    expires: int


_columns = [getattr(AccountLink, name) for name in Link.__struct_fields__]


def create(
    connection: Connection,
    purpose: Purpose,
    now: int,
    *,
    person: str | None = None,
    organisation: str | None = None,
    gathering: str | None = None,
    role: Role | None = None,
    name: str = "",
    email: str | None = None,
    made_by: str | None = None,
) -> str:
    """Stores a new link and returns its token. Links that expired go."""
    _delete(connection, AccountLink.expires < now)
    token = tokens.new_token()
    connection.execute(
        insert(AccountLink).values(
            hash=tokens.hash_of(token),
            id=secrets.token_urlsafe(9),
            purpose=purpose,
            person=person,
            organisation=organisation,
            gathering=gathering,
            role=role,
            name=name,
            email=email,
            made_by=made_by,
            created=now,
            expires=now + LIFETIME_MS[purpose],
        )
    )
    return token


def find(connection: Connection, token: str, now: int) -> Link | None:
    """What this token is for; None where it is unknown, used, withdrawn or expired. Once there is an organisation, none sets the
    installation up any more; one to an evening ends with the day on which that was closed."""
    query = select(*_columns).where(AccountLink.hash == tokens.hash_of(token), AccountLink.expires > now)
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    link = msgspec.convert(row._mapping, Link)
    if link.purpose == "evening" and not assignments.lasts(connection, link.gathering or ""):
        return None
    return None if link.purpose == "setup" and has_organisation(connection) else link


def find_evening(connection: Connection, token: str, now: int) -> Link | None:
    """The link to lead an evening or to take its minutes; one that hands an evening over names it too, and opens nothing of it."""
    link = find(connection, token, now)
    return link if link is not None and link.purpose == "evening" else None


def page_of(link: Link) -> str:
    """The page that this link opens."""
    match link.purpose:
        case "sign_in":
            return "/aanmelden/link"
        case "address":
            return "/account/adres"
        case "ownership":
            return "/overnemen"
        case "evening":
            return f"/bijeenkomsten/{link.gathering}"
        case _:
            return "/welkom"


def has_organisation(connection: Connection) -> bool:
    return connection.execute(select(Organisation.id).limit(1)).first() is not None


def invitations_of(connection: Connection, organisation: str, now: int) -> list[Link]:
    """Invitations that were not accepted yet, the newest first."""
    query = select(*_columns).where(
        AccountLink.organisation == organisation,
        AccountLink.purpose == "invitation",
        AccountLink.expires > now,
    )
    rows = connection.execute(query.order_by(AccountLink.created.desc(), AccountLink.id))
    return [msgspec.convert(row._mapping, Link) for row in rows]


def spend(connection: Connection, link: str) -> bool:
    """Uses the link with this id up; False where somebody else did so meanwhile."""
    return _delete(connection, AccountLink.id == link) == 1


def spend_setup(connection: Connection) -> bool:
    """Uses up every link that sets the installation up, so that of two at once one finds none left; False for that one."""
    return _delete(connection, AccountLink.purpose == "setup") > 0


def withdraw(connection: Connection, organisation: str, link: str) -> None:
    """Withdraws an invitation of this organisation; nothing where it is none, or was used."""
    _delete(connection, AccountLink.id == link, AccountLink.organisation == organisation)


def withdraw_made_by(connection: Connection, organisation: str, person: str) -> None:
    """Withdraws the links by which this person let others into this organisation: else one would stay a way in for themselves."""
    _delete(connection, AccountLink.organisation == organisation, AccountLink.made_by == person)


def links_to(connection: Connection, gathering: str) -> list[Link]:
    """The links to lead this evening and to take its minutes, the oldest first."""
    query = select(*_columns).where(AccountLink.gathering == gathering, AccountLink.purpose == "evening")
    rows = connection.execute(query.order_by(AccountLink.created, AccountLink.id))
    return [msgspec.convert(row._mapping, Link) for row in rows]


def withdraw_from(connection: Connection, gathering: str, link: str | None = None) -> None:
    """Withdraws a link to this evening, or all of them."""
    of_gathering = AccountLink.gathering == gathering
    _delete(connection, *([of_gathering] if link is None else [of_gathering, AccountLink.id == link]))


def address_link_of(connection: Connection, person: str, now: int) -> Link | None:
    """The link by which this person is about to take another address."""
    query = select(*_columns).where(
        AccountLink.person == person, AccountLink.purpose == "address", AccountLink.expires > now
    )
    row = connection.execute(query.order_by(AccountLink.created.desc()).limit(1)).one_or_none()
    return msgspec.convert(row._mapping, Link) if row else None


def sign_in_link_of(connection: Connection, person: str, now: int) -> str | None:
    """The id of the newest link that would sign this person in."""
    query = select(AccountLink.id).where(
        AccountLink.person == person, AccountLink.purpose == "sign_in", AccountLink.expires > now
    )
    identifier: str | None = connection.execute(query.order_by(AccountLink.created.desc()).limit(1)).scalar()
    return identifier


def count_asked(
    connection: Connection, since: int, person: str | None = None, purpose: Purpose = "sign_in"
) -> int:
    """How many of these links were made since this moment and not used, for this person or for anybody."""
    query = select(func.count()).where(AccountLink.purpose == purpose, AccountLink.created > since)
    return connection.execute(
        query if person is None else query.where(AccountLink.person == person)
    ).scalar_one()


def withdraw_all(connection: Connection, person: str) -> None:
    """Withdraws every link that would sign this person in, or give them another address."""
    _delete(connection, AccountLink.person == person)


def change_address(connection: Connection, link: str, email: str) -> None:
    """The mail with this link went to a wrong address."""
    connection.execute(update(AccountLink).where(AccountLink.id == link).values(email=email))


def readdress(connection: Connection, link: str, email: str) -> str | None:
    """The token of the same invitation for who reads the mail of this address; the one that was handed out opens nothing any more.
    None where the invitation was used or withdrawn meanwhile."""
    token = tokens.new_token()
    outbox.forget(connection, link)
    of_link = update(AccountLink).where(AccountLink.id == link)
    changed = connection.execute(of_link.values(hash=tokens.hash_of(token), email=email)).rowcount
    return token if changed else None


def lasts(connection: Connection, link: str, now: int) -> bool:
    """Whether the link with this id still opens something."""
    query = select(AccountLink.id).where(AccountLink.id == link, AccountLink.expires > now)
    return connection.execute(query).first() is not None


def end_used_once(connection: Connection) -> None:
    """Withdraws every link that is good once: a restored backup cannot tell which were used since."""
    _delete(connection, AccountLink.purpose != "evening")


def _delete(connection: Connection, *conditions: ColumnElement[bool]) -> int:
    """How many there were. Those that work as often as they are opened go on the list of erasures: the others end with each restore."""
    rows = connection.execute(select(AccountLink.id, AccountLink.purpose, AccountLink.gathering).where(*conditions)).all()  # fmt: skip
    outbox.forget(connection, *(row.id for row in rows))
    now = time.time_ns() // 1_000_000
    note(connection, *(Erased(now, "link", row.gathering, row.id) for row in rows if row.purpose == "evening"))  # fmt: skip
    return connection.execute(delete(AccountLink).where(*conditions)).rowcount
