"""The packets of Socket.IO that a client of ours may send; decoding refuses whatever else there is.

JSON is UTF-8 as it stands, never escaped to ASCII: people's words stay short.
"""

from typing import Any

import msgspec
from socketio.packet import CONNECT, DISCONNECT, EVENT, Packet

from dialoog.lines.frames import NotOurs

OF_THE_SERVER = ("connect", "disconnect", "*")
"""Names of events that run the server's own handlers; after `*` the next argument would be taken for the sender."""


class Json:
    """How Socket.IO encodes and decodes: strict, fast, and without escaping."""

    @staticmethod
    def dumps(message: Any, **_: Any) -> str:
        return msgspec.json.encode(message).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        return msgspec.json.decode(text)


class StrictPacket(Packet):  # type: ignore[misc]
    """Only text, only our one namespace, only what a client may send; decoding refuses the rest."""

    uses_binary_events = False
    json = Json

    def decode(self, encoded_packet: Any) -> int:
        if not isinstance(encoded_packet, str) or encoded_packet[:1] not in "012":
            raise NotOurs
        attachments = super().decode(encoded_packet)
        if attachments or self.namespace is not None:
            raise NotOurs
        if self.packet_type == EVENT:
            told = self.data
            if not isinstance(told, list) or not told or not isinstance(told[0], str):
                raise NotOurs
            if told[0] in OF_THE_SERVER or self.id is None:
                raise NotOurs
        elif self.packet_type not in (CONNECT, DISCONNECT):
            raise NotOurs
        return 0
