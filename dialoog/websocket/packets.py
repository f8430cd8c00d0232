"""JSON of Socket.IO packets: UTF-8, never escaped to ASCII, so that people's words stay short."""

from typing import Any

import msgspec


class Json:
    """The encoder and decoder that Socket.IO is given: strict, fast, and without escaping."""

    @staticmethod
    def dumps(message: Any, **_: Any) -> str:
        return msgspec.json.encode(message).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        return msgspec.json.decode(text)
