"""What follows a commit at once, such as removing the file that a row no longer stands for. A process may end between the two, so
somebody else does it later too.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

Action = Callable[[], object]
_ACTIONS = "after_commit"


def after_commit(connection: Connection, action: Action) -> None:
    """Once what this transaction writes is committed; where it is not, never. The action must neither wait nor raise."""
    connection.info.setdefault(_ACTIONS, []).append(action)


@contextmanager
def collect_actions(connection: Connection) -> Iterator[list[Action]]:
    """Those of one transaction, for who commits it to run afterwards."""
    actions: list[Action] = []
    connection.info[_ACTIONS] = actions
    try:
        yield actions
    finally:
        connection.info.pop(_ACTIONS, None)


def run_all(actions: list[Action]) -> None:
    for action in actions:
        action()
