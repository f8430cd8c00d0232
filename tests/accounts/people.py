"""Organisations and people in a database, without their pages."""

import secrets

import pyotp
from sqlalchemy import Connection, insert, select

from dialoog.accounts import account_links, second_step, sessions
from dialoog.accounts.actions import fold_login
from dialoog.accounts.models import Membership, Organisation, Person
from dialoog.accounts.passwords import hash_password
from dialoog.accounts.policy import Role
from dialoog.jobs.clock import wall_ms
from dialoog.live.cards import create_sheet
from dialoog.live.models import Dialogue
from dialoog.live.plan import LONGEST
from dialoog.planning import cards as planned_cards
from dialoog.planning.actions import assign, plan
from dialoog.records.follow_up.models import Agreement

PASSWORD = "molen fiets tulp regen"
PASSWORD_HASH = hash_password(PASSWORD)
PLANNED = {
    **dict.fromkeys(LONGEST, ""), "title": "Wijkdialoog", "lang": "nl", "until": "", "names_until": "", "contacts_until": "", "organised_by": "", "date": "2099-11-12", "start": "19:30", "end": "21:00", "screen_lang": "",
    "programme": "60",
}  # fmt: skip
"""The columns of an evening that is planned."""


def create_organisation(connection: Connection, name: str, kind: str = "collective", created: int = 1) -> str:
    identifier = secrets.token_urlsafe(9)
    connection.execute(insert(Organisation).values(id=identifier, name=name, kind=kind, created=created))
    return identifier


def create_member(
    connection: Connection, organisation: str, name: str, role: Role = "organiser", email: str | None = None
) -> str:
    """Signs in with their address, else their name, and `PASSWORD`."""
    identifier = create_person(connection, name, email)
    connection.execute(
        insert(Membership).values(person=identifier, organisation=organisation, role=role, created=1)
    )
    return identifier


def create_person(connection: Connection, name: str, email: str | None = None) -> str:
    """Belongs to no organisation."""
    identifier = secrets.token_urlsafe(9)
    connection.execute(
        insert(Person).values(
            id=identifier,
            name=name,
            email=email,
            login=fold_login(email or name),
            password=PASSWORD_HASH,
            created=1,
        )
    )
    return identifier


def switch_second_step_on(connection: Connection, person: str) -> tuple[pyotp.TOTP, list[str]]:
    """The app, whose code of half a minute ago is used, and the recovery codes."""
    second_step.begin(connection, person)
    app = pyotp.TOTP(second_step.state(connection, person).secret or "")
    now = wall_ms() - second_step.STEP_MS
    codes = second_step.confirm(connection, person, app.at(now // 1000), now)
    assert codes is not None
    return app, codes


def fill_accounts(connection: Connection) -> None:
    """A row in every table of accounts, and a sheet of cards for a dialogue that is there."""
    dialogue = connection.execute(select(Dialogue.id)).scalars().first()
    if dialogue is not None:
        create_sheet(connection, "s" * 32, dialogue)
        agreement = {
            "dialogue": dialogue,
            "word": "w1",
            "id": "a1",
            "lang": "nl",
            "seat": "s1",
            "is_named": True,
            "is_of_resident": True,
        }
        connection.execute(insert(Agreement).values(**agreement, due="2026-12-06", ask_on="2026-12-06"))
    organisation = create_organisation(connection, "De Linde")
    person = create_member(connection, organisation, "Margriet")
    token = sessions.create(connection, person, "Firefox", wall_ms())
    sessions.grant_new_password(connection, token, wall_ms())
    switch_second_step_on(connection, person)
    second_step.create_pending(connection, person, "/thuis", wall_ms(), by_link=False)
    account_links.create(connection, "sign_in", wall_ms(), person=person)
    evening = plan(connection, organisation, PLANNED, wall_ms())
    planned_cards.create_sheet(connection, "s" * 32, evening)
    assign(connection, evening, person, "facilitator", wall_ms())
