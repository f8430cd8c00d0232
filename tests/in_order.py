"""A Socket.IO client whose messages arrive one after the other, as they do in a browser."""

from typing import Any

import engineio
import socketio


class _Engine(engineio.Client):
    def _trigger_event(self, event: str, *told: Any, run_async: bool = False, **more: Any) -> Any:
        return super()._trigger_event(event, *told, run_async=run_async and event != "message", **more)


class InOrder(socketio.Client):
    """Takes messages in the order in which they came; the stock client gives each a thread of its own."""

    def _engineio_client_class(self) -> type[engineio.Client]:
        return _Engine
