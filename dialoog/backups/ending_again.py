"""Narrowing again, in a restored database, what lies beside the journal: hidden sentences, audiences, answered requests, links, and what
people with an account may do.

Each acts alone on what the backup has; of what it does not have nothing happens.
"""

from collections.abc import Collection
from contextlib import suppress

from sqlalchemy import Connection, delete, select, update

from dialoog.accounts import account_links, second_step, tokens
from dialoog.accounts.actions import end_membership, lower_role
from dialoog.accounts.assignments import end_assignment
from dialoog.accounts.models import AccountLink, Organisation, PendingSignIn, Person, Session, Token
from dialoog.accounts.policy import ROLES
from dialoog.db.erasure_list import Erased
from dialoog.live import cards
from dialoog.planning.actions import give
from dialoog.records.actions import hide_again, narrow_again
from dialoog.records.follow_up.questions.rows import delete_question
from dialoog.records.requests.actions import answer_again


def end_again(connection: Connection, items: Collection[Erased], now: int) -> None:
    """The lines of one place, the oldest first."""
    for item in items:
        first, _, second = item.subject.partition(":")
        match item.kind:
            case "hidden":
                hide_again(connection, item.place, item.subject, now)
            case "audience":
                narrow_again(connection, item.place, item.subject, now)
            case "request":
                answer_again(connection, item.place, first, second, now)
            case "question":
                delete_question(connection, item.place, item.subject)
            case "token":
                with suppress(ValueError):  # a line that a disk changed
                    tokens.revoke_again(connection, [bytes.fromhex(item.subject)])
            case "card" if first.isdecimal():
                _take_card(connection, item.place, int(first), now, is_lost=second == "lost")
            case "link":
                account_links.withdraw_from(connection, item.place, item.subject)
            case "membership":
                end_membership(connection, item.subject, item.place)
            case "assignment":
                end_assignment(connection, item.subject, item.place)
            case "role" if second in ROLES:
                lower_role(connection, first, item.place, second)
            case "address":
                _change(connection, item.place, email=None)
            case "password":
                _change(connection, item.place, password=None)
            case "second_step":
                _lose_app(connection, item.place, now)
            case "recovery":
                with suppress(ValueError):
                    second_step.use_recovery_code(connection, item.place, bytes.fromhex(item.subject))
            case "owner":
                _give(connection, item.place, item.subject)
            case "locks":
                _end_made_before(connection, item.at, now)
            case _:
                pass


def end_sign_ins(connection: Connection) -> None:
    """Of everybody: a backup cannot tell which sessions ended since, and which links that are good once were used."""
    for opening in (Session, PendingSignIn):
        connection.execute(delete(opening))
    account_links.end_used_once(connection)


def _take_card(connection: Connection, dialogue: str, number: int, now: int, *, is_lost: bool) -> None:
    if is_lost:
        cards.end_lost(connection, dialogue, number, now)
    else:
        cards.give_to(connection, dialogue, number, None)


def _change(connection: Connection, person: str, **values: None) -> None:
    """Takes the former address or password away; the newer one is not known."""
    connection.execute(update(Person).where(Person.id == person).values(**values))


def _lose_app(connection: Connection, person: str, now: int) -> None:
    if connection.execute(select(Person.id).where(Person.id == person)).first() is not None:
        second_step.lose_app(connection, person, now)


def _give(connection: Connection, gathering: str, organisation: str) -> None:
    known = select(Organisation.id).where(Organisation.id == organisation)
    if connection.execute(known).first() is not None:
        give(connection, gathering, organisation)


def _end_made_before(connection: Connection, at: int, now: int) -> None:
    """Every lock was replaced then, since keys were stolen."""
    older = update(Token).where(Token.made < at, Token.revoked.is_(None))
    connection.execute(older.values(revoked=now))
    connection.execute(delete(AccountLink).where(AccountLink.created < at))
