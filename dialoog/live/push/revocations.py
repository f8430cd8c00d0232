"""Which sockets hold a token that was ended since they came in (T11): a lost phone, a link that leaked.

Every command looks its token up; what a socket is sent is not asked for, so it is looked up here: once after
each ending, and once when a socket comes in, since its ticket may be older than the ending.
"""

from collections.abc import Iterable

from sqlalchemy import Engine

from dialoog.accounts import tokens
from dialoog.db.engine import connect_for_query
from dialoog.live.push.presence import BoundSocket
from dialoog.rules.state import State


class Revocations:
    """Of one dialogue, in one process."""

    def __init__(self, dialogue: str, engine: Engine) -> None:
        self._dialogue = dialogue
        self._engine = engine
        self._seen = 0
        """The newest ending whose sockets were shown out."""

    def among(self, here: Iterable[BoundSocket], state: State) -> list[BoundSocket]:
        """Who is to be shown out now; asks the database only where something was ended since."""
        if state.links_ended <= self._seen:
            return []
        with connect_for_query(self._engine) as connection:
            ended = tokens.revoked_hashes(connection, self._dialogue)
        self._seen = state.links_ended
        return [bound for bound in here if bound.identity.hash in ended]

    def lets_in(self, bound: BoundSocket, state: State) -> bool:
        """Where nothing was ended yet nobody has to be asked for; who comes in is here when something is."""
        if state.links_ended == 0:
            return True
        with connect_for_query(self._engine) as connection:
            return not tokens.is_revoked(connection, bound.identity.hash)
