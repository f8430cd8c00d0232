"""One identity of each kind that the policy knows, those of desks at the dialogue `OWN`."""

from dialoog.accounts.policy import AnyIdentity, Kind, Nobody, Organiser
from dialoog.accounts.tokens import Identity

OWN, OTHER = "own-dialogue", "other-dialogue"
IDENTITIES: dict[Kind, AnyIdentity] = {
    "nobody": Nobody(),
    "seat": Identity("seat", OWN, "s1", b"1"),
    "screen": Identity("screen", OWN, None, b"2"),
    "scribe": Identity("scribe", OWN, None, b"3"),
    "facilitator": Identity("facilitator", OWN, None, b"4"),
    "organiser": Organiser(),
}
