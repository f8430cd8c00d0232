"""Tickets and the budget for wrong codes where several processes serve from one PostgreSQL.

They do what those of `limits` do in the memory of one process: a ticket given by one process opens a socket on any,
once, and whoever guesses codes gains nothing by being sent to another process. Neither ticket nor address is kept:
only their hashes, for as long as they count.
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

AT_ONCE = 200
"""How many that no longer count are cleared away in one go."""


class Ticket(Base):
    """Unlogged; `token` is the hash of the token that it stands for, `given` in ms."""

    __tablename__ = "tickets"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    token: Mapped[bytes] = mapped_column(LargeBinary(32))
    given: Mapped[int] = mapped_column(BigInteger)


class WrongCode(Base):
    """Unlogged; `address` is a keyed hash of who tried, `at` in ns."""

    __tablename__ = "wrong_codes"

    address: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    at: Mapped[int] = mapped_column(BigInteger, primary_key=True)


class SharedTickets:
    """What a ticket opens is looked up when it is used: a token that ended in between opens nothing."""

    def __init__(self, engine: Engine, clock: Clock = time.time) -> None:
        self._engine = engine
        self._clock = clock

    def give(self, identity: Identity) -> str:
        ticket = secrets.token_urlsafe(16)
        now = self._now()
        with transaction(self._engine) as connection:
            self._clear(connection, now)
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
            if row is None or row.given < self._now() - Tickets.LASTS * 1000:
                return None
            return tokens.find_hash(connection, row.token)

    def _now(self) -> int:
        return int(self._clock() * 1000)

    def _clear(self, connection: Connection, now: int) -> None:
        old = (
            select(Ticket.hash)
            .where(Ticket.given < now - Tickets.LASTS * 1000)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        connection.execute(delete(Ticket).where(Ticket.hash.in_(old)))


class SharedFailureBudget:
    """Rows exist for failures only, and there are never many more than `Budget.IN_ALL` that count."""

    def __init__(self, engine: Engine, secret: str, clock: Clock = time.time) -> None:
        self._engine = engine
        self._key = secret.encode()
        self._clock = clock

    def spent(self, address: str) -> bool:
        counted = select(func.count(), func.count().filter(WrongCode.address == self._hidden(address))).where(
            WrongCode.at >= self._since()
        )
        with read_transaction(self._engine) as connection:
            in_all, of_address = connection.execute(counted).one()
        return FailureBudget.is_exhausted(of_address, in_all)

    def failed(self, address: str) -> None:
        old = (
            select(WrongCode.at)
            .where(WrongCode.at < self._since())
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        with transaction(self._engine) as connection:
            connection.execute(delete(WrongCode).where(WrongCode.at.in_(old)))
            connection.execute(
                insert(WrongCode).values(address=self._hidden(address), at=int(self._clock() * 1e9))
            )

    def _since(self) -> int:
        return int((self._clock() - FailureBudget.WINDOW) * 1e9)

    def _hidden(self, address: str) -> bytes:
        return hmac.new(self._key, b"address\0" + address.encode(), hashlib.sha256).digest()
