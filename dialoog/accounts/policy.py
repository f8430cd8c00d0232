"""Who may do what outside the room: one table of grants, and the two questions that the rest of the program asks it.

`allowed` decides about one resource, `scope` about the rows of a table. A new action, and a new kind of identity, is
a row of `GRANTS`; what no row grants is denied. Nothing here reads a request or a database. What a desk may do in the
room is decided in `rules.decide`, and not repeated here.
"""

from collections.abc import Iterable
from enum import Enum
from typing import Any, Literal, TypeVar, assert_never, get_args

import msgspec
from sqlalchemy import Select, SQLColumnExpression

from dialoog.accounts.tokens import Identity

Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])

Kind = Literal["nobody", "seat", "screen", "scribe", "facilitator", "organiser"]
"""`nobody` is who holds nothing; `organiser` who holds the set-up key of the installation; the others are desks."""

Action = Literal[
    "site.read",
    "language.choose",
    "device.forget",
    "key.enter",
    "code.enter",
    "seat.take",
    "link.open",
    "plan.write",
    "phone.open",
    "screen.open",
    "scribe.open",
    "console.open",
    "live.connect",
    "live.command",
    "live.read",
    "paper.print",
    "record.list",
    "record.read",
    "dialogue.create",
]
"""What a route does, as `noun.verb`; every route names one (`access.allow`)."""


class Reach(Enum):
    """Which resources a grant is about: none, those of the identity's own dialogue, or all of the installation."""

    NOTHING = "nothing"
    OWN_DIALOGUE = "own dialogue"
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
    Grant(KINDS, ("plan.write",), Reach.INSTALLATION),  # its form asks for the key
    Grant(("seat",), ("phone.open",), Reach.OWN_DIALOGUE),
    Grant(("screen",), ("screen.open",), Reach.OWN_DIALOGUE),
    Grant(("scribe",), ("scribe.open",), Reach.OWN_DIALOGUE),
    Grant(("facilitator",), ("console.open",), Reach.OWN_DIALOGUE),
    Grant(DESKS, ("live.connect", "live.command", "live.read"), Reach.OWN_DIALOGUE),
    Grant(LEADERS, ("paper.print",), Reach.OWN_DIALOGUE),
    Grant(LEADERS, ("record.list", "record.read"), Reach.OWN_DIALOGUE),  # V4
    Grant(("seat",), ("record.read",), Reach.OWN_DIALOGUE),  # its page asks whether it sat at the table
    Grant(("organiser",), ("record.list", "record.read"), Reach.INSTALLATION),
    Grant(("organiser",), ("dialogue.create",), Reach.INSTALLATION),
)


class Organiser(msgspec.Struct, frozen=True):
    """Who holds the set-up key of the installation; until there are accounts it stands for every organiser."""


class Nobody(msgspec.Struct, frozen=True):
    """Who holds nothing."""


AnyIdentity = Identity | Organiser | Nobody
"""`Identity` is a desk of one dialogue."""


class Resource(msgspec.Struct, frozen=True):
    """What an action is about, as far as the policy looks at it: the id of the dialogue that it belongs to."""

    dialogue: str


class Scope(msgspec.Struct, frozen=True):
    """The rows of a table that somebody may see: those of these dialogues, or all."""

    dialogues: frozenset[str] = frozenset()
    everything: bool = False

    def __or__(self, other: "Scope") -> "Scope":
        return Scope(self.dialogues | other.dialogues, self.everything or other.everything)

    def narrow(self, query: Query, *, dialogue: SQLColumnExpression[str]) -> Query:
        """The query with these rows only; `dialogue` is its column with the id of the dialogue that a row belongs to."""
        return query if self.everything else query.where(dialogue.in_(sorted(self.dialogues)))


def allowed(identity: AnyIdentity, action: Action, resource: Resource | None) -> bool:
    """Whether this identity may do this with the resource; without one, whether it may do it with anything at all."""
    match reach_of(identity, action):
        case Reach.NOTHING:
            return False
        case Reach.OWN_DIALOGUE:
            dialogue = _dialogue_of(identity)
            return dialogue is not None and (resource is None or resource.dialogue == dialogue)
        case Reach.INSTALLATION:
            return True
        case unknown:
            assert_never(unknown)


def scope(identity: AnyIdentity, action: Action) -> Scope:
    """What this identity may see by this action, for the package that owns the table to narrow its query with."""
    match reach_of(identity, action):
        case Reach.NOTHING:
            return Scope()
        case Reach.OWN_DIALOGUE:
            dialogue = _dialogue_of(identity)
            return Scope(frozenset() if dialogue is None else frozenset({dialogue}))
        case Reach.INSTALLATION:
            return Scope(everything=True)
        case unknown:
            assert_never(unknown)


def reach_of(identity: AnyIdentity, action: Action) -> Reach:
    return _REACH.get((kind_of(identity), action), Reach.NOTHING)


def kind_of(identity: AnyIdentity) -> Kind:
    match identity:
        case Organiser():
            return "organiser"
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
