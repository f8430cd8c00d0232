"""What people do with accounts, each in one transaction: set up, accept an invitation, sign in, change, invite, remove.

Every function takes the moment `now` in ms since 1970. A password comes in as its hash, made beside the loop of the phones.
"""

import secrets
import unicodedata

import msgspec
from sqlalchemy import Connection, column, delete, func, insert, select, table, update
from sqlalchemy.exc import IntegrityError

from dialoog.accounts import account_links, assignments, second_step, sessions, tokens
from dialoog.accounts.account_links import Link
from dialoog.accounts.models import Membership, Organisation, Person
from dialoog.accounts.policy import ROLES, Role
from dialoog.db import erasure_list
from dialoog.db.erasure_list import Erased
from dialoog.jobs import outbox

_dialogues = table("dialogues", column("id"), column("owner"))
"""By name, as tokens refer to it: dialogues lie above accounts."""


class LoginTaken(Exception):
    """Somebody else signs in with this address or name."""


class LastOrganiser(Exception):
    """An organisation keeps one organiser at least."""


class LinkSpent(Exception):
    """The link was used or withdrawn meanwhile."""


class NewPerson(msgspec.Struct, frozen=True):
    """Who makes an account; `password` is the hash."""

    name: str
    email: str
    password: str


def fold_login(login: str) -> str:
    """The same however somebody writes it: capitals, composition and blanks aside."""
    return " ".join(unicodedata.normalize("NFKC", login).casefold().split())


def set_up(connection: Connection, organisation: str, kind: str, new: NewPerson, now: int) -> tuple[str, str]:
    """Makes the first organisation and its first organiser; every dialogue so far belongs to it. Returns the ids of both. Raises LinkSpent."""
    if account_links.has_organisation(connection) or not account_links.spend_setup(connection):
        raise LinkSpent
    identifier = add_organisation(connection, organisation, kind, now)
    connection.execute(update(_dialogues).where(_dialogues.c.owner.is_(None)).values(owner=identifier))
    person = _create_person(connection, new, now)
    _join(connection, person, identifier, "organiser", now)
    return identifier, person


def add_organisation(connection: Connection, name: str, kind: str, now: int) -> str:
    """Returns the id of a new organisation, to which nobody belongs yet."""
    identifier = secrets.token_urlsafe(9)
    connection.execute(insert(Organisation).values(id=identifier, name=name, kind=kind, created=now))
    return identifier


def accept(connection: Connection, link: Link, new: NewPerson, now: int) -> str:
    """Makes an account for who was invited; returns its id. Raises LinkSpent and LoginTaken."""
    if not account_links.spend(connection, link.id):
        raise LinkSpent
    person = _create_person(connection, new, now)
    accept_as(connection, link, person, now, is_spent=True)
    return person


def accept_as(connection: Connection, link: Link, person: str, now: int, *, is_spent: bool = False) -> None:
    """Adds what the invitation says to an account that exists. Who is in that organisation already stays what they are. Links that
    would sign this person in end: an organiser made them who had nothing to do with this organisation. Raises LinkSpent."""
    if not is_spent and not account_links.spend(connection, link.id):
        raise LinkSpent
    assert link.organisation is not None
    assert link.role is not None
    if role_of(connection, person, link.organisation) is None:
        _join(connection, person, link.organisation, link.role, now)
    account_links.withdraw_all(connection, person)


def use_sign_in_link(connection: Connection, link: Link) -> str:
    """The person whom the link signs in; their other links to sign in end. Raises LinkSpent."""
    if link.person is None or not account_links.spend(connection, link.id):
        raise LinkSpent
    account_links.withdraw_all(connection, link.person)
    return link.person


def change_profile(connection: Connection, person: str, name: str, email: str, now: int) -> None:
    """Raises LoginTaken. The sign-in links that were mailed to the former address end with it."""
    former = connection.execute(select(Person.email).where(Person.id == person).with_for_update()).scalar()
    values = {"name": name, "email": email or None, "login": fold_login(email or name)}
    try:
        with connection.begin_nested():
            connection.execute(update(Person).where(Person.id == person).values(**values))
    except IntegrityError:
        raise LoginTaken from None
    if former != values["email"]:
        account_links.withdraw_all(connection, person)
        if former is not None:
            erasure_list.note(connection, Erased(now, "address", person))


def take_address(connection: Connection, link: Link, person: str, name: str, now: int) -> None:
    """The address to which the link was mailed is this person's. Raises LinkSpent and LoginTaken."""
    if not account_links.spend(connection, link.id):
        raise LinkSpent
    change_profile(connection, person, name, link.email or "", now)


def change_password(
    connection: Connection, person: str, password: str, now: int, *, keep_session: str
) -> None:
    """Ends every other session, and every link that would sign this person in: whoever had the former password is out."""
    connection.execute(update(Person).where(Person.id == person).values(password=password))
    sessions.end_all(connection, person, but=keep_session)
    second_step.end_pending_of(connection, person)
    account_links.withdraw_all(connection, person)
    erasure_list.note(connection, Erased(now, "password", person))


def change_role(connection: Connection, organisation: str, person: str, role: Role, now: int) -> None:
    """Raises LastOrganiser."""
    if role != "organiser":
        _keep_an_organiser(connection, organisation, person)
    if not lower_role(connection, organisation, person, role):
        of_person = Membership.organisation == organisation, Membership.person == person
        connection.execute(update(Membership).where(*of_person).values(role=role))
        return
    erasure_list.note(connection, Erased(now, "role", person, f"{organisation}:{role}"))


def lower_role(connection: Connection, organisation: str, person: str, role: Role) -> bool:
    """Who organises no longer keeps no invitation and no desk that they made as organiser; also where a restored backup has the former role
    again. False where this role is no lower one."""
    former = role_of(connection, person, organisation)
    if former is None or ROLES.index(role) <= ROLES.index(former):
        return False
    if former == "organiser":
        _end_what_they_made(connection, organisation, person)
    of_person = Membership.organisation == organisation, Membership.person == person
    connection.execute(update(Membership).where(*of_person).values(role=role))
    return True


def remove(connection: Connection, organisation: str, person: str, now: int) -> bool:
    """Ends the membership, with the links that they made, the evenings that they lead and the desks that they opened. Who belongs nowhere then has no account any more, with its sessions and links; whether that is so. Raises LastOrganiser."""
    _keep_an_organiser(connection, organisation, person)
    if is_erased := end_membership(connection, organisation, person):
        erasure_list.note(connection, Erased(now, "account", person))
    else:
        erasure_list.note(connection, Erased(now, "membership", person, organisation))
    return is_erased


def end_membership(connection: Connection, organisation: str, person: str) -> bool:
    """What `remove` ends, also where a restored backup has it again; whether the account went with it."""
    connection.execute(
        delete(Membership).where(Membership.organisation == organisation, Membership.person == person)
    )
    _end_what_they_made(connection, organisation, person)
    assignments.end(connection, organisation, person)
    others = select(Membership.organisation).where(Membership.person == person)
    if connection.execute(others.limit(1)).first() is not None:
        return False
    erase_account(connection, person)
    return True


def erase_account(connection: Connection, person: str) -> None:
    """All that is kept of a person as somebody with an account; also where a restored backup has it again."""
    account_links.withdraw_all(connection, person)
    outbox.forget(connection, person)
    connection.execute(delete(Person).where(Person.id == person))


def invite_first_organisers(connection: Connection, now: int) -> list[tuple[str, str]]:
    """An invitation for every organisation that has no organiser, who alone could invite one: its name and the token."""
    led = select(Membership.organisation).where(Membership.role == "organiser")
    unled = (
        select(Organisation.id, Organisation.name)
        .where(Organisation.id.not_in(led))
        .order_by(Organisation.name)
    )
    return [
        (name, account_links.create(connection, "invitation", now, organisation=identifier, role="organiser"))
        for identifier, name in connection.execute(unled).all()
    ]


def role_of(connection: Connection, person: str, organisation: str) -> Role | None:
    query = select(Membership.role).where(
        Membership.person == person, Membership.organisation == organisation
    )
    role = connection.execute(query).scalar()
    return None if role is None else msgspec.convert(role, Role)


def _create_person(connection: Connection, new: NewPerson, now: int) -> str:
    """Raises LoginTaken."""
    identifier = secrets.token_urlsafe(9)
    values = {
        "name": new.name,
        "email": new.email or None,
        "login": fold_login(new.email or new.name),
        "password": new.password,
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(Person).values(id=identifier, created=now, **values))
    except IntegrityError:
        raise LoginTaken from None
    return identifier


def _join(connection: Connection, person: str, organisation: str, role: Role, now: int) -> None:
    connection.execute(
        insert(Membership).values(person=person, organisation=organisation, role=role, created=now)
    )


def _end_what_they_made(connection: Connection, organisation: str, person: str) -> None:
    account_links.withdraw_made_by(connection, organisation, person)
    of_organisation = select(_dialogues.c.id).where(_dialogues.c.owner == organisation)
    tokens.revoke_opened_by(connection, person, of_organisation.scalar_subquery())


def _keep_an_organiser(connection: Connection, organisation: str, person: str) -> None:
    """Raises LastOrganiser where nobody but this person is one. The row of the organisation is locked, so that two who remove each
    other do so one after the other."""
    connection.execute(select(Organisation.id).where(Organisation.id == organisation).with_for_update())
    others = select(func.count()).where(
        Membership.organisation == organisation,
        Membership.role == "organiser",
        Membership.person != person,
    )
    if not connection.execute(others).scalar() and role_of(connection, person, organisation) == "organiser":
        raise LastOrganiser
