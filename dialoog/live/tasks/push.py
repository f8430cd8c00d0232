"""Pushing: one task per dialogue and process sends what is new, for as long as a socket is connected."""

import threading
import time

from dialoog.live.runtime import Runtime
from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log

IDLE_SECONDS = 10.0
"""How long a pusher waits for the notifier before it checks whether a socket is still connected."""
RETRY_SECONDS = 1.0
MAX_REST_SECONDS = 0.03
MAX_BATCHES_AHEAD = 3


def ensure_pusher(runtime: Runtime, dialogue: str) -> None:
    """Starts the pusher of this dialogue where none runs."""
    bell = runtime.notifier.listen(dialogue)
    if bell is not None:
        runtime.start(_push, runtime, dialogue, bell)


def _push(runtime: Runtime, dialogue: str, bell: threading.Event) -> None:
    """Pushes until the last socket has left. Retries a push that fails, since no other message brings the phones what they
    missed. Rests after a push for as long as it took: under load, commands get half of the processor, and several versions go
    as one (decision 036)."""
    try:
        while runtime.presence.bound_sockets(dialogue):
            if bell.wait(IDLE_SECONDS):
                yield_to_writer(runtime)
                bell.clear()
                began = time.perf_counter()
                try:
                    with metrics.push_seconds.time():
                        runtime.broadcaster(dialogue).push(runtime.disconnect_soon)
                    runtime.socketio.sleep(min(time.perf_counter() - began, MAX_REST_SECONDS))
                except Exception as error:
                    log.error("push failed, retrying", fault=error)
                    bell.set()
                    runtime.socketio.sleep(RETRY_SECONDS)
    finally:
        runtime.notifier.stop_listening(dialogue)
    if runtime.presence.bound_sockets(dialogue):  # one connected while the last one left
        ensure_pusher(runtime, dialogue)
        runtime.notifier.wake(dialogue)


def yield_to_writer(runtime: Runtime) -> None:
    """Lets the writer take the queued commands first: a push before them would be outdated at once. A few batches at most, since
    clients wait for the push."""
    for _ in range(MAX_BATCHES_AHEAD):
        if runtime.writer.waiting:
            runtime.socketio.sleep(0)
