"""The time of a dialogue neither goes back nor jumps, so a turn has its length whatever becomes of the machine's clock."""

from sqlalchemy import select

from dialoog.accounts.tokens import Identity, create, hash_of
from dialoog.db.engine import read_transaction, transaction
from dialoog.live.commands.requests import Accepted
from dialoog.live.journal.dialogue_clocks import DOUBT_MS, DialogueClocks, SteadyWall
from dialoog.live.models import JournalRow
from dialoog.live.protocol import commands
from dialoog.rules.state import Keep, Kind
from tests.commands import execute
from tests.live.room import Room
from tests.people import fresh_id

HOUR, DAY = 3_600_000, 86_400_000


class Clock:
    """Both clocks of a machine; `ahead` is how wrong its wall clock is."""

    def __init__(self) -> None:
        self.steady, self.ahead = 5_000, 0
        self.wall = SteadyWall(lambda: 1_700_000_000_000 + self.steady + self.ahead, lambda: self.steady)

    def after(self, ms: int) -> int:
        self.steady += ms
        return self.wall.now() - 1_700_000_000_000


def test_an_hour_ahead_for_a_moment_is_not_followed() -> None:
    clock = Clock()
    assert clock.after(1_000) == 6_000
    clock.ahead = HOUR
    assert clock.after(1_000) == 7_000
    clock.ahead = 0
    assert clock.after(1_000) == 8_000
    clock.ahead = -HOUR
    assert clock.after(1_000) == 9_000


def test_what_stays_so_for_an_hour_is_believed_and_what_changes_again_is_not() -> None:
    clock = Clock()
    clock.ahead = DAY
    assert clock.after(HOUR) == HOUR + 5_000
    clock.ahead = 2 * DAY
    assert clock.after(HOUR) == 2 * HOUR + 5_000
    assert clock.after(DOUBT_MS + 1) == 2 * DAY + 3 * HOUR + 5_001


def test_a_clock_that_is_put_right_bit_by_bit_is_followed() -> None:
    clock = Clock()
    for bit in range(10):
        clock.ahead = -bit * 1_000
        assert clock.after(0) == 5_000 - bit * 1_000


def test_where_a_journal_is_ahead_its_time_runs_on_from_there() -> None:
    clocks = DialogueClocks()
    assert clocks.now("linde", 1_000, 0) == 1_000
    assert clocks.now("linde", 1_000, HOUR) == HOUR
    assert clocks.now("linde", 1_240, HOUR) == HOUR + 240
    assert clocks.now("eik", 1_240, 0) == 1_240
    assert clocks.now("linde", HOUR + 5, HOUR + 240) == 2 * HOUR - 995, "it stays ahead"


def moments(room: Room) -> list[int]:
    with read_transaction(room.runtime.engine) as connection:
        query = select(JournalRow.at).where(JournalRow.dialogue == room.id).order_by(JournalRow.version)
        return list(connection.execute(query).scalars())


def a_phone(room: Room, seat: str) -> Identity:
    with transaction(room.runtime.engine) as connection:
        return Identity("seat", room.id, seat, hash_of(create(connection, "seat", room.id, seat)))


def accepts(room: Room, wire: commands.Command, identity: Identity | None = None) -> None:
    outcome = execute(room.runtime, identity or room.console, wire)
    assert isinstance(outcome, Accepted), (wire, outcome)


def test_a_turn_has_its_length_after_the_clock_was_an_hour_ahead_for_one_command(room: Room) -> None:
    """A start with a wrong clock: nothing in this process knows it better."""
    writer, now = room.runtime.writer, room.runtime.writer.now()
    ahead = 0
    writer.now = lambda: now + ahead
    room.somebody_sits("Fatma")
    room.somebody_sits("Henk")
    accepts(room, commands.NextStep(id=fresh_id(), step=room.table.state().step_version))
    ahead = HOUR
    accepts(room, commands.ThemeScreen(id=fresh_id(), theme="dark"))
    ahead = 10_000
    round = room.table.state().round
    assert round is not None
    accepts(room, commands.BeginTurn(id=fresh_id(), after=round.last, seat="s1"))
    turn = room.table.state().speaking
    assert turn is not None
    ahead += 30_000
    elapsed = room.runtime.now(room.id) - turn.clock.began
    assert elapsed == 30_000
    assert moments(room) == sorted(moments(room))


def test_C3_one_entry_by_a_clock_that_was_days_ahead_takes_no_choice_away(room: Room) -> None:
    writer, now = room.runtime.writer, room.runtime.writer.now()
    ahead = 0
    writer.now = lambda: now + ahead
    room.somebody_sits("Fatma")
    accepts(room, commands.GiveConsent(id=fresh_id(), seat="s1", words=True, name=True, contact=False))
    words = [fresh_id(), fresh_id()]
    for word in words:
        write = commands.Write(id=word, seat="s1", text="Dit is van mij.", word_kind=Kind.INTRODUCTION)
        accepts(room, write)
        accepts(room, commands.ConfirmWords(id=fresh_id(), word=word))
    accepts(room, commands.NextStep(id=fresh_id(), step=room.table.state().step_version))
    accepts(room, commands.CloseDialogue(id=fresh_id(), reason="time"))
    ahead = 8 * DAY
    phone = a_phone(room, "s1")
    accepts(room, commands.WithdrawWords(id=fresh_id(), word=words[0]), phone)
    ahead = 1_000
    accepts(room, commands.KeepWords(id=fresh_id(), word=words[1], keep=Keep.NAMED), phone)
    assert moments(room) == sorted(moments(room))
