"""Tokens of 128 bit: making them, finding what they open, ending them. Stored as hashes only."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Collection
from typing import Literal

import msgspec
from sqlalchemy import (
    Connection,
    Integer,
    Select,
    and_,
    bindparam,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from dialoog.accounts.models import Token

Purpose = Literal["join", "seat", "facilitator", "scribe", "screen", "setup"]
DESKS: tuple[Purpose, ...] = ("seat", "facilitator", "scribe", "screen")
DAY_MS = 24 * 3600 * 1000
SEAT_DAYS = 30
"""A phone knows its seat for as long as its cookie lasts, and so does the house."""
LINK_DAYS = 400
"""A link is made weeks before its evening, and opens the record for a year."""
OPENINGS = 20
"""Browsers with a token of their own by one link; whoever comes after shares that of the link."""


class Identity(msgspec.Struct, frozen=True):
    """What a token opens: a desk of one dialogue and, for a phone, its seat."""

    desk: Purpose
    dialogue: str
    seat: str | None
    hash: bytes


def new_token() -> str:
    return secrets.token_urlsafe(16)


def token_for(secret: str, *what: str) -> str:
    """A token that the same command always gives, so that asked twice it answers the same (R3)."""
    made = hmac.new(secret.encode(), "\0".join(("token", *what)).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made[:16]).decode().rstrip("=")


def hash_of(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def keep(
    connection: Connection, token: str, purpose: Purpose, dialogue: str | None = None, seat: str | None = None
) -> None:
    connection.execute(
        insert(Token).values(
            hash=hash_of(token),
            purpose=purpose,
            dialogue=dialogue,
            seat=seat,
            made=time.time_ns() // 1_000_000,
        )
    )


def make(
    connection: Connection, purpose: Purpose, dialogue: str | None = None, seat: str | None = None
) -> str:
    token = new_token()
    keep(connection, token, purpose, dialogue, seat)
    return token


def find(connection: Connection, token: str) -> Identity | None:
    """What this token opens now; None where it is unknown, ended, or opens no dialogue."""
    return find_hash(connection, hash_of(token)) if 16 <= len(token) <= 64 else None


_opens = and_(
    Token.revoked.is_(None),
    Token.dialogue.is_not(None),
    or_(
        and_(Token.purpose == "seat", Token.made > bindparam("seats_since")),
        and_(Token.purpose != "seat", Token.made > bindparam("links_since")),
    ),
)
"""Of a dialogue, ended by nobody, and its time is not over."""
OPENS: Select[int] = select(literal_column("1", Integer)).where(_opens)
"""Within a question about one token: whether it opens a dialogue at `since()`."""
_find = select(Token.purpose, Token.dialogue, Token.seat).where(Token.hash == bindparam("sought"), _opens)
_alive = select(Token.hash).where(Token.hash.in_(bindparam("hashes", expanding=True)), _opens)


def find_hash(connection: Connection, token_hash: bytes) -> Identity | None:
    row = connection.execute(_find, {"sought": token_hash, **since()}).one_or_none()
    return Identity(row.purpose, row.dialogue, row.seat, token_hash) if row else None


def alive(connection: Connection, hashes: Collection[bytes]) -> set[bytes]:
    """Those of them that open a dialogue now."""
    if not hashes:
        return set()
    return set(connection.execute(_alive, {"hashes": list(hashes), **since()}).scalars())


def since() -> dict[str, int]:
    """The moments after which a token must have been made to be worth something now."""
    now = time.time_ns() // 1_000_000
    return {"seats_since": now - SEAT_DAYS * DAY_MS, "links_since": now - LINK_DAYS * DAY_MS}


def opens_setup(connection: Connection, token: str) -> bool:
    query = select(Token.hash).where(
        Token.hash == hash_of(token), Token.purpose == "setup", Token.revoked.is_(None)
    )
    return connection.execute(query).first() is not None


def has_setup_key(connection: Connection) -> bool:
    query = select(Token.hash).where(Token.purpose == "setup", Token.revoked.is_(None))
    return connection.execute(query).first() is not None


def opened(connection: Connection, link: str, held: bytes | None) -> str | None:
    """What a browser keeps that opens this link: a token of its own, so that it can be ended without the others, for as
    long as the link lasts. None where `held` is one of this link already, or where the link opens nothing."""
    by_link = hash_of(link)
    query = select(Token.hash).where(Token.link == by_link, Token.revoked.is_(None))
    others = set(connection.execute(query).scalars())
    if held in others:
        return None
    if len(others) >= OPENINGS:
        return link
    lets = select(Token.purpose, Token.dialogue, Token.seat, Token.made).where(Token.hash == by_link, _opens)
    row = connection.execute(lets, since()).one_or_none()
    if row is None:
        return None
    token = new_token()
    connection.execute(insert(Token).values(hash=hash_of(token), link=by_link, **row._asdict()))
    return token


def end(
    connection: Connection,
    purpose: Purpose,
    dialogue: str,
    seat: str | None = None,
    *,
    but: bytes | None = None,
    but_link: bytes | None = None,
) -> None:
    """Ends every token of this purpose in the dialogue, of a seat only its own. What goes on: the one with the hash
    `but`, and the link with the hash `but_link` with whoever opened it."""
    ended = update(Token).where(Token.purpose == purpose, Token.dialogue == dialogue, Token.revoked.is_(None))
    if seat is not None:
        ended = ended.where(Token.seat == seat)
    if but is not None:
        ended = ended.where(Token.hash != but)
    if but_link is not None:
        ended = ended.where(Token.hash != but_link, Token.link.is_distinct_from(but_link))
    connection.execute(ended.values(revoked=time.time_ns() // 1_000_000))


def ended(connection: Connection, dialogue: str) -> frozenset[bytes]:
    """The hashes of all tokens of this dialogue that were ended."""
    query = select(Token.hash).where(Token.dialogue == dialogue, Token.revoked.is_not(None))
    return frozenset(connection.execute(query).scalars())


def was_ended(connection: Connection, token_hash: bytes) -> bool:
    """Whether this token opened something once, and does no longer."""
    query = select(Token.hash).where(Token.hash == token_hash, Token.revoked.is_not(None))
    return connection.execute(query).first() is not None


def revoke_all(connection: Connection, purpose: Purpose) -> None:
    """Ends every token of this purpose in the whole house."""
    ended = update(Token).where(Token.purpose == purpose, Token.revoked.is_(None))
    connection.execute(ended.values(revoked=time.time_ns() // 1_000_000))
