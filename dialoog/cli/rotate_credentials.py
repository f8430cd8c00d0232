"""After a theft: every link, seat and key of this installation ends, and what can still be led gets a new console link.

The server is stopped before and started after it: a running one still knows the old secret.
"""

from pathlib import Path

import msgspec
from sqlalchemy import select, update

from dialoog.accounts import tokens
from dialoog.accounts.models import Token
from dialoog.db.engine import make_engine, transaction
from dialoog.live import queries
from dialoog.live.commands.access_grants import join_token
from dialoog.live.models import Dialogue
from dialoog.settings import Settings, settle


class RotatedCredentials(msgspec.Struct, frozen=True):
    """`consoles` are (title, link) of every dialogue that is not closed."""

    setup_key: str
    consoles: tuple[tuple[str, str], ...]


class SecretFromEnvironment(Exception):
    """The secret of this installation is given by its environment, so only there it can be changed."""


def rotate(settings: Settings, *, given_is_new: bool = False) -> RotatedCredentials:
    """`settings` before they were settled: the secret in the folder is replaced, one that is given must be new already.
    Raises `SecretFromEnvironment` where nobody says that it is."""
    if settings.secret and not given_is_new:
        raise SecretFromEnvironment
    if not settings.secret:
        (Path(settings.folder) / "secret").unlink(missing_ok=True)
    changed = settle(settings)
    engine = make_engine(changed.database)
    consoles = []
    with transaction(engine) as connection:
        connection.execute(update(Token).where(Token.revoked.is_(None)).values(revoked=1))
        key = tokens.create(connection, "setup")
        query = (
            select(Dialogue.id, Dialogue.__table__.columns.title)
            .where(Dialogue.closed.is_(None))
            .order_by(Dialogue.created)
        )
        for dialogue, title in connection.execute(query).all():
            console = tokens.create(connection, "facilitator", dialogue)
            version = queries.state(connection, dialogue).code_version
            tokens.store(connection, join_token(changed.secret, dialogue, version), "join", dialogue)
            consoles.append((title, f"{changed.url}/in#{console}"))
    engine.dispose()
    return RotatedCredentials(key, tuple(consoles))
