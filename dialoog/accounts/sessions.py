"""Sessions: in which browsers somebody is signed in. A cookie holds a token of 128 bits; the table its hash.

A session ends when its person ends it, changes their password or is removed, and after `SESSION_DAYS`.
"""

import secrets

import msgspec
from sqlalchemy import Connection, delete, insert, literal, select, update

from dialoog.accounts import tokens
from dialoog.accounts.assignments import assignments_of
from dialoog.accounts.models import Membership, Organisation, PasswordGrant, Person, Session
from dialoog.accounts.policy import Assigned, Member, Role
from dialoog.jobs.clock import DAY_MS, HOUR_MS

SESSION_DAYS = 30
"""As long as its cookie lasts."""


class SignedIn(msgspec.Struct, frozen=True):
    """Who is signed in in a browser. `organisation` is the one that its pages are about; None for who belongs to none."""

    person: str
    name: str
    session: str
    organisation: str | None
    organisation_name: str
    memberships: tuple[Member, ...]
    assignments: tuple[Assigned, ...]
    seen: int
    """The moment that the list of sessions says, in ms since 1970."""

    def is_stale(self, now: int) -> bool:
        """Whether that is more than an hour ago."""
        return self.seen < now - HOUR_MS


class SessionRow(msgspec.Struct, frozen=True):
    """A line of the list of sessions. Moments are in ms since 1970."""

    id: str
    device: str
    created: int
    seen: int


def create(connection: Connection, person: str, device: str, now: int) -> str:
    """Signs the person in; returns the token for the browser's cookie. Sessions that expired go."""
    connection.execute(delete(Session).where(Session.created < now - SESSION_DAYS * DAY_MS))
    token = tokens.new_token()
    connection.execute(
        insert(Session).values(
            hash=tokens.hash_of(token),
            id=secrets.token_urlsafe(9),
            person=person,
            device=device,
            created=now,
            seen=now,
        )
    )
    return token


def grant_new_password(connection: Connection, token: str, now: int) -> None:
    """Who came in by a link chooses a password without the former one, for an hour: they may have forgotten it."""
    session = select(Session.id, literal(now + HOUR_MS)).where(Session.hash == tokens.hash_of(token))
    connection.execute(insert(PasswordGrant).from_select(["session", "expires"], session))


def may_choose_password(connection: Connection, session: str, now: int) -> bool:
    query = select(PasswordGrant.session).where(PasswordGrant.session == session, PasswordGrant.expires > now)
    return connection.execute(query).first() is not None


def find(connection: Connection, token: str, now: int) -> SignedIn | None:
    """Who is signed in with this token; None where it is unknown, expired or ended."""
    query = (
        select(Person.id, Person.name, Session.id, Session.organisation, Session.seen)
        .join(Session, Session.person == Person.id)
        .where(Session.hash == tokens.hash_of(token), Session.created > now - SESSION_DAYS * DAY_MS)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    person, name, session, chosen, seen = row
    names, memberships = _memberships(connection, person)
    organisation = chosen if chosen in names else next(iter(names), None)
    return SignedIn(
        person,
        name,
        session,
        organisation,
        names.get(organisation or "", ""),
        memberships,
        assignments_of(connection, person),
        seen,
    )


def _memberships(connection: Connection, person: str) -> tuple[dict[str, str], tuple[Member, ...]]:
    """The names of their organisations by id, in the order of the names, and what they are in each."""
    query = (
        select(Membership.organisation, Organisation.name, Membership.role)
        .join(Organisation, Organisation.id == Membership.organisation)
        .where(Membership.person == person)
        .order_by(Organisation.name, Organisation.id)
    )
    rows = connection.execute(query).all()
    members = tuple(Member(person, row.organisation, msgspec.convert(row.role, Role)) for row in rows)
    return {row.organisation: row.name for row in rows}, members


def touch(connection: Connection, session: str, now: int) -> None:
    connection.execute(update(Session).where(Session.id == session).values(seen=now))


def choose_organisation(connection: Connection, session: str, organisation: str) -> None:
    """The pages of this session are about this organisation from now on; the caller made sure that its person belongs to it."""
    connection.execute(update(Session).where(Session.id == session).values(organisation=organisation))


def sessions_of(connection: Connection, person: str, now: int) -> list[SessionRow]:
    """Where the person is signed in, the newest first."""
    query = (
        select(Session.id, Session.device, Session.created, Session.seen)
        .where(Session.person == person, Session.created > now - SESSION_DAYS * DAY_MS)
        .order_by(Session.seen.desc(), Session.id)
    )
    return [SessionRow(*row) for row in connection.execute(query)]


def end(connection: Connection, person: str, session: str) -> None:
    """Ends one session of this person; nothing where it is not theirs or ended already."""
    connection.execute(delete(Session).where(Session.person == person, Session.id == session))


def end_all(connection: Connection, person: str, *, but: str | None = None) -> None:
    """Ends every session of this person, `but` one."""
    statement = delete(Session).where(Session.person == person)
    connection.execute(statement if but is None else statement.where(Session.id != but))
