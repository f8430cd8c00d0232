"""Replaces the file `secret` together with a transaction: both are new afterwards, or neither.

The new secret waits in a file beside. The transaction stores a token that is derived from it and opens nothing; whoever finds the file
after a crash learns from that token whether the transaction was committed.
"""

import secrets
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from dialoog.accounts import tokens
from dialoog.accounts.models import Token
from dialoog.db.engine import make_engine, retry_while_locked, transaction
from dialoog.db.postgres import AdvisoryLock, acquire_lock
from dialoog.settings import Settings, sync_folder, write_private

PENDING = "secret-next"


def stage(connection: Connection, settings: Settings) -> str:
    """Writes a new secret beside the one in use and returns it. The caller revokes all tokens in the same transaction, and calls
    `install` after its commit. Raises `OSError`."""
    acquire_lock(connection, AdvisoryLock.FIRST_KEY)
    secret = secrets.token_urlsafe(32)
    write_private(Path(settings.folder) / PENDING, secret)
    sync_folder(Path(settings.folder))
    tokens.store(connection, _mark_of(secret), "setup")
    return secret


def install(settings: Settings) -> None:
    """Puts the new secret in the place of the old one. Raises `OSError`."""
    folder = Path(settings.folder)
    if (folder / PENDING).exists():  # a start beside it may have done so
        (folder / PENDING).replace(folder / "secret")
        sync_folder(folder)


def recover(settings: Settings) -> None:
    """Finishes a rotation that was interrupted after its commit; removes the new secret of one that was interrupted before it.
    Raises `OSError` and `DBAPIError`."""
    path = Path(settings.folder) / PENDING
    if settings.secret or not path.exists():
        return
    engine = make_engine(settings.database)
    retry_while_locked(lambda: _recover(engine, settings, path))
    engine.dispose()


def _recover(engine: Engine, settings: Settings, path: Path) -> None:
    with transaction(engine) as connection:
        acquire_lock(connection, AdvisoryLock.FIRST_KEY)
        is_committed = inspect(connection).has_table(Token.__tablename__) and tokens.is_revoked(
            connection, tokens.hash_of(_mark_of(path.read_text(errors="replace")))
        )
        if is_committed:
            install(settings)
        else:
            path.unlink()


def _mark_of(secret: str) -> str:
    return tokens.derive_token(secret, "rotation")
