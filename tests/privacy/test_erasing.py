"""Who asks by voice or letter is erased in one action by the organisers, as far as the rules allow; before that one sees what is stored."""

import bz2
import gzip
import html
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask
from sqlalchemy import insert, select, text, update

from dialoog.accounts.policy import Scope
from dialoog.db.engine import Base, read_transaction, transaction
from dialoog.jobs import outbox
from dialoog.jobs.models import Mail
from dialoog.live.journal.verify import verify_all
from dialoog.live.models import Contact, Dialogue
from dialoog.organisers.privacy.queries import list_kept
from dialoog.organisers.privacy.register import NOT_ABOUT_PEOPLE, activities, as_csv
from dialoog.records.own_texts import own_texts_naming
from dialoog.records.verify import verify_record
from dialoog.rules.state import Keep
from dialoog.settings import Settings
from tests.accounts.people import PASSWORD, create_member, create_organisation
from tests.corpus.seen import Page
from tests.records.evenings import Evening
from tests.records.retained import write_journal
from tests.web.visits import Visitor, running_app

NAME, WORDS, REACH, PRONUNCIATION = (
    "Hendrikuitgewist",
    "Uitgewist één woord van mij",
    "hendrik@uitgewist.example",
    "Hénderiek",
)
PERSON = "/beheer/bewaard/linde/s1"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    """Hendrik (s1) has no telephone; Fatma (s2) has one."""
    with running_app(tmp_path) as app:
        engine = app.extensions["dialoog.engine"]
        evening = Evening(engine)
        evening.sits(NAME, device=False)
        evening.is_said(NAME, PRONUNCIATION)
        evening.sits("Fatma")
        evening.opens("experiences")
        evening.says(NAME, WORDS, keep=Keep.NAMED)
        evening.says("Fatma", "Drie weken soep gebracht.", keep=Keep.NAMED)
        evening.closes()
        with transaction(engine) as connection:
            owner = create_organisation(connection, "De Linde")
            create_member(connection, owner, "Margriet")
            create_member(connection, create_organisation(connection, "Zorg", "care"), "Yusuf")
            write_journal(connection, evening)
            connection.execute(update(Dialogue).values(owner=owner, names_until="2027-07-12"))
            connection.execute(insert(Contact).values(dialogue="linde", seat="s1", text=REACH))
            for to, body in ((REACH, "Dag."), ("els@linde.example", f"Dag {NAME}."), ("els@linde.example", "Dag Els.")):  # fmt: skip
                outbox.write(
                    connection, kind="invitation", recipient=to, subject="Avond", body=body, organisation=owner, cause="linde", now=1,
                )  # fmt: skip
        yield app


def signs_in(app: Flask, name: str = "Margriet") -> Visitor:
    visitor = Visitor(app)
    assert visitor.sends("/aanmelden", login=name, password=PASSWORD).status_code == 303
    return visitor


def rows(app: Flask, column: Any) -> list[Any]:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return list(connection.execute(select(column)).scalars())


def on_disk(folder: Path) -> set[str]:
    """What of the person can be read in any file, in whatever encoding, or once a file or a column is unpacked."""
    contents = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    for content in list(contents):
        for match in re.finditer(rb"\x1f\x8b\x08|x\x9c|BZh", content):
            packed = content[match.start() :]
            with suppress(OSError, zlib.error, EOFError):
                unpacker = bz2.BZ2Decompressor() if match[0] == b"BZh" else zlib.decompressobj(47)
                contents.append(unpacker.decompress(packed))
    return {
        f"{told} in {encoding}"
        for told in (NAME, WORDS, REACH, PRONUNCIATION)
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "latin-1")
        if any(told.encode(encoding) in content for content in contents)
    }


def test_C10_who_asks_is_erased_in_one_action_and_nothing_is_left_of_them(app: Flask, tmp_path: Path) -> None:
    margriet = signs_in(app)
    assert on_disk(tmp_path)
    answer = erases(margriet)
    assert answer.status_code == 200
    assert NAME in answer.text, "the confirmation to hand over"
    assert on_disk(tmp_path) == set()
    assert rows(app, Mail.body) == ["Dag Els."]
    engine = app.extensions["dialoog.engine"]
    assert [wrong for *_, wrong in verify_all(engine, verify_record)] == [[]]
    assert NAME not in margriet.opens("/verslagen/linde").text
    page = margriet.opens(PERSON).text
    assert NAME not in page
    assert "wissen" not in page.split("<h1>")[1], "there is nothing left to erase"


def erases(visitor: Visitor, seat: str = "s1", **fields: str) -> Any:
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', visitor.opens("/account").text)
    assert token is not None
    return visitor.browser.post(
        f"/beheer/bewaard/linde/{seat}/wissen",
        data={"csrf_token": token[1], "how": "letter", "sure": "y", **fields},
    )


def test_T13_nobody_is_erased_by_another_who_can_do_it_on_an_own_phone(app: Flask) -> None:
    margriet = signs_in(app)
    answer = erases(margriet, "s2")
    assert answer.status_code == 409
    assert "Er is niets gewist." in answer.text
    assert "Drie weken soep gebracht." in margriet.opens("/beheer/bewaard/linde/s2").text
    assert erases(margriet, how="hearsay").status_code == 400
    assert erases(margriet, sure="").status_code == 400
    refused = Page(erases(margriet, how="", sure="").text)
    assert refused.is_refusal
    assert refused.errors == ["Kies er een.", "Kruis dit aan. Anders wissen we niets."]
    assert erases(margriet, "s9").status_code == 404
    assert WORDS in margriet.opens(PERSON).text


def test_another_organisation_finds_nobody(app: Flask) -> None:
    yusuf = signs_in(app, "Yusuf")
    assert [
        yusuf.opens(page).status_code for page in (PERSON, f"{PERSON}.json", "/beheer/bewaard/linde")
    ] == [404] * 3
    assert erases(yusuf).status_code == 404
    assert "Meerlinden" not in yusuf.opens("/beheer/bewaard").text


def test_who_asks_gets_all_that_is_stored_as_a_page_and_as_json(app: Flask) -> None:
    margriet = signs_in(app)
    page = html.unescape(margriet.opens(PERSON).text)
    stored = msgspec.json.decode(margriet.opens(f"{PERSON}.json").data)
    assert (stored["name"], stored["contact"], stored["until"]) == (NAME, REACH, "2027-11-12")
    assert stored["pronunciation"] == PRONUNCIATION
    assert [words["text"] for words in stored["words"]] == [WORDS]
    assert all(one in page for one in (NAME, PRONUNCIATION, REACH, WORDS, "maandag 12 juli 2027"))
    assert "soep" not in page + str(stored), "nothing of another"
    assert not {"seconds", "passes"} & set(stored), "V4"


def test_the_organiser_is_shown_where_their_own_text_still_names_somebody(app: Flask) -> None:
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(
            update(Dialogue).values(theme=f"De bank van {NAME.lower()}", expectation=f"{NAME}stra")
        )
        assert own_texts_naming(connection, "linde", NAME) == [f"De bank van {NAME.lower()}"]
        assert own_texts_naming(connection, "linde", "") == []
    assert NAME.lower() in erases(signs_in(app)).text.split("Dit schreef u zelf")[1]


def test_the_list_begins_with_what_goes_first(app: Flask) -> None:
    engine = app.extensions["dialoog.engine"]
    with transaction(engine) as connection:
        line = dict(connection.execute(select(Dialogue.__table__)).mappings().one())
        for number, days in enumerate((("", ""), ("2027-01-01", "2027-12-31"), ("", "2027-02-01"))):
            more = {
                "id": f"a{number}",
                "code": f"C{number:06}",
                "contacts_until": days[0],
                "names_until": "",
                "until": days[1],
            }
            connection.execute(insert(Dialogue.__table__).values({**line, **more}))
        page = list_kept(connection, Scope(everything=True), 1, "2026-12-01")
    assert [(one.id, one.what_goes) for one in page.lines[:3]] == [
        ("a1", "contacts"),
        ("a2", "all"),
        ("linde", "names"),
    ]
    assert page.lines[-1].next_day == ""
    assert signs_in(app).opens("/beheer/bewaard?page=2").status_code == 404


def test_the_register_has_every_table_and_the_days_of_this_installation(app: Flask) -> None:
    with app.test_request_context("/beheer/verwerkingsregister"):
        rows_of = activities(Settings(contact_retention_days=77))
        assert "77 dagen" in as_csv(rows_of).decode("utf-8-sig")
        assert as_csv(rows_of).startswith(b"\xef\xbb\xbf")
    named = [table for row in rows_of for table in row.tables]
    assert len(named) == len(set(named))
    assert set(named) == Base.metadata.tables.keys() - NOT_ABOUT_PEOPLE, "a table that nobody wrote down"
    assert "Eigen woorden bewaren" in signs_in(app).opens("/beheer/verwerkingsregister").text


def test_R14_the_search_finds_what_is_planted_in_each_way(app: Flask, tmp_path: Path) -> None:
    """So that it would find a word that the program left somewhere."""
    erases(signs_in(app))
    assert on_disk(tmp_path) == set()
    planted = {
        "utf-16.log": NAME.encode("utf-16-le"), "big.log": WORDS.encode("utf-16-be"), "mail.gz": gzip.compress(REACH.encode()),
        "part": b"before" + zlib.compress(NAME.encode()) + b"after", "old.bz2": bz2.compress(WORDS.encode()),
    }  # fmt: skip
    for name, content in planted.items():
        (tmp_path / name).write_bytes(content)
        assert on_disk(tmp_path), name
        (tmp_path / name).unlink()
    with transaction(app.extensions["dialoog.engine"]) as connection:
        connection.execute(text("CREATE TABLE forgotten (word TEXT)"))
        connection.execute(text("CREATE INDEX ix_forgotten ON forgotten (word)"))
        connection.execute(text("INSERT INTO forgotten VALUES (:word)"), {"word": NAME})
    assert on_disk(tmp_path)
