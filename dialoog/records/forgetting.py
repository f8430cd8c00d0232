"""Changing on a page what lies beside the journal, so that no text it takes away is left: neither in an older backup that is put back, nor
in SQLite's write-ahead log (R14).
"""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from dialoog.db.engine import run_in_transaction
from dialoog.live.runtime import current_runtime
from dialoog.web import erasure_file

T = TypeVar("T")


def run_and_forget(action: Callable[[Connection], T]) -> T:
    """Runs the action in a transaction of its own; before anybody is told of it the text that went is gone from disk too."""
    runtime = current_runtime()
    result = run_in_transaction(runtime.engine, action)
    runtime.writer.forget_text()
    erasure_file.complete()
    return result
