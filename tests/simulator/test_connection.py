"""How the player's socket ends: whatever becomes of a server, whoever waits hears that the connection is lost."""

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from dialoog.simulator import websocket_client
from dialoog.simulator.websocket_client import ConnectionLost, WebSocketClient, connect
from tests.simulator.event_loop import run_in_thread

Script = Callable[[ServerConnection], Awaitable[None]]
TLS = ssl.create_default_context()


@asynccontextmanager
async def connected(script: Script, received: list[str] | None = None) -> AsyncIterator[WebSocketClient]:
    """A socket that a server admitted, which then does what the script says."""

    async def admit(connection: ServerConnection) -> None:
        await connection.send('0{"sid":"a","pingInterval":25000}')
        packet = str(await connection.recv())
        if received is not None:
            assert connection.request is not None
            received.extend([packet, connection.request.path, connection.request.headers["Origin"]])
        await script(connection)

    async with serve(admit, "127.0.0.1", 0, compression=None) as server:
        port = server.sockets[0].getsockname()[1]
        async with connect(f"http://127.0.0.1:{port}", {"ticket": "t"}, TLS) as client:
            yield client


async def messages_of(script: Script) -> list[tuple[str, Any]]:
    async with connected(script) as client:
        return [message async for message in client.messages()]


async def acknowledgement_of(script: Script) -> Any:
    """Of one command, with somebody reading meanwhile as a client does."""
    async with connected(script) as client:

        async def read() -> None:
            async for _ in client.messages():
                pass
            client.fail_calls()

        reader = asyncio.create_task(read())
        try:
            return await client.call("command", {"kind": "rest"})
        finally:
            reader.cancel()


def test_it_is_opened_as_the_protocol_says() -> None:
    received: list[str] = []

    async def admits(connection: ServerConnection) -> None:
        await connection.send("40")

    async def opens() -> None:
        async with connected(admits, received):
            pass

    run_in_thread(asyncio.run, opens())
    packet, path, origin = received
    assert packet == '40{"ticket": "t"}'
    assert path == "/socket.io/?EIO=4&transport=websocket"
    assert origin.startswith("http://127.0.0.1:")


def test_messages_come_in_order_until_the_server_closes_and_a_ping_is_answered() -> None:
    heard = []

    async def script(connection: ServerConnection) -> None:
        await connection.send("40")
        await connection.send('42["pulse",{"table":1}]')
        await connection.send("2")
        heard.append(await connection.recv())
        await connection.send('42["presence"]')

    assert run_in_thread(asyncio.run, messages_of(script)) == [("pulse", {"table": 1}), ("presence", None)]
    assert heard == ["3"]


@pytest.mark.parametrize("packet", ["1", "41"])
def test_a_server_that_says_it_closes_is_believed(packet: str) -> None:
    async def script(connection: ServerConnection) -> None:
        await connection.send("40")
        await connection.send(packet)
        await connection.wait_closed()

    assert run_in_thread(asyncio.run, messages_of(script)) == []


def test_each_call_gets_its_own_acknowledgement() -> None:
    async def script(connection: ServerConnection) -> None:
        await connection.send("40")
        packet = str(await connection.recv())
        assert json.loads(packet[3:]) == ["command", {"kind": "rest"}]
        await connection.send('439[{"answer":"refused"}]')  # of a call that nobody waits for any more
        await connection.send('431[{"answer":"ok"}]')
        await connection.wait_closed()

    assert run_in_thread(asyncio.run, acknowledgement_of(script)) == {"answer": "ok"}


def test_a_call_is_lost_with_its_connection() -> None:
    async def script(connection: ServerConnection) -> None:
        await connection.send("40")
        await connection.recv()
        connection.transport.abort()

    with pytest.raises(ConnectionLost):
        run_in_thread(asyncio.run, acknowledgement_of(script))


@pytest.mark.parametrize("constant", ["SILENT_SECONDS", "ACKNOWLEDGEMENT_SECONDS"])
def test_a_call_that_is_not_answered_in_time_is_lost(monkeypatch: pytest.MonkeyPatch, constant: str) -> None:
    monkeypatch.setattr(websocket_client, constant, 0.2)

    async def script(connection: ServerConnection) -> None:
        await connection.send("40")
        await connection.wait_closed()

    with pytest.raises(ConnectionLost):
        run_in_thread(asyncio.run, acknowledgement_of(script))


def test_a_socket_that_is_refused_is_none() -> None:
    async def script(connection: ServerConnection) -> None:
        await connection.send('44{"message":"no_ticket"}')
        await connection.wait_closed()

    with pytest.raises(ConnectionLost, match="no_ticket"):
        run_in_thread(asyncio.run, messages_of(script))


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_an_address_that_speaks_neither_websocket_nor_tls_is_a_lost_connection(scheme: str) -> None:
    def answer(listener: socket.socket) -> None:
        with listener.accept()[0] as line:
            line.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    async def opens(port: int) -> None:
        async with connect(f"{scheme}://127.0.0.1:{port}", {}, TLS):
            pass

    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as others:
        others.submit(answer, listener)
        with pytest.raises(ConnectionLost):
            run_in_thread(asyncio.run, opens(listener.getsockname()[1]))
