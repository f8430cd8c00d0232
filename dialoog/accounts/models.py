"""The tables of who is who: tokens of desks, organisations, people, memberships, sessions, links for one use, second steps.

Of tokens and links they hold hashes, never themselves.
"""

from sqlalchemy import BigInteger, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from dialoog.db.engine import Base


class Token(Base):
    """`purpose` is join, seat, facilitator, scribe, screen or setup. `made` and `revoked` are ms since 1970. `link` is the hash
    of the link that created this token for a browser; None for a link itself."""

    __tablename__ = "tokens"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(16))
    dialogue: Mapped[str | None] = mapped_column(
        ForeignKey("dialogues.id", ondelete="CASCADE"), index=True, default=None
    )
    seat: Mapped[str | None] = mapped_column(String(64), default=None)
    made: Mapped[int] = mapped_column(BigInteger)
    revoked: Mapped[int | None] = mapped_column(BigInteger, default=None)
    linked_by: Mapped[str | None] = mapped_column(String(16), default=None)
    """The desk that linked this device to a seat; also of a device that such a device linked on."""
    link: Mapped[bytes | None] = mapped_column(LargeBinary(32), default=None)
    guest: Mapped[bool | None] = mapped_column(default=None)
    """Whether it was given to an account of another organisation: it ends with the day on which the dialogue is closed."""
    opened_by: Mapped[str | None] = mapped_column(String(24), index=True, default=None)
    """Of a desk that was opened from the page of an evening or from home: the id of who did so, or of the link they came by; it ends
    with their right."""


class Organisation(Base):
    """A residents' collective, a municipality, a care organisation or a professional, on whose behalf people prepare evenings.

    `kind` is collective, municipality, care or professional; `created` is ms since 1970."""

    __tablename__ = "organisations"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    created: Mapped[int] = mapped_column(BigInteger)


class Person(Base):
    """Somebody with an account. Participants have none, and who leads an evening needs none."""

    __tablename__ = "people"

    id: Mapped[str] = mapped_column(String(24), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    login: Mapped[str] = mapped_column(Text, unique=True)
    """What they sign in with, folded: the mail address, or the name where there is none."""
    email: Mapped[str | None] = mapped_column(Text, default=None)
    password: Mapped[str | None] = mapped_column(Text, default=None)
    """The argon2id hash; None for who signs in by link alone."""
    created: Mapped[int] = mapped_column(BigInteger)


class Membership(Base):
    """What somebody is within an organisation; `role` is organiser, facilitator, scribe or reader."""

    __tablename__ = "memberships"

    person: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    organisation: Mapped[str] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(String(16))
    created: Mapped[int] = mapped_column(BigInteger)


class Session(Base):
    """A browser in which somebody is signed in. `created` and `seen` are ms since 1970; a session that ended has no row."""

    __tablename__ = "sessions"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    """What names it in the list of sessions; it opens nothing."""
    person: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    organisation: Mapped[str | None] = mapped_column(
        ForeignKey("organisations.id", ondelete="SET NULL"), default=None
    )
    """The one that its pages are about, of those that the person belongs to."""
    device: Mapped[str] = mapped_column(Text)
    """Browser and system, as people name them."""
    created: Mapped[int] = mapped_column(BigInteger)
    seen: Mapped[int] = mapped_column(BigInteger)


class AccountLink(Base):
    """A link that is good for one thing, once: to set the installation up, to accept an invitation, to sign in, to take an address.

    Only its hash is stored. A link that was used or withdrawn has no row."""

    __tablename__ = "account_links"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(24), unique=True)
    purpose: Mapped[str] = mapped_column(String(16))
    """setup, invitation, sign_in, address, ownership or evening. A link to lead an evening, or to take its minutes, works as often as it is opened."""
    person: Mapped[str | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), default=None)
    organisation: Mapped[str | None] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True, default=None
    )
    gathering: Mapped[str | None] = mapped_column(String(24), index=True, default=None)
    role: Mapped[str | None] = mapped_column(String(16), default=None)
    name: Mapped[str] = mapped_column(Text, default="")
    """Of an invitation: whom it is for, as who invites calls them."""
    email: Mapped[str | None] = mapped_column(Text, default=None)
    made_by: Mapped[str | None] = mapped_column(String(24), default=None)
    """Which organiser made a link that lets somebody in; it ends when they are one no longer."""
    created: Mapped[int] = mapped_column(BigInteger)
    expires: Mapped[int] = mapped_column(BigInteger)


class Assignment(Base):
    """Somebody with an account leads an evening, or takes its minutes: of the own organisation, or as a guest of another's.

    `role` is facilitator or scribe. Gatherings lie above accounts, so `gathering` is no foreign key here."""

    __tablename__ = "assignments"

    gathering: Mapped[str] = mapped_column(String(24), primary_key=True)
    person: Mapped[str] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(String(16))
    created: Mapped[int] = mapped_column(BigInteger)


class SecondStep(Base):
    """The app of somebody who signs in with a code beside the password. `since` and `switched_off` are ms since 1970."""

    __tablename__ = "second_steps"

    person: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    secret: Mapped[str | None] = mapped_column(Text, default=None)
    """In base32, as the app has it; None once it was switched off."""
    since: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """None until a first code confirmed that the app has the secret."""
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The half minute of the newest code that was used: it and older ones are good no more."""
    wrong: Mapped[int] = mapped_column(Integer, default=0)
    wrong_since: Mapped[int] = mapped_column(BigInteger, default=0)
    """How many wrong codes there were since that moment."""
    switched_off: Mapped[int | None] = mapped_column(BigInteger, default=None)
    """When somebody else switched it off, for its owner to see."""


class RecoveryCode(Base):
    """A code for who lost the app, good once: a code that was used has no row. Only its hash is stored."""

    __tablename__ = "recovery_codes"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)


class PendingSignIn(Base):
    """A browser in which somebody gave the password or used a link, and whose second step is awaited. It opens nothing."""

    __tablename__ = "pending_sign_ins"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    person: Mapped[str] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    by_link: Mapped[bool]
    path: Mapped[str] = mapped_column(Text)
    """The page that was asked for."""
    created: Mapped[int] = mapped_column(BigInteger)


class PasswordGrant(Base):
    """A session that was begun by a link: until `expires` (ms since 1970) its person chooses a password without the former one."""

    __tablename__ = "password_grants"

    session: Mapped[str] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    expires: Mapped[int] = mapped_column(BigInteger)
