"""Applies journal entries to tokens and codes, in their transaction: revokes those of a lost device, renews the code.

The journal names a link by the version of its entry; its token is derived from the installation's secret, here alone.
"""

import secrets

from sqlalchemy import Connection, select, update

from dialoog.accounts import tokens
from dialoog.accounts.tokens import Purpose
from dialoog.live.commands.unit_of_work import UnitOfWork
from dialoog.live.models import Dialogue, JournalRow
from dialoog.rules import events as e
from dialoog.rules.events import Entry
from dialoog.web.text_validation import latin

CODE_SIGNS = "234679ACDEFGHJKLMNPQRTUVWXYB"
CODE_LENGTH = 7
ALIKE = str.maketrans({"8": "B", "Z": "2"})
"""Characters that no code has, read as the one that they are mistaken for."""
PURPOSES: dict[str, Purpose] = {"facilitator": "facilitator", "scribe": "scribe", "screen": "screen"}


def apply(batch: UnitOfWork, dialogue: str, entry: Entry, sender: bytes | None) -> None:
    """Applies this entry. `sender` is the hash of its sender's token, which stays valid where the entry excepts no other link, so
    that nobody shuts themselves out."""
    for event in entry.events:
        match event:
            case e.DevicesEnded():
                _revoke(batch, "seat", dialogue, event.seat, event.but, sender)
                tokens.become_own(batch.connection, dialogue, event.seat)
            case e.LinksEnded():
                _revoke(batch, PURPOSES[event.desk], dialogue, None, event.but, sender)
            case e.CodeRenewed():
                _revoke(batch, "join", dialogue, None, None, None)
                token = join_token(batch.secret, dialogue, entry.version)
                tokens.store(batch.connection, token, "join", dialogue)
                code = new_code(batch.connection)
                renewal = update(Dialogue).where(Dialogue.id == dialogue).values(code=code)
                batch.connection.execute(renewal)
            case _:
                pass


def _revoke(
    batch: UnitOfWork,
    purpose: Purpose,
    dialogue: str,
    seat: str | None,
    version: int | None,
    sender: bytes | None,
) -> None:
    """Revokes all but the link issued at this version; where that is None, all but the sender's. Later commands in this transaction
    are refused with a revoked token too."""
    link = _link_hash(batch, dialogue, version)
    batch.erased += tokens.revoke(
        batch.connection, purpose, dialogue, seat, except_hash=None if link else sender, except_link=link
    )
    batch.tokens = tokens.valid_hashes(batch.connection, batch.tokens)


def join_token(secret: str, dialogue: str, version: int = 0) -> str:
    """The token in the QR code of the join link, derived from the version at which the code was renewed (0: never): a screen can
    draw it again though only its hash is stored."""
    renewed = (str(version),) if version else ()
    return tokens.derive_token(secret, "join", dialogue, *renewed)


def new_code(connection: Connection) -> str:
    """A random code that no dialogue has."""
    while True:
        code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
        if connection.execute(select(Dialogue.id).where(Dialogue.code == code)).first() is None:
            return code


def normalize_code(text: str) -> str:
    """The code that somebody typed on any keyboard, without spaces and dashes, in capitals, look-alikes replaced."""
    letters = "".join(sign for sign in latin(text).upper() if sign.isalnum() and sign.isascii())
    return letters.translate(ALIKE)


def _link_hash(batch: UnitOfWork, dialogue: str, version: int | None) -> bytes | None:
    """The hash of the token that was issued at this version."""
    if version is None:
        return None
    batch.flush()  # the link may have been issued in this very transaction
    query = select(JournalRow.command_id).where(
        JournalRow.dialogue == dialogue, JournalRow.version == version
    )
    command = batch.connection.execute(query).scalar_one()
    return tokens.hash_of(tokens.derive_token(batch.secret, dialogue, command))
