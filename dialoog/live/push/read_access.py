"""Which texts a desk may fetch by id: the desks all that live, a phone its own and what the room sees.

Built up from what the views show to that audience, so that a reference nobody gave opens nothing (V2).
"""

from dialoog.accounts.tokens import Identity
from dialoog.rules import views
from dialoog.rules.state import State


def may_read(state: State, identity: Identity) -> frozenset[str]:
    """References `word.revision`."""
    if identity.desk in ("facilitator", "scribe"):
        return frozenset(views.build_reference(w) for w in state.words.values() if w.alive)
    table = views.build_door(state) if views.is_outside(state, identity.seat) else views.build_table(state)
    seen = {shown["id"] for shown in table["shown"]}
    for listed in table["harvest"].values():
        seen.update(one if isinstance(one, str) else one[0] for one in listed)
    if identity.seat is not None and identity.seat in state.seats:
        mine = views.build_mine(state, identity.seat)
        own = [*mine["words"], *mine["asks"]["agreements"], *mine["asks"]["goals"]]
        seen.update(views.build_reference(state.words[one["id"]]) for one in own)
    return frozenset(seen)
