"""Which texts an identity may fetch by id: a desk all that live, a phone its own and those that the room sees.

The set is built from what the views show to that audience, so that a reference that no view holds opens nothing (V2).
"""

from dialoog.accounts.tokens import Identity
from dialoog.rules import views
from dialoog.rules.state import Desk, State, Words

READING_DESKS = ("facilitator", "scribe")


def readable_references(state: State, identity: Identity) -> frozenset[str]:
    """References in the form `word.revision`."""
    if identity.desk in READING_DESKS:
        return frozenset(views.build_reference(w) for w in state.words.values() if w.alive)
    table = views.build_door(state) if views.is_outside(state, identity.seat) else views.build_table(state)
    references = {item["id"] for item in table["shown"]}
    for items in table["harvest"].values():
        references.update(item if isinstance(item, str) else item[0] for item in items)
    if identity.seat is not None and identity.seat in state.seats:
        mine = views.build_mine(state, identity.seat)
        items = [*mine["words"], *mine["asks"]["agreements"], *mine["asks"]["goals"]]
        references.update(views.build_reference(state.words[item["id"]]) for item in items)
    return frozenset(references)


def readable_translations(words: Words, identity: Identity) -> dict[str, Desk | None]:
    """C5: language → who wrote it; what waits for its owner's "klopt" is read at the desks alone."""
    if identity.desk not in READING_DESKS:
        return words.confirmed_translations
    return {lang: words.translators.get(lang) for lang in words.translations}
