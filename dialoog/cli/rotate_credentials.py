"""After a theft: ends every link, seat, session and key of this installation and makes new console links for dialogues that are not closed.

Stop the server first and start it afterwards: a running one still knows the old secret.
"""

import time
from contextlib import suppress

import msgspec
from sqlalchemy import Engine, delete, select, update

from dialoog.accounts import tokens
from dialoog.accounts.models import AccountLink, PendingSignIn, Session, Token
from dialoog.cli import secret_rotation
from dialoog.cli.setup import report_faults
from dialoog.db import erasure_list
from dialoog.db.engine import make_engine, retry_while_locked, transaction
from dialoog.db.erasure_list import INSTALLATION, Erased
from dialoog.live import queries
from dialoog.live.commands.access_grants import join_token
from dialoog.live.models import Dialogue
from dialoog.settings import Settings


class RotatedCredentials(msgspec.Struct, frozen=True):
    """`consoles` are (title, link) of every dialogue that is not closed."""

    setup_key: str
    consoles: tuple[tuple[str, str], ...]


class SecretFromEnvironment(Exception):
    """The secret of this installation comes from its environment and can be changed only there."""


def rotate(settings: Settings, *, secret_is_new: bool = False) -> RotatedCredentials:
    """Takes the settings before `settle`. Replaces the secret in the folder; one from the environment must be new already. Raises
    `SecretFromEnvironment` unless `secret_is_new` says so, and `SystemExit` with one sentence where nothing could be changed."""
    if settings.secret and not secret_is_new:
        raise SecretFromEnvironment
    engine = make_engine(settings.database)
    with report_faults(engine):
        credentials = retry_while_locked(lambda: _rotate(engine, settings))
    if not settings.secret:
        with suppress(OSError):  # the next start tries again, or says what is wrong
            secret_rotation.install(settings)
    engine.dispose()
    return credentials


def _rotate(engine: Engine, settings: Settings) -> RotatedCredentials:
    consoles = []
    with transaction(engine) as connection:
        secret = settings.secret or secret_rotation.stage(connection, settings)
        connection.execute(update(Token).where(Token.revoked.is_(None)).values(revoked=1))
        for opening in (Session, PendingSignIn, AccountLink):
            connection.execute(delete(opening))
        erasure_list.note(connection, Erased(time.time_ns() // 1_000_000, "locks", INSTALLATION))
        key = tokens.create(connection, "setup")
        query = (
            select(Dialogue.id, Dialogue.__table__.columns.title)
            .where(Dialogue.closed.is_(None), Dialogue.erasing.is_(None))
            .order_by(Dialogue.created)
        )
        for dialogue, title in connection.execute(query).all():
            console = tokens.create(connection, "facilitator", dialogue)
            version = queries.state(connection, dialogue).code_version
            tokens.store(connection, join_token(secret, dialogue, version), "join", dialogue)
            consoles.append((title, f"{settings.url}/in#{console}"))
    return RotatedCredentials(key, tuple(consoles))
