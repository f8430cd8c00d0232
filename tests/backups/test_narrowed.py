"""What was hidden, made smaller or taken away since a backup stays so when that is put back (R12)."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, func, insert, select

from dialoog.accounts import account_links, sessions, tokens
from dialoog.accounts.actions import change_password, change_profile, change_role, role_of
from dialoog.accounts.models import AccountLink, Person, Token
from dialoog.accounts.second_step import check, state
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs import outbox
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.models import Job, Mail
from dialoog.jobs.schedule import day_at
from dialoog.live import cards
from dialoog.live.protocol import commands
from dialoog.planning.actions import dismiss, invite, plan, take_over
from dialoog.planning.queries import gathering
from dialoog.records.actions import choose_audience, hide_word
from dialoog.records.follow_up.models import Agreement
from dialoog.records.models import RemovalRequest
from dialoog.records.publication import hidden_words, publication
from dialoog.records.queries import read_record
from dialoog.records.requests.actions import answer_request, request_removal
from dialoog.rules.state import Keep
from tests.accounts.people import PLANNED, create_member, create_organisation, switch_second_step_on
from tests.backups.houses import FATMA, HENK, House
from tests.records.published import settle


def test_R12_a_record_stays_as_narrow_as_it_was_made_since_the_backup(house: House) -> None:
    """A further yes, a name, a sentence, an audience, and a request that was answered."""
    words = [word for of_seat in house.words for word in of_seat]
    public, named, asked, hidden = words
    for word in words:
        house.does(commands.ConfirmWords, word=word)
        house.does(commands.KeepWords, word=word, keep=Keep.NAMED, public=word == public)
    house.does(commands.CloseDialogue, reason="time")
    with transaction(house.runtime.engine) as connection:
        settle(connection, house.dialogue, "public")
        request_removal(connection, house.dialogue, "Dat ben ik.", "", "06 12", "nl", wall_ms())
        request = connection.execute(select(RemovalRequest.id)).scalar_one()
    yesterday = house.backs_up()

    house.does(commands.KeepWords, word=public, keep=Keep.NAMED)
    house.does(commands.KeepWords, word=named, keep=Keep.UNNAMED)
    house.does(commands.GiveConsent, seat=HENK, words=True, name=False, contact=True)
    with transaction(house.runtime.engine) as connection:
        hide_word(connection, house.dialogue, hidden, "els", "Er staat een naam in.", wall_ms())
        answer_request(connection, house.dialogue, request, "els", [asked], "Op verzoek.", wall_ms())
        choose_audience(connection, house.dialogue, "els", "organisation", wall_ms())
    today = _shown(house)
    assert [(one.text, one.name) for one in today] == [("Zin 1 van s1.", "Buur s1"), ("Zin 2 van s1.", None)]

    for _ in range(2):
        house.restores(yesterday)
        assert _shown(house) == today
        assert not house.runtime.broadcaster(house.dialogue).state().words[public].public
        with read_transaction(house.runtime.engine) as connection:
            assert publication(connection, house.dialogue).audience == "organisation"
            assert {one.reason for one in hidden_words(connection, house.dialogue).values()} == {""}
            answered = connection.execute(select(RemovalRequest.outcome, RemovalRequest.reach)).one()
            assert answered == ("hidden", None)
        assert house.proves().endswith("Nothing is wrong.\n")


def test_R12_what_was_to_be_kept_no_more_is_asked_again_while_the_table_is_open(sqlite_house: House) -> None:
    """Whoever said yes anew since would lose it at closing."""
    house, (word, _) = sqlite_house, sqlite_house.words[0]
    house.does(commands.KeepWords, word=word, keep=Keep.NAMED)
    yesterday = house.backs_up()
    house.does(commands.KeepWords, word=word, keep=Keep.NO)
    house.restores(yesterday)
    assert house.runtime.broadcaster(house.dialogue).state().words[word].keep is None
    house.does(commands.CloseDialogue, reason="time")
    assert _shown(house) == []


def test_R12_nobody_may_do_again_what_they_may_do_no_more(sqlite_house: House) -> None:
    house = sqlite_house
    with transaction(house.runtime.engine) as connection:
        town = create_organisation(connection, "De gemeente", "municipality")
        linde = create_organisation(connection, "De Linde")
        people = {
            name: create_member(connection, linde, name, email=f"{name}@voorbeeld.nl")
            for name in ("els", "role", "password", "address", "app")
        }
        now = wall_ms()
        evening = plan(connection, town, PLANNED, now)
        leads = invite(connection, evening, "Ineke", None, "facilitator", now)
        gives = account_links.create(connection, "ownership", now, gathering=evening, organisation=town)
        used = account_links.create(connection, "invitation", now, organisation=linde, role="organiser")
        session = sessions.create(connection, people["els"], "Firefox", now)
        console = tokens.create(connection, "scribe", house.dialogue)
        key = tokens.create(connection, "setup")
        _app, [code, *_others] = switch_second_step_on(connection, people["els"])
        cards.create_sheet(connection, "s" * 32, house.dialogue)
        for number, seat in ((1, FATMA), (2, HENK)):
            cards.give_to(connection, house.dialogue, number, seat)
    yesterday = house.backs_up()

    house.does(commands.EndLinks, desk="scribe")
    with transaction(house.runtime.engine) as connection:
        now = wall_ms()
        tokens.revoke_all(connection, "setup")
        cards.end_lost(connection, house.dialogue, 1, now)
        cards.give_to(connection, house.dialogue, 2, FATMA)
        change_role(connection, linde, people["role"], "reader", now)
        change_password(connection, people["password"], "new", now, keep_session="")
        change_profile(connection, people["address"], "Ans", "ans@voorbeeld.nl", now)
        switch_second_step_on(connection, people["app"])
        assert check(connection, people["els"], code, now) == "right"
        link = account_links.find(connection, leads, now)
        dismiss(connection, evening, link.id if link else "", now)
        given = account_links.find(connection, gives, now)
        assert given
        take_over(connection, given, linde, now)
    house.restores(yesterday)

    with transaction(house.runtime.engine) as connection:
        assert check(connection, people["els"], code, now) == "wrong"
        assert role_of(connection, people["role"], linde) == "reader"
        assert _column(connection, Person.password, people["password"]) is None, "signs in by a link"
        assert _column(connection, Person.email, people["address"]) is None
        assert state(connection, people["app"]).switched_off, "its owner sees that it is off"
        assert sessions.find(connection, session, wall_ms()) is None
        for gone in (leads, gives, used):
            assert account_links.find(connection, gone, wall_ms()) is None
        assert tokens.find(connection, console) is None
        assert not tokens.is_setup_key(connection, key)
        assert [(one.seat, one.is_lost) for one in cards.list_cards(connection, house.dialogue)][:2] == [
            (None, True),
            (None, False),
        ]
        planned = gathering(connection, evening)
        assert planned
        assert planned.owner == linde
        assert _column(connection, Person.password, people["els"]) is not None


def test_R12_links_that_were_stolen_before_new_locks_open_nothing(sqlite_house: House) -> None:
    house = sqlite_house
    with transaction(house.runtime.engine) as connection:
        stolen = tokens.create(connection, "facilitator", house.dialogue)
        evening = plan(connection, "linde", PLANNED, wall_ms())
        invite(connection, evening, "Ineke", None, "facilitator", wall_ms())
    yesterday = house.backs_up()
    house.stops()
    assert house.types("new-locks", "--yes").exit_code == 0
    house.restores(yesterday)
    with read_transaction(house.engine()) as connection:
        assert tokens.find(connection, stolen) is None
        valid = select(func.count()).select_from(Token).where(Token.revoked.is_(None))
        assert connection.execute(valid).scalar() == 0
        assert connection.execute(select(AccountLink.id)).all() == []


def test_R12_no_mail_that_may_have_been_sent_since_is_sent_unasked(
    sqlite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what waited in the outbox, nor what the worker would write anew of a day that passed."""
    house = sqlite_house
    monkeypatch.setenv("DIALOOG_SMTP_URL", "smtp://127.0.0.1:9")
    monkeypatch.setenv("DIALOOG_MAIL_FROM", "post@linde.example")
    house.does(
        commands.GiveConsent, seat=HENK, words=True, name=True, contact=True, reach="henk@linde.example"
    )
    day = (day_at(wall_ms()) - timedelta(days=2)).isoformat()
    agreement = {
        "dialogue": house.dialogue,
        "word": house.words[1][0],
        "id": "a1",
        "lang": "nl",
        "seat": HENK,
    }
    facts = {"is_named": True, "is_of_resident": True, "due": day, "ask_on": day}
    text = {"kind": "evening", "subject": "Donderdag", "body": "U leidt de avond."}
    with transaction(house.runtime.engine) as connection:
        connection.execute(insert(Agreement).values(**agreement, **facts))
        waits = outbox.write(
            connection, recipient="els@linde.example", organisation="linde", cause="c1", now=wall_ms(), **text
        )
    house.restores(house.backs_up())
    with transaction(house.engine()) as connection:
        mails = connection.execute(select(Mail.recipient, Mail.state, Mail.maybe_twice, Mail.error)).all()
        assert sorted(mails) == [
            (f"{name}@linde.example", "failed", True, "Restored") for name in ("els", "henk")
        ]
        assert connection.execute(select(Agreement.mailed_for)).scalar() == day, "its link works"
        waiting = select(Job.subject).where(Job.kind == "mail", Job.state == "waiting")
        assert connection.execute(waiting).all() == []
        assert outbox.retry(connection, waits, wall_ms())
        assert connection.execute(waiting).scalars().all() == [waits]


def _shown(house: House) -> list[Any]:
    with read_transaction(house.runtime.engine) as connection:
        document = read_record(connection, house.dialogue, "participants")
    assert document is not None
    return [word for step in document.steps for word in step.words]


def _column(connection: Connection, column: Any, person: str) -> Any:
    return connection.execute(select(column).where(Person.id == person)).scalar_one()
