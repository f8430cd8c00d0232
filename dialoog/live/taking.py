"""Taking commands: what is looked at before the writer gets one, and the short way for those over sockets.

On the short way no task waits for a command and none is woken by its answer: the writer itself writes the
acknowledgements of a batch, straight after its commit. What one phone sends is taken in its order.
"""

import time
from collections.abc import Callable
from typing import Any

import msgspec

from dialoog.live import answers, protocol
from dialoog.live.fanout import FanOut
from dialoog.live.house import House
from dialoog.live.messages import Answer
from dialoog.live.presence import Bound
from dialoog.live.run import AlreadySo, Done, Outcome
from dialoog.live.strict import StrictPacket
from dialoog.tally import tally

EVENT = "2"


class Turned(Exception):
    """Not for the writer: what its sender is told, made in the sender's language."""

    def __init__(self, kind: str, answer: Callable[[], Answer], cause: str | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.answer = answer
        self.cause = cause

    def counted(self) -> Answer:
        return answers.counted(self.kind, self.answer(), self.cause)


def checked(house: House, bound: Bound, told: Any) -> protocol.Command:
    """A command as this sender may send it now; raises `Turned` for any other."""
    try:
        wire = protocol.parse(told)
    except (msgspec.ValidationError, RecursionError):
        raise Turned("malformed", lambda: answers.refused("malformed")) from None
    if bound.bearer.desk == "screen":
        raise Turned(protocol.kind_of(wire), lambda: answers.refused("not_allowed"))
    if not house.buckets.allow(bound.bearer):
        raise Turned(protocol.kind_of(wire), answers.too_fast, "too_fast")
    return wire


def take_command(house: House, bound: Bound, told: Any) -> Answer:
    """One command of one bound sender; waits for what becomes of it."""
    with tally.command_seconds.timed():
        try:
            wire = checked(house, bound, told)
        except Turned as turned:
            return turned.counted()
        outcome = house.ask(bound.bearer, wire)
        return answers.counted(protocol.kind_of(wire), answers.answer_to(outcome), answers.cause(outcome))


class ShortWay:
    """Told a packet of a socket, it says whether that was a command, which is then taken care of."""

    def __init__(self, house: House, manager: FanOut) -> None:
        self._house = house
        self._manager = manager
        self._environs: dict[str, dict[str, Any]] = house.socketio.server.environ

    def __call__(self, eio_sid: str, packet: str) -> bool:
        if not packet.startswith(EVENT):
            return False
        told = StrictPacket(encoded_packet=packet)
        if told.data[0] != "command":
            return False
        sid = self._manager.sid_from_eio_sid(eio_sid, "/")
        bound = self._house.present.bound(sid) if self._manager.is_connected(sid, "/") else None
        if bound is None:
            return False
        try:
            wire = checked(self._house, bound, told.data[1] if len(told.data) == 2 else None)
        except Turned as turned:
            self._acknowledge(eio_sid, told.id, turned.counted)
            return True
        self._give(eio_sid, told.id, bound, wire)
        return True

    def _give(self, eio_sid: str, number: int, bound: Bound, wire: protocol.Command) -> None:
        began = time.perf_counter()

        def answer(outcome: Outcome) -> None:
            kind, cause = protocol.kind_of(wire), answers.cause(outcome)
            match outcome:
                case Done(made=None):
                    told = Answer("ok", version=outcome.version, seat=outcome.seat)
                    self._manager.acknowledge(eio_sid, number, answers.counted(kind, told))
                case AlreadySo():
                    told = Answer("late", version=outcome.version)
                    self._manager.acknowledge(eio_sid, number, answers.counted(kind, told))
                case _:
                    self._acknowledge(
                        eio_sid, number, lambda: answers.counted(kind, answers.answer_to(outcome), cause)
                    )
            tally.command_seconds.add(time.perf_counter() - began)

        self._house.give(bound.bearer, wire, answer)

    def _acknowledge(self, eio_sid: str, number: int, answer: Callable[[], Answer]) -> None:
        """What has a sentence or a link in it needs to know who reads it. Nobody is told who has left."""
        environ = self._environs.get(eio_sid)
        if environ is not None:
            with environ["flask.app"].request_context(environ):
                self._manager.acknowledge(eio_sid, number, answer())
