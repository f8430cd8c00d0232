"""Tokens of 128 bits: creating, finding and revoking them. Only their SHA-256 is stored."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Collection
from typing import Literal

import msgspec
from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    and_,
    bindparam,
    insert,
    select,
    update,
)

from dialoog.accounts.models import Token
from dialoog.db.erasure_list import INSTALLATION, Erased, note
from dialoog.db.writer_session import query
from dialoog.jobs.clock import DAY_MS

Purpose = Literal["join", "seat", "facilitator", "scribe", "screen", "setup", "card"]
DESKS: tuple[Purpose, ...] = ("seat", "facilitator", "scribe", "screen")
LINK_DAYS = 400
"""A link is created weeks before its evening, and opens the record for a year. So does a seat: it opens its person's own words."""
OPENINGS = 20
"""How many browsers get a token of their own from one link; later ones share the token of the link."""


class Identity(msgspec.Struct, frozen=True):
    """A desk of one dialogue, as its token says, and for a phone the seat."""

    desk: Purpose
    dialogue: str
    seat: str | None
    hash: bytes
    linked: bool = False
    """Whether a desk linked this device to the seat."""
    guest: bool = False

    @property
    def place(self) -> str:
        """What a page shows and asks as: this dialogue, and there a seat or a desk. A page has it as `data-place`; it is no secret."""
        return f"{self.dialogue}.{self.seat or self.desk}"


def new_token() -> str:
    return secrets.token_urlsafe(16)


def derive_for_mail(secret: str, *context: str) -> str:
    """The same token for the same context, so that every mail about one thing has the same link; in signs that every mail program leaves
    as they are."""
    return hmac.new(secret.encode(), "\0".join(context).encode(), hashlib.sha256).hexdigest()[:32]


def derive_token(secret: str, *context: str) -> str:
    """The same token for the same context, so that a repeated command has the same answer (R3)."""
    digest = hmac.new(secret.encode(), "\0".join(("token", *context)).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def store(
    connection: Connection,
    token: str,
    purpose: Purpose,
    dialogue: str | None = None,
    seat: str | None = None,
    linked_by: str | None = None,
    *,
    guest: bool = False,
    opened_by: str | None = None,
) -> None:
    connection.execute(
        insert(Token).values(
            hash=hash_of(token),
            purpose=purpose,
            dialogue=dialogue,
            seat=seat,
            linked_by=linked_by,
            guest=guest or None,
            opened_by=opened_by,
            made=time.time_ns() // 1_000_000,
        )
    )


def create(
    connection: Connection,
    purpose: Purpose,
    dialogue: str | None = None,
    seat: str | None = None,
    *,
    guest: bool = False,
    opened_by: str | None = None,
) -> str:
    """Stores a new token and returns it."""
    token = new_token()
    store(connection, token, purpose, dialogue, seat, guest=guest, opened_by=opened_by)
    return token


def find(connection: Connection, token: str) -> Identity | None:
    """The identity of this token; None where it is unknown, expired, revoked, or belongs to no dialogue."""
    return find_hash(connection, hash_of(token)) if 16 <= len(token) <= 64 else None


_is_valid = and_(
    Token.revoked.is_(None),
    Token.dialogue.is_not(None),
    Token.made > bindparam("since"),
)
"""Belongs to a dialogue, is not revoked and not expired, with the parameter of `valid_since()`."""
_find = select(Token.purpose, Token.dialogue, Token.seat, Token.linked_by, Token.guest).where(
    Token.hash == bindparam("sought"), _is_valid
)
_valid_hashes = select(Token.hash).where(Token.hash.in_(bindparam("hashes", expanding=True)), _is_valid)


def find_hash(connection: Connection, token_hash: bytes) -> Identity | None:
    for purpose, dialogue, seat, desk, guest in query(
        connection, _find, {"sought": token_hash, **valid_since()}
    ):
        return Identity(purpose, dialogue, seat, token_hash, linked=desk is not None, guest=bool(guest))
    return None


def valid_hashes(connection: Connection, hashes: Collection[bytes]) -> set[bytes]:
    """Those of the hashes whose token is valid now."""
    if not hashes:
        return set()
    rows = query(connection, _valid_hashes, {"hashes": list(hashes), **valid_since()})
    return {token_hash for (token_hash,) in rows}


def valid_since() -> dict[str, int]:
    """After which moment (ms since 1970) a token must be created to be valid now."""
    return {"since": time.time_ns() // 1_000_000 - LINK_DAYS * DAY_MS}


def is_setup_key(connection: Connection, token: str) -> bool:
    query = select(Token.hash).where(
        Token.hash == hash_of(token), Token.purpose == "setup", Token.revoked.is_(None)
    )
    return connection.execute(query).first() is not None


def is_dialogue_token(connection: Connection, token: str) -> bool:
    """Whether this token was made for a dialogue, also where it is revoked or expired."""
    query = select(Token.hash).where(Token.hash == hash_of(token), Token.purpose != "setup")
    return connection.execute(query).first() is not None


def has_setup_key(connection: Connection) -> bool:
    """Whether this installation has a set-up key that is not revoked."""
    query = select(Token.hash).where(Token.purpose == "setup", Token.revoked.is_(None))
    return connection.execute(query).first() is not None


def create_for_browser(connection: Connection, link: str, current: bytes | None) -> str | None:
    """A token for a browser that opens this link, so that it can be revoked without the others; it expires with the link.
    The link itself where `OPENINGS` browsers have one. None where `current`, the hash of the browser's own token, is one
    of this link already, or where the link is not valid."""
    by_link = hash_of(link)
    query = select(Token.hash).where(Token.link == by_link, Token.revoked.is_(None))
    hashes = set(connection.execute(query).scalars())
    if current in hashes:
        return None
    if len(hashes) >= OPENINGS:
        return link
    valid_link = select(Token.purpose, Token.dialogue, Token.seat, Token.linked_by, Token.made).where(
        Token.hash == by_link, _is_valid
    )
    row = connection.execute(valid_link, valid_since()).one_or_none()
    if row is None:
        return None
    token = new_token()
    connection.execute(insert(Token).values(hash=hash_of(token), link=by_link, **row._asdict()))
    return token


def opened_seats(connection: Connection, dialogue: str) -> set[str]:
    """The seats of which a browser opened a link, and that browser's token was not revoked."""
    query = select(Token.seat).where(
        Token.dialogue == dialogue, Token.seat.is_not(None), Token.link.is_not(None), Token.revoked.is_(None)
    )
    return {seat for seat in connection.execute(query).scalars() if seat is not None}


def revoke(
    connection: Connection,
    purpose: Purpose,
    dialogue: str,
    seat: str | None = None,
    *,
    except_hash: bytes | None = None,
    except_link: bytes | None = None,
) -> list[Erased]:
    """Revokes every token of this purpose in the dialogue, of a seat only its own. Stays valid: the token with the hash
    `except_hash`, and the link with the hash `except_link` with the tokens of browsers that opened it. Returns the lines for the list of erasures."""
    conditions = [Token.purpose == purpose, Token.dialogue == dialogue]
    if seat is not None:
        conditions.append(Token.seat == seat)
    if except_hash is not None:
        conditions.append(Token.hash != except_hash)
    if except_link is not None:
        conditions += [Token.hash != except_link, Token.link.is_distinct_from(except_link)]
    return _revoke(connection, *conditions)


def revoke_opened_by(connection: Connection, opener: str, dialogues: ScalarSelect[str]) -> None:
    """Revokes the desks of these dialogues that this person, or who came by this link, opened."""
    _revoke(connection, Token.opened_by == opener, Token.dialogue.in_(dialogues))


def become_guests(connection: Connection, dialogues: Collection[str], openers: ScalarSelect[str]) -> None:
    """The desks of these dialogues that these people opened end with the evening: it is another organisation's by now."""
    desks = update(Token).where(Token.dialogue.in_(dialogues), Token.opened_by.in_(openers))
    connection.execute(desks.values(guest=True))


def become_own(connection: Connection, dialogue: str, seat: str) -> None:
    """What is valid of this seat is its own device from now on, whoever linked it: there is no other."""
    of_seat = update(Token).where(Token.dialogue == dialogue, Token.seat == seat, Token.revoked.is_(None))
    connection.execute(of_seat.values(linked_by=None))


def revoked_hashes(connection: Connection, dialogue: str) -> frozenset[bytes]:
    """The hashes of all revoked tokens of this dialogue."""
    query = select(Token.hash).where(Token.dialogue == dialogue, Token.revoked.is_not(None))
    return frozenset(connection.execute(query).scalars())


def is_revoked(connection: Connection, token_hash: bytes) -> bool:
    query = select(Token.hash).where(Token.hash == token_hash, Token.revoked.is_not(None))
    return connection.execute(query).first() is not None


def revoke_all(connection: Connection, purpose: Purpose) -> None:
    """Revokes every token of this purpose in the installation."""
    _revoke(connection, Token.purpose == purpose)


def revoke_again(connection: Connection, hashes: Collection[bytes]) -> None:
    """These, where a restored backup has them as valid."""
    of_hashes = update(Token).where(Token.hash.in_(hashes), Token.revoked.is_(None))
    connection.execute(of_hashes.values(revoked=time.time_ns() // 1_000_000))


def _revoke(connection: Connection, *conditions: ColumnElement[bool]) -> list[Erased]:
    """Revokes those that are valid, and puts them on the list of erasures, so that no older backup opens them again."""
    now, valid = time.time_ns() // 1_000_000, (*conditions, Token.revoked.is_(None))
    rows = connection.execute(select(Token.hash, Token.dialogue).where(*valid)).all()
    connection.execute(update(Token).where(*valid).values(revoked=now))
    ended = [Erased(now, "token", row.dialogue or INSTALLATION, row.hash.hex()) for row in rows]
    note(connection, *ended)
    return ended
