"""Links by which somebody shows that they read the mail of an address: to sign in, to go on with an invitation, to take another address.

Whoever asks learns nothing about who has an account. At the door a known address and an unknown one take the same transaction, whose rows
are thrown away for the unknown one, and both are answered after the same pause. The other two look nobody up: what is known of an address
is said to who opens the link that was mailed to it.
"""

import time

from sqlalchemy import Connection

from dialoog.accounts import account_links, authentication, mails, queries
from dialoog.accounts.account_links import Link
from dialoog.accounts.actions import LinkSpent, fold_login
from dialoog.accounts.queries import PersonInfo
from dialoog.db.engine import current_engine, run_in_transaction
from dialoog.jobs.clock import HOUR_MS, wall_ms

PER_PERSON, IN_ALL = 3, 60
"""Links within an hour that nobody used; more are not sent, and the page says the same."""
ANSWER_SECONDS = 0.5
"""Much longer than the transaction takes, so that its length cannot be read from the answer."""


def ask(email: str, subject: str) -> None:
    """Mails a link to the person with this address; nothing where there is none, or where too many were asked for."""
    began = time.monotonic()
    is_refused = run_in_transaction(current_engine(), lambda connection: _ask(connection, email, subject))
    security_log = authentication.security_log()
    security_log.sign_in_link_asked()
    if is_refused:
        security_log.sign_in_link_throttled()
    authentication.pause(max(0.0, began + ANSWER_SECONDS - time.monotonic()))


def _ask(connection: Connection, email: str, subject: str) -> bool:
    """Whether there were too many."""
    now = wall_ms()
    person = queries.person_by_address(connection, email)
    since, identifier = now - HOUR_MS, person.id if person else None
    is_refused = (
        account_links.count_asked(connection, since, identifier or "") >= PER_PERSON
        or account_links.count_asked(connection, since) >= IN_ALL
    )
    attempt = connection.begin_nested()
    name = person.name if person else ""
    own_address = (person.email if person else None) or email  # never one that is merely written alike
    link = account_links.create(connection, "sign_in", now, person=identifier, name=name, email=own_address)
    mails.write(connection, "sign_in", link, own_address, subject, None)
    if person is None or is_refused:
        attempt.rollback()
    else:
        attempt.commit()
    return is_refused


class TooMany(Exception):
    """So many links were asked for within the hour and not used."""


def ask_address(connection: Connection, person: PersonInfo, email: str, subject: str) -> None:
    """Mails a link to the address that this person wants to take. Raises TooMany."""
    now = wall_ms()
    if account_links.count_asked(connection, now - HOUR_MS, person.id, "address") >= PER_PERSON:
        raise TooMany
    link = account_links.create(connection, "address", now, person=person.id, name=person.name, email=email)
    mails.write(connection, "address", link, email, subject, None)


def reads_mail_of(connection: Connection, invitation: Link, email: str) -> bool:
    """Whether the invitation was mailed to this address, so that whoever holds it reads the mail there."""
    is_same = fold_login(invitation.email or "") == fold_login(email)
    return is_same and bool(mails.states(connection, invitation.organisation or "", [invitation.id]))


def readdress(connection: Connection, invitation: Link, email: str, subject: str, organisation: str) -> None:
    """Mails the invitation to another address, where it goes on; here it ends. Raises LinkSpent."""
    link = account_links.readdress(connection, invitation.id, email)
    if link is None:
        raise LinkSpent
    mails.write(
        connection,
        "readdressed",
        link,
        email,
        subject,
        invitation.organisation,
        organisation_name=organisation,
    )
