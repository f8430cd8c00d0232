"""A record lies open for seven days: who took part is told by mail or by voice, and reads it on the phone, by a card, or on paper."""

from collections.abc import Iterator

import msgspec
import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from dialoog.accounts import sessions
from dialoog.db.engine import read_transaction, run_in_transaction
from dialoog.jobs.clock import wall_ms
from dialoog.jobs.models import Mail
from dialoog.live.models import Dialogue
from dialoog.records import evening_rows
from dialoog.records.models import Publication
from dialoog.rules.released import SEVEN_DAYS_MS
from tests.accounts.people import create_member, create_organisation
from tests.participants.evenings import Table, hidden_fields
from tests.web.visits import Visitor, cookie, running_app, words_of

MAIL, PHONE, LATER = "fatma@voorbeeld.nl", "06 12 34 56 78", "later@voorbeeld.nl"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("review")
    with running_app(folder, smtp_url="smtp://127.0.0.1:9", mail_from="post@linde.example") as app:
        yield app


@pytest.fixture
def table(app: Flask) -> Table:
    """Fatma reads Turkish and left a mail address, Henk has no phone and left a number."""
    run_in_transaction(app.extensions["dialoog.engine"], lambda connection: connection.execute(delete(Mail)))
    table = Table(app)
    table.asks(table.fatma, "choose_language", lang="tr")
    table.asks(table.fatma, "give_consent", words=True, name=True, contact=True, reach=MAIL)
    henk = {"seat": "s2", "words": True, "name": True, "contact": True, "reach": PHONE}
    table.asks(table.console, "give_consent", **henk)
    return table


@pytest.fixture
def organiser(app: Flask, table: Table) -> Visitor:
    visitor = Visitor(app)

    def prepare(connection):  # type: ignore[no-untyped-def]
        organisation = create_organisation(connection, "De Linde", created=wall_ms())
        person = create_member(connection, organisation, f"Margriet {organisation}")
        connection.execute(update(Dialogue).where(Dialogue.id == table.id).values(owner=organisation))
        return sessions.create(connection, person, "Firefox", wall_ms())

    visitor.browser.set_cookie(
        cookie(app, "session"), run_in_transaction(app.extensions["dialoog.engine"], prepare)
    )
    return visitor


def puts_up(organiser: Visitor, table: Table) -> None:
    edit = f"/verslagen/{table.id}/beheren"
    fields = hidden_fields(organiser.opens(edit).text, f"{edit}/stand")
    assert fields["stage"] == "review"
    assert organiser.browser.post(f"{edit}/stand", data=fields).status_code == 303
    assert organiser.browser.post(f"{edit}/stand", data=fields).status_code == 303, "twice"


def mails(app: Flask) -> list[Mail]:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return list(connection.execute(select(Mail.__table__)))  # type: ignore[arg-type]


@pytest.mark.parametrize("has_mail", [True, False], ids=["mail", "no mail"])
def test_who_may_be_approached_is_mailed_in_their_language_or_stands_on_the_list(
    app: Flask, table: Table, organiser: Visitor, has_mail: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not has_mail:
        settings = msgspec.structs.replace(app.extensions["dialoog.settings"], smtp_url="")
        monkeypatch.setitem(app.extensions, "dialoog.settings", settings)
    table.closes()
    puts_up(organiser, table)
    page = words_of(organiser.opens(f"/verslagen/{table.id}/beheren"))
    address = f"{app.extensions['dialoog.settings'].url}/mijn/{table.id}/verslag"
    assert address in page
    by_phone, _, by_mail = page.partition("Kreeg een mail")
    assert PHONE in by_phone
    sent = mails(app)
    if not has_mail:
        assert (sent, by_mail) == ([], "")
        assert MAIL in by_phone
        return
    [mail] = sent
    assert "Fatma" in by_mail
    assert MAIL not in by_phone
    assert (mail.recipient, mail.language, mail.cause, mail.kind) == (MAIL, "tr", f"{table.id}:s1", "review")
    assert mail.subject == "Rapor okunmaya hazır"
    body = str(mail.body)
    assert address in body
    assert "Fatma" in body
    assert "Henk" not in body
    table.asks(table.fatma, "give_consent", words=True, name=True, contact=True, reach=LATER)
    by_phone, _, _ = words_of(organiser.opens(f"/verslagen/{table.id}/beheren")).partition("Kreeg een mail")
    assert LATER in by_phone, "who left another address was not mailed there"


def test_who_chose_a_language_that_we_do_not_have_is_mailed_in_dutch(
    app: Flask, table: Table, organiser: Visitor
) -> None:
    table.asks(table.fatma, "choose_language", lang="zz")
    table.closes()
    puts_up(organiser, table)
    assert [(mail.subject, mail.language) for mail in mails(app)] == [
        ("Het verslag ligt klaar om na te lezen", "nl")
    ]


def test_the_link_opens_the_record_on_the_phone_and_by_a_card_and_for_nobody_else(
    app: Flask, table: Table
) -> None:
    words = table.writes("Ik bracht soep.", keep="named")
    codes = table.cards()
    table.gives(1, "Henk")
    table.closes()
    link, ask = f"{table.page}/verslag", f"/verzoek/{table.id}"
    assert f'href="{link}"' in table.fatma.opens(table.page).text
    assert table.fatma.opens(link).location == f"/verslagen/{table.id}"
    anybody = Visitor(app)
    assert anybody.opens(link).location == "/mijn"
    assert anybody.opens(ask).status_code == 404
    henk = Visitor(app)
    henk.sends("/mijn", code=codes[1])
    read = henk.opens(link)
    assert "Ik bracht soep." in words_of(read)
    assert f'id="words-{words}"' in read.text
    assert f'href="{table.page}"' in read.text
    assert f'href="{ask}"' in read.text
    assert f'href="{link}"' in henk.opens(ask).text, "the way back"


def test_the_record_says_until_when_it_lies_open_and_the_organiser_hears_of_what_waits(
    app: Flask, table: Table, organiser: Visitor
) -> None:
    table.closes()
    puts_up(organiser, table)
    record, edit = f"/verslagen/{table.id}", f"/verslagen/{table.id}/beheren"
    assert "Dit verslag ligt ter inzage tot" in words_of(table.fatma.opens(record))
    assert table.fatma.sends(f"/verzoek/{table.id}", text="De zin over mij.", reach="").status_code == 303
    assert "Er wacht nog 1 vraag om iets weg te halen." in words_of(organiser.opens(edit))
    assert "Stel het verslag van" not in words_of(organiser.opens("/thuis"))
    over = update(Publication).values(review_ends=wall_ms() - SEVEN_DAYS_MS)
    run_in_transaction(app.extensions["dialoog.engine"], lambda connection: connection.execute(over))
    page = words_of(organiser.opens(edit))
    assert "De zeven dagen zijn voorbij." in page
    assert "Er wacht nog 1 vraag om iets weg te halen." in page
    assert "De dagen om dit na te lezen zijn voorbij." in words_of(table.fatma.opens(record))
    assert "Stel het verslag van" in words_of(organiser.opens("/thuis"))


@pytest.mark.parametrize("act", ["give_consent", "erase_seat"])
def test_C2_C8_a_mail_and_its_address_go_with_the_choice_and_with_the_person(
    app: Flask, table: Table, organiser: Visitor, act: str
) -> None:
    table.closes()
    puts_up(organiser, table)
    assert [mail.recipient for mail in mails(app)] == [MAIL]
    choices = {"words": True, "name": True, "contact": False} if act == "give_consent" else {}
    table.asks(table.fatma, act, **choices)
    assert mails(app) == []


def test_R14_mails_to_who_took_part_go_with_the_dialogue(
    app: Flask, table: Table, organiser: Visitor
) -> None:
    table.closes()
    puts_up(organiser, table)
    engine = app.extensions["dialoog.engine"]
    run_in_transaction(engine, lambda connection: evening_rows.delete_mails(connection, str(table.id)))
    assert mails(app) == []
