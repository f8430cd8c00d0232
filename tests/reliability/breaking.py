"""A server in which everything goes wrong as loudly as it can: `python -m tests.reliability.breaking WHERE serve ...`. Never product code.

Once a file `armed` lies in its folder every page, command, push or question to the database raises an error that tells all
it knows: the whole request, the words, the names, the tokens. R15 looks for them wherever somebody could read them.
"""

import os
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import request
from sqlalchemy import Engine, event

from dialoog import app as application
from dialoog.cli import commands as cli
from dialoog.db import sqlite
from dialoog.live.commands import translate, writer
from dialoog.live.push import broadcaster
from dialoog.live.transport import sockets

ARMED = Path(os.environ["DIALOOG_FOLDER"]) / "armed"
QUIET = ("health", "ready")


def all_that_is_known() -> str:
    fields = {"url": request.url, "body": request.get_data(as_text=True), "form": dict(request.form)}
    return repr(
        {
            **fields,
            "cookies": dict(request.cookies),
            "headers": dict(request.headers),
            "from": request.remote_addr,
        }
    )


def pages() -> None:
    makes = application.create_app

    def create(settings: Any) -> Any:
        app = makes(settings)

        def loud(view: Any) -> Any:
            def breaks(*arguments: Any, **named: Any) -> Any:
                if ARMED.exists():
                    raise RuntimeError(all_that_is_known())
                return view(*arguments, **named)

            return breaks

        for name, view in list(app.view_functions.items()):
            if not any(part in name for part in QUIET):
                app.view_functions[name] = loud(view)
        return app

    application.create_app = create


def commands() -> None:
    """On their way to the writer's queue."""
    translates = translate.translate

    def breaks(message: Any, *more: Any) -> Any:
        if ARMED.exists():
            raise RuntimeError(repr(message))
        return translates(message, *more)

    translate.translate = breaks


def decisions() -> None:
    """Within the writer's transaction."""
    decides = writer.decide_on

    def breaks(batch: Any, request: Any, now: int) -> Any:
        if ARMED.exists():
            raise RuntimeError(repr(request))
        return decides(batch, request, now)

    writer.decide_on = breaks


def sockets_() -> None:
    """Where somebody comes in, and where it is told what changed."""
    admits, pushes = sockets._admit, broadcaster.Broadcaster.push

    def admit(runtime: Any, sid: str, auth: Any) -> Any:
        if ARMED.exists():
            raise RuntimeError(f"{auth} {all_that_is_known()}")
        return admits(runtime, sid, auth)

    def loud(self: Any, *more: Any) -> Any:
        if ARMED.exists():
            raise RuntimeError(repr((self.__dict__, self.state())))
        return pushes(self, *more)

    sockets._admit, broadcaster.Broadcaster.push = admit, loud  # type: ignore[method-assign]


def database() -> None:
    def breaks(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if ARMED.exists():
            raise sqlite3.OperationalError(f"{statement} {parameters!r}")
        return

    event.listen(Engine, "before_cursor_execute", breaks)
    sqlite.query, sqlite.execute_many = _loud(sqlite.query), _loud(sqlite.execute_many)


def _loud(speaks: Callable[..., Any]) -> Callable[..., Any]:
    """The writer's own statements, which do not go by SQLAlchemy."""

    def breaks(driver: Any, statement: Any, about: Any) -> Any:
        if ARMED.exists():
            raise sqlite._dbapi_error(sqlite3.OperationalError(f"{statement} {about!r}"))
        return speaks(driver, statement, about)

    return breaks


WHERE = {
    "pages": pages,
    "commands": commands,
    "decisions": decisions,
    "sockets": sockets_,
    "database": database,
}

if __name__ == "__main__":
    WHERE[sys.argv.pop(1)]()
    cli.main()
