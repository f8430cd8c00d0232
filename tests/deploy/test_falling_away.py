"""A round over two processes, while what carries it falls away piece by piece: nothing acknowledged is lost."""

import time
from typing import Any

from socketio.exceptions import SocketIOError

from tests.deploy.proxy import Proxy
from tests.deploy.test_behind_nginx import sockets_at
from tests.live.journals import journal
from tests.people import Person, Table, fresh_id
from tests.postgres import Postgres
from tests.serving import eventually


def is_back(person: Person) -> bool:
    """A client opens its connection again once it notices that it was lost."""
    try:
        return person.connected or person.connects().connected
    except Exception:
        return False


def everybody_is_back(people: list[Person]) -> None:
    for person in people:
        eventually(lambda one=person: is_back(one), 30, f"{person.name or person.desk} being back")


def everybody_sees_the_same(people: list[Person], version: int) -> None:
    """Some may notice only now that the process at the other end is gone."""
    for person in people:
        eventually(
            lambda one=person: is_back(one) and one.versions["table"] >= version,
            15, f"{person.name or person.desk} seeing the newest",
        )  # fmt: skip
    assert all(person.docs["table"] == people[0].docs["table"] for person in people)


def does_as_an_outbox(person: Person, kind: str, id: str, **fields: Any) -> int:
    """Sends it again with the same id, over a new connection, where the connection is lost before the answer."""
    versions: list[int] = []

    def is_answered() -> bool:
        try:
            versions.append(person.does(kind, id, **fields))
        except SocketIOError:
            is_back(person)
        return bool(versions)

    eventually(is_answered, 30, f"an answer to {kind}")
    return versions[0]


def test_R1_R6_signals_database_and_a_process_fall_away_and_nothing_is_lost(
    proxy: Proxy, own_postgres: Postgres, table: Table
) -> None:
    facilitator, screen = table.facilitator(), table.screen()
    phones = table.a_circle_of(4)
    people = [facilitator, screen, *phones]
    assert min(sockets_at(proxy)) >= 2, "both processes have some of them"
    facilitator.opens_round("introductions")
    command_ids: list[str] = []

    def one_turn(person: Person) -> int:
        """The next turn, with words, until it is done; on whatever line there is."""
        everybody_is_back(people)
        facilitator.sees(lambda me: me.primary, what="the big button")
        facilitator.next()
        turn = person.has_the_word()
        word = fresh_id()
        person.does("write", word, text=f"Ik ben {person.name}.", word_kind="introduction")
        done = fresh_id()
        version = person.does("end_turn", done, turn=turn)
        command_ids.extend((word, done))
        everybody_sees_the_same(people, version)
        return version

    one_turn(phones[0])

    assert own_postgres.cuts_listeners(proxy.database) == 2
    one_turn(phones[1])

    own_postgres.kill9()
    waits = fresh_id()
    assert phones[2].sends("choose_language", waits, lang="en")["answer"] == "later"
    own_postgres.starts()
    everybody_is_back(people)
    phones[2].does("choose_language", waits, lang="en")
    command_ids.append(waits)
    one_turn(phones[2])

    proxy.servers[0].is_killed()
    eventually(lambda: not all(person.connected for person in people), 15, "lost lines")
    everybody_is_back(people)
    one_turn(phones[3])
    proxy.servers[0].starts()

    def somebody_is_at_each() -> bool:
        """One try a second, since a token gets no more tickets than that."""
        time.sleep(1)
        screen.connects()
        return min(sockets_at(proxy)) >= 1

    eventually(somebody_is_at_each, 30, "somebody at each again")
    entries = journal(table)
    assert [entry["version"] for entry in entries] == list(range(1, len(entries) + 1))
    assert set(command_ids) <= {entry["id"] for entry in entries}
    everybody_sees_the_same(people, screen.versions["table"])
    proof = proxy.servers[1].runs("verify")
    assert proof.returncode == 0, proof.stdout


def test_R1_R6_each_of_two_processes_dies_and_nothing_is_lost(proxy: Proxy, table: Table) -> None:
    """Whoever was at it comes to the other by the same address; it is started anew as systemd does it (Restart=always)."""
    facilitator, screen = table.facilitator(), table.screen()
    people = [facilitator, screen, *table.a_circle_of(2)]
    facilitator.opens_round("introductions")
    command_ids = []
    for person, server in zip(people[2:], proxy.servers, strict=True):
        everybody_is_back(people)
        facilitator.next()
        turn = person.has_the_word()
        server.is_killed()
        everybody_is_back(people)
        page = proxy.asks("GET", f"/d/{table.code}")
        assert page.status == 200, page.text
        done = fresh_id()
        everybody_sees_the_same(people, does_as_an_outbox(person, "end_turn", done, turn=turn))
        command_ids.append(done)
        server.starts()
    entries = journal(table)
    assert [entry["version"] for entry in entries] == list(range(1, len(entries) + 1))
    assert set(command_ids) <= {entry["id"] for entry in entries}
    assert proxy.runs("verify").returncode == 0
