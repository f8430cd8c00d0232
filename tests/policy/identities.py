"""One identity of each kind that the policy knows, those of desks at the dialogue `OWN`, those of members in the organisation `OWNER`, those of who was
asked for one evening at `EVENING`."""

from dialoog.accounts.policy import AnyIdentity, Assigned, KeyHolder, Kind, Member, Nobody, SignedInPerson
from dialoog.accounts.tokens import Identity

OWN, OTHER = "own-dialogue", "other-dialogue"
EVENING = "own-evening"
OWNER, OTHER_OWNER = "own-organisation", "other-organisation"
IDENTITIES: dict[Kind, AnyIdentity] = {
    "nobody": Nobody(),
    "seat": Identity("seat", OWN, "s1", b"1"),
    "screen": Identity("screen", OWN, None, b"2"),
    "scribe": Identity("scribe", OWN, None, b"3"),
    "facilitator": Identity("facilitator", OWN, None, b"4"),
    "key_holder": KeyHolder(),
    "person": SignedInPerson("p1"),
    "organiser": Member("p1", OWNER, "organiser"),
    "member": Member("p1", OWNER, "reader"),
    "leader": Assigned(EVENING, "facilitator"),
    "minute_taker": Assigned(EVENING, "scribe", "p2"),
}
