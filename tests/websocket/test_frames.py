"""Websocket frames as the standard has them (RFC 6455), however their bytes come in."""

import gc
import subprocess
import sys
import weakref

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dialoog.websocket.frames import (
    CLOSE,
    CLOSE_FRAME,
    CONTINUATION,
    PACKET_BYTES,
    PING,
    PONG,
    TEXT,
    MessageReader,
    ProtocolError,
    text_frame,
)
from dialoog.websocket.websockets_adapter import accept_upgrade

NORMAL = b"\x03\xe8"
"""The code of a close that nothing led to."""


def framed(
    kind: int, body: bytes, *, final: bool = True, mask: bytes = b"mask", length: int | None = None
) -> bytes:
    """As a client sends it."""
    size = len(body) if length is None else length
    head = bytes([final << 7 | kind])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65536:
        head += bytes([0x80 | 126]) + size.to_bytes(2)
    else:
        head += bytes([0x80 | 127]) + size.to_bytes(8)
    return head + mask + bytes(sign ^ mask[n % 4] for n, sign in enumerate(body))


def heard(sent: bytes, pieces: int) -> list[tuple[int, bytes]]:
    reader, got = MessageReader(), []
    for at in range(0, len(sent), pieces):
        got += reader.read(sent[at : at + pieces])
    return got


MASKS = st.binary(min_size=4, max_size=4)


@given(
    st.lists(st.tuples(st.sampled_from([TEXT, PING, PONG]), st.binary(max_size=125), MASKS)),
    st.sampled_from([None, b"", NORMAL, NORMAL + b"tot straks"]),
    st.integers(1, 300),
)
def test_messages_are_the_same_in_whatever_pieces_they_come(
    parts: list[tuple[int, bytes, bytes]], goodbye: bytes | None, pieces: int
) -> None:
    sent = b"".join(framed(kind, body, mask=mask) for kind, body, mask in parts)
    messages: list[tuple[int, bytes]] = [(kind, body) for kind, body, _ in parts]
    if goodbye is not None:
        sent += framed(CLOSE, goodbye)
        messages.append((CLOSE, goodbye))
    assert heard(sent, pieces) == messages


@given(st.binary(max_size=300), MASKS)
def test_a_mask_is_taken_off_as_the_standard_has_it(text: bytes, mask: bytes) -> None:
    assert heard(framed(TEXT, text, mask=mask), 7) == [(TEXT, text)]


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 128, 4096, PACKET_BYTES])
def test_a_text_may_be_as_long_as_a_packet(size: int) -> None:
    assert heard(framed(TEXT, b"x" * size), 1000) == [(TEXT, b"x" * size)]


def test_a_text_in_fragments_is_one_and_a_ping_may_come_between() -> None:
    sent = (
        framed(TEXT, b"wij", final=False)
        + framed(PING, b"?")
        + framed(CONTINUATION, b"k", final=False)
        + framed(CONTINUATION, b"")
        + framed(TEXT, b"hier")
    )
    assert heard(sent, 3) == [
        (CONTINUATION, b""), (PING, b"?"), (CONTINUATION, b""), (TEXT, b"wijk"), (TEXT, b"hier"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sent",
    [
        framed(2, b"bytes"),
        framed(2, b"bytes", final=False),
        framed(CONTINUATION, b"goes on, but with what"),
        framed(TEXT, b"a", final=False) + framed(TEXT, b"b"),
        framed(TEXT, b"x", length=PACKET_BYTES + 1),
        framed(TEXT, b"x", length=2**40),
        framed(TEXT, b"x" * PACKET_BYTES, final=False) + framed(CONTINUATION, b"y"),
        framed(PING, b"x", final=False),
        framed(PING, b"x" * 126),
        framed(11, b""),
        framed(3, b""),
        bytes([0x81, 0xFE, 0, 1]) + b"mask" + b"x",
        bytes([0x81, 0xFE, 0, 125]) + b"mask" + b"x" * 125,
        bytes([0x81, 0xFF, *bytes(7), 1]) + b"mask" + b"x",
        bytes([0x81, 0xFF, *bytes(6), 1, 0]) + b"mask" + b"x" * 256,
        bytes([0x89, 0xFE, 0, 1]) + b"mask" + b"x",
        bytes([0x81, 0x01]) + b"x",
        bytes([0xC1, 0x80]) + b"mask",
        bytes([0xA1, 0x80]) + b"mask",
        bytes([0x91, 0x80]) + b"mask",
        framed(CLOSE, b"\x03"),
        framed(CLOSE, b"\0\0"),
        framed(CLOSE, NORMAL + b"\xff"),
    ],
    ids=[
        "bytes", "bytes-in-pieces", "no-beginning", "two-beginnings", "too-long", "far-too-long",
        "too-long-in-pieces", "ping-in-pieces", "long-ping", "unknown-control", "unknown", "said-longer",
        "said-just-longer", "said-far-longer", "said-longer-than-two-bytes", "ping-said-longer", "not-masked",
        "compressed", "reserved-2", "reserved-3", "half-a-close-code", "no-close-code", "close-without-utf8",
    ],
)  # fmt: skip
def test_what_no_client_of_ours_sends_is_refused_before_it_is_all_there(sent: bytes) -> None:
    with pytest.raises(ProtocolError):
        heard(sent, 7)


def test_what_came_before_it_in_the_same_piece_is_heard() -> None:
    messages = MessageReader().read(framed(TEXT, b"wijk") + framed(3, b""))
    assert next(messages) == (TEXT, b"wijk")
    with pytest.raises(ProtocolError):
        next(messages)


def test_nothing_is_heard_after_a_close() -> None:
    assert heard(framed(CLOSE, NORMAL) + framed(TEXT, b"nog iets"), 300) == [(CLOSE, NORMAL)]


@given(st.binary(max_size=300), st.integers(1, 300))
@example(framed(TEXT, b"wijk")[:-1] + b"\xff" * 20, 5)
def test_whatever_comes_in_is_messages_or_is_refused(sent: bytes, pieces: int) -> None:
    try:
        got = heard(sent, pieces)
    except ProtocolError:
        return
    assert sum(len(body) for _, body in got) <= len(sent)


def test_a_ping_is_answered_with_its_own_bytes_and_a_close_with_its_own_code() -> None:
    reader = MessageReader()
    [*reader.read(framed(PING, b"?") + framed(TEXT, b"wijk") + framed(PING, b""))]
    assert reader.replies() == bytes([0x8A, 1]) + b"?" + bytes([0x8A, 0])
    assert reader.replies() == b""
    [*reader.read(framed(CLOSE, NORMAL))]
    assert reader.replies() == bytes([0x88, 2]) + NORMAL
    assert bytes([0x88, 0]) == CLOSE_FRAME


@pytest.mark.parametrize(
    ("sent", "code"),
    [(framed(3, b""), 1002), (framed(TEXT, b"x", length=PACKET_BYTES + 1), 1009)],
    ids=["unknown", "too-long"],
)
def test_a_client_hears_why_it_is_refused(sent: bytes, code: int) -> None:
    reader = MessageReader()
    with pytest.raises(ProtocolError):
        [*reader.read(sent)]
    reply = reader.replies()
    assert (reply[0], reply[2:4]) == (0x88, code.to_bytes(2))


def test_R10_nothing_of_a_reader_that_ended_is_left_to_the_collector() -> None:
    for sent in (b"", framed(TEXT, b"wi")[:-1], framed(CLOSE, NORMAL), framed(TEXT, b"a", final=False)):
        reader = MessageReader()
        [*reader.read(sent)]
        frames = weakref.ref(reader._frames)
        gc.disable()
        try:
            reader.end()
            del reader
            assert frames() is None
        finally:
            gc.enable()


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65535, 65536])
def test_a_frame_is_as_the_standard_has_it(length: int) -> None:
    sent = text_frame("x" * length)
    assert sent[0] == 0x81
    size = sent[1]
    at = {126: 4, 127: 10}.get(size, 2)
    size_in_head = size if at == 2 else int.from_bytes(sent[2:at], "big")
    assert size_in_head == length == len(sent) - at


ENVIRON = {
    "REQUEST_METHOD": "GET",
    "HTTP_CONNECTION": "keep-alive, Upgrade",
    "HTTP_UPGRADE": "websocket",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
    "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
}


def test_an_upgrade_is_answered_with_the_proof_of_the_standard() -> None:
    answer = accept_upgrade(ENVIRON)
    assert answer is not None
    assert answer.startswith(b"HTTP/1.1 101 ")
    assert b"\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


def test_neither_compression_nor_a_protocol_is_agreed_on() -> None:
    """A compressed frame may hold a thousand times what it weighs."""
    offered = {
        "HTTP_SEC_WEBSOCKET_EXTENSIONS": "permessage-deflate; client_max_window_bits",
        "HTTP_SEC_WEBSOCKET_PROTOCOL": "chat",
    }
    answer = accept_upgrade(ENVIRON | offered)
    assert answer is not None
    names = [line.partition(b":")[0] for line in answer.split(b"\r\n")[1:-2]]
    assert sorted(names) == [b"Connection", b"Date", b"Sec-WebSocket-Accept", b"Upgrade"]


@pytest.mark.parametrize(
    "other",
    [
        {"REQUEST_METHOD": "POST"},
        {"HTTP_CONNECTION": "keep-alive"},
        {"HTTP_CONNECTION": "é,,"},
        {"HTTP_UPGRADE": "h2c"},
        {"HTTP_UPGRADE": "websocket, websocket"},
        {"HTTP_SEC_WEBSOCKET_VERSION": "8"},
        {"HTTP_SEC_WEBSOCKET_KEY": "short"},
        {"HTTP_SEC_WEBSOCKET_KEY": "é" * 24},
        {"HTTP_SEC_WEBSOCKET_KEY": ""},
        {"HTTP_SEC_WEBSOCKET_KEY": ",".join(["dGhlIHNhbXBsZSBub25jZQ=="] * 2)},
    ],
    ids=str,
)
def test_whoever_asks_in_another_way_gets_no_upgrade(other: dict[str, str]) -> None:
    assert accept_upgrade({**ENVIRON, **other}) is None


@pytest.mark.parametrize("missing", ENVIRON)
def test_whoever_leaves_something_out_gets_no_upgrade(missing: str) -> None:
    assert accept_upgrade({name: value for name, value in ENVIRON.items() if name != missing}) is None


def test_no_asyncio_comes_along() -> None:
    """The server runs on eventlet's loop."""
    source = "import sys, dialoog.websocket.frames, dialoog.websocket.websockets_adapter; print(*sys.modules)"
    process = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    modules = process.stdout.split()
    assert "websockets.protocol" in modules
    assert {"asyncio", "ssl", "websockets.sync", "websockets.asyncio", "trio"} & set(modules) == set()
