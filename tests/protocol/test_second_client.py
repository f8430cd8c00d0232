"""Somebody who knows only docs/protocol.md takes a seat, passes, contributes, and catches up after being away."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import websocket

from tests.protocol import second_client
from tests.protocol.second_client import Client, LiveServer

ID = "een-opdracht-die-maar-een-keer-telt"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    server = LiveServer(tmp_path_factory.mktemp("second"))
    yield server
    server.ends()


@pytest.fixture
def links(server: LiveServer) -> Iterator[dict[str, str]]:
    yield server.sets_a_table()
    server.everybody_leaves()


@pytest.fixture
def console(server: LiveServer, links: dict[str, str]) -> Client:
    return Client.opens(server, "facilitator", links["console"]).connects()


@pytest.fixture
def phones(server: LiveServer, links: dict[str, str], console: Client) -> list[Client]:
    """Two people at the table, in the first round, nobody has the word yet."""
    phones = [Client.joins(server, links["code"], name).connects() for name in ("Aisha", "Bas")]
    for phone in phones:
        phone.sees("mine", "me", lambda me: me["seat"])
    presses(console, "next_step")
    console.sees("desk", "queue", lambda queue: len(queue["waiting"]) == 2)
    return phones


def presses(console: Client, kind: str) -> dict[str, object]:
    """The one big button, as it stands."""
    act = console.sees("desk", "act", lambda act: act["primary"] and act["primary"]["kind"] == kind)
    answer = console.sends(**act["primary"])
    assert answer["answer"] == "ok", answer
    console.reaches("desk", answer["version"])
    return answer


def test_it_imports_nothing_of_ours() -> None:
    tree = ast.parse(Path(second_client.__file__).read_text())
    named = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    named |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert "websocket" in named
    assert not [name for name in named if name.split(".")[0] in ("dialoog", "tests")]


def test_it_takes_a_seat_passes_and_contributes(console: Client, phones: list[Client]) -> None:
    aisha, bas = phones
    presses(console, "begin_turn")
    turn = aisha.sees("mine", "now", lambda now: now["phase"] == "turn")["turn"]
    assert (
        bas.sees("table", "floor", lambda floor: floor["turn"] == turn)["next"]
        == bas.documents["mine"]["me"]["seat"]
    )
    assert bas.sends("pass_turn", turn=turn)["reason"] == "not_your_turn"
    passed = aisha.sends("pass_turn", turn=turn)
    assert passed["answer"] == "ok"
    assert aisha.sends("pass_turn", turn=turn)["answer"] == "late"
    console.reaches("desk", passed["version"])
    presses(console, "begin_turn")
    his = bas.sees("mine", "now", lambda now: now["phase"] == "turn")["turn"]
    bas.sends("end_turn", turn=his)
    bas.sends("write", id=ID, text="Goed dat u er bent.", word_kind="introduction", turn=his, keep="unnamed")
    [word] = bas.sees("mine", "words", lambda words: words)
    assert (word["id"], word["text"], word["keep"]) == (ID, "Goed dat u er bent.", "unnamed")
    offer = aisha.sees("mine", "now", lambda now: now["phase"] == "offer")["offer"]
    aisha.sends("decline_offer", offer=offer)
    assert presses(console, "next_step")["answer"] == "ok", "nobody writes: the round closes along with it"


def test_sent_twice_it_applies_once_and_another_content_is_refused(phones: list[Client]) -> None:
    aisha = phones[0]
    words = {"text": "Een keer is genoeg.", "word_kind": "introduction"}
    first = aisha.sends("write", id=ID, **words)
    assert aisha.sends("write", id=ID, **words) == first
    assert aisha.sends("write", id=ID, text="Iets anders.", word_kind="introduction")["answer"] == "refused"
    assert [word["text"] for word in aisha.sees("mine", "words", lambda words: words)] == [
        "Een keer is genoeg."
    ]


def test_after_being_away_it_gets_what_it_lacks_and_nothing_else(
    console: Client, phones: list[Client]
) -> None:
    aisha, bas = phones
    aisha.loses_the_connection()
    presses(console, "begin_turn")
    had = dict(aisha.versions)
    aisha.received.clear()
    aisha.connects()
    turn = aisha.sees("mine", "now", lambda now: now["phase"] == "turn")["turn"]
    assert aisha.sees("table", "floor", lambda floor: floor["turn"] == turn)
    pushed = [content for name, content in aisha.received if name == "push"]
    assert {push["doc"] for push in pushed} == {"table", "mine"}
    assert all(push["version"] > had[push["doc"]] for push in pushed)
    aisha.sends("end_turn", turn=turn)
    own = bas.documents["mine"]["me"]["seat"]
    bas.sees("table", "floor", lambda floor: floor["phase"] == "ready" and floor["next"] == own)
    bas.sees("mine", "now", lambda now: now["phase"] == "almost")
    bas.loses_the_connection()
    bas.received.clear()
    bas.connects().hears("pulse")
    assert [content for name, content in bas.received if name == "push"] == []


def test_a_pulse_names_the_newest_versions(phones: list[Client]) -> None:
    pulse = phones[0].hears("pulse")
    assert pulse["table"] == phones[0].versions["table"] <= pulse["version"]


def test_who_has_no_websocket_does_the_same_over_http(
    server: LiveServer, console: Client, phones: list[Client]
) -> None:
    aisha = phones[0]
    aisha.loses_the_connection()
    presses(console, "begin_turn")
    fetched = {push["doc"]: push for push in aisha.fetches(**aisha.versions)}
    assert {push["base"] for push in fetched.values()} == {0}
    now = fetched["mine"]["sections"]["now"]
    assert now["phase"] == "turn"
    command = {"id": ID, "kind": "end_turn", "turn": now["turn"]}
    status, answer = aisha.sends_over_http(command)
    assert (status, answer["answer"]) == (200, "ok")
    assert aisha.sends_over_http(command) == (200, answer)
    assert aisha.sends_over_http({"id": ID, "kind": "ask_rest"})[0] == 409
    assert aisha.sends_over_http({"kind": "end_turn"})[0] == 400
    newest = {push["doc"]: push["version"] for push in aisha.fetches()}
    assert aisha.fetches(**newest) == []


def test_words_of_the_wall_are_fetched_by_id_and_revision(console: Client, phones: list[Client]) -> None:
    aisha, bas = phones
    word = {"text": "Voor wie het lezen mag.", "word_kind": "introduction"}
    aisha.sends("write", id=ID, **word)
    seen = {}
    for client in (aisha, bas, console):
        path = f"/live/words?{urlencode({**(client.who or {'as': client.desk}), 'ids': f'{ID}.1'})}"
        seen[client] = json.loads(client.server.asks("GET", path, **client.credentials)[2])["words"]
    text = {"text": word["text"], "lang": "nl", "kind": "introduction", "translation": None}
    assert seen[aisha] == seen[console] == {f"{ID}.1": text}
    assert seen[bas] == {}


def test_a_link_is_opened_as_the_page_says(server: LiveServer, links: dict[str, str]) -> None:
    for name, where in (("console", "/leiden/"), ("screen", "/scherm/"), ("join", f"/d/{links['code']}")):
        status, cookies, body = server.asks("POST", "/in", {"token": links[name].split("#")[1]})
        assert (status, json.loads(body)["go"][: len(where)]) == (200, where)
        held = [cookie for cookie in cookies if cookie.startswith("dialoog-")]
        assert len(held) == (0 if name == "join" else 1), "the way to the door leaves no token in a browser"
    assert server.asks("POST", "/in", {"token": "x" * 22})[0] == 401


def test_without_a_token_or_with_a_used_ticket_nobody_comes_in(
    server: LiveServer, links: dict[str, str]
) -> None:
    assert server.asks("POST", "/live/ticket", {"desk": "seat"})[0] == 401
    assert server.asks("GET", "/live/documents?as=seat")[0] == 401
    screen = Client.opens(server, "screen", links["screen"])
    ticket = screen.ticket()
    screen.connects(ticket)
    with pytest.raises(AssertionError, match="44"):
        Client.opens(server, "screen", links["screen"]).connects(ticket)


def test_an_unknown_message_gets_an_answer_and_changes_nothing(console: Client, phones: list[Client]) -> None:
    aisha = phones[0]
    before = aisha.hears("pulse")
    assert aisha.sends("sing")["answer"] == "refused"
    assert aisha.sends("pass_turn")["reason"] == "malformed"
    assert aisha.sends("write", text="  ", word_kind="introduction")["answer"] == "refused"
    assert aisha.hears("pulse")["version"] == before["version"]


def test_what_is_no_packet_of_ours_ends_the_socket(phones: list[Client]) -> None:
    aisha = phones[0]
    aisha._write("42[1,2,3]")
    with pytest.raises((websocket.WebSocketException, OSError)):
        aisha.hears("nothing, for ever")
