"""Commands over a socket are answered by the writer itself: in their order, and in the reader's language."""

import json
from typing import Any

import msgspec
import pytest

from dialoog.live.commands import translate
from dialoog.live.protocol import commands as protocol
from dialoog.live.transport import command_intake
from dialoog.rules.state import By, Desk, Kind
from dialoog.websocket.frames import ProtocolError
from dialoog.websocket.socketio_adapter import StrictPacket
from tests.people import Table, fresh_id
from tests.websocket.raw_client import Raw

ID = "0123456789abcdef"
AS_IT_SHOULD_BE = (
    f'["command",{{"kind":"rest","id":"{ID}"}}]',
    f' [ "command" , {{ "id" : "{ID}" , "kind" : "rest" }} ] ',
    f'["\\u0063ommand",{{"kind":"theme_screen","theme":"\\u0064ark","id":"{ID}"}}]',
    f'["command",{{"kind":"begin_turn","after":3,"id":"{ID}"}}]',
    f'["command",{{"kind":"write","text":"\\ud83c\\udf33 é","word_kind":"agreement","due":"2026-12-01","id":"{ID}"}}]',
)
AS_IT_SHOULD_NOT = (
    f'["command",{{"kind":"begin_turn","after":3.0,"id":"{ID}"}}]',
    "", "3", "[]", '["command"]', "[[[[", '["command",', '{"command":{}}', '["command",null]', '["command",{}]',
    f'["commands",{{"kind":"rest","id":"{ID}"}}]',
    f'["command",{{"kind":"rest","id":"{ID}"}},1]',
    f'["command",{{"kind":"rest","id":"{ID}","dialogue":"d"}}]',
    '["command",{"kind":"rest","id":17}]',
    f'["command",{{"kind":"rests","id":"{ID}"}}]',
    f'["command",{{"kind":"begin_turn","after":"3","id":"{ID}"}}]',
    f'["command",{{"kind":"begin_turn","after":3.5,"id":"{ID}"}}]',
    f'["command",{{"kind":"begin_turn","after":true,"id":"{ID}"}}]',
    f'["command",{{"kind":"begin_turn","after":NaN,"id":"{ID}"}}]',
    f'["command",{{"kind":"begin_turn","after":{"9" * 400},"id":"{ID}"}}]',
    f'["command",{{"kind":"write","text":"t","word_kind":"agreement","due":"1-12-2026","id":"{ID}"}}]',
    '["command",' + "[" * 20_000,
)  # fmt: skip


def decoded_in_steps(text: str) -> protocol.Command | None:
    try:
        packet = StrictPacket(encoded_packet=f"20{text.lstrip()}")
        [event, command] = packet.data
        return protocol.parse(command) if event == "command" else None
    except (ProtocolError, ValueError, TypeError, RecursionError, msgspec.MsgspecError):
        return None


@pytest.mark.parametrize("text", AS_IT_SHOULD_BE + AS_IT_SHOULD_NOT, ids=lambda text: text[:60])
def test_a_command_is_read_at_once_as_it_is_decoded_in_steps(text: str) -> None:
    assert command_intake.decode(text) == decoded_in_steps(text)
    assert (command_intake.decode(text) is not None) == (text in AS_IT_SHOULD_BE)


def test_R3_what_makes_two_commands_the_same_is_the_same_in_every_release() -> None:
    wire = protocol.Write(id="a" * 16, word_kind=Kind.EXPERIENCE, text="Ik woon hier.")
    mac = translate.mac_of("s" * 32, wire, By(Desk.SEAT, "s1"))
    assert mac.hex() == "1a7288e38e95a63769e63fb87b3a82f39d33063cb0b5577113ae5e10ab38a7cc"


def test_what_is_only_odd_is_decoded_in_steps() -> None:
    twice = f'["command",{{"id":"wrong","kind":"rest","id":"{ID}"}}]'
    assert command_intake.decode(twice) is None
    assert decoded_in_steps(twice) == protocol.Rest(id=ID)


def packets(*commands: dict[str, Any]) -> list[str]:
    return [
        f"42{n}" + json.dumps(["command", {"id": fresh_id(), **fields}]) for n, fields in enumerate(commands)
    ]


def test_R5_accepted_and_refused_commands_of_one_socket_are_answered_in_their_order(table: Table) -> None:
    raw = Raw(table.server).enters(table.facilitator())
    asked = packets(
        {"kind": "theme_screen", "theme": "dark"},
        {"kind": "remove_seat", "seat": "nobody"},
        {"kind": "theme_screen", "theme": "dark"},
        {"kind": "theme_screen", "theme": "light"},
    )
    for packet in asked:
        raw.says(packet)
    heard: list[tuple[str, str]] = []
    while len(heard) < len(asked):
        packet = raw.hears_but_pings()
        if packet.startswith("43"):
            heard.append((packet[2], json.loads(packet[3:])[0]["answer"]))
    assert heard == [("0", "ok"), ("1", "refused"), ("2", "late"), ("3", "ok")]
    raw.closes()


def test_a_refusal_is_in_the_language_of_who_reads_it(table: Table) -> None:
    facilitator = table.facilitator()
    for lang, sentence in (("nl", "Dit bericht begrijpen"), ("en", "We do not understand")):
        raw = Raw(table.server, **{"Accept-Language": lang}).enters(facilitator)
        raw.says('420["command",{"kind":"nothing"}]')
        answer = raw.hears_answer(0)
        assert (answer["answer"], answer["reason"]) == ("refused", "malformed")
        assert answer["say"].startswith(sentence), answer
        raw.closes()


def test_R1_who_left_before_the_commit_takes_nobody_along(table: Table) -> None:
    facilitator = table.facilitator()
    raw = Raw(table.server).enters(facilitator)
    for packet in packets(*({"kind": "theme_screen", "theme": theme} for theme in ("dark", "light") * 5)):
        raw.says(packet)
    raw.closes()
    assert facilitator.does("blank_screen", on=True)


def test_R5_what_one_socket_is_answered_at_once_comes_in_its_order_and_none_twice(table: Table) -> None:
    raw = Raw(table.server).enters(table.facilitator())
    themes = ({"kind": "theme_screen", "theme": theme} for theme in ("dark", "light") * 15)
    for packet in packets(*themes):
        raw.says(packet)
    heard: list[str] = []
    while len(heard) < 30:
        packet = raw.hears_but_pings()
        if packet.startswith("43"):
            heard.append(packet[2 : packet.index("[")])
    assert heard == [str(n) for n in range(30)]
    raw.closes()
