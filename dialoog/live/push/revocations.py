"""Finds the sockets whose token was revoked since they connected (T11): a lost phone, a link that leaked.

Every command checks its token, but a push asks for none, so tokens are checked here: once after each revocation, and
once when a socket connects, since its ticket may be older than the revocation, or than the erasing of the dialogue.
"""

from sqlalchemy import Engine

from dialoog.accounts import tokens
from dialoog.db.engine import connect_for_query
from dialoog.live.push.presence import BoundSocket, PresenceRegistry
from dialoog.rules.state import State


class Revocations:
    """Of one dialogue, in one process."""

    def __init__(self, dialogue: str, engine: Engine, presence: PresenceRegistry) -> None:
        self._dialogue = dialogue
        self._engine = engine
        self._presence = presence
        self._checked_version = 0
        """The newest revocation whose sockets were disconnected."""

    def revoked_sockets(self, state: State) -> list[BoundSocket]:
        """The sockets to disconnect now; queries the database only after a revocation."""
        if state.links_ended <= self._checked_version:
            return []
        with connect_for_query(self._engine) as connection:
            hashes = tokens.revoked_hashes(connection, self._dialogue)
        self._checked_version = state.links_ended
        sockets = self._presence.bound_sockets(self._dialogue)
        return [bound for bound in sockets if bound.identity.hash in hashes]

    def allows(self, bound: BoundSocket) -> bool:
        """Whether the token of this socket is valid. The state is not asked: of a dialogue that is erased it is an old one."""
        with connect_for_query(self._engine) as connection:
            return bool(tokens.valid_hashes(connection, (bound.identity.hash,)))
