"""Reading who is who: one person, the people of an organisation, and organisations themselves."""

import msgspec
from sqlalchemy import Connection, select

from dialoog.accounts.actions import fold_login
from dialoog.accounts.models import Membership, Organisation, Person
from dialoog.accounts.policy import Role


class PersonInfo(msgspec.Struct, frozen=True):
    """An account; `password` is its hash."""

    id: str
    name: str
    email: str | None
    password: str | None


class MemberRow(msgspec.Struct, frozen=True):
    """A line of the list of people; `created` is ms since 1970."""

    id: str
    name: str
    email: str | None
    role: Role
    created: int


class OrganisationInfo(msgspec.Struct, frozen=True):
    """`kind` is collective, municipality, care or professional."""

    id: str
    name: str
    kind: str


_person = [getattr(Person, name) for name in PersonInfo.__struct_fields__]
_organisation = [getattr(Organisation, name) for name in OrganisationInfo.__struct_fields__]


def person(connection: Connection, identifier: str) -> PersonInfo | None:
    row = connection.execute(select(*_person).where(Person.id == identifier)).one_or_none()
    return PersonInfo(*row) if row else None


def person_by_login(connection: Connection, login: str) -> PersonInfo | None:
    """Who signs in with this mail address or name."""
    row = connection.execute(select(*_person).where(Person.login == fold_login(login))).one_or_none()
    return PersonInfo(*row) if row else None


def person_by_address(connection: Connection, address: str) -> PersonInfo | None:
    """Who signs in with this mail address; nobody whose name looks like one."""
    found = person_by_login(connection, address)
    return found if found is not None and fold_login(found.email or "") == fold_login(address) else None


def people_called(connection: Connection, name: str) -> list[PersonInfo]:
    """Everybody with this name, address or login, for who has to tell them apart."""
    login = fold_login(name)
    rows = [PersonInfo(*row) for row in connection.execute(select(*_person).order_by(Person.login))]
    return [one for one in rows if login in (fold_login(one.name), fold_login(one.email or ""))]


def members(connection: Connection, organisation: str) -> list[MemberRow]:
    """The people of an organisation, by name."""
    query = (
        select(Person.id, Person.name, Person.email, Membership.role, Membership.created)
        .join(Membership, Membership.person == Person.id)
        .where(Membership.organisation == organisation)
        .order_by(Person.name, Person.id)
    )
    return [msgspec.convert(row._mapping, MemberRow) for row in connection.execute(query)]


def belongs_elsewhere(connection: Connection, person: str, organisation: str) -> bool:
    """Whether they are of another organisation too: then what lets them in opens more than this one."""
    others = select(Membership.person).where(
        Membership.person == person, Membership.organisation != organisation
    )
    return connection.execute(others.limit(1)).first() is not None


def organisation(connection: Connection, identifier: str) -> OrganisationInfo | None:
    row = connection.execute(select(*_organisation).where(Organisation.id == identifier)).one_or_none()
    return OrganisationInfo(*row) if row else None


def organisations(connection: Connection, identifiers: list[str]) -> list[OrganisationInfo]:
    """Those with these ids, by name."""
    query = select(*_organisation).where(Organisation.id.in_(identifiers)).order_by(Organisation.name)
    return [OrganisationInfo(*row) for row in connection.execute(query)]


FACILITATING: tuple[str, ...] = ("municipality", "care")
"""Kinds of organisations that may hold an evening of their own, and then say so."""


def organised_by(connection: Connection, owner: str | None) -> str:
    """What invitation, screen and record of this owner's evening say; empty for residents and professionals, whose evening is of who
    sits there."""
    found = organisation(connection, owner) if owner else None
    return found.name if found and found.kind in FACILITATING else ""


def first_organisation(connection: Connection) -> str | None:
    """The one that was made first: what is made with the set-up key or by a command belongs to it."""
    query = select(Organisation.id).order_by(Organisation.created, Organisation.id).limit(1)
    identifier: str | None = connection.execute(query).scalar()
    return identifier
