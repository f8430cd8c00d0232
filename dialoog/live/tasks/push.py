"""Pushing: one task per dialogue and process sends what is new, for as long as somebody is connected."""

import threading
import time

from dialoog.live.runtime import Runtime
from dialoog.telemetry import metrics
from dialoog.telemetry.logging import log

IDLE_SECONDS = 10.0
"""How long a pusher waits for the notifier before it looks whether anybody is still connected."""
PUSH_AGAIN_SECONDS = 1.0
PUSH_REST_SECONDS = 0.03
BATCHES_FIRST = 3


def ensure_pusher(runtime: Runtime, dialogue: str) -> None:
    """Starts the pusher of this dialogue where none runs."""
    bell = runtime.notifier.listen(dialogue)
    if bell is not None:
        runtime.start(_push, runtime, dialogue, bell)


def _push(runtime: Runtime, dialogue: str, bell: threading.Event) -> None:
    """One per dialogue and process; it ends when the last socket has left. A push that fails is tried again,
    since nothing else would tell the phones what they missed. After a push it rests for as long as that took: where
    commands come thick, pushing leaves them half of the processor, and several versions go as one."""
    try:
        while runtime.presence.of(dialogue):
            if bell.wait(IDLE_SECONDS):
                yield_to_writer(runtime)
                bell.clear()
                began = time.perf_counter()
                try:
                    with metrics.push_seconds.time():
                        runtime.broadcaster(dialogue).push(runtime.dismiss)
                    runtime.socketio.sleep(min(time.perf_counter() - began, PUSH_REST_SECONDS))
                except Exception as error:
                    log.error("push failed, retrying", fault=error)
                    bell.set()
                    runtime.socketio.sleep(PUSH_AGAIN_SECONDS)
    finally:
        runtime.notifier.leave(dialogue)
    if runtime.presence.of(dialogue):  # somebody came in while the last one left
        ensure_pusher(runtime, dialogue)
        runtime.notifier.ring(dialogue)


def yield_to_writer(runtime: Runtime) -> None:
    """Lets the writer have the commands that are here already: a push before them would be old at once. A few batches at most,
    since others wait for the push."""
    for _ in range(BATCHES_FIRST):
        if runtime.writer.waiting:
            runtime.socketio.sleep(0)
