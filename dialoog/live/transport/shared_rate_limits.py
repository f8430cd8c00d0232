"""Tickets and the budget for wrong codes of several processes on one PostgreSQL.

They behave like those of `rate_limits`: a ticket of one process opens a socket on any, once, and guessing codes gains nothing
from being sent to another process. The tables hold hashes of tickets and addresses, for as long as they count.
"""

import hashlib
import hmac
import secrets
import time

from sqlalchemy import BigInteger, Connection, Engine, LargeBinary, delete, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.accounts import tokens
from dialoog.accounts.tokens import Identity
from dialoog.db.engine import Base, read_transaction, transaction
from dialoog.live.transport.rate_limits import FailureBudget, Tickets
from dialoog.websocket.rate_limit import Clock

MOST_DELETED = 200
"""How many outdated rows one statement deletes."""


class Ticket(Base):
    """An unlogged table; `token` is the hash of the token that the ticket stands for, `given` in ms."""

    __tablename__ = "tickets"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    token: Mapped[bytes] = mapped_column(LargeBinary(32))
    given: Mapped[int] = mapped_column(BigInteger)


class WrongCode(Base):
    """An unlogged table; `address` is a keyed hash of the client's, `at` in ns."""

    __tablename__ = "wrong_codes"

    address: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class SharedTickets:
    """The token is looked up when its ticket is used: one that was revoked in between opens nothing."""

    def __init__(self, engine: Engine, clock: Clock = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def give(self, identity: Identity) -> str:
        ticket = secrets.token_urlsafe(16)
        now = self._now()
        with transaction(self._engine) as connection:
            self._delete_expired(connection, now)
            connection.execute(
                insert(Ticket).values(hash=tokens.hash_of(ticket), token=identity.hash, given=now)
            )
        return ticket

    def take(self, ticket: str) -> Identity | None:
        delete_ticket = (
            delete(Ticket).where(Ticket.hash == tokens.hash_of(ticket)).returning(Ticket.token, Ticket.given)
        )
        with transaction(self._engine) as connection:
            row = connection.execute(delete_ticket).one_or_none()
            if row is None or row.given < self._now() - Tickets.LIFETIME_SECONDS * 1000:
                return None
            return tokens.find_hash(connection, row.token)

    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _delete_expired(self, connection: Connection, now: int) -> None:
        expired = (
            select(Ticket.hash)
            .where(Ticket.given < now - Tickets.LIFETIME_SECONDS * 1000)
            .limit(MOST_DELETED)
            .with_for_update(skip_locked=True)
        )
        connection.execute(delete(Ticket).where(Ticket.hash.in_(expired)))


class SharedFailureBudget:
    """Only failures have rows; few more than `FailureBudget.IN_ALL` count at any time."""

    def __init__(self, engine: Engine, secret: str, clock: Clock = time.time) -> None:
        self._engine = engine
        self._key = secret.encode()
        self._clock = clock

    def is_exhausted(self, address: str) -> bool:
        failures = select(func.count(), func.count().filter(WrongCode.address == self._hash(address))).where(
            WrongCode.at >= self._since()
        )
        with read_transaction(self._engine) as connection:
            in_all, of_address = connection.execute(failures).one()
        return FailureBudget.exceeds(of_address, in_all)

    def record_failure(self, address: str) -> None:
        expired = (
            select(WrongCode.at)
            .where(WrongCode.at < self._since())
            .limit(MOST_DELETED)
            .with_for_update(skip_locked=True)
        )
        with transaction(self._engine) as connection:
            connection.execute(delete(WrongCode).where(WrongCode.at.in_(expired)))
            connection.execute(
                insert(WrongCode).values(address=self._hash(address), at=int(self._clock() * 1e9))
            )

    def _since(self) -> int:
        return int((self._clock() - FailureBudget.WINDOW_SECONDS) * 1e9)

    def _hash(self, address: str) -> bytes:
        return hmac.new(self._key, b"address\0" + address.encode(), hashlib.sha256).digest()
