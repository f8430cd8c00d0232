"""How packets of Socket.IO are written and read as JSON: UTF-8 as it stands, never escaped to ASCII, so that people's words stay
short."""

from typing import Any

import msgspec


class Json:
    """How Socket.IO encodes and decodes: strict, fast, and without escaping."""

    @staticmethod
    def dumps(message: Any, **_: Any) -> str:
        return msgspec.json.encode(message).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        return msgspec.json.decode(text)
