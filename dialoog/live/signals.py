""" "(dialogue, version) is there": how a commit reaches the pushers of this process.

Nothing else travels here, so nothing is lost when a signal is: the pulse looks in the journal every few
seconds and rings for whatever was missed, also what another process wrote.
"""

import threading


class Signals:
    def __init__(self) -> None:
        self._bells: dict[str, threading.Event] = {}

    def announce(self, dialogue: str, version: int) -> None:
        """Rings for who listens to this dialogue; several rings before they look are one."""
        bell = self._bells.get(dialogue)
        if bell is not None:
            bell.set()

    def listen(self, dialogue: str) -> threading.Event | None:
        """The bell of this dialogue, or None where somebody listens to it already."""
        if dialogue in self._bells:
            return None
        self._bells[dialogue] = threading.Event()
        return self._bells[dialogue]

    def leave(self, dialogue: str) -> None:
        self._bells.pop(dialogue, None)
