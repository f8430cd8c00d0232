"""A Socket.IO 4 client on Engine.IO 4 over a bare websocket, as docs/protocol.md describes it.

It has only what the protocol uses: connect with a ticket, call with an acknowledgement, receive messages. A
connection that receives nothing for as long as two pulses take counts as lost.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any

from websockets.asyncio.client import ClientConnection
from websockets.asyncio.client import connect as connect_websocket
from websockets.exceptions import WebSocketException

PATH = "/socket.io/?EIO=4&transport=websocket"
SILENT_SECONDS = 12.0
"""Two pulses were missed (docs/protocol.md)."""
ACKNOWLEDGEMENT_SECONDS = 10.0


class ConnectionLost(Exception):
    """There is no connection, or there is none any more."""


@asynccontextmanager
async def connect(url: str, auth: dict[str, Any], tls: ssl.SSLContext) -> AsyncIterator["WebSocketClient"]:
    """Yields a connection to this server (`http://host:port`), and aborts it afterwards without a closing handshake, as a
    dead battery does. Raises ConnectionLost where the server does not accept it."""
    try:
        connection = await connect_websocket(
            url.replace("http", "ws", 1) + PATH,
            origin=url,  # type: ignore[arg-type]
            ssl=tls if url.startswith("https:") else None,
            compression=None,
            proxy=None,
            max_size=None,
            ping_interval=None,  # the server's pulses say the same
        )
    except (OSError, WebSocketException) as error:
        raise ConnectionLost(str(error)) from error
    client = WebSocketClient(connection)
    try:
        await client.authenticate(auth)
        yield client
    finally:
        client.fail_calls()
        connection.transport.abort()
        await connection.wait_closed()


class WebSocketClient:
    """An open connection. One task iterates over its messages, any task calls."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = count(1)
        self._acknowledgements: dict[int, asyncio.Future[Any]] = {}

    async def authenticate(self, auth: dict[str, Any]) -> None:
        """Sends CONNECT and awaits its answer. Raises ConnectionLost with the server's reason."""
        await self._send("40" + json.dumps(auth))
        while not (packet := await self._receive()).startswith("40"):
            if packet.startswith("44"):
                raise ConnectionLost(f"the server refused the socket: {packet[2:]}")

    async def call(self, message: str, content: Any) -> Any:
        """Sends one message and returns its acknowledgement. Raises ConnectionLost where none comes in time."""
        number = next(self._numbers)
        acknowledgement = asyncio.get_running_loop().create_future()
        self._acknowledgements[number] = acknowledgement
        try:
            await self._send(f"42{number}" + json.dumps([message, content], ensure_ascii=False))
            return await asyncio.wait_for(acknowledgement, ACKNOWLEDGEMENT_SECONDS)
        except TimeoutError as error:
            raise ConnectionLost(f"no acknowledgement of {message}") from error
        finally:
            del self._acknowledgements[number]

    async def messages(self) -> AsyncIterator[tuple[str, Any]]:
        """Yields (message, content) until the connection is lost; resolves acknowledgements on the way."""
        while True:
            try:
                packet = await self._receive()
            except ConnectionLost:
                return
            number, bracket, rest = packet[2:].partition("[")
            match packet[:2]:
                case "41":
                    return
                case "42":
                    message, *contents = json.loads(bracket + rest)
                    yield message, contents[0] if contents else None
                case "43":
                    if (acknowledgement := self._acknowledgements.get(int(number))) is not None:
                        acknowledgement.set_result(next(iter(json.loads(bracket + rest)), None))
                case _:
                    pass  # the server's opening, and packets that the protocol does not use

    def fail_calls(self) -> None:
        """Raises ConnectionLost in every call that still awaits its acknowledgement."""
        for acknowledgement in self._acknowledgements.values():
            if not acknowledgement.done():
                acknowledgement.set_exception(ConnectionLost("the connection ended"))

    async def _receive(self) -> str:
        """Returns the next packet; answers pings."""
        try:
            while True:
                async with asyncio.timeout(SILENT_SECONDS):
                    packet = str(await self._connection.recv())
                if packet == "1":
                    raise ConnectionLost("the server closed the connection")
                if packet != "2":
                    return packet
                await self._send("3")
        except (OSError, WebSocketException) as error:
            raise ConnectionLost(str(error)) from error

    async def _send(self, packet: str) -> None:
        try:
            await self._connection.send(packet)
        except (OSError, WebSocketException) as error:
            raise ConnectionLost(str(error)) from error
