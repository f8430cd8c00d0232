"""Many commands in one transaction: each gets the answer that it would have got alone, after the commit (R1, R3)."""

import threading
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.exc import OperationalError

from dialoog.accounts import tokens
from dialoog.accounts.models import Token
from dialoog.cli import setup
from dialoog.db import sqlite
from dialoog.db.engine import read_transaction, transaction
from dialoog.live.commands import execute, requests, translate, writer
from dialoog.live.commands.requests import Accepted, CommandRequest, Outcome, Postponed, Rejected
from dialoog.live.journal.verify import verify_all
from dialoog.live.models import JournalRow, Word
from dialoog.live.plan import Plan
from dialoog.live.protocol import commands
from dialoog.live.runtime import Runtime
from dialoog.live.tasks import push
from dialoog.rules import events as e
from dialoog.rules.events import Entry
from dialoog.rules.state import By, Desk, Kind

LEADS = By(Desk.FACILITATOR)


class Desks:
    """A house whose writer takes what waits only when it is told to."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self.commits = 0
        self._writing = False
        self.answers: dict[str, list[Outcome]] = {}
        self.ids = (f"command-{n:012d}" for n in range(10_000))
        event.listen(runtime.engine, "connect", lambda made, _: made.set_trace_callback(self._hears))

    def a_dialogue(self) -> str:
        return setup.new_dialogue(self.runtime.settings, Plan(title="Linde"), "check-in").dialogue

    def asks(self, dialogue: str, wire: commands.Command, by: By = LEADS, token: bytes | None = None) -> str:
        """Leaves a command with the writer; gives its id."""
        request = CommandRequest(
            dialogue, wire.id, translate.mac_of("secret", wire, by), by, *translate.translate(wire, by), token
        )  # fmt: skip
        answers = self.answers.setdefault(wire.id, [])
        self.runtime.writer.submit(request, answers.append)
        return wire.id

    def themes(self, dialogue: str, theme: str, **more: Any) -> str:
        return self.asks(dialogue, commands.ThemeScreen(id=next(self.ids), theme=theme), **more)

    def sits(self, dialogue: str) -> By:
        """Somebody with a seat whose words may be kept."""
        seat = By(Desk.SEAT, "s1")
        self.asks(dialogue, commands.TakeSeat(id=next(self.ids), name="Fatma"))
        consent = commands.GiveConsent(id=next(self.ids), words=True, name=True, contact=False)
        assert self.commit() == 1
        self.asks(dialogue, consent, seat)
        self.commit()
        return seat

    def writes(self, dialogue: str, by: By, text: str, id: str = "") -> str:
        wire = commands.Write(id=id or next(self.ids), word_kind=Kind.INTRODUCTION, text=text)
        return self.asks(dialogue, wire, by)

    def commit(self) -> int:
        """Lets the writer do what waits; how many transactions it took."""
        before = self.commits
        working = threading.Thread(target=self.runtime.writer.run)
        working.start()
        self.runtime.writer.stop()
        working.join(10)
        self.runtime.writer._closing = False
        self.runtime.writer._stopped.clear()
        return self.commits - before

    def answer(self, id: str) -> Outcome:
        [outcome] = self.answers[id]
        return outcome

    def stored(self, dialogue: str) -> list[tuple[int, str]]:
        columns = JournalRow.__table__.columns
        query = select(columns.version, columns.command_id).where(columns.dialogue == dialogue)
        with read_transaction(self.runtime.engine) as connection:
            rows = connection.execute(query.order_by(columns.version)).all()
        return [(row.version, row.command_id) for row in rows]

    def _hears(self, statement: str) -> None:
        """What SQLite is told: whoever says BEGIN IMMEDIATE writes."""
        self._writing |= statement == "BEGIN IMMEDIATE"
        if statement in ("COMMIT", "COMMIT ", "ROLLBACK", "ROLLBACK "):
            self.commits += self._writing and statement.startswith("COMMIT")
            self._writing = False


@pytest.fixture
def desks(runtime: Runtime) -> Desks:
    return Desks(runtime)


def test_what_waits_is_one_transaction_over_all_dialogues(desks: Desks) -> None:
    dialogues = [desks.a_dialogue() for _ in range(3)]
    commands_of = {d: [desks.themes(d, theme) for theme in ("dark", "light") * 20] for d in dialogues}
    assert desks.commit() == 1
    for dialogue, ids in commands_of.items():
        assert [desks.answer(id) for id in ids] == [Accepted(version) for version in range(2, 42)]
        assert desks.stored(dialogue)[1:] == [(n + 2, id) for n, id in enumerate(ids)]
    assert [lines for *_, lines in verify_all(desks.runtime.engine)] == [[], [], []]


def test_R3_the_same_command_twice_in_one_transaction_is_done_once(desks: Desks) -> None:
    dialogue = desks.a_dialogue()
    fatma = desks.sits(dialogue)
    id = desks.writes(dialogue, fatma, "Er is meer dat ons bindt.")
    desks.writes(dialogue, fatma, "Er is meer dat ons bindt.", id)
    desks.writes(dialogue, fatma, "Iets anders.", id)
    desks.commit()
    first, again, other = desks.answers[id]
    assert isinstance(first, Accepted)
    assert (again, other) == (first, Rejected("same_id"))
    assert [stored for _, stored in desks.stored(dialogue)].count(id) == 1


def test_T11_a_device_that_is_ended_does_nothing_later_in_the_same_transaction(desks: Desks) -> None:
    dialogue = desks.a_dialogue()
    fatma, phone = desks.sits(dialogue), tokens.hash_of("the-token-of-fatma")
    with transaction(desks.runtime.engine) as connection:
        tokens.store(connection, "the-token-of-fatma", "seat", dialogue, "s1")
    speaks = [commands.ChooseLanguage(id=next(desks.ids), lang=lang) for lang in ("en", "tr")]
    desks.asks(dialogue, speaks[0], fatma, phone)
    ending = desks.asks(dialogue, commands.EndDevices(id=next(desks.ids), seat="s1"))
    desks.asks(dialogue, speaks[1], fatma, phone)
    assert desks.commit() == 1
    assert isinstance(desks.answer(speaks[0].id), Accepted)
    assert isinstance(desks.answer(ending), Accepted)
    assert desks.answer(speaks[1].id) == Rejected("token_ended")


def test_R1_what_was_lost_while_it_was_written_down_is_told_to_nobody_as_kept(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of the same looks for the text of the first, so the batch is written down in its middle."""
    dialogue = desks.a_dialogue()
    fatma = desks.sits(dialogue)
    say, faults = sqlite.execute_many, [MemoryError()]

    def fails_once(*arguments: Any) -> None:
        if faults:
            raise faults.pop()
        say(*arguments)

    monkeypatch.setattr(sqlite, "execute_many", fails_once)
    other = desks.themes(dialogue, "dark")
    id = desks.writes(dialogue, fatma, "Er is meer dat ons bindt.")
    desks.writes(dialogue, fatma, "Er is meer dat ons bindt.", id)
    desks.commit()
    assert faults == []
    stored = [stored for _, stored in desks.stored(dialogue)]
    for command in (other, id):
        assert all(isinstance(answer, Accepted) for answer in desks.answers[command])
        assert stored.count(command) == 1
    assert [lines for *_, lines in verify_all(desks.runtime.engine)] == [[]]


def test_one_that_cannot_be_written_takes_nobody_along(desks: Desks, monkeypatch: pytest.MonkeyPatch) -> None:
    dialogue = desks.a_dialogue()
    ids = [desks.themes(dialogue, theme) for theme in ("dark", "light", "dark")]
    acts = execute.texts.build_statements

    def stumbling(*about: Any) -> Any:
        if about[2][0].theme == "light":
            raise KeyError("what nobody foresaw")
        return acts(*about)

    monkeypatch.setattr(execute.texts, "build_statements", stumbling)
    desks.commit()
    assert [type(desks.answer(id)) for id in ids] == [Accepted, Postponed, requests.AlreadyApplied]
    assert desks.stored(dialogue)[1:] == [(2, ids[0])]


def test_one_on_which_nothing_can_be_decided_costs_no_second_transaction(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogue = desks.a_dialogue()
    ids = [desks.themes(dialogue, theme) for theme in ("dark", "light", "dark")]
    decide = execute.decide

    def stumbling(state: Any, command: Any, by: By, at: int) -> Any:
        if command.theme == "light":
            raise KeyError("what nobody foresaw")
        return decide(state, command, by, at)

    monkeypatch.setattr(execute, "decide", stumbling)
    assert desks.commit() == 1
    assert [type(desks.answer(id)) for id in ids] == [Accepted, Postponed, requests.AlreadyApplied]


def test_R1_a_commit_that_fails_leaves_nothing_and_nobody_hears_ok(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogue = desks.a_dialogue()
    ids = [desks.themes(dialogue, theme) for theme in ("dark", "light")]
    commit = sqlite.commit

    def full(_driver: Any) -> None:
        raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    monkeypatch.setattr(sqlite, "commit", full)
    desks.commit()
    assert [desks.answer(id) for id in ids] == [Postponed(), Postponed()]
    assert len(desks.stored(dialogue)) == 1
    monkeypatch.setattr(sqlite, "commit", commit)
    again = desks.themes(dialogue, "dark")
    desks.commit()
    assert desks.answer(again) == Accepted(2)


def test_what_another_process_wrote_is_seen_first_and_told_here(desks: Desks) -> None:
    dialogue, notifications = desks.a_dialogue(), []
    desks.themes(dialogue, "dark")
    desks.commit()
    with transaction(desks.runtime.engine) as elsewhere:
        batch = writer.UnitOfWork(elsewhere, "secret", desks.runtime.save)
        batch.load(writer.StateCache(), [(dialogue, "elsewhere", None)])
        wire = commands.ThemeScreen(id="elsewhere-000000", theme="light")
        done = execute.execute(
            batch,
            CommandRequest(dialogue, wire.id, bytes(32), LEADS, *translate.translate(wire, LEADS)),
            9,
        )
        batch.flush()
    assert done == Accepted(3)
    desks.runtime.writer._notify = notifications.append
    late = desks.themes(dialogue, "light")
    desks.commit()
    assert desks.answer(late) == requests.AlreadyApplied(3)
    assert notifications == [dialogue]


def test_a_token_that_ended_opens_nothing_in_the_next_transaction(desks: Desks) -> None:
    dialogue = desks.a_dialogue()
    with read_transaction(desks.runtime.engine) as connection:
        [token] = connection.execute(
            select(Token.hash).where(Token.dialogue == dialogue, Token.purpose == "facilitator")
        ).scalars()
    good, unknown = desks.themes(dialogue, "dark", token=token), desks.themes(dialogue, "light", token=b"?")
    desks.commit()
    assert (desks.answer(good), desks.answer(unknown)) == (Accepted(2), Rejected("token_ended"))
    with transaction(desks.runtime.engine) as connection:
        connection.execute(update(Token).where(Token.hash == token).values(revoked=1))
    ended = desks.themes(dialogue, "light", token=token)
    desks.commit()
    assert desks.answer(ended) == Rejected("token_ended")


def test_words_written_and_taken_back_in_one_transaction_leave_no_text(desks: Desks) -> None:
    dialogue = desks.a_dialogue()
    fatma = desks.sits(dialogue)
    words = [desks.writes(dialogue, fatma, f"Zin {n}.") for n in range(3)]
    desks.asks(dialogue, commands.WithdrawWords(id=next(desks.ids), word=words[1]), fatma)
    desks.commit()
    with read_transaction(desks.runtime.engine) as connection:
        texts = connection.execute(select(Word.text).where(Word.dialogue == dialogue)).scalars().all()
    assert sorted(texts) == ["Zin 0.", "Zin 2."]


def test_an_undo_after_a_batch_that_was_lost_folds_what_is_in_the_journal(desks: Desks) -> None:
    dialogue = desks.a_dialogue()
    here = desks.runtime.state_cache.refresh(desks.runtime.engine, dialogue)
    lost = here.advance(Entry(2, 9, LEADS, (e.ScreenThemed("dark"),)), b"lost")
    first = here.advance(Entry(2, 9, LEADS, (e.ClockStopped(),)), b"kept")
    blank = first.advance(Entry(3, 10, LEADS, (e.ScreenBlanked(True),)), b"blank")
    undone = blank.advance(Entry(4, 11, LEADS, (e.Undone(3, 0),)), b"undone")
    assert lost.state.screen.theme == "dark"
    assert undone.state == replace(first.state, version=4)
    assert (len(here.entries), len(lost.entries), len(undone.entries)) == (1, 2, 4)


def test_who_asks_while_the_server_stops_is_told_later_at_once(desks: Desks) -> None:
    dialogue = desks.a_dialogue()
    desks.runtime.writer.stop(timeout=0)
    assert desks.answer(desks.themes(dialogue, "dark")) == Postponed()
    assert desks.runtime.writer.waiting == 0


def test_what_waits_is_committed_before_a_push_and_a_push_never_waits_for_long(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialogue, slept = desks.a_dialogue(), []
    monkeypatch.setattr(desks.runtime.socketio, "sleep", slept.append)
    id = desks.themes(dialogue, "dark")
    push.yield_to_writer(desks.runtime)
    assert slept == [0] * push.MAX_BATCHES_AHEAD
    monkeypatch.setattr(desks.runtime.socketio, "sleep", lambda _: desks.commit())
    push.yield_to_writer(desks.runtime)
    assert (desks.answer(id), desks.commits) == (Accepted(2), 1)
