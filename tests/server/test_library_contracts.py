"""Every internal of a library that the adapters use exists as they rely on it, and nothing else in the package uses one.

An adapter that uses a name which is not in its table fails here; so does a version of a library in which a name is gone or takes
something else, and any other module that reaches past what its library documents.
"""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from engineio.base_server import BaseServer as EngineServer
from eventlet import wsgi
from eventlet.hubs.hub import BaseHub
from socketio import Server
from socketio.packet import ACK, EVENT
from websockets.protocol import Protocol

from dialoog.websocket.socketio_adapter import StrictPacket, encode_ack, encode_event
from tests.server.library_internals import TABLES, Internal

PACKAGE = Path(__file__).parents[2] / "dialoog"
ADAPTERS = {path.name: path for path in PACKAGE.rglob("*_adapter.py")}
LIBRARIES = {"socketio", "engineio", "websockets", "eventlet", "gevent", "greenlet"}
IMPORTABLE = LIBRARIES - {"socketio"}
"""Names that are always the library's own; `socketio` is what Flask-SocketIO's object is called throughout."""
PUBLIC = {
    "socketio_adapter.py": set[str](),
    "websockets_adapter.py": {
        "SERVER", "accept", "data", "data_to_send", "handshake_exc", "receive_data",
    },
    "eventlet_adapter.py": {"Event", "GreenPool", "HttpProtocol", "event", "execute", "greenlet"},
    "gevent_adapter.py": {
        "Timeout", "apply", "get_hub", "ready", "set", "signal_handler", "sleep", "spawn", "start", "threadpool",
    },
}  # fmt: skip
"""What an adapter uses that its library documents: no part of it that may change from one day to the next."""
PLAIN = {
    "SIGINT", "SIGTERM", "accept", "clear", "close", "encode", "exc_info", "fileno", "get", "items", "join", "peek", "pop", "settimeout",
    "values",
}  # fmt: skip
"""What Python's own dictionaries, files, sockets and modules have."""
OF_THE_PACKAGE = (
    "Json.", "http_parser.", "websocket.", "logging.", "self.respond_in_turn", "self.read_body", "self.client_socket", "self.within",
)  # fmt: skip
"""What an adapter has from other modules of the package."""
OUTSIDE = {
    "socketio.Manager",
    "socketio.exceptions.ConnectionRefusedError",
    "eventlet",
    "eventlet.monkey_patch",
    "gevent.monkey",
    "websockets.asyncio.client.ClientConnection",
    "websockets.asyncio.client.connect",
    "websockets.exceptions.WebSocketException",
    "websockets.frames.Frame",
    "websockets.frames.Opcode",
}
"""What other modules may take from a library: parts of it that are documented."""
SERVER_OUTSIDE = {"on", "enter_room", "leave_room"}
"""What they may call on Socket.IO's server."""
DISTINCT = {
    internal.name
    for table in TABLES.values()
    for internal in table
    if internal.name.startswith("_") and not internal.name.startswith("__")
} | {
    "MessageClass", "WSGI_LOCAL", "already_handled", "cors_allowed_origins", "eio", "eio_sid_from_sid", "eio_to_sid", "fd",
    "generate_id", "get_environ", "handle_one_response", "handle_request", "ignored_socket_errors", "is_pre_connected",
    "manager", "notify_opened", "packet_class", "pending_connect", "pending_disconnect", "pre_connect", "pre_disconnect",
    "print_exception", "recv_frame", "remove_descriptor", "rooms", "schedule_call_global", "sid_from_eio_sid", "sockets",
    "squelch_exception", "squelch_generic_exception", "squelch_timer_exception", "trampoline", "wsgi_input",
}  # fmt: skip
"""Internals by their names, which nothing else in the package is called."""


@pytest.mark.parametrize(
    "internal",
    [internal for table in TABLES.values() for internal in table],
    ids=lambda internal: (
        f"{getattr(internal.owner, '__name__', type(internal.owner).__name__)}.{internal.name}"
    ),
)
def test_each_internal_is_there_as_the_adapters_rely_on_it(internal: Internal) -> None:
    assert internal.is_as_relied_on()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def dotted(node: ast.AST) -> str:
    """`a.b.c` of an attribute, as far as it is one."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else "()"


def imports(tree: ast.Module) -> Iterator[str]:
    """Dotted names of all that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_names(tree: ast.Module) -> set[str]:
    """What an adapter defines, sets on itself, or has from other modules of the package."""
    own: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            own.add(node.name)
        elif (isinstance(node, ast.Attribute) and dotted(node).startswith(OF_THE_PACKAGE)) or (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and dotted(node.value) == "self"
        ):
            own.add(node.attr)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            own.add(node.target.id)
    return own


def unlisted_in_adapter(name: str, tree: ast.Module) -> set[str]:
    """The attributes that an adapter reads, and the methods of a library's class that it overrides, without an entry above."""
    listed = {internal.name for internal in TABLES[name]} | PUBLIC[name] | PLAIN
    read = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} - own_names(tree)
    module = importlib.import_module(
        f"dialoog.{ADAPTERS[name].relative_to(PACKAGE).with_suffix('').as_posix().replace('/', '.')}"
    )
    return (read | overridden(module)) - listed


def overridden(module: ModuleType) -> set[str]:
    """Members of the module's classes that stand in the place of a library's own."""
    return {
        member
        for kind in vars(module).values()
        if inspect.isclass(kind) and kind.__module__ == module.__name__
        for base in kind.__mro__[1:]
        if base.__module__.split(".")[0] in LIBRARIES
        for member in set(vars(kind)) & set(vars(base))
        if not (member.startswith("__") and member != "__init__")
    } - {"timeout", "__init__"}


def uses_of_internals(tree: ast.Module) -> Iterator[str]:
    """What a module that is no adapter uses of a library beyond its documented parts."""
    for name in imports(tree):
        if name.split(".")[0] in LIBRARIES and name not in OUTSIDE:
            yield f"import of {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            whole = dotted(node)
            owner = whole.split(".")[-2]
            if (
                node.attr in DISTINCT
                or (whole.split(".")[0] in IMPORTABLE and whole not in OUTSIDE)
                or (whole.split(".")[-3:-1] == ["socketio", "server"] and node.attr not in SERVER_OUTSIDE)
                or (owner.strip("_") in {"server", "eio", "manager", "hub"} and node.attr.startswith("_"))
            ):
                yield whole
        elif isinstance(node, ast.Call) and dotted(node.func) in {"getattr", "setattr", "hasattr", "delattr"}:
            yield from (
                argument.value
                for argument in node.args
                if isinstance(argument, ast.Constant) and argument.value in DISTINCT
            )
        elif isinstance(node, ast.FunctionDef) and node.name in DISTINCT:
            yield f"def {node.name}"


@pytest.mark.parametrize("name", sorted(TABLES))
def test_each_internal_that_an_adapter_uses_is_listed(name: str) -> None:
    assert unlisted_in_adapter(name, parsed(ADAPTERS[name])) == set()


def test_there_is_one_adapter_for_each_library() -> None:
    assert set(ADAPTERS) == set(TABLES)


def test_no_other_module_uses_an_internal() -> None:
    used = {
        path.relative_to(PACKAGE).as_posix(): sorted(set(uses_of_internals(parsed(path))))
        for path in PACKAGE.rglob("*.py")
        if path not in ADAPTERS.values() and "node_modules" not in path.parts
    }
    assert {path: names for path, names in used.items() if names} == {}


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (Server, "_handle_eio_message"),
        (EngineServer, "generate_id"),
        (Protocol, "recv_frame"),
        (BaseHub, "squelch_exception"),
        (wsgi.HttpProtocol, "_read_request_line"),
    ],
)
@pytest.mark.parametrize("fault", ["gone", "takes something else"])
def test_an_internal_that_changes_is_found(
    monkeypatch: pytest.MonkeyPatch, owner: type, name: str, fault: str
) -> None:
    if fault == "gone":
        monkeypatch.delattr(owner, name)
    else:
        monkeypatch.setattr(owner, name, lambda self, one, two, three, four: None)
    broken = [
        internal.name for table in TABLES.values() for internal in table if not internal.is_as_relied_on()
    ]
    assert name in broken


@pytest.mark.parametrize(
    "source",
    [
        "self._server._handle_eio_message(sid, packet)",
        "server.eio.generate_id()",
        "runtime.socketio.server.environ[eio_sid]",
        "runtime.socketio.server.manager",
        "len(server.eio.sockets)",
        "manager._generate_ack_id(sid, callback)",
        "getattr(connection, '_sock')",
        "import eventlet.hubs",
        "from socketio.packet import Packet",
        "from eventlet import wsgi",
        "from websockets.streams import StreamReader",
        "eventlet.hubs.get_hub()",
        "class Handler(Base):\n    def get_environ(self): ...",
    ],
)
def test_a_use_outside_the_adapters_is_found(source: str) -> None:
    assert list(uses_of_internals(ast.parse(source)))


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("socketio_adapter.py", "self._manager.pending_connect"),
        ("websockets_adapter.py", "self.writes.append(b'')"),
        ("eventlet_adapter.py", "hubs.get_hub().timers"),
        ("gevent_adapter.py", "self.socket.hub"),
    ],
)
def test_a_name_that_an_adapter_does_not_list_is_found(name: str, source: str) -> None:
    assert unlisted_in_adapter(name, ast.parse(source))


def test_packets_are_written_as_the_library_writes_them() -> None:
    data = {"section": "é", "version": 3}
    event = StrictPacket(EVENT, data=["push", data], namespace="/")
    assert encode_event("push", data) == event.encode()
    assert encode_ack(17, data) == StrictPacket(ACK, data=[data], id=17).encode()
