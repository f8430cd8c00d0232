"""A Socket.IO client whose messages arrive one after the other, as they do in a browser, over TLS too."""

import ssl
from typing import Any

import engineio
import socketio

from tests.tls_in_turn import in_turn


def _whoever_answers() -> ssl.SSLContext:
    context = in_turn(ssl.create_default_context())
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class _Engine(engineio.Client):
    def _trigger_event(self, event: str, *arguments: Any, run_async: bool = False, **more: Any) -> Any:
        return super()._trigger_event(event, *arguments, run_async=run_async and event != "message", **more)


class InOrder(socketio.Client):
    """Takes messages in the order in which they came; the stock client gives each a thread of its own. It also reads in one
    thread and writes in another, which a line of `ssl` does not bear."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more, websocket_extra_options={"sslopt": {"context": _whoever_answers()}})

    def _engineio_client_class(self) -> type[engineio.Client]:
        return _Engine
