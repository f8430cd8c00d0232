"""Commands over a socket are answered by the writer itself: in their order, and in the reader's language."""

import json
from typing import Any

from tests.live.raw import Raw
from tests.people import Table, fresh_id


def packets(*commands: dict[str, Any]) -> list[str]:
    return [f"42{n}" + json.dumps(["command", {"id": fresh_id(), **told}]) for n, told in enumerate(commands)]


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
        told = raw.hears_but_pings()
        if told.startswith("43"):
            heard.append((told[2], json.loads(told[3:])[0]["answer"]))
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
