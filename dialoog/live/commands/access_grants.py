"""What happens to tokens and to the code beside a journal entry, in its transaction: a lost device is shut out, a
new code takes the place of the old one.

The journal names a link by the version of its entry; which token that is follows from the secret of the
installation and is known here alone.
"""

import secrets

from sqlalchemy import Connection, select, update

from dialoog.accounts import tokens
from dialoog.accounts.tokens import Purpose
from dialoog.live.commands.unit_of_work import UnitOfWork
from dialoog.live.models import Dialogue, JournalRow
from dialoog.rules import events as e
from dialoog.rules.events import Entry

CODE_SIGNS = "234679ACDEFGHJKLMNPQRTUVWXYB"
CODE_LENGTH = 7
ALIKE = str.maketrans({"8": "B", "Z": "2"})
"""Signs that no code has, read as the one they were mistaken for."""
PURPOSES: dict[str, Purpose] = {"facilitator": "facilitator", "scribe": "scribe", "screen": "screen"}


def follow(batch: UnitOfWork, dialogue: str, entry: Entry, asker: bytes | None) -> None:
    """Does to tokens and code what this entry says. `asker` is the hash of the token that asked: it stays where no
    other link is named, so that nobody shuts themselves out."""
    for event in entry.events:
        match event:
            case e.DevicesEnded():
                _end(batch, "seat", dialogue, event.seat, event.but, asker)
            case e.LinksEnded():
                _end(batch, PURPOSES[event.desk], dialogue, None, event.but, asker)
            case e.CodeRenewed():
                _end(batch, "join", dialogue, None, None, None)
                token = join_token(batch.secret, dialogue, entry.version)
                tokens.store(batch.connection, token, "join", dialogue)
                code = free_code(batch.connection)
                changed = update(Dialogue).where(Dialogue.id == dialogue).values(code=code)
                batch.connection.execute(changed)
            case _:
                pass


def _end(
    batch: UnitOfWork,
    purpose: Purpose,
    dialogue: str,
    seat: str | None,
    version: int | None,
    asker: bytes | None,
) -> None:
    """What goes on is the link made at this version; where none is named, whoever asks. Nothing that comes later in
    this transaction is done with a token that was ended in it."""
    link = _link(batch, dialogue, version)
    tokens.revoke(
        batch.connection, purpose, dialogue, seat, except_hash=None if link else asker, except_link=link
    )
    batch.tokens = tokens.valid_hashes(batch.connection, batch.tokens)


def join_token(secret: str, dialogue: str, version: int = 0) -> str:
    """What the QR code of the join link holds. It follows from the version at which the code was renewed (0: never), so
    that a screen can draw it anew though only its hash is kept."""
    renewed = (str(version),) if version else ()
    return tokens.derive_token(secret, "join", dialogue, *renewed)


def free_code(connection: Connection) -> str:
    while True:
        code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
        if connection.execute(select(Dialogue.id).where(Dialogue.code == code)).first() is None:
            return code


def as_code(typed: str) -> str:
    """A code as somebody typed it: spaces, dashes, small letters and look-alikes forgiven."""
    letters = "".join(sign for sign in typed.upper() if sign.isalnum() and sign.isascii())
    return letters.translate(ALIKE)


def _link(batch: UnitOfWork, dialogue: str, version: int | None) -> bytes | None:
    """The hash of the token that was made at this version."""
    if version is None:
        return None
    batch.write_down()  # the link may have been made in this very transaction
    query = select(JournalRow.command_id).where(
        JournalRow.dialogue == dialogue, JournalRow.version == version
    )
    command = batch.connection.execute(query).scalar_one()
    return tokens.hash_of(tokens.derive_token(batch.secret, dialogue, command))
