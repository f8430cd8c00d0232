"""Websocket frames as the standard has them (RFC 6455), however their bytes come in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialoog.websocket.frames import (
    CLOSE,
    MORE,
    PACKET_BYTES,
    PING,
    PONG,
    TEXT,
    Frames,
    ProtocolError,
    accepted,
    text_frame,
    unmasked,
)


def framed(
    kind: int, body: bytes, *, final: bool = True, mask: bytes = b"mask", length: int | None = None
) -> bytes:
    """As a client sends it."""
    size = len(body) if length is None else length
    told = bytes([final << 7 | kind])
    if size < 126:
        told += bytes([0x80 | size])
    elif size < 65536:
        told += bytes([0x80 | 126]) + size.to_bytes(2)
    else:
        told += bytes([0x80 | 127]) + size.to_bytes(8)
    return told + mask + bytes(sign ^ mask[n % 4] for n, sign in enumerate(body))


def heard(sent: bytes, pieces: int) -> list[tuple[int, bytes]]:
    frames, got = Frames(), []
    for at in range(0, len(sent), pieces):
        got += frames.take(sent[at : at + pieces])
    return got


@given(
    st.lists(st.tuples(st.sampled_from([TEXT, PING, PONG, CLOSE]), st.binary(max_size=125))),
    st.integers(1, 300),
)
def test_messages_are_the_same_in_whatever_pieces_they_come(
    told: list[tuple[int, bytes]], pieces: int
) -> None:
    assert heard(b"".join(framed(kind, body) for kind, body in told), pieces) == told


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 128, 4096, PACKET_BYTES])
def test_a_text_may_be_as_long_as_a_packet(size: int) -> None:
    assert heard(framed(TEXT, b"x" * size), 1000) == [(TEXT, b"x" * size)]


def test_a_text_in_fragments_is_one_and_a_ping_may_come_between() -> None:
    sent = (
        framed(TEXT, b"wij", final=False)
        + framed(PING, b"?")
        + framed(MORE, b"k", final=False)
        + framed(MORE, b"")
    )
    assert heard(sent, 3) == [(MORE, b""), (PING, b"?"), (MORE, b""), (TEXT, b"wijk")]


@pytest.mark.parametrize(
    "sent",
    [
        framed(2, b"bytes"),
        framed(MORE, b"goes on, but with what"),
        framed(TEXT, b"a", final=False) + framed(TEXT, b"b"),
        framed(TEXT, b"x", length=PACKET_BYTES + 1),
        framed(TEXT, b"x", length=2**40),
        framed(TEXT, b"x" * PACKET_BYTES, final=False) + framed(MORE, b"y"),
        framed(PING, b"x", final=False),
        framed(PING, b"x" * 126),
        framed(11, b""),
        framed(3, b""),
        bytes([0x81, 0xFE, 0, 1]) + b"mask" + b"x",
        bytes([0x89, 0xFE, 0, 1]) + b"mask" + b"x",
        bytes([0x81, 0x01]) + b"x",
        bytes([0xC1, 0x80]) + b"mask",
    ],
    ids=[
        "bytes", "no-beginning", "two-beginnings", "too-long", "far-too-long", "too-long-in-pieces", "ping-in-pieces",
        "long-ping", "unknown-control", "unknown", "said-longer", "ping-said-longer", "not-masked", "compressed",
    ],
)  # fmt: skip
def test_what_no_client_of_ours_sends_is_refused_before_it_is_all_there(sent: bytes) -> None:
    with pytest.raises(ProtocolError):
        heard(sent, 7)


def test_what_came_before_it_in_the_same_piece_is_heard() -> None:
    told = Frames().take(framed(TEXT, b"wijk") + framed(3, b""))
    assert next(told) == (TEXT, b"wijk")
    with pytest.raises(ProtocolError):
        next(told)


@given(st.binary(max_size=300), st.binary(min_size=4, max_size=4))
def test_a_mask_is_taken_off_as_the_standard_has_it(told: bytes, mask: bytes) -> None:
    assert unmasked(told, mask) == bytes(sign ^ mask[n % 4] for n, sign in enumerate(told))


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65535, 65536])
def test_a_frame_is_as_the_standard_has_it(length: int) -> None:
    sent = text_frame("x" * length)
    assert sent[0] == 0x81
    size = sent[1]
    at = {126: 4, 127: 10}.get(size, 2)
    told = size if at == 2 else int.from_bytes(sent[2:at], "big")
    assert told == length == len(sent) - at


ASKED = {
    "REQUEST_METHOD": "GET",
    "HTTP_CONNECTION": "keep-alive, Upgrade",
    "HTTP_UPGRADE": "websocket",
    "HTTP_SEC_WEBSOCKET_VERSION": "13",
    "HTTP_SEC_WEBSOCKET_KEY": "dGhlIHNhbXBsZSBub25jZQ==",
}


def test_an_upgrade_is_answered_with_the_proof_of_the_standard() -> None:
    answer = accepted(ASKED)
    assert answer is not None
    assert b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n" in answer


@pytest.mark.parametrize(
    "other",
    [
        {"REQUEST_METHOD": "POST"},
        {"HTTP_CONNECTION": "keep-alive"},
        {"HTTP_UPGRADE": "h2c"},
        {"HTTP_SEC_WEBSOCKET_VERSION": "8"},
        {"HTTP_SEC_WEBSOCKET_KEY": "short"},
        {"HTTP_SEC_WEBSOCKET_KEY": "é" * 24},
        {"HTTP_SEC_WEBSOCKET_KEY": ""},
    ],
    ids=str,
)
def test_whoever_asks_in_another_way_gets_no_upgrade(other: dict[str, str]) -> None:
    assert accepted({**ASKED, **other}) is None
