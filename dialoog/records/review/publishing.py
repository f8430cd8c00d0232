"""Choosing who reads a record: never before somebody looked at the very document that those people will read.

The page that shows it sends along a seal, which is a signed digest of that document. Where a word went since, or one came, the digest is
another, and one looks again.
"""

import hashlib

import msgspec
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import Connection

from dialoog.records.actions import choose_audience, is_wider, lock_publication
from dialoog.records.document import Document
from dialoog.records.models import Audience
from dialoog.records.queries import read_record

SALT = "record-preview"


class NotPreviewed(Exception):
    """What would be published is not what was looked at."""


def seal_of(document: Document, secret: str) -> str:
    return sign([document.id, document.audience, digest_of(document)], secret)


def digest_of(document: msgspec.Struct) -> str:
    return hashlib.sha256(msgspec.json.encode(document)).hexdigest()


def publish(
    connection: Connection, dialogue: str, person: str, audience: Audience, seal: str, secret: str, now: int
) -> None:
    """A smaller audience needs no look. Raises NotPreviewed, and NotNow where the record is not settled."""
    if is_wider(audience, lock_publication(connection, dialogue).audience):
        document = read_record(connection, dialogue, audience)
        if document is None or opened(seal, secret) != [dialogue, audience, digest_of(document)]:
            raise NotPreviewed
    choose_audience(connection, dialogue, person, audience, now)


def sign(values: list[object], secret: str) -> str:
    return _serializer(secret).dumps(values)


def opened(seal: str, secret: str) -> object:
    """None for what is no seal of ours."""
    try:
        return _serializer(secret).loads(seal)
    except BadSignature:
        return None


def _serializer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=SALT)
