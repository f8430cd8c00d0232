"""Who may do what outside the room: one table of grants, and the two questions that the rest of the program asks it.

`allowed` decides about one resource, `scope` about the rows of a table. A new action, and a new kind of identity, is
a row of `GRANTS`; what no row grants is denied. Nothing here reads a request or a database. What a desk may do in the
room is decided in `rules.decide`, and not repeated here.
"""

from collections.abc import Iterable
from enum import Enum
from typing import Literal, assert_never, get_args

import msgspec

from dialoog.accounts.scope import Scope as Scope
from dialoog.accounts.tokens import Identity

Kind = Literal[
    "nobody",
    "seat",
    "screen",
    "scribe",
    "facilitator",
    "key_holder",
    "person",
    "organiser",
    "member",
    "leader",
    "minute_taker",
]
"""`nobody` is who holds nothing, `key_holder` who holds the set-up key of the installation. A `person` is signed in; an `organiser` is
that for one organisation, and a `member` is facilitator, scribe or reader there. A `leader` and a `minute_taker` are asked for one
evening, with an account or by its link alone. The others are desks."""

Role = Literal["organiser", "facilitator", "scribe", "reader"]
"""What somebody is within an organisation."""
ROLES: tuple[Role, ...] = get_args(Role)

Action = Literal[
    "site.read",
    "language.choose",
    "device.forget",
    "key.enter",
    "code.enter",
    "seat.take",
    "link.open",
    "plan.write",
    "session.begin",
    "session.end",
    "account.change",
    "home.open",
    "people.manage",
    "mail.manage",
    "own_words.open",
    "card.print",
    "phone.open",
    "screen.open",
    "scribe.open",
    "console.open",
    "console.take",
    "live.connect",
    "live.command",
    "live.read",
    "paper.print",
    "gathering.list",
    "gathering.read",
    "gathering.edit",
    "gathering.lead",
    "gathering.minute",
    "gathering.own",
    "record.list",
    "record.read",
    "record.edit",
    "record.ask",
    "contact.read",
    "agreement.answer",
    "question.follow",
    "dialogue.create",
    "dialogue.delete",
    "retention.list",
    "person.read",
    "person.erase",
]
"""What a route does, as `noun.verb`; every route names one (`access.allow`)."""


class Reach(Enum):
    """Which resources a grant is about: none, those of the identity's own dialogue, gathering or organisation, of that organisation what is
    published, or all of the installation."""

    NOTHING = "nothing"
    OWN_DIALOGUE = "own dialogue"
    OWN_GATHERING = "own gathering"
    OWN_ORGANISATION = "own organisation"
    OWN_PUBLISHED = "published by the own organisation"
    INSTALLATION = "installation"


class Grant(msgspec.Struct, frozen=True):
    """A row of the policy: each of these kinds may do each of these actions with what it reaches."""

    kinds: tuple[Kind, ...]
    actions: tuple[Action, ...]
    reach: Reach


KINDS: tuple[Kind, ...] = get_args(Kind)
DESKS: tuple[Kind, ...] = ("seat", "screen", "scribe", "facilitator")
LEADERS: tuple[Kind, ...] = ("scribe", "facilitator")

GRANTS = (
    Grant(KINDS, ("site.read", "language.choose", "device.forget"), Reach.INSTALLATION),
    Grant(KINDS, ("key.enter", "code.enter", "seat.take", "link.open"), Reach.INSTALLATION),
    Grant(KINDS, ("own_words.open",), Reach.INSTALLATION),  # its page asks for the phone or a card
    Grant(KINDS, ("plan.write",), Reach.INSTALLATION),  # its form asks for the key
    Grant(KINDS, ("session.begin",), Reach.INSTALLATION),  # by password, or by a link for one use
    Grant(KINDS, ("record.ask",), Reach.INSTALLATION),  # its page asks whether one may read that record
    Grant(("person",), ("session.end", "account.change", "home.open"), Reach.INSTALLATION),  # about oneself
    Grant(("seat",), ("phone.open",), Reach.OWN_DIALOGUE),
    Grant(("screen",), ("screen.open",), Reach.OWN_DIALOGUE),
    Grant(("scribe",), ("scribe.open",), Reach.OWN_DIALOGUE),
    Grant(("facilitator",), ("console.open", "card.print"), Reach.OWN_DIALOGUE),
    Grant(DESKS, ("live.connect", "live.command", "live.read"), Reach.OWN_DIALOGUE),
    Grant(LEADERS, ("paper.print",), Reach.OWN_DIALOGUE),
    Grant(LEADERS, ("record.list", "record.read"), Reach.OWN_DIALOGUE),  # V4
    Grant(("seat",), ("record.read",), Reach.OWN_DIALOGUE),  # its page asks whether it sat at the table
    Grant(("organiser",), ("record.list", "record.read", "dialogue.create"), Reach.OWN_ORGANISATION),
    Grant(("member",), ("record.list", "record.read"), Reach.OWN_PUBLISHED),
    Grant(("organiser",), ("record.edit", "people.manage", "mail.manage"), Reach.OWN_ORGANISATION),
    Grant(("organiser",), ("console.take", "gathering.list", "gathering.read"), Reach.OWN_ORGANISATION),
    Grant(("organiser",), ("gathering.edit", "gathering.lead", "gathering.own"), Reach.OWN_ORGANISATION),
    Grant(("leader",), ("gathering.read", "gathering.lead"), Reach.OWN_GATHERING),
    Grant(("minute_taker",), ("gathering.read", "gathering.minute"), Reach.OWN_GATHERING),
    Grant(("key_holder",), ("record.list", "record.read", "dialogue.create"), Reach.INSTALLATION),
    Grant(("organiser",), ("contact.read", "agreement.answer", "dialogue.delete"), Reach.OWN_ORGANISATION),
    Grant(("organiser",), ("question.follow",), Reach.OWN_ORGANISATION),
    Grant(("key_holder",), ("contact.read", "dialogue.delete"), Reach.INSTALLATION),
    Grant(("organiser",), ("retention.list", "person.read", "person.erase"), Reach.OWN_ORGANISATION),
)


SYSTEM_PARTIES = ("municipality", "care")
"""Kinds of organisations that neither edit a harvest nor close a resident's agreement."""


class KeyHolder(msgspec.Struct, frozen=True):
    """Who holds the set-up key of the installation."""


class Nobody(msgspec.Struct, frozen=True):
    """Who holds nothing."""


class SignedInPerson(msgspec.Struct, frozen=True):
    """Who is signed in, whatever they belong to."""

    person: str


class Member(msgspec.Struct, frozen=True):
    """Who is signed in, as what they are within one organisation."""

    person: str
    organisation: str
    role: Role


class Assigned(msgspec.Struct, frozen=True):
    """Who leads one evening, or takes its minutes; `person` is None for who came by the link alone."""

    gathering: str
    role: Literal["facilitator", "scribe"]
    person: str | None = None


AnyIdentity = Identity | KeyHolder | SignedInPerson | Member | Assigned | Nobody
"""`Identity` is a desk of one dialogue."""


class Resource(msgspec.Struct, frozen=True, kw_only=True):
    """What an action is about, as far as the policy looks at it: the ids of the dialogue, the gathering and the organisation that it belongs to."""

    dialogue: str | None = None
    gathering: str | None = None
    organisation: str | None = None
    published: bool = False
    """Of a record: whether the members of its organisation may read it."""


def allowed(identity: AnyIdentity, action: Action, resource: Resource | None) -> bool:
    """Whether this identity may do this with the resource; without one, whether it may do it with anything at all."""
    match reach_of(identity, action):
        case Reach.NOTHING:
            return False
        case Reach.OWN_DIALOGUE:
            own = _dialogue_of(identity)
            return own is not None and (resource is None or resource.dialogue == own)
        case Reach.OWN_GATHERING:
            own = _gathering_of(identity)
            return own is not None and (resource is None or resource.gathering == own)
        case Reach.OWN_ORGANISATION:
            own = _organisation_of(identity)
            return own is not None and (resource is None or resource.organisation == own)
        case Reach.OWN_PUBLISHED:
            own = _organisation_of(identity)
            return own is not None and (
                resource is None or (resource.published and resource.organisation == own)
            )
        case Reach.INSTALLATION:
            return True
        case unknown:
            assert_never(unknown)


def may_close_agreement(kind: str | None, *, is_of_resident: bool) -> bool:
    """Whether who works for an organisation of this kind may write down that an agreement is done or was let go, or that a reply was an
    answer. What is a resident's is closed by the residents themselves."""
    return not (is_of_resident and kind in SYSTEM_PARTIES)


def scope(identity: AnyIdentity, action: Action) -> Scope:
    """What this identity may see by this action, for the package that owns the table to narrow its query with."""
    match reach_of(identity, action):
        case Reach.NOTHING:
            return Scope()
        case Reach.OWN_DIALOGUE:
            return Scope(dialogues=_set_of(_dialogue_of(identity)))
        case Reach.OWN_GATHERING:
            return Scope(gatherings=_set_of(_gathering_of(identity)))
        case Reach.OWN_ORGANISATION:
            return Scope(organisations=_set_of(_organisation_of(identity)))
        case Reach.OWN_PUBLISHED:
            return Scope(publishers=_set_of(_organisation_of(identity)))
        case Reach.INSTALLATION:
            return Scope(everything=True)
        case unknown:
            assert_never(unknown)


def reach_of(identity: AnyIdentity, action: Action) -> Reach:
    return _REACH.get((kind_of(identity), action), Reach.NOTHING)


def is_for_accounts(action: Action) -> bool:
    """Whether signing in is a way to be allowed this."""
    return any(
        (kind, action) in _REACH for kind in ("person", "organiser", "member", "leader", "minute_taker")
    )


def kind_of(identity: AnyIdentity) -> Kind:
    match identity:
        case KeyHolder():
            return "key_holder"
        case SignedInPerson():
            return "person"
        case Member(role="organiser"):
            return "organiser"
        case Member():
            return "member"
        case Assigned():
            return "leader" if identity.role == "facilitator" else "minute_taker"
        case Nobody():
            return "nobody"
        case Identity():
            return next(
                (kind for kind in DESKS if kind == identity.desk), "nobody"
            )  # a link to join is no desk
        case unknown:
            assert_never(unknown)


def _dialogue_of(identity: AnyIdentity) -> str | None:
    return identity.dialogue if isinstance(identity, Identity) else None


def _gathering_of(identity: AnyIdentity) -> str | None:
    return identity.gathering if isinstance(identity, Assigned) else None


def _organisation_of(identity: AnyIdentity) -> str | None:
    return identity.organisation if isinstance(identity, Member) else None


def _set_of(one: str | None) -> frozenset[str]:
    return frozenset() if one is None else frozenset({one})


def _table(grants: Iterable[Grant]) -> dict[tuple[Kind, Action], Reach]:
    """The grants by cell. Raises ValueError where two rows speak about one cell."""
    table: dict[tuple[Kind, Action], Reach] = {}
    for grant in grants:
        for cell in ((kind, action) for kind in grant.kinds for action in grant.actions):
            if cell in table:
                raise ValueError(f"two grants for {cell}")
            table[cell] = grant.reach
    return table


_REACH = _table(GRANTS)
