"""What runs beside the loop: a call waits for what is being prepared."""

from collections.abc import Callable
from threading import Event, Thread

from dialoog.web.blocking import BlockingCalls
from tests.serving import eventually


def test_a_call_waits_for_the_process_that_is_being_prepared() -> None:
    """Another one would begin anew, and take the processor from the first."""
    done, is_begun, may_end = list[str](), Event(), Event()

    def prepare() -> None:
        is_begun.set()
        may_end.wait(10)
        done.append("prepared")

    def run(function: Callable[[], None]) -> None:
        function()
        done.append("ran")

    calls = BlockingCalls(2)
    calls.run, calls.is_beside = run, True
    calls.prepare(prepare)
    assert is_begun.wait(10)
    call = Thread(target=calls, args=(lambda: None,))
    call.start()
    eventually(lambda: calls._waiting)
    call.join(0.1)
    may_end.set()
    call.join(10)
    eventually(lambda: len(done) == 3)
    assert done[0] == "prepared"
