"""Wakes the broadcasters of a dialogue after a commit, in this process and in the others: one event per dialogue.

A signal only says that the journal grew; the broadcaster reads the journal itself. A lost signal loses nothing: the
heartbeat compares versions every few seconds and wakes what lags behind. Between processes PostgreSQL's NOTIFY carries the
signal, sent in the transaction that appended: it never comes before its entry, and never without one.
"""

import secrets
import threading
from collections.abc import Mapping

from sqlalchemy import Connection, text

CHANNEL = "dialoog"
PROCESS = secrets.token_urlsafe(6)
"""The name of this process in its signals."""
_notify = text("SELECT pg_notify(:channel, message) FROM unnest(CAST(:messages AS text[])) AS message")


class Notifier:
    """The events of the dialogues that have a broadcaster here."""

    def __init__(self) -> None:
        self._events: dict[str, threading.Event] = {}

    def wake(self, dialogue: str) -> None:
        """Wakes the listener of this dialogue; several calls before it runs count as one."""
        event = self._events.get(dialogue)
        if event is not None:
            event.set()

    def listen(self, dialogue: str) -> threading.Event | None:
        """Registers a listener and returns its event, or None if this dialogue already has one."""
        if dialogue in self._events:
            return None
        self._events[dialogue] = threading.Event()
        return self._events[dialogue]

    def has_listener(self, dialogue: str) -> bool:
        return dialogue in self._events

    def stop_listening(self, dialogue: str) -> None:
        self._events.pop(dialogue, None)


def notify_processes(connection: Connection, versions: Mapping[str, int]) -> None:
    """Signals these versions to the other processes on commit of this transaction; SQLite has no other processes."""
    if versions and connection.dialect.name == "postgresql":
        notify(
            connection, CHANNEL, [f"{PROCESS} {dialogue} {version}" for dialogue, version in versions.items()]
        )


def notify(connection: Connection, channel: str, messages: list[str]) -> None:
    connection.execute(_notify, {"channel": channel, "messages": messages})
