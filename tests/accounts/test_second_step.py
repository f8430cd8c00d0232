"""The second step through its pages: switching it on, taking it by password and by link, losing the phone, guessing."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select, update

from dialoog.accounts import account_links, second_step
from dialoog.accounts.actions import accept_as
from dialoog.accounts.models import PendingSignIn, Person, RecoveryCode, SecondStep, Session
from dialoog.cli import accounts as commands
from dialoog.db.engine import read_transaction, transaction
from dialoog.jobs.clock import wall_ms
from tests.accounts.people import PASSWORD, create_member, create_organisation, switch_second_step_on
from tests.web.visits import Visitor, running_app

STEP_SECONDS = second_step.STEP_MS // 1000


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with running_app(tmp_path / "app") as app:
        with transaction(app.extensions["dialoog.engine"]) as connection:
            organisation = create_organisation(connection, "De Linde")
            create_member(connection, organisation, "Margriet")
            create_member(connection, organisation, "Els")
        yield app


@pytest.fixture
def phone(app: Flask) -> tuple[pyotp.TOTP, list[str]]:
    """Margriet's app and recovery codes."""
    with transaction(app.extensions["dialoog.engine"]) as connection:
        margriet = connection.execute(select(Person.id).where(Person.name == "Margriet")).scalar()
        return switch_second_step_on(connection, str(margriet))


def code_of(app: pyotp.TOTP, steps: int = 0) -> str:
    return app.at(wall_ms() // 1000 + steps * STEP_SECONDS)


def gives_password(app: Flask, name: str = "Margriet") -> Visitor:
    visitor = Visitor(app)
    assert visitor.sends("/aanmelden", login=name, password=PASSWORD).status_code == 303
    return visitor


def posts(visitor: Visitor, page: str, address: str, **fields: str) -> object:
    token = dict(re.findall(r'name="(csrf_token)"[^>]*value="([^"]+)"', visitor.opens(page).text)[:1])
    return visitor.browser.post(address, data={**token, **fields})


def wrong_code(app: pyotp.TOTP) -> str:
    near = {code_of(app, steps) for steps in range(-3, 4)}
    return next(
        code
        for code in ("000000", "111111", "222222", "333333", "444444", "555555", "666666", "777777")
        if code not in near
    )


def rows(app: Flask, column: object) -> list[object]:
    with read_transaction(app.extensions["dialoog.engine"]) as connection:
        return list(connection.execute(select(column)).scalars())  # type: ignore[call-overload]


def test_it_is_switched_on_with_the_password_and_a_first_code(app: Flask) -> None:
    margriet, elsewhere = gives_password(app), gives_password(app)
    address = "/account/tweede-stap"
    assert posts(margriet, address, f"{address}/begin", current="mis").status_code == 403  # type: ignore[attr-defined]
    assert rows(app, SecondStep.person) == []
    assert posts(margriet, address, f"{address}/begin", current=PASSWORD).status_code == 303  # type: ignore[attr-defined]
    page = margriet.opens(address).text
    secret = re.search(r'class="secret"[^>]*><code>([A-Z2-7 ]+)<', page)[1].replace(" ", "")  # type: ignore[index]
    assert 'class="qr"' in page
    assert "De tweede stap staat uit." not in page, "who switches it on reads nothing of off"
    own = pyotp.TOTP(secret)
    wrong = posts(margriet, address, f"{address}/bevestig", code=wrong_code(own))
    assert wrong.status_code == 403  # type: ignore[attr-defined]
    assert gives_password(app).opens("/thuis").status_code == 200  # not on yet
    shown = posts(margriet, address, f"{address}/bevestig", code=code_of(own)).text  # type: ignore[attr-defined]
    codes = re.findall(r"<code>([\w-]{14})</code>", shown)
    assert len(set(codes)) == second_step.RECOVERY_CODES == len(rows(app, RecoveryCode.hash))
    assert secret not in margriet.opens(address).text
    assert (margriet.opens("/thuis").status_code, elsewhere.opens("/thuis").status_code) == (200, 401)
    assert gives_password(app).opens("/thuis").status_code == 401


def test_between_the_steps_nothing_opens(app: Flask, phone: tuple[pyotp.TOTP, list[str]]) -> None:
    visitor = gives_password(app)
    for path in ("/thuis", "/account", "/account/tweede-stap", "/beheer", "/verslagen"):
        assert visitor.opens(path).status_code in (401, 302)
    assert rows(app, Session.id) == []
    assert visitor.sends("/aanmelden/code", code=code_of(phone[0])).headers["Location"] == "/thuis"
    assert visitor.opens("/thuis").status_code == 200
    assert rows(app, PendingSignIn.hash) == []


def test_a_code_is_good_once(app: Flask, phone: tuple[pyotp.TOTP, list[str]]) -> None:
    code = code_of(phone[0])
    first, second = gives_password(app), gives_password(app)
    assert first.sends("/aanmelden/code", code=f" {code[:3]} {code[3:]} ").status_code == 303
    assert second.sends("/aanmelden/code", code=code).status_code == 403


@pytest.mark.parametrize(("steps", "status"), [(-2, 403), (1, 303), (2, 403)])
def test_a_clock_may_be_half_a_minute_off(
    app: Flask, phone: tuple[pyotp.TOTP, list[str]], steps: int, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = wall_ms() + 20 * second_step.STEP_MS
    monkeypatch.setattr("dialoog.accounts.second_step_pages.wall_ms", lambda: now)
    monkeypatch.setattr("dialoog.accounts.sign_in_pages.wall_ms", lambda: now)
    code = phone[0].at(now // 1000 + steps * STEP_SECONDS)
    assert gives_password(app).sends("/aanmelden/code", code=code).status_code == status


def test_a_recovery_code_is_good_once(app: Flask, phone: tuple[pyotp.TOTP, list[str]]) -> None:
    first, second = gives_password(app), gives_password(app)
    assert first.sends("/aanmelden/code", code=phone[1][0].upper()).status_code == 303
    assert second.sends("/aanmelden/code", code=phone[1][0]).status_code == 403
    assert len(rows(app, RecoveryCode.hash)) == second_step.RECOVERY_CODES - 1
    els = gives_password(app, "Els")
    assert els.opens("/thuis").status_code == 200


def test_the_second_step_waits_ten_minutes(app: Flask, phone: tuple[pyotp.TOTP, list[str]]) -> None:
    visitor = gives_password(app)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        late = wall_ms() - second_step.PENDING_MINUTES * second_step.MINUTE_MS
        connection.execute(update(PendingSignIn).values(created=late))
    assert visitor.opens("/aanmelden/code").status_code == 403


def test_guesses_end_whoever_knows_the_password(app: Flask, phone: tuple[pyotp.TOTP, list[str]]) -> None:
    """Also where each comes from a sign-in of its own; a recovery code still opens."""
    wrong = wrong_code(phone[0])
    with transaction(app.extensions["dialoog.engine"]) as connection:
        margriet = str(connection.execute(select(SecondStep.person)).scalar())
        for _ in range(second_step.WRONG_CODES):
            assert second_step.check(connection, margriet, wrong, wall_ms()) == "wrong"
    visitor = gives_password(app)
    assert visitor.sends("/aanmelden/code", code=code_of(phone[0])).status_code == 429
    assert visitor.sends("/aanmelden/code", code=phone[1][0]).status_code == 303
    with transaction(app.extensions["dialoog.engine"]) as connection:
        later = wall_ms() + (second_step.WRONG_MINUTES + 1) * second_step.MINUTE_MS
        code = phone[0].at(later // 1000)
        assert second_step.check(connection, margriet, code, later) == "right"


def test_a_link_asks_it_too_and_an_organiser_switches_it_off(
    app: Flask, phone: tuple[pyotp.TOTP, list[str]], caplog: pytest.LogCaptureFixture
) -> None:
    settings = app.extensions["dialoog"].settings
    visitor = Visitor(app)
    visitor.browser.post("/in", json={"token": commands.sign_in_link(settings, "Margriet")})
    assert visitor.sends("/aanmelden/link").headers["Location"] == "/aanmelden/code"
    assert visitor.opens("/thuis").status_code == 401
    els = gives_password(app, "Els")
    [margriet] = rows(app, SecondStep.person)
    page = f"/beheer/mensen/{margriet}"
    assert posts(els, page, f"{page}/tweede-stap").status_code == 303  # type: ignore[attr-defined]
    assert visitor.opens("/aanmelden/code").status_code == 403
    assert "Iemand anders zette uw tweede stap uit" in gives_password(app).opens("/account").text
    assert "second step switched off" in caplog.text
    assert "Margriet" not in caplog.text


def test_an_organiser_leaves_it_on_for_who_is_of_another_organisation_too(
    app: Flask, phone: tuple[pyotp.TOTP, list[str]]
) -> None:
    [margriet] = rows(app, SecondStep.person)
    with transaction(app.extensions["dialoog.engine"]) as connection:
        elsewhere = create_organisation(connection, "Gemeente Oosterwaard", "municipality")
        token = account_links.create(
            connection, "invitation", wall_ms(), organisation=elsewhere, role="organiser", name="M."
        )
        link = account_links.find(connection, token, wall_ms())
        assert link is not None
        accept_as(connection, link, str(margriet), wall_ms())
    els, page = gives_password(app, "Els"), f"/beheer/mensen/{margriet}"
    assert posts(els, page, f"{page}/tweede-stap").status_code == 409  # type: ignore[attr-defined]
    assert gives_password(app).opens("/thuis").status_code == 401


def test_the_command_lets_the_last_one_in_without_it(app: Flask, phone: tuple[pyotp.TOTP, list[str]]) -> None:
    settings = app.extensions["dialoog"].settings
    visitor = Visitor(app)
    token = commands.sign_in_link(settings, "Margriet", without_second_step=True)
    visitor.browser.post("/in", json={"token": token})
    assert visitor.sends("/aanmelden/link").headers["Location"] == "/thuis"
    assert "Iemand anders zette uw tweede stap uit" in visitor.opens("/account").text


def test_it_is_switched_off_with_the_password(app: Flask, phone: tuple[pyotp.TOTP, list[str]]) -> None:
    margriet, address = gives_password(app), "/account/tweede-stap"
    margriet.sends("/aanmelden/code", code=code_of(phone[0]))
    renewed = posts(margriet, address, f"{address}/codes", current=PASSWORD).text  # type: ignore[attr-defined]
    assert len(re.findall(r"<code>", renewed)) == second_step.RECOVERY_CODES
    assert posts(margriet, address, f"{address}/uit", current="mis").status_code == 403  # type: ignore[attr-defined]
    assert gives_password(app).opens("/thuis").status_code == 401
    posts(margriet, address, f"{address}/uit", current=PASSWORD)
    assert gives_password(app).opens("/thuis").status_code == 200
    assert rows(app, RecoveryCode.hash) == []


def test_who_came_in_by_a_link_chooses_a_password_without_the_former_one(app: Flask) -> None:
    """For an hour: they forgot it, or they would not have needed the link."""
    settings = app.extensions["dialoog"].settings
    visitor = Visitor(app)
    visitor.browser.post("/in", json={"token": commands.sign_in_link(settings, "Margriet")})
    visitor.sends("/aanmelden/link")
    new = "groene deur kraakt zacht"
    assert posts(visitor, "/account", "/account/wachtwoord", password=new).status_code == 303  # type: ignore[attr-defined]
    other = Visitor(app)
    assert other.sends("/aanmelden", login="Margriet", password=new).status_code == 303
    assert posts(other, "/account", "/account/wachtwoord", password=PASSWORD).status_code == 400  # type: ignore[attr-defined]
