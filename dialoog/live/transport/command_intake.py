"""Taking commands: what is looked at before the writer gets one, and the short way for those over sockets.

On the short way no task waits for a command and none is woken by its answer: the writer itself writes the
acknowledgements of a batch, straight after its commit. What one phone sends is taken in its order.
"""

import time
from collections.abc import Callable
from functools import partial
from typing import Any, Literal

import msgspec

from dialoog.accounts.tokens import Identity
from dialoog.live.commands.execute import Accepted, AlreadyApplied, Outcome
from dialoog.live.protocol import commands
from dialoog.live.protocol.messages import Answer
from dialoog.live.runtime import Runtime
from dialoog.live.transport import responses
from dialoog.telemetry.metrics import metrics
from dialoog.websocket.broadcast import BroadcastManager
from dialoog.websocket.socketio_adapter import SocketIOServer, decode_event

EVENT = "2"
LONGEST_NUMBER = 12
"""A packet whose number ends further on is read in the longer way; nobody says so much over one line."""


class CommandRejected(Exception):
    """This command never reaches the writer. `answer` makes what its sender is told, in the sender's language; `kind` and
    `cause` are for the tally."""

    def __init__(self, kind: str, answer: Callable[[], Answer], cause: str | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.answer = answer
        self.cause = cause

    def counted(self) -> Answer:
        return responses.counted(self.kind, self.answer(), self.cause)


class _Message(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """As Socket.IO writes it."""

    event: Literal["command"]
    command: commands.Command


_read = msgspec.json.Decoder(_Message).decode


def read(text: str) -> commands.Command | None:
    """The command in the text of a message; None where anything about it is not as it should be."""
    try:
        return _read(text).command
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def checked(runtime: Runtime, identity: Identity, payload: Any) -> commands.Command:
    """A command as this sender may send it now; raises `CommandRejected` for any other."""
    try:
        wire = commands.parse(payload)
    except (msgspec.ValidationError, RecursionError):
        raise CommandRejected("malformed", lambda: responses.refused("malformed")) from None
    return allowed(runtime, identity, wire)


def allowed(runtime: Runtime, identity: Identity, wire: commands.Command) -> commands.Command:
    """The same for one that is well formed."""
    if identity.desk == "screen":
        raise CommandRejected(commands.kind_of(wire), lambda: responses.refused("not_allowed"))
    if not runtime.buckets.allow(identity):
        raise CommandRejected(commands.kind_of(wire), responses.too_fast, "too_fast")
    return wire


def take_command(runtime: Runtime, identity: Identity, payload: Any) -> tuple[Answer, str | None]:
    """One command of this sender; waits for what becomes of it. The answer, and why it is `later` where it is."""
    with metrics.command_seconds.timed():
        try:
            wire = checked(runtime, identity, payload)
        except CommandRejected as turned:
            return turned.counted(), turned.cause
        outcome = runtime.ask(identity, wire)
        cause = responses.cause(outcome)
        return responses.counted(commands.kind_of(wire), responses.answer_to(outcome), cause), cause


class CommandIntake:
    """Called with each packet of a socket. Where that is a command it is seen to, and the answer is True; False leaves the
    packet to Socket.IO. A command that is as it should be is read in one step; for any other the longer way finds out
    what is wrong with it."""

    def __init__(self, runtime: Runtime, manager: BroadcastManager) -> None:
        self._runtime = runtime
        self._manager = manager
        self._server = SocketIOServer(runtime.socketio.server)

    def __call__(self, eio_sid: str, packet: str) -> bool:
        if not packet.startswith(EVENT):
            return False
        begins = packet.find("[", 1, LONGEST_NUMBER)
        number = packet[1:begins]
        wire = read(packet[begins:]) if number.isdecimal() else None
        if wire is not None:
            return self._takes(eio_sid, int(number), partial(allowed, wire=wire))
        sequence, arguments = decode_event(packet)
        if arguments[0] != "command":
            return False
        data = arguments[1] if len(arguments) == 2 else None
        return self._takes(eio_sid, sequence, partial(checked, payload=data))

    def _takes(
        self, eio_sid: str, number: int, check: Callable[[Runtime, Identity], commands.Command]
    ) -> bool:
        sid = self._server.connected_sid_of(eio_sid)
        bound = self._runtime.presence.bound(sid) if sid is not None else None
        if bound is None:
            return False
        try:
            wire = check(self._runtime, bound.identity)
        except CommandRejected as turned:
            self._acknowledge(eio_sid, number, turned.counted)
            return True
        self._give(eio_sid, number, bound.identity, wire)
        return True

    def _give(self, eio_sid: str, number: int, identity: Identity, wire: commands.Command) -> None:
        began = time.perf_counter()

        def answer(outcome: Outcome) -> None:
            kind, cause = commands.kind_of(wire), responses.cause(outcome)
            match outcome:
                case Accepted(made=None):
                    answer_sent = Answer("ok", version=outcome.version, seat=outcome.seat)
                    self._manager.acknowledge(eio_sid, number, responses.counted(kind, answer_sent))
                case AlreadyApplied():
                    answer_sent = Answer("late", version=outcome.version)
                    self._manager.acknowledge(eio_sid, number, responses.counted(kind, answer_sent))
                case _:
                    self._acknowledge(
                        eio_sid, number, lambda: responses.counted(kind, responses.answer_to(outcome), cause)
                    )
            metrics.command_seconds.add(time.perf_counter() - began)

        self._runtime.give(identity, wire, answer)

    def _acknowledge(self, eio_sid: str, number: int, answer: Callable[[], Answer]) -> None:
        """For answers with a sentence or a link, which are made for their reader: that takes the request by which the
        socket came. Who has left is told nothing."""
        environ = self._server.environ(eio_sid)
        if environ is not None:
            with environ["flask.app"].request_context(environ):
                self._manager.acknowledge(eio_sid, number, answer())
