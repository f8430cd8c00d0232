"""The one intake of commands, for sockets and for HTTP: parse, authorise, limit, translate; then the writer's queue.

A command that comes over a socket does not pass Socket.IO's event handlers: no task waits for its commit and none is woken by it.
The writer itself sends the acknowledgements of a batch, straight after the commit (docs/decisions says what that gains). The
commands of one socket are queued in the order in which they came.
"""

import time
from collections.abc import Callable
from typing import Any, Literal

import msgspec

from dialoog.accounts.tokens import Identity
from dialoog.live.commands import translate
from dialoog.live.commands.requests import Accepted, AlreadyApplied, CommandRequest, Outcome
from dialoog.live.protocol import commands
from dialoog.live.protocol.messages import Answer
from dialoog.live.runtime import Runtime
from dialoog.live.transport import responses
from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log
from dialoog.web.text_validation import InvalidText
from dialoog.websocket.broadcast import BroadcastManager
from dialoog.websocket.socketio_adapter import SocketIOServer, decode_event

EVENT = "2"
NUMBER_DIGITS = 12
"""A packet with a longer number is decoded in the general way; no client sends so many in one connection."""


class CommandRejected(Exception):
    """This command is not queued. `answer` makes the response in its sender's language; `kind` and `cause` are for the metrics."""

    def __init__(self, kind: str, answer: Callable[[], Answer], cause: str | None = None) -> None:
        super().__init__(kind)
        self.kind = kind
        self.answer = answer
        self.cause = cause

    def counted(self) -> Answer:
        return responses.counted(self.kind, self.answer(), self.cause)


class _Packet(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """The arguments of a Socket.IO event that holds one valid command."""

    event: Literal["command"]
    command: commands.Command


_decode = msgspec.json.Decoder(_Packet).decode


def decode(text: str) -> commands.Command | None:
    """The command in a packet's arguments, decoded and validated in one step; None where anything about it is unusual."""
    try:
        return _decode(text).command
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None


def parse(payload: Any) -> commands.Command:
    """The command in a decoded payload. Raises `CommandRejected`."""
    try:
        return commands.parse(payload)
    except (msgspec.ValidationError, RecursionError):
        raise CommandRejected("malformed", lambda: responses.refused("malformed")) from None


def validate(runtime: Runtime, identity: Identity, message: commands.Command) -> CommandRequest:
    """The request for the writer. Raises `CommandRejected` for what this sender may not send, or not now, and for text that
    cannot be stored."""
    kind = commands.kind_of(message)
    if identity.desk == "screen":
        raise CommandRejected(kind, lambda: responses.refused("not_allowed"))
    if not runtime.buckets.allow(identity):
        raise CommandRejected(kind, responses.too_fast, "too_fast")
    try:
        return translate.request_of(runtime.settings.secret, identity, message)
    except InvalidText as error:
        reason = error.reason
        raise CommandRejected(kind, lambda: responses.refused(reason)) from None
    except Exception as error:
        log.error("a command could not be translated", fault=error)
        raise CommandRejected(kind, responses.later, "failed") from None


def execute(runtime: Runtime, identity: Identity, payload: Any) -> tuple[Answer, str | None]:
    """Takes in one command and waits for its outcome. The response, and the cause where it is `later`."""
    with metrics.command_seconds.time():
        try:
            message = parse(payload)
            request = validate(runtime, identity, message)
        except CommandRejected as rejection:
            return rejection.counted(), rejection.cause
        outcome = runtime.writer.execute(request)
        cause = responses.cause(outcome)
        return responses.counted(commands.kind_of(message), responses.answer_to(outcome), cause), cause


class SocketCommandIntake:
    """Called with each packet of a socket: handles the events among them and returns True, returns False for any other packet.

    Raises `ProtocolError`, ValueError, TypeError or msgspec's errors for an event that no client of ours sends.
    """

    def __init__(self, runtime: Runtime, manager: BroadcastManager) -> None:
        self._runtime = runtime
        self._manager = manager
        self._server = SocketIOServer(runtime.socketio.server)

    def __call__(self, eio_sid: str, packet: str) -> bool:
        if not packet.startswith(EVENT):
            return False
        arguments_at = packet.find("[", 1, NUMBER_DIGITS)
        number = packet[1:arguments_at]
        message = decode(packet[arguments_at:]) if number.isdecimal() else None
        if message is not None:
            self._take(eio_sid, int(number), lambda: message)
        else:
            self._take_unusual(eio_sid, packet)
        return True

    def _take_unusual(self, eio_sid: str, packet: str) -> None:
        """Decodes step by step, to find what is wrong with it or that nothing is."""
        number, [event, *arguments] = decode_event(packet)
        if event == "command":
            self._take(eio_sid, number, lambda: parse(arguments[0] if len(arguments) == 1 else None))
        elif self._identity(eio_sid) is not None:
            self._acknowledge(eio_sid, number, lambda: responses.refused("unknown_message"))

    def _take(self, eio_sid: str, number: int, message_of: Callable[[], commands.Command]) -> None:
        """Queues the command of this packet, or acknowledges it with what is wrong. Nobody hears of a socket without identity."""
        identity = self._identity(eio_sid)
        if identity is None:
            return
        try:
            message = message_of()
            request = validate(self._runtime, identity, message)
        except CommandRejected as rejection:
            self._acknowledge(eio_sid, number, rejection.counted)
            return
        self._submit(eio_sid, number, commands.kind_of(message), request)

    def _identity(self, eio_sid: str) -> Identity | None:
        sid = self._server.connected_sid_of(eio_sid)
        bound = self._runtime.presence.bound(sid) if sid is not None else None
        return None if bound is None else bound.identity

    def _submit(self, eio_sid: str, number: int, kind: str, request: CommandRequest) -> None:
        began = time.perf_counter()

        def acknowledge(outcome: Outcome) -> None:
            match outcome:
                case Accepted(token=None):
                    answer = Answer("ok", version=outcome.version, seat=outcome.seat)
                    self._manager.acknowledge(eio_sid, number, responses.counted(kind, answer))
                case AlreadyApplied():
                    answer = Answer("late", version=outcome.version)
                    self._manager.acknowledge(eio_sid, number, responses.counted(kind, answer))
                case _:
                    cause = responses.cause(outcome)
                    self._acknowledge(
                        eio_sid, number, lambda: responses.counted(kind, responses.answer_to(outcome), cause)
                    )
            metrics.command_seconds.observe(time.perf_counter() - began)

        self._runtime.writer.submit(request, acknowledge)

    def _acknowledge(self, eio_sid: str, number: int, answer: Callable[[], Answer]) -> None:
        """For an answer with a sentence or a link, which is made in the context of the request that opened the socket; does nothing
        where that has ended."""
        environ = self._server.environ(eio_sid)
        if environ is not None:
            with environ["flask.app"].request_context(environ):
                self._manager.acknowledge(eio_sid, number, answer())
