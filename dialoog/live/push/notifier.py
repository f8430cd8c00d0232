"""How the pushers of a dialogue hear of a commit, in this process and in the others: a bell per dialogue.

A ring says only that there is something new; what it is, is in the journal. So nothing is lost where a ring is: the pulse
looks in the journal every few seconds and rings for whatever was missed. Between processes PostgreSQL carries it, from within the transaction
that appended: no signal comes before what it is about, and none without it.
"""

import secrets
import threading
from collections.abc import Mapping

from sqlalchemy import Connection, text

CHANNEL = "dialoog"
PROCESS = secrets.token_urlsafe(6)
"""What the other processes know this one by."""
_notify = text("SELECT pg_notify(:channel, told) FROM unnest(CAST(:all AS text[])) AS told")


class Notifier:
    def __init__(self) -> None:
        self._bells: dict[str, threading.Event] = {}

    def ring(self, dialogue: str) -> None:
        """For who listens to this dialogue; several rings before they look are one."""
        bell = self._bells.get(dialogue)
        if bell is not None:
            bell.set()

    def listen(self, dialogue: str) -> threading.Event | None:
        """The bell of this dialogue, or None where somebody listens to it already."""
        if dialogue in self._bells:
            return None
        self._bells[dialogue] = threading.Event()
        return self._bells[dialogue]

    def heard(self, dialogue: str) -> bool:
        """Whether anybody listens to this dialogue here."""
        return dialogue in self._bells

    def leave(self, dialogue: str) -> None:
        self._bells.pop(dialogue, None)


def notify_processes(connection: Connection, versions: Mapping[str, int]) -> None:
    """The other processes hear of these versions when this transaction is committed; on SQLite there are none."""
    if versions and connection.dialect.name == "postgresql":
        notify(
            connection, CHANNEL, [f"{PROCESS} {dialogue} {version}" for dialogue, version in versions.items()]
        )


def notify(connection: Connection, channel: str, messages: list[str]) -> None:
    connection.execute(_notify, {"channel": channel, "all": messages})
