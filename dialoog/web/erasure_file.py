"""Completing the file of erasures after a page erased something beside the journal (R14)."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from flask import current_app
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from dialoog.db import erasure_list
from dialoog.db.engine import current_engine, run_in_transaction
from dialoog.telemetry.logging import log
from dialoog.web.blocking import run_blocking

T = TypeVar("T")


def run_and_complete(action: Callable[[Connection], T]) -> T:
    """Runs the action in a transaction of its own; what it put on the list is in the file before anybody is told."""
    result = run_in_transaction(current_engine(), action)
    complete()
    return result


def complete() -> None:
    """After the commit. Where the file cannot be written now, it follows with the next erasure, backup or start."""
    file = Path(current_app.extensions["dialoog.settings"].folder) / erasure_list.FILE_NAME
    try:
        run_blocking(erasure_list.catch_up, current_engine(), file)
    except (OSError, SQLAlchemyError) as error:
        log.warning("the list of erasures could not be completed", fault=error)
